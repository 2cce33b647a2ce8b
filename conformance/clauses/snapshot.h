/* SPDX-License-Identifier: Apache-2.0
 *
 * snapshot.h: what was cited, exercised and proved when somebody last looked.
 *
 * A file in git, a line for each fact that a test can show: its id, `cited`, `exercised` and
 * the mutant, or - in their place. So a change of the numbers is a change of that file.
 */
#ifndef CONFORMANCE_SNAPSHOT_H
#define CONFORMANCE_SNAPSHOT_H

#include "coverage.h"

/* A snapshot: as many items as the suite has clauses; `clause` is NULL of one that it does
 * not have. */
struct snapshot {
    struct coverage *facts;
    const char *path;
};

/* snapshot_read reads it. False after one line on stderr. */
bool snapshot_read(struct arena *a, struct snapshot *snapshot, const struct suite *suite,
                   const char *path);

/* snapshot_fill takes from it what was not looked at now. */
void snapshot_fill(const struct snapshot *snapshot, struct coverage *facts, size_t count,
                   bool exercised, bool proved);

/* snapshot_differs writes a line for each fact that is not as it was, and says whether there
 * is one. Which mutant it is does not matter. */
bool snapshot_differs(const struct snapshot *snapshot, const struct coverage *facts,
                      size_t count, FILE *out);

void snapshot_write(const struct coverage *facts, size_t count, FILE *out);

#endif
