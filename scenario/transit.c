/* SPDX-License-Identifier: Apache-2.0
 *
 * transit.c: holding bytes back, and handing them out piece by piece.
 *
 *     move ---> bytes, moves, eof ---piece---> incoming BIO ---> call, until it does not
 *                                    ^------- want_read ------------'  want to read
 *
 * Whoever touches the BIO itself, or gives the endpoint another one, settles first.
 */
#include "transit.h"

#include <string.h>

#include "run.h"

static bool is_empty(const struct transit *t)
{
    return t->bytes.len == 0 && !t->eof;
}

void transit_show(const struct transit *t, struct bio_state *incoming)
{
    if (is_empty(t) || incoming->pending < 0) {
        return;
    }
    incoming->pending += (int64_t)t->bytes.len;
    incoming->eof = (incoming->eof || t->eof) && incoming->pending == 0;
}

void transit_free(struct transit *t)
{
    wire_free(&t->bytes);
}

/* What an act answers whose bytes are held back: that they are there. */
static void answer_held(const struct run *r, enum endpoint who, struct answer *answer)
{
    answer_init(answer, STATUS_OK);
    memcpy(answer->bio, r->bio[who], sizeof answer->bio);
}

bool transit_move(struct run *r, enum endpoint who, const uint8_t *bytes, size_t len,
                  bool *held, struct answer *answer)
{
    struct transit *t = &r->transit[who];

    *held = r->stage->weather != NULL && !t->closed && !t->eof && len > 0;
    if (!*held) {
        return transit_settle(r, who);
    }
    if (t->bytes.len == 0) {
        t->moves_count = t->moves_done = 0;
        t->sky.lead = 0;
        t->begun = false;
    }
    wire_append(&t->bytes, bytes, len);
    t->moves = arena_grow(r->a, t->moves, t->moves_count, sizeof *t->moves);
    t->moves[t->moves_count++] = len;
    answer_held(r, who, answer);
    answer->value = (struct value){VALUE_INT, (int64_t)len, NULL, 0};
    return true;
}

bool transit_eof(struct run *r, enum endpoint who, bool *held, struct answer *answer)
{
    struct transit *t = &r->transit[who];

    *held = !is_empty(t);
    if (*held) {
        t->eof = true;
        answer_held(r, who, answer);
    } else {
        t->closed = true;
    }
    return true;
}

/* Counts `len` bytes as delivered. */
static void leave(struct transit *t, size_t len)
{
    wire_drop(&t->bytes, len);
    t->begun = true;
    while (t->moves_done < t->moves_count && len >= t->moves[t->moves_done]) {
        len -= t->moves[t->moves_done++];
    }
    if (t->moves_done < t->moves_count) {
        t->moves[t->moves_done] -= len;
    }
}

/* What is still on its way never arrives: a BIO did not take its piece. */
static void lose(struct transit *t)
{
    leave(t, t->bytes.len);
    t->eof = false;
    t->closed = true;
}

static bool deliver_piece(struct run *r, enum endpoint who, size_t len,
                          struct answer *answer)
{
    struct transit *t = &r->transit[who];
    const uint8_t *piece = arena_copy(r->a, t->bytes.data, len);

    leave(t, len);
    if (!run_op(r, who, OP_INCOMING_WRITE, piece, len, answer)) {
        return false;
    }
    if (answer->status != STATUS_OK || answer->value.num != (int64_t)len) {
        lose(t);
    }
    return true;
}

static bool deliver_eof(struct run *r, enum endpoint who, struct answer *answer)
{
    r->transit[who].eof = false;
    r->transit[who].closed = true;
    return run_op(r, who, OP_INCOMING_WRITE_EOF, NULL, 0, answer);
}

bool transit_settle(struct run *r, enum endpoint who)
{
    struct transit *t = &r->transit[who];
    struct answer answer;

    if (t->bytes.len > 0 && !deliver_piece(r, who, t->bytes.len, &answer)) {
        return false;
    }
    return !t->eof || deliver_eof(r, who, &answer);
}

/* The next piece, or the end behind the last. False in *taken when the BIO refused it, or
 * took another number of bytes: *answer is then what it said. */
static bool deliver_next(struct run *r, enum endpoint who, bool *taken,
                         struct answer *answer)
{
    struct transit *t = &r->transit[who];
    size_t move, len;
    bool ok;

    if (t->bytes.len == 0) {
        ok = deliver_eof(r, who, answer);
        *taken = ok && answer->status == STATUS_OK;
        return ok;
    }
    move = t->moves_done < t->moves_count ? t->moves[t->moves_done] : t->bytes.len;
    len = weather_piece(r->stage->weather, &t->sky, &t->bytes, move);
    ok = deliver_piece(r, who, len, answer);
    *taken = ok && answer->status == STATUS_OK && answer->value.num == (int64_t)len;
    return ok;
}

/* Pieces of one size, all of them for one request. */
static bool drip(struct run *r, const struct call *call, unsigned *calls,
                 struct answer *answer)
{
    struct transit *t = &r->transit[call->who];
    struct slice bytes = {arena_copy(r->a, t->bytes.data, t->bytes.len), t->bytes.len};
    size_t delivered;

    if (!run_drip(r, call, &bytes, (size_t)r->stage->weather->n, &delivered, answer)) {
        return false;
    }
    *calls += (unsigned)answer->calls;
    answer->calls = 0;
    leave(t, delivered);
    return true;
}

/* One more piece, and the call. */
static bool once_more(struct run *r, const struct call *call, unsigned *calls,
                      struct answer *answer)
{
    struct transit *t = &r->transit[call->who];
    bool taken;

    if (r->stage->weather->kind == WEATHER_CHUNK && r->stage->drips[call->who] &&
        t->bytes.len > 0) {
        return drip(r, call, calls, answer);
    }
    if (!deliver_next(r, call->who, &taken, answer)) {
        return false;
    }
    *calls += taken;
    return !taken || run_perform(r, call, answer);
}

/* What a call means for bytes on their way to its endpoint. */
static bool prepare(struct run *r, const struct call *call)
{
    struct transit *t = &r->transit[call->who];

    switch (call->op->id) {
    case OP_BIOS: /* new BIOs: what was on its way to the old ones is gone with them */
        leave(t, t->bytes.len);
        t->eof = t->closed = false;
        return true;
    case OP_INCOMING_WRITE_EOF:
        if (!transit_settle(r, call->who)) {
            return false;
        }
        t->closed = true;
        return true;
    case OP_INCOMING_WRITE:
    case OP_INCOMING_READ:
    case OP_INCOMING_PENDING:
    case OP_INCOMING_EOF:
    case OP_INCOMING_DRIP: return transit_settle(r, call->who);
    case OP_WRAP_BIO:
        if (!call->arg[2].given) {
            return true;
        }
        t->closed = true; /* the incoming BIO is also written by the object */
        return transit_settle(r, call->who);
    default: return true;
    }
}

bool transit_call(struct run *r, const struct call *call, struct answer *answer)
{
    const struct transit *t = &r->transit[call->who];
    unsigned calls = 0;
    bool waits;

    if (r->stage->weather == NULL) {
        return run_perform(r, call, answer);
    }
    if (!prepare(r, call)) {
        return false;
    }
    waits = op_reads_incoming(call->op) && !is_empty(t);
    /* The first piece lies there already, unless nothing does until somebody asks. */
    if (!waits || t->begun || weather_waits(r->stage->weather)) {
        if (!run_perform(r, call, answer)) {
            return false;
        }
        calls = 1;
    }
    while (waits && !is_empty(t) && (calls == 0 || answer->status == STATUS_WANT_READ)) {
        if (!once_more(r, call, &calls, answer)) {
            return false;
        }
    }
    r->trace->retries += calls > 1 ? calls - 1 : 0;
    return true;
}
