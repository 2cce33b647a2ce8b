/* SPDX-License-Identifier: Apache-2.0
 *
 * figures.h: what a corpus is worth to a target, in numbers: a line for each, printed by the
 * replay program, and a judgement where the number has to be 0, or all.
 */
#ifndef FUZZ_FIGURES_H
#define FUZZ_FIGURES_H

#include "seeds.h"

/* A figure: prints its line, and says whether it is as it must be. */
struct figure {
    const char *option, *help;
    bool (*tell)(struct arena *a, const struct seeds *seeds, unsigned n);
    bool takes_number; /* n; else it is 0 */
};

/* The figures; the last has no option. */
extern const struct figure figures[];

/* figures_cost.c, figures_mutants.c */
bool figure_costs(struct arena *a, const struct seeds *seeds, unsigned n);
bool figure_mutants(struct arena *a, const struct seeds *seeds, unsigned n);

#endif
