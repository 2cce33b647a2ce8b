/* SPDX-License-Identifier: Apache-2.0
 *
 * compare.h: is a trace what the case says, and what another engine gave?
 */
#ifndef SCENARIO_COMPARE_H
#define SCENARIO_COMPARE_H

#include "case.h"
#include "trace.h"

/* A difference: at which observation, and in words that fit behind the request:
 * "want_read" against "ok -", or "ssl reason=X" against "ssl reason=Y". */
struct difference {
    bool found;
    size_t at; /* index of the observation; the count when one trace is shorter */
    const char *want, *got;
    char end; /* c or s, at which it shows; 0 for none of the two alone */
};

/* check_expectations judges a trace by what the case states, adds the facts compared to
 * *facts, and stops at the first difference. A macro, or `pump`, without an expectation must be ok. */
void check_expectations(struct arena *a, const struct scenario *scenario,
                        const struct trace *trace, struct bindings *bindings,
                        unsigned *facts, struct difference *d);

/* check_expectations_at does so for endpoints that claim a level each: of what is stated above it,
 * up to `top`, the first that differs is in *above, and nothing is counted. */
void check_expectations_at(struct arena *a, const struct scenario *scenario,
                           const struct trace *trace, struct bindings *bindings,
                           const enum level *level, enum level top, unsigned *facts,
                           struct difference *d, struct difference *above);

/* How two traces are compared. */
struct comparison {
    const struct scenario *scenario; /* of both */
    enum level level[ENDPOINTS];
    /* The same TLS library: its reasons, and what a case leaves open, can be compared. */
    bool same_library;
    /* So can the lengths of what TLS puts out: no signature varies in length, either. */
    bool sizes;
};

/* compare_traces judges a trace by that of an oracle, adds the facts compared to *facts, and
 * stops at the first difference. */
void compare_traces(struct arena *a, const struct comparison *how,
                    const struct trace *oracle, const struct trace *trace,
                    unsigned *facts, struct difference *d);

#endif
