/* SPDX-License-Identifier: Apache-2.0
 *
 * operand.c: bytes that a scenario names, found when it is played.
 */
#include "operand.h"

#include "flight.h"

void operand_begin(struct run *r, const struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->count; i++) {
        for (int k = 0; k < OP_PARAMS_MAX; k++) {
            r->remembers |= scenario->steps[i].call.arg[k].given == GIVEN_PEER;
        }
    }
}

void operand_heard(struct run *r, const struct call *call, const struct answer *answer)
{
    if (r->remembers && call->op->id == OP_OUTGOING_READ && answer->status == STATUS_OK &&
        answer->value.kind == VALUE_BYTES) {
        wire_append(&r->heard[call->who], answer->value.data, answer->value.len);
    }
}

void operand_end(struct run *r)
{
    for (int i = 0; i < ENDPOINTS; i++) {
        wire_free(&r->heard[i]);
    }
}

/* A record that has not come yet is no bytes. */
static bool bind_peer(struct run *r, enum endpoint peer, struct arg *arg)
{
    struct wire *heard = &r->heard[peer];
    struct answer answer;
    size_t start = 0, len = 0;

    if (!run_collect(r, peer, &answer)) {
        return false;
    }
    (void)wire_record(heard, (size_t)arg->num, &start, &len);
    arg->data = arena_copy(r->a, len == 0 ? NULL : heard->data + start, len);
    arg->len = len;
    return true;
}

static bool bind_flight(struct run *r, struct arg *arg)
{
    struct flights *flights = r->stage->flights;
    struct slice bytes;

    if (flights == NULL || !flights->give(flights, (unsigned)arg->num, &bytes)) {
        return run_stop(r, TRACE_SENSELESS, "no flights here");
    }
    arg->data = (const uint8_t *)bytes.p;
    arg->len = bytes.len;
    return true;
}

bool operand_bind(struct run *r, struct call *call)
{
    enum endpoint peer = call->who == CLIENT ? SERVER : CLIENT;
    bool ok = true;

    if (call->op->kind == OP_WIRE) {
        peer = (enum endpoint)call->arg[0].num; /* of who gets the bytes */
    }
    for (int i = 0; ok && i < OP_PARAMS_MAX; i++) {
        struct arg *arg = &call->arg[i];

        if (arg->given > GIVEN) {
            ok = arg->given == GIVEN_PEER ? bind_peer(r, peer, arg) : bind_flight(r, arg);
            arg->given = GIVEN;
        }
    }
    return ok;
}
