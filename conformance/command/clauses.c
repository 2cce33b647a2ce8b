/* SPDX-License-Identifier: Apache-2.0
 *
 * clauses.c: membio-conform clauses: what the suite shows of each fact.
 */
#include <string.h>

#include "command.h"
#include "conformance/output.h"
#include "conformance/clauses/snapshot.h"

/* Fails: a class that there is not, and what no case shows without a word why. */
static bool register_is_right(const struct coverage *facts, size_t count)
{
    bool right = true;

    for (size_t i = 0; i < count; i++) {
        const struct clause *clause = facts[i].clause;
        bool wants_note = facts[i].group == GROUP_NONE || facts[i].group == GROUP_PROGRAM;
        bool has_note = clause->note != NULL;
        const char *wrong = facts[i].group == GROUPS ? "no such class"
                            : wants_note == has_note ? NULL
                            : wants_note
                                ? "a seventh field has to say why, or which program"
                                : "a seventh field is for what no case can show";

        if (wrong != NULL) {
            fprintf(stderr, "membio-conform: %s: %s: %s\n", clause->id, clause->class,
                    wrong);
            right = false;
        }
    }
    return right;
}

static void list_wants(const struct coverage *facts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *wants = coverage_wants(&facts[i]);

        if (wants != NULL) {
            printf("%s not %s: %s\n", facts[i].clause->id, wants,
                   facts[i].clause->summary);
        }
    }
}

/* What files were given; what is not given is as in the snapshot, if there is one. */
static bool look(struct arena *a, const struct options *o, const struct suite *suite,
                 struct coverage *facts, const struct snapshot *snapshot)
{
    bool run = o->wanted.patterns_count > 0;
    struct stream stream;
    struct mutants mutants;

    coverage_cite(facts, suite);
    if (run) {
        if (!stream_read(a, &stream, o->wanted.patterns, o->wanted.patterns_count)) {
            return false;
        }
        coverage_exercise(facts, suite, &stream);
    }
    if (o->mutants != NULL) {
        if (!mutants_read(a, &mutants, o->mutants)) {
            return false;
        }
        coverage_prove(facts, suite, &mutants);
    }
    if (snapshot->facts != NULL) {
        snapshot_fill(snapshot, facts, suite->clauses_count, !run, o->mutants == NULL);
    }
    return true;
}

static bool write_snapshot(struct arena *a, const struct options *o,
                           const struct coverage *facts, size_t count)
{
    struct output out;

    if (!output_open(a, &out, o->output)) {
        return false;
    }
    snapshot_write(facts, count, out.out);
    return output_close(&out, true);
}

enum exit_status command_clauses(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct snapshot snapshot = {NULL, NULL};
    struct coverage *facts;
    size_t count;

    if (!suite_load(a, &suite, o->suite) ||
        (o->snapshot != NULL && !snapshot_read(a, &snapshot, &suite, o->snapshot))) {
        return EXIT_USAGE;
    }
    count = suite.clauses_count;
    facts = arena_alloc(a, (count + 1) * sizeof *facts);
    if (!look(a, o, &suite, facts, &snapshot)) {
        return EXIT_USAGE;
    }
    if (!register_is_right(facts, count)) {
        return EXIT_UNEXPECTED;
    }
    if (o->list) {
        list_wants(facts, count);
    }
    coverage_totals(facts, count, "", stdout);
    if (o->output != NULL) {
        return write_snapshot(a, o, facts, count) ? EXIT_AS_EXPECTED : EXIT_USAGE;
    }
    if (o->snapshot != NULL && snapshot_differs(&snapshot, facts, count, stdout)) {
        printf("%s says something else; ci/clauses --refresh writes it\n", o->snapshot);
        return EXIT_UNEXPECTED;
    }
    return EXIT_AS_EXPECTED;
}
