/* SPDX-License-Identifier: Apache-2.0
 *
 * frozen.c: a preload library that takes randomness and the clock away from a process, so
 * that TLS puts out the same bytes every time: `membio-conform run --frozen`.
 *
 * It works on any program over the system's libcrypto, CPython included. An adapter finds
 * membio_frozen_seed by name and offers it as the op `seed`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#include "scenario/world_rand.h"

/* 2027-01-15 08:00:00 UTC: within the life of the test certificates. */
#define NOW ((time_t)1800000000)

void membio_frozen_seed(uint64_t seed);

void membio_frozen_seed(uint64_t seed)
{
    world_rand_seed(seed);
}

__attribute__((constructor)) static void freeze(void)
{
    if (!world_rand_install()) {
        fputs("membio-frozen: this OpenSSL takes no other randomness\n", stderr);
        exit(99);
    }
}

/* libc's names of the parameters are not for us. NOLINTBEGIN(*-parameter-name) */
time_t time(time_t *t)
{
    if (t != NULL) {
        *t = NOW;
    }
    return NOW;
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
    (void)zone;
    *tv = (struct timeval){NOW, 0};
    return 0;
}
/* NOLINTEND(*-parameter-name) */
