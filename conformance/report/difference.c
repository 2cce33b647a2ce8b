/* SPDX-License-Identifier: Apache-2.0
 *
 * difference.c: finding what changed from one run to another.
 */
#include "difference.h"

#include <string.h>

static const char *const names[CHANGES] = {"same",  "verdict", "outcome",
                                           "trace", "added",   "removed"};

const char *change_name(enum change change)
{
    return names[change];
}

static size_t find_label(const struct stream *s, const char *label)
{
    for (size_t i = 0; i < s->impls_count; i++) {
        if (strcmp(s->impls[i].label, label) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* The nth implementation of that name which the other stream does not have. */
static size_t find_named(const struct stream *s, const struct stream *other,
                         const char *name, size_t nth)
{
    for (size_t i = 0; i < s->impls_count; i++) {
        if (strcmp(s->impls[i].name, name) == 0 &&
            find_label(other, s->impls[i].label) == SIZE_MAX && nth-- == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* The implementation of `to` that is number `impl` of `from`: another version counts. */
static size_t find_impl(const struct stream *from, size_t impl, const struct stream *to)
{
    size_t same = find_label(to, from->impls[impl].label), nth = 0;

    if (same != SIZE_MAX) {
        return same;
    }
    for (size_t i = 0; i < impl; i++) {
        nth += strcmp(from->impls[i].name, from->impls[impl].name) == 0 &&
               find_label(to, from->impls[i].label) == SIZE_MAX;
    }
    return find_named(to, from, from->impls[impl].name, nth);
}

static const struct stream_result *find_result(const struct stream *s, const char *id,
                                               size_t impl)
{
    for (size_t i = 0; impl != SIZE_MAX && i < s->cases_count; i++) {
        if (strcmp(s->cases[i].id, id) == 0) {
            return stream_result(s, i, impl);
        }
    }
    return NULL;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static enum change compare(const struct stream_result *before,
                           const struct stream_result *after)
{
    if (before == NULL || after == NULL) {
        return before == after  ? CHANGE_NONE
               : before == NULL ? CHANGE_ADDED
                                : CHANGE_REMOVED;
    }
    if (before->verdict != after->verdict ||
        (before->flaky == NULL) != (after->flaky == NULL)) {
        return CHANGE_VERDICT;
    }
    if (!same_text(before->request, after->request) ||
        !same_text(before->got, after->got) || !same_text(before->want, after->want) ||
        !same_text(before->needs, after->needs) || before->value != after->value) {
        return CHANGE_OUTCOME;
    }
    return same_text(before->digest, after->digest) ? CHANGE_NONE : CHANGE_TRACE;
}

static void add(struct arena *a, struct changes *c, struct change_row row)
{
    row.change = compare(row.before, row.after);
    c->of[row.change]++;
    if (row.change != CHANGE_NONE) {
        c->list = arena_grow(a, c->list, c->count, sizeof *c->list);
        c->list[c->count++] = row;
    }
}

void changes_find(struct arena *a, const struct stream *before,
                  const struct stream *after, struct changes *changes)
{
    memset(changes, 0, sizeof *changes);
    for (size_t i = 0; i < after->cases_count; i++) {
        for (size_t impl = 0; impl < after->impls_count; impl++) {
            size_t old = find_impl(after, impl, before);
            const struct stream_case *tc = &after->cases[i];

            add(a, changes,
                (struct change_row){CHANGE_NONE, tc, &after->impls[impl],
                                    find_result(before, tc->id, old),
                                    stream_result(after, i, impl)});
        }
    }
    for (size_t i = 0; i < before->cases_count; i++) {
        for (size_t impl = 0; impl < before->impls_count; impl++) {
            size_t new = find_impl(before, impl, after);
            const struct stream_case *tc = &before->cases[i];

            if (find_result(after, tc->id, new) == NULL) {
                add(a, changes,
                    (struct change_row){CHANGE_NONE, tc, &before->impls[impl],
                                        stream_result(before, i, impl), NULL});
            }
        }
    }
}
