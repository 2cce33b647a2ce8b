/* SPDX-License-Identifier: Apache-2.0
 *
 * result.h: what became of one case on one implementation, and of a whole run.
 */
#ifndef CONFORMANCE_RESULT_H
#define CONFORMANCE_RESULT_H

#include "impl.h"
#include "scenario/compare.h"
#include "scenario/stage.h"

enum verdict {
    VERDICT_PASS,
    VERDICT_FAIL,      /* a call is not as the case or the oracle says */
    VERDICT_CRASH,     /* the adapter ended */
    VERDICT_HANG,      /* it did not answer in time */
    VERDICT_GARBLED,   /* it answered nonsense, or twice */
    VERDICT_ISOLATION, /* another result when run alone in a fresh process */
    VERDICT_DEVIATION, /* differs, as its deviation file says */
    VERDICT_CHANGED,   /* differs in another way than its deviation file says */
    VERDICT_XPASS,     /* passes although its deviation file says otherwise */
    VERDICT_NA,        /* needs a capability that it does not claim */
    VERDICT_INFO,      /* differs, at a level that it does not claim */
    VERDICT_THIN,      /* passes, but less was compared than of the oracle */
    VERDICT_ERROR,     /* the case itself makes no sense */
    VERDICTS
};

const char *verdict_name(enum verdict verdict);

/* verdict_expected says whether a verdict is as it should be: it then counts as passed,
 * or as skipped when it is NA. */
bool verdict_expected(enum verdict verdict);

/* Everything that a case gave on one implementation: a trace for each value of its sweep,
 * one without. */
struct play {
    struct trace *traces;
    int64_t *values; /* of the sweep's variable */
    size_t count;
    bool swept;
    enum pipe_fate fate;
    const char *check, *why, *evidence; /* when it is not PIPE_ALIVE */
};

struct result {
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
    const char *weather; /* in which weather; NULL when it was calm */
    const char *check;   /* what found it: check.h */
    const char *by; /* who wants it: "the case", the oracle's identity, "calm weather" */
    const char *note; /* more words for people: a capability, an adapter's end */
    const struct deviation *deviation;
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

struct report {
    const struct suite *suite;
    struct impl *impls; /* the oracle, if there is one, comes first */
    size_t impls_count;
    struct result *results; /* [case][implementation] */
    double seconds;
    struct sweeps sweeps;
    const char *how; /* options that say what was played: " --sweep cut" */
    const struct weathers *weathers; /* NULL for none */
    bool frozen;                     /* the bytes on the wire were compared */
    /* Deviation entries that name no case: a line each, NULL without any. Each counts as
     * failed. */
    const char *stale;
    unsigned stale_count;
};

const struct result *report_result(const struct report *r, size_t tc, size_t impl);

/* report_count counts the results with a verdict, of one implementation or of all (-1).
 */
unsigned report_count(const struct report *r, int impl, enum verdict verdict);

/* report_totals adds up what a closing line says. */
void report_totals(const struct report *r, unsigned *passed, unsigned *failed,
                   unsigned *skipped);

/* print_lines writes a text of others, an adapter's stderr, with `before` at the start of every
 * line and nothing in it that a terminal would obey. */
void print_lines(FILE *out, const char *before, const char *text);

/* The reports. They write to `out` and say nothing of their own errors: see ferror. */
void report_terminal(const struct report *r, FILE *out);
void report_tap(const struct report *r, FILE *out);
void report_json(const struct report *r, FILE *out);
void report_html(const struct report *r, FILE *out);

#endif
