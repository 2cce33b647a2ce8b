/* SPDX-License-Identifier: Apache-2.0
 *
 * liar_weather.c: lies that only weather or a sweep finds.
 */
#include "liar.h"

#include <string.h>

#include "scenario/wire.h"

/* What is wrong only when a record comes in pieces. A record is known by its header, which is
 * never encrypted; a new object begins a new stream. */
static struct stream {
    struct wire bytes; /* of the last record, as far as it is there */
    bool in_pieces;    /* it was not whole when a call came, or is not now */
    struct answer held;
    bool holds;
} streams[ENDPOINTS];

static void take_piece(struct stream *s, const struct arg *piece)
{
    size_t start, len;

    wire_append(&s->bytes, piece->data, piece->len);
    while (s->bytes.len >= 5 && wire_record(&s->bytes, 0, &start, &len) &&
           len == 5 + (size_t)(s->bytes.data[3] << 8 | s->bytes.data[4])) {
        wire_drop(&s->bytes, len);
    }
    s->in_pieces = s->in_pieces || s->bytes.len > 0;
}

/* Performs honestly, and follows the stream. */
static struct stream *follow(struct engine *engine, struct arena *a,
                             const struct call *call, struct answer *answer, bool *ok)
{
    struct stream *s = &streams[call->who];

    *ok = lie_honest(engine, a, call, answer);
    if (call->op->id == OP_WRAP_BIO) {
        wire_free(&s->bytes);
        *s = (struct stream){.in_pieces = false};
    }
    if (call->op->id == OP_INCOMING_WRITE) {
        take_piece(s, &call->arg[0]);
    }
    return s;
}

static bool is_data(const struct call *call, const struct answer *answer)
{
    return call->op->id == OP_READ && answer->status == STATUS_OK &&
           answer->value.len > 0;
}

bool lie_lose_split(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    bool ok;
    struct stream *s = follow(engine, a, call, answer, &ok);

    if (is_data(call, answer)) {
        answer->value.len -= s->in_pieces;
        s->in_pieces = s->bytes.len > 0;
    }
    return ok;
}

bool lie_early_eof(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    bool ok;
    const struct stream *s = follow(engine, a, call, answer, &ok);

    if (call->op->id == OP_READ && answer->status == STATUS_WANT_READ &&
        s->bytes.len > 0) {
        answer->status = STATUS_EOF;
    }
    return ok;
}

/* Gives data a call later than it could. */
bool lie_late_data(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    struct stream *s = &streams[call->who];
    bool ok;

    if (call->op->id == OP_READ && s->holds) {
        *answer = s->held;
        s->holds = false;
        return true;
    }
    s = follow(engine, a, call, answer, &ok);
    if (is_data(call, answer) && s->in_pieces) {
        static uint8_t data[16384];

        memcpy(data, answer->value.data, answer->value.len);
        s->held = *answer;
        s->held.value.data = data;
        s->holds = true;
        s->in_pieces = s->bytes.len > 0;
        answer->status = STATUS_WANT_READ;
        answer->value.kind = VALUE_ABSENT;
    }
    return ok;
}

/* Delivers what it could not decrypt. */
bool lie_forge(struct engine *engine, struct arena *a, const struct call *call,
               struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);

    if (call->op->id == OP_READ && answer->status == STATUS_SSL) {
        answer->status = STATUS_OK;
        answer->value = (struct value){VALUE_BYTES, 0, (const uint8_t *)"?", 1};
        memset(answer->field, 0, sizeof answer->field);
    }
    return ok;
}
