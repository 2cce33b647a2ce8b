/* SPDX-License-Identifier: Apache-2.0
 *
 * run.c: membio-conform run.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/impl/recorder.h"
#include "conformance/output.h"
#include "conformance/report/report.h"
#include "conformance/screen.h"
#include "conformance/signals.h"
#include "conformance/stale.h"
#include "conformance/stream/json.h"
#include "conformance/stream/write.h"

/* ---- Rounds of --repeat. */

/* What a repeat gave instead, in a line. */
static const char *flaw(struct arena *a, unsigned round, const struct result *x)
{
    return arena_printf(
        a, "round %u gave %s%s%s%s%s", round, verdict_name(x->verdict),
        x->request == NULL ? "" : " at ", x->request == NULL ? "" : x->request,
        x->request == NULL ? "" : ", got ", x->request == NULL ? "" : x->got);
}

/* Compares what is told of a round with the first, but for times and native words. */
static void compare_rounds(struct arena *a, struct report *first,
                           const struct report *other, unsigned round)
{
    for (size_t i = 0; i < first->suite->cases.count * first->impls_count; i++) {
        struct result *x = &first->results[i];
        size_t tc = i / first->impls_count, impl = i % first->impls_count;
        json_t *want, *got;

        if (!x->played || !other->results[i].played || x->flaky != NULL) {
            continue;
        }
        want = stream_result_line(first, tc, impl);
        got = stream_result_line(other, tc, impl);
        stream_timeless(want);
        stream_timeless(got);
        if (!json_equal(want, got)) {
            x->flaky = flaw(a, round, &other->results[i]);
        }
        json_decref(want);
        json_decref(got);
    }
}

static bool repeat(struct arena *a, struct report *report, struct run_options run)
{
    for (run.round = 2; run.round <= run.rounds; run.round++) {
        struct arena scratch = {NULL};
        struct report other = *report;
        bool ok;

        run.seed++; /* another order */
        ok = run_cases(&scratch, &other, &run);
        if (ok) {
            compare_rounds(a, report, &other, run.round);
            report->seconds += other.seconds;
        }
        arena_free(&scratch);
        if (!ok) {
            return false;
        }
    }
    return true;
}

/* ---- Reports. */

/* The files of a run. */
struct outputs {
    struct output html, json, totals;
};

static bool open_all(struct arena *a, const struct options *o, struct outputs *out)
{
    return output_open(a, &out->html, o->html) && output_open(a, &out->json, o->json) &&
           output_open(a, &out->totals, o->totals);
}

static void print_lines_of(const struct stream_lines *lines, FILE *out)
{
    for (size_t i = 0; i < lines->count; i++) {
        js_print(out, lines->line[i]);
    }
}

/* All reports come from the lines of --json. */
static void write_reports(struct arena *a, const struct options *o,
                          const struct report *report, struct outputs *out)
{
    struct stream_lines lines;
    struct stream stream;
    unsigned passed, failed, skipped;

    stream_lines(a, report, &lines);
    stream_of_run(a, &stream, &lines);
    if (strcmp(o->format, "json") == 0) {
        print_lines_of(&lines, stdout);
    } else {
        report_format(o->format)(&stream, stdout);
    }
    if (out->json.out != NULL) {
        print_lines_of(&lines, out->json.out);
    }
    if (out->html.out != NULL) {
        report_html(&stream, out->html.out);
    }
    stream_totals(&stream, &passed, &failed, &skipped);
    if (out->totals.out != NULL) {
        fprintf(out->totals.out, "%u %u %u\n", passed, failed, skipped);
    }
    stream_lines_free(&lines);
}

static bool close_all(struct outputs *out, bool keep)
{
    bool ok = output_close(&out->html, keep);

    ok = output_close(&out->json, keep) && ok;
    return output_close(&out->totals, keep) && ok;
}

static enum exit_status exit_of(const struct report *r)
{
    unsigned passed, failed, skipped;

    for (size_t i = 0; i < r->impls_count; i++) {
        if (!impl_believed(&r->impls[i])) {
            return EXIT_UNUSABLE;
        }
    }
    report_totals(r, &passed, &failed, &skipped);
    if (failed > 0) {
        return EXIT_UNEXPECTED;
    }
    return passed == 0 ? EXIT_NOTHING : EXIT_AS_EXPECTED;
}

static bool clear_progress(const struct run_options *run)
{
    return run->progress && fprintf(stderr, "\r%50s\r", "") > 0;
}

enum exit_status command_run(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct report report;
    struct run_options run = {.level = o->level,
                              .jobs = o->jobs,
                              .shuffle = o->shuffle,
                              .seed = o->seed,
                              .fail_fast = o->fail_fast,
                              .transcripts = o->transcripts,
                              .progress = isatty(STDERR_FILENO) == 1,
                              .round = 1,
                              .rounds = o->repeat};
    struct outputs out;
    enum exit_status status;
    bool ok;

    memset(&out, 0, sizeof out);
    signals_watch();
    status = open_run(a, o, &suite, &report);
    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    report.weathers = &o->weathers;
    report.sweeps = o->sweeps;
    ok = (o->transcripts == NULL || recorder_folder(o->transcripts)) &&
         open_all(a, o, &out) && run_cases(a, &report, &run) && repeat(a, &report, run);
    clear_progress(&run);
    if (ok) {
        stale_find_unused(a, &report);
        write_reports(a, o, &report, &out);
    }
    ok = close_all(&out, ok) && ok;
    return ok ? exit_of(&report) : EXIT_USAGE;
}
