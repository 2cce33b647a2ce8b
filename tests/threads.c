/* SPDX-License-Identifier: Apache-2.0
 *
 * threads.c: LIB-04 and what holds over fork().
 *
 *     tests/threads            one context per side, many connections in several threads
 *     tests/threads bio|ssl    breaks the rule; --enable-thread-checks aborts (exit 77
 *                              without them)
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include "threads.h"

#define ROUNDS_MAX 8
/* Bytes of a ClientHello before its random, and of that. */
#define RANDOM_AT  11
#define RANDOM_LEN 32

bool sides_make(struct sides *sides)
{
    return mbio_ctx_new(&sides->client, MBIO_PROTOCOL_TLS_CLIENT, NULL) == MBIO_OK &&
           mbio_ctx_new(&sides->server, MBIO_PROTOCOL_TLS_SERVER, NULL) == MBIO_OK;
}

void sides_free(struct sides *sides)
{
    mbio_ctx_free(sides->client);
    mbio_ctx_free(sides->server);
}

static bool configure(struct sides *sides)
{
    return sides_make(sides) &&
           mbio_ctx_load_verify_locations(sides->client, world_file("ca-ed25519.pem"),
                                          NULL, NULL) == MBIO_OK &&
           mbio_ctx_load_cert_chain(sides->server, world_file("ed25519.pem"),
                                    world_file("ed25519.key.pem"), NULL, NULL) == MBIO_OK;
}

/* libcrypto decodes the extensions of a shared certificate once, under its lock, and lets
 * later readers in by an acquire load. TSan does not see the load, libcrypto is not built
 * with it: only its memcmp() over the decoded key identifier. */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void)
{
    return "race:^ASN1_STRING_cmp$\n";
}

/* ------------------------------------------------------- many connections at once */

/* Each object reads what the other writes: two BIOs make a connection (LIB-04.a). */
struct link {
    mbio *up, *down;
    mbio_ssl *c, *s;
};

static bool shake(const struct link *l)
{
    for (int i = 0; i < ROUNDS_MAX; i++) {
        mbio_status c = mbio_ssl_do_handshake(l->c, NULL);
        mbio_status s = mbio_ssl_do_handshake(l->s, NULL);

        if (c == MBIO_OK && s == MBIO_OK) {
            return true;
        }
        if (c > MBIO_WANT_READ || s > MBIO_WANT_READ) {
            return false;
        }
    }
    return false;
}

static bool talk(const struct link *l, bool certificate)
{
    char text[16];
    const void *der;
    size_t n;

    return mbio_ssl_write(l->c, "hello", 5, NULL) == MBIO_OK &&
           mbio_ssl_read(l->s, text, &n, sizeof text, NULL) == MBIO_OK && n == 5 &&
           mbio_ssl_getpeercert_der(l->c, &der, &n, NULL) == MBIO_OK &&
           (der != NULL) == certificate &&
           mbio_ssl_unwrap(l->c, NULL) == MBIO_WANT_READ &&
           mbio_ssl_unwrap(l->s, NULL) == MBIO_OK;
}

static bool live(const struct sides *sides)
{
    struct link l = {NULL, NULL, NULL, NULL};
    bool ok = mbio_new(&l.up, NULL) == MBIO_OK && mbio_new(&l.down, NULL) == MBIO_OK &&
              mbio_ctx_wrap_bio(sides->client, &l.c, l.down, l.up, false, "localhost",
                                NULL, NULL) == MBIO_OK &&
              mbio_ctx_wrap_bio(sides->server, &l.s, l.up, l.down, true, NULL, NULL,
                                NULL) == MBIO_OK &&
              shake(&l) && talk(&l, !sides->psk) && ERR_peek_error() == 0;

    mbio_ssl_free(l.c);
    mbio_ssl_free(l.s);
    mbio_free(l.up);
    mbio_free(l.down);
    return ok;
}

struct worker {
    pthread_t thread;
    const struct sides *sides;
    unsigned good;
};

static void *live_often(void *arg)
{
    struct worker *w = arg;

    for (int i = 0; i < CONNECTIONS; i++) {
        w->good += live(w->sides);
    }
    return NULL;
}

bool many(const struct sides *sides)
{
    struct worker workers[THREADS];
    unsigned sum = 0;

    for (int i = 0; i < THREADS; i++) {
        workers[i].sides = sides;
        workers[i].good = 0;
        if (pthread_create(&workers[i].thread, NULL, live_often, &workers[i]) != 0) {
            exit(99);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        sum += workers[i].good;
    }
    printf("# %u connections in %d threads\n", sum, THREADS);
    return sum == MANY;
}

/* ------------------------------------------------------------------------- fork() */

static bool hello_random(mbio_ctx *client, char *random)
{
    mbio *in = NULL, *out = NULL;
    mbio_ssl *ssl = NULL;
    size_t n = 0;
    bool ok = mbio_new(&in, NULL) == MBIO_OK && mbio_new(&out, NULL) == MBIO_OK &&
              mbio_ctx_wrap_bio(client, &ssl, in, out, false, "localhost", NULL, NULL) ==
                  MBIO_OK &&
              mbio_ssl_do_handshake(ssl, NULL) == MBIO_WANT_READ &&
              mbio_consume(out, RANDOM_AT, NULL) == MBIO_OK &&
              mbio_read(out, random, &n, RANDOM_LEN, NULL) == MBIO_OK && n == RANDOM_LEN;

    mbio_ssl_free(ssl);
    mbio_free(in);
    mbio_free(out);
    return ok;
}

/* A context made before the fork serves both processes, with randomness of their own. */
static bool forked(const struct sides *sides)
{
    char ours[RANDOM_LEN], theirs[RANDOM_LEN];
    int ends[2], status = 1;
    pid_t child;
    bool ok;

    if (pipe(ends) != 0 || !hello_random(sides->client, ours) || (child = fork()) < 0) {
        return false;
    }
    if (child == 0) {
        ok = hello_random(sides->client, theirs) && live(sides) &&
             write(ends[1], theirs, RANDOM_LEN) == RANDOM_LEN;
        _exit(ok ? 0 : 1);
    }
    ok = hello_random(sides->client, ours) && live(sides) &&
         read(ends[0], theirs, RANDOM_LEN) == RANDOM_LEN &&
         waitpid(child, &status, 0) == child && status == 0;
    close(ends[0]);
    close(ends[1]);
    return ok && memcmp(ours, theirs, RANDOM_LEN) != 0;
}

/* --------------------------------------------------------------- breaking the rule */

#ifdef MBIO_THREAD_CHECKS

static atomic_int parking; /* 1: the next allocation parks; 2: a thread is parked */

/* Parks the first thread for good where it is: in an allocation of its call. */
static void *parking_malloc(size_t size, const char *file, int line)
{
    int armed = 1;

    (void)file;
    (void)line;
    if (atomic_compare_exchange_strong(&parking, &armed, 2)) {
        for (;;) {
            pause();
        }
    }
    return malloc(size);
}

static void *plain_realloc(void *block, size_t size, const char *file, int line)
{
    return block == NULL ? parking_malloc(size, file, line) : realloc(block, size);
}

static void plain_free(void *block, const char *file, int line)
{
    (void)file;
    (void)line;
    free(block);
}

static void *first_bio(void *arg)
{
    mbio_write(arg, "x", 1, NULL);
    return NULL;
}

static void *first_ssl(void *arg)
{
    mbio_ssl_do_handshake(arg, NULL);
    return NULL;
}

static int break_rule(bool ssl)
{
    mbio *in = NULL, *out = NULL;
    mbio_ssl *s = NULL;
    struct sides sides;
    pthread_t first;

    CRYPTO_set_mem_functions(parking_malloc, plain_realloc, plain_free);
    if (!configure(&sides) || mbio_new(&in, NULL) != MBIO_OK ||
        mbio_new(&out, NULL) != MBIO_OK ||
        mbio_ctx_wrap_bio(sides.client, &s, in, out, false, "localhost", NULL, NULL) !=
            MBIO_OK) {
        return 99;
    }
    atomic_store(&parking, 1);
    if (pthread_create(&first, NULL, ssl ? first_ssl : first_bio,
                       ssl ? (void *)s : (void *)in) != 0) {
        return 99;
    }
    while (atomic_load(&parking) != 2) {
        usleep(1000);
    }
    (void)mbio_pending(in);
    return 1; /* not caught */
}

#else

static int break_rule(bool ssl)
{
    (void)ssl;
    return 77;
}

#endif

static bool point(int number, const char *title, bool ok)
{
    printf("%sok %d - %s\n", ok ? "" : "not ", number, title);
    return ok;
}

int main(int argc, char **argv)
{
    struct sides sides = {NULL, NULL, false};
    bool ok;

    if (argc > 1) {
        return break_rule(strcmp(argv[1], "ssl") == 0);
    }
    setvbuf(stdout, NULL, _IONBF, 0);
    puts("1..5");
    if (!configure(&sides)) {
        puts("Bail out! no contexts");
        return 99;
    }
    ok = point(1, "many connections of one context in several threads", many(&sides));
    ok =
        point(2, "after fork both processes have their own randomness", forked(&sides)) &&
        ok;
    ok = point(3, "callbacks and one key log of three contexts", called()) && ok;
    ok = point(4, "pre-shared keys in TLS 1.2", keyed(MBIO_TLSv1_2)) && ok;
    ok = point(5, "pre-shared keys in TLS 1.3", keyed(MBIO_TLSv1_3)) && ok;
    sides_free(&sides);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
