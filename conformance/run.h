/* SPDX-License-Identifier: Apache-2.0
 *
 * run.h: playing cases on implementations, several at a time.
 */
#ifndef CONFORMANCE_RUN_H
#define CONFORMANCE_RUN_H

#include "conformance/impl/pair.h"
#include "result.h"

struct run_options {
    enum level level;
    unsigned jobs;
    bool shuffle;
    uint64_t seed;
    bool fail_fast;          /* no more cases after the first unexpected verdict */
    const char *transcripts; /* the folder for them; NULL: none */
    bool progress;           /* a status line on stderr */
    unsigned round, rounds;  /* for the status line */
};

/* run_cases plays every case on every implementation and fills the report. Results are in
 * the order of the suite, whatever the jobs and the order of playing. Memory comes from
 * `a`. False, after one line on stderr, when a transcript cannot be written. */
bool run_cases(struct arena *a, struct report *report, const struct run_options *options);

/* play_case plays one case on one implementation, by `pair`, in frozen processes or not. */
void play_case(struct arena *a, struct pair *pair, const struct tcase *tc, bool frozen,
               struct play *play);

/* play_end tells in a play what has become of its adapters. */
void play_end(struct arena *a, const struct pair *pair, struct play *play);

/* play_weather plays a case without a sweep in some weather. */
void play_weather(struct arena *a, struct pair *pair, const struct tcase *tc,
                  const struct weather *weather, struct play *play);

/* play_scenario plays any scenario without a sweep, calmly. */
void play_scenario(struct arena *a, struct pair *pair, const struct scenario *scenario,
                   struct trace *trace);

#endif
