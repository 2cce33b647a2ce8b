/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle_again.c: oracles that play the scenario again, and want the same or as good.
 */
#include "oracle_part.h"

#include <string.h>

#include "below.h"
#include "scenario/compare.h"

/* Another run of the same scenario must give the same trace: every answer, and every byte
 * that was put out. */
bool oracle_is_same(struct inquiry *q, const struct trace *other)
{
    const struct trace *t = q->trace;

    for (size_t i = 0; i < t->count && i < other->count; i++) {
        const char *was = answer_format(q->a, &t->list[i].answer);
        const char *is = answer_format(q->a, &other->list[i].answer);

        if (strcmp(was, is) != 0) {
            return oracle_object(q, i, is);
        }
    }
    if (t->count != other->count || memcmp(t->sent, other->sent, sizeof t->sent) != 0) {
        return oracle_object(q, t->count, "other bytes were put out");
    }
    return true;
}

bool oracle_repeats(struct inquiry *q)
{
    struct trace again;

    target_run(q->a, q->scenario, NULL, false, &again);
    return oracle_is_same(q, &again);
}

bool oracle_heeds_no_stale_error(struct inquiry *q)
{
    struct trace again;

    target_run(q->a, q->scenario, NULL, true, &again);
    return oracle_is_same(q, &again);
}

/* Growth that goes on; what is made once and kept is none. What the last run still holds is
 * given back before anything is counted, or it would pay for a leak. */
bool oracle_keeps_no_memory(struct inquiry *q)
{
    long growth = 0;

    target_reset();
    for (int i = 0; i < 3; i++) {
        long before = below_live();
        struct trace again;

        target_run(q->a, q->scenario, NULL, false, &again);
        target_reset();
        growth = below_live() - before;
        if (growth <= 0) {
            return true;
        }
    }
    return oracle_object(q, q->trace->count,
                         arena_printf(q->a, "%ld blocks more after each run", growth));
}

/* What one byte at a time takes too long for, in bytes. */
#define SMALL ((uint64_t)8192)

static uint64_t carried(const struct trace *t)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < t->count; i++) {
        bytes += t->list[i].carried_len;
    }
    return bytes + t->sent[CLIENT].bytes + t->sent[SERVER].bytes;
}

bool oracle_stands_weather(struct inquiry *q, const struct weather *weather)
{
    struct comparison how = {q->scenario, {LEVEL_CONTRACT, LEVEL_CONTRACT}, true, true};
    struct trace again;
    struct difference d;
    unsigned facts = 0;

    target_run(q->a, q->scenario, weather, false, &again);
    compare_traces(q->a, &how, q->trace, &again, &facts, &d);
    return !d.found ||
           oracle_object(q, d.at,
                         arena_printf(q->a, "in %s: %s, when calm: %s",
                                      weather_name(q->a, weather), d.got, d.want));
}

/* Chunks of 100, 7 and 1 bytes and random ones. */
const struct weather oracle_weathers[ORACLE_WEATHERS] = {
    {WEATHER_RANDOM, 1}, {WEATHER_CHUNK, 100}, {WEATHER_CHUNK, 7}, {WEATHER_CHUNK, 1}};

/* renegotiate drives a handshake that is not done, but asking again would begin another: weather
 * does not repeat it. */
static bool is_for_weather(const struct scenario *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->steps[i].call.op->id == OP_RENEGOTIATE) {
            return false;
        }
    }
    return weather_fit(s) == WEATHER_FITS;
}

bool oracle_survives_weather(struct inquiry *q)
{
    size_t count = carried(q->trace) > SMALL ? 2 : ORACLE_WEATHERS;

    for (size_t i = 0; is_for_weather(q->scenario) && i < count; i++) {
        if (!oracle_stands_weather(q, &oracle_weathers[i])) {
            return false;
        }
    }
    return true;
}
