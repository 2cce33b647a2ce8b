/* SPDX-License-Identifier: Apache-2.0
 *
 * below.c: what the oracles see of OpenSSL below: the blocks of its allocator, since a leak
 * into something that lives on is none for a sanitizer, but one for who runs for years; and
 * its error queue. And it lets one allocation fail.
 */
#include "below.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/crypto.h>
#include <openssl/err.h>

static long live, countdown;

/* Is it this allocation's turn to fail? */
static bool fails(void)
{
    return countdown > 0 && --countdown == 0;
}

static void *count_malloc(size_t size, const char *file, int line)
{
    /* Nothing is NULL, as it is where OpenSSL asks malloc itself: some of it relies on that. */
    void *block = size == 0 || fails() ? NULL : malloc(size);

    (void)file;
    (void)line;
    live += block != NULL;
    return block;
}

static void *count_realloc(void *block, size_t size, const char *file, int line)
{
    void *moved;

    (void)file;
    (void)line;
    if (size == 0 && block != NULL) {
        live--;
        free(block);
        return NULL;
    }
    moved = size == 0 || fails() ? NULL : realloc(block, size);
    live += block == NULL && moved != NULL;
    return moved;
}

static void count_free(void *block, const char *file, int line)
{
    (void)file;
    (void)line;
    live -= block != NULL;
    free(block);
}

void below_install(void)
{
    if (CRYPTO_set_mem_functions(count_malloc, count_realloc, count_free) != 1) {
        fputs("fuzz: OpenSSL has allocated already\n", stderr);
        exit(99);
    }
}

long below_fail_at(long n)
{
    long left = countdown;

    countdown = n;
    return left;
}

long below_live(void)
{
    return live;
}

void below_litter(void)
{
    ERR_raise(ERR_LIB_SSL, ERR_R_PASSED_NULL_PARAMETER);
}

bool below_littered(void)
{
    return ERR_peek_error() != 0;
}

void below_clean(void)
{
    ERR_clear_error();
}
