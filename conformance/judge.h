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
 * the contract. What differs above the level that is claimed, for each endpoint, is INFO. */
void judge(struct arena *a, struct result *result, const struct result *oracle,
           const enum level *claim, enum level level, const char *world);

/* comparison_of says what can be compared between two results of one case, at the levels of the
 * two endpoints. */
struct comparison comparison_of(const struct result *r, const struct result *oracle,
                                const enum level *level);

/* judge_memory is for an implementation that leaves `step` bytes behind whenever it plays the
 * case, as `who` of a pair: that fails what else would pass. */
void judge_memory(struct arena *a, struct result *result, int64_t step,
                  enum endpoint who);

/* judge_weather holds a play in weather against the calm one of `result`. True when they are
 * the same; else the result is that of the weather. */
bool judge_weather(struct arena *a, struct result *result, const struct play *play,
                   const enum level *level);

/* judge_stale is for a recorded oracle of which there is no record of the case as it stands. */
void judge_stale(struct result *result, const char *why);

/* judge_end judges a play that did not come to its end. */
void judge_end(struct arena *a, struct result *result);

/* judge_known gives the deviation file the last word on a result that is otherwise judged. */
void judge_known(struct arena *a, struct result *result);

/* case_sizes_vary says whether what TLS puts out varies in length from run to run: ECDSA
 * signatures do. */
bool case_sizes_vary(const struct tcase *tc);

#endif
