/* SPDX-License-Identifier: Apache-2.0
 *
 * mutants.h: the table that ci/mutants writes.
 */
#ifndef CONFORMANCE_MUTANTS_H
#define CONFORMANCE_MUTANTS_H

#include <stdbool.h>
#include <stddef.h>

#include "scenario/arena.h"

/* A line: what became of a mutant at one of the facts that it breaks. */
struct mutant {
    const char *name, *clause, *verdict;
    const char *killer; /* a case or a program; "-" for nobody */
};

struct mutants {
    struct mutant *list;
    size_t count;
};

/* mutants_read reads it. False after one line on stderr that names file, line and reason. */
bool mutants_read(struct arena *a, struct mutants *mutants, const char *path);

#endif
