/* SPDX-License-Identifier: Apache-2.0
 *
 * torture_proof.c: what torture must find: each scenario here is wrong in one way when an
 * allocation fails.
 */
#include "torture.h"

#include <stdlib.h>
#include <unistd.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

/* Two allocations; `wrong` is done when the second fails. */
static bool two(struct torture *t, void (*wrong)(struct torture *t, void *first))
{
    void *first = OPENSSL_malloc(1), *second = NULL;

    if (first != NULL) {
        second = OPENSSL_malloc(1);
        if (second == NULL) {
            wrong(t, first);
            return false;
        }
    }
    OPENSSL_free(second);
    OPENSSL_free(first);
    return first != NULL;
}

/* A call that ended with a status, as CALL has it. */
static void ended(struct torture *t, void *first, mbio_status status)
{
    t->err.status = status;
    torture_after(t, "mbio_new", WANT_OK, status);
    OPENSSL_free(first);
}

static void do_leak(struct torture *t, void *first)
{
    (void)t;
    (void)first;
}

static void do_crash(struct torture *t, void *first)
{
    (void)t;
    (void)first;
    abort();
}

static void do_exit(struct torture *t, void *first)
{
    (void)t;
    (void)first;
    _exit(3);
}

static void do_hang(struct torture *t, void *first)
{
    (void)t;
    (void)first;
    for (;;) {
        pause();
    }
}

static void do_lie(struct torture *t, void *first)
{
    ended(t, first, MBIO_VALUE);
}

static void do_litter(struct torture *t, void *first)
{
    ERR_raise(ERR_LIB_USER, ERR_R_MALLOC_FAILURE);
    ended(t, first, MBIO_NO_MEMORY);
    ERR_clear_error();
}

static void do_lose(struct torture *t, void *first)
{
    mbio *bio = NULL;

    mbio_new(&bio, NULL);
    mbio_write(bio, "abc", 3, NULL);
    torture_watch(t, 0, bio);
    torture_before(t);
    mbio_consume(bio, 1, NULL);
    ended(t, first, MBIO_NO_MEMORY);
    torture_watch(t, 0, NULL);
    mbio_free(bio);
}

/* The call fails again, with memory. */
static void do_sulk(struct torture *t, void *first)
{
    ended(t, first, MBIO_NO_MEMORY);
    torture_repeated(t, "mbio_new", WANT_OK, MBIO_NO_MEMORY);
}

#define PROOF(name)                                                                      \
    static bool play_##name(struct torture *t)                                           \
    {                                                                                    \
        return two(t, do_##name);                                                        \
    }
PROOF(leak)
PROOF(crash)
PROOF(exit)
PROOF(hang)
PROOF(lie)
PROOF(litter)
PROOF(lose)
PROOF(sulk)

const struct torture_scenario torture_proofs[] = {
    {"leak", play_leak, false}, {"crash", play_crash, false},
    {"exit", play_exit, false}, {"hang", play_hang, false},
    {"lie", play_lie, false},   {"litter", play_litter, false},
    {"lose", play_lose, false}, {"sulk", play_sulk, false},
};
const size_t torture_proofs_count = sizeof torture_proofs / sizeof *torture_proofs;
