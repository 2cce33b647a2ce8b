/* SPDX-License-Identifier: Apache-2.0
 *
 * reduce.h: from a case that fails to the smallest one that fails in the same way.
 */
#ifndef CONFORMANCE_REDUCE_H
#define CONFORMANCE_REDUCE_H

#include "trial.h"

struct reducer {
    struct arena *a;
    struct trials *trials;
    struct draft best; /* fails as the fingerprint says */
};

/* reduce_begin plays the case, in weather if it passes when it is calm, and takes the
 * fingerprint. False when it does not fail. `named` says that the weathers were asked for. */
struct weathers;
bool reduce_begin(struct reducer *x, const struct weathers *weathers, bool named);

/* reduce makes x->best smaller until nothing helps, or the trials are over. */
void reduce(struct reducer *x);

/* reduce_state writes what the oracle gives where the case fails as its expectation, so that it
 * stands without an oracle. */
void reduce_state(struct reducer *x);

/* reduce_try keeps a draft that fails. */
bool reduce_try(struct reducer *x, struct draft d);

/* reduce_lines takes lines out, half of them at a time, then fewer. */
void reduce_lines(struct reducer *x);

/* reduce_macros drops options, and writes a macro's own lines where fewer are needed. */
void reduce_macros(struct reducer *x);

/* reduce_words makes operands shorter and simpler. */
void reduce_words(struct reducer *x);

#endif
