/* SPDX-License-Identifier: Apache-2.0
 *
 * page_trace.c: what each implementation gave in a case.
 *
 *     base       the trace of the oracle, or of the first that has one, in full
 *     like it    passed with the same statuses: named only, so that the page stays small
 *     others     what is wrong, and the trace beside the base's
 */
#include "html_trace.h"
#include "page.h"

/* Comparisons of traces in one page. */
#define COMPARISONS_MAX 1000

/* The result whose trace is shown in full: the oracle's, or the first that has one. */
static const struct result *find_base(const struct report *r, size_t tc)
{
    for (size_t impl = 0; impl < r->impls_count; impl++) {
        const struct result *x = report_result(r, tc, impl);

        if (x->play.count > 0) {
            return x;
        }
    }
    return NULL;
}

/* Which run of a sweep is shown. */
static void put_run(FILE *out, const struct play *play, size_t run)
{
    if (play->swept) {
        fprintf(out, "<p class=soft>n=%lld, one of %zu runs:\n",
                (long long)play->values[run], play->count);
    }
}

static void put_base(const struct page *p, const struct result *x)
{
    size_t run = x->request == NULL ? 0 : x->run;

    fputs("<h3>", p->out);
    html_cut(p->out, x->impl->identity, TOOLTIP_MAX);
    fputs(x->impl->oracle ? " <small>the oracle</small> " : " ", p->out);
    page_tag(p->out, x->verdict);
    fputs("</h3>\n", p->out);
    page_details(p->out, x);
    put_run(p->out, &x->play, run);
    html_trace(p->out, x->tc, &x->play.traces[run],
               x->request == NULL ? SIZE_MAX : x->observation);
}

/* What is told of an implementation in one word of a list. */
static bool is_like_base(const struct result *x, const struct result *base)
{
    return x->verdict == VERDICT_PASS && html_same_statuses(&x->play, &base->play);
}

static void put_like_base(const struct page *p, size_t tc, const struct result *base)
{
    unsigned count = 0;

    for (size_t impl = 0; impl < p->r->impls_count; impl++) {
        const struct result *x = report_result(p->r, tc, impl);

        if (x == base || !is_like_base(x, base)) {
            continue;
        }
        fputs(count++ == 0 ? "<p>" : ", ", p->out);
        html_cut(p->out, x->impl->identity, TOOLTIP_MAX);
    }
    if (count > 0) {
        fprintf(p->out, ": <b>the same statuses as %s</b>%s.\n",
                base->impl->oracle ? "the oracle" : "above",
                base->play.swept ? ", in every run" : "");
    }
}

/* The first run whose statuses are not the base's: where to look when nothing is wrong.
 */
static size_t find_run(const struct result *x, const struct result *base)
{
    size_t count = x->play.count < base->play.count ? x->play.count : base->play.count;

    for (size_t run = 0; x->request == NULL && run < count; run++) {
        struct play one = {.traces = &x->play.traces[run], .count = 1};
        struct play other = {.traces = &base->play.traces[run], .count = 1};

        if (!html_same_statuses(&one, &other)) {
            return run;
        }
    }
    return x->run;
}

static void put_traces(struct page *p, const struct result *x, const struct result *base)
{
    size_t run = find_run(x, base);
    size_t mark = x->request == NULL ? SIZE_MAX : x->observation;

    if (x->play.count == 0) {
        return;
    }
    if (p->comparisons++ >= COMPARISONS_MAX) {
        fputs("<p>This page has too many traces for one more: run it again.\n", p->out);
        return;
    }
    put_run(p->out, &x->play, run);
    if (run < base->play.count) {
        html_compare(p->out, x->tc, base->impl->identity, &base->play.traces[run],
                     x->impl->identity, &x->play.traces[run], mark);
    } else {
        html_trace(p->out, x->tc, &x->play.traces[run], mark);
    }
}

static void put_others(struct page *p, size_t tc, const struct result *base)
{
    for (size_t impl = 0; impl < p->r->impls_count; impl++) {
        const struct result *x = report_result(p->r, tc, impl);

        if (x == base || (base != NULL && is_like_base(x, base))) {
            continue;
        }
        fputs("<h3>", p->out);
        html_cut(p->out, x->impl->identity, TOOLTIP_MAX);
        putc(' ', p->out);
        page_tag(p->out, x->verdict);
        fputs("</h3>\n", p->out);
        page_details(p->out, x);
        if (base != NULL) {
            put_traces(p, x, base);
        }
    }
}

void page_traces(struct page *p, size_t tc)
{
    const struct result *base = find_base(p->r, tc);

    if (base != NULL) {
        put_base(p, base);
        put_like_base(p, tc, base);
    }
    put_others(p, tc, base);
}
