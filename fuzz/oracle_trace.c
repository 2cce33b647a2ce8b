/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle_trace.c: oracles that look at the trace, at OpenSSL below it, or at the scenario.
 */
#include "oracle_part.h"

#include <string.h>

#include "below.h"
#include "scenario/alive.h"
#include "scenario/compare.h"
#include "scenario/invariant.h"
#include "scenario/keyed.h"
#include "scenario/law.h"

bool oracle_completed(const struct trace *t, enum endpoint who)
{
    bool complete = false;

    for (size_t i = 0; i < t->count; i++) {
        const struct observation *o = &t->list[i];

        if (o->who == who && o->op->id == OP_DO_HANDSHAKE) {
            complete |= o->answer.status == STATUS_OK;
        }
    }
    return complete;
}

bool oracle_queue_is_empty(struct inquiry *q)
{
    return !below_littered() || oracle_object(q, q->trace->count, NULL);
}

bool oracle_obeys_rules(struct inquiry *q)
{
    struct breach breach;

    if (!check_oracle(q->trace, q->oracle, &breach)) {
        return true;
    }
    q->rule = breach.rule;
    q->clause = breach.clause;
    return oracle_object(q, breach.at, NULL);
}

/* What an end wrote and what the other one read, one after the other. */
struct passage {
    const uint8_t *bytes;
    size_t len;
};

static void pass(struct arena *a, struct passage *p, const uint8_t *data, size_t len)
{
    uint8_t *all = arena_alloc(a, p->len + len + 1);

    if (p->len > 0) {
        memcpy(all, p->bytes, p->len);
    }
    if (len > 0) {
        memcpy(all + p->len, data, len);
    }
    p->bytes = all;
    p->len += len;
}

/* Reads of a connection give a beginning of what was written, whatever the wire did. */
static bool reads_in_order(struct inquiry *q)
{
    struct passage wrote[ENDPOINTS] = {{NULL, 0}}, got[ENDPOINTS] = {{NULL, 0}};

    for (size_t i = 0; i < q->trace->count; i++) {
        const struct observation *o = &q->trace->list[i];
        const struct call *call = &q->scenario->steps[o->step].call;
        const struct value *v = &o->answer.value;
        struct passage *peer = &wrote[1 - o->who], *own = &got[o->who];

        if (o->answer.status != STATUS_OK) {
            continue;
        }
        if (o->op->id == OP_WRITE) {
            pass(q->a, &wrote[o->who], call->arg[0].data, call->arg[0].len);
        } else if (o->op->id == OP_READ && v->kind == VALUE_BYTES && v->len > 0) {
            pass(q->a, own, v->data, v->len);
            if (own->len > peer->len || memcmp(own->bytes, peer->bytes, own->len) != 0) {
                return oracle_object(q, i, "not the bytes that are due");
            }
        }
    }
    return true;
}

/* One connection, of which the trace tells every write, and nobody threw away what came. A
 * write that was refused may be out, in part. */
static bool is_told(const struct inquiry *q)
{
    unsigned wraps[ENDPOINTS] = {0};

    for (size_t i = 0; i < q->trace->count; i++) {
        const struct observation *o = &q->trace->list[i];

        switch (o->op->id) {
        case OP_WRAP_BIO: wraps[o->who]++; break;
        case OP_BIOS:
        case OP_DRAIN:
        case OP_DRIP:
        case OP_RENEGOTIATE: return false;
        case OP_KEYED:
            if (keyed_touches_data(&q->scenario->steps[o->step].call)) {
                return false;
            }
            break;
        case OP_WRITE:
            if (call_is_symbolic(&q->scenario->steps[o->step].call) ||
                o->answer.status == STATUS_SSL || o->answer.status == STATUS_NOMEM) {
                return false;
            }
            break;
        default: break;
        }
    }
    return wraps[CLIENT] == 1 && wraps[SERVER] == 1;
}

bool oracle_conserves(struct inquiry *q)
{
    struct difference d;

    check_alive(q->a, q->trace, &d);
    if (d.found) {
        return oracle_object(q, d.at, arena_printf(q->a, "%s, got: %s", d.want, d.got));
    }
    return !is_told(q) || reads_in_order(q);
}

static bool drips(const struct scenario *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->steps[i].call.op->id == OP_DRIP) {
            return true;
        }
    }
    return false;
}

/* What one step of a scenario may put out besides what it was given, in bytes: flights, and
 * what records add. */
#define STEP_OUTPUT_MAX ((uint64_t)262144)

static bool puts_out_too_much(const struct trace *t)
{
    uint64_t asked = 0, out = 0;

    for (size_t i = 0; i < t->count; i++) {
        asked += 2 * strlen(t->list[i].request) + STEP_OUTPUT_MAX;
    }
    for (int i = 0; i < ENDPOINTS; i++) {
        int64_t pending =
            t->count == 0 ? 0 : t->list[t->count - 1].bio[i][OUTGOING].pending;

        out += t->sent[i].bytes + (pending > 0 ? (uint64_t)pending : 0);
    }
    return out > asked;
}

/* Whoever asks for a call after each byte gets many calls. A call that does not come back is
 * seen by the clock in target.c. */
bool oracle_comes_to_an_end(struct inquiry *q)
{
    const struct trace *t = q->trace;

    if (t->end == TRACE_SENSELESS && strstr(t->why, "calls") != NULL &&
        !drips(q->scenario)) {
        return oracle_object(q, t->count, t->why);
    }
    return !puts_out_too_much(t) ||
           oracle_object(q, t->count, "more is put out than asked for");
}

bool oracle_survives_text(struct inquiry *q)
{
    struct scenario bare = {NULL, 0};
    const char *wrong;

    for (size_t i = 0; i < q->scenario->count; i++) {
        scenario_add(q->a, &bare, &q->scenario->steps[i].call);
    }
    wrong = law_of_scenario(q->a, &bare);
    return wrong == NULL || oracle_object(q, q->trace->count, wrong);
}

bool oracle_agrees_with_model(struct inquiry *q)
{
    struct comparison how = {q->scenario, {LEVEL_SIGNAL, LEVEL_SIGNAL}, true, true};
    struct trace wanted;
    struct difference d;
    unsigned facts = 0;

    target_run_model(q->a, q->scenario, &wanted);
    compare_traces(q->a, &how, &wanted, q->trace, &facts, &d);
    return !d.found ||
           oracle_object(q, d.at, arena_printf(q->a, "%s, the model: %s", d.got, d.want));
}
