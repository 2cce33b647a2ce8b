/* SPDX-License-Identifier: Apache-2.0
 *
 * threads.h: many connections of one pair of contexts in several threads (LIB-04).
 */
#ifndef TESTS_THREADS_H
#define TESTS_THREADS_H

#include <stdbool.h>

#include "membio.h"
#include "world_file.h"

#define THREADS     4
#define CONNECTIONS 25
#define MANY        (THREADS * CONNECTIONS)

struct sides {
    mbio_ctx *client, *server;
    bool psk; /* no certificates */
};

bool sides_make(struct sides *sides);
void sides_free(struct sides *sides);

/* many makes MANY connections, all of their lives, in THREADS threads. */
bool many(const struct sides *sides);

/* threads_callback.c: all kinds of callbacks at once, and pre-shared keys. */
bool called(void);
bool keyed(mbio_tls_version version);

#endif
