/* SPDX-License-Identifier: Apache-2.0
 *
 * recorder.h: what is said between the runner and an adapter, as files:
 *
 *     DIR/CASE.IMPLEMENTATION.transcript   `> ` before requests, `< ` before answers
 *     DIR/CASE.IMPLEMENTATION.requests     the adapter's stdin: adapter < file
 *
 * Of a pair one transcript of both, in the order in which it was said, with `c> ` and `s> `,
 * `c< ` and `s< `; and the requests of each: ...c.requests, ...s.requests.
 */
#ifndef CONFORMANCE_RECORDER_H
#define CONFORMANCE_RECORDER_H

#include <stdbool.h>
#include <stdio.h>

#include "scenario/text.h"

struct recorder {
    FILE *transcript, *requests;
    const char *mark; /* before > and <: c or s of a pair */
};

/* recorder_folder makes the folder if it is not there. False after one line on stderr. */
bool recorder_folder(const char *dir);

/* recorder_open begins the files of a case; names are made of plain characters. False
 * after one line on stderr. */
bool recorder_open(struct recorder *r, const char *dir, const char *id,
                   const char *label);

/* recorder_open_pair does so for both endpoints of a pair, whose labels are `ends`. */
bool recorder_open_pair(struct recorder *r, const char *dir, const char *id,
                        const char *label, const char *const *ends);

/* recorder_add adds a request and its answer; NULL: none came. */
void recorder_add(struct recorder *r, const char *request, const struct slice *answer);

/* recorder_close ends `count` recorders that write one transcript with `bye`, as a session does.
 * False after one line on stderr. */
bool recorder_close(struct recorder *r, size_t count);

#endif
