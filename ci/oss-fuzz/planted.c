/* SPDX-License-Identifier: Apache-2.0
 *
 * planted.c: fuzz targets that are wrong in one way each, to show that the checks of checks.sh
 * find it. The way is a macro; without one it is a target as it should be.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#ifdef LOADS
void *SSL_new(void *ctx);
#define LOADED SSL_new
#else
#define LOADED NULL
#endif

#ifdef SMALL
#define TRIES
#else
#define TRIES TRY256(0) TRY256(256) TRY256(512) TRY256(768)
#endif

#ifndef IN_PLACE
#define IN_PLACE NULL
#endif

/* Which of them this is. */
static const struct {
    const char *path; /* must be there */
    int exits, asks_its_name, writes, sleeps;
    void *(*loaded)(void *);
} way = {
    .path = IN_PLACE,
    .loaded = LOADED,
#ifdef EXITS
    .exits = 1,
#endif
#ifdef BY_NAME
    .asks_its_name = 1,
#endif
#ifdef WRITES
    .writes = 1,
#endif
#ifdef SLEEPS
    .sleeps = 1,
#endif
};

static volatile unsigned sum;

/* Enough of edges, and of accesses that a sanitizer looks at. */
#define TRY(n)                                                                           \
    if (len > (n) % 61 && data[(n) % 61] == (n) % 251) {                                 \
        sum += data[(n) % 61 / 2] + (unsigned)((int)len * (n));                          \
    }
#define TRY4(n)   TRY(n) TRY(n + 1) TRY(n + 2) TRY(n + 3)
#define TRY16(n)  TRY4(n) TRY4(n + 4) TRY4(n + 8) TRY4(n + 12)
#define TRY64(n)  TRY16(n) TRY16(n + 16) TRY16(n + 32) TRY16(n + 48)
#define TRY256(n) TRY64(n) TRY64(n + 64) TRY64(n + 128) TRY64(n + 192)

static void need(int holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *name = strrchr((*argv)[0], '/');
    FILE *file;

    (void)argc;
    if (way.exits) {
        exit(0);
    }
    if (way.path != NULL) {
        need(access(way.path, R_OK) == 0);
    }
    if (way.asks_its_name) {
        need(name != NULL && strcmp(name, "/target") != 0);
    }
    if (way.writes) {
        file = fopen("written-by-planted", "w");
        need(file != NULL);
        fclose(file);
        unlink("written-by-planted");
    }
    if (way.sleeps) {
        sleep(600);
    }
    need(way.loaded == NULL || way.loaded(NULL) == NULL);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    if (len == 4 && memcmp(data, "DIES", 4) == 0) {
        abort();
    }
    TRIES
    return 0;
}
