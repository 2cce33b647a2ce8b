/* SPDX-License-Identifier: Apache-2.0
 *
 * generate.h: ops out of nothing, as the op table allows them.
 */
#ifndef FUZZ_GENERATE_H
#define FUZZ_GENERATE_H

#include "scenario/call.h"

/* Randomness that a seed decides. */
struct dice {
    uint64_t state;
};

uint64_t dice_next(struct dice *dice);
/* dice_below returns less than n; 0 for n = 0. */
uint32_t dice_below(struct dice *dice, uint32_t n);

/* generate_call makes any call or act; generate_argument makes argument number i of an op,
 * of its type and, mostly, of its kind. */
void generate_call(struct arena *a, struct dice *dice, struct call *call);
void generate_argument(struct arena *a, struct dice *dice, const struct op *op, int i,
                       struct arg *arg);

/* generate_words lists the words that the texts of an op are made of, of which there are
 * generate_words_count. For the dictionary. */
const char *const *generate_words(const struct op *op);
uint32_t generate_words_count(const char *const *words);

#endif
