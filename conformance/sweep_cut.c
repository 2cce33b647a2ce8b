/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep_cut.c: a flight that is cut at every offset, with and without the end behind it.
 *
 *     full      the whole flight
 *     cut       the first n bytes: as full until a call wants to read
 *     ended     ... and the end: as cut until that call, which gives eof
 */
#include <string.h>

#include "sweep.h"

/* What the receiver does then, in two orders. */
static const char *const orders[][8] = {
    {"do_handshake", "write 61", "read 10", "read 10", "read 10", "pending", "unwrap",
     "read 10"},
    {"unwrap", "read 10", "do_handshake", "read 10", "write 61", "read 10", "pending",
     "unwrap"},
};

#define ORDERS (sizeof orders / sizeof *orders)
#define CALLS  (sizeof *orders / sizeof **orders)

/* A run, and where its calls are. */
struct cut_run {
    struct trace trace;
    size_t first;
};

static bool play_cut(struct sweeper *s, size_t order, size_t n, bool ends,
                     struct cut_run *run)
{
    struct arena *a = &s->scratch;
    const char *calls = ends ? arena_printf(a, "eof %s\n", sweep_wire(s)) : "";

    for (size_t i = 0; i < CALLS; i++) {
        calls = arena_printf(a, "%s%c %s\n", calls, sweep_who(s), orders[order][i]);
    }
    if (!sweep_run(s, arena_printf(a, "cut %s %zu\n", sweep_wire(s), n), calls,
                   &run->trace)) {
        return false;
    }
    run->first = run->trace.count - CALLS;
    return true;
}

static const struct observation *call_of(const struct cut_run *run, size_t i)
{
    return &run->trace.list[run->first + i];
}

static bool same_answer(const struct observation *a, const struct observation *b)
{
    return a->answer.status == b->answer.status &&
           a->answer.value.kind == b->answer.value.kind &&
           a->answer.value.num == b->answer.value.num &&
           a->answer.value.len == b->answer.value.len &&
           (a->answer.value.len == 0 ||
            memcmp(a->answer.value.data, b->answer.value.data, a->answer.value.len) == 0);
}

/* A call that has delivered something, or seen a clean end. */
static bool is_good(const struct observation *o)
{
    switch (o->op->id) {
    case OP_READ:
    case OP_DO_HANDSHAKE:
    case OP_WRITE:
    case OP_UNWRAP:
        return o->answer.status == STATUS_OK || o->answer.status == STATUS_ZERO_RETURN;
    default: return false;
    }
}

/* The first call that wants to read. */
static size_t first_want(const struct cut_run *run)
{
    size_t i = 0;

    while (i < CALLS && call_of(run, i)->answer.status != STATUS_WANT_READ) {
        i++;
    }
    return i;
}

static const char more[] = "more to come", end[] = "the end of the stream";

static const char *at_byte(struct sweeper *s, size_t n, const char *behind)
{
    return arena_printf(&s->scratch, "cut at byte %zu of %zu, and %s", n, s->flight_len,
                        behind);
}

/* Calls before `until` are as in another run. */
static bool as_before(struct sweeper *s, size_t n, const struct cut_run *want,
                      const struct cut_run *got, size_t until, const char *what)
{
    for (size_t i = 0; i < until; i++) {
        s->r->facts++;
        if (!same_answer(call_of(want, i), call_of(got, i))) {
            sweep_differs(s, at_byte(s, n, what), &got->trace, got->first + i,
                          sweep_outcome(s->keep, &call_of(want, i)->answer));
            return false;
        }
    }
    return true;
}

/* Where bytes are missing no read delivers one, and nothing is at its end. */
static bool is_waiting(struct sweeper *s, size_t n, const struct cut_run *cut,
                       size_t want)
{
    for (size_t i = want; i < CALLS; i++) {
        const struct observation *o = call_of(cut, i);

        s->r->facts++;
        if (o->op->id == OP_READ && is_good(o)) {
            sweep_differs(s, at_byte(s, n, more), &cut->trace, cut->first + i,
                          "want_read");
            return false;
        }
    }
    return true;
}

static void is_ended(struct sweeper *s, size_t n, const struct cut_run *ended,
                     size_t want)
{
    for (size_t i = want; i < CALLS; i++) {
        const struct observation *o = call_of(ended, i);
        bool first = i == want;

        s->r->facts++;
        if (first ? o->answer.status != STATUS_EOF : is_good(o)) {
            sweep_differs(s, at_byte(s, n, end), &ended->trace, ended->first + i,
                          first ? "eof" : "an error after eof");
            return;
        }
    }
}

static void cut_at(struct sweeper *s, size_t order, size_t n, const struct cut_run *full)
{
    struct cut_run cut, ended;
    size_t want;

    if (!play_cut(s, order, n, false, &cut)) {
        return;
    }
    want = first_want(&cut);
    if (!as_before(s, n, full, &cut, want, more) ||
        !is_waiting(s, n, &cut, n < s->flight_len ? want : CALLS) ||
        !play_cut(s, order, n, true, &ended)) {
        return;
    }
    if (as_before(s, n, &cut, &ended, want, end)) {
        is_ended(s, n, &ended, want);
    }
}

void sweep_cut(struct sweeper *s)
{
    struct arena kept = {NULL};

    for (size_t order = 0; order < ORDERS; order++) {
        struct cut_run full;

        if (!play_cut(s, order, s->flight_len, false, &full)) {
            break;
        }
        arena_join(&kept, &s->scratch);
        for (size_t n = 0; !s->over && n <= s->flight_len; n++) {
            cut_at(s, order, n, &full);
            arena_free(&s->scratch);
        }
    }
    arena_free(&kept);
}
