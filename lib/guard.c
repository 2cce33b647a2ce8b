/* SPDX-License-Identifier: Apache-2.0
 *
 * guard.c: see guard.h. Compiled to nothing without --enable-thread-checks.
 */
#include "internal.h"

#ifdef MBIO_THREAD_CHECKS

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static uintptr_t this_thread(void)
{
    return (uintptr_t)pthread_self();
}

static struct guard *enter(struct guard *g, const char *call)
{
    const char *inside = NULL;

    if (atomic_compare_exchange_strong(&g->call, &inside, call)) {
        atomic_store(&g->owner, this_thread());
        g->depth = 1;
        return g;
    }
    if (atomic_load(&g->owner) == this_thread()) {
        g->depth++;
        return g;
    }
    fprintf(stderr, "libmembio: two threads inside one unit: %s and %s (LIB-04)\n",
            inside, call);
    abort();
}

struct guard_hold guard_bio(const struct mbio *bio, const char *call)
{
    struct mbio *b = (struct mbio *)(uintptr_t)bio;
    struct guard_hold hold = {{NULL, NULL, NULL}};

    if (b != NULL) {
        hold.guards[0] = enter(&b->guard, call);
    }
    return hold;
}

struct guard_hold guard_ssl(const struct mbio_ssl *ssl, const char *call)
{
    struct mbio_ssl *s = (struct mbio_ssl *)(uintptr_t)ssl;
    struct guard_hold hold = {{NULL, NULL, NULL}};

    if (s != NULL) {
        hold.guards[0] = enter(&s->guard, call);
        hold.guards[1] = enter(&s->incoming->guard, call);
        hold.guards[2] = enter(&s->outgoing->guard, call);
    }
    return hold;
}

void guard_leave(struct guard_hold *hold)
{
    for (int i = 2; i >= 0; i--) {
        struct guard *g = hold->guards[i];

        if (g != NULL && --g->depth == 0) {
            atomic_store(&g->owner, 0);
            atomic_store(&g->call, NULL);
        }
    }
}

#else

/* ISO C wants a declaration in every file. */
typedef int guard_off;

#endif
