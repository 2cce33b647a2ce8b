/* SPDX-License-Identifier: Apache-2.0
 *
 * coverage.c: what is cited, exercised and proved.
 */
#include "coverage.h"

#include <string.h>

/* `proves`: libmembio can be wrong there, so a mutant has to be. */
static const struct {
    const char *name;
    bool proves;
} groups[GROUPS] = {
    [GROUP_C] = {"of libmembio", true},
    [GROUP_PROGRAM] = {"seen only from C", true},
    [GROUP_CPYTHON] = {"of CPython alone", false},
    [GROUP_PYTHON] = {"of Python's types", false},
    [GROUP_NONE] = {"no test can show", false},
};

enum group coverage_group(const struct clause *clause)
{
    static const struct {
        const char *class;
        enum group group;
    } classes[] = {
        {"program", GROUP_PROGRAM},   {"py", GROUP_PYTHON},
        {"implicit", GROUP_NONE},     {"untestable", GROUP_NONE},
        {"out-of-scope", GROUP_NONE},
    };

    if (strcmp(clause->class, "testable") == 0) {
        return strcmp(clause->c, "yes") == 0 ? GROUP_C : GROUP_CPYTHON;
    }
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strcmp(clause->class, classes[i].class) == 0) {
            return classes[i].group;
        }
    }
    return GROUPS;
}

static struct coverage *find(struct coverage *facts, const struct suite *suite,
                             const char *id)
{
    const struct clause *clause = suite_clause(suite, id);

    return clause == NULL ? NULL : &facts[clause - suite->clauses];
}

void coverage_cite(struct coverage *facts, const struct suite *suite)
{
    for (size_t i = 0; i < suite->clauses_count; i++) {
        const struct clause *clause = &suite->clauses[i];

        facts[i] = (struct coverage){clause, coverage_group(clause), false, false, NULL};
        facts[i].cited = facts[i].group == GROUP_PROGRAM && clause->note != NULL;
        facts[i].exercised = facts[i].cited;
    }
    for (size_t i = 0; i < suite->cases.count; i++) {
        const struct words *cited = &suite->cases.list[i].clauses;

        for (size_t k = 0; k < cited->count; k++) {
            struct coverage *fact = find(facts, suite, cited->word[k]);

            if (fact != NULL) {
                fact->cited = true;
            }
        }
    }
}

static bool shows(const struct stream_result *x, const struct coverage *fact)
{
    if (x->verdict == VERDICT_DEVIATION) {
        return fact->group == GROUP_CPYTHON;
    }
    return verdict_right(x->verdict) && x->facts > 0;
}

void coverage_exercise(struct coverage *facts, const struct suite *suite,
                       const struct stream *s)
{
    for (size_t i = 0; i < s->cases_count; i++) {
        for (size_t k = 0; k < s->cases[i].clauses.count; k++) {
            struct coverage *fact = find(facts, suite, s->cases[i].clauses.word[k]);

            for (size_t impl = 0; fact != NULL && impl < s->impls_count; impl++) {
                const struct stream_result *x = stream_result(s, i, impl);

                fact->exercised = fact->exercised || (x != NULL && shows(x, fact));
            }
        }
    }
}

/* By a case, or by the program that the register names. */
static bool proves(const struct mutant *m, const struct coverage *fact)
{
    return fact->group == GROUP_PROGRAM
               ? fact->clause->note != NULL && strcmp(m->killer, fact->clause->note) == 0
               : strcmp(m->verdict, "proved") == 0;
}

void coverage_prove(struct coverage *facts, const struct suite *suite,
                    const struct mutants *mutants)
{
    for (size_t i = 0; i < mutants->count; i++) {
        struct coverage *fact = find(facts, suite, mutants->list[i].clause);

        if (fact != NULL && fact->proved == NULL && proves(&mutants->list[i], fact)) {
            fact->proved = mutants->list[i].name;
        }
    }
}

const char *coverage_wants(const struct coverage *fact)
{
    if (fact->group >= GROUP_NONE) {
        return NULL;
    }
    return !fact->cited                                         ? "cited"
           : !fact->exercised                                   ? "exercised"
           : groups[fact->group].proves && fact->proved == NULL ? "proved"
                                                                : NULL;
}

void coverage_totals(const struct coverage *facts, size_t count, const char *before,
                     FILE *out)
{
    struct {
        unsigned all, cited, exercised, proved;
    } sum[GROUPS] = {{0, 0, 0, 0}};

    for (size_t i = 0; i < count && facts[i].group < GROUPS; i++) {
        sum[facts[i].group].all++;
        sum[facts[i].group].cited += facts[i].cited;
        sum[facts[i].group].exercised += facts[i].exercised;
        sum[facts[i].group].proved += facts[i].proved != NULL;
    }
    fprintf(out, "%s%-18s %6s %6s %10s %7s\n", before, "facts", "all", "cited",
            "exercised", "proved");
    for (int g = 0; g < GROUPS; g++) {
        fprintf(out, "%s%-18s %6u", before, groups[g].name, sum[g].all);
        if (g != GROUP_NONE) {
            fprintf(out, " %6u %10u", sum[g].cited, sum[g].exercised);
        }
        if (groups[g].proves) {
            fprintf(out, " %7u", sum[g].proved);
        }
        putc('\n', out);
    }
}
