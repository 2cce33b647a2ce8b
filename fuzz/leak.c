/* SPDX-License-Identifier: Apache-2.0
 *
 * leak.c: counts the blocks of OpenSSL's allocator, which is libmembio's, too: a leak into
 * something that lives on is none for a sanitizer, but one for who runs for years. And lets
 * one allocation fail.
 */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/crypto.h>

static long live, countdown;

/* Is it this allocation's turn to fail? */
static bool fails(void)
{
    return countdown > 0 && --countdown == 0;
}

static void *count_malloc(size_t size, const char *file, int line)
{
    void *block = fails() ? NULL : malloc(size);

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
    moved = fails() ? NULL : realloc(block, size);
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

void leak_install(void)
{
    if (CRYPTO_set_mem_functions(count_malloc, count_realloc, count_free) != 1) {
        fputs("fuzz: OpenSSL has allocated already\n", stderr);
        exit(99);
    }
}

void leak_fail_at(long n)
{
    countdown = n;
}

long leak_live(void)
{
    return live;
}
