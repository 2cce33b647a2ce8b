/* SPDX-License-Identifier: Apache-2.0
 *
 * output.h: files that are written whole or not at all.
 */
#ifndef CONFORMANCE_OUTPUT_H
#define CONFORMANCE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "scenario/arena.h"

/* A file on its way: under another name, FILE.part, unless it is no regular file. */
struct output {
    const char *path; /* NULL: not asked for */
    char *partial;    /* NULL: written straight */
    FILE *out;
};

/* output_open begins a file; a path of NULL opens nothing and is fine. False after one
 * line on stderr. */
bool output_open(struct arena *a, struct output *o, const char *path);

/* output_close puts the file in its place, or, unless `keep`, removes what there is of it.
 * False after one line on stderr: it cannot be written. */
bool output_close(struct output *o, bool keep);

/* output_text writes a whole text to a file, or to stdout if `path` is NULL. */
bool output_text(struct arena *a, const char *path, const char *text);

/* output_abandon removes all files that are on their way. For the end by a signal. */
void output_abandon(void);

#endif
