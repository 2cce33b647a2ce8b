/* SPDX-License-Identifier: Apache-2.0
 *
 * timeline.c: membio-conform timeline: where versions of the oracle differ. Without an
 * oracle of its own: all that the suite has recorded.
 */
#include "command.h"

#include <string.h>
#include <unistd.h>

#include "conformance/golden/golden.h"
#include "conformance/output.h"
#include "conformance/report/timeline.h"
#include "conformance/signals.h"
#include "conformance/stream/write.h"

/* Names every oracle of the suite's golden. */
static bool name_recorded(struct arena *a, struct options *o)
{
    struct suite suite = {.dir = o->suite};
    const char *path = golden_path(a, &suite, "cpython");
    struct golden g;

    if (!golden_read(a, &g, path)) {
        return false;
    }
    o->oracles = arena_alloc(a, (g.oracles_count + 1) * sizeof *o->oracles);
    for (size_t i = 0; i < g.oracles_count; i++) {
        o->oracles[o->oracles_count++] =
            arena_printf(a, "golden:%s@%s", path, g.oracles[i].key);
    }
    o->oracle = o->oracles[0];
    return true;
}

static void print_all(const struct options *o, const struct stream *s, FILE *out)
{
    bool markdown = strcmp(o->format, "markdown") == 0;

    (markdown ? timeline_markdown : timeline_terminal)(s, out);
    fprintf(out, "%s%zu cases, %zu oracles, %zu differences\n", markdown ? "\n" : "",
            s->cases_count, s->impls_count, s->differences_count);
}

enum exit_status command_timeline(struct arena *a, const struct options *given)
{
    struct options o = *given;
    struct suite suite;
    struct report report;
    struct run_options run = how_to_run(&o);
    struct stream_lines lines;
    struct stream stream;
    struct output out;
    enum exit_status status;

    signals_watch();
    if (o.oracles_count == 0 && o.oracle == NULL && !name_recorded(a, &o)) {
        return EXIT_USAGE;
    }
    status = open_oracles(a, &o, &suite, &report);
    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    if (report.impls_count < 2) {
        fputs("membio-conform: timeline needs two oracles or more\n", stderr);
        return EXIT_USAGE;
    }
    run_cases(a, &report, &run);
    stream_lines(a, &report, &lines);
    stream_of_run(a, &stream, &lines);
    if (!output_open(a, &out, o.output)) {
        return EXIT_USAGE;
    }
    print_all(&o, &stream, o.output == NULL ? stdout : out.out);
    stream_lines_free(&lines);
    return output_close(&out, true) ? EXIT_AS_EXPECTED : EXIT_USAGE;
}
