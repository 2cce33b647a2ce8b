/* SPDX-License-Identifier: Apache-2.0
 *
 * replay.h: asking again what a transcript asked.
 */
#ifndef CONFORMANCE_REPLAY_H
#define CONFORMANCE_REPLAY_H

#include "pair.h"
#include "scenario/compare.h"
#include "transcript.h"

struct replay {
    size_t asked;   /* exchanges, up to the first that differs */
    size_t carried; /* requests with bytes of this run instead of the recorded ones */
    bool differs;
    const char *request; /* as asked; of the one that differs */
    const char *answer, *want, *got;
};

/* replay_play asks the requests of a transcript and stops at the first answer that is not as it
 * was. Bytes that one endpoint put out and the other took are those of this run, damaged as
 * the recorded ones were. What was asked of one adapter can be asked of two, and the other way
 * round. */
void replay_play(struct arena *a, const struct pair *pair, const struct transcript *t,
                 struct replay *r);

#endif
