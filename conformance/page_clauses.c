/* SPDX-License-Identifier: Apache-2.0
 *
 * page_clauses.c: what the cases cite of the register.
 */
#include "page.h"

#include <string.h>

/* The section of a clause: the first part of its id, and the second when it is a word:
 * BIO-READ-03.a is of BIO-READ, ERR-02 of ERR. */
static struct slice section_of(const struct clause *clause)
{
    size_t first = strcspn(clause->id, "-");
    const char *second = clause->id + first + (clause->id[first] != '\0');
    bool word = *second >= 'A' && *second <= 'Z';

    return (struct slice){clause->id, word ? first + 1 + strcspn(second, "-.") : first};
}

static bool same_section(const struct clause *a, const struct clause *b)
{
    struct slice x = section_of(a), y = section_of(b);

    return x.len == y.len && memcmp(x.p, y.p, x.len) == 0;
}

static bool is_testable(const struct clause *clause)
{
    return strcmp(clause->class, "testable") == 0;
}

static bool is_cited(const struct suite *suite, const struct clause *clause)
{
    for (size_t i = 0; i < suite->cases.count; i++) {
        const struct words *cited = &suite->cases.list[i].clauses;

        for (size_t k = 0; k < cited->count; k++) {
            if (strcmp(cited->word[k], clause->id) == 0) {
                return true;
            }
        }
    }
    return false;
}

struct coverage {
    unsigned testable, cited;
};

/* Counts the clauses of the section of `of`; of all for NULL. */
static struct coverage count_clauses(const struct suite *suite, const struct clause *of)
{
    struct coverage c = {0, 0};

    for (size_t i = 0; i < suite->clauses_count; i++) {
        const struct clause *clause = &suite->clauses[i];

        if (is_testable(clause) && (of == NULL || same_section(of, clause))) {
            c.testable++;
            c.cited += is_cited(suite, clause);
        }
    }
    return c;
}

static void put_uncited(const struct page *p, const struct clause *of, unsigned count)
{
    const struct suite *suite = p->r->suite;

    fprintf(p->out, "<details><summary>%u not cited</summary><ul>\n", count);
    for (size_t i = 0; i < suite->clauses_count; i++) {
        const struct clause *clause = &suite->clauses[i];

        if (same_section(of, clause) && is_testable(clause) && !is_cited(suite, clause)) {
            html_in(p->out, "<li><code>", clause->id, "</code> ");
            html_in(p->out, "", clause->summary, "\n");
        }
    }
    fputs("</ul></details>", p->out);
}

static void put_section(const struct page *p, const struct clause *first)
{
    struct coverage c = count_clauses(p->r->suite, first);
    struct slice name = section_of(first);
    struct arena a = {NULL};

    if (c.testable == 0) {
        return;
    }
    html_in(p->out, "<tr><td><code>", arena_text(&a, name.p, name.len), "</code>");
    fprintf(p->out,
            "<td class=num>%u<td class=num>%u<td><span class=meter>"
            "<i style=\"width:%u%%\"></i></span><td>",
            c.cited, c.testable, 100 * c.cited / c.testable);
    if (c.cited < c.testable) {
        put_uncited(p, first, c.testable - c.cited);
    }
    putc('\n', p->out);
    arena_free(&a);
}

void page_clauses(const struct page *p)
{
    const struct suite *suite = p->r->suite;
    struct coverage all = count_clauses(suite, NULL);

    fprintf(
        p->out,
        "<h2 id=clauses>Clauses</h2>\n<p>The %zu cases of this run cite %u of the %u "
        "clauses of the contract that a test can check.\n<table class=\"plain clauses\">"
        "<tr><th>Section<th class=num>Cited<th class=num>Testable<th><th>\n",
        suite->cases.count, all.cited, all.testable);
    for (size_t i = 0; i < suite->clauses_count; i++) {
        bool told = false;

        for (size_t k = 0; k < i && !told; k++) {
            told = same_section(&suite->clauses[k], &suite->clauses[i]);
        }
        if (!told) {
            put_section(p, &suite->clauses[i]);
        }
    }
    fputs("</table>\n", p->out);
}
