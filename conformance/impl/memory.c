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
    struct engine *client = stage->engine[CLIENT], *server = stage->engine[SERVER];
    struct arena a = {NULL};
    struct trace trace;
    bool ok;

    stage_play(stage, &a, &tc->scenario, sweep, &trace);
    ok = trace.end == TRACE_COMPLETE && client->reset(client) &&
         (server == client || server->reset(server));
    if (sweep->started) {
        sweep->name = arena_printf(keep, "%s", sweep->name);
    }
    arena_free(&a);
    if (!sweep_next(sweep)) {
        memset(sweep, 0, sizeof *sweep);
    }
    return ok;
}

/* Is there a second adapter, or is one both endpoints? */
static int adapters(const struct pair *pair)
{
    return pair_pipe(pair, CLIENT) == pair_pipe(pair, SERVER) ? 1 : ENDPOINTS;
}

void memory_begin(struct memory *memory, const struct pair *pair, const struct impl *impl)
{
    for (int who = 0; who < adapters(pair); who++) {
        enum endpoint end = (enum endpoint)who;

        if (memory->bytes[who] < 0 && impl_has("mem", impl_end(impl, end))) {
            memory->bytes[who] = memory_now(pair_pipe(pair, end));
        }
    }
}

/* Those that tell, in *now; true while one has grown in every run so far: `least` has by how
 * much, 0 for one that has not. */
static bool still_grows(const struct pair *pair, struct memory *now, struct memory *least,
                        bool first)
{
    bool grows = false;

    for (int who = 0; who < adapters(pair); who++) {
        int64_t before = now->bytes[who], step = 0;

        if (before >= 0) {
            now->bytes[who] = memory_now(pair_pipe(pair, (enum endpoint)who));
            step = now->bytes[who] > before ? now->bytes[who] - before : 0;
        }
        least->bytes[who] = first || step < least->bytes[who] ? step : least->bytes[who];
        grows = grows || least->bytes[who] > 0;
    }
    return grows;
}

int64_t memory_step(const struct pair *pair, const struct tcase *tc, bool frozen,
                    struct memory *last, enum endpoint *who)
{
    struct stage stage = pair_stage(pair);
    struct sweep sweep = {0};
    struct arena keep = {NULL};
    struct memory least = {{0, 0}};
    bool grows = still_grows(pair, last, &least, true);

    stage.frozen = frozen;
    for (int i = 0; i < RUNS && grows; i++) {
        grows = play_once(&stage, &keep, tc, &sweep) &&
                still_grows(pair, last, &least, false);
    }
    arena_free(&keep);
    *who = least.bytes[CLIENT] > 0 ? CLIENT : SERVER;
    return grows ? least.bytes[*who] : 0;
}
