/* SPDX-License-Identifier: Apache-2.0
 *
 * stage.h: plays a scenario on engines and writes down what it saw.
 */
#ifndef SCENARIO_STAGE_H
#define SCENARIO_STAGE_H

#include "engine.h"
#include "scenario.h"
#include "trace.h"
#include "weather.h"

/* The values that the `each` of a scenario takes. All zero before the first run. */
struct sweep {
    bool started;     /* the bounds are known: the scenario has an `each` */
    const char *name; /* of the variable */
    int64_t value, end, step;
};

struct flights;
struct keyed_crypto;

struct stage {
    struct engine *engine[ENDPOINTS]; /* may be one and the same */
    /* The engines live in frozen processes: each call begins with a seed of its own, so that
     * one draw more or less cannot shift the rest; at the end everything that is still in the
     * outgoing BIOs is put onto the wire. */
    bool frozen;
    /* NULL for calm. Not in frozen processes: a call more would have another seed. */
    const struct weather *weather;
    bool drips[ENDPOINTS]; /* the engine knows `incoming.drip` itself */
    /* The most calls that one run may make of its engines; 0 for no limit. */
    unsigned calls_max;
    struct flights *flights;     /* where `flight:NAME` comes from; NULL: from nowhere */
    struct keyed_crypto *crypto; /* what `keyed` computes with; NULL: nothing */
};

/* stage_play plays a scenario once, from freshly reset engines, and fills `trace`; its
 * memory comes from `a`. `sweep` may be NULL when there is no `each`. */
void stage_play(const struct stage *stage, struct arena *a,
                const struct scenario *scenario, struct sweep *sweep,
                struct trace *trace);

/* sweep_next goes on to the next value; false when there is none. */
bool sweep_next(struct sweep *sweep);

#endif
