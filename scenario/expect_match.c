/* SPDX-License-Identifier: Apache-2.0
 *
 * expect_match.c: is an answer as expected?
 */
#include "expect_parts.h"
#include "world.h"

#include <string.h>

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

bool match_value(struct arena *a, const struct alternative *alt, const struct value *v,
                 struct bindings *b)
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

bool is_bio_field(const struct wanted_field *f)
{
    return strcmp(f->name, "incoming") == 0 || strcmp(f->name, "outgoing") == 0;
}

bool match_status(const struct alternative *alt, const struct answer *answer)
{
    return alt->anything || alt->pattern == PATTERN_RUNS ||
           (answer->status == alt->status) != alt->negated;
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
    if (!match_status(alt, answer)) {
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
