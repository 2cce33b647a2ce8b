/* SPDX-License-Identifier: Apache-2.0
 *
 * weathers.c: choosing weathers, playing cases in them, counting.
 */
#include "weathers.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "run.h"

/* Of `all` and `some`. */
static const char every_weather[] =
    "chunk=1,chunk=2,chunk=5,chunk=7,chunk=13,chunk=1400,record-1,record+1,random=1,"
    "coalesce,late";

/* `some` of so many cases must find one that is tried again. */
#define WEATHERS_ENOUGH 16u

static bool add_names(struct arena *a, struct weathers *w, const char *text)
{
    while (*text != '\0') {
        struct slice name = {text, strcspn(text, ",")};

        w->list = arena_grow(a, w->list, w->count, sizeof *w->list);
        if (!weather_parse(name, &w->list[w->count])) {
            return false;
        }
        w->count += w->list[w->count].kind != WEATHER_CALM;
        text += name.len + (text[name.len] == ',');
    }
    return true;
}

bool weathers_parse(struct arena *a, struct weathers *w, const char *text)
{
    static const char *const groups[] = {
        [WEATHERS_SOME] = "some", [WEATHERS_ALL] = "all"};

    *w = (struct weathers){NULL, 0, WEATHERS_NAMED};
    for (int i = WEATHERS_SOME; i <= WEATHERS_ALL; i++) {
        if (strcmp(text, groups[i]) == 0) {
            w->how = (enum weathers_how)i;
            return add_names(a, w, every_weather);
        }
    }
    return *text != '\0' && add_names(a, w, text);
}

/* The number of an id: the choice does not depend on what else is played. */
static bool chooses(const struct weathers *w, const struct tcase *tc, size_t i)
{
    unsigned long number = strtoul(tc->id + strcspn(tc->id, "0123456789"), NULL, 10);

    return w->how != WEATHERS_SOME || number % w->count == i;
}

/* False when the weather has made a difference: the result then has it. */
static bool play_one(struct arena *a, struct result *r, struct pair *pair,
                     const struct weather *weather, const enum level *level,
                     unsigned *retries)
{
    struct arena scratch = {NULL};
    struct play play;
    bool same;

    play_weather(&scratch, pair, r->tc, weather, &play);
    *retries = play.traces[0].retries;
    same = judge_weather(&scratch, r, &play, level);
    if (same) {
        arena_free(&scratch);
    } else {
        r->weather = weather_name(&scratch, weather);
        arena_join(a, &scratch);
    }
    return same;
}

void weathers_play(struct arena *a, struct result *r, struct pair *pair,
                   const struct weathers *w, const enum level *level)
{
    bool same = true;

    r->fit = weather_fit(&r->tc->scenario);
    r->weathers = NULL;
    if (w == NULL || w->count == 0 || r->fit != WEATHER_FITS ||
        pair_fate(pair) != PIPE_ALIVE) {
        return;
    }
    r->weathers = arena_alloc(a, w->count * sizeof *r->weathers);
    for (size_t i = 0; same && i < w->count; i++) {
        if (chooses(w, r->tc, i)) {
            r->weathers[i].played = true;
            same = play_one(a, r, pair, &w->list[i], level, &r->weathers[i].retries);
        }
    }
}

struct weather_tally weathers_tally(const struct report *r, size_t impl, int weather)
{
    struct weather_tally tally = {0, 0};

    for (size_t i = 0; i < r->suite->cases.count; i++) {
        const struct result *x = report_result(r, i, impl);

        for (size_t k = 0; x->weathers != NULL && k < r->weathers->count; k++) {
            if ((weather < 0 || k == (size_t)weather) && x->weathers[k].played) {
                tally.plays++;
                tally.retries += case_sizes_vary(x->tc) ? 0 : x->weathers[k].retries;
            }
        }
    }
    return tally;
}

static bool is_thin(struct weather_tally tally)
{
    return tally.plays > 0 && tally.retries == 0;
}

unsigned weathers_thin(const struct report *r, size_t impl)
{
    unsigned thin = 0;

    if (r->weathers == NULL) {
        return 0;
    }
    if (r->weathers->how != WEATHERS_NAMED) {
        return r->suite->cases.count >= WEATHERS_ENOUGH &&
               is_thin(weathers_tally(r, impl, -1));
    }
    for (size_t i = 0; i < r->weathers->count; i++) {
        thin += is_thin(weathers_tally(r, impl, (int)i));
    }
    return thin;
}

const char *weathers_thin_name(struct arena *a, const struct report *r, size_t impl,
                               unsigned number)
{
    for (size_t i = 0; r->weathers->how == WEATHERS_NAMED && i < r->weathers->count;
         i++) {
        if (is_thin(weathers_tally(r, impl, (int)i)) && number-- == 0) {
            return weather_name(a, &r->weathers->list[i]);
        }
    }
    return "any";
}

static char *add_unfit(struct arena *a, char *text, const struct report *r, size_t impl)
{
    static const char *const what[] = {
        [WEATHER_FITS] = "were not as expected when it was calm",
        [WEATHER_OWN] = "bring their own",
        [WEATHER_IDLE] = "move nothing",
    };
    unsigned counts[WEATHER_FIT_COUNT] = {0};

    for (size_t i = 0; i < r->suite->cases.count; i++) {
        const struct result *x = report_result(r, i, impl);

        counts[x->fit] += x->played && x->weathers == NULL && x->verdict != VERDICT_NA;
    }
    for (int i = 0; i < WEATHER_FIT_COUNT; i++) {
        if (counts[i] > 0) {
            text = arena_printf(a, "%s; %u %s", text, counts[i], what[i]);
        }
    }
    return text;
}

const char *weathers_text(struct arena *a, const struct report *r, size_t impl)
{
    struct weather_tally all;

    if (r->weathers == NULL || r->weathers->count == 0 || r->impls[impl].golden != NULL) {
        return NULL;
    }
    all = weathers_tally(r, impl, -1);
    return add_unfit(
        a, arena_printf(a, "%u plays, %" PRIu64 " retries", all.plays, all.retries), r,
        impl);
}
