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
#include "judge.h"
#include "memory.h"
#include "sweep.h"
#include "weathers.h"

struct shared {
    struct report *report;
    const struct run_options *options;
    atomic_size_t next, done;
    atomic_bool stopped;
};

struct worker {
    struct shared *shared;
    struct arena arena;
    struct pipe_engine **pipes; /* by implementation; NULL: not running */
    int64_t *bytes;             /* what they held last; -1: not known */
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

static struct stage stage_on(struct pipe_engine *pipe)
{
    struct engine *engine = pipe_engine(pipe);
    bool drips = list_has(pipe_hello(pipe)->caps, "drip");

    return (struct stage){.engine = {engine, engine}, .drips = {drips, drips}};
}

static void play_on(struct arena *a, struct pipe_engine *pipe, const struct tcase *tc,
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
    /* What it says too late is said before another case begins. */
    if (pipe_fate(pipe) == PIPE_ALIVE) {
        pipe_engine(pipe)->reset(pipe_engine(pipe));
    }
    play->swept = sweep.started;
    play->fate = pipe_fate(pipe);
    if (play->fate != PIPE_ALIVE) {
        play->check = pipe_check(pipe);
        play->why = pipe_why(pipe, a);
        play->evidence = pipe_stderr(pipe, a);
    }
}

void play_case(struct arena *a, struct pipe_engine *pipe, const struct tcase *tc,
               bool frozen, struct play *play)
{
    struct stage stage = stage_on(pipe);

    stage.frozen = frozen;
    play_on(a, pipe, tc, &stage, play);
}

void play_weather(struct arena *a, struct pipe_engine *pipe, const struct tcase *tc,
                  const struct weather *weather, struct play *play)
{
    struct stage stage = stage_on(pipe);

    stage.weather = weather;
    play_on(a, pipe, tc, &stage, play);
}

void play_scenario(struct arena *a, struct pipe_engine *pipe,
                   const struct scenario *scenario, struct trace *trace)
{
    struct stage stage = stage_on(pipe);

    stage_play(&stage, a, scenario, NULL, trace);
}

static struct pipe_engine *pipe_of(struct worker *w, size_t impl)
{
    const struct report *report = w->shared->report;

    if (w->pipes[impl] != NULL && pipe_fate(w->pipes[impl]) != PIPE_ALIVE) {
        pipe_close(w->pipes[impl]);
        w->pipes[impl] = NULL;
    }
    if (w->pipes[impl] == NULL) {
        w->bytes[impl] = -1;
        w->pipes[impl] = pipe_open(report->impls[impl].command, report->suite->world,
                                   report->impls[impl].timeout);
    }
    return w->pipes[impl];
}

static void play_and_judge(struct worker *w, struct result *r, struct pipe_engine *pipe,
                           const struct result *oracle, int64_t *bytes)
{
    const struct shared *s = w->shared;
    bool frozen = s->options->level == LEVEL_WIRE, tells = impl_has("mem", r->impl);
    enum level claim =
        impl_claim(r->impl, suite_area(&w->arena, r->tc), s->options->level);
    int64_t step;

    r->facts = 0;
    r->request = r->want = r->got = r->check = r->by = r->note = r->weather = NULL;
    r->deviation = NULL;
    if (s->report->sweeps.kinds != 0) {
        sweep_play(&w->arena, r, pipe, s->report->sweeps.deep);
        return;
    }
    *bytes = tells && *bytes < 0 ? memory_now(pipe) : *bytes;
    play_case(&w->arena, pipe, r->tc, frozen, &r->play);
    judge(&w->arena, r, oracle, claim, s->options->level, s->report->suite->world);
    step = tells ? memory_step(pipe, r->tc, frozen, bytes) : 0;
    if (step > 0) {
        judge_memory(&w->arena, r, step);
    }
    if (verdict_expected(r->verdict)) {
        weathers_play(&w->arena, r, pipe, s->report->weathers, claim);
    }
}

/* A result that is not as it should be must be the same in a fresh process. */
static void check_isolation(struct worker *w, struct result *r,
                            const struct result *oracle)
{
    struct pipe_engine *fresh =
        pipe_open(r->impl->command, w->shared->report->suite->world, r->impl->timeout);
    struct result alone = *r;
    int64_t bytes = -1;

    play_and_judge(w, &alone, fresh, oracle, &bytes);
    pipe_close(fresh);
    if (alone.verdict != r->verdict) {
        r->note =
            arena_printf(&w->arena, "%s among other cases, %s alone in a fresh process",
                         verdict_name(r->verdict), verdict_name(alone.verdict));
        r->verdict = VERDICT_ISOLATION;
        r->check = CHECK_ISOLATION;
    }
}

static void do_one(struct worker *w, size_t tc, size_t impl)
{
    struct report *report = w->shared->report;
    struct result *r = &report->results[tc * report->impls_count + impl];
    const struct result *first = &report->results[tc * report->impls_count];
    const struct result *oracle = impl > 0 && first->impl->oracle ? first : NULL;
    struct pipe_engine *pipe;
    double start = now();

    r->tc = &report->suite->cases.list[tc];
    r->impl = &report->impls[impl];
    if (!r->impl->usable) {
        r->verdict = VERDICT_CRASH;
        r->note = "the adapter did not get as far as hello";
        r->check = CHECK_LIFE;
        return;
    }
    r->note = case_capability(&w->arena, r->tc, impl_has, r->impl);
    if (r->note != NULL) {
        r->verdict = VERDICT_NA;
        return;
    }
    pipe = pipe_of(w, impl);
    play_and_judge(w, r, pipe, oracle, &w->bytes[impl]);
    if (!verdict_expected(r->verdict)) {
        check_isolation(w, r, oracle);
    }
    r->seconds = now() - start;
    if (!verdict_expected(r->verdict) && w->shared->options->stop) {
        atomic_store(&w->shared->stopped, true);
    }
}

static void *work(void *arg)
{
    struct worker *w = arg;
    struct shared *s = w->shared;
    struct report *report = s->report;
    size_t tc;

    while (!atomic_load(&s->stopped) &&
           (tc = atomic_fetch_add(&s->next, 1)) < report->suite->cases.count) {
        for (size_t impl = 0; impl < report->impls_count; impl++) {
            do_one(w, tc, impl);
        }
        atomic_fetch_add(&s->done, 1);
        if (s->options->progress) {
            fprintf(stderr, "\r%zu of %zu cases", atomic_load(&s->done),
                    report->suite->cases.count);
        }
    }
    for (size_t impl = 0; impl < report->impls_count; impl++) {
        pipe_close(w->pipes[impl]);
    }
    return NULL;
}

size_t run_cases(struct arena *a, struct report *report,
                 const struct run_options *options)
{
    size_t slots = report->suite->cases.count * report->impls_count;
    struct shared shared = {.report = report, .options = options};
    struct worker *workers = arena_alloc(a, options->jobs * sizeof *workers);
    double start = now();
    unsigned started = 0;
    size_t played;

    report->results = arena_alloc(a, slots * sizeof *report->results);
    for (unsigned i = 0; i < options->jobs; i++) {
        workers[i].shared = &shared;
        workers[i].pipes = arena_alloc(a, report->impls_count * sizeof(void *));
        workers[i].bytes = arena_alloc(a, report->impls_count * sizeof(int64_t));
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
    if (options->progress) {
        fprintf(stderr, "\r%40s\r", "");
    }
    report->seconds = now() - start;
    played = atomic_load(&shared.next);
    return played < report->suite->cases.count ? played : report->suite->cases.count;
}
