/* SPDX-License-Identifier: Apache-2.0
 *
 * expect.c: reading expectations.
 *
 *     expectation = [ "@" LEVEL ] alternative { "|" alternative } [ "why" NAME ]
 *     alternative = "*" | [ "!" ] STATUS [ pattern ] { FIELD "=" WORD }
 *                 | run run...        run = STATUS [ "*" COUNT ], kept as text
 */
#include "expect_parts.h"

#include <string.h>

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

/* Cuts "@LEVEL" off the beginning; false when there is no such level. */
static bool cut_level(struct slice *text, struct expect *expect)
{
    struct slice rest = *text, word;

    expect->leveled = next_word(&rest, &word) && word.p[0] == '@';
    if (!expect->leveled) {
        return true;
    }
    *text = rest;
    return level_by_name((struct slice){word.p + 1, word.len - 1}, &expect->level);
}

struct expect *expect_parse(struct arena *a, struct slice text, const char **wrong)
{
    struct expect *expect = arena_alloc(a, sizeof *expect);
    struct alternative **tail = &expect->first;
    bool why, more = true;

    expect->text = arena_text(a, trim(text).p, trim(text).len);
    if (!cut_level(&text, expect)) {
        *wrong = "`@` is followed by alive, stream, signal, contract or wire";
        return NULL;
    }
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

bool expect_is_set(const struct expect *expect)
{
    return expect->first->next != NULL;
}

const char *expect_text(const struct expect *expect)
{
    return expect->text;
}
