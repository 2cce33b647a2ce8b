/* SPDX-License-Identifier: Apache-2.0
 *
 * compare.c: two traces of one scenario.
 *
 * What is compared at which level:
 *
 *     stream    the bytes that arrive, how they end, and whether `pump` succeeds
 *     signal    the status of every op and what reads give; of BIOs and counts of bytes,
 *               whether there are some, and eof
 *     contract  values, numbers, errno, library, reason, class, verify code and message
 *     wire      the bytes that TLS puts out
 */
#include "compare_parts.h"

#include <string.h>

/* Bytes and BIO contents that TLS made itself: their content is random. */
static bool is_opaque(const struct observation *o)
{
    return o->wrapped && (o->op->id == OP_OUTGOING_READ || o->op->id == OP_INCOMING_READ);
}

/* Counts of bytes that TLS made itself: they depend on the library. */
static bool is_size(const struct observation *o)
{
    return o->op->kind == OP_WIRE ||
           (o->wrapped &&
            (o->op->id == OP_INCOMING_WRITE || o->op->id == OP_OUTGOING_WRITE ||
             o->op->id == OP_OUTGOING_PENDING || o->op->id == OP_INCOMING_PENDING ||
             is_opaque(o)));
}

/* Secrets of the connection: only how long they are can be compared, unless randomness is
 * frozen. */
static bool is_secret(const struct observation *o)
{
    return o->op->id == OP_GET_CHANNEL_BINDING ||
           o->op->id == OP_EXPORT_KEYING_MATERIAL || o->op->id == OP_KEYLOG_LINES;
}

static bool same_value(const struct value *a, const struct value *b)
{
    return a->kind == b->kind && a->num == b->num && a->len == b->len &&
           (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

/* Lengths of opaque bytes, or only "some or none". */
static bool same_size(const struct value *a, const struct value *b, bool sizes)
{
    if (a->kind != b->kind) {
        return false;
    }
    if (sizes) {
        return a->num == b->num && a->len == b->len;
    }
    return (a->num > 0) == (b->num > 0) && (a->len > 0) == (b->len > 0);
}

static bool same_bio(const struct bio_state *a, const struct bio_state *b, bool sizes)
{
    if (a->pending < 0 || b->pending < 0) {
        return true;
    }
    return a->eof == b->eof &&
           (sizes ? a->pending == b->pending : (a->pending > 0) == (b->pending > 0));
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static const char *with_field(struct arena *a, const struct answer *answer,
                              const char *name, const char *value)
{
    return arena_printf(a, "%s %s=%s", status_name(answer->status), name,
                        value == NULL ? "none" : value);
}

/* One call of two traces. */
struct couple {
    struct arena *a;
    const struct comparison *how;
    enum level level; /* of this call */
    size_t at;
    const struct observation *oracle, *subject;
    unsigned *facts;
    struct difference *d;
};

static bool compare_status(const struct couple *p)
{
    const struct answer *want = &p->oracle->answer, *got = &p->subject->answer;

    *p->facts += 1;
    if (want->status != got->status) {
        differ(p->d, p->at, outcome(p->a, want), outcome(p->a, got));
    }
    return !p->d->found;
}

/* What libssl sends, and what it tells of it, is another matter in each version. */
static bool is_of_library(const struct observation *o)
{
    return o->op->id == OP_MSG_CALLBACK_CALLS;
}

/* Numbers of bytes are compared at contract, where the library does not vary them. */
static bool compares_sizes(const struct comparison *how, enum level level)
{
    return how->sizes && level >= LEVEL_CONTRACT;
}

static bool is_read(const struct observation *o)
{
    return o->op->id == OP_READ || o->op->id == OP_INCOMING_EOF ||
           o->op->id == OP_OUTGOING_EOF;
}

static bool is_pending(const struct observation *o)
{
    return o->op->id == OP_PENDING || o->op->id == OP_INCOMING_PENDING ||
           o->op->id == OP_OUTGOING_PENDING;
}

static bool compare_value(const struct couple *p)
{
    const struct value *want = &p->oracle->answer.value, *got = &p->subject->answer.value;
    bool opaque = is_opaque(p->oracle), size = is_size(p->oracle);
    bool same = true;

    if (is_of_library(p->oracle) && !p->how->same_library) {
        return true;
    }
    if (p->oracle->op->id == OP_DRIP) {
        same = !p->how->sizes || same_value(want, got);
    } else if (size && !(opaque && p->level == LEVEL_WIRE)) {
        same = same_size(want, got, compares_sizes(p->how, p->level));
    } else if (is_pending(p->oracle) && p->level < LEVEL_CONTRACT) {
        same = same_size(want, got, false);
    } else if (is_secret(p->oracle) && p->level == LEVEL_CONTRACT) {
        same = same_size(want, got, true);
    } else if (p->level >= LEVEL_CONTRACT || is_read(p->oracle)) {
        same = same_value(want, got);
    } else {
        return true;
    }
    *p->facts += want->kind != VALUE_ABSENT;
    if (!same) {
        differ(p->d, p->at, outcome(p->a, &p->oracle->answer),
               outcome(p->a, &p->subject->answer));
    }
    return same;
}

static bool compare_bios(const struct couple *p)
{
    static const char *const names[BIOS] = {"incoming", "outgoing"};

    for (int who = 0; who < ENDPOINTS; who++) {
        for (int i = 0; i < BIOS && p->how->level[who] >= LEVEL_SIGNAL; i++) {
            const struct bio_state *want = &p->oracle->bio[who][i];
            const struct bio_state *got = &p->subject->bio[who][i];

            *p->facts += want->pending >= 0 && got->pending >= 0;
            if (!same_bio(
                    want, got,
                    compares_sizes(p->how, p->how->level[who]) ||
                        (!p->oracle->wrapped && p->how->level[who] >= LEVEL_CONTRACT))) {
                const char *name = arena_printf(
                    p->a, "%c.%s", endpoint_letter((enum endpoint)who), names[i]);

                differ(
                    p->d, p->at,
                    with_field(p->a, &p->oracle->answer, name, bio_format(p->a, want)),
                    with_field(p->a, &p->subject->answer, name, bio_format(p->a, got)));
                p->d->end = endpoint_letter((enum endpoint)who);
                return false;
            }
        }
    }
    return true;
}

/* Libraries name the same fault differently: what is common stands in the case. */
static bool depends_on_library(int field)
{
    return field == FIELD_LIB || field == FIELD_REASON || field == FIELD_VERIFY_MESSAGE;
}

static bool compare_fields(const struct couple *p)
{
    for (int i = 0; i < FIELD_NATIVE; i++) {
        if (depends_on_library(i) && !p->how->same_library) {
            continue;
        }
        const char *want = p->oracle->answer.field[i], *got = p->subject->answer.field[i];

        *p->facts += want != NULL || got != NULL;
        if (!same_text(want, got)) {
            differ(p->d, p->at,
                   with_field(p->a, &p->oracle->answer, field_name((enum field)i), want),
                   with_field(p->a, &p->subject->answer, field_name((enum field)i), got));
            return false;
        }
    }
    return true;
}

/* The case allows several outcomes: each of the two has been found to be one of them. */
static bool free_choice(const struct couple *p)
{
    const struct expect *expect = p->how->scenario->steps[p->oracle->step].expect;

    return !p->how->same_library && p->oracle->last && expect != NULL &&
           expect_is_set(expect);
}

static bool same_sent(const struct sent *a, const struct sent *b)
{
    return a->bytes == b->bytes && a->digest == b->digest;
}

static const char *sent_text(struct arena *a, enum endpoint who, const struct sent *sent)
{
    return arena_printf(a, "%llu bytes out of %c, digest %016llx",
                        (unsigned long long)sent->bytes, endpoint_letter(who),
                        (unsigned long long)sent->digest);
}

/* Everything that both have put out so far. */
static void compare_sent(struct arena *a, size_t at, const struct sent *want,
                         const struct sent *got, unsigned *facts, struct difference *d)
{
    for (int who = 0; who < ENDPOINTS && !d->found; who++) {
        *facts += 1;
        if (!same_sent(&want[who], &got[who])) {
            differ(d, at, sent_text(a, (enum endpoint)who, &want[who]),
                   sent_text(a, (enum endpoint)who, &got[who]));
            d->end = endpoint_letter((enum endpoint)who);
        }
    }
}

static void compare_couple(const struct couple *p)
{
    if (p->level == LEVEL_ALIVE) {
        return;
    }
    if (!free_choice(p) && (!compare_status(p) || !compare_value(p))) {
        return;
    }
    if (!compare_bios(p)) {
        return;
    }
    if (p->level >= LEVEL_CONTRACT && !free_choice(p) && !compare_fields(p)) {
        return;
    }
    if (p->level >= LEVEL_WIRE) {
        compare_sent(p->a, p->at, p->oracle->sent, p->subject->sent, p->facts, p->d);
    }
}

/* Streams --------------------------------------------------------------------------- */

/* The observation that ends the same step. Engines need not make the same number of calls in a
 * pump. */
static const struct observation *end_of_step(const struct trace *t, size_t step)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->list[i].last && t->list[i].step == step) {
            return &t->list[i];
        }
    }
    return NULL;
}

/* Both flows of an endpoint; where the case leaves the choice, what the other has chosen is
 * wanted. */
static void compare_flow(struct arena *a, const struct comparison *how,
                         const struct trace *oracle, const struct trace *trace,
                         enum endpoint who, unsigned *facts, struct difference *d)
{
    struct flow want = {NULL, 0, 0, false}, got = {NULL, 0, 0, false};
    struct flow_gap gap;

    for (size_t i = 0; i < oracle->count; i++) {
        const struct observation *o = &oracle->list[i], *other;
        struct couple p = {a, how, LEVEL_STREAM, i, o, o, facts, d};

        if (o->who == who) {
            other = free_choice(&p) ? end_of_step(trace, o->step) : NULL;
            flow_take(a, &want, o, i, other == NULL ? &o->answer : &other->answer);
        }
    }
    for (size_t i = 0; i < trace->count; i++) {
        if (trace->list[i].who == who) {
            flow_take(a, &got, &trace->list[i], i, &trace->list[i].answer);
        }
    }
    *facts += (unsigned)want.count;
    if (flow_differs(a, &want, &got, &gap) && !(d->found && d->at <= gap.at)) {
        differ(d, gap.at, gap.want, gap.got);
        d->end = endpoint_letter(who);
    }
}

static void compare_outcome(const struct couple *p)
{
    if (p->subject == NULL) {
        differ(p->d, p->at, p->oracle->request, "the end");
    } else if (p->oracle->op->id == OP_PUMP && !free_choice(p)) {
        compare_status(p);
    }
}

static void compare_streams(struct arena *a, const struct comparison *how,
                            const struct trace *oracle, const struct trace *trace,
                            unsigned *facts, struct difference *d)
{
    for (size_t i = 0; i < oracle->count && !d->found; i++) {
        const struct observation *o = &oracle->list[i];
        const struct observation *other = o->last ? end_of_step(trace, o->step) : NULL;
        struct couple p = {.a = a,
                           .how = how,
                           .level = LEVEL_STREAM,
                           .at = other == NULL ? trace->count
                                               : (size_t)(other - trace->list),
                           .oracle = o,
                           .subject = other,
                           .facts = facts,
                           .d = d};

        if (o->last) {
            compare_outcome(&p);
        }
    }
    for (int who = 0; who < ENDPOINTS; who++) {
        compare_flow(a, how, oracle, trace, (enum endpoint)who, facts, d);
    }
}

void compare_traces(struct arena *a, const struct comparison *how,
                    const struct trace *oracle, const struct trace *trace,
                    unsigned *facts, struct difference *d)
{
    size_t count = oracle->count < trace->count ? oracle->count : trace->count;

    memset(d, 0, sizeof *d);
    if (level_of_both(how->level) == LEVEL_STREAM) {
        compare_streams(a, how, oracle, trace, facts, d);
        return;
    }
    for (size_t i = 0; i < count && !d->found; i++) {
        struct couple p = {.a = a,
                           .how = how,
                           .level = level_asked(how->level, &oracle->list[i]),
                           .at = i,
                           .oracle = &oracle->list[i],
                           .subject = &trace->list[i],
                           .facts = facts,
                           .d = d};

        if (strcmp(p.oracle->request, p.subject->request) != 0) {
            differ(d, i, p.oracle->request, p.subject->request);
            return;
        }
        compare_couple(&p);
        if (d->found && d->end == '\0') {
            d->end = end_of(p.subject);
        }
    }
    if (!d->found && oracle->count != trace->count) {
        differ(d, count, count < oracle->count ? oracle->list[count].request : "the end",
               count < trace->count ? trace->list[count].request : "the end");
    }
    if (how->level[CLIENT] >= LEVEL_WIRE && !d->found) {
        compare_sent(a, count, oracle->sent, trace->sent, facts, d);
    }
}
