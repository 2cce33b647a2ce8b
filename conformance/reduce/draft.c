/* SPDX-License-Identifier: Apache-2.0
 *
 * draft.c: a case that is being changed.
 */
#include "draft.h"

#include <string.h>

/* Expectations of short lines stand in this column. */
#define EXPECTATION_COLUMN 26

struct draft draft_of(struct arena *a, const struct tcase *tc)
{
    const struct scenario *s = &tc->scenario;
    struct draft d = {arena_alloc(a, (s->count + 1) * sizeof *d.lines), s->count};

    for (size_t i = 0; i < s->count; i++) {
        const struct expect *expect = s->steps[i].expect;

        d.lines[i].request = s->steps[i].text;
        d.lines[i].expect = expect == NULL ? NULL : expect_text(expect);
    }
    return d;
}

struct draft draft_copy(struct arena *a, const struct draft *d, size_t more)
{
    struct draft copy = {arena_alloc(a, (d->count + more + 1) * sizeof *copy.lines),
                         d->count};

    if (d->count > 0) {
        memcpy(copy.lines, d->lines, d->count * sizeof *copy.lines);
    }
    return copy;
}

struct draft draft_cut(struct arena *a, const struct draft *d, size_t at, size_t count)
{
    struct draft copy = draft_copy(a, d, 0);

    memmove(copy.lines + at, copy.lines + at + count,
            (d->count - at - count) * sizeof *copy.lines);
    copy.count -= count;
    return copy;
}

struct draft draft_put(struct arena *a, const struct draft *d, size_t at,
                       const struct draft *lines)
{
    struct draft copy = draft_copy(a, d, lines->count);

    memmove(copy.lines + at + lines->count, d->lines + at + 1,
            (d->count - at - 1) * sizeof *copy.lines);
    memcpy(copy.lines + at, lines->lines, lines->count * sizeof *copy.lines);
    copy.count = d->count - 1 + lines->count;
    return copy;
}

const char *draft_body(struct arena *a, const struct draft *d)
{
    const char *text = "";

    for (size_t i = 0; i < d->count; i++) {
        const struct draft_line *l = &d->lines[i];

        text = l->expect == NULL
                   ? arena_printf(a, "%s%s\n", text, l->request)
                   : arena_printf(a, "%s%-*s = %s\n", text, EXPECTATION_COLUMN,
                                  l->request, l->expect);
    }
    return text;
}

bool draft_case(struct arena *a, const struct draft *d, const struct tcase *like,
                struct tcase *tc)
{
    const char *body = draft_body(a, d);
    struct complaint c;

    *tc = *like;
    tc->body = (struct slice){body, strlen(body)};
    tc->scenario = (struct scenario){NULL, 0};
    return scenario_parse(a, &tc->scenario, tc->body, tc->body_line, &c);
}

static const char *header_words(struct arena *a, const char *key,
                                const struct words *words)
{
    const char *text = words->count == 0 ? "" : key;

    for (size_t i = 0; i < words->count; i++) {
        text = arena_printf(a, "%s %s", text, words->word[i]);
    }
    return words->count == 0 ? text : arena_printf(a, "%s\n", text);
}

const char *draft_text(struct arena *a, const struct draft *d, const struct tcase *like,
                       const char *comment, const char *why)
{
    return arena_printf(a, "%scase: %s\nid: %s\n%slevel: %s\n%swhy: %s\n--\n%s", comment,
                        like->name, like->id, header_words(a, "clauses:", &like->clauses),
                        level_name(like->level), header_words(a, "needs:", &like->needs),
                        why, draft_body(a, d));
}
