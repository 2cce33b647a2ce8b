/* SPDX-License-Identifier: Apache-2.0
 *
 * twin.h: the same scenario on libmembio and on the Python in this process (O13).
 */
#ifndef FUZZ_TWIN_H
#define FUZZ_TWIN_H

#include "oracle.h"
#include "target.h"

/* twin_starts and twin_agrees are those of a target; twin_admits lets through what this
 * Python has. */
void twin_starts(const char *world);
bool twin_agrees(struct inquiry *q);
bool twin_admits(struct call *call);

/* A difference that is known: a row of excuse.c. Three patterns of fnmatch: what was asked, and
 * what both gave, with the state of the endpoint's BIOs. */
struct excuse {
    const char *entry; /* where it is known from: an entry of cpython.dev, or a link */
    const char *request, *theirs, *ours;
    const char *after; /* a request that must have come before; NULL for none */
    bool ends;         /* from here on nothing is alike */
    unsigned uses;
};

/* excuse_find gives the row for a difference at an observation; NULL when there is none. */
struct excuse *excuse_find(const struct trace *ours, size_t at, const char *they,
                           const char *we);

/* excuse_all is the table; the last row is zero. */
struct excuse *excuse_all(void);

#endif
