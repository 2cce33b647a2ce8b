/* SPDX-License-Identifier: Apache-2.0
 *
 * trial.c: playing one case after another on one implementation.
 *
 * The adapter lives on from trial to trial, and is started anew when it is gone: a crash is
 * a result like any other.
 */
#include "trial.h"

#include <string.h>

#include "conformance/check.h"
#include "conformance/impl/memory.h"
#include "conformance/judge.h"
#include "conformance/run.h"
#include "fingerprint.h"

enum { OF_IMPL, OF_ORACLE };

static struct pair *pair_of(struct trials *t, int which)
{
    const struct impl *impl = which == OF_IMPL ? t->impl : t->oracle;

    if (t->pair[which] != NULL && pair_fate(t->pair[which]) != PIPE_ALIVE) {
        pair_close(t->pair[which]);
        t->pair[which] = NULL;
    }
    if (t->pair[which] == NULL) {
        t->pair[which] = pair_open(impl, t->suite->world);
    }
    return t->pair[which];
}

void trials_fresh(struct trials *t)
{
    for (int i = OF_IMPL; i <= OF_ORACLE; i++) {
        if (t->pair[i] != NULL) {
            pair_close(t->pair[i]);
        }
        t->pair[i] = NULL;
    }
}

bool trials_over(const struct trials *t)
{
    return t->plays >= t->budget || (t->stop != NULL && t->stop());
}

/* A leak shows only when the case is played again and again. */
static bool looks_at_memory(const struct trials *t)
{
    return t->fingerprint == NULL || strstr(t->fingerprint, CHECK_MEMORY " ") != NULL;
}

static void play_calm(struct trials *t, struct arena *a, int which,
                      const struct result *oracle, struct result *r)
{
    struct pair *pair = pair_of(t, which);
    struct memory memory = memory_unknown;
    bool frozen = t->level == LEVEL_WIRE, memorable;
    enum level claim[ENDPOINTS];
    enum endpoint who = CLIENT;
    int64_t step = 0;

    memorable = which == OF_IMPL && looks_at_memory(t);
    if (memorable) {
        memory_begin(&memory, pair, r->impl);
    }
    impl_claims(r->impl, suite_area(a, r->tc), t->level, claim);
    play_case(a, pair, r->tc, frozen, &r->play);
    judge(a, r, oracle, claim, t->level, t->suite->world);
    if (memorable) {
        step = memory_step(pair, r->tc, frozen, &memory, &who);
    }
    if (step > 0) {
        judge_memory(a, r, step, who);
    }
}

static void play_in_weather(struct trials *t, struct arena *a, struct result *r)
{
    enum level claim[ENDPOINTS];
    struct play play;

    if (t->weather == NULL || r->verdict != VERDICT_PASS ||
        weather_fit(&r->tc->scenario) != WEATHER_FITS) {
        return;
    }
    impl_claims(r->impl, suite_area(a, r->tc), t->level, claim);
    play_weather(a, pair_of(t, OF_IMPL), r->tc, t->weather, &play);
    if (!judge_weather(a, r, &play, claim)) {
        r->weather = weather_name(a, t->weather);
    }
}

/* Does somebody lack what the case needs? */
static bool is_beyond(struct arena *a, const struct tcase *tc, const struct impl *impl)
{
    enum endpoint who;

    return case_capability(a, tc, impl_end_has, impl, &who) != NULL;
}

/* A smaller case in which the oracle fails, too, is another matter. */
static bool oracle_passes(struct trials *t, struct arena *a, const struct tcase *tc,
                          struct result *r)
{
    *r = (struct result){.tc = tc, .impl = t->oracle};
    if (is_beyond(a, tc, t->oracle)) {
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

    if (!draft_case(a, d, t->tc, tc) || is_beyond(a, tc, t->impl)) {
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
