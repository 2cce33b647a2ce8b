/* SPDX-License-Identifier: Apache-2.0
 *
 * coverage.h: what the suite shows of each fact of the register: three numbers.
 *
 *     cited      a case names the fact
 *     exercised  such a case was played, passed, and something was compared: each of its
 *                expectations was reached and held. What CPython alone does (column c: no)
 *                is also exercised by a known deviation, which states what it gives
 *     proved     a mutant of libmembio breaks the fact, and a case that cites it fails of
 *                that (ci/mutants: `proved`)
 *
 * A fact of the class `program` is one that only a program in C can see. The register names
 * the program of tests/ that cites it and runs in `make check`; it is proved by a mutant that
 * this program fails of.
 */
#ifndef CONFORMANCE_COVERAGE_H
#define CONFORMANCE_COVERAGE_H

#include <stdio.h>

#include "mutants.h"
#include "conformance/stream/stream.h"
#include "conformance/suite.h"

/* Rows of the totals, by class and, of testable facts, by what they are about. */
enum group {
    GROUP_C,       /* testable; libmembio is to be so */
    GROUP_PROGRAM, /* the same, seen only from C */
    GROUP_CPYTHON, /* testable; CPython alone is so */
    GROUP_PYTHON,  /* of Python's types */
    GROUP_NONE,    /* no test can show it: implicit, untestable, out-of-scope */
    GROUPS
};

struct coverage {
    const struct clause *clause;
    enum group group;
    bool cited, exercised;
    const char *proved; /* by which mutant; NULL */
};

/* coverage_group finds it; GROUPS for a class that there is not. */
enum group coverage_group(const struct clause *clause);

/* coverage_cite looks at the suite, coverage_exercise at a run, coverage_prove at mutants.
 * `facts` has an item for each clause of the suite, in its order. */
void coverage_cite(struct coverage *facts, const struct suite *suite);
void coverage_exercise(struct coverage *facts, const struct suite *suite,
                       const struct stream *s);
void coverage_prove(struct coverage *facts, const struct suite *suite,
                    const struct mutants *mutants);

/* coverage_wants says what a fact lacks that its group should have: "cited", "exercised",
 * "proved", or NULL. */
const char *coverage_wants(const struct coverage *fact);

/* coverage_totals writes a row for each group. */
void coverage_totals(const struct coverage *facts, size_t count, const char *before,
                     FILE *out);

#endif
