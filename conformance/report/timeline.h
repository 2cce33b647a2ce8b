/* SPDX-License-Identifier: Apache-2.0
 *
 * timeline.h: where neighbouring versions of the oracles of a run do not give the same.
 *
 *     struct stream --timeline_causes--> causes: the same call, before and after, in some cases
 */
#ifndef CONFORMANCE_TIMELINE_H
#define CONFORMANCE_TIMELINE_H

#include "conformance/stream/stream.h"

/* What differs in the same way in several cases. */
struct cause {
    const char *from, *to; /* labels of oracles */
    const char *call;      /* "read", "do_handshake" */
    const char *before, *after;
    const struct stream_difference **list; /* one per case */
    size_t count;
};

struct causes {
    struct cause *list; /* neighbours in their order, the most cases first */
    size_t count;
};

/* timeline_causes groups the differences of a stream. */
struct causes timeline_causes(struct arena *a, const struct stream *s);

/* timeline_version cuts a label: "3.13.0 OpenSSL_3.0.19" of "cpython/3.13.0 OpenSSL_3.0.19". */
const char *timeline_version(const char *label);

/* They write nothing when there are no differences. */
void timeline_terminal(const struct stream *s, FILE *out);
void timeline_markdown(const struct stream *s, FILE *out);

#endif
