/* SPDX-License-Identifier: Apache-2.0
 *
 * flow.h: what arrives at one endpoint: bytes, and how they end, however calls cut them.
 */
#ifndef SCENARIO_FLOW_H
#define SCENARIO_FLOW_H

#include "trace.h"

/* A piece, or the end of a connection. */
struct flow_part {
    size_t at;       /* index of the observation */
    unsigned talk;   /* which connection: `wrap_bio` and `bios` begin another */
    enum status end; /* STATUS_OK for a piece; `ok -` ends as STATUS_ZERO_RETURN */
    const uint8_t *data;
    size_t len;
};

struct flow {
    struct flow_part *list;
    size_t count;
    unsigned talk;
    bool ended; /* what calls say behind the end is no matter of the stream */
};

/* flow_take adds what an answer to the op of `o` tells. */
void flow_take(struct arena *a, struct flow *flow, const struct observation *o, size_t at,
               const struct answer *answer);

/* Where two flows part; in words, "61, then eof". */
struct flow_gap {
    size_t at;
    const char *want, *got;
};

/* flow_differs finds the first place where `got` is not what is wanted. It may be ahead:
 * have more bytes of a connection than somebody asked for. */
bool flow_differs(struct arena *a, const struct flow *want, const struct flow *got,
                  struct flow_gap *gap);

#endif
