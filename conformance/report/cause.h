/* SPDX-License-Identifier: Apache-2.0
 *
 * cause.h: known differences by their cause: the largest first.
 *
 * One cause explains many cases, often of several versions of one implementation. A reader
 * wants to know of causes; the cases are a link away.
 */
#ifndef CONFORMANCE_CAUSE_H
#define CONFORMANCE_CAUSE_H

#include "conformance/stream/stream.h"

struct cause {
    const struct stream_deviation *deviation; /* of the first case */
    size_t first;                             /* the first case */
    unsigned cases, impls;                    /* how many are explained so */
};

struct causes {
    struct cause *list;
    size_t count;
};

/* causes_of groups the known differences of the implementations called `name`, of all for
 * NULL: by the number of cases, then by the id of the first. */
void causes_of(struct arena *a, struct causes *c, const struct stream *s,
               const char *name);

/* cause_explains says whether a result is known by this cause. */
bool cause_explains(const struct cause *cause, const struct stream_result *x);

#endif
