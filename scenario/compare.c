/* SPDX-License-Identifier: Apache-2.0
 *
 * compare.c: expectations and oracles.
 *
 * What is compared at which level:
 *
 *     stream    the bytes that `read` delivers, and how it ends
 *     signal    the status of every op, pending and eof of the endpoint's BIOs
 *     contract  values, errno, library, reason, class, verify code and message
 *     wire      the bytes that TLS puts out
 */
#include "compare.h"

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

/* Lengths of opaque bytes are compared at signal, or only "some or none". */
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

/* The status with its value, as people read it. */
static const char *outcome(struct arena *a, const struct answer *answer)
{
    const char *value = value_format(a, &answer->value);

    return arena_printf(a, "%s%s%s", status_name(answer->status),
                        *value == '\0' ? "" : " ", value);
}

static const char *with_field(struct arena *a, const struct answer *answer,
                              const char *name, const char *value)
{
    return arena_printf(a, "%s %s=%s", status_name(answer->status), name,
                        value == NULL ? "none" : value);
}

static void differ(struct difference *d, size_t at, const char *want, const char *got)
{
    *d = (struct difference){true, at, want, got, 0};
}

/* Whose doing an observation is: of a call its endpoint's, of bytes on the wire the sender's. */
static char end_of(const struct observation *o)
{
    bool both = o->op->id == OP_PUMP;

    if (o->op->kind == OP_CALL) {
        return endpoint_letter(o->who);
    }
    return both ? '\0' : endpoint_letter(o->who == CLIENT ? SERVER : CLIENT);
}

/* What can be asked of an observation: both ends have a part in what the wire carries. */
static enum level asked(const enum level *level, const struct observation *o)
{
    enum level least = level[CLIENT] < level[SERVER] ? level[CLIENT] : level[SERVER];

    return o->op->kind == OP_CALL ? level[o->who] : least;
}

/* An answer beside an expectation that states fields is shown with its fields. */
static const char *full_outcome(struct arena *a, const struct expect *expect,
                                const struct answer *answer)
{
    struct answer shown = *answer;

    if (expect == NULL || strchr(expect_text(expect), '=') == NULL) {
        return outcome(a, answer);
    }
    shown.field[FIELD_NATIVE] = NULL;
    if (strstr(expect_text(expect), "incoming=") == NULL &&
        strstr(expect_text(expect), "outgoing=") == NULL) {
        shown.bio[INCOMING].pending = -1;
        shown.bio[OUTGOING].pending = -1;
    }
    return answer_format(a, &shown);
}

/* The level at which it shows that an answer is not as expected (see the head of the file). Of
 * what the wire carries only `pump` tells how it ends. */
static enum level level_of(const struct observation *o, enum mismatch mismatch)
{
    bool stream = o->op->id == OP_READ || o->op->id == OP_PUMP;
    bool count = o->op->kind == OP_WIRE || o->op->id == OP_PENDING || is_size(o);

    switch (mismatch) {
    case MISMATCH_STATUS: return stream ? LEVEL_STREAM : LEVEL_SIGNAL;
    case MISMATCH_VALUE:
        return stream ? LEVEL_STREAM : count ? LEVEL_SIGNAL : LEVEL_CONTRACT;
    case MISMATCH_BIO: return LEVEL_SIGNAL;
    case MISMATCH_FIELD: break;
    }
    return LEVEL_CONTRACT;
}

/* Checks the last observation of a step. */
static void check_step(struct arena *a, const struct step *step,
                       const struct observation *o, struct bindings *bindings,
                       unsigned *facts, struct difference *d, enum level *shows)
{
    if (step->expect == NULL) { /* a macro: it must end well */
        *facts += 1;
        d->found = o->answer.status != STATUS_OK;
        d->want = "ok";
        *shows = LEVEL_STREAM;
    } else {
        *facts += expect_facts(step->expect);
        d->found = !expect_match(a, step->expect, &o->answer, bindings);
        d->want = expect_text(step->expect);
        *shows = d->found
                     ? level_of(o, expect_mismatch(a, step->expect, &o->answer, bindings))
                     : LEVEL_ALIVE;
    }
    d->got = d->found ? full_outcome(a, step->expect, &o->answer) : NULL;
    d->end = end_of(o);
}

void check_expectations_at(struct arena *a, const struct scenario *scenario,
                           const struct trace *trace, struct bindings *bindings,
                           const enum level *level, unsigned *facts, struct difference *d,
                           struct difference *above)
{
    memset(d, 0, sizeof *d);
    memset(above, 0, sizeof *above);
    for (size_t i = 0; i < trace->count; i++) {
        const struct observation *o = &trace->list[i];
        const struct step *step = &scenario->steps[o->step];
        bool macro = step->call.op != NULL && step->call.op->kind == OP_MACRO;
        struct difference here = {false, i, NULL, NULL, 0};
        enum level shows;

        if (!o->last || (step->expect == NULL && !macro)) {
            continue;
        }
        check_step(a, step, o, bindings, facts, &here, &shows);
        if (here.found && shows <= asked(level, o)) {
            *d = here;
            return;
        }
        if (here.found && !above->found) {
            *above = here;
        }
    }
}

void check_expectations(struct arena *a, const struct scenario *scenario,
                        const struct trace *trace, struct bindings *bindings,
                        unsigned *facts, struct difference *d)
{
    static const enum level all[ENDPOINTS] = {LEVEL_WIRE, LEVEL_WIRE};
    struct difference above;

    check_expectations_at(a, scenario, trace, bindings, all, facts, d, &above);
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
        same = same_size(want, got, p->how->sizes);
    } else if (is_secret(p->oracle) && p->level == LEVEL_CONTRACT) {
        same = same_size(want, got, true);
    } else if (p->level >= LEVEL_CONTRACT || p->oracle->op->id == OP_READ) {
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
            if (!same_bio(want, got, p->how->sizes || !p->oracle->wrapped)) {
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
    bool stream = p->oracle->op->id == OP_READ;

    if (p->level == LEVEL_ALIVE || (p->level == LEVEL_STREAM && !stream)) {
        return;
    }
    if (!free_choice(p) && (!compare_status(p) || !compare_value(p))) {
        return;
    }
    if (p->level >= LEVEL_SIGNAL && !compare_bios(p)) {
        return;
    }
    if (p->level >= LEVEL_CONTRACT && !free_choice(p) && !compare_fields(p)) {
        return;
    }
    if (p->level >= LEVEL_WIRE) {
        compare_sent(p->a, p->at, p->oracle->sent, p->subject->sent, p->facts, p->d);
    }
}

void compare_traces(struct arena *a, const struct comparison *how,
                    const struct trace *oracle, const struct trace *trace,
                    unsigned *facts, struct difference *d)
{
    size_t count = oracle->count < trace->count ? oracle->count : trace->count;

    memset(d, 0, sizeof *d);
    for (size_t i = 0; i < count && !d->found; i++) {
        struct couple p = {.a = a,
                           .how = how,
                           .level = asked(how->level, &oracle->list[i]),
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
