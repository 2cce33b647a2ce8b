/* SPDX-License-Identifier: Apache-2.0
 *
 * lint.c: membio-conform lint: what is wrong with the cases themselves.
 *
 * Fails: a case without why or clauses, with a level that is not its own, a clause that is not in the register, two cases
 * that differ only in a literal, an op that no case uses, a capability that nothing proves,
 * an area with too few cases.
 * Reports: how many testable clauses no case cites, how many expectations hold from which level.
 */
#include "command.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Every area has at least so many cases. */
#define AREA_MIN 8u

struct lint {
    struct arena *a;
    const struct suite *suite;
    unsigned findings;
};

static void find(struct lint *l, const struct tcase *tc, const char *what,
                 const char *which)
{
    printf("%s:%u: %s: %s%s\n", tc->file, tc->line, tc->id, what, which);
    l->findings++;
}

static void check_header(struct lint *l, const struct tcase *tc)
{
    if (tc->why == NULL) {
        find(l, tc, "no why", "");
    }
    if (tc->clauses.count == 0) {
        find(l, tc, "no clauses", "");
    }
    for (size_t i = 0; i < tc->clauses.count; i++) {
        if (suite_clause(l->suite, tc->clauses.word[i]) == NULL) {
            find(l, tc, "a clause that is not in the register: ", tc->clauses.word[i]);
        }
    }
    if (strncmp(tc->id, "MB-", 3) != 0 || strlen(tc->id) != 7 ||
        strspn(tc->id + 3, "0123456789") != 4) {
        find(l, tc, "an id is MB- and four digits", "");
    }
}

/* The header tells people from which level on the case says something. */
static void check_level(struct lint *l, const struct tcase *tc)
{
    enum level lowest = case_lowest(tc);

    if (lowest == LEVELS) {
        find(l, tc, "it states nothing", "");
    } else if (lowest != tc->level) {
        find(l, tc,
             arena_printf(l->a, "level is %s, but it says something from ",
                          level_name(tc->level)),
             level_name(lowest));
    }
}

/* How many facts the expectations state, by the level from which on each is compared. */
static void report_levels(const struct lint *l)
{
    unsigned expectations = 0, up_to[LEVELS] = {0};

    for (size_t i = 0; i < l->suite->cases.count; i++) {
        const struct scenario *s = &l->suite->cases.list[i].scenario;

        for (size_t k = 0; k < s->count; k++) {
            const struct step *step = &s->steps[k];

            expectations += step->expect != NULL;
            for (int level = 0; step->expect != NULL && level < LEVELS; level++) {
                up_to[level] +=
                    expect_facts(step->expect, &step->call, (enum level)level);
            }
        }
    }
    printf("%u expectations state %u facts", expectations, up_to[LEVEL_WIRE]);
    for (int level = 0; level < LEVELS; level++) {
        printf("%s %s %u", level == 0 ? ":" : ",", level_name((enum level)level),
               up_to[level] - (level == 0 ? 0 : up_to[level - 1]));
    }
    putchar('\n');
}

/* The ids of generated cases are taken, too. */
static void check_generated(struct lint *l)
{
    struct cases generated = {NULL, 0};

    sweep_cases(l->a, &generated, SWEEP_CUT | SWEEP_FLIP);
    for (size_t i = 0; i < l->suite->cases.count; i++) {
        for (size_t k = 0; k < generated.count; k++) {
            if (strcmp(l->suite->cases.list[i].id, generated.list[k].id) == 0) {
                find(l, &l->suite->cases.list[i],
                     "the id of a generated case: ", generated.list[k].name);
            }
        }
    }
}

static bool is_literal(struct slice word)
{
    int64_t number;

    if (parse_int(word, &number)) {
        return true;
    }
    for (size_t i = 0; i < word.len; i++) {
        if (!isxdigit((unsigned char)word.p[i])) {
            return false;
        }
    }
    return word.len % 2 == 0;
}

/* The words of the body, literals as #: what is left of two cases that differ only in a
 * literal is equal. */
static char *shape(struct arena *a, const struct tcase *tc)
{
    char *out = arena_alloc(a, tc->body.len + 2), *q = out;
    struct slice rest = tc->body;

    while (rest.len > 0) {
        const char *end = memchr(rest.p, '\n', rest.len);
        struct slice line = {rest.p, end == NULL ? rest.len : (size_t)(end - rest.p)},
                     word;

        rest.p += line.len + (end != NULL);
        rest.len -= line.len + (end != NULL);
        while (next_word(&line, &word)) {
            struct slice shown = is_literal(word) ? (struct slice){"#", 1} : word;

            memcpy(q, shown.p, shown.len);
            q += shown.len;
            *q++ = ' ';
        }
    }
    return out;
}

static void check_shapes(struct lint *l)
{
    const struct cases *cases = &l->suite->cases;
    char **shapes = arena_alloc(l->a, cases->count * sizeof *shapes);

    for (size_t i = 0; i < cases->count; i++) {
        shapes[i] = shape(l->a, &cases->list[i]);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(shapes[i], shapes[k]) == 0) {
                find(l, &cases->list[i], "differs only in a literal from ",
                     cases->list[k].id);
            }
        }
    }
}

static bool uses(const struct scenario *s, const struct op *op)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->steps[i].call.op == op) {
            return true;
        }
    }
    return false;
}

static void check_ops(struct lint *l)
{
    size_t count;
    const struct op *all = op_all(&count);

    for (size_t i = 0; i < count; i++) {
        bool used = all[i].id == OP_SEED; /* the stage makes it, in a frozen run */

        for (size_t k = 0; k < l->suite->cases.count; k++) {
            used = used || uses(&l->suite->cases.list[k].scenario, &all[i]);
        }
        if (!used) {
            printf("no case uses the op %s\n", all[i].name);
            l->findings++;
        }
    }
}

static void check_proof(struct lint *l, const char *capability, const char *where)
{
    for (size_t i = 0; i < l->suite->proofs.count; i++) {
        if (strcmp(l->suite->proofs.list[i].name, capability) == 0) {
            return;
        }
    }
    printf("%s: no proof of the capability %s\n", where, capability);
    l->findings++;
}

/* What is never tried could be claimed by anybody. */
static void check_proofs(struct lint *l)
{
    size_t count;
    const struct op *all = op_all(&count);

    for (size_t i = 0; i < count; i++) {
        if (all[i].capability != NULL) {
            check_proof(l, all[i].capability, all[i].name);
        }
    }
    for (size_t i = 0; i < l->suite->cases.count; i++) {
        const struct tcase *tc = &l->suite->cases.list[i];

        for (size_t k = 0; k < tc->needs.count; k++) {
            const char *word = tc->needs.word[k];
            bool of_one = strncmp(word, "c:", 2) == 0 || strncmp(word, "s:", 2) == 0;

            check_proof(l, word + (of_one ? 2 : 0), tc->id);
        }
    }
}

static unsigned area_size(struct lint *l, const char *area)
{
    unsigned n = 0;

    for (size_t i = 0; i < l->suite->cases.count; i++) {
        n += strcmp(suite_area(l->a, &l->suite->cases.list[i]), area) == 0;
    }
    return n;
}

static void check_areas(struct lint *l)
{
    const char *previous = "";

    for (size_t i = 0; i < l->suite->cases.count; i++) {
        const char *area = suite_area(l->a, &l->suite->cases.list[i]);
        unsigned n = area_size(l, area);

        if (strcmp(area, previous) != 0 && n < AREA_MIN) {
            printf("the area %s has %u cases, fewer than %u\n", area, n, AREA_MIN);
            l->findings++;
        }
        previous = area;
    }
}

static bool is_cited(const struct suite *suite, const struct clause *clause)
{
    for (size_t i = 0; i < suite->cases.count; i++) {
        for (size_t k = 0; k < suite->cases.list[i].clauses.count; k++) {
            if (strcmp(suite->cases.list[i].clauses.word[k], clause->id) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void report_clauses(struct lint *l)
{
    unsigned testable = 0, cited = 0;

    for (size_t i = 0; i < l->suite->clauses_count; i++) {
        const struct clause *clause = &l->suite->clauses[i];

        if (strcmp(clause->class, "testable") == 0) {
            testable++;
            cited += is_cited(l->suite, clause);
        }
    }
    printf("%zu cases cite %u of %u testable clauses; %u have no case yet\n",
           l->suite->cases.count, cited, testable, testable - cited);
}

enum exit_status command_lint(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct lint l = {a, &suite, 0};

    if (!suite_load(a, &suite, o->suite)) {
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < suite.cases.count; i++) {
        check_header(&l, &suite.cases.list[i]);
        check_level(&l, &suite.cases.list[i]);
    }
    check_generated(&l);
    check_shapes(&l);
    check_ops(&l);
    check_proofs(&l);
    check_areas(&l);
    report_clauses(&l);
    report_levels(&l);
    return l.findings == 0 ? EXIT_AS_EXPECTED : EXIT_UNEXPECTED;
}
