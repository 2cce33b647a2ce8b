/* SPDX-License-Identifier: Apache-2.0
 *
 * scan.c: see scan.h.
 *
 *     size | padding | the block, aligned as malloc does
 *
 * Blocks begin zeroed: what is found was written in this life of the block.
 */
#include "scan.h"

#include <check.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>

/* The most places that scan_check tells. */
#define PLACES_MAX 16

struct head {
    alignas(max_align_t) size_t size;
};

static struct secret {
    size_t len;
    unsigned char bytes[SCAN_SECRET_MAX];
} secrets[SCAN_SECRETS_MAX];
static size_t secrets_count;

static struct place {
    const char *file;
    int line;
    size_t secret, size;
} places[PLACES_MAX], last;
static size_t found, looked;

static bool holds(const unsigned char *block, size_t size, const struct secret *s)
{
    for (size_t i = 0; s->len <= size && i <= size - s->len; i++) {
        if (block[i] == s->bytes[0] && memcmp(block + i, s->bytes, s->len) == 0) {
            return true;
        }
    }
    return false;
}

static void search(const unsigned char *block, size_t size, const char *file, int line)
{
    looked += secrets_count > 0;
    for (size_t i = 0; i < secrets_count; i++) {
        if (holds(block, size, &secrets[i])) {
            last = (struct place){file, line, i, size};
            if (found < PLACES_MAX) {
                places[found] = last;
            }
            found++;
        }
    }
}

static void *scan_malloc(size_t size, const char *file, int line)
{
    struct head *h = calloc(1, sizeof *h + size);

    (void)file;
    (void)line;
    if (h == NULL) {
        return NULL;
    }
    h->size = size;
    return h + 1;
}

static void scan_free(void *block, const char *file, int line)
{
    if (block != NULL) {
        struct head *h = (struct head *)block - 1;

        search(block, h->size, file, line);
        free(h);
    }
}

static void *scan_realloc(void *block, size_t size, const char *file, int line)
{
    void *moved = scan_malloc(size, file, line);

    if (block != NULL && moved != NULL) {
        size_t old = ((struct head *)block - 1)->size;

        memcpy(moved, block, old < size ? old : size);
        scan_free(block, file, line);
    }
    return moved;
}

void scan_install(void)
{
    if (CRYPTO_set_mem_functions(scan_malloc, scan_realloc, scan_free) != 1) {
        fputs("scan_install: too late\n", stderr);
        exit(99);
    }
}

void scan_forget(void)
{
    secrets_count = found = looked = 0;
}

void scan_for(const void *secret, size_t len)
{
    ck_assert_uint_lt(secrets_count, SCAN_SECRETS_MAX);
    ck_assert(len >= SCAN_SECRET_MIN && len <= SCAN_SECRET_MAX);
    memcpy(secrets[secrets_count].bytes, secret, len);
    secrets[secrets_count++].len = len;
}

size_t scan_found(void)
{
    return found;
}

size_t scan_looked(void)
{
    return looked;
}

size_t scan_last_size(void)
{
    return last.size;
}

void scan_check(void)
{
    for (size_t i = 0; i < found && i < PLACES_MAX; i++) {
        printf("# secret %zu in a block of %zu bytes freed at %s:%d\n", places[i].secret,
               places[i].size, places[i].file, places[i].line);
    }
    ck_assert_uint_gt(looked, 0);
    ck_assert_uint_eq(found, 0);
}
