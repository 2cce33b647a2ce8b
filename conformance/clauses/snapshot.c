/* SPDX-License-Identifier: Apache-2.0
 *
 * snapshot.c: reading, comparing and writing conformance/clauses.snapshot.
 */
#include "snapshot.h"

#include <string.h>

static bool complain(const char *path, unsigned line, const char *why)
{
    fprintf(stderr, "membio-conform: %s:%u: %s\n", path, line, why);
    return false;
}

/* "FACT cited exercised MUTANT", with tabs. A fact that is no more is none of ours. */
static bool take_line(struct arena *a, struct snapshot *snapshot,
                      const struct suite *suite, struct slice line)
{
    char *text = arena_text(a, line.p, line.len), *field[4], *rest = NULL;
    const struct clause *clause;

    for (size_t i = 0; i < 4; i++) {
        field[i] = strtok_r(i == 0 ? text : NULL, "\t", &rest);
        if (field[i] == NULL) {
            return false;
        }
    }
    clause = suite_clause(suite, field[0]);
    if (clause != NULL) {
        snapshot->facts[clause - suite->clauses] = (struct coverage){
            clause, coverage_group(clause), strcmp(field[1], "cited") == 0,
            strcmp(field[2], "exercised") == 0,
            strcmp(field[3], "-") == 0 ? NULL : field[3]};
    }
    return strtok_r(NULL, "\t", &rest) == NULL;
}

bool snapshot_read(struct arena *a, struct snapshot *snapshot, const struct suite *suite,
                   const char *path)
{
    size_t len, number = 0;
    const char *text = read_whole_file(a, path, &len);

    snapshot->path = path;
    snapshot->facts = arena_alloc(a, suite->clauses_count * sizeof *snapshot->facts);
    while (text != NULL && *text != '\0') {
        struct slice line = {text, strcspn(text, "\n")};

        number++;
        text += line.len + (text[line.len] == '\n');
        if (*line.p != '#' && !take_line(a, snapshot, suite, line)) {
            return complain(path, (unsigned)number, "a line has four fields");
        }
    }
    return text != NULL;
}

void snapshot_fill(const struct snapshot *snapshot, struct coverage *facts, size_t count,
                   bool exercised, bool proved)
{
    for (size_t i = 0; i < count; i++) {
        const struct coverage *was = &snapshot->facts[i];

        if (exercised) {
            facts[i].exercised = was->exercised && facts[i].cited;
        }
        if (proved) {
            facts[i].proved = facts[i].cited ? was->proved : NULL;
        }
    }
}

static bool told(const char *id, const char *what, bool was, bool is, FILE *out)
{
    if (was != is) {
        fprintf(out, "%s: %s%s, %s\n", id, is ? "" : "not ", what,
                was ? "but it was" : "but it was not");
    }
    return was != is;
}

bool snapshot_differs(const struct snapshot *snapshot, const struct coverage *facts,
                      size_t count, FILE *out)
{
    unsigned differences = 0;

    for (size_t i = 0; i < count; i++) {
        const struct coverage *was = &snapshot->facts[i], *is = &facts[i];
        const char *id = is->clause->id;

        if (is->group < GROUP_NONE) {
            differences += told(id, "in the register", was->clause != NULL, true, out);
            differences += told(id, "cited", was->cited, is->cited, out);
            differences += told(id, "exercised", was->exercised, is->exercised, out);
            differences +=
                told(id, "proved", was->proved != NULL, is->proved != NULL, out);
        }
    }
    return differences > 0;
}

void snapshot_write(const struct coverage *facts, size_t count, FILE *out)
{
    fputs(
        "# What the suite shows of each fact: membio-conform clauses. ci/clauses writes "
        "this file.\n#\n",
        out);
    coverage_totals(facts, count, "# ", out);
    for (size_t i = 0; i < count; i++) {
        const struct coverage *fact = &facts[i];

        if (fact->group < GROUP_NONE) {
            fprintf(out, "%s\t%s\t%s\t%s\n", fact->clause->id,
                    fact->cited ? "cited" : "-", fact->exercised ? "exercised" : "-",
                    fact->proved == NULL ? "-" : fact->proved);
        }
    }
}
