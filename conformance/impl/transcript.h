/* SPDX-License-Identifier: Apache-2.0
 *
 * transcript.h: what was asked of an adapter and what it answered, as text:
 *
 *     # case: MB-0401
 *     > c read 100
 *     < want_read errno=2 incoming=0 outgoing=0
 *
 * Of a pair the lines begin with `c> ` and `c< `, `s> ` and `s< `: who was asked.
 * `sed -n 's/^> //p'` makes requests of it for any adapter.
 */
#ifndef CONFORMANCE_TRANSCRIPT_H
#define CONFORMANCE_TRANSCRIPT_H

#include "scenario/text.h"

struct exchange {
    unsigned line; /* of the request */
    char end;      /* of a pair, who was asked: c or s; 0 of one that is both */
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
