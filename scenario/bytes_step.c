/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes_step.c: one step in the byte form: the op byte; the endpoint, if it is a call; a mask
 * of the optional arguments, if it has any; the arguments that are given.
 */
#include "bytes_form.h"

#include <string.h>

#include "args.h"

static bool has_optional(const struct op *op)
{
    for (const struct param *p = op->params; p->type != PARAM_END; p++) {
        if (p->form == PARAM_OPTIONAL) {
            return true;
        }
    }
    return false;
}

/* The rest of a line must be one: no end of it inside, no comment, no expectation. */
static bool is_line(struct arena *a, const struct call *call)
{
    char *text = call_format(a, call);
    struct scenario s = {NULL, 0};
    struct complaint c;

    return scenario_parse(a, &s, (struct slice){text, strlen(text)}, 1, &c) &&
           s.count == 1 && s.steps[0].expect == NULL && !s.steps[0].has_variable &&
           strcmp(call_format(a, &s.steps[0].call), text) == 0;
}

/* Arguments that are right by their type may still make no sense together. */
static bool is_sound(struct arena *a, const struct call *call)
{
    for (int i = 0; call->op->params[i].type != PARAM_END; i++) {
        if (call->op->params[i].type == PARAM_REST) {
            return strlen((const char *)call->arg[i].data) == call->arg[i].len &&
                   is_line(a, call);
        }
    }
    return args_check(a, call) == NULL;
}

bool take_step(struct arena *a, struct reader *r, struct call *call)
{
    uint8_t mask = 0;

    memset(call, 0, sizeof *call);
    call->op = op_by_code(take_byte(r));
    if (call->op == NULL || call->op->kind == OP_SWEEP) {
        return false;
    }
    if (call->op->kind == OP_CALL) {
        call->who = take_byte(r) & 1 ? SERVER : CLIENT;
    }
    if (has_optional(call->op)) {
        mask = take_byte(r);
    }
    for (int i = 0; call->op->params[i].type != PARAM_END; i++) {
        if (call->op->params[i].form == PARAM_NEEDED || (mask >> i & 1) != 0) {
            take_arg(a, r, call->op->params[i].type, &call->arg[i]);
        }
    }
    return !r->short_of && is_sound(a, call);
}

void put_step(struct writer *w, const struct call *call)
{
    const struct param *params = call->op->params;
    unsigned mask = 0;

    put_byte(w, (uint8_t)call->op->id);
    if (call->op->kind == OP_CALL) {
        put_byte(w, (uint8_t)call->who);
    }
    for (int i = 0; params[i].type != PARAM_END; i++) {
        mask |= (unsigned)(call->arg[i].given != NOT_GIVEN) << i;
    }
    if (has_optional(call->op)) {
        put_byte(w, (uint8_t)mask);
    }
    for (int i = 0; params[i].type != PARAM_END; i++) {
        if (call->arg[i].given != NOT_GIVEN) {
            put_arg(w, params[i].type, &call->arg[i]);
        }
    }
}
