/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep.c: `each n in 0..len(s>c)`: one scenario for every value.
 *
 * The first run finds the bounds, since a length is only known when its bytes are there.
 */
#include "run.h"

/* The most values of a sweep. */
#define SWEEP_MAX 100000

static bool find_bound(struct run *r, const struct bound *bound, int64_t *n)
{
    struct answer answer;

    *n = bound->number;
    if (!bound->is_len) {
        return true;
    }
    if (!run_collect(r, bound->sender, &answer)) {
        return false;
    }
    *n = (int64_t)r->wire[bound->sender].len;
    return true;
}

bool sweep_begin(struct run *r, const struct call *call)
{
    struct each_args args;
    int64_t from, end;

    if (r->sweep == NULL || !args_each(r->a, call, &args)) {
        return run_stop(r, TRACE_SENSELESS, "no sweep here");
    }
    if (r->sweep->started) {
        return true;
    }
    if (!find_bound(r, &args.from, &from) || !find_bound(r, &args.end, &end)) {
        return false;
    }
    if (from >= end || (end - from) / args.step > SWEEP_MAX) {
        return run_stop(r, TRACE_SENSELESS, "`each` has no values, or too many");
    }
    *r->sweep = (struct sweep){true, args.name, from, end, args.step};
    return true;
}

bool sweep_next(struct sweep *sweep)
{
    if (!sweep->started || sweep->end - sweep->value <= sweep->step) {
        return false;
    }
    sweep->value += sweep->step;
    return true;
}
