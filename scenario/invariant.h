/* SPDX-License-Identifier: Apache-2.0
 *
 * invariant.h: what holds for every trace of an engine with memory BIOs, whatever was
 * asked.
 */
#ifndef SCENARIO_INVARIANT_H
#define SCENARIO_INVARIANT_H

#include "trace.h"

/* A rule that was broken. */
struct breach {
    const char *oracle; /* the fuzzers' id of the kind of rule */
    const char *rule;   /* a few words, stable: the key that findings are grouped by */
    const char *clause; /* the clause that it guards */
    size_t at;          /* index of the observation */
};

/* check_invariants finds the first breach of any rule; check_oracle of the rules with this id.
 * They return false when there is none. */
bool check_invariants(const struct trace *trace, struct breach *breach);
bool check_oracle(const struct trace *trace, const char *oracle, struct breach *breach);

#endif
