/* SPDX-License-Identifier: Apache-2.0
 *
 * trace.h: what one scenario gave on one engine: an observation for every op.
 */
#ifndef SCENARIO_TRACE_H
#define SCENARIO_TRACE_H

#include "answer.h"
#include "call.h"

/* All that an endpoint has put onto the wire so far: the number of bytes, and their FNV-1a
 * digest. */
struct sent {
    uint64_t bytes, digest;
};

struct observation {
    size_t step;         /* index of the step that asked for it */
    const char *request; /* what was done: a step's own line, or one op of a macro */
    const struct op *op;
    enum endpoint who; /* the endpoint called; of a wire op the receiver */
    bool last;         /* the last observation of its step: the one that is judged */
    bool wrapped;      /* the endpoint has an object: its BIOs carry TLS */
    struct answer answer;
    const uint8_t *carried; /* what a `move` took off the wire for the receiver; NULL */
    size_t carried_len;
    struct bio_state bio[ENDPOINTS][BIOS]; /* afterwards */
    struct sent sent[ENDPOINTS];
};

enum trace_end {
    TRACE_COMPLETE,
    TRACE_SENSELESS, /* the scenario asks for what cannot be: `why` */
    TRACE_LOST       /* the engine is gone */
};

/* What the man in the middle (keyed.h) knows of an end's handshake. */
enum keyed_verdict {
    KEYED_NOTHING, /* there is none, or it is not TLS 1.3 */
    KEYED_IN_ORDER, /* it was given a right Finished, and a right signature if there was one */
    KEYED_FORGED /* not, or not yet: it must not have completed */
};

struct trace {
    struct observation *list;
    size_t count;
    enum trace_end end;
    size_t end_step;     /* where, unless complete */
    unsigned retries;    /* calls made again, since more was on its way */
    const char *request; /* what was asked last */
    const char *why;
    struct sent sent[ENDPOINTS];
    enum keyed_verdict keyed[ENDPOINTS];
};

#endif
