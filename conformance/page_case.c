/* SPDX-License-Identifier: Apache-2.0
 *
 * page_case.c: why, clauses, text, traces, and how to run it again.
 */
#include "page.h"

#include <string.h>

/* A word of a command for the shell. */
static void put_quoted(FILE *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789@%+=:,./_-";

    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        html_text(out, word);
        return;
    }
    fputs("&#39;", out);
    for (; *word != '\0'; word++) {
        char c[] = {*word, '\0'};

        html_text(out, *word == '\'' ? "'\\''" : c);
    }
    fputs("&#39;", out);
}

static void put_command(const struct page *p, const struct tcase *tc)
{
    static const char named[] = "--impl ";
    const struct impl *first = &p->r->impls[0];
    size_t skip = sizeof named - 1;

    fputs("<h3>Run it again</h3>\n<pre>membio-conform run --suite ", p->out);
    put_quoted(p->out, p->r->suite->dir);
    fputs(" --oracle ", p->out);
    put_quoted(p->out, !first->oracle                           ? "none"
                       : strncmp(first->spec, named, skip) == 0 ? first->spec + skip
                                                                : first->spec);
    for (size_t impl = 0; impl < p->r->impls_count; impl++) {
        if (!p->r->impls[impl].oracle) {
            html_in(p->out, " ", p->r->impls[impl].spec, "");
        }
    }
    putc(' ', p->out);
    put_quoted(p->out, tc->id);
    fputs("</pre><p class=soft>With <code>explain</code> for <code>run</code> it prints "
          "the traces.\n",
          p->out);
}

static void put_clauses(const struct page *p, const struct tcase *tc)
{
    fputs("<ul>", p->out);
    for (size_t i = 0; i < tc->clauses.count; i++) {
        const struct clause *clause = suite_clause(p->r->suite, tc->clauses.word[i]);

        html_in(p->out, "<li><code>", tc->clauses.word[i], "</code> ");
        html_text(p->out, clause == NULL ? "not in the register" : clause->summary);
        putc('\n', p->out);
    }
    fputs("</ul>\n", p->out);
}

static void put_case_text(FILE *out, const struct tcase *tc)
{
    const char *text = tc->body.p, *end = text + tc->body.len;

    html_in(out, "<h3>The case <small>", tc->file, "");
    fprintf(out, ":%u, level %s</small></h3>\n<pre class=case>", tc->line,
            level_name(tc->level));
    for (unsigned line = tc->body_line; text < end; line++) {
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
    const struct tcase *tc = &p->r->suite->cases.list[i];

    html_in(p->out, "<details class=case><summary><span class=id>", tc->id, "</span>");
    html_text(p->out, tc->name);
    for (size_t impl = 0; impl < p->r->impls_count; impl++) {
        enum verdict v = report_result(p->r, i, impl)->verdict;

        if (v != VERDICT_PASS) {
            page_tag(p->out, v);
        }
    }
    html_in(p->out, "</summary><div class=body id=\"", tc->id, "\">\n");
    html_in(p->out, "<p class=why>", tc->why, "\n");
}

static void put_case(struct page *p, size_t i)
{
    const struct tcase *tc = &p->r->suite->cases.list[i];

    put_case_head(p, i);
    put_clauses(p, tc);
    put_case_text(p->out, tc);
    page_traces(p, i);
    put_command(p, tc);
    fputs("</div></details>\n", p->out);
}

void page_cases(struct page *p)
{
    fputs("<h2 id=cases>Cases</h2>\n<p class=soft>In traces, c is the client and s the "
          "server; the last columns are the bytes pending in their incoming and outgoing "
          "BIOs, where they changed.\n",
          p->out);
    for (size_t i = 0; i < p->r->suite->cases.count; i++) {
        if (i == 0 || !page_same_area(p, i - 1, i)) {
            page_area(p, i, "<h3 class=area>", "</h3>\n");
        }
        put_case(p, i);
    }
}
