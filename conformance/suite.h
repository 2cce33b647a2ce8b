/* SPDX-License-Identifier: Apache-2.0
 *
 * suite.h: the suite on disk: cases, probes, the clause register.
 *
 *     SUITE/cases/AREA/NAME.case    conformance cases; AREA is an area of the contract
 *     SUITE/probes/NAME.case        what tells implementations apart
 *     SUITE/proofs/NAME.case        what a capability must show (oath.h); may be missing
 *     SUITE/clauses.tsv             the register
 *     SUITE/adapters/NAME/impl      how to start an implementation's adapter
 *     SUITE/deviations/NAME.dev     its known differences
 *     SUITE/../scenario/world       certificates
 */
#ifndef CONFORMANCE_SUITE_H
#define CONFORMANCE_SUITE_H

#include <stdio.h>

#include "scenario/case.h"
#include "scenario/version.h"

struct clause {
    const char *id, *strength, *class, *c, *source, *summary;
    /* Of what no case can show: the reason, or the program of tests/ that does (class
     * `program`). NULL. */
    const char *note;
};

struct suite {
    const char *dir, *world;
    struct cases cases, probes, proofs;
    struct clause *clauses;
    size_t clauses_count;
};

/* suite_load reads everything, in a fixed order. False after one line on stderr that
 * names file, line and reason. */
bool suite_load(struct arena *a, struct suite *suite, const char *dir);

/* suite_dir finds the suite when nobody names one: $MEMBIO_SUITE, beside the program, or
 * where it was installed. */
const char *suite_dir(struct arena *a, const char *program);

/* suite_area returns the area of a case: the folder of its file. */
const char *suite_area(struct arena *a, const struct tcase *tc);

const struct clause *suite_clause(const struct suite *suite, const char *id);

/* What of the suite is asked for: cases that match any of the patterns, if there are
 * some, and cite a fact that matches any of the clauses, if there are some. */
struct selection {
    char *const *patterns; /* globs over id, name or area */
    size_t patterns_count;
    const char **clauses; /* globs over facts */
    size_t clauses_count;
};

/* suite_take_files makes the cases of files that `wanted` names, FILE.case, part of the suite, in
 * place of all that its other words do not match. False after one line on stderr. */
bool suite_take_files(struct arena *a, struct suite *suite, struct selection *wanted);

/* suite_select keeps the cases that are asked for. Gives the number kept. */
size_t suite_select(struct arena *a, struct suite *suite, const struct selection *wanted);

/* read_whole_file gives the text of a small file; NULL after one line on stderr. */
char *read_whole_file(struct arena *a, const char *path, size_t *len);

#endif
