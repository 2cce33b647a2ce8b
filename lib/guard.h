/* SPDX-License-Identifier: Apache-2.0
 *
 * guard.h: --enable-thread-checks: finds two threads inside one unit, names both calls on
 * stderr and aborts (LIB-04).
 *
 * A unit is an mbio of its own, or an mbio_ssl with its two BIOs: a call of an object is
 * inside its BIOs, too. A thread may be inside a unit more than once. Without the checks
 * there is nothing: no field, no code.
 */
#ifndef MEMBIO_GUARD_H
#define MEMBIO_GUARD_H

#ifdef MBIO_THREAD_CHECKS

#include <stdatomic.h>
#include <stdint.h>

struct guard {
    _Atomic(const char *) call; /* the call that is inside, NULL for none */
    atomic_uintptr_t owner;     /* its thread; set after `call` */
    unsigned depth;             /* how often that thread is inside */
};

struct guard_hold {
    struct guard *guards[3];
};

struct guard_hold guard_bio(const struct mbio *bio, const char *call);
struct guard_hold guard_ssl(const struct mbio_ssl *ssl, const char *call);
void guard_leave(struct guard_hold *hold);

#define GUARD_FIELD struct guard guard;
/* GUARD_BIO, GUARD_SSL: the calling function is inside the unit until it returns. */
#define GUARD_BIO(bio)                                                                   \
    __attribute__((cleanup(guard_leave), unused)) struct guard_hold guard_hold_bio =     \
        guard_bio((bio), __func__)
#define GUARD_SSL(ssl) GUARD_SSL_AS(ssl, __func__)
/* The same in a function that has another name than the call. */
#define GUARD_SSL_AS(ssl, call)                                                          \
    __attribute__((cleanup(guard_leave), unused)) struct guard_hold guard_hold_ssl =     \
        guard_ssl((ssl), (call))
/* The same for what frees the unit: only on entry. */
#define GUARD_BIO_END(bio)                                                               \
    do {                                                                                 \
        GUARD_BIO(bio);                                                                  \
    } while (0)
#define GUARD_SSL_END(ssl)                                                               \
    do {                                                                                 \
        GUARD_SSL(ssl);                                                                  \
    } while (0)

#else

#define GUARD_FIELD
#define GUARD_BIO(bio)          ((void)0)
#define GUARD_SSL(ssl)          ((void)0)
#define GUARD_SSL_AS(ssl, call) ((void)0)
#define GUARD_BIO_END(bio)      ((void)0)
#define GUARD_SSL_END(ssl)      ((void)0)

#endif

#endif
