/* SPDX-License-Identifier: Apache-2.0
 *
 * alive.c: what no TLS may do.
 *
 * The rules count over the whole trace, not over one connection: an endpoint may be wrapped
 * anew while the other still reads what the old one wrote. So they never cry wolf.
 */
#include "alive.h"

#include <string.h>

#include "keyed.h"

/* Shorter texts can stand in a ciphertext by chance, once in a great many runs. */
#define PLAINTEXT_MIN ((size_t)8)

/* What is known of an endpoint on the way through a trace. */
struct past {
    uint8_t *written; /* all that its writes took */
    size_t written_len, room;
    struct arg longest; /* of the single writes */
    size_t delivered;
    bool refused; /* the peer's certificate, on the object that is there now */
    bool forged;  /* the case puts bytes of its own into the outgoing BIO */
    bool dripped; /* it also wrote, or somebody for it, where no observation tells */
};

static bool contains(const uint8_t *text, size_t len, const uint8_t *part,
                     size_t part_len)
{
    return part_len == 0 || (len > 0 && memmem(text, len, part, part_len) != NULL);
}

static void take_write(struct arena *a, struct past *p, const struct arg *data)
{
    if (data->len == 0) {
        return;
    }
    if (p->written_len + data->len > p->room) {
        uint8_t *more = arena_alloc(a, (p->written_len + data->len) * 2);

        if (p->written_len > 0) {
            memcpy(more, p->written, p->written_len);
        }
        p->written = more;
        p->room = (p->written_len + data->len) * 2;
    }
    memcpy(p->written + p->written_len, data->data, data->len);
    p->written_len += data->len;
    if (data->len > p->longest.len) {
        p->longest = *data;
    }
}

static const char *check_read(struct past *me, const struct past *peer,
                              const struct answer *answer)
{
    size_t len = answer->value.len;

    if (answer->status != STATUS_OK || answer->value.kind != VALUE_BYTES || len == 0) {
        return NULL;
    }
    me->delivered += len;
    if (me->refused) {
        return "no plaintext after a certificate was refused";
    }
    if (peer->dripped) {
        return NULL;
    }
    if (me->delivered > peer->written_len) {
        return "no more bytes than the peer wrote";
    }
    return contains(peer->written, peer->written_len, answer->value.data, len)
               ? NULL
               : "bytes that the peer wrote";
}

static const char *check_wire(const struct past *sender, const uint8_t *data, size_t len)
{
    const struct arg *longest = &sender->longest;
    bool told = longest->len >= PLAINTEXT_MIN && !sender->forged &&
                contains(data, len, longest->data, longest->len);

    return told ? "no plaintext on the wire" : NULL;
}

/* A man in the middle who has the keys can write, too. */
static bool touches_data(struct arena *a, struct slice line)
{
    struct call call;
    bool unknown;

    return call_parse(a, line, &call, &unknown) != NULL || keyed_touches_data(&call);
}

static const char *check_one(struct arena *a, struct past *past,
                             const struct observation *o)
{
    struct past *me = &past[o->who], *peer = &past[1 - o->who];
    struct slice line = {o->request, strlen(o->request)};
    struct call call;
    bool unknown;

    switch (o->op->id) {
    case OP_WRITE:
        /* Even one that fails may have put its bytes out, or does so when repeated. */
        if (call_parse(a, line, &call, &unknown) == NULL) {
            take_write(a, me, &call.arg[0]);
        }
        return NULL;
    case OP_OUTGOING_WRITE: me->forged = true; return NULL;
    case OP_WRAP_BIO: me->refused = false; return NULL;
    case OP_KEYED: peer->dripped |= touches_data(a, line); return NULL;
    case OP_DRIP: me->dripped |= strstr(o->request, " write ") != NULL; return NULL;
    case OP_READ: return check_read(me, peer, &o->answer);
    case OP_OUTGOING_READ:
        return check_wire(me, o->answer.value.data, o->answer.value.len);
    default: return check_wire(peer, o->carried, o->carried_len);
    }
}

void check_alive(struct arena *a, const struct trace *trace, struct difference *d)
{
    struct past past[ENDPOINTS] = {{.delivered = 0}};

    memset(d, 0, sizeof *d);
    for (size_t i = 0; i < trace->count && !d->found; i++) {
        const struct observation *o = &trace->list[i];
        const char *want = check_one(a, past, o);

        past[o->who].refused |= o->answer.status == STATUS_CERT_VERIFY;
        if (want != NULL) {
            bool is_call = o->op->kind == OP_CALL; /* else what the other one sent */

            *d = (struct difference){true, i, want,
                                     o->op->id == OP_READ
                                         ? value_format(a, &o->answer.value)
                                         : "what was written, as it stands",
                                     endpoint_letter(is_call ? o->who : 1 - o->who)};
        }
    }
}
