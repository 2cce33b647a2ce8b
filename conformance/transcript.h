/* SPDX-License-Identifier: Apache-2.0
 *
 * transcript.h: what was asked of an adapter and what it answered, as text:
 *
 *     # case: MB-0401
 *     > c read 100
 *     < want_read errno=2 incoming=0 outgoing=0
 *
 * `sed -n 's/^> //p'` makes requests of it for any adapter.
 */
#ifndef CONFORMANCE_TRANSCRIPT_H
#define CONFORMANCE_TRANSCRIPT_H

#include "scenario/text.h"

struct exchange {
    unsigned line; /* of the request */
    const char *request;
    const char *answer; /* NULL: none came */
};

struct transcript {
    const char *file;
    struct exchange *list;
    size_t count;
};

/* transcript_read reads a file. False after one line on stderr. */
bool transcript_read(struct arena *a, struct transcript *t, const char *file);

#endif
