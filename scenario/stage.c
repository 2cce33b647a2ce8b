/* SPDX-License-Identifier: Apache-2.0
 *
 * stage.c: the one driver of scenarios.
 *
 *     client: incoming <----- wire s>c <----- outgoing :server
 *             outgoing -----> wire c>s -----> incoming
 *
 * A call on an endpoint goes to its engine. An act on the wire takes what the sender's
 * outgoing BIO holds, changes it, or delivers it to the receiver's incoming BIO. Whatever
 * is done is observed, together with the state of all four BIOs.
 */
#include "run.h"

#include <string.h>

#include "keyed.h"
#include "operand.h"

static bool play_call(struct run *r, const struct call *asked, const char *text);

static bool play_macro(struct run *r, const struct call *macro)
{
    struct scenario ops = {NULL, 0};
    const char *wrong = macro_expand(r->a, &ops, macro);

    if (wrong != NULL) {
        return run_stop(r, TRACE_SENSELESS, wrong);
    }
    for (size_t i = 0; i < ops.count; i++) {
        struct step *s = &ops.steps[i];

        if (!play_call(r, &s->call, s->text)) {
            return false;
        }
        if (r->trace->list[r->trace->count - 1].answer.status != STATUS_OK) {
            break;
        }
    }
    return true;
}

static bool play_call(struct run *r, const struct call *asked, const char *text)
{
    struct call bound = *asked;
    const struct call *call = &bound;
    struct answer answer;
    enum endpoint who = call->who;

    if (call->op->kind == OP_MACRO) {
        return play_macro(r, call);
    }
    if (call->op->kind == OP_SWEEP) {
        return sweep_begin(r, call);
    }
    if (call->op->kind == OP_WIRE) {
        who = call->arg[0].num == CLIENT ? SERVER : CLIENT;
    }
    if (!operand_bind(r, &bound)) {
        return false;
    }
    if (!(call->op->kind == OP_WIRE ? act(r, call, &answer)
                                    : transit_call(r, call, &answer))) {
        return false;
    }
    run_observe(r, call->op, who, text, &answer);
    return true;
}

/* Parses a line once the value of its variable is known. */
static const char *bind(struct run *r, const char *text, struct call *call)
{
    struct slice line;
    const char *wrong;
    bool unknown;

    if (r->sweep == NULL || !r->sweep->started) {
        return "a variable before its `each`";
    }
    line.p = args_bind(r->a, text, r->sweep->name, r->sweep->value);
    line.len = strlen(line.p);
    wrong = call_parse(r->a, line, call, &unknown);
    return wrong == NULL ? args_check(r->a, call) : wrong;
}

static bool play_step(struct run *r, const struct step *step)
{
    struct call call = step->call;
    const char *text = step->text;
    size_t before = r->trace->count;

    if (step->has_variable) {
        const char *wrong = bind(r, text, &call);

        if (wrong != NULL) {
            return run_stop(r, TRACE_SENSELESS, wrong);
        }
        text = call_format(r->a, &call);
    }
    if (!play_call(r, &call, text)) {
        return false;
    }
    if (r->trace->count > before) {
        r->trace->list[r->trace->count - 1].last = true;
    }
    return true;
}

static bool reset_engines(struct run *r)
{
    struct engine *const *e = r->stage->engine;

    r->trace->request = "reset";
    return e[CLIENT]->reset(e[CLIENT]) &&
           (e[SERVER] == e[CLIENT] || e[SERVER]->reset(e[SERVER]));
}

void stage_play(const struct stage *stage, struct arena *a,
                const struct scenario *scenario, struct sweep *sweep, struct trace *trace)
{
    struct run r = {.stage = stage, .a = a, .sweep = sweep, .trace = trace};

    for (int i = 0; stage->weather != NULL && i < ENDPOINTS; i++) {
        r.transit[i].sky.random = (uint64_t)stage->weather->n + ((uint64_t)i << 32);
    }
    memset(trace, 0, sizeof *trace);
    if (!reset_engines(&r)) {
        run_stop(&r, TRACE_LOST, "the engine is gone");
        return;
    }
    operand_begin(&r, scenario);
    keyed_begin(&r, scenario);
    for (r.step = 0; r.step < scenario->count; r.step++) {
        if (!play_step(&r, &scenario->steps[r.step])) {
            break;
        }
    }
    if (stage->frozen && trace->end == TRACE_COMPLETE) {
        struct answer rest;

        (void)(run_collect(&r, CLIENT, &rest) && run_collect(&r, SERVER, &rest));
    }
    operand_end(&r);
    keyed_end(&r);
    for (int i = 0; i < ENDPOINTS; i++) {
        wire_free(&r.wire[i]);
        transit_free(&r.transit[i]);
    }
}
