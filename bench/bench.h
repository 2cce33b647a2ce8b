/* SPDX-License-Identifier: Apache-2.0
 *
 * bench.h: variants of one question, measured side by side.
 *
 * Machines are noisy, and noise comes in waves: so each round measures all variants, in
 * another order than the round before, and what is told are medians over rounds, and of ratios
 * within a round.
 *
 *     BENCH adapter/case ns=812345 ref=adapter/case-in-a-process ratio=4.10 spread=0.93..1.08
 *           rounds=15
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>

#define BENCH_ROUNDS_MAX 1000u

struct variant {
    const char
        *key; /* "adapter/case": stable, so that lines of two runs can be compared */
    const char *ref;              /* the key of another; NULL */
    double (*measure)(void *arg); /* nanoseconds of one unit */
    double ns[BENCH_ROUNDS_MAX];
};

/* bench_now reads a clock in nanoseconds. */
double bench_now(void);

/* bench_header writes with what this was measured. */
void bench_header(void);

/* bench_rounds measures all variants so often. bench_ns gives the median of one, bench_ratio
 * the median of other / own within a round: so many times faster than the other. */
void bench_rounds(struct variant *list, size_t count, unsigned rounds, void *arg);
double bench_ns(const struct variant *v, unsigned rounds);
double bench_ratio(const struct variant *v, const struct variant *other, unsigned rounds);

/* bench_print writes a line for each variant. */
void bench_print(const struct variant *list, size_t count, unsigned rounds);

#endif
