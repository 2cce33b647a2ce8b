/* SPDX-License-Identifier: Apache-2.0
 *
 * tap.c: between the stage and an engine.
 *
 *     out[s] = what was read from the server's outgoing BIO: what it said
 *     in[c]  = what was written to the client's incoming BIO: what arrived
 *
 * libssl takes a record when it needs one and judges it in the same call, so the first call
 * after which the end of a record is taken is the one that judged it.
 */
#include "tap.h"

#include <string.h>

#define HEADER_LEN       ((size_t)5)
#define APPLICATION_DATA 23

static void add(struct arena *a, struct stream *s, const uint8_t *data, size_t len)
{
    if (len > s->room - s->len) {
        uint8_t *more = arena_alloc(a, (s->len + len) * 2);

        if (s->len > 0) {
            memcpy(more, s->data, s->len);
        }
        s->data = more;
        s->room = (s->len + len) * 2;
    }
    if (len > 0) {
        memcpy(s->data + s->len, data, len);
        s->len += len;
    }
}

/* What goes into the incoming BIO, changed if it is the one. */
static void deliver(struct tap *tap, struct call *call)
{
    struct stream *in = &tap->in[call->who];
    struct arg *bytes = &call->arg[0];
    size_t from = in->len;

    if (tap->tampers && tap->victim == call->who && tap->at >= from &&
        tap->at - from < bytes->len) {
        uint8_t *changed = arena_copy(tap->a, bytes->data, bytes->len);

        changed[tap->at - from] ^= 1;
        bytes->data = changed;
    }
    add(tap->a, in, bytes->data, bytes->len);
}

static bool asks_for_nothing(const struct call *call)
{
    return call->op->id == OP_READ && call->arg[0].given != NOT_GIVEN &&
           call->arg[0].num == 0;
}

static void note(struct tap *tap, const struct call *call, const struct answer *answer)
{
    int64_t pending = answer->bio[INCOMING].pending;
    size_t len = tap->in[call->who].len;
    struct tap_call *c;

    if (!op_reads_incoming(call->op) || asks_for_nothing(call) ||
        (answer->status != STATUS_OK && answer->status != STATUS_WANT_READ)) {
        return;
    }
    if (pending < 0 || (uint64_t)pending > len) {
        tap->blind = true;
        return;
    }
    tap->calls = arena_grow(tap->a, tap->calls, tap->count, sizeof *tap->calls);
    c = &tap->calls[tap->count++];
    c->who = call->who;
    c->taken = len - (size_t)pending;
    c->succeeded = answer->status == STATUS_OK;
    c->line = call_format(tap->a, call);
}

/* Before the call. */
static void heed(struct tap *tap, struct call *call)
{
    switch (call->op->id) {
    case OP_INCOMING_WRITE: deliver(tap, call); break;
    case OP_WRAP_BIO:
        tap->blind |= tap->wraps[call->who]++ > 0 || tap->in[call->who].len > 0;
        break;
    case OP_BIOS:
    case OP_INCOMING_READ:
    case OP_OUTGOING_WRITE:
    case OP_INCOMING_DRIP: tap->blind = true; break;
    default: break;
    }
}

static bool perform(struct engine *engine, struct arena *a, const struct call *asked,
                    struct answer *answer)
{
    struct tap *tap = (struct tap *)engine;
    struct call call = *asked;

    heed(tap, &call);
    if (!tap->inner->perform(tap->inner, a, &call, answer)) {
        return false;
    }
    if (call.op->id == OP_OUTGOING_READ && answer->status == STATUS_OK) {
        add(tap->a, &tap->out[call.who], answer->value.data, answer->value.len);
    }
    note(tap, &call, answer);
    return true;
}

static bool reset(struct engine *engine)
{
    struct tap *tap = (struct tap *)engine;

    return tap->inner->reset(tap->inner);
}

void tap_begin(struct tap *tap, struct arena *a, struct engine *inner)
{
    memset(tap, 0, sizeof *tap);
    tap->engine = (struct engine){perform, reset};
    tap->inner = inner;
    tap->a = a;
}

bool tap_record(const struct stream *s, size_t k, size_t *start, size_t *end)
{
    size_t at = 0;

    while (s->len - at >= HEADER_LEN) {
        const uint8_t *header = s->data + at;
        size_t len = HEADER_LEN + (size_t)(header[3] << 8 | header[4]);

        if (len > s->len - at) {
            return false;
        }
        if (header[0] == APPLICATION_DATA && k-- == 0) {
            *start = at;
            *end = at + len;
            return true;
        }
        at += len;
    }
    return false;
}

const char *tap_believed(const struct tap *tap, enum endpoint who, size_t end)
{
    for (size_t i = 0; i < tap->count; i++) {
        const struct tap_call *c = &tap->calls[i];

        if (c->who == who && c->succeeded && c->taken >= end) {
            return c->line;
        }
    }
    return NULL;
}

size_t tap_well(const struct tap *tap, enum endpoint who)
{
    size_t taken = 0;

    for (size_t i = 0; i < tap->count; i++) {
        if (tap->calls[i].who == who && tap->calls[i].taken > taken) {
            taken = tap->calls[i].taken;
        }
    }
    return taken;
}
