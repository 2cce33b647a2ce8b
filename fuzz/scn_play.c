/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_play.c: `scn run`: a scenario on libmembio, in a world that is the same every time.
 */
#include "scn.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "below.h"
#include "scenario/compare.h"
#include "scenario/flight.h"
#include "scenario/invariant.h"
#include "scenario/keyed.h"
#include "scenario/world.h"
#include "scenario/world_rand.h"

/* The most calls of one run: nothing may hang. */
#define CALLS_MAX 100000u

static struct engine *engine;
static struct flights *flights;
static struct keyed_crypto *crypto;

const char *scn_world(void)
{
    static char path[PATH_MAX];

    if (world_folder(path, sizeof path) == NULL) {
        fprintf(stderr, "scn: no test certificates: no folder %s\n", path);
        exit(SCN_FAULT);
    }
    return path;
}

static void end(void)
{
    engine_membio_free(engine);
    flights_membio_free(flights);
    keyed_crypto_free(crypto);
}

void scn_begin(void)
{
    if (!world_rand_install()) {
        fputs("scn: this OpenSSL takes no other randomness\n", stderr);
        exit(SCN_FAULT);
    }
    engine = engine_membio_new(scn_world());
    engine_membio_repeat(engine, world_rand_swap);
    engine_membio_hear(engine, true);
    flights = flights_membio_new(scn_world());
    crypto = keyed_crypto_new(scn_world(), world_rand_swap);
    atexit(end);
}

/* An op that this engine leaves to adapters, or that this OpenSSL lacks. */
static bool is_unsupported(const struct trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        if (trace->list[i].answer.status == STATUS_UNSUPPORTED) {
            return true;
        }
    }
    return false;
}

/* What is expected is there in cases only; without it a macro must be ok, which an input of
 * a fuzzer need not be. */
static const char *unexpected(struct arena *a, const struct tcase *tc,
                              const struct trace *trace)
{
    struct bindings bindings = {scn_world(), NULL, 0};
    struct difference d = {.found = false};
    unsigned facts = 0;

    if (tc->name != NULL && !is_unsupported(trace)) {
        check_expectations(a, &tc->scenario, trace, &bindings, &facts, &d);
    }
    return d.found ? arena_printf(a, "expected %s, got %s", d.want, d.got) : NULL;
}

const char *scn_finding(struct arena *a, const struct tcase *tc, struct sweep *sweep,
                        struct trace *trace)
{
    struct stage stage = {.engine = {engine, engine},
                          .calls_max = CALLS_MAX,
                          .flights = flights,
                          .crypto = crypto};
    struct breach breach;

    stage_play(&stage, a, &tc->scenario, sweep, trace);
    if (below_littered()) {
        below_clean();
        return "MEMBIO-FUZZ clause=LIB-01 rule=\"the error queue is empty\"";
    }
    if (check_invariants(trace, &breach)) {
        return arena_printf(a, "MEMBIO-FUZZ clause=%s rule=\"%s\" at %s", breach.clause,
                            breach.rule, trace->list[breach.at].request);
    }
    if (trace->end != TRACE_COMPLETE) {
        return tc->name == NULL ? NULL : trace->why;
    }
    return unexpected(a, tc, trace);
}

static void print_trace(struct arena *a, const struct trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        printf("%s = %s\n", trace->list[i].request,
               answer_format(a, &trace->list[i].answer));
    }
    if (trace->end != TRACE_COMPLETE) {
        printf("# step %zu: %s\n", trace->end_step + 1, trace->why);
    }
}

/* Every value of a sweep; stops at a finding. */
static bool run_case(const char *file, const struct tcase *tc)
{
    struct sweep sweep = {.started = false};
    struct arena a = {NULL};
    const char *finding;

    if (tc->name != NULL) {
        printf("# %s %s\n", tc->id == NULL ? "-" : tc->id, tc->name);
    }
    do {
        struct trace trace;

        finding = scn_finding(&a, tc, &sweep, &trace);
        if (sweep.started) {
            printf("# %s = %lld\n", sweep.name, (long long)sweep.value);
        }
        print_trace(&a, &trace);
        if (finding != NULL) {
            scn_complain(file, tc->line, finding);
        }
    } while (finding == NULL && sweep_next(&sweep));
    arena_free(&a);
    return finding == NULL;
}

int scn_run(const struct scn_options *o)
{
    int status = SCN_OK;

    scn_begin();
    for (char **file = o->files; *file != NULL; file++) {
        struct arena a = {NULL};
        struct cases cases;

        if (!scn_load(&a, *file, &cases)) {
            status = SCN_USAGE;
        }
        for (size_t i = 0; i < cases.count; i++) {
            if (!run_case(*file, &cases.list[i]) && status == SCN_OK) {
                status = SCN_FOUND;
            }
        }
        arena_free(&a);
    }
    return status;
}
