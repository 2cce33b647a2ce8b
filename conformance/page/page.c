/* SPDX-License-Identifier: Apache-2.0
 *
 * page.c: what the parts of the page share: verdicts, areas, what is wrong with a result.
 */
#include "page.h"

#include <string.h>

/* Characters of stderr. */
#define STDERR_MAX 2000

const struct page_look page_looks[VERDICTS] = {
    [VERDICT_PASS] = {"pass", "pass", "as the case and the oracle say"},
    [VERDICT_FAIL] = {"FAIL", "bad", "a call is not as the case or the oracle says"},
    [VERDICT_CRASH] = {"CRASH", "bad", "the adapter ended"},
    [VERDICT_HANG] = {"HANG", "bad", "no answer in time"},
    [VERDICT_GARBLED] = {"GARBLED", "bad", "an answer that is nonsense, or one too many"},
    [VERDICT_ISOLATION] = {"ISOLATION", "bad",
                           "another result when run alone in a fresh process"},
    [VERDICT_DEVIATION] = {"deviates", "known", "differs, as its deviation file says"},
    [VERDICT_CHANGED] = {"CHANGED", "bad",
                         "differs in another way than its deviation file says"},
    [VERDICT_XPASS] = {"XPASS", "bad",
                       "passes although its deviation file says otherwise"},
    [VERDICT_NA] = {"n/a", "none",
                    "needs a capability, or a level, that it does not claim"},
    [VERDICT_INFO] = {"info", "none",
                      "right, but differs at a level that it does not claim"},
    [VERDICT_THIN] = {"THIN", "bad", "passes, but nothing was compared"},
    [VERDICT_ERROR] = {"ERROR", "bad", "the case itself makes no sense"},
};

void page_tag(FILE *out, enum verdict v)
{
    fprintf(out, "<span class=\"tag %s\">%s</span>", page_looks[v].tone,
            page_looks[v].word);
}

void page_link(FILE *out, const char *id)
{
    fputs("<a href=", out);
    html_fragment(out, id);
    html_in(out, ">", id, "</a>");
}

void page_case_link(FILE *out, const struct stream_case *tc)
{
    page_link(out, tc->id);
}

static bool is_same_area(const struct page *p, size_t i, size_t k)
{
    return strcmp(p->s->cases[i].area, p->s->cases[k].area) == 0;
}

/* The number of cases from `first` on that are of one area. */
size_t page_area_size(const struct page *p, size_t first)
{
    size_t n = 1;

    while (first + n < p->s->cases_count && is_same_area(p, first, first + n)) {
        n++;
    }
    return n;
}

/* ---- What is wrong with one result. */

static void put_text_row(FILE *out, const char *name, const char *text, size_t max)
{
    fprintf(out, "<dt>%s<dd class=mono>", name);
    html_cut(out, text, max);
    putc('\n', out);
}

static void put_difference(FILE *out, const struct stream_result *x)
{
    fprintf(out, "<dl class=pair><dt>line %u<dd class=mono>", x->line);
    html_line(out, (struct slice){x->request, strlen(x->request)});
    if (x->swept) {
        fprintf(out, " (n=%lld)", (long long)x->value);
    }
    fputs("<dt>", out);
    html_cut(out, x->by, TOOLTIP_MAX);
    fputs(" wants<dd class=mono>", out);
    html_cut(out, x->want, FINDING_MAX);
    put_text_row(out, "got", x->got, FINDING_MAX);
    if (x->end != NULL) {
        put_text_row(out, "at", x->end, TOOLTIP_MAX);
    }
    fputs("</dl>\n", out);
}

static void put_deviation(const struct page *p, const struct stream_deviation *d)
{
    FILE *out = p->out;

    html_in(out, "<p>Known as ", d->class, ": ");
    html_in(out, "", d->reason, "<br>");
    html_url(out, d->link);
    html_in(out, " <small>since ", d->since, ", ");
    html_in(out, "", stream_path(p->s, d->file), "");
    fprintf(out, ":%u</small>\n", d->line);
}

static void put_block(FILE *out, const char *before, const char *text, const char *after)
{
    if (text != NULL) {
        fputs(before, out);
        html_cut(out, text, STDERR_MAX);
        fputs(after, out);
    }
}

void page_details(const struct page *p, const struct stream_result *x)
{
    FILE *out = p->out;

    if (x->request != NULL) {
        put_difference(out, x);
    }
    if (x->deviation != NULL) {
        put_deviation(p, x->deviation);
        if (x->verdict == VERDICT_CHANGED || x->verdict == VERDICT_XPASS) {
            html_in(out, "<p>The entry describes <code>", x->deviation->observed,
                    "</code>\n");
        }
    }
    put_block(out, "<p>in weather <code>", x->weather, "</code>\n");
    put_block(out, "<p>found by <code>", x->check, "</code>\n");
    put_block(out, "<p>needs <code>", x->needs, "</code>\n");
    put_block(out, "<pre>", x->note, "</pre>\n");
    put_block(out, "<p>A repeat gave something else:<pre>", x->flaky, "</pre>\n");
    put_block(out, "<pre>", x->native, "</pre>\n");
}
