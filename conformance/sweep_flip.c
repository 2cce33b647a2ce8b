/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep_flip.c: a flight in which one bit is turned, in every record.
 *
 *     type version version length length | body ... | tag (16 bytes)
 */
#include <string.h>

#include "sweep.h"

#define HEADER_LEN 5u
#define TAG_LEN    16u
#define CCS        20u
#define SEALED     23u /* the type of a protected record of TLS 1.3 */

/* What one run has delivered behind the damage, and how the receiver ended. */
struct flip_run {
    struct trace trace;
    size_t first; /* observation behind the flight */
    struct slice got[ENDPOINTS];
    /* The receiver's first call that neither delivers nor wants to read: how it ended. The count:
     * none. */
    size_t ending;
};

/* The calls of both ends: it ends by the end of the stream. */
static const char *calls_of(struct sweeper *s)
{
    const char *to = sweep_wire(s), *from = s->receiver == CLIENT ? "c>s" : "s>c";
    char r = sweep_who(s), p = endpoint_letter(s->receiver == CLIENT ? SERVER : CLIENT);

    return arena_printf(
        &s->scratch,
        "%c do_handshake\n%c read 10\n%c read 10\n%c read 10\npump\n"
        "%c write 70\n%c write 72\nmove %s\nmove %s\n%c read 10\n%c read 10\n"
        "eof %s\n%c read 10\n",
        r, r, r, r, p, r, to, from, p, r, to, r);
}

static void take_call(struct sweeper *s, struct flip_run *run, size_t i)
{
    const struct observation *o = &run->trace.list[i];
    struct slice *got = &run->got[o->who];
    bool is_read = o->op->id == OP_READ;

    if (is_read && o->answer.status == STATUS_OK && o->answer.value.len > 0) {
        char *all = arena_alloc(&s->scratch, got->len + o->answer.value.len);

        if (got->len > 0) {
            memcpy(all, got->p, got->len);
        }
        memcpy(all + got->len, o->answer.value.data, o->answer.value.len);
        *got = (struct slice){all, got->len + o->answer.value.len};
        return;
    }
    if (o->who == s->receiver && run->ending == run->trace.count &&
        (is_read ? o->answer.status != STATUS_WANT_READ
                 : o->op->id == OP_DO_HANDSHAKE && o->answer.status != STATUS_OK &&
                       o->answer.status != STATUS_WANT_READ)) {
        run->ending = i;
    }
}

static bool play_flip(struct sweeper *s, const char *damage, struct flip_run *run)
{
    memset(run, 0, sizeof *run);
    if (!sweep_run(s, damage, calls_of(s), &run->trace)) {
        return false;
    }
    run->ending = run->trace.count;
    for (size_t i = 0; i < run->trace.count; i++) {
        if (run->trace.list[i].op->kind == OP_CALL &&
            run->trace.list[i].step > s->flight_step) {
            take_call(s, run, i);
        }
    }
    return true;
}

static bool begins(struct slice whole, struct slice part)
{
    return part.len <= whole.len &&
           (part.len == 0 || memcmp(whole.p, part.p, part.len) == 0);
}

static bool same(struct slice a, struct slice b)
{
    return a.len == b.len && begins(a, b);
}

/* The last observation that delivered a byte, to show. */
static size_t last_read(const struct flip_run *run, enum endpoint who)
{
    size_t last = run->trace.count;

    for (size_t i = 0; i < run->trace.count; i++) {
        const struct observation *o = &run->trace.list[i];

        if (o->op->id == OP_READ && o->who == who && o->answer.status == STATUS_OK &&
            o->answer.value.len > 0) {
            last = i;
        }
    }
    return last;
}

/* Did it end as it must? By ssl, or by eof once the stream has ended; never by a clean end. */
static bool ends_well(const struct flip_run *run)
{
    const struct observation *o;

    if (run->ending == run->trace.count) {
        return false;
    }
    o = &run->trace.list[run->ending];
    return o->answer.status == STATUS_SSL || o->answer.status == STATUS_CERT_VERIFY ||
           (o->answer.status == STATUS_EOF && run->ending == run->trace.count - 1);
}

/* One flipped bit: `upto` is what was delivered without the damaged record. */
static void check(struct sweeper *s, const char *what, const struct flip_run *run,
                  const struct flip_run *upto)
{
    enum endpoint peer = s->receiver == CLIENT ? SERVER : CLIENT;
    const struct trace *t = &run->trace;

    s->r->facts += 4;
    if (!begins(upto->got[s->receiver], run->got[s->receiver])) {
        sweep_differs(s, what, t, last_read(run, s->receiver), "no plaintext");
    } else if (sweep_is_handshake(s) && !begins(upto->got[peer], run->got[peer])) {
        sweep_differs(s, what, t, last_read(run, peer), "no plaintext");
    } else if (!ends_well(run)) {
        sweep_differs(s, what, t, run->ending == t->count ? t->count - 1 : run->ending,
                      "ssl, or want_read until eof");
    }
}

/* A record of the flight. */
struct record {
    size_t start, len;
    bool sealed, is_ccs;
    struct flip_run upto; /* a run that is cut where it begins */
};

static void flip(struct sweeper *s, const struct flip_run *full, const struct record *r,
                 size_t byte, unsigned bit)
{
    struct arena *a = &s->scratch;
    bool lenient = !r->sealed && (r->is_ccs || byte < r->start + HEADER_LEN);
    struct flip_run run;

    if (s->over ||
        !play_flip(s, arena_printf(a, "flip %s %zu %u\n", sweep_wire(s), byte, bit),
                   &run)) {
        return;
    }
    s->r->facts += lenient;
    if (!(lenient && same(run.got[CLIENT], full->got[CLIENT]) &&
          same(run.got[SERVER], full->got[SERVER]))) {
        check(s,
              arena_printf(a, "bit %u of byte %zu, byte %zu of a record of type %u%s",
                           bit, byte, byte - r->start, s->flight[r->start],
                           r->sealed ? ", protected" : ""),
              &run, &r->upto);
    }
    arena_free(&s->scratch);
}

/* Every bit of the header, the ends of body and tag; every byte if that is asked for. */
static void flip_record(struct sweeper *s, const struct flip_run *full,
                        const struct record *r)
{
    size_t end = r->start + r->len, body = r->start + HEADER_LEN;
    size_t tag = r->len >= HEADER_LEN + TAG_LEN ? end - TAG_LEN : body;

    for (size_t byte = r->start; byte < end; byte++) {
        if (byte < body) {
            for (unsigned bit = 0; bit < 8; bit++) {
                flip(s, full, r, byte, bit);
            }
        } else if (byte == body || byte == (body + tag) / 2 || byte == tag ||
                   byte == end - 1 || (s->deep && sweep_is_handshake(s))) {
            flip(s, full, r, byte, (unsigned)(byte % 8));
        }
    }
}

static bool is_sealed(const struct sweeper *s, uint8_t type, bool after_ccs)
{
    switch (sweep_seal(s)) {
    case SEAL_AFTER_CCS: return after_ccs && type != CCS;
    case SEAL_BY_TYPE: return type == SEALED;
    case SEAL_ALL: return true;
    }
    return false;
}

void sweep_flip(struct sweeper *s)
{
    struct wire wire = {(uint8_t *)(uintptr_t)s->flight, s->flight_len, 0};
    struct arena kept = {NULL};
    struct flip_run full;
    struct record r = {0};
    bool after_ccs = false;

    if (!play_flip(s, "", &full)) {
        return;
    }
    arena_join(&kept, &s->scratch);
    for (size_t k = 0; !s->over && wire_record(&wire, k, &r.start, &r.len); k++) {
        uint8_t type = s->flight[r.start];

        r.is_ccs = type == CCS;
        r.sealed = is_sealed(s, type, after_ccs);
        after_ccs = after_ccs || r.is_ccs;
        if (!play_flip(s,
                       arena_printf(&s->scratch, "cut %s %zu\n", sweep_wire(s), r.start),
                       &r.upto)) {
            break;
        }
        arena_join(&kept, &s->scratch);
        flip_record(s, &full, &r);
    }
    arena_free(&kept);
}
