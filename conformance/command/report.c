/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: membio-conform report.
 */
#include <string.h>

#include "command.h"
#include "conformance/output.h"
#include "conformance/report/report.h"
#include "conformance/screen.h"

#define COLUMNS_MAX 8

/* ---- The results of ci/mutants: a table with a head, of which three columns are used. */

struct columns {
    size_t mutant, clause, verdict;
};

static size_t split(char *line, char **field)
{
    size_t count = 0;

    while (line != NULL && count < COLUMNS_MAX) {
        field[count++] = line;
        line = strchr(line, '\t');
        if (line != NULL) {
            *line++ = '\0';
        }
    }
    return count;
}

static size_t find_column(char *const *field, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(field[i], name) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool take_columns(char *const *field, size_t count, struct columns *c)
{
    *c = (struct columns){find_column(field, count, "mutant"),
                          find_column(field, count, "clause"),
                          find_column(field, count, "verdict")};
    return c->mutant < count && c->clause < count && c->verdict < count;
}

static void take_mutant(struct stream *s, const char *clause, const char *mutant)
{
    for (size_t i = 0; i < s->clauses_count; i++) {
        if (strcmp(s->clauses[i].id, clause) == 0) {
            s->clauses[i].proved = mutant;
        }
    }
}

static bool read_mutants(struct arena *a, struct stream *s, const char *path)
{
    size_t len;
    char *text = read_whole_file(a, path, &len);
    struct columns c = {0, 0, 0};
    unsigned number = 0;

    if (text == NULL) {
        return false;
    }
    for (char *line = text, *next; *line != '\0'; line = next) {
        char *field[COLUMNS_MAX];
        size_t count;

        next = line + strcspn(line, "\n");
        next += *next == '\n' ? (*next = '\0', 1) : 0;
        count = split(line, field);
        number++;
        if (number == 1 && !take_columns(field, count, &c)) {
            return complain_of(path, 1, "the head has no mutant, clause and verdict");
        }
        if (c.mutant >= count || c.clause >= count || c.verdict >= count) {
            return complain_of(path, number, "fewer fields than the head");
        }
        if (strcmp(field[c.verdict], "proved") == 0) {
            take_mutant(s, field[c.clause], field[c.mutant]);
        }
    }
    return number > 0 ||
           complain_of(path, 1, "the head has no mutant, clause and verdict");
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
        (o->mutants != NULL && !read_mutants(a, &stream, o->mutants)) ||
        !output_open(a, &out, o->output)) {
        return EXIT_USAGE;
    }
    report_format(o->format)(&stream, o->output == NULL ? stdout : out.out);
    return output_close(&out, true) ? EXIT_AS_EXPECTED : EXIT_USAGE;
}
