/* SPDX-License-Identifier: Apache-2.0
 *
 * run.c: playing cases, several at a time.
 *
 * Threads take cases off one counter. Each has its own adapters, started when first
 * needed and started anew when they are gone, and an arena of its own; nothing else is
 * shared but the report's slots, one per case and implementation.
 */
#include "run.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "conformance/golden/golden.h"
#include "conformance/impl/memory.h"
#include "judge.h"
#include "scenario/keyed.h"
#include "sweep.h"
#include "weathers.h"

struct shared {
    struct report *report;
    const struct run_options *options;
    size_t *order; /* of playing: indexes of cases */
    atomic_size_t next, done;
    atomic_bool stop, failed;
};

struct worker {
    struct shared *shared;
    struct arena arena;
    struct pair **pairs;     /* by implementation; NULL: not running */
    struct memory *memories; /* what they held last */
    pthread_t thread;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void keep_trace(struct arena *a, struct play *play, const struct trace *trace,
                       int64_t value)
{
    play->traces = arena_grow(a, play->traces, play->count, sizeof *play->traces);
    play->values = arena_grow(a, play->values, play->count, sizeof *play->values);
    play->traces[play->count] = *trace;
    play->values[play->count++] = value;
}

void play_end(struct arena *a, const struct pair *pair, struct play *play)
{
    play->fate = pair_fate(pair);
    if (play->fate != PIPE_ALIVE) {
        play->lost = pair_lost(pair);
        play->check = pair_check(pair);
        play->why = pair_why(pair, a);
        play->evidence = pair_stderr(pair, a);
    }
}

static void play_on(struct arena *a, struct pair *pair, const struct tcase *tc,
                    const struct stage *stage, struct play *play)
{
    struct sweep sweep = {0};
    memset(play, 0, sizeof *play);
    do {
        struct trace trace;

        stage_play(stage, a, &tc->scenario, &sweep, &trace);
        keep_trace(a, play, &trace, sweep.value);
        if (trace.end != TRACE_COMPLETE) {
            break;
        }
    } while (sweep_next(&sweep));
    pair_reset(pair);
    play->swept = sweep.started;
    play_end(a, pair, play);
}

void play_case(struct arena *a, struct pair *pair, const struct tcase *tc, bool frozen,
               struct play *play)
{
    struct stage stage = pair_stage(pair);

    stage.frozen = frozen;
    play_on(a, pair, tc, &stage, play);
}

void play_weather(struct arena *a, struct pair *pair, const struct tcase *tc,
                  const struct weather *weather, struct play *play)
{
    struct stage stage = pair_stage(pair);

    stage.weather = weather;
    play_on(a, pair, tc, &stage, play);
}

void play_scenario(struct arena *a, struct pair *pair, const struct scenario *scenario,
                   struct trace *trace)
{
    struct stage stage = pair_stage(pair);

    stage_play(&stage, a, scenario, NULL, trace);
}

static struct pair *pair_of(struct worker *w, size_t impl)
{
    const struct report *report = w->shared->report;

    if (w->pairs[impl] != NULL && pair_fate(w->pairs[impl]) != PIPE_ALIVE) {
        pair_close(w->pairs[impl]);
        w->pairs[impl] = NULL;
    }
    if (w->pairs[impl] == NULL) {
        w->memories[impl] = memory_unknown;
        w->pairs[impl] = pair_open(&report->impls[impl], report->suite->world);
    }
    return w->pairs[impl];
}

static void play_and_judge(struct worker *w, struct result *r, struct pair *pair,
                           const struct result *oracle, struct memory *memory)
{
    const struct shared *s = w->shared;
    enum level level = s->options->level;
    bool frozen = level == LEVEL_WIRE;
    enum level claim[ENDPOINTS];
    enum endpoint who = CLIENT;
    int64_t step;

    impl_claims(r->impl, suite_area(&w->arena, r->tc), level, claim);
    r->facts = 0;
    r->end = NULL;
    r->request = r->want = r->got = r->check = r->by = r->note = r->weather = NULL;
    r->deviation = NULL;
    if (s->report->sweeps.kinds != 0) {
        sweep_play(&w->arena, r, pair, s->report->sweeps.deep);
        return;
    }
    memory_begin(memory, pair, r->impl);
    play_case(&w->arena, pair, r->tc, frozen, &r->play);
    judge(&w->arena, r, oracle, claim, level, s->report->suite->world);
    step = memory_step(pair, r->tc, frozen, memory, &who);
    if (step > 0) {
        judge_memory(&w->arena, r, step, who);
    }
    if (verdict_expected(r->verdict)) {
        weathers_play(&w->arena, r, pair, s->report->weathers, claim);
    }
}

/* A result that is not as it should be must be the same in a fresh process. */
static void check_isolation(struct worker *w, struct result *r,
                            const struct result *oracle)
{
    struct pair *fresh = pair_open(r->impl, w->shared->report->suite->world);
    struct result alone = *r;
    struct memory memory = memory_unknown;

    play_and_judge(w, &alone, fresh, oracle, &memory);
    pair_close(fresh);
    if (alone.verdict != r->verdict) {
        r->note =
            arena_printf(&w->arena, "%s among other cases, %s alone in a fresh process",
                         verdict_name(r->verdict), verdict_name(alone.verdict));
        r->verdict = VERDICT_ISOLATION;
        r->check = CHECK_ISOLATION;
    }
}

/* Plays a case on an adapter that runs already, and keeps what was said if asked to. */
static void play_recorded(struct worker *w, struct result *r, struct pair *pair,
                          const struct result *oracle, struct memory *memory)
{
    const char *dir = w->shared->options->transcripts;
    struct recorder recorder[ENDPOINTS];

    if (dir == NULL) {
        play_and_judge(w, r, pair, oracle, memory);
        return;
    }
    if (!pair_record(pair, recorder, dir, r->tc->id)) {
        atomic_store(&w->shared->failed, true);
        return;
    }
    play_and_judge(w, r, pair, oracle, memory);
    if (!pair_recorded(pair, recorder)) {
        atomic_store(&w->shared->failed, true);
    }
}

static const char *unusable_end(struct arena *a, const struct impl *impl)
{
    return pair_end(a, impl, impl_end(impl, CLIENT)->usable ? 's' : 'c');
}

/* A recorded oracle answers what it answered then. */
static void recall(struct worker *w, struct result *r)
{
    enum level level = w->shared->options->level;
    const enum level both[ENDPOINTS] = {level, level};
    const char *wrong =
        golden_play(&w->arena, r->impl->golden, r->impl->golden_at, r->tc, &r->play);

    if (wrong != NULL) {
        memset(&r->play, 0, sizeof r->play);
        judge_stale(r, wrong);
        return;
    }
    judge(&w->arena, r, NULL, both, level, w->shared->report->suite->world);
}

/* Whether it can be played at all; else the result says why not. */
static bool applies(struct arena *a, const struct run_options *options, struct result *r)
{
    enum endpoint who;

    if (!r->impl->usable) {
        r->verdict = VERDICT_CRASH;
        r->note = "the adapter did not get as far as hello";
        r->check = CHECK_LIFE;
        r->end = unusable_end(a, r->impl);
        return false;
    }
    r->verdict = VERDICT_NA;
    /* The man in the middle signs with randomness of this process, which nobody freezes. */
    if (options->level == LEVEL_WIRE && keyed_is_asked(&r->tc->scenario)) {
        r->note = "signatures that repeat";
        return false;
    }
    r->note = case_capability(a, r->tc, impl_end_has, r->impl, &who);
    if (r->note == NULL) {
        return true;
    }
    r->end = pair_end(a, r->impl, endpoint_letter(who));
    r->note = r->end == NULL ? r->note : arena_printf(a, "%s of %s", r->note, r->end);
    return false;
}

/* An adapter that runs; what is unexpected of it is tried alone. */
static void play(struct worker *w, struct result *r, size_t impl,
                 const struct result *oracle)
{
    struct pair *pair = pair_of(w, impl);
    double start = now(); /* of the case, not of the adapter */

    play_recorded(w, r, pair, oracle, &w->memories[impl]);
    if (!verdict_expected(r->verdict)) {
        check_isolation(w, r, oracle);
    }
    r->seconds = now() - start;
}

static void do_one(struct worker *w, size_t tc, size_t impl)
{
    struct report *report = w->shared->report;
    struct result *first = &report->results[tc * report->impls_count], *r = first + impl;

    r->played = true;
    r->tc = &report->suite->cases.list[tc];
    r->impl = &report->impls[impl];
    if (!applies(&w->arena, w->shared->options, r)) {
        return;
    }
    if (r->impl->golden != NULL) {
        recall(w, r);
        return;
    }
    /* No oracle has to be as another is. */
    play(w, r, impl, report->impls[0].oracle && !r->impl->oracle ? first : NULL);
}

static void say_progress(const struct shared *s)
{
    size_t done = atomic_load(&s->done), all = s->report->suite->cases.count;

    if (!s->options->progress) {
        return;
    }
    if (s->options->rounds > 1) {
        fprintf(stderr, "\rround %u of %u: %zu of %zu cases ", s->options->round,
                s->options->rounds, done, all);
    } else {
        fprintf(stderr, "\r%zu of %zu cases", done, all);
    }
}

static void play_on_all(struct worker *w, size_t tc)
{
    struct shared *s = w->shared;

    for (size_t impl = 0; impl < s->report->impls_count; impl++) {
        do_one(w, tc, impl);
        if (s->options->fail_fast &&
            !verdict_expected(report_result(s->report, tc, impl)->verdict)) {
            atomic_store(&s->stop, true);
        }
    }
    atomic_fetch_add(&s->done, 1);
    say_progress(s);
}

static void *work(void *arg)
{
    struct worker *w = arg;
    struct shared *s = w->shared;
    size_t next;

    while (!atomic_load(&s->stop) && !atomic_load(&s->failed) &&
           (next = atomic_fetch_add(&s->next, 1)) < s->report->suite->cases.count) {
        play_on_all(w, s->order[next]);
    }
    for (size_t impl = 0; impl < s->report->impls_count; impl++) {
        pair_close(w->pairs[impl]);
    }
    return NULL;
}

/* splitmix64 */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t *make_order(struct arena *a, size_t count, const struct run_options *o)
{
    size_t *order = arena_alloc(a, (count + 1) * sizeof *order);
    uint64_t state = o->seed;

    for (size_t i = 0; i < count; i++) {
        size_t other = o->shuffle ? next_random(&state) % (i + 1) : i;

        order[i] = order[other];
        order[other] = i;
    }
    return order;
}

bool run_cases(struct arena *a, struct report *report, const struct run_options *options)
{
    size_t slots = report->suite->cases.count * report->impls_count;
    struct shared shared = {.report = report, .options = options};
    struct worker *workers = arena_alloc(a, options->jobs * sizeof *workers);
    double start = now();
    unsigned started = 0;

    report->results = arena_alloc(a, slots * sizeof *report->results);
    shared.order = make_order(a, report->suite->cases.count, options);
    for (unsigned i = 0; i < options->jobs; i++) {
        workers[i].shared = &shared;
        workers[i].pairs = arena_alloc(a, report->impls_count * sizeof(void *));
        workers[i].memories =
            arena_alloc(a, report->impls_count * sizeof *workers->memories);
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) {
            break;
        }
        started++;
    }
    if (started == 0) {
        workers[0].shared = &shared;
        work(&workers[0]);
    }
    for (unsigned i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    for (unsigned i = 0; i < options->jobs; i++) {
        arena_join(a, &workers[i].arena);
    }
    report->seconds = now() - start;
    return !atomic_load(&shared.failed);
}
