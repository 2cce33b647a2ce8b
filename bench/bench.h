/* SPDX-License-Identifier: Apache-2.0
 *
 * bench.h: variants of one question, measured side by side.
 *
 * Machines are noisy, and noise comes in waves: so each round measures all variants, in
 * another order than the round before, and what is told are medians over rounds, and of ratios
 * within a round.
 *
 *     BENCH queue/pingpong/16 ns=14.7 ref=queue/pingpong/16/s_mem ratio=3.26 spread=0.94..1.11
 *           rounds=15
 *     GOAL A1 queue/pingpong/16 ratio=3.26 least=3.00 met
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#define BENCH_ROUNDS_MAX 1000u

struct variant {
    const char
        *key; /* "queue/pingpong/16": stable, so that lines of two runs can be compared */
    const char *ref;              /* the key of another; NULL */
    double (*measure)(void *arg); /* one unit: nanoseconds, or what `unit` says */
    const char *unit;             /* "bytes"; NULL: ns */
    double value[BENCH_ROUNDS_MAX];
};

/* What a measure must reach: with a ref so many times less than the ref, without one the value
 * itself. */
struct goal {
    const char *id; /* "A1" */
    const char *key, *ref;
    enum { GOAL_LEAST, GOAL_MOST } bound;
    double limit;
};

/* What the command line asked for. */
struct bench_options {
    unsigned rounds;
    bool goals;
    const char *only; /* a part of the keys to measure; NULL: all */
};

/* bench_options reads --rounds, --only and --goals from the front of `argv`; the index of what
 * is behind them, 0 after --help, -1 after one line on stderr. */
int bench_options(struct bench_options *options, int argc, char **argv, const char *help);

/* bench_now reads a clock in nanoseconds. */
double bench_now(void);

/* bench_header writes with what this was measured. */
void bench_header(void);

/* bench_rounds measures all variants so often, or those that were asked for. bench_value gives
 * the median of one, bench_ratio the median of other / own within a round: so many times less
 * than the other. */
void bench_rounds(struct variant *list, size_t count, const struct bench_options *options,
                  void *arg);
double bench_value(const struct variant *v, unsigned rounds);
double bench_ratio(const struct variant *v, const struct variant *other, unsigned rounds);

/* bench_print writes a line for each variant, bench_goals one for each goal whose measures there
 * are; false when one is missed. */
void bench_print(const struct variant *list, size_t count, unsigned rounds);
bool bench_goals(const struct goal *goals, size_t goal_count, const struct variant *list,
                 size_t count, unsigned rounds);

/* bench_fail ends the program with one line on stderr and exit status 99. */
void bench_fail(const char *what) __attribute__((noreturn));

#endif
