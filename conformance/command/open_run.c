/* SPDX-License-Identifier: Apache-2.0
 *
 * open_run.c: what comes before a run: the suite, the oracles, the implementations.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/golden/golden.h"
#include "conformance/stale.h"

/* ---- The oracles. */

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

struct names {
    const char **list;
    size_t count;
};

static const char python_oracle[] = "cpython", recorded_oracle[] = "golden:cpython";

/* Without a word about it: the live one, the recorded one, none. */
static struct names standard_oracle(struct arena *a, const struct options *o,
                                    const struct suite *suite)
{
    struct names one = {arena_alloc(a, sizeof *one.list), 1};
    bool calm = o->frozen != NULL || o->sweeps.kinds != 0;

    one.list[0] = python_oracle;
    if (is_on_path(a, "python3")) {
        return one;
    }
    if (!calm && access(golden_path(a, suite, python_oracle), R_OK) == 0) {
        fputs(
            "membio-conform: no python3 here: compared with what it answered when it was "
            "recorded\n",
            stderr);
        one.list[0] = recorded_oracle;
        return one;
    }
    fputs(
        "membio-conform: no python3 here: judged by the cases alone, without an oracle\n",
        stderr);
    return (struct names){NULL, 0};
}

static struct names choose_oracles(struct arena *a, const struct options *o,
                                   const struct suite *suite)
{
    if (o->oracle == NULL) {
        return standard_oracle(a, o, suite);
    }
    return strcmp(o->oracle, "none") == 0 ? (struct names){NULL, 0}
                                          : (struct names){o->oracles, o->oracles_count};
}

static bool name_oracles(struct arena *a, const struct options *o,
                         const struct names *oracles, struct report *report)
{
    for (size_t i = 0; i < oracles->count; i++) {
        size_t others = report->impls_count++;
        struct impl *impl = &report->impls[others];
        const char *name = oracles->list[i];

        if (!(impl_is_golden(name)
                  ? impl_recorded(a, impl, report->suite, name, report->impls, others)
                  : impl_named(a, impl, report->suite, o->program, name))) {
            return false;
        }
        impl->oracle = true;
        impl->timeout = o->timeout;
    }
    return true;
}

/* ---- The implementations. */

static const struct impl_spec standard = {"membio", false};

/* With no names at all it is ours that is verified; pairs are names. */
static size_t specs_of(const struct options *o, const struct impl_spec **specs)
{
    bool alone = o->impls_count == 0 && o->pairs_count == 0;

    *specs = alone ? &standard : o->impls;
    return alone ? 1 : o->impls_count;
}

static bool name_impls(struct arena *a, const struct options *o, struct report *report)
{
    const struct impl_spec *specs;
    size_t count = specs_of(o, &specs);

    for (size_t i = 0; i < count; i++) {
        struct impl *impl = &report->impls[report->impls_count++];

        if (!(specs[i].is_command
                  ? impl_command(a, impl, specs[i].text)
                  : impl_named(a, impl, report->suite, o->program, specs[i].text))) {
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

/* The library of the first that is verified: a record over the same one says most. */
static const char *lib_of(const struct report *report)
{
    for (size_t i = 0; i < report->impls_count; i++) {
        if (!report->impls[i].oracle && report->impls[i].usable) {
            return report->impls[i].lib;
        }
    }
    return NULL;
}

/* Those that are started, or else those that are recorded. */
static bool meet_some(struct arena *a, const struct options *o, struct report *report,
                      bool recorded)
{
    for (size_t i = 0; i < report->impls_count; i++) {
        struct impl *impl = &report->impls[i];

        if ((impl->golden != NULL) != recorded) {
            continue;
        }
        if (!(recorded ? impl_recall(a, impl, report->suite, lib_of(report))
                       : meet_impl(a, o, impl, report->suite))) {
            return false;
        }
        for (size_t k = 0; recorded && k < o->known_count; k++) {
            if (!impl_know(a, impl, o->known[k])) {
                return false;
            }
        }
    }
    return true;
}

static bool meet_all(struct arena *a, const struct options *o, struct report *report)
{
    return meet_some(a, o, report, false) && meet_some(a, o, report, true) &&
           pairs_meet(a, o, report);
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

/* Loads the suite, and names and meets everybody: oracles, and implementations if asked to. */
static bool meet(struct arena *a, const struct options *o, struct suite *suite,
                 struct report *report, bool impls)
{
    const struct impl_spec *unused;
    size_t count = specs_of(o, &unused);
    size_t pairs = o->pairs_count + (o->all_pairs ? count * count : 0);
    struct names oracles;

    if (!suite_load(a, suite, o->suite)) {
        return false;
    }
    oracles = choose_oracles(a, o, suite);
    report->how.oracle = oracles.count == 0 ? NULL : oracles.list[0];
    report->impls =
        arena_alloc(a, (oracles.count + count + pairs) * sizeof *report->impls);
    return name_oracles(a, o, &oracles, report) && (!impls || name_impls(a, o, report)) &&
           meet_all(a, o, report);
}

static enum exit_status open_with(struct arena *a, const struct options *o,
                                  struct suite *suite, struct report *report, bool impls)
{
    struct selection wanted;

    memset(report, 0, sizeof *report);
    report->suite = suite;
    report->how = (struct how){.level = o->level,
                               .timeout = o->timeout,
                               .seed = o->seed,
                               .frozen = o->frozen,
                               .shard = o->shard,
                               .sweep = o->sweep,
                               .weather = o->weather};
    if (o->frozen != NULL) {
        setenv("LD_PRELOAD", o->frozen, 1);
    }
    if (!meet(a, o, suite, report, impls)) {
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

enum exit_status open_run(struct arena *a, const struct options *o, struct suite *suite,
                          struct report *report)
{
    return open_with(a, o, suite, report, true);
}

enum exit_status open_oracles(struct arena *a, const struct options *o,
                              struct suite *suite, struct report *report)
{
    enum exit_status status = open_with(a, o, suite, report, false);

    for (size_t i = 0; status == EXIT_AS_EXPECTED && i < report->impls_count; i++) {
        status = impl_believed(&report->impls[i]) ? status : EXIT_UNUSABLE;
    }
    if (status == EXIT_AS_EXPECTED && report->impls_count == 0) {
        fputs("membio-conform: no oracle here; --oracle names one\n", stderr);
        return EXIT_USAGE;
    }
    return status;
}

struct run_options how_to_run(const struct options *o)
{
    return (struct run_options){
        .level = o->level, .jobs = o->jobs, .progress = isatty(STDERR_FILENO) == 1};
}
