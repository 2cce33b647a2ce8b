/* SPDX-License-Identifier: Apache-2.0
 *
 * trial.h: playing one case after another on one implementation, to see which still fails.
 */
#ifndef CONFORMANCE_TRIAL_H
#define CONFORMANCE_TRIAL_H

#include "conformance/result.h"
#include "draft.h"

struct trials {
    const struct suite *suite;
    const struct tcase *tc; /* the case that drafts are made of */
    struct impl *impl, *oracle;
    bool asks_oracle; /* it passes the case, so it has to pass each smaller one */
    const struct weather *weather; /* NULL: calm */
    enum level level;
    const char *fingerprint; /* what a trial has to show; NULL: anything */
    unsigned plays, budget;
    struct pair *pair[2]; /* of the implementation, of the oracle */
    struct arena *keep;
    uint64_t *tried; /* digests of drafts that do not fail so */
    size_t tried_count;
    void (*progress)(const struct trials *t);
    bool (*stop)(void);
};

/* trial_play plays a draft and judges it as a run would, but for known differences. False when
 * the draft makes no sense. The result, and what it points to, lives in `a`. */
bool trial_play(struct trials *t, struct arena *a, const struct draft *d,
                struct result *r);

/* trial_fails says whether a draft fails as the fingerprint says. False, without playing it,
 * when it has been tried, the budget is used up, or it is time to stop. */
bool trial_fails(struct trials *t, const struct draft *d);

/* trials_over says whether nothing more will be played. */
bool trials_over(const struct trials *t);

/* trials_fresh ends the adapters: the next play has new ones. */
void trials_fresh(struct trials *t);

#endif
