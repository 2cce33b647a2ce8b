/* SPDX-License-Identifier: Apache-2.0
 *
 * narrow.c: what of a scenario is for a target.
 *
 * A target with one end takes every call to itself, whoever it was for. What is written to
 * its incoming BIO is put onto the wire instead: then weather can carry it.
 */
#include "profile.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_own(enum endpoint who)
{
    return target.ends == ENDS_BOTH || (int)who == (int)target.ends;
}

static bool configures(const struct call *call)
{
    return call->op->id == OP_WRAP_BIO ||
           strncmp(call->op->name, "context", strlen("context")) == 0;
}

/* Adds `insert DIRECTION HEX` and `move DIRECTION`. */
static void add_delivery(struct arena *a, struct scenario *out, const struct call *write)
{
    struct call insert = {op_by_code(OP_INSERT), CLIENT, {{.given = false}}};
    struct call move = {op_by_code(OP_MOVE), CLIENT, {{.given = false}}};

    insert.arg[0] = (struct arg){true, write->who == CLIENT ? SERVER : CLIENT, NULL, 0};
    insert.arg[1] = write->arg[0];
    move.arg[0] = insert.arg[0];
    scenario_add(a, out, &insert);
    scenario_add(a, out, &move);
}

static void add_end(struct arena *a, struct scenario *out, const struct call *write_eof)
{
    struct call eof = {op_by_code(OP_EOF), CLIENT, {{.given = false}}};

    eof.arg[0] = (struct arg){true, write_eof->who == CLIENT ? SERVER : CLIENT, NULL, 0};
    scenario_add(a, out, &eof);
}

static void add_call(struct arena *a, struct scenario *out, const struct call *call)
{
    bool alone = target.ends != ENDS_BOTH;

    if (alone && call->op->id == OP_INCOMING_WRITE) {
        add_delivery(a, out, call);
    } else if (alone && call->op->id == OP_INCOMING_WRITE_EOF) {
        add_end(a, out, call);
    } else {
        scenario_add(a, out, call);
    }
}

/* Is there a place for this op, with these ends? It may be moved to the other one. */
static bool fits(struct call *call)
{
    switch (call->op->kind) {
    case OP_CALL: break;
    case OP_WIRE:
        if (call->op->id == OP_KEYED || call->op->id == OP_KEYED_SEEN) {
            return target.keyed;
        }
        return target.ends == ENDS_BOTH || call->op->id != OP_PUMP;
    default: return false;
    }
    if (call->op->id == OP_SEED || call->op->id == OP_INCOMING_DRIP) {
        return false;
    }
    if (!is_own(call->who)) {
        call->who = (enum endpoint)target.ends;
        return !configures(call);
    }
    return true;
}

static bool is_admitted(struct call *call)
{
    return (profile_of(call) & (target.leaves_out | PROFILE_ENDLESS)) == 0 &&
           (target.admits == NULL || target.admits(call));
}

/* What is known of a scenario once the target has chosen from it. */
struct choice {
    bool wrapped; /* it makes an object */
    bool whole;   /* nothing was left out or redirected */
    bool refused; /* it makes no sense without what was left out */
};

static void choose(struct arena *a, struct scenario *out, const struct scenario *in,
                   struct choice *choice)
{
    for (size_t i = 0; i < in->count; i++) {
        struct call call = in->steps[i].call;
        enum endpoint who = call.who;

        if (call.op == NULL || in->steps[i].has_variable) {
            choice->whole = false;
            continue;
        }
        if (call.op->kind == OP_MACRO) {
            struct scenario ops = {NULL, 0};

            macro_expand(a, &ops, &call);
            choose(a, out, &ops, choice);
        } else if (fits(&call) && is_admitted(&call)) {
            choice->wrapped |= call.op->id == OP_WRAP_BIO;
            choice->whole &= call.who == who;
            add_call(a, out, &call);
        } else {
            choice->whole = false;
            choice->refused |=
                (profile_of(&call) & target.leaves_out & PROFILE_MUTUAL) != 0;
        }
    }
}

/* The target's own lines. */
static void add_lines(struct arena *a, struct scenario *s, const char *lines)
{
    struct complaint c;
    struct slice text = {lines, strlen(lines)};

    if (!scenario_parse(a, s, text, 1, &c)) {
        fprintf(stderr, "fuzz: fuzz_%s: %s\n", target.name, c.text);
        exit(99);
    }
}

bool narrow_told(struct arena *a, struct scenario *out, const struct scenario *in,
                 bool *whole)
{
    struct scenario chosen = {NULL, 0};
    struct choice choice = {.whole = true};

    choose(a, &chosen, in, &choice);
    *out = (struct scenario){NULL, 0};
    if (target.opening != NULL && (!choice.wrapped || target.always_opens)) {
        add_lines(a, out, target.opening);
        choice.whole = false;
    }
    for (size_t i = 0; i < chosen.count; i++) {
        scenario_add(a, out, &chosen.steps[i].call);
        if (target.after != NULL) {
            add_lines(a, out, target.after);
            choice.whole = false;
        }
    }
    *whole = choice.whole;
    return chosen.count > 0 && !choice.refused;
}

bool narrow(struct arena *a, struct scenario *out, const struct scenario *in)
{
    bool whole;

    return narrow_told(a, out, in, &whole);
}
