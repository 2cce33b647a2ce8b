/* SPDX-License-Identifier: Apache-2.0
 *
 * target.c: plays an input, has it judged, and shows what an oracle objects to.
 */
#include "target.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "below.h"
#include "oracle.h"
#include "scenario/bytes.h"
#include "scenario/flight.h"
#include "scenario/keyed.h"
#include "scenario/stage.h"
#include "scenario/world.h"
#include "scenario/world_clock.h"
#include "scenario/world_rand.h"
#include "tap.h"

/* Leaves an error behind before every call, as other code of a program would. */
struct litterer {
    struct engine engine;
    struct engine *inner;
};

static struct engine *engine, *model;
static struct litterer litterer;
static struct flights *flights;
static struct keyed_crypto *crypto;
static bool look_at_all, share = true;

const char *target_world(void)
{
    static char path[PATH_MAX];

    if (world_folder(path, sizeof path) == NULL) {
        fprintf(stderr, "fuzz_%s: no test certificates: no folder %s\n", target.name,
                path);
        exit(99);
    }
    return path;
}

static void stop_engines(void)
{
    engine_membio_free(engine);
    flights_membio_free(flights);
    keyed_crypto_free(crypto);
    if (model != NULL) {
        engine_model_free(model);
    }
}

static bool litter(struct engine *e, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    below_litter();
    return ((struct litterer *)e)->inner->perform(engine, a, call, answer);
}

/* What the harness itself makes between two scenarios is spared. */
static bool reset_in_peace(struct engine *e)
{
    long left = below_fail_at(0);
    bool ok = engine->reset(engine);

    (void)e;
    below_fail_at(left);
    return ok;
}

static bool perform_as_ever(struct engine *e, struct arena *a, const struct call *call,
                            struct answer *answer)
{
    (void)e;
    return engine->perform(engine, a, call, answer);
}

static bool litter_reset(struct engine *e)
{
    return ((struct litterer *)e)->inner->reset(engine);
}

/* The CPU time that one run may take, in seconds: a thousand times what it takes. */
#define RUN_SECONDS_MAX 10

static const struct scenario *running;

static void cry(const char *text)
{
    ssize_t n = write(STDERR_FILENO, text, strlen(text));

    (void)n;
}

/* A call that never comes back has no trace. */
static void on_late(int signal)
{
    (void)signal;
    cry("MEMBIO-FUZZ O12 clause=LIB-09.b target=");
    cry(target.name);
    cry(" rule=\"a run comes to an end\"\n");
    for (size_t i = 0; running != NULL && i < running->count; i++) {
        cry(running->steps[i].text);
        cry("\n");
    }
    abort();
}

static void set_clock(time_t seconds)
{
    struct itimerval timer = {.it_value = {seconds, 0}};

    setitimer(ITIMER_PROF, &timer, NULL);
}

void target_start(bool all)
{
    below_install();
    if (!world_clock_stands() || !world_rand_install()) {
        fputs("fuzz: this OpenSSL takes no other randomness, or clock\n", stderr);
        exit(99);
    }
    look_at_all = all;
    share = getenv("MEMBIO_FUZZ_UNSHARED") == NULL; /* for bench/fuzz */
    signal(SIGPROF, on_late);
    engine = engine_membio_new(target_world());
    engine_membio_repeat(engine, world_rand_swap);
    engine_membio_hear(engine, target.keyed);
    litterer = (struct litterer){{litter, litter_reset}, engine};
    flights = flights_membio_new(target_world());
    crypto = keyed_crypto_new(target_world(), world_rand_swap);
    model = target.model == NULL ? NULL : target.model();
    atexit(stop_engines);
    if (target.starts != NULL) {
        target.starts(target_world());
    }
}

struct engine *target_engine(void)
{
    return engine;
}

struct keyed_crypto *target_crypto(void)
{
    return crypto;
}

void target_reset(void)
{
    reset_in_peace(engine);
}

static void play_on(struct engine *e, struct arena *a, const struct scenario *s,
                    const struct weather *weather, struct trace *trace)
{
    struct stage stage = {.engine = {e, e},
                          .calls_max = weather == NULL ? TARGET_CALLS_MAX
                                                       : 0, /* it makes more of them */
                          .weather = weather,
                          .flights = flights,
                          .crypto = crypto};

    engine_membio_share(engine, share && !target.faulty && engine_membio_may_share(s));
    running = s;
    set_clock(RUN_SECONDS_MAX);
    stage_play(&stage, a, s, NULL, trace);
    set_clock(0);
}

void target_run(struct arena *a, const struct scenario *s, const struct weather *weather,
                bool stale, struct trace *trace)
{
    static struct engine faulty = {perform_as_ever, reset_in_peace};
    struct engine *e = stale ? &litterer.engine : target.faulty ? &faulty : engine;

    play_on(e, a, s, weather, trace);
    if (stale) {
        below_clean();
    }
}

void target_run_tapped(struct arena *a, const struct scenario *s, struct tap *tap,
                       struct trace *trace)
{
    play_on(&tap->engine, a, s, NULL, trace);
}

void target_run_case(struct arena *a, const struct scenario *s, struct trace *trace)
{
    struct stage stage = {.engine = {engine, engine},
                          .calls_max = TARGET_CALLS_MAX,
                          .flights = flights,
                          .crypto = crypto};
    struct sweep sweep = {.started = false};

    engine_membio_share(engine, engine_membio_may_share(s));
    stage_play(&stage, a, s, &sweep, trace);
}

void target_run_on(struct engine *other, struct arena *a, const struct scenario *s,
                   struct trace *trace)
{
    struct stage stage = {
        .engine = {other, other}, .calls_max = TARGET_CALLS_MAX, .flights = flights};

    stage_play(&stage, a, s, NULL, trace);
}

void target_run_model(struct arena *a, const struct scenario *s, struct trace *trace)
{
    target_run_on(model, a, s, trace);
}

/* Says what is wrong, in one line that findings are grouped by, shows the scenario, and
 * ends as a crash, which is what engines look for. */
static void report(const struct inquiry *q)
{
    fprintf(stderr, "MEMBIO-FUZZ %s clause=%s target=%s rule=\"%s\"\n", q->oracle,
            q->clause, target.name, q->rule);
    if (q->detail != NULL) {
        fprintf(stderr, "# %s\n", q->detail);
    }
    for (size_t i = 0; i < q->scenario->count; i++) {
        fprintf(stderr, "%s\n", call_format(q->a, &q->scenario->steps[i].call));
    }
    for (size_t i = 0; i < q->trace->count; i++) {
        fprintf(stderr, "#%s %s = %s\n", i == q->at ? " >" : "  ",
                q->trace->list[i].request,
                answer_format(q->a, &q->trace->list[i].answer));
    }
    abort();
}

static bool has_read(const struct trace *t)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->list[i].op->id == OP_READ && t->list[i].answer.value.len > 0) {
            return true;
        }
    }
    return false;
}

void target_play(struct arena *a, const struct scenario *scenario, struct tally *tally)
{
    if (target.check_case != NULL) {
        target.check_case(a, scenario);
        tally->played++;
    } else {
        target_play_narrow(a, scenario, tally);
    }
}

void target_play_narrow(struct arena *a, const struct scenario *scenario,
                        struct tally *tally)
{
    struct scenario chosen;
    struct trace trace;
    struct inquiry q = {.a = a, .scenario = &chosen, .trace = &trace};

    if (!narrow(a, &chosen, scenario)) {
        tally->passed_over++;
        return;
    }
    target_run(a, &chosen, NULL, false, &trace);
    if (!oracles_hold(&q, look_at_all)) {
        report(&q);
    }
    tally->played++;
    tally->complete +=
        oracle_completed(&trace, CLIENT) || oracle_completed(&trace, SERVER);
    tally->delivered += has_read(&trace);
    target_reset(); /* what freeing does is this input's, not the next one's */
}

static struct tally fuzzed;

static void tell(void)
{
    fprintf(stderr, "MEMBIO-FUZZ target=%s played=%u complete=%u delivered=%u\n",
            target.name, fuzzed.played, fuzzed.complete, fuzzed.delivered);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    target_start(false);
    atexit(tell);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena a = {NULL};
    struct scenario scenario;

    if (target.check_input != NULL) {
        target.check_input(&a, data, len);
        arena_free(&a);
        return 0;
    }
    bytes_decode(&a, &scenario, data, len);
    target_play(&a, &scenario, &fuzzed);
    arena_free(&a);
    return 0;
}
