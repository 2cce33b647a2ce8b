/* SPDX-License-Identifier: Apache-2.0
 *
 * result.h: what became of one case on one implementation, and of a whole run.
 */
#ifndef CONFORMANCE_RESULT_H
#define CONFORMANCE_RESULT_H

#include "conformance/impl/impl.h"
#include "scenario/compare.h"
#include "scenario/stage.h"
#include "verdict.h"

/* Everything that a case gave on one implementation: a trace for each value of its sweep,
 * one without. */
struct play {
    struct trace *traces;
    int64_t *values; /* of the sweep's variable */
    size_t count;
    bool swept;
    enum pipe_fate fate;
    const char *check, *why, *evidence; /* when it is not PIPE_ALIVE */
    char lost;                          /* and which of a pair is not, c or s */
};

struct result {
    bool played;
    const struct tcase *tc;
    const struct impl *impl;
    enum verdict verdict;
    unsigned facts; /* compared */
    double seconds;
    struct play play;
    /* Where and how it differs; NULL texts when it does not. */
    size_t run;          /* index into play.traces */
    size_t observation;  /* index into that trace */
    unsigned line;       /* of the case file */
    const char *request; /* "c read 100" */
    const char *want, *got;
    const char *end;     /* of a pair, where it shows: "the client, ..."; NULL */
    const char *weather; /* in which weather; NULL when it was calm */
    const char *check;   /* what found it: check.h */
    const char *by; /* who wants it: "the case", the oracle's identity, "calm weather" */
    const char *note; /* more words for people: a capability, an adapter's end */
    const struct deviation *deviation;
    const char *flaky; /* what a repeat gave instead; NULL */
    /* What it was played in besides calm, by the index of report.weathers; NULL for nothing:
     * `fit` says why. */
    struct weather_play {
        bool played;
        unsigned retries; /* calls made again */
    } * weathers;
    enum weather_fit fit;
    unsigned plays; /* of a sweep: how many runs it took */
};

/* Which generated cases a run plays (sweep.h); none of `kinds`: those of the suite. */
struct sweeps {
    unsigned kinds;
    bool deep; /* flip every byte of the handshake, not only some of each record */
};

/* How a run was asked for, as far as it is told with its results. */
struct how {
    enum level level;
    double timeout;
    uint64_t seed;
    const char *frozen;  /* the preload library: bytes on the wire are compared; NULL */
    const char *oracle;  /* as given; NULL without */
    const char *shard;   /* "1/4"; NULL */
    const char *sweep;   /* "cut", "flip", "all"; NULL: the cases of the suite */
    const char *weather; /* as given: "some", "all", "late" */
};

struct report {
    const struct suite *suite;
    struct impl *impls; /* the oracle, if there is one, comes first */
    size_t impls_count;
    /* Who plays together: they are columns of `impls`, too, behind the others. */
    struct ends {
        struct impl *end[ENDPOINTS];
    } * pairs;
    size_t pairs_count;
    struct result *results; /* [case][implementation] */
    double seconds;
    struct sweeps sweeps;
    const struct weathers *weathers; /* NULL for none */
    struct how how;
    /* Deviation entries that name no case: a line each, NULL without any. Each counts as
     * failed. */
    const char *stale;
    unsigned stale_count;
};

const struct result *report_result(const struct report *r, size_t tc, size_t impl);

/* report_totals adds up what a closing line says. */
void report_totals(const struct report *r, unsigned *passed, unsigned *failed,
                   unsigned *skipped);

#endif
