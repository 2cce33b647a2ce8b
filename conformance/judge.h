/* SPDX-License-Identifier: Apache-2.0
 *
 * judge.h: from what was seen to a verdict.
 */
#ifndef CONFORMANCE_JUDGE_H
#define CONFORMANCE_JUDGE_H

#include "result.h"

/* judge fills the verdict of `result`, whose case, implementation and play are set.
 * `oracle` is the oracle's result for the case, judged before; NULL without oracle, or
 * for the oracle itself. An oracle that fails the case is not compared with: the case is
 * the contract. */
void judge(struct arena *a, struct result *result, const struct result *oracle,
           enum level level, const char *world);

/* case_sizes_vary says whether what TLS puts out varies in length from run to run: ECDSA
 * signatures do. */
bool case_sizes_vary(const struct tcase *tc);

#endif
