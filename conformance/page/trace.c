/* SPDX-License-Identifier: Apache-2.0
 *
 * trace.c: what each implementation gave in a case.
 *
 *     base       the trace of the oracle, or of the first that has one, in full
 *     like it    passed with the same trace: named only
 *     others     what is wrong, and the trace beside the base's; once for all of whom the
 *                same is to be told
 */
#include <string.h>

#include "html_trace.h"
#include "page.h"

/* Comparisons of traces in one page. */
#define COMPARISONS_MAX 1000

/* Which run of a sweep is shown. */
static void put_run(FILE *out, const struct stream_result *x)
{
    if (x->swept) {
        fprintf(out, "<p class=soft>n=%lld, one of %u runs:\n", (long long)x->value,
                x->runs);
    }
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_deviation(const struct stream_deviation *a,
                           const struct stream_deviation *b)
{
    return a == NULL || b == NULL ? a == b
                                  : a->line == b->line && strcmp(a->file, b->file) == 0;
}

/* Is all that is told of two results the same? */
static bool same_story(const struct stream_result *a, const struct stream_result *b)
{
    return a != NULL && b != NULL && a->verdict == b->verdict && a->line == b->line &&
           a->at == b->at && a->value == b->value && same_text(a->request, b->request) &&
           same_text(a->want, b->want) && same_text(a->got, b->got) &&
           same_text(a->by, b->by) && same_text(a->note, b->note) &&
           same_text(a->needs, b->needs) && same_text(a->native, b->native) &&
           same_text(a->flaky, b->flaky) && same_text(a->digest, b->digest) &&
           same_deviation(a->deviation, b->deviation);
}

/* The first of those with the same story. */
static size_t first_alike(const struct stream *s, size_t tc, size_t impl)
{
    size_t first = 0;

    while (!same_story(stream_result(s, tc, first), stream_result(s, tc, impl))) {
        first++;
    }
    return first;
}

/* All that have the story of `impl`, in a heading. */
static void put_name(const struct page *p, size_t tc, size_t impl,
                     const struct stream_result *x)
{
    fputs("<h3>", p->out);
    html_cut(p->out, p->s->impls[impl].label, TOOLTIP_MAX);
    for (size_t i = impl + 1; i < p->s->impls_count && x->verdict != VERDICT_PASS; i++) {
        if (same_story(stream_result(p->s, tc, i), x)) {
            fputs(", ", p->out);
            html_cut(p->out, p->s->impls[i].label, TOOLTIP_MAX);
        }
    }
    fputs(p->s->impls[impl].oracle ? " <small>the oracle</small> " : " ", p->out);
    page_tag(p->out, x->verdict);
    fputs("</h3>\n", p->out);
    page_details(p, x);
}

static bool same_digest(const struct stream_result *x, const struct stream_result *base)
{
    return x->digest != NULL && base->digest != NULL &&
           strcmp(x->digest, base->digest) == 0;
}

static bool is_passed(const struct stream_result *x)
{
    return x != NULL && x->verdict == VERDICT_PASS && !stream_unexpected(x);
}

/* Have all others passed, with the trace of the base? */
static bool all_like(const struct page *p, size_t tc, size_t base)
{
    const struct stream_result *b = stream_result(p->s, tc, base);

    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        const struct stream_result *x = stream_result(p->s, tc, impl);

        if (impl != base && !(is_passed(x) && same_digest(x, b))) {
            return false;
        }
    }
    return true;
}

/* Those that passed, in a line: `like` those with the base's trace, or the others. */
static void put_passed(const struct page *p, size_t tc, size_t base, bool like)
{
    const struct stream_result *b = stream_result(p->s, tc, base);
    unsigned count = 0;

    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        const struct stream_result *x = stream_result(p->s, tc, impl);

        if (impl == base || !is_passed(x) || same_digest(x, b) != like) {
            continue;
        }
        fputs(count++ == 0 ? "<p>" : ", ", p->out);
        html_cut(p->out, p->s->impls[impl].label, TOOLTIP_MAX);
    }
    if (count > 0) {
        fputs(like ? ": <b>pass</b>, the same trace.\n"
                   : ": <b>pass</b>, the same where it is compared.\n",
              p->out);
    }
}

static void put_traces(struct page *p, size_t tc, size_t impl,
                       const struct stream_result *x)
{
    const struct stream_case *it = &p->s->cases[tc];
    const struct stream_trace *base = x->base;

    if (x->trace == NULL || x->trace == it->base) {
        return;
    }
    if (p->comparisons++ >= COMPARISONS_MAX) {
        fputs("<p>This page has too many traces for one more: run it again.\n", p->out);
        return;
    }
    put_run(p->out, x);
    if (base != NULL && base->count > 0) {
        html_compare(p->out, p->s->impls[it->base_impl].label, base,
                     p->s->impls[impl].label, x->trace, x->at);
    } else {
        html_trace(p->out, x->trace, x->at);
    }
}

static void put_others(struct page *p, size_t tc, size_t base)
{
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        const struct stream_result *x = stream_result(p->s, tc, impl);

        if (x == NULL || impl == base ||
            (x->verdict == VERDICT_PASS && !stream_unexpected(x) && base != SIZE_MAX)) {
            continue;
        }
        if (first_alike(p->s, tc, impl) != impl) {
            continue;
        }
        put_name(p, tc, impl, x);
        put_traces(p, tc, impl, x);
    }
}

void page_traces(struct page *p, size_t tc)
{
    const struct stream_case *it = &p->s->cases[tc];
    const struct stream_result *b =
        it->base == NULL ? NULL : stream_result(p->s, tc, it->base_impl);

    page_play(p, it, b == NULL ? SIZE_MAX : b->at, !is_passed(b));
    if (b == NULL) {
        put_others(p, tc, SIZE_MAX);
        return;
    }
    put_run(p->out, b);
    if (!is_passed(b)) {
        put_name(p, tc, it->base_impl, b);
    }
    if (is_passed(b) && all_like(p, tc, it->base_impl)) {
        return;
    }
    put_passed(p, tc, it->base_impl, true);
    put_passed(p, tc, it->base_impl, false);
    put_others(p, tc, it->base_impl);
}
