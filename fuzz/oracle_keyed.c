/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle_keyed.c: O14 with the keys. The man in the middle knows what is right for each end:
 * one that was not given the right Finished, or a certificate without the right signature,
 * must not have completed its handshake, and not deliver anything.
 */
#include "oracle_part.h"

#include "scenario/keyed.h"

/* Bytes that came by another way are not his. */
static bool comes_by_him(const struct scenario *s)
{
    unsigned wraps = 0;

    for (size_t i = 0; i < s->count; i++) {
        switch (s->steps[i].call.op->id) {
        case OP_INCOMING_WRITE:
        case OP_OUTGOING_WRITE:
        case OP_BIOS: return false;
        case OP_WRAP_BIO: wraps++; break;
        default: break;
        }
    }
    return wraps == ENDPOINTS;
}

static bool believes(const struct observation *o)
{
    return o->answer.status == STATUS_OK &&
           (o->op->id == OP_DO_HANDSHAKE ||
            (o->op->id == OP_READ && o->answer.value.len > 0));
}

bool oracle_refuses_forgeries(struct inquiry *q)
{
    const struct trace *t = q->trace;

    if (!keyed_is_asked(q->scenario) || !comes_by_him(q->scenario)) {
        return true;
    }
    for (size_t i = 0; i < t->count; i++) {
        const struct observation *o = &t->list[i];

        if (o->op->kind == OP_CALL && t->keyed[o->who] == KEYED_FORGED && believes(o)) {
            return oracle_object(q, i, "it was not given what it has to check");
        }
    }
    return true;
}
