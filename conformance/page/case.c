/* SPDX-License-Identifier: Apache-2.0
 *
 * case.c: why, clauses, text, traces, and how to run it again.
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

    html_in(p->out, "<pre class=again>",
            stream_again(&a, p->s, tc, choose_impl(p->s, tc)), "</pre>\n");
    arena_free(&a);
}

/* Is all as it would be if nothing were to be said? */
static bool all_pass(const struct stream *s, size_t tc)
{
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        const struct stream_result *x = stream_result(s, tc, impl);

        if (x != NULL && (x->verdict != VERDICT_PASS || stream_unexpected(x))) {
            return false;
        }
    }
    return true;
}

static void put_words(const struct page *p, const struct stream_case *tc)
{
    fputs("<ul>", p->out);
    for (size_t i = 0; i < tc->clauses.count; i++) {
        const struct stream_clause *clause = stream_clause(p->s, tc->clauses.word[i]);

        fputs("<li>", p->out);
        page_link(p->out, tc->clauses.word[i]);
        html_in(p->out, " ", clause == NULL ? "not in the register" : clause->summary,
                "\n");
    }
    fputs("</ul>\n", p->out);
}

/* Of an uncommon level, on whom it was played, what it cites unless that is told in words. */
static void put_source(const struct page *p, const struct stream_case *tc, bool words)
{
    fputs("<p class=soft>", p->out);
    if (strcmp(tc->level, "contract") != 0) {
        html_in(p->out, "level ", tc->level, ". ");
    }
    if (tc->base != NULL && !p->s->impls[tc->base_impl].oracle) {
        fputs("Played on ", p->out);
        html_cut(p->out, p->s->impls[tc->base_impl].label, TOOLTIP_MAX);
        fputs(". ", p->out);
    }
    for (size_t i = 0; i < tc->clauses.count && !words; i++) {
        fputs(i == 0 ? "" : " ", p->out);
        page_link(p->out, tc->clauses.word[i]);
    }
    putc('\n', p->out);
}

static void put_case_head(const struct page *p, size_t i)
{
    const struct stream_case *tc = &p->s->cases[i];

    html_in(p->out, "<details><summary><code>", tc->id, "</code> ");
    html_text(p->out, tc->name);
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        const struct stream_result *x = stream_result(p->s, i, impl);

        if (x != NULL && x->verdict != VERDICT_PASS) {
            page_tag(p->out, x->verdict);
        }
    }
    html_in(p->out, "</summary><div id=\"", tc->id, "\">");
    html_in(p->out, tc->why == NULL ? "" : "<p class=why>", tc->why, "\n");
}

static void put_case(struct page *p, size_t i)
{
    const struct stream_case *tc = &p->s->cases[i];
    bool quiet = all_pass(p->s, i);

    put_case_head(p, i);
    if (!quiet) {
        put_command(p, i);
        put_words(p, tc);
    }
    put_source(p, tc, !quiet);
    page_traces(p, i);
    fputs("</div></details>\n", p->out);
}

/* The command for any case. */
static void put_any_command(const struct page *p)
{
    struct arena a = {NULL};

    html_in(p->out, "<pre class=again>", stream_again_any(&a, p->s), "</pre>\n");
    arena_free(&a);
}

void page_cases(struct page *p)
{
    fputs(
        "<h2 id=cases>Cases</h2>\n<p class=soft>Each case as it is written, with what is "
        "expected after =, and beside it what the oracle gave, or who is named. c is the "
        "client, s the server; then come the bytes pending in their incoming "
        "and outgoing BIOs, where they changed. Where nothing else is said, all have "
        "passed with the same trace; levels other than contract "
        "are named. Any case is played again by\n",
        p->out);
    put_any_command(p);
    fputs("<section class=cases id=list>\n", p->out);
    for (size_t i = 0; i < p->s->cases_count; i++) {
        if (i == 0 || strcmp(p->s->cases[i - 1].file, p->s->cases[i].file) != 0) {
            html_in(p->out, "<h3>", stream_path(p->s, p->s->cases[i].file), "</h3>\n");
        }
        put_case(p, i);
    }
    fputs("</section>\n", p->out);
}
