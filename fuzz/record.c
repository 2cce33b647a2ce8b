/* SPDX-License-Identifier: Apache-2.0
 *
 * record.c: a conversation as one of its ends lived it.
 *
 * The scenario is played with both ends, and every call of the target's end is written
 * down, the peer's bytes among them. As each end draws from a stream of its own, the same
 * calls alone give the same again. That is checked.
 */
#include "target.h"

#include <string.h>

#include "scenario/run.h"
#include "scenario/stage.h"

struct recorder {
    struct engine engine;
    struct engine *inner;
    struct arena *a;
    struct scenario *calls;
    const char **answers;
    size_t count;
};

static bool record_call(struct engine *engine, struct arena *a, const struct call *call,
                        struct answer *answer)
{
    struct recorder *r = (struct recorder *)engine;

    if (!r->inner->perform(r->inner, a, call, answer)) {
        return false;
    }
    scenario_add(r->a, r->calls, call);
    r->answers = arena_grow(r->a, r->answers, r->count, sizeof *r->answers);
    r->answers[r->count++] = answer_format(r->a, answer);
    return true;
}

static bool record_reset(struct engine *engine)
{
    struct recorder *r = (struct recorder *)engine;

    return r->inner->reset(r->inner);
}

static bool moves(const struct scenario *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct op *op = s->steps[i].call.op;

        if (op->kind == OP_WIRE || op->id == OP_PAIR) {
            return true;
        }
    }
    return false;
}

static bool answers_again(struct recorder *r, const char **why)
{
    r->inner->reset(r->inner);
    for (size_t i = 0; i < r->count; i++) {
        const struct call *call = &r->calls->steps[i].call;
        struct answer answer;
        const char *again;

        r->inner->perform(r->inner, r->a, call, &answer);
        again = answer_format(r->a, &answer);
        if (strcmp(again, r->answers[i]) != 0) {
            *why = arena_printf(r->a, "call %zu, %s: %s when played alone, was %s", i,
                                call_format(r->a, call), again, r->answers[i]);
            return false;
        }
    }
    return true;
}

bool record(struct arena *a, const struct scenario *in, const struct scenario **out,
            const char **why)
{
    struct engine *engine = target_engine();
    struct scenario *calls = arena_alloc(a, sizeof *calls);
    struct recorder r = {{record_call, record_reset}, engine, a, calls, NULL, 0};
    enum endpoint own = (enum endpoint)target.ends;
    struct stage stage = {.calls_max = TARGET_CALLS_MAX, .crypto = target_crypto()};
    struct sweep sweep = {.started = false};
    struct trace trace;

    *out = in;
    if (target.ends == ENDS_BOTH || !moves(in)) {
        return true;
    }
    stage.engine[own] = &r.engine;
    stage.engine[1 - own] = engine;
    engine_membio_share(engine, engine_membio_may_share(in));
    stage_play(&stage, a, in, &sweep, &trace);
    *out = calls;
    return answers_again(&r, why);
}
