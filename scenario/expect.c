/* SPDX-License-Identifier: Apache-2.0
 *
 * expect.c: expectations.
 *
 *     expectation = alternative { "|" alternative } [ "why" NAME ]
 *     alternative = "*" | [ "!" ] STATUS [ pattern ] { FIELD "=" WORD }
 *                 | run run...        run = STATUS [ "*" COUNT ], kept as text
 */
#include "expect.h"
#include "world.h"

#include <inttypes.h>
#include <string.h>

enum pattern {
    PATTERN_ANY,      /* no value is stated */
    PATTERN_TEXT,     /* exactly this text */
    PATTERN_WILDCARD, /* some value */
    PATTERN_CAPTURE,
    PATTERN_RELATION,
    PATTERN_CERTIFICATE,
    PATTERN_HAS, /* a list with these words among its own */
    PATTERN_RUNS
};

struct wanted_field {
    struct wanted_field *next;
    const char *name, *value;
};

struct alternative {
    struct alternative *next;
    bool anything, negated;
    enum status status;
    enum pattern pattern;
    const char
        *text; /* of the pattern: value, variable, relation sign, certificate, runs */
    int64_t bound;
    struct wanted_field *fields;
};

struct expect {
    const char *text;
    struct alternative *first;
};

static const char *const relations[] = {"<=", ">=", "!=", "<", ">"};

static bool is_relation(struct slice word)
{
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        if (slice_is(word, relations[i])) {
            return true;
        }
    }
    return false;
}

static bool is_field(struct arena *a, struct alternative *alt, struct slice word)
{
    const char *eq = memchr(word.p, '=', word.len);
    struct slice name = {word.p, eq == NULL ? 0 : (size_t)(eq - word.p)};
    enum field field;
    struct wanted_field *f;

    if (!(slice_is(name, "incoming") || slice_is(name, "outgoing") ||
          field_by_name(name, &field))) {
        return false;
    }
    f = arena_alloc(a, sizeof *f);
    f->name = arena_text(a, name.p, name.len);
    f->value = arena_text(a, eq + 1, word.len - name.len - 1);
    f->next = alt->fields;
    alt->fields = f;
    return true;
}

/* "want_read*516": the status and whether a count follows. */
static bool is_run(struct slice word)
{
    const char *star = memchr(word.p, '*', word.len);
    struct slice name = {word.p, star == NULL ? word.len : (size_t)(star - word.p)};
    enum status status;
    int64_t n = 1;

    if (star != NULL) {
        struct slice count = {star + 1, word.len - name.len - 1};

        if (!parse_int(count, &n)) {
            return false;
        }
    }
    return status_by_name(name, &status) && n > 0;
}

/* A word of a value. `#` by itself would begin a comment, so it is written `%23`. */
static const char *plain_word(struct arena *a, struct slice word)
{
    return slice_is(word, "%23") ? "#" : arena_text(a, word.p, word.len);
}

static const char *parse_pattern(struct arena *a, struct alternative *alt,
                                 struct slice value, struct slice *rest)
{
    struct slice word;

    alt->text = plain_word(a, value);
    if (slice_is(value, "*")) {
        alt->pattern = PATTERN_WILDCARD;
    } else if (value.p[0] == '$') {
        alt->pattern = PATTERN_CAPTURE;
    } else if (value.p[0] == '@') {
        alt->pattern = PATTERN_CERTIFICATE;
    } else if (slice_is(value, "has")) {
        alt->pattern = PATTERN_HAS;
        alt->text = arena_text(a, rest->p, rest->len);
        *rest = (struct slice){rest->p + rest->len, 0};
        return trim((struct slice){alt->text, strlen(alt->text)}).len > 0
                   ? NULL
                   : "`has` needs a word";
    } else if (is_relation(value)) {
        alt->pattern = PATTERN_RELATION;
        return next_word(rest, &word) && parse_int(word, &alt->bound)
                   ? NULL
                   : "a relation needs a number";
    } else {
        alt->pattern = PATTERN_TEXT;
    }
    return NULL;
}

/* Everything behind the status: a pattern, more words of a text value, fields. */
static const char *parse_tail(struct arena *a, struct alternative *alt, struct slice rest)
{
    struct slice word;
    const char *wrong = NULL;

    while (wrong == NULL && next_word(&rest, &word)) {
        if (is_field(a, alt, word)) {
            continue;
        }
        if (alt->negated || alt->status != STATUS_OK) {
            return "only `ok` has a value";
        }
        if (alt->pattern == PATTERN_ANY) {
            wrong = parse_pattern(a, alt, word, &rest);
        } else if ((alt->pattern == PATTERN_TEXT ||
                    (alt->pattern == PATTERN_CERTIFICATE && word.p[0] == '@')) &&
                   alt->fields == NULL) {
            alt->text = arena_printf(a, "%s %s", alt->text, plain_word(a, word));
        } else {
            return "a word too many";
        }
    }
    return wrong;
}

static bool all_runs(struct slice text)
{
    struct slice word;
    bool star = false;

    while (next_word(&text, &word)) {
        if (!is_run(word)) {
            return false;
        }
        star = star || memchr(word.p, '*', word.len) != NULL;
    }
    return star;
}

static const char *parse_alternative(struct arena *a, struct slice text,
                                     struct alternative *alt)
{
    struct slice rest = text, word;

    if (!next_word(&rest, &word)) {
        return "an empty expectation";
    }
    if (slice_is(word, "*")) {
        alt->anything = true;
        return trim(rest).len == 0 ? NULL : "nothing can stand behind `*`";
    }
    if (all_runs(text)) {
        alt->pattern = PATTERN_RUNS;
        alt->text = arena_text(a, trim(text).p, trim(text).len);
        return NULL;
    }
    if (word.p[0] == '!') {
        alt->negated = true;
        word.p++;
        word.len--;
    }
    if (!status_by_name(word, &alt->status)) {
        return "an unknown status";
    }
    return parse_tail(a, alt, rest);
}

/* Cuts "why NAME" off the end; *why says whether it was there. False when it is
 * malformed. */
static bool cut_why(struct slice *text, bool *why)
{
    struct slice rest = *text, word, reason;

    *why = false;
    while (next_word(&rest, &word)) {
        if (slice_is(word, "why")) {
            text->len = (size_t)(word.p - text->p);
            *why = true;
            return next_word(&rest, &reason) && trim(rest).len == 0;
        }
    }
    return true;
}

/* Cuts the part before the next bar off; *more says whether there is one. */
static struct slice cut_part(struct slice *rest, bool *more)
{
    const char *bar = rest->len == 0 ? NULL : memchr(rest->p, '|', rest->len);
    struct slice part = {rest->p, bar == NULL ? rest->len : (size_t)(bar - rest->p)};

    *more = bar != NULL;
    rest->p += part.len + *more;
    rest->len -= part.len + *more;
    return part;
}

struct expect *expect_parse(struct arena *a, struct slice text, const char **wrong)
{
    struct expect *expect = arena_alloc(a, sizeof *expect);
    struct alternative **tail = &expect->first;
    bool why, more = true;

    expect->text = arena_text(a, trim(text).p, trim(text).len);
    if (!cut_why(&text, &why)) {
        *wrong = "`why` stands at the end, with the name of the reason";
        return NULL;
    }
    while (more) {
        struct slice part = cut_part(&text, &more);

        *tail = arena_alloc(a, sizeof **tail);
        *wrong = parse_alternative(a, part, *tail);
        if (*wrong != NULL) {
            return NULL;
        }
        tail = &(*tail)->next;
    }
    if ((expect->first->next != NULL) != why) {
        *wrong = why ? "`why` belongs to a set of outcomes"
                     : "a set of outcomes needs `why` and the name of the reason";
        return NULL;
    }
    return expect;
}

static bool match_capture(struct arena *a, const char *name, const char *value,
                          struct bindings *b)
{
    for (size_t i = 0; i < b->count; i++) {
        if (strcmp(b->list[i].name, name) == 0) {
            return strcmp(b->list[i].value, value) == 0;
        }
    }
    b->list = arena_grow(a, b->list, b->count, sizeof *b->list);
    b->list[b->count++] = (struct binding){name, value};
    return true;
}

static bool match_relation(const char *sign, int64_t n, int64_t bound)
{
    if (strcmp(sign, "!=") == 0) {
        return n != bound;
    }
    if (strchr(sign, '=') != NULL && n == bound) {
        return true;
    }
    return sign[0] == '<' ? n < bound : n > bound;
}

/* What a relation compares: a number, or the length of bytes. */
static bool number_of(const struct value *v, int64_t *n)
{
    *n = v->kind == VALUE_INT ? v->num : (int64_t)v->len;
    return v->kind == VALUE_INT || v->kind == VALUE_BYTES;
}

/* The value is the hex of these certificates, as "@ed25519 @ed25519.1" names them. */
static bool match_certificates(struct arena *a, const char *names, const struct value *v,
                               const char *world)
{
    struct slice rest = {names, strlen(names)}, word;
    char *want = NULL;

    while (next_word(&rest, &word)) {
        size_t len = 0;
        char *name = arena_text(a, word.p + 1, word.len - 1);
        uint8_t *der = world == NULL ? NULL : world_certificate(a, world, name, &len);
        char *hex = der == NULL ? NULL : format_hex(a, der, len);

        if (hex == NULL) {
            return false;
        }
        want = want == NULL ? hex : arena_printf(a, "%s %s", want, hex);
    }
    return want != NULL && strcmp(value_format(a, v), want) == 0;
}

static bool has_word(struct slice list, struct slice wanted)
{
    struct slice word;

    while (next_word(&list, &word)) {
        if (word.len == wanted.len && memcmp(word.p, wanted.p, word.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool match_has(const char *wanted, const char *list)
{
    struct slice rest = {wanted, strlen(wanted)}, word;

    while (next_word(&rest, &word)) {
        if (!has_word((struct slice){list, strlen(list)}, word)) {
            return false;
        }
    }
    return true;
}

static bool match_value(struct arena *a, const struct alternative *alt,
                        const struct value *v, struct bindings *b)
{
    int64_t n;

    switch (alt->pattern) {
    case PATTERN_ANY: return true;
    case PATTERN_WILDCARD: return v->kind != VALUE_ABSENT;
    case PATTERN_RUNS:
    case PATTERN_TEXT: return strcmp(value_format(a, v), alt->text) == 0;
    case PATTERN_HAS: return match_has(alt->text, value_format(a, v));
    case PATTERN_CAPTURE: return match_capture(a, alt->text, value_format(a, v), b);
    case PATTERN_RELATION:
        return number_of(v, &n) && match_relation(alt->text, n, alt->bound);
    case PATTERN_CERTIFICATE: return match_certificates(a, alt->text, v, b->world);
    }
    return false;
}

static bool match_field(struct arena *a, const struct wanted_field *f,
                        const struct answer *answer)
{
    struct slice name = {f->name, strlen(f->name)};
    enum field field;

    if (field_by_name(name, &field)) {
        const char *got = answer->field[field] == NULL ? "none" : answer->field[field];

        return strcmp(got, f->value) == 0;
    }
    return strcmp(bio_format(
                      a, &answer->bio[slice_is(name, "incoming") ? INCOMING : OUTGOING]),
                  f->value) == 0;
}

static bool match_alternative(struct arena *a, const struct alternative *alt,
                              const struct answer *answer, struct bindings *b)
{
    if (alt->anything) {
        return true;
    }
    if (alt->pattern != PATTERN_RUNS && (answer->status == alt->status) == alt->negated) {
        return false;
    }
    for (const struct wanted_field *f = alt->fields; f != NULL; f = f->next) {
        if (!match_field(a, f, answer)) {
            return false;
        }
    }
    return match_value(a, alt, &answer->value, b);
}

bool expect_match(struct arena *a, const struct expect *expect,
                  const struct answer *answer, struct bindings *bindings)
{
    for (const struct alternative *alt = expect->first; alt != NULL; alt = alt->next) {
        if (match_alternative(a, alt, answer, bindings)) {
            return true;
        }
    }
    return false;
}

static enum mismatch mismatch_of(struct arena *a, const struct alternative *alt,
                                 const struct answer *answer, struct bindings *b)
{
    enum mismatch found = MISMATCH_FIELD;

    if (alt->pattern != PATTERN_RUNS && (answer->status == alt->status) == alt->negated) {
        return MISMATCH_STATUS;
    }
    if (!match_value(a, alt, &answer->value, b)) {
        return MISMATCH_VALUE;
    }
    for (const struct wanted_field *f = alt->fields; f != NULL; f = f->next) {
        struct slice name = {f->name, strlen(f->name)};
        enum field field;

        if (!match_field(a, f, answer) && !field_by_name(name, &field)) {
            found = MISMATCH_BIO;
        }
    }
    return found;
}

enum mismatch expect_mismatch(struct arena *a, const struct expect *expect,
                              const struct answer *answer, struct bindings *bindings)
{
    enum mismatch least = MISMATCH_STATUS;

    for (const struct alternative *alt = expect->first; alt != NULL; alt = alt->next) {
        enum mismatch m = mismatch_of(a, alt, answer, bindings);

        least = m < least ? m : least;
    }
    return least;
}

bool expect_is_set(const struct expect *expect)
{
    return expect->first->next != NULL;
}

const char *expect_text(const struct expect *expect)
{
    return expect->text;
}

unsigned expect_facts(const struct expect *expect)
{
    const struct alternative *alt = expect->first;
    unsigned facts = alt->anything ? 0 : 1;

    if (alt->pattern != PATTERN_ANY && alt->pattern != PATTERN_WILDCARD) {
        facts++;
    }
    for (const struct wanted_field *f = alt->fields; f != NULL; f = f->next) {
        facts++;
    }
    return facts;
}
