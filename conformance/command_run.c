/* SPDX-License-Identifier: Apache-2.0
 *
 * command_run.c: membio-conform run.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "recorder.h"
#include "signals.h"
#include "stale.h"
#include "stream.h"

/* Is there a program of this name on the PATH? */
static bool is_on_path(struct arena *a, const char *name)
{
    const char *path = getenv("PATH");

    while (path != NULL && *path != '\0') {
        size_t len = strcspn(path, ":");

        if (access(arena_printf(a, "%.*s/%s", (int)len, path, name), X_OK) == 0) {
            return true;
        }
        path += len + (path[len] == ':');
    }
    return false;
}

static const char *choose_oracle(struct arena *a, const struct options *o)
{
    if (o->oracle != NULL) {
        return strcmp(o->oracle, "none") == 0 ? NULL : o->oracle;
    }
    if (is_on_path(a, "python3")) {
        return "cpython";
    }
    fputs(
        "membio-conform: no python3 here: judged by the cases alone, without an oracle\n",
        stderr);
    return NULL;
}

static bool name_impls(struct arena *a, const struct options *o,
                       const struct suite *suite, struct report *report)
{
    static const struct impl_spec standard = {"membio", false};
    bool alone = o->impls_count == 0 && o->pairs_count == 0;
    const struct impl_spec *specs = alone ? &standard : o->impls;
    size_t count = alone ? 1 : o->impls_count;
    size_t pairs = o->pairs_count + (o->all_pairs ? count * count : 0);
    const char *oracle = report->how.oracle;

    report->impls = arena_alloc(a, (count + pairs + 1) * sizeof *report->impls);
    if (oracle != NULL) {
        struct impl *impl = &report->impls[report->impls_count++];

        if (!impl_named(a, impl, suite, o->program, oracle)) {
            return false;
        }
        impl->oracle = true;
        impl->timeout = o->timeout;
    }
    for (size_t i = 0; i < count; i++) {
        struct impl *impl = &report->impls[report->impls_count++];

        if (!(specs[i].is_command
                  ? impl_command(a, impl, specs[i].text)
                  : impl_named(a, impl, suite, o->program, specs[i].text))) {
            return false;
        }
        impl->timeout = o->timeout;
    }
    return pairs_name(a, o, report);
}

bool meet_impl(struct arena *a, const struct options *o, struct impl *impl,
               const struct suite *suite)
{
    bool ok = impl_meet(a, impl, suite);

    for (size_t k = 0; ok && k < o->known_count; k++) {
        ok = impl_know(a, impl, o->known[k]);
    }
    return ok;
}

static bool meet_all(struct arena *a, const struct options *o, struct report *report)
{
    size_t count = report->impls_count;

    for (size_t i = 0; i < count; i++) {
        if (!meet_impl(a, o, &report->impls[i], report->suite)) {
            return false;
        }
    }
    return pairs_meet(a, o, report);
}

/* Every Nth case, from the Ith on: parts of the same size, whatever the areas. */
static void take_shard(struct suite *suite, const struct options *o)
{
    size_t kept = 0;

    for (size_t i = 0; o->shard_of > 0 && i < suite->cases.count; i++) {
        if (i % o->shard_of == o->shard_at - 1) {
            suite->cases.list[kept++] = suite->cases.list[i];
        }
    }
    suite->cases.count = o->shard_of > 0 ? kept : suite->cases.count;
}

enum exit_status open_run(struct arena *a, const struct options *o, struct suite *suite,
                          struct report *report)
{
    struct selection wanted;

    memset(report, 0, sizeof *report);
    report->suite = suite;
    report->how = (struct how){.level = o->level,
                               .timeout = o->timeout,
                               .seed = o->seed,
                               .frozen = o->frozen,
                               .oracle = choose_oracle(a, o),
                               .shard = o->shard,
                               .sweep = o->sweep,
                               .weather = o->weather};
    if (o->frozen != NULL) {
        setenv("LD_PRELOAD", o->frozen, 1);
    }
    if (!suite_load(a, suite, o->suite) || !name_impls(a, o, suite, report)) {
        return EXIT_USAGE;
    }
    if (!meet_all(a, o, report)) {
        return EXIT_USAGE;
    }
    stale_find(a, report);
    if (o->sweeps.kinds != 0) {
        suite->cases = (struct cases){NULL, 0};
        sweep_cases(a, &suite->cases, o->sweeps.kinds);
    }
    wanted = o->wanted;
    if (!suite_take_files(a, suite, &wanted)) {
        return EXIT_USAGE;
    }
    if (suite_select(a, suite, &wanted) == 0) {
        fputs("membio-conform: no case matches\n", stderr);
        return EXIT_NOTHING;
    }
    take_shard(suite, o);
    return EXIT_AS_EXPECTED;
}

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
        stream_print(out, lines->line[i]);
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
