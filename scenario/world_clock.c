/* SPDX-License-Identifier: Apache-2.0
 *
 * world_clock.c: a clock that stands still, from outside of the library: libssl has the time
 * from the program that this is linked into, or from the library that is loaded before libc.
 */
#include "world_clock.h"

#include <sys/time.h>

/* 2027-01-15 08:00:00 UTC: within the life of the test certificates. */
#define NOW ((time_t)1800000000)

bool world_clock_stands(void)
{
    return time(NULL) == NOW;
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
