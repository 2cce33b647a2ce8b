/* SPDX-License-Identifier: Apache-2.0
 *
 * transcript.h: what was said between the runner and an adapter, as files.
 *
 *     DIR/CASE.IMPLEMENTATION.requests    the adapter's stdin: adapter < file
 *     DIR/CASE.IMPLEMENTATION.answers     what it then answered, line by line
 */
#ifndef CONFORMANCE_TRANSCRIPT_H
#define CONFORMANCE_TRANSCRIPT_H

#include <stdbool.h>
#include <stdio.h>

#include "scenario/text.h"

struct transcript {
    FILE *requests, *answers;
};

/* transcript_folder makes the folder if it is not there. False after one line on stderr. */
bool transcript_folder(const char *dir);

/* transcript_open begins the files of a case; names are made of plain characters. False
 * after one line on stderr. */
bool transcript_open(struct transcript *t, const char *dir, const char *id,
                     const char *label);

/* transcript_add adds a request and its answer; NULL: none came. */
void transcript_add(struct transcript *t, const char *request,
                    const struct slice *answer);

/* transcript_close ends with `bye`, as a session does. False after one line on stderr. */
bool transcript_close(struct transcript *t);

#endif
