/* SPDX-License-Identifier: Apache-2.0
 *
 * trial.c: playing one case after another on one implementation.
 *
 * The adapter lives on from trial to trial, and is started anew when it is gone: a crash is
 * a result like any other.
 */
#include "trial.h"

#include <string.h>

#include "check.h"
#include "fingerprint.h"
#include "judge.h"
#include "memory.h"
#include "run.h"

enum { OF_IMPL, OF_ORACLE };

static struct pipe_engine *pipe_of(struct trials *t, int which)
{
    const struct impl *impl = which == OF_IMPL ? t->impl : t->oracle;

    if (t->pipe[which] != NULL && pipe_fate(t->pipe[which]) != PIPE_ALIVE) {
        pipe_close(t->pipe[which]);
        t->pipe[which] = NULL;
    }
    if (t->pipe[which] == NULL) {
        t->pipe[which] = pipe_open(impl->command, t->suite->world, impl->timeout);
    }
    return t->pipe[which];
}

void trials_fresh(struct trials *t)
{
    for (int i = OF_IMPL; i <= OF_ORACLE; i++) {
        if (t->pipe[i] != NULL) {
            pipe_close(t->pipe[i]);
        }
        t->pipe[i] = NULL;
    }
}

bool trials_over(const struct trials *t)
{
    return t->plays >= t->budget || (t->stop != NULL && t->stop());
}

/* A leak shows only when the case is played again and again. */
static bool looks_at_memory(const struct trials *t)
{
    return impl_has("mem", t->impl) &&
           (t->fingerprint == NULL || strstr(t->fingerprint, CHECK_MEMORY " ") != NULL);
}

static void play_calm(struct trials *t, struct arena *a, int which,
                      const struct result *oracle, struct result *r)
{
    struct pipe_engine *pipe = pipe_of(t, which);
    bool memory = which == OF_IMPL && looks_at_memory(t);
    int64_t bytes = memory ? memory_now(pipe) : -1, step;

    play_case(a, pipe, r->tc, t->level == LEVEL_WIRE, &r->play);
    judge(a, r, oracle, impl_claim(r->impl, suite_area(a, r->tc), t->level), t->level,
          t->suite->world);
    step = memory ? memory_step(pipe, r->tc, t->level == LEVEL_WIRE, &bytes) : 0;
    if (step > 0) {
        judge_memory(a, r, step);
    }
}

static void play_in_weather(struct trials *t, struct arena *a, struct result *r)
{
    struct play play;

    if (t->weather == NULL || r->verdict != VERDICT_PASS ||
        weather_fit(&r->tc->scenario) != WEATHER_FITS) {
        return;
    }
    play_weather(a, pipe_of(t, OF_IMPL), r->tc, t->weather, &play);
    if (!judge_weather(a, r, &play,
                       impl_claim(r->impl, suite_area(a, r->tc), t->level))) {
        r->weather = weather_name(a, t->weather);
    }
}

/* A smaller case in which the oracle fails, too, is another matter. */
static bool oracle_passes(struct trials *t, struct arena *a, const struct tcase *tc,
                          struct result *r)
{
    *r = (struct result){.tc = tc, .impl = t->oracle};
    if (case_capability(a, tc, impl_has, t->oracle) != NULL) {
        return false;
    }
    play_calm(t, a, OF_ORACLE, NULL, r);
    return r->verdict == VERDICT_PASS;
}

/* Is it the oracle that the failure is seen by? */
static bool compares(const struct trials *t)
{
    return t->asks_oracle && (t->fingerprint == NULL ||
                              strstr(t->fingerprint, " " CHECK_ORACLE " ") != NULL);
}

bool trial_play(struct trials *t, struct arena *a, const struct draft *d,
                struct result *r)
{
    struct tcase *tc = arena_alloc(a, sizeof *tc);
    struct result *oracle = arena_alloc(a, sizeof *oracle);
    bool compared = compares(t);

    if (!draft_case(a, d, t->tc, tc) ||
        case_capability(a, tc, impl_has, t->impl) != NULL) {
        return false;
    }
    t->plays++;
    *r = (struct result){.tc = tc, .impl = t->impl};
    if (compared && !oracle_passes(t, a, tc, oracle)) {
        return false;
    }
    play_calm(t, a, OF_IMPL, compared ? oracle : NULL, r);
    play_in_weather(t, a, r);
    if (t->progress != NULL) {
        t->progress(t);
    }
    return compared || !t->asks_oracle || fingerprint(a, r, t->asks_oracle) == NULL ||
           oracle_passes(t, a, tc, oracle);
}

/* FNV-1a */
static uint64_t digest_of(const char *text, const void *weather)
{
    uint64_t digest = 0xcbf29ce484222325u ^ (uint64_t)(uintptr_t)weather;

    for (; *text != '\0'; text++) {
        digest = (digest ^ (uint8_t)*text) * 0x100000001b3u;
    }
    return digest;
}

static bool was_tried(struct trials *t, struct arena *keep, uint64_t digest)
{
    for (size_t i = 0; i < t->tried_count; i++) {
        if (t->tried[i] == digest) {
            return true;
        }
    }
    t->tried = arena_grow(keep, t->tried, t->tried_count, sizeof *t->tried);
    t->tried[t->tried_count++] = digest;
    return false;
}

bool trial_fails(struct trials *t, const struct draft *d)
{
    struct arena a = {NULL};
    struct result r;
    const char *said;
    bool fails;

    if (trials_over(t) ||
        was_tried(t, t->keep, digest_of(draft_body(&a, d), t->weather))) {
        arena_free(&a);
        return false;
    }
    said = trial_play(t, &a, d, &r) ? fingerprint(&a, &r, t->asks_oracle) : NULL;
    fails = said != NULL && (t->fingerprint == NULL || strcmp(said, t->fingerprint) == 0);
    arena_free(&a);
    return fails;
}
