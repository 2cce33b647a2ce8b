/* SPDX-License-Identifier: Apache-2.0
 *
 * timeline.c: from the results of several oracles to what differs between neighbours.
 *
 * Of a case the first call that differs is told: what follows mostly follows from it. Sizes are
 * compared over one library only.
 */
#include "write.h"

#include <string.h>

#include "conformance/judge.h"
#include "json.h"
#include "row.h"

/* Characters of what a call gave. */
#define TEXT_MAX ((size_t)300)

static bool is_before(const struct impl *a, const struct impl *b)
{
    int by_lib = strverscmp(a->lib, b->lib);

    return by_lib < 0 || (by_lib == 0 && strverscmp(a->identity, b->identity) < 0);
}

/* The oracles that can be used, in their order. */
static size_t *ordered(struct arena *a, const struct report *r, size_t *count)
{
    size_t *order = arena_alloc(a, (r->impls_count + 1) * sizeof *order), n = 0;

    for (size_t i = 0; i < r->impls_count; i++) {
        size_t at = n;

        if (!r->impls[i].oracle || !r->impls[i].usable) {
            continue;
        }
        while (at > 0 && is_before(&r->impls[i], &r->impls[order[at - 1]])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
        n++;
    }
    *count = n;
    return order;
}

/* Two neighbours in one case. */
struct pair {
    struct arena *a;
    const struct report *r;
    size_t from, to;
    const struct result *before, *after;
};

static json_t *line_of(const struct pair *p)
{
    json_t *object = js_check(json_object());

    js_put(object, "type", "difference");
    js_put(object, "case", p->after->tc->id);
    js_put(object, "from", stream_label(p->a, p->r, p->from));
    js_put(object, "to", stream_label(p->a, p->r, p->to));
    return object;
}

/* What a call gave, without what is random or long. */
static const char *told(const struct pair *p, const struct trace *t, size_t at,
                        const char *text)
{
    const char *line = row_line(p->a, text);

    if (at < t->count && row_is_opaque(&t->list[at])) {
        line = row_blind(p->a, line, !case_sizes_vary(p->after->tc));
    }
    return strlen(line) <= TEXT_MAX ? line
                                    : arena_printf(p->a, "%.*s...", (int)TEXT_MAX, line);
}

/* One of them does not have what the case needs. */
static json_t *applies(const struct pair *p)
{
    static const char *const words[] = {"applies", "does not apply"};
    bool lost = p->after->verdict == VERDICT_NA,
         gained = p->before->verdict == VERDICT_NA;
    json_t *object;

    if (lost == gained) {
        return NULL;
    }
    object = line_of(p);
    js_put(object, "needs", lost ? p->after->note : p->before->note);
    js_put(object, "before", words[gained]);
    js_put(object, "after", words[lost]);
    return object;
}

static json_t *differs(const struct pair *p, const struct trace *x, const struct trace *y)
{
    bool same = strcmp(p->before->impl->lib, p->after->impl->lib) == 0;
    struct comparison how = {&p->after->tc->scenario,
                             {LEVEL_CONTRACT, LEVEL_CONTRACT},
                             true,
                             same && !case_sizes_vary(p->after->tc)};
    struct difference d;
    unsigned facts = 0;
    json_t *object;

    compare_traces(p->a, &how, x, y, &facts, &d);
    if (!d.found) {
        return NULL;
    }
    object = line_of(p);
    if (d.at < y->count) {
        js_set(object, "line",
               json_integer(p->after->tc->scenario.steps[y->list[d.at].step].line));
        js_put(object, "request", row_line(p->a, y->list[d.at].request));
    } else {
        js_put(object, "request", "the end");
    }
    js_put(object, "before", told(p, y, d.at, d.want));
    js_put(object, "after", told(p, y, d.at, d.got));
    return object;
}

static json_t *compare(const struct pair *p)
{
    size_t count = p->before->play.count < p->after->play.count ? p->before->play.count
                                                                : p->after->play.count;
    json_t *line = applies(p);

    for (size_t i = 0; line == NULL && i < count; i++) {
        line = differs(p, &p->before->play.traces[i], &p->after->play.traces[i]);
    }
    return line;
}

void timeline_lines(const struct report *r, void (*add)(void *arg, json_t *line),
                    void *arg)
{
    struct arena order_arena = {NULL};
    size_t count, *order = ordered(&order_arena, r, &count);

    for (size_t tc = 0; tc < r->suite->cases.count; tc++) {
        for (size_t i = 1; i < count; i++) {
            struct arena a = {NULL};
            struct pair p = {&a,
                             r,
                             order[i - 1],
                             order[i],
                             report_result(r, tc, order[i - 1]),
                             report_result(r, tc, order[i])};
            json_t *line = p.before->played && p.after->played ? compare(&p) : NULL;

            if (line != NULL) {
                add(arg, line);
            }
            arena_free(&a);
        }
    }
    arena_free(&order_arena);
}
