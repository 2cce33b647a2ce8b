/* SPDX-License-Identifier: Apache-2.0
 *
 * everything.h: every public function, and what each gave, as lines: two runs that differ
 * only in what must not matter give the same lines.
 */
#ifndef TESTS_EVERYTHING_H
#define TESTS_EVERYTHING_H

#include <stddef.h>

#include "membio.h"

#define EVERYTHING_MAX 512

struct log {
    /* Made before each call, and after it: `tells` when the call takes no
     * error, or is one of a BIO that went well. */
    void (*before)(int kind);
    void (*after)(int kind, const char *call, bool tells);
    int kind;
    size_t count;
    char line[EVERYTHING_MAX][160];
    mbio_error err;
};

/* everything makes the calls: two contexts, a TLS 1.3 connection, its end, and errors of
 * each kind on the way. */
void everything(struct log *log);

/* same_lines checks that two runs gave the same. */
void same_lines(const struct log *a, const struct log *b);

#endif
