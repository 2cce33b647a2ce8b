/* SPDX-License-Identifier: Apache-2.0
 *
 * adapter.c: what it costs to judge an implementation through an adapter.
 *
 *     stage --call--> engine                           in this process
 *     stage --call--> pipe --line--> adapter --> engine    one process for all cases
 *     ... and a process for each case, as the other way to be safe from what came before
 *
 * The engine is libmembio's each time. What is left when the time inside of it is taken away
 * is the harness: the stage, the text, the pipes, the processes that take turns.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench.h"
#include "conformance/impl/pipe.h"
#include "scenario/stage.h"

#define WORLD "/scenario/world"
/* Calls of one scenario of calls; times that a case is played in a round. */
#define CALLS 1000u
#define PLAYS 10u
/* So many times the harness's part is a case with a whole handshake: below 10 percent. */
#define SHARE_GOAL 10.0
/* So many cases tell it, in each round. */
#define SHARE_CASES 100u
#define DEADLINE    20.0

/* An engine that adds up the time inside of another. */
struct timed {
    struct engine engine, *inner;
    double ns;
};

struct bench {
    const char *command, *world;
    struct pipe_engine *pipe;
    struct timed timed;
    struct arena a; /* of the scenarios */
    struct scenario calls, handshake;
};

static bool perform(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct timed *it = (struct timed *)engine;
    double begin = bench_now();
    bool ok = it->inner->perform(it->inner, a, call, answer);

    it->ns += bench_now() - begin;
    return ok;
}

static bool reset(struct engine *engine)
{
    struct timed *it = (struct timed *)engine;
    double begin = bench_now();
    bool ok = it->inner->reset(it->inner);

    it->ns += bench_now() - begin;
    return ok;
}

/* Plays once; the time that it took. */
static double play(struct engine *engine, const struct scenario *scenario)
{
    struct stage stage = {.engine = {engine, engine}};
    struct arena a = {NULL};
    struct trace trace;
    double begin = bench_now(), ns;

    memset(&trace, 0, sizeof trace);
    stage_play(&stage, &a, scenario, NULL, &trace);
    ns = bench_now() - begin;
    if (trace.end != TRACE_COMPLETE) {
        bench_fail("a scenario did not come to its end");
    }
    arena_free(&a);
    return ns;
}

static double play_often(struct engine *engine, const struct scenario *scenario)
{
    double ns = 0;

    for (unsigned i = 0; i < PLAYS; i++) {
        ns += play(engine, scenario);
    }
    return ns / PLAYS;
}

/* ---- The variants. */

static double call_here(void *arg)
{
    struct bench *b = arg;

    return play(b->timed.inner, &b->calls) / CALLS;
}

static double call_by_pipe(void *arg)
{
    struct bench *b = arg;

    return play(pipe_engine(b->pipe), &b->calls) / CALLS;
}

/* Only what is inside of the engine. */
static double case_inside(void *arg)
{
    struct bench *b = arg;

    b->timed.ns = 0;
    play_often(&b->timed.engine, &b->handshake);
    return b->timed.ns / PLAYS;
}

static double case_here(void *arg)
{
    struct bench *b = arg;

    return play_often(b->timed.inner, &b->handshake);
}

static double case_by_pipe(void *arg)
{
    struct bench *b = arg;

    return play_often(pipe_engine(b->pipe), &b->handshake);
}

static double case_in_a_process(void *arg)
{
    struct bench *b = arg;
    double begin = bench_now();
    struct pipe_engine *pipe = pipe_open(b->command, b->world, DEADLINE);

    play(pipe_engine(pipe), &b->handshake);
    pipe_close(pipe);
    return bench_now() - begin;
}

static struct variant variants[] = {
    {"adapter/call/here", NULL, call_here, NULL, {0}},
    {"adapter/call/pipe", "adapter/call/here", call_by_pipe, NULL, {0}},
    {"adapter/handshake/inside", NULL, case_inside, NULL, {0}},
    {"adapter/handshake/here", "adapter/handshake/inside", case_here, NULL, {0}},
    {"adapter/handshake/process-per-case",
     "adapter/handshake/inside",
     case_in_a_process,
     NULL,
     {0}},
    {"adapter/handshake/pipe",
     "adapter/handshake/process-per-case",
     case_by_pipe,
     NULL,
     {0}},
};
#define VARIANTS (sizeof variants / sizeof *variants)

/* ---- Main. */

static void parse(struct bench *b, struct scenario *scenario, const char *text)
{
    struct complaint c = {0, NULL};

    if (!scenario_parse(&b->a, scenario, (struct slice){text, strlen(text)}, 1, &c)) {
        bench_fail(c.text);
    }
}

static void set_up(struct bench *b, const char *source, const char *adapter)
{
    static const char line[] = "c incoming.pending\n";
    char *text = arena_alloc(&b->a, CALLS * (sizeof line - 1) + 1);

    for (unsigned i = 0; i < CALLS; i++) {
        memcpy(text + i * (sizeof line - 1), line, sizeof line);
    }
    b->command = adapter;
    b->world = arena_printf(&b->a, "%s" WORLD, source);
    parse(b, &b->calls, text);
    parse(b, &b->handshake, "pair tls1.3\ns write 68656c6c6f\nmove s>c\nc read 100\n");
    b->timed = (struct timed){{perform, reset}, engine_membio_new(b->world), 0};
    b->pipe = pipe_open(adapter, b->world, DEADLINE);
    if (pipe_fate(b->pipe) != PIPE_ALIVE) {
        bench_fail("the adapter does not answer");
    }
}

static void end(struct bench *b)
{
    pipe_close(b->pipe);
    engine_membio_free(b->timed.inner);
    arena_free(&b->a);
}

/* CPU time of this process, or of those that it has waited for, in ns. */
static double cpu_time(int who)
{
    struct rusage r;

    getrusage(who, &r);
    return 1e9 * (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
           1e3 * (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}

/* What an adapter takes for so many cases, from its start to its end. */
static double adapter_cpu(const struct bench *b, unsigned cases)
{
    double before = cpu_time(RUSAGE_CHILDREN);
    struct pipe_engine *pipe = pipe_open(b->command, b->world, DEADLINE);

    for (unsigned i = 0; i < cases; i++) {
        play(pipe_engine(pipe), &b->handshake);
    }
    pipe_close(pipe);
    return cpu_time(RUSAGE_CHILDREN) - before;
}

/* CPU time of a case, an adapter's start apart, and the harness's part of it: how long two
 * processes wait for each other is the machine's matter. */
static void share_round(const struct bench *b, double *all, double *harness)
{
    double start = adapter_cpu(b, 0), own = cpu_time(RUSAGE_SELF);
    double adapter = adapter_cpu(b, SHARE_CASES) - start;

    *harness = (cpu_time(RUSAGE_SELF) - own) / SHARE_CASES;
    *all = *harness + adapter / SHARE_CASES;
}

/* Is the goal met? */
static bool put_share(const struct bench *b, unsigned rounds)
{
    static struct variant cpu[] = {
        {"adapter/handshake/cpu", NULL, NULL, NULL, {0}},
        {"adapter/handshake/cpu-harness", "adapter/handshake/cpu", NULL, NULL, {0}},
    };
    static const struct goal share = {"adapter/share", "adapter/handshake/cpu-harness",
                                      "adapter/handshake/cpu", GOAL_LEAST, SHARE_GOAL};

    for (unsigned i = 0; i < rounds; i++) {
        share_round(b, &cpu[0].value[i], &cpu[1].value[i]);
    }
    bench_print(cpu, sizeof cpu / sizeof *cpu, rounds);
    return bench_goals(&share, 1, cpu, sizeof cpu / sizeof *cpu, rounds);
}

static const char help[] =
    "usage: bench/adapter [--rounds N] [--only WORD] [--goals] SOURCE ADAPTER\n\n"
    "Measures what it costs to play cases through ADAPTER, a command, with the world of\n"
    "the source tree SOURCE: by call, by case, and beside a process for each case.\n\n"
    "  --rounds N   so many, 1 to 1000; 15\n"
    "  --only WORD  only what has WORD in its key\n"
    "  --goals      exit status 1 when a goal is missed\n"
    "  --help       this\n\n"
    "Exit status: 0 measured, 1 a goal is missed, 2 usage, 99 something does not work.\n";

int main(int argc, char **argv)
{
    struct bench_options options;
    struct bench b;
    bool met;
    int at = bench_options(&options, argc, argv, help);

    if (at <= 0) {
        return at < 0 ? 2 : 0;
    }
    if (argc - at != 2) {
        fputs("bench/adapter: wants a source tree and a command; see --help\n", stderr);
        return 2;
    }
    memset(&b, 0, sizeof b);
    set_up(&b, argv[at], argv[at + 1]);
    bench_header();
    bench_rounds(variants, VARIANTS, &options, &b);
    bench_print(variants, VARIANTS, options.rounds);
    met = put_share(&b, options.rounds);
    end(&b);
    return options.goals && !met ? 1 : 0;
}
