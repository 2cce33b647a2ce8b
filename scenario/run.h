/* SPDX-License-Identifier: Apache-2.0
 *
 * run.h: what the files of the stage share: one run of a scenario.
 *
 *     stage.c -> sweep.c, operand.c -> act.c -> transit.c -> run.c -> engines, wire.c
 */
#ifndef SCENARIO_RUN_H
#define SCENARIO_RUN_H

#include "args.h"
#include "stage.h"
#include "transit.h"

/* One run of a scenario. */
struct run {
    const struct stage *stage;
    struct arena *a;
    struct sweep *sweep;
    struct trace *trace;
    struct wire wire[ENDPOINTS];       /* by sender */
    struct transit transit[ENDPOINTS]; /* by receiver */
    struct wire heard[ENDPOINTS];      /* all that each has put out, if `remembers` */
    bool remembers;                    /* the scenario asks for it: operand.c */
    struct keyed *keyed;               /* NULL: nobody has keys; keyed.c */
    struct bio_state bio[ENDPOINTS][BIOS];
    bool wrapped[ENDPOINTS];
    const uint8_t *carried; /* for the next observation, which takes it */
    size_t carried_len;
    size_t step;
    unsigned calls;
};

/* All of these return false when the run is over; run_stop says why. */
bool run_stop(struct run *r, enum trace_end end, const char *why);

/* run_perform makes one call of an engine and remembers the state of the endpoint's BIOs;
 * run_op does so for an op with one argument or none. */
bool run_perform(struct run *r, const struct call *call, struct answer *answer);
bool run_op(struct run *r, enum endpoint who, enum op_id id, const void *data, size_t len,
            struct answer *answer);

/* run_drip delivers `bytes` in pieces of `step` and makes a call after each, until one does not
 * want to read: by one request to an engine that knows `incoming.drip`. *answer is that of
 * the last call, with the number of calls; `bad` when the engine's number cannot be.
 * *delivered bytes have arrived. */
bool run_drip(struct run *r, const struct call *call, const struct slice *bytes,
              size_t step, size_t *delivered, struct answer *answer);

/* run_collect takes what the sender has put out onto the wire. */
bool run_collect(struct run *r, enum endpoint sender, struct answer *answer);

/* run_observe writes an observation down. */
void run_observe(struct run *r, const struct op *op, enum endpoint who,
                 const char *request, const struct answer *answer);

/* act does an act on the wire. */
bool act(struct run *r, const struct call *call, struct answer *answer);

/* sweep_begin reads the `each` of a scenario the first time, and is nothing later. */
bool sweep_begin(struct run *r, const struct call *call);

#endif
