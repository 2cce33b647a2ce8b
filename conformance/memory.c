/* SPDX-License-Identifier: Apache-2.0
 *
 * memory.c: bytes that pile up.
 *
 * Caches fill, so growth alone proves nothing. A case after which there are more bytes than
 * before is played again, until a run leaves none: a leak does so every time.
 */
#include "memory.h"

#include <string.h>

#include "scenario/stage.h"

/* So many runs in a row leave bytes behind: no cache does; malloc's own takes some 20. */
#define RUNS 64

int64_t memory_now(struct pipe_engine *pipe)
{
    struct arena a = {NULL};
    struct slice line;
    int64_t n = -1;

    if (pipe_fate(pipe) == PIPE_ALIVE && pipe_ask(pipe, &a, "mem", &line) &&
        line.len > 3 && memcmp(line.p, "ok ", 3) == 0) {
        struct slice number = {line.p + 3, line.len - 3};

        n = parse_int(number, &n) && n >= 0 ? n : -1;
    }
    arena_free(&a);
    return n;
}

/* One run, of a sweep the next, whose name `keep` keeps; false when it did not get to its
 * end. */
static bool play_once(const struct stage *stage, struct arena *keep,
                      const struct tcase *tc, struct sweep *sweep)
{
    struct engine *engine = stage->engine[CLIENT];
    struct arena a = {NULL};
    struct trace trace;
    bool ok;

    stage_play(stage, &a, &tc->scenario, sweep, &trace);
    ok = trace.end == TRACE_COMPLETE && engine->reset(engine);
    if (sweep->started) {
        sweep->name = arena_printf(keep, "%s", sweep->name);
    }
    arena_free(&a);
    if (!sweep_next(sweep)) {
        memset(sweep, 0, sizeof *sweep);
    }
    return ok;
}

int64_t memory_step(struct pipe_engine *pipe, const struct tcase *tc, bool frozen,
                    int64_t *last)
{
    struct stage stage = {.engine = {pipe_engine(pipe), pipe_engine(pipe)},
                          .frozen = frozen};
    struct sweep sweep = {0};
    struct arena keep = {NULL};
    int64_t before = *last, least = 0;

    *last = memory_now(pipe);
    for (int i = 0; i < RUNS && before >= 0 && *last > before; i++) {
        least = i == 0 || *last - before < least ? *last - before : least;
        before = *last;
        *last = play_once(&stage, &keep, tc, &sweep) ? memory_now(pipe) : -1;
    }
    arena_free(&keep);
    return before >= 0 && *last > before ? least : 0;
}
