/* SPDX-License-Identifier: Apache-2.0
 *
 * clauses.c: three numbers for each section of the register.
 *
 *     cited      a case names the clause
 *     exercised  such a case was played to its end by the oracle, or whose trace it shows
 *     proved     such a case found a mutant that breaks the clause (report --mutants)
 */
#include "page.h"

#include <string.h>

/* The section of a clause: the first part of its id, and the second when it is a word:
 * BIO-READ-03.a is of BIO-READ, ERR-02 of ERR. */
static struct slice section_of(const struct stream_clause *clause)
{
    size_t first = strcspn(clause->id, "-");
    const char *second = clause->id + first + (clause->id[first] != '\0');
    bool word = *second >= 'A' && *second <= 'Z';

    return (struct slice){clause->id, word ? first + 1 + strcspn(second, "-.") : first};
}

static bool same_section(const struct stream_clause *a, const struct stream_clause *b)
{
    struct slice x = section_of(a), y = section_of(b);

    return x.len == y.len && memcmp(x.p, y.p, x.len) == 0;
}

static bool is_testable(const struct stream_clause *clause)
{
    return strcmp(clause->class, "testable") == 0;
}

struct coverage {
    unsigned testable, cited, exercised, proved;
};

static bool cites(const struct stream_case *tc, const struct stream_clause *clause)
{
    for (size_t k = 0; k < tc->clauses.count; k++) {
        if (strcmp(tc->clauses.word[k], clause->id) == 0) {
            return true;
        }
    }
    return false;
}

static struct coverage coverage_of(const struct stream *s,
                                   const struct stream_clause *clause)
{
    struct coverage c = {1, 0, 0, clause->proved != NULL};

    for (size_t i = 0; i < s->cases_count && !c.exercised; i++) {
        if (cites(&s->cases[i], clause)) {
            c.cited = 1;
            c.exercised = s->cases[i].base != NULL && s->cases[i].base->stopped == NULL;
        }
    }
    return c;
}

/* Counts the clauses of the section of `of`; of all for NULL. */
static struct coverage count_clauses(const struct stream *s,
                                     const struct stream_clause *of)
{
    struct coverage sum = {0, 0, 0, 0};

    for (size_t i = 0; i < s->clauses_count; i++) {
        const struct stream_clause *clause = &s->clauses[i];

        if (is_testable(clause) && (of == NULL || same_section(of, clause))) {
            struct coverage c = coverage_of(s, clause);

            sum.testable++;
            sum.cited += c.cited;
            sum.exercised += c.exercised;
            sum.proved += c.proved;
        }
    }
    return sum;
}

/* All clauses of a section; cases lead here. */
static void put_clause_list(const struct page *p, const struct stream_clause *of,
                            const struct coverage *c)
{
    if (c->exercised == c->testable) {
        fputs("<details><summary>all exercised</summary><ul>\n", p->out);
    } else {
        fprintf(p->out, "<details><summary>%u not exercised</summary><ul>\n",
                c->testable - c->exercised);
    }
    for (size_t i = 0; i < p->s->clauses_count; i++) {
        const struct stream_clause *clause = &p->s->clauses[i];

        if (!same_section(of, clause)) {
            continue;
        }
        html_in(p->out, "<li id=\"", clause->id, "\">");
        if (is_testable(clause) && !coverage_of(p->s, clause).exercised) {
            fputs("<b>not exercised</b> ", p->out);
        }
        html_in(p->out, "", clause->summary, "\n");
    }
    fputs("</ul></details>", p->out);
}

static void put_section(const struct page *p, const struct stream_clause *first)
{
    struct coverage c = count_clauses(p->s, first);
    struct slice name = section_of(first);
    struct arena a = {NULL};

    if (c.testable == 0) {
        return;
    }
    html_in(p->out, "<tr><td><code>", arena_text(&a, name.p, name.len), "</code>");
    fprintf(p->out,
            "<td class=num>%u<td class=num>%u<td class=num>%u<td class=num>%u"
            "<td><span class=meter><i style=\"width:%u%%\"></i></span><td>",
            c.testable, c.cited, c.exercised, c.proved, 100 * c.exercised / c.testable);
    put_clause_list(p, first, &c);
    putc('\n', p->out);
    arena_free(&a);
}

static bool told_before(const struct stream *s, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (same_section(&s->clauses[k], &s->clauses[i])) {
            return true;
        }
    }
    return false;
}

void page_clauses(const struct page *p)
{
    struct coverage all = count_clauses(p->s, NULL);

    fprintf(
        p->out,
        "<h2 id=clauses>Clauses</h2>\n<p>Of the %u clauses of the contract that a test "
        "can check, the %zu cases here cite %u. %u are exercised: such a case was played "
        "to its end. %u are proved: such a case found a mutant that breaks the clause"
        "%s.\n<div class=wide><table class=\"plain clauses\"><tr><th>Section<th "
        "class=num>Testable"
        "<th class=num>Cited<th class=num>Exercised<th class=num>Proved<th><th>\n",
        all.testable, p->s->cases_count, all.cited, all.exercised, all.proved,
        all.proved == 0 ? " (this report was made without results of mutants)" : "");
    for (size_t i = 0; i < p->s->clauses_count; i++) {
        if (!told_before(p->s, i)) {
            put_section(p, &p->s->clauses[i]);
        }
    }
    fputs("</table></div>\n", p->out);
}
