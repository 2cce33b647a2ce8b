/* SPDX-License-Identifier: Apache-2.0
 *
 * replay.c: asking again what a transcript asked.
 *
 * TLS puts out other bytes in every run. So two streams are kept for each endpoint, what it
 * put out then and what it puts out now. A request that feeds a piece of the old stream to the
 * other endpoint feeds the same piece of the new one; where the recorded piece was changed on
 * the way, the same bits are changed now.
 */
#include "replay.h"

#include <string.h>

/* What an endpoint has put out, and how much of it the other has taken. */
struct stream {
    uint8_t *data;
    size_t len, taken;
};

struct state {
    struct arena *a;
    struct stream then[ENDPOINTS], now[ENDPOINTS]; /* by sender */
    bool wrapped[ENDPOINTS];
    struct bio_state bio_then[ENDPOINTS][BIOS], bio_now[ENDPOINTS][BIOS];
    struct comparison how;
};

static void append(struct state *s, struct stream *stream, const struct value *v)
{
    uint8_t *all;

    if (v->kind != VALUE_BYTES || v->len == 0) {
        return;
    }
    all = arena_alloc(s->a, stream->len + v->len);
    if (stream->len > 0) {
        memcpy(all, stream->data, stream->len);
    }
    memcpy(all + stream->len, v->data, v->len);
    stream->data = all;
    stream->len += v->len;
}

/* What the receiver gets instead of `arg`; false when it is not of the stream. */
static bool carry(struct state *s, enum endpoint receiver, struct arg *arg)
{
    enum endpoint sender = receiver == CLIENT ? SERVER : CLIENT;
    struct stream *then = &s->then[sender], *now = &s->now[sender];
    size_t rest = then->len - then->taken, left = now->len - now->taken, len = arg->len;
    const uint8_t *old, *fresh;
    uint8_t *bytes;
    bool same;

    if (len == 0 || len > rest || left == 0) {
        return false;
    }
    old = then->data + then->taken;
    fresh = now->data + now->taken;
    same = memcmp(arg->data, old, len) == 0;
    if (!same && (len != rest || left != rest)) {
        return false;
    }
    if (len == rest || len > left) {
        len = left; /* all of it is all of it, however long it is now */
    }
    bytes = arena_alloc(s->a, len + 1);
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (uint8_t)(fresh[i] ^ (same ? 0 : old[i] ^ arg->data[i]));
    }
    then->taken += arg->len;
    now->taken += len;
    arg->data = bytes;
    arg->len = len;
    return true;
}

/* The request to ask now. */
static const char *rewrite(struct state *s, struct call *call, const char *request,
                           struct replay *r)
{
    const uint8_t *recorded = call->arg[0].data;
    size_t len = call->arg[0].len;

    if (call->op->id != OP_INCOMING_WRITE || !carry(s, call->who, &call->arg[0])) {
        return request;
    }
    r->carried +=
        len != call->arg[0].len || memcmp(recorded, call->arg[0].data, len) != 0;
    return call_format(s->a, call);
}

static void forget(struct state *s)
{
    memset(s->then, 0, sizeof s->then);
    memset(s->now, 0, sizeof s->now);
    memset(s->wrapped, 0, sizeof s->wrapped);
    memset(s->bio_then, 0, sizeof s->bio_then);
    memset(s->bio_now, 0, sizeof s->bio_now);
}

static void observe(struct state *s, const struct call *call, const struct answer *answer,
                    struct bio_state (*bio)[BIOS], struct observation *o)
{
    memset(o, 0, sizeof *o);
    o->op = call->op;
    o->who = call->who;
    o->request = "";
    o->wrapped = s->wrapped[call->who];
    o->answer = *answer;
    if (answer->status != STATUS_BAD && answer->status != STATUS_UNSUPPORTED) {
        memcpy(bio[call->who], answer->bio, sizeof answer->bio);
    }
    memcpy(o->bio, bio, sizeof o->bio);
}

/* Compares two answers to one op, and remembers what they did. */
static void compare(struct state *s, const struct call *call, const struct answer *then,
                    const struct answer *now, struct replay *r)
{
    struct observation old, fresh;
    struct trace old_trace = {.list = &old, .count = 1},
                 fresh_trace = {.list = &fresh, .count = 1};
    struct difference d;
    unsigned facts = 0;

    s->wrapped[call->who] |= call->op->id == OP_WRAP_BIO && now->status == STATUS_OK;
    s->wrapped[call->who] &= call->op->id != OP_BIOS;
    observe(s, call, then, s->bio_then, &old);
    observe(s, call, now, s->bio_now, &fresh);
    compare_traces(s->a, &s->how, &old_trace, &fresh_trace, &facts, &d);
    r->differs = d.found;
    r->want = d.want;
    r->got = d.got;
    if (call->op->id == OP_OUTGOING_READ) {
        append(s, &s->then[call->who], &then->value);
        append(s, &s->now[call->who], &now->value);
    }
}

static struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static void differ(struct replay *r, const char *want, const char *got)
{
    r->differs = true;
    r->want = want;
    r->got = got;
}

/* One request of an op. */
static void ask_op(struct state *s, struct pipe_engine *pipe, const struct exchange *e,
                   struct call *call, struct replay *r)
{
    struct answer then, now;
    struct slice line;
    const char *wrong;

    r->request = rewrite(s, call, e->request, r);
    if (!pipe_ask(pipe, s->a, r->request, &line)) {
        differ(r, e->answer == NULL ? "no answer" : e->answer, pipe_why(pipe, s->a));
        return;
    }
    r->answer = line.p;
    wrong = e->answer == NULL
                ? "no answer"
                : answer_parse(s->a, slice_of(e->answer), call->op->result, &then);
    if (wrong == NULL) {
        wrong = answer_parse(s->a, line, call->op->result, &now);
    }
    if (wrong != NULL) { /* one of the two is not well-formed: then both are texts */
        if (e->answer == NULL || strcmp(e->answer, line.p) != 0) {
            differ(r, e->answer == NULL ? wrong : e->answer, line.p);
        }
        return;
    }
    compare(s, call, &then, &now, r);
}

/* Anything but an op: what was answered then must be answered now. */
static void ask_other(struct state *s, struct pipe_engine *pipe, const struct exchange *e,
                      struct replay *r)
{
    struct slice line;

    r->request = e->request;
    if (!pipe_ask(pipe, s->a, e->request, &line)) {
        differ(r, e->answer == NULL ? "no answer" : e->answer, pipe_why(pipe, s->a));
        return;
    }
    r->answer = line.p;
    if (strcmp(e->request, "mem") != 0 &&
        (e->answer == NULL || strcmp(e->answer, line.p) != 0)) {
        differ(r, e->answer == NULL ? "no answer" : e->answer, line.p);
    }
    if (strcmp(e->request, "reset") == 0) {
        forget(s);
    }
}

/* Was it this library that said hello? */
static bool said_hello(struct arena *a, const struct exchange *e,
                       const struct pipe_engine *pipe)
{
    return strstr(e->answer, arena_printf(a, " lib=%s ", pipe_hello(pipe)->lib)) != NULL;
}

/* The answers of one library can be compared in full. */
static bool same_library(struct arena *a, const struct transcript *t,
                         const struct pair *pair)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct exchange *e = &t->list[i];

        if (strncmp(e->request, "hello", 5) == 0 && e->answer != NULL &&
            ((e->end != 's' && !said_hello(a, e, pair_pipe(pair, CLIENT))) ||
             (e->end != 'c' && !said_hello(a, e, pair_pipe(pair, SERVER))))) {
            return false;
        }
    }
    return true;
}

/* One that is no op, to whom it was said: to all, if one was all. */
static void ask_others(struct state *s, const struct pair *pair, const struct exchange *e,
                       struct replay *r)
{
    struct pipe_engine *client = pair_pipe(pair, CLIENT),
                       *server = pair_pipe(pair, SERVER);

    if (e->end != 's' || client == server) {
        ask_other(s, client, e, r);
    }
    if (e->end != 'c' && client != server && !r->differs) {
        ask_other(s, server, e, r);
    }
}

void replay_play(struct arena *a, const struct pair *pair, const struct transcript *t,
                 struct replay *r)
{
    static struct step nothing_stated;
    static const struct scenario none = {&nothing_stated, 1};
    struct state s = {.a = a};
    bool same = same_library(a, t, pair);

    memset(r, 0, sizeof *r);
    s.how = (struct comparison){&none, {LEVEL_CONTRACT, LEVEL_CONTRACT}, same, same};
    for (; r->asked < t->count; r->asked++) {
        const struct exchange *e = &t->list[r->asked];
        struct call call;
        bool unknown;

        r->answer = "(none)";
        if (strncmp(e->request, "hello", 5) == 0) {
            continue; /* said at the start, with this machine's world */
        }
        if (strcmp(e->request, "bye") == 0) {
            r->asked = t->count;
            return; /* said at the end */
        }
        if (call_parse(a, slice_of(e->request), &call, &unknown) == NULL &&
            call.op->kind == OP_CALL) {
            ask_op(&s, pair_pipe(pair, call.who), e, &call, r);
        } else {
            ask_others(&s, pair, e, r);
        }
        if (r->differs) {
            return;
        }
    }
}
