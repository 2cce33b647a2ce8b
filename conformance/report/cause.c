/* SPDX-License-Identifier: Apache-2.0
 *
 * cause.c: known differences by their cause.
 *
 * Entries of deviation files with the same reason and link tell of one cause, whatever cases
 * and versions they are for.
 */
#include "cause.h"

#include <stdlib.h>
#include <string.h>

bool cause_explains(const struct cause *cause, const struct stream_result *x)
{
    return x != NULL && x->verdict == VERDICT_DEVIATION &&
           strcmp(x->deviation->reason, cause->deviation->reason) == 0 &&
           strcmp(x->deviation->link, cause->deviation->link) == 0;
}

static struct cause *find(const struct causes *c, const struct stream_result *x)
{
    for (size_t i = 0; i < c->count; i++) {
        if (cause_explains(&c->list[i], x)) {
            return &c->list[i];
        }
    }
    return NULL;
}

static bool is_of(const struct stream *s, size_t impl, const char *name)
{
    return name == NULL || strcmp(s->impls[impl].name, name) == 0;
}

static void gather(struct arena *a, struct causes *c, const struct stream *s, size_t tc,
                   const char *name)
{
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        const struct stream_result *x = stream_result(s, tc, impl);

        if (x != NULL && x->verdict == VERDICT_DEVIATION && is_of(s, impl, name) &&
            find(c, x) == NULL) {
            c->list = arena_grow(a, c->list, c->count, sizeof *c->list);
            c->list[c->count++] = (struct cause){x->deviation, tc, 0, 0};
        }
    }
}

static bool explains_any(const struct cause *cause, const struct stream *s, size_t tc,
                         const char *name)
{
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        if (is_of(s, impl, name) && cause_explains(cause, stream_result(s, tc, impl))) {
            return true;
        }
    }
    return false;
}

static void count_cause(struct cause *cause, const struct stream *s, const char *name)
{
    for (size_t tc = cause->first; tc < s->cases_count; tc++) {
        cause->cases += explains_any(cause, s, tc, name);
    }
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        size_t tc = cause->first;

        while (tc < s->cases_count &&
               !cause_explains(cause, stream_result(s, tc, impl))) {
            tc++;
        }
        cause->impls += tc < s->cases_count && is_of(s, impl, name);
    }
}

/* Cases stand in the order of the suite, which is not that of their ids. */
struct ranked {
    struct cause cause;
    const char *id;
};

static int by_size(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->cause.cases != y->cause.cases) {
        return x->cause.cases > y->cause.cases ? -1 : 1;
    }
    return strcmp(x->id, y->id);
}

void causes_of(struct arena *a, struct causes *c, const struct stream *s,
               const char *name)
{
    struct ranked *ranked;

    *c = (struct causes){NULL, 0};
    for (size_t tc = 0; tc < s->cases_count; tc++) {
        gather(a, c, s, tc, name);
    }
    ranked = arena_alloc(a, (c->count + 1) * sizeof *ranked);
    for (size_t i = 0; i < c->count; i++) {
        count_cause(&c->list[i], s, name);
        ranked[i] = (struct ranked){c->list[i], s->cases[c->list[i].first].id};
    }
    qsort(ranked, c->count, sizeof *ranked, by_size);
    for (size_t i = 0; i < c->count; i++) {
        c->list[i] = ranked[i].cause;
    }
}
