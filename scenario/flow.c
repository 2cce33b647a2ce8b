/* SPDX-License-Identifier: Apache-2.0
 *
 * flow.c: what arrives at one endpoint.
 */
#include "flow.h"

#include <string.h>

/* So many bytes of a piece are shown. */
#define SHOWN_MAX ((size_t)32)

static void add(struct arena *a, struct flow *flow, struct flow_part part)
{
    part.talk = flow->talk;
    flow->ended = part.end != STATUS_OK;
    flow->list = arena_grow(a, flow->list, flow->count, sizeof *flow->list);
    flow->list[flow->count++] = part;
}

static bool is_end(const struct observation *o, enum status status)
{
    switch (status) {
    case STATUS_CERT_VERIFY: return true;
    case STATUS_EOF:
        return o->op->id == OP_READ || o->op->id == OP_DO_HANDSHAKE ||
               o->op->id == OP_UNWRAP;
    case STATUS_ZERO_RETURN:
    case STATUS_SSL:
    case STATUS_SYSCALL: return o->op->id == OP_READ || o->op->id == OP_DO_HANDSHAKE;
    default: return false;
    }
}

/* "c read 0": nothing was asked for, and nothing ends. */
static bool asks_for_nothing(const struct observation *o)
{
    size_t len = strlen(o->request);

    return len > 2 && strcmp(o->request + len - 2, " 0") == 0;
}

void flow_take(struct arena *a, struct flow *flow, const struct observation *o, size_t at,
               const struct answer *answer)
{
    const struct value *v = &answer->value;

    if ((o->op->id == OP_WRAP_BIO || o->op->id == OP_BIOS) &&
        answer->status == STATUS_OK) {
        flow->talk++;
        flow->ended = false;
    } else if (flow->ended || o->op->kind != OP_CALL) {
        return;
    } else if (is_end(o, answer->status)) {
        add(a, flow, (struct flow_part){at, 0, answer->status, NULL, 0});
    } else if (o->op->id == OP_READ && answer->status == STATUS_OK &&
               v->kind == VALUE_BYTES && !asks_for_nothing(o)) {
        enum status end = v->len == 0 ? STATUS_ZERO_RETURN : STATUS_OK;

        add(a, flow, (struct flow_part){at, 0, end, v->data, v->len});
    }
}

/* Reads a flow piece by piece, within one connection. */
struct reader {
    const struct flow *flow;
    size_t part, used; /* of that part */
};

static const struct flow_part *peek(const struct reader *r, unsigned talk)
{
    if (r->part == r->flow->count || r->flow->list[r->part].talk != talk) {
        return NULL;
    }
    return &r->flow->list[r->part];
}

static void skip_to(struct reader *r, unsigned talk)
{
    while (r->part < r->flow->count && r->flow->list[r->part].talk < talk) {
        r->part++;
        r->used = 0;
    }
}

/* What is left from here on, in words. */
static const char *rest_text(struct arena *a, struct reader r, unsigned talk)
{
    const struct flow_part *part;
    const char *text = NULL;
    const char *end = "nothing";
    size_t shown = 0;

    for (; (part = peek(&r, talk)) != NULL && shown < SHOWN_MAX; r.part++, r.used = 0) {
        size_t len = part->len - r.used;

        if (part->end != STATUS_OK) {
            end = status_name(part->end);
            break;
        }
        len = len < SHOWN_MAX - shown ? len : SHOWN_MAX - shown;
        text = arena_printf(a, "%s%s", text == NULL ? "" : text,
                            format_hex(a, part->data + r.used, len));
        shown += len;
    }
    if (shown == SHOWN_MAX) {
        return arena_printf(a, "%s...", text);
    }
    return text == NULL ? end : arena_printf(a, "%s, then %s", text, end);
}

/* Takes the bytes of a wanted piece; false at the first that is another one. */
static bool take_bytes(struct reader *want, struct reader *got, unsigned talk)
{
    const struct flow_part *w = peek(want, talk), *g;

    while (want->used < w->len) {
        g = peek(got, talk);
        if (g == NULL || g->end != STATUS_OK ||
            g->data[got->used] != w->data[want->used]) {
            return false;
        }
        want->used++;
        if (++got->used == g->len) {
            got->part++;
            got->used = 0;
        }
    }
    want->part++;
    want->used = 0;
    return true;
}

static bool take_end(struct reader *want, struct reader *got, unsigned talk)
{
    const struct flow_part *w = peek(want, talk), *g = peek(got, talk);

    if (g == NULL || g->end != w->end) {
        return false;
    }
    want->part++;
    got->part++;
    return true;
}

static bool say_gap(struct arena *a, const struct reader *want, const struct reader *got,
                    unsigned talk, size_t at, struct flow_gap *gap)
{
    *gap = (struct flow_gap){at, rest_text(a, *want, talk), rest_text(a, *got, talk)};
    return true;
}

/* One that is ahead may also have seen the end already. */
static bool is_ahead(const struct reader *want, const struct reader *got, unsigned talk)
{
    long pieces = 0;

    for (size_t i = 0; i < want->flow->count; i++) {
        pieces += want->flow->list[i].talk == talk;
    }
    for (size_t i = 0; i < got->flow->count; i++) {
        const struct flow_part *part = &got->flow->list[i];

        pieces -= part->talk == talk && part->end == STATUS_OK;
    }
    return pieces > 0;
}

/* An end that nobody wants. */
static bool ends_early(const struct reader *want, struct reader *got, unsigned talk)
{
    const struct flow_part *part;

    while ((part = peek(got, talk)) != NULL && part->end == STATUS_OK) {
        got->part++;
        got->used = 0;
    }
    return part != NULL && !is_ahead(want, got, talk);
}

bool flow_differs(struct arena *a, const struct flow *want, const struct flow *got,
                  struct flow_gap *gap)
{
    struct reader w = {want, 0, 0}, g = {got, 0, 0};
    unsigned last = want->talk > got->talk ? want->talk : got->talk;

    for (unsigned talk = 0; talk <= last; talk++) {
        const struct flow_part *part, *first = NULL;

        skip_to(&g, talk);
        for (; (part = peek(&w, talk)) != NULL; first = part) {
            struct reader from = w, to = g;

            if (!(part->end == STATUS_OK ? take_bytes : take_end)(&w, &g, talk)) {
                return say_gap(a, &from, &to, talk, part->at, gap);
            }
        }
        if ((first == NULL || first->end == STATUS_OK) && ends_early(&w, &g, talk)) {
            return say_gap(a, &w, &g, talk, peek(&g, talk)->at, gap);
        }
    }
    return false;
}
