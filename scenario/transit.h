/* SPDX-License-Identifier: Apache-2.0
 *
 * transit.h: bytes between a `move` and the receiver, in weather that is not calm.
 *
 * What is on its way counts as arrived: observations show the receiver's incoming BIO with
 * it, so that a trace is the same in any weather.
 */
#ifndef SCENARIO_TRANSIT_H
#define SCENARIO_TRANSIT_H

#include "answer.h"
#include "weather.h"

/* On the way to one endpoint. All zero is nothing. */
struct transit {
    struct wire bytes;
    struct sky sky;
    size_t *moves; /* lengths of the moves that the bytes came by, in the run's arena */
    size_t moves_count, moves_done;
    bool begun;  /* a piece has been delivered since nothing was on its way */
    bool eof;    /* `write_eof` is on its way, too, behind them */
    bool closed; /* nothing is held back any more */
};

/* transit_show adds what is on its way to the state of the BIO that it goes to. */
void transit_show(const struct transit *t, struct bio_state *incoming);

struct run;

/* Of the run's weather. They return false when the run is over.
 * transit_move and transit_eof take what an act delivers to `who`; false in *held when the
 * act has to deliver it itself. */
bool transit_move(struct run *r, enum endpoint who, const uint8_t *bytes, size_t len,
                  bool *held, struct answer *answer);
bool transit_eof(struct run *r, enum endpoint who, bool *held, struct answer *answer);

/* transit_settle delivers all there is, before something looks at the BIO itself. */
bool transit_settle(struct run *r, enum endpoint who);

/* transit_call makes a call, and makes it again as long as it wants to read and more is on
 * its way. */
bool transit_call(struct run *r, const struct call *call, struct answer *answer);

void transit_free(struct transit *t);

#endif
