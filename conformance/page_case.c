/* SPDX-License-Identifier: Apache-2.0
 *
 * page_case.c: why, clauses, text, traces, and how to run it again.
 */
#include "page.h"

#include <string.h>

/* The implementation that one would play the case on again: one that is not as it should
 * be, or differs, or the last. */
static size_t choose_impl(const struct stream *s, size_t tc)
{
    size_t other = SIZE_MAX;

    for (size_t impl = 0; impl < s->impls_count; impl++) {
        const struct stream_result *x = stream_result(s, tc, impl);

        if (stream_unexpected(x)) {
            return impl;
        }
        if (x != NULL && x->verdict == VERDICT_DEVIATION && other == SIZE_MAX) {
            other = impl;
        }
    }
    return other == SIZE_MAX ? s->impls_count - 1 : other;
}

static void put_command(const struct page *p, size_t tc)
{
    struct arena a = {NULL};

    html_in(p->out, "<h3>Run it again</h3>\n<pre>",
            stream_again(&a, p->s, tc, choose_impl(p->s, tc)), "</pre>\n");
    arena_free(&a);
}

static void put_clauses(const struct page *p, const struct stream_case *tc)
{
    fputs("<ul>", p->out);
    for (size_t i = 0; i < tc->clauses.count; i++) {
        const struct stream_clause *clause = stream_clause(p->s, tc->clauses.word[i]);

        html_in(p->out, "<li><code>", tc->clauses.word[i], "</code> ");
        html_text(p->out, clause == NULL ? "not in the register" : clause->summary);
        putc('\n', p->out);
    }
    fputs("</ul>\n", p->out);
}

static void put_case_text(FILE *out, const struct stream_case *tc)
{
    const char *text = tc->text, *end = text + strlen(text);

    html_in(out, "<h3>The case <small>", tc->file, "");
    fprintf(out, ":%u, level ", tc->line);
    html_in(out, "", tc->level, "</small></h3>\n<pre class=case>");
    for (unsigned line = tc->text_line; text < end; line++) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        struct slice s = {text, (size_t)((newline == NULL ? end : newline) - text)};

        if (s.len > 0) {
            fprintf(out, "<i>%u</i>%s", line, *s.p == '#' ? "<u>" : "");
            html_line(out, s);
            fputs(*s.p == '#' ? "</u>\n" : "\n", out);
        }
        text = newline == NULL ? end : newline + 1;
    }
    fputs("</pre>\n", out);
}

static void put_case_head(const struct page *p, size_t i)
{
    const struct stream_case *tc = &p->s->cases[i];

    html_in(p->out, "<details class=case><summary><span class=id>", tc->id, "</span>");
    html_text(p->out, tc->name);
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        const struct stream_result *x = stream_result(p->s, i, impl);

        if (x != NULL && x->verdict != VERDICT_PASS) {
            page_tag(p->out, x->verdict);
        }
    }
    html_in(p->out, "</summary><div class=body id=\"", tc->id, "\">\n");
    html_in(p->out, "<p class=why>", tc->why, "\n");
}

static void put_case(struct page *p, size_t i)
{
    const struct stream_case *tc = &p->s->cases[i];

    put_case_head(p, i);
    put_clauses(p, tc);
    put_case_text(p->out, tc);
    page_traces(p, i);
    put_command(p, i);
    fputs("</div></details>\n", p->out);
}

void page_cases(struct page *p)
{
    fputs(
        "<h2 id=cases>Cases</h2>\n<p class=soft>In traces, c is the client and s the "
        "server; the last columns are the bytes pending in their incoming and outgoing "
        "BIOs, where they changed. A case is played again by the command below it; with "
        "<code>explain</code> for <code>run</code> it prints the traces.\n",
        p->out);
    for (size_t i = 0; i < p->s->cases_count; i++) {
        if (i == 0 || !page_same_area(p, i - 1, i)) {
            html_in(p->out, "<h3 class=area>", p->s->cases[i].area, "</h3>\n");
        }
        put_case(p, i);
    }
}
