/* SPDX-License-Identifier: Apache-2.0
 *
 * findings.c: what is not as expected, with the command that shows it again; then known
 * differences, the largest cause first.
 */
#include "page.h"

#include <string.h>

#include "conformance/report/cause.h"
#include "conformance/report/flaw.h"

/* Unexpected verdicts that are told on top, and how many at first sight; the matrix has
 * all. */
#define FINDINGS_MAX    200
#define FINDINGS_SPREAD 12

static void put_finding(const struct page *p, size_t i)
{
    FILE *out = p->out;
    const struct stream_result *x = p->s->results[i];
    size_t tc = i / p->s->impls_count, impl = i % p->s->impls_count;
    const struct stream_case *it = &p->s->cases[tc];
    struct arena a = {NULL};

    fputs("<div class=\"card bad\"><p>", out);
    page_tag(out, x->verdict);
    page_case_link(out, it);
    html_in(out, " <b>", it->name, "</b> on ");
    html_cut(out, p->s->impls[impl].label, TOOLTIP_MAX);
    html_in(out, "<br><span class=soft>", it->why, "</span>\n");
    page_details(p, x);
    html_in(out, "<pre class=again>", stream_again(&a, p->s, tc, impl), "</pre></div>\n");
    arena_free(&a);
}

static unsigned put_unexpected(const struct page *p)
{
    unsigned found = 0;

    for (size_t i = 0; i < p->s->cases_count * p->s->impls_count; i++) {
        if (!stream_unexpected(p->s->results[i])) {
            continue;
        }
        if (found == FINDINGS_SPREAD) {
            fputs(
                "<details class=more><summary>All other unexpected verdicts</summary>\n",
                p->out);
        }
        if (found++ < FINDINGS_MAX) {
            put_finding(p, i);
        }
    }
    fputs(found > FINDINGS_SPREAD ? "</details>\n" : "", p->out);
    if (found > FINDINGS_MAX) {
        fprintf(p->out, "<p>%u more: see the matrix.\n", found - FINDINGS_MAX);
    }
    return found;
}

/* ---- What is wrong besides the verdicts. */

/* An adapter that is not believed, weather that has shown nothing, entries out of date. */
static unsigned put_flaws(const struct page *p)
{
    struct arena a = {NULL};
    struct flaws flaws;

    flaws_of(&a, &flaws, p->s);
    for (size_t i = 0; i < flaws.count; i++) {
        const struct flaw *flaw = &flaws.list[i];

        fprintf(p->out, "<div class=\"card bad\"><p><span class=\"tag bad\">%s</span>",
                flaw->kind);
        html_cut(p->out, flaw->who, TOOLTIP_MAX);
        fputs("<pre>", p->out);
        html_cut(p->out, flaw->text, FINDING_MAX);
        fputs("</pre></div>\n", p->out);
    }
    arena_free(&a);
    return (unsigned)flaws.count;
}

static void put_reviews(const struct page *p)
{
    for (size_t i = 0; i < p->s->reviews_count; i++) {
        html_in(p->out, "<div class=\"card known\"><pre>", p->s->reviews[i],
                "</pre></div>\n");
    }
}

static unsigned put_others(const struct page *p)
{
    unsigned found = 0;

    if (!p->s->complete) {
        fputs("<div class=\"card bad\">The run was stopped before its end.</div>\n",
              p->out);
        found++;
    }
    found += put_flaws(p);
    put_reviews(p);
    return found;
}

/* ---- Known differences: one card for each cause, with all that it is about. */

/* The cases of an implementation that are explained so. */
static void put_explained(const struct page *p, const struct cause *cause, size_t impl)
{
    unsigned count = 0;

    for (size_t tc = cause->first; tc < p->s->cases_count; tc++) {
        if (!cause_explains(cause, stream_result(p->s, tc, impl))) {
            continue;
        }
        if (count++ == 0) {
            fputs("<li>", p->out);
            html_cut(p->out, p->s->impls[impl].label, TOOLTIP_MAX);
        }
        fputs(count == 1 ? ": " : ", ", p->out);
        page_case_link(p->out, &p->s->cases[tc]);
    }
    fputs(count > 0 ? "\n" : "", p->out);
}

static void put_cause(const struct page *p, const struct cause *cause)
{
    const struct stream_deviation *d = cause->deviation;

    html_in(p->out, "<div class=\"card known\"><p><b>", d->reason, "</b> <span class=\"");
    html_in(p->out, "tag known\">", d->class, "</span><br>");
    html_url(p->out, d->link);
    html_in(p->out, " <small>since ", d->since, ", ");
    html_in(p->out, "", stream_path(p->s, d->file), "");
    fprintf(p->out, ":%u</small><details><summary>%u case%s</summary><ul>\n", d->line,
            cause->cases, cause->cases == 1 ? "" : "s");
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        put_explained(p, cause, impl);
    }
    fputs("</ul></details></div>\n", p->out);
}

static void put_known(const struct page *p)
{
    struct arena a = {NULL};
    struct causes causes;

    causes_of(&a, &causes, p->s, NULL);
    fputs(causes.count > 0 ? "<h3>Known differences</h3>\n" : "", p->out);
    for (size_t i = 0; i < causes.count; i++) {
        put_cause(p, &causes.list[i]);
    }
    arena_free(&a);
}

void page_findings(const struct page *p)
{
    fputs("<h2 id=findings>Findings</h2>\n", p->out);
    if (put_others(p) + put_unexpected(p) == 0) {
        fputs("<div class=\"card good\">Every verdict is as expected.</div>\n", p->out);
    }
    put_known(p);
}
