/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: membio-conform report.
 */
#include <string.h>

#include "command.h"
#include "conformance/clauses/mutants.h"
#include "conformance/output.h"
#include "conformance/report/report.h"
#include "conformance/screen.h"

/* A program that found a mutant is no case that did. */
static bool take_mutants(struct arena *a, struct stream *s, const char *path)
{
    struct mutants mutants;

    if (!mutants_read(a, &mutants, path)) {
        return false;
    }
    for (size_t i = 0; i < mutants.count; i++) {
        const struct mutant *m = &mutants.list[i];

        for (size_t k = 0; k < s->clauses_count; k++) {
            if (strcmp(m->verdict, "proved") == 0 &&
                strcmp(s->clauses[k].id, m->clause) == 0) {
                s->clauses[k].proved = m->name;
            }
        }
    }
    return true;
}

enum exit_status command_report(struct arena *a, const struct options *o)
{
    struct stream stream;
    struct output out;

    if (o->wanted.patterns_count == 0) {
        fputs("membio-conform: report needs a file\n", stderr);
        return EXIT_USAGE;
    }
    if (!stream_read(a, &stream, o->wanted.patterns, o->wanted.patterns_count) ||
        (o->mutants != NULL && !take_mutants(a, &stream, o->mutants)) ||
        !output_open(a, &out, o->output)) {
        return EXIT_USAGE;
    }
    report_format(o->format)(&stream, o->output == NULL ? stdout : out.out);
    return output_close(&out, true) ? EXIT_AS_EXPECTED : EXIT_USAGE;
}
