/* SPDX-License-Identifier: Apache-2.0
 *
 * page_trace.c: what each implementation gave in a case.
 *
 *     base       the trace of the oracle, or of the first that has one, in full
 *     like it    passed with the same trace: named only
 *     others     what is wrong, and the trace beside the base's
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

static void put_name(const struct page *p, size_t impl, const struct stream_result *x)
{
    fputs("<h3>", p->out);
    html_cut(p->out, p->s->impls[impl].label, TOOLTIP_MAX);
    fputs(p->s->impls[impl].oracle ? " <small>the oracle</small> " : " ", p->out);
    page_tag(p->out, x->verdict);
    fputs("</h3>\n", p->out);
    page_details(p->out, x);
}

static bool same_digest(const struct stream_result *x, const struct stream_result *base)
{
    return x->digest != NULL && base->digest != NULL &&
           strcmp(x->digest, base->digest) == 0;
}

/* Those that passed, in a line: `like` those with the base's trace, or the others. */
static void put_passed(const struct page *p, size_t tc, size_t base, bool like)
{
    const struct stream_result *b = stream_result(p->s, tc, base);
    unsigned count = 0;

    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        const struct stream_result *x = stream_result(p->s, tc, impl);

        if (x == NULL || impl == base || stream_unexpected(x) ||
            x->verdict != VERDICT_PASS || same_digest(x, b) != like) {
            continue;
        }
        fputs(count++ == 0 ? "<p>" : ", ", p->out);
        html_cut(p->out, p->s->impls[impl].label, TOOLTIP_MAX);
    }
    if (count > 0) {
        fprintf(p->out, ": <b>pass</b>, %s.\n",
                like ? "the same trace in every byte count"
                     : "where it is compared the same");
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
        put_name(p, impl, x);
        put_traces(p, tc, impl, x);
    }
}

void page_traces(struct page *p, size_t tc)
{
    const struct stream_case *it = &p->s->cases[tc];
    const struct stream_result *b =
        it->base == NULL ? NULL : stream_result(p->s, tc, it->base_impl);

    if (b == NULL) {
        put_others(p, tc, SIZE_MAX);
        return;
    }
    put_name(p, it->base_impl, b);
    put_run(p->out, b);
    html_trace(p->out, it->base, b->at);
    put_passed(p, tc, it->base_impl, true);
    put_passed(p, tc, it->base_impl, false);
    put_others(p, tc, it->base_impl);
}
