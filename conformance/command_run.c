/* SPDX-License-Identifier: Apache-2.0
 *
 * command_run.c: membio-conform run.
 */
#include "command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"
#include "stale.h"

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
    const struct impl_spec *specs = o->impls_count == 0 ? &standard : o->impls;
    size_t count = o->impls_count == 0 ? 1 : o->impls_count;
    const char *oracle = choose_oracle(a, o);

    report->impls = arena_alloc(a, (count + 1) * sizeof *report->impls);
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
    return true;
}

enum exit_status open_run(struct arena *a, const struct options *o, struct suite *suite,
                          struct report *report)
{
    memset(report, 0, sizeof *report);
    report->suite = suite;
    report->frozen = o->frozen != NULL;
    if (o->frozen != NULL) {
        setenv("LD_PRELOAD", o->frozen, 1);
    }
    if (!suite_load(a, suite, o->suite) || !name_impls(a, o, suite, report)) {
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < report->impls_count; i++) {
        if (!impl_meet(a, &report->impls[i], suite)) {
            return EXIT_USAGE;
        }
    }
    stale_find(a, report);
    if (o->sweeps.kinds != 0) {
        suite->cases = (struct cases){NULL, 0};
        sweep_cases(a, &suite->cases, o->sweeps.kinds);
    }
    if (suite_select(a, suite, &o->wanted) == 0) {
        fputs("membio-conform: no case matches\n", stderr);
        return EXIT_NOTHING;
    }
    return EXIT_AS_EXPECTED;
}

/* A file that is written whole or not at all: under another name first, unless it is no
 * regular file. */
struct output {
    const char *path; /* NULL: not asked for */
    char *partial;    /* NULL: written straight */
    FILE *out;
};

static bool refuse(const struct output *o)
{
    fprintf(stderr, "membio-conform: %s: %s\n", o->path, strerror(errno));
    return false;
}

static bool output_open(struct arena *a, struct output *o, const char *path)
{
    struct stat st;

    memset(o, 0, sizeof *o);
    if (path == NULL) {
        return true;
    }
    o->path = path;
    if (stat(path, &st) != 0 || S_ISREG(st.st_mode)) {
        o->partial = arena_printf(a, "%s.part", path);
    }
    o->out = fopen(o->partial == NULL ? path : o->partial, "w");
    return o->out != NULL || refuse(o);
}

/* Gives up a file that was opened, or writes it if there is a report. */
static bool output_close(struct output *o, const struct report *r,
                         void (*write)(const struct report *r, FILE *out))
{
    bool ok;

    if (o->out == NULL) {
        return true;
    }
    if (r != NULL) {
        write(r, o->out);
    }
    ok = !ferror(o->out);
    ok = fclose(o->out) == 0 && ok;
    if (ok && r != NULL && o->partial != NULL) {
        ok = rename(o->partial, o->path) == 0;
    }
    if (!ok) {
        refuse(o);
    }
    if (o->partial != NULL && (!ok || r == NULL)) {
        unlink(o->partial);
    }
    return ok;
}

static void write_totals(const struct report *r, FILE *out)
{
    unsigned passed, failed, skipped;

    report_totals(r, &passed, &failed, &skipped);
    fprintf(out, "%u %u %u\n", passed, failed, skipped);
}

static void print_report(const struct report *r, const char *format)
{
    if (strcmp(format, "tap") == 0) {
        report_tap(r, stdout);
    } else if (strcmp(format, "json") == 0) {
        report_json(r, stdout);
    } else {
        struct arena a = {NULL};

        report_terminal(r, stdout);
        failure_print(&a, r);
        arena_free(&a);
    }
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

static const char *how_of(struct arena *a, const struct options *o)
{
    return o->sweep == NULL ? ""
                            : arena_printf(a, " --sweep %s%s", o->sweep,
                                           o->sweeps.deep ? " --deep" : "");
}

enum exit_status command_run(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct report report;
    struct run_options run = {o->level, o->jobs, o->stop, isatty(STDERR_FILENO) == 1};
    struct output html = {0}, totals = {0};
    enum exit_status status = open_run(a, o, &suite, &report);
    bool ok;

    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    ok = output_open(a, &html, o->html) && output_open(a, &totals, o->totals);
    if (ok) {
        report.weathers = &o->weathers;
        report.sweeps = o->sweeps;
        report.how = how_of(a, o);
        suite.cases.count = run_cases(a, &report, &run);
        stale_find_unused(a, &report);
        print_report(&report, o->format);
    }
    ok = output_close(&html, ok ? &report : NULL, report_html) && ok;
    ok = output_close(&totals, ok ? &report : NULL, write_totals) && ok;
    return ok ? exit_of(&report) : EXIT_USAGE;
}
