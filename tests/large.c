/* SPDX-License-Identifier: Apache-2.0
 *
 * large.c: more than 2 GiB in one BIO, and in one write (LIB-09). Not part of make check:
 *
 *     make tests/large && tests/large
 *
 * Takes some seconds and up to 5 GiB; with less at hand it is skipped.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <openssl/crypto.h>

#include "membio.h"
#include "world_file.h"

#define GIB   ((size_t)1 << 30)
#define LARGE (2 * GIB + 12345)
/* What the test needs at its highest: the records of LARGE bytes, in a block that grew. */
#define NEEDED (5 * GIB)
#define STEP   ((size_t)1 << 20)
/* What a drained BIO may keep, in bytes. */
#define KEPT ((size_t)65536 + 4096)

static int number;
static bool good = true;

static void point(bool holds, const char *title)
{
    good = good && holds;
    printf("%s %d - %s\n", holds ? "ok" : "not ok", ++number, title);
}

/* ----------------------------------------------------------------------- memory */

static size_t live;

static void *count_realloc(void *block, size_t size, const char *file, int line)
{
    size_t *base = block == NULL ? NULL : (size_t *)block - 2;
    size_t old = base == NULL ? 0 : *base;

    (void)file;
    (void)line;
    base = realloc(base, size + 2 * sizeof *base);
    if (base == NULL) {
        return NULL;
    }
    live = live - old + size;
    *base = size;
    return base + 2;
}

static void *count_malloc(size_t size, const char *file, int line)
{
    return count_realloc(NULL, size, file, line);
}

static void count_free(void *block, const char *file, int line)
{
    (void)file;
    (void)line;
    if (block != NULL) {
        live -= *((size_t *)block - 2);
        free((size_t *)block - 2);
    }
}

static size_t number_in(const char *path, const char *format, size_t unit)
{
    FILE *file = fopen(path, "r");
    char line[256];
    unsigned long long n = 0;
    size_t found = SIZE_MAX;

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, format, &n) == 1) {
            found = (size_t)n * unit;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return found;
}

/* What the machine and the control group of this process still give. */
static size_t available(void)
{
    size_t free_now = number_in("/proc/meminfo", "MemAvailable: %llu kB", 1024);
    size_t limit = number_in("/sys/fs/cgroup/memory.max", "%llu", 1);

    return free_now < limit ? free_now : limit;
}

/* ------------------------------------------------------------------------- BIO */

/* Bytes that tell where they stand. */
static void fill(unsigned char *step, size_t at)
{
    for (size_t i = 0; i < STEP; i += 8) {
        size_t here = at + i;

        memcpy(step + i, &here, 8);
    }
}

static bool put_large(mbio *bio, unsigned char *step)
{
    for (size_t at = 0; at < LARGE; at += STEP) {
        size_t len = LARGE - at < STEP ? LARGE - at : STEP;

        fill(step, at);
        if (mbio_write(bio, step, len, NULL) != MBIO_OK) {
            return false;
        }
    }
    return mbio_pending(bio) == LARGE;
}

static bool take_large(mbio *bio, unsigned char *step)
{
    unsigned char *got = malloc(STEP);
    bool same = got != NULL;
    size_t n = 1;

    for (size_t at = 0; same && at < LARGE; at += n) {
        fill(step, at);
        same = mbio_read(bio, got, &n, STEP, NULL) == MBIO_OK && n > 0 &&
               memcmp(got, step, n) == 0;
    }
    free(got);
    return same && mbio_pending(bio) == 0;
}

static void large_bio(void)
{
    unsigned char *step = malloc(STEP);
    mbio *bio = NULL;

    point(step != NULL && mbio_new(&bio, NULL) == MBIO_OK && put_large(bio, step),
          "a BIO takes more than 2 GiB");
    point(live > LARGE, "which are all in memory");
    point(take_large(bio, step), "and gives them back in order");
    point(live <= KEPT, "and the memory, too");
    mbio_free(bio);
    free(step);
}

/* ----------------------------------------------------------------------- write */

struct end {
    mbio *in, *out;
    mbio_ctx *ctx;
    mbio_ssl *ssl;
};

static bool make_end(struct end *e, mbio_protocol protocol)
{
    return mbio_new(&e->in, NULL) == MBIO_OK && mbio_new(&e->out, NULL) == MBIO_OK &&
           mbio_ctx_new(&e->ctx, protocol, NULL) == MBIO_OK;
}

static void move_some(struct end *from, struct end *to, size_t len)
{
    size_t n;
    const void *data = mbio_peek(from->out, &n);

    n = n < len ? n : len;
    if (mbio_write(to->in, data, n, NULL) != MBIO_OK ||
        mbio_consume(from->out, n, NULL) != MBIO_OK) {
        exit(99);
    }
}

static bool open_pair(struct end *c, struct end *s)
{
    bool ok =
        make_end(c, MBIO_PROTOCOL_TLS_CLIENT) && make_end(s, MBIO_PROTOCOL_TLS_SERVER) &&
        mbio_ctx_load_verify_locations(c->ctx, world_file("ca-ed25519.pem"), NULL,
                                       NULL) == MBIO_OK &&
        mbio_ctx_load_cert_chain(s->ctx, world_file("ed25519.pem"),
                                 world_file("ed25519.key.pem"), NULL, NULL) == MBIO_OK &&
        mbio_ctx_wrap_bio(c->ctx, &c->ssl, c->in, c->out, false, "localhost", NULL,
                          NULL) == MBIO_OK &&
        mbio_ctx_wrap_bio(s->ctx, &s->ssl, s->in, s->out, true, NULL, NULL, NULL) ==
            MBIO_OK;

    for (int i = 0; ok && i < 4; i++) {
        mbio_ssl_do_handshake(c->ssl, NULL);
        move_some(c, s, SIZE_MAX);
        mbio_ssl_do_handshake(s->ssl, NULL);
        move_some(s, c, SIZE_MAX);
    }
    return ok && mbio_ssl_version(c->ssl) != NULL && mbio_ssl_version(s->ssl) != NULL;
}

/* Carries everything over in pieces and reads it; returns how many bytes came. */
static size_t pass_over(struct end *from, struct end *to)
{
    static unsigned char buf[16384];
    size_t count = 0, n;

    while (mbio_pending(from->out) > 0) {
        move_some(from, to, STEP);
        while (mbio_ssl_read(to->ssl, buf, &n, sizeof buf, NULL) == MBIO_OK && n > 0) {
            count += n;
        }
    }
    return count;
}

static void free_end(struct end *e)
{
    mbio_ssl_free(e->ssl);
    mbio_ctx_free(e->ctx);
    mbio_free(e->in);
    mbio_free(e->out);
}

static void large_write(void)
{
    struct end c = {NULL, NULL, NULL, NULL}, s = {NULL, NULL, NULL, NULL};
    /* Pages that were never written take no memory. */
    void *zeros = mmap(NULL, LARGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t before;

    point(zeros != MAP_FAILED && open_pair(&c, &s), "a connection");
    pass_over(&s, &c);
    before = live;
    point(mbio_ssl_write(c.ssl, zeros, LARGE, NULL) == MBIO_OK &&
              mbio_pending(c.out) > LARGE,
          "one write of more than 2 GiB");
    point(mbio_ssl_write(c.ssl, "x", 1, NULL) == MBIO_OK, "and the next one");
    point(pass_over(&c, &s) == LARGE + 1, "all of it arrives");
    point(live <= before + 2 * KEPT, "and the memory is given back");
    point(mbio_ssl_write(s.ssl, "y", 1, NULL) == MBIO_OK && pass_over(&s, &c) == 1,
          "and the connection goes on");
    munmap(zeros, LARGE);
    free_end(&c);
    free_end(&s);
}

int main(void)
{
    size_t have = available();

    if (have < NEEDED || sizeof(size_t) < 8) {
        printf("1..0 # SKIP %zu MiB of memory are available, %zu are needed\n",
               have >> 20, NEEDED >> 20);
        return 0;
    }
    if (CRYPTO_set_mem_functions(count_malloc, count_realloc, count_free) != 1) {
        return 99;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("1..10");
    large_bio();
    large_write();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
