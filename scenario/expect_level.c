/* SPDX-License-Identifier: Apache-2.0
 *
 * expect_level.c: at which level each part of an expectation holds.
 *
 * A read is told twice. At `signal` and above it is a call, which gives these bytes or this
 * end now. At `stream` it is a piece of what arrives: engines cut that as they like.
 */
#include "expect_parts.h"

#include <string.h>

/* What a value is, by its op. */
enum kind {
    KIND_VALUE, /* of the contract */
    KIND_SIGNAL,
    KIND_NUMBER /* of pending bytes: some or none is a signal, how many the contract */
};

static enum kind kind_of(const struct op *op)
{
    switch (op->id) {
    case OP_READ:
    case OP_INCOMING_EOF:
    case OP_OUTGOING_EOF:
    case OP_DRIP: return KIND_SIGNAL;
    case OP_PENDING:
    case OP_INCOMING_PENDING:
    case OP_OUTGOING_PENDING: return KIND_NUMBER;
    default: return op->kind == OP_WIRE ? KIND_NUMBER : KIND_VALUE;
    }
}

/* Whether a handshake succeeds is seen from outside, whoever asked what in between. */
static bool is_outcome(const struct op *op)
{
    return op->kind == OP_MACRO || op->id == OP_PUMP;
}

/* A read of nothing neither delivers nor ends anything. */
static bool reads_nothing(const struct call *call)
{
    return call->op->id == OP_READ && call->arg[0].num == 0;
}

static bool is_end(const struct call *call, enum status status)
{
    bool arrives = call->op->id == OP_READ || call->op->id == OP_DO_HANDSHAKE;

    return status == STATUS_CERT_VERIFY ||
           (call->op->id == OP_UNWRAP && status == STATUS_EOF) ||
           (arrives && (status == STATUS_EOF || status == STATUS_ZERO_RETURN ||
                        status == STATUS_SSL || status == STATUS_SYSCALL));
}

static bool delivers(const struct call *call, const struct alternative *alt)
{
    return call->op->id == OP_READ && !reads_nothing(call) && alt->status == STATUS_OK &&
           alt->pattern == PATTERN_TEXT;
}

/* This outcome is a piece of the stream, or its end. */
static bool is_stream(const struct call *call, const struct alternative *alt)
{
    return !alt->anything && !alt->negated && alt->pattern != PATTERN_RUNS &&
           (is_end(call, alt->status) || delivers(call, alt));
}

static enum level level_of_status(const struct call *call, const struct alternative *alt)
{
    if (alt->anything) {
        return LEVELS;
    }
    return is_outcome(call->op) || is_stream(call, alt) ? LEVEL_STREAM : LEVEL_SIGNAL;
}

/* A relation with 0 asks for some or none. */
static bool asks_for_some(const struct alternative *alt)
{
    return alt->pattern == PATTERN_TEXT ||
           (alt->pattern == PATTERN_RELATION && alt->bound == 0);
}

static enum level level_of_value(const struct call *call, const struct alternative *alt)
{
    if (alt->pattern == PATTERN_ANY || alt->pattern == PATTERN_WILDCARD) {
        return LEVELS;
    }
    if (delivers(call, alt)) {
        return LEVEL_STREAM;
    }
    switch (kind_of(call->op)) {
    case KIND_SIGNAL: return LEVEL_SIGNAL;
    case KIND_NUMBER: return asks_for_some(alt) ? LEVEL_SIGNAL : LEVEL_CONTRACT;
    case KIND_VALUE: break;
    }
    return LEVEL_CONTRACT;
}

static enum level level_of_field(const struct wanted_field *f)
{
    return is_bio_field(f) ? LEVEL_SIGNAL : LEVEL_CONTRACT;
}

/* The levels of an outcome's facts, one after another; LEVELS in place of a missing one. */
struct facts {
    const struct call *call;
    const struct alternative *alt;
    const struct wanted_field *field;
    unsigned at;
};

static bool next_fact(struct facts *f, enum level *level)
{
    switch (f->at++) {
    case 0: *level = level_of_status(f->call, f->alt); return true;
    case 1: *level = level_of_value(f->call, f->alt); return true;
    case 2: f->field = f->alt->fields; break;
    default: f->field = f->field->next;
    }
    if (f->field == NULL) {
        return false;
    }
    *level = level_of_field(f->field);
    return true;
}

enum level expect_lowest(const struct expect *expect, const struct call *call)
{
    enum level lowest = LEVELS, level;

    for (const struct alternative *alt = expect->first; alt != NULL; alt = alt->next) {
        struct facts facts = {call, alt, NULL, 0};

        while (next_fact(&facts, &level)) {
            lowest = level < lowest ? level : lowest;
        }
    }
    return expect->leveled && lowest != LEVELS ? expect->level : lowest;
}

/* Below their highest level these facts are compared less strictly: a read as a piece of the
 * stream, a number as some. */
static enum level strictest(const struct call *call, const struct alternative *alt)
{
    bool number = kind_of(call->op) == KIND_NUMBER && alt->pattern == PATTERN_TEXT &&
                  strcmp(alt->text, "0") != 0;

    for (const struct wanted_field *f = alt->fields; f != NULL; f = f->next) {
        number = number || (is_bio_field(f) && f->value[0] != '0');
    }
    if (number) {
        return LEVEL_CONTRACT;
    }
    return is_stream(call, alt) ? LEVEL_SIGNAL : LEVEL_ALIVE;
}

enum level expect_highest(const struct expect *expect, const struct call *call)
{
    enum level highest = LEVEL_ALIVE, level;

    if (expect->leveled || expect_lowest(expect, call) == LEVELS) {
        return expect_lowest(expect, call);
    }
    for (const struct alternative *alt = expect->first; alt != NULL; alt = alt->next) {
        struct facts facts = {call, alt, NULL, 0};

        level = strictest(call, alt);
        highest = level > highest ? level : highest;
        while (next_fact(&facts, &level)) {
            highest = level != LEVELS && level > highest ? level : highest;
        }
    }
    return highest;
}

/* Of several outcomes the facts of the first are counted. */
unsigned expect_facts(const struct expect *expect, const struct call *call,
                      enum level level)
{
    struct facts facts = {call, expect->first, NULL, 0};
    enum level lowest;
    unsigned count = 0;

    while (next_fact(&facts, &lowest)) {
        lowest = expect->leveled && lowest != LEVELS ? expect->level : lowest;
        count += lowest <= level;
    }
    return count;
}

/* Single answers at `signal` -------------------------------------------------------- */

static bool some(const char *number)
{
    return *number != '0';
}

static bool match_some(const struct alternative *alt, const struct value *v,
                       struct arena *a, struct bindings *b)
{
    if (alt->pattern == PATTERN_TEXT) {
        return v->kind == VALUE_INT && some(alt->text) == (v->num > 0);
    }
    return !asks_for_some(alt) || match_value(a, alt, v, b);
}

static bool match_bio(const struct wanted_field *f, const struct answer *answer)
{
    const struct bio_state *bio =
        &answer->bio[strcmp(f->name, "incoming") == 0 ? INCOMING : OUTGOING];

    return bio->pending >= 0 && some(f->value) == (bio->pending > 0) &&
           (strstr(f->value, ",eof") != NULL) == bio->eof;
}

static bool match_signal(struct arena *a, const struct alternative *alt,
                         const struct call *call, const struct answer *answer,
                         struct bindings *b)
{
    if (alt->anything) {
        return true;
    }
    if (!match_status(alt, answer)) {
        return false;
    }
    for (const struct wanted_field *f = alt->fields; f != NULL; f = f->next) {
        if (is_bio_field(f) && !match_bio(f, answer)) {
            return false;
        }
    }
    switch (kind_of(call->op)) {
    case KIND_SIGNAL: return match_value(a, alt, &answer->value, b);
    case KIND_NUMBER: return match_some(alt, &answer->value, a, b);
    case KIND_VALUE: break;
    }
    return true;
}

/* Below `signal` only outcomes are single answers. */
static bool match_low(struct arena *a, const struct alternative *alt,
                      const struct call *call, enum level level,
                      const struct answer *answer, struct bindings *b)
{
    if (level >= LEVEL_SIGNAL) {
        return match_signal(a, alt, call, answer, b);
    }
    return level < LEVEL_STREAM || !is_outcome(call->op) || match_status(alt, answer);
}

bool expect_match_at(struct arena *a, const struct expect *expect,
                     const struct call *call, enum level level,
                     const struct answer *answer, struct bindings *bindings)
{
    if (expect->leveled && level < expect->level) {
        return true;
    }
    if (expect->leveled || level >= LEVEL_CONTRACT) {
        return expect_match(a, expect, answer, bindings);
    }
    for (const struct alternative *alt = expect->first; alt != NULL; alt = alt->next) {
        if (match_low(a, alt, call, level, answer, bindings)) {
            return true;
        }
    }
    return false;
}

/* Streams --------------------------------------------------------------------------- */

static enum says say(struct arena *a, const struct alternative *alt, struct answer *says)
{
    struct slice word = {alt->text, alt->text == NULL ? 0 : strlen(alt->text)};
    uint8_t *data;

    answer_init(says, alt->status);
    if (alt->status == STATUS_OK) {
        if (!parse_hex(a, word, &data, &says->value.len)) {
            return SAYS_WHATEVER;
        }
        says->value.kind = VALUE_BYTES;
        says->value.data = data;
    }
    return SAYS_THIS;
}

enum says expect_stream(struct arena *a, const struct expect *expect,
                        const struct call *call, const struct answer *answer,
                        struct bindings *bindings, struct answer *says)
{
    const struct alternative *first = expect->first;
    enum level lowest = expect_lowest(expect, call);

    if (expect->leveled || lowest == LEVELS ||
        (expect_is_set(expect) &&
         expect_match_at(a, expect, call, LEVEL_SIGNAL, answer, bindings))) {
        return SAYS_WHATEVER;
    }
    if (is_stream(call, first)) {
        return say(a, first, says);
    }
    /* `ok`, without a word of what. */
    return first->status == STATUS_OK && !first->negated ? SAYS_WHATEVER : SAYS_NOTHING;
}
