/* SPDX-License-Identifier: Apache-2.0
 *
 * oath.h: adapters under oath: what an adapter says of itself is tried before any case.
 */
#ifndef CONFORMANCE_OATH_H
#define CONFORMANCE_OATH_H

#include "impl.h"

/* oath_take asks an implementation that said hello for what it must refuse (refusal), for
 * what makes no sense (silence), and to show what it claims (proof, SUITE/proofs). What is
 * wrong is added to impl->findings. */
void oath_take(struct arena *a, struct impl *impl, const struct suite *suite);

/* Requests for an op: one that is well-formed, one with too few words (NULL when there can
 * be none), one with too many. */
char *oath_request(struct arena *a, const struct op *op);
char *oath_too_few(struct arena *a, const struct op *op);
char *oath_too_many(struct arena *a, const struct op *op);

/* oath_random_name gives a name that no adapter can know. */
char *oath_random_name(struct arena *a);

#endif
