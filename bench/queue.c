/* SPDX-License-Identifier: Apache-2.0
 *
 * queue.c: what the queue of bytes costs, beside OpenSSL's BIO_s_mem and CPython's MemoryBIO.
 *
 *     pingpong   a write and a read, empty in between
 *     drain      a backlog that is read, with a byte written before each read
 *     append     writes only; `worst` is the longest single one
 *     kept       bytes that are held after a drain
 *
 * With `--count KEY N` one variant is done N times and nothing is printed: instructions are
 * counted from outside, see bench/instructions.
 */
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "lib/membio.h"
#include "peer.h"

#define KIB         ((size_t)1024)
#define MIB         (1024 * KIB)
#define RECORD      (16 * KIB)
#define TIMES_SMALL 100000u
#define TIMES_LARGE 10000u

/* A queue is one of two; the block is what goes in and out. */
struct queue {
    mbio *own;
    BIO *mem;
};

static uint8_t block[RECORD];
static size_t held; /* bytes that OpenSSL's allocator gave and did not get back */

/* ---- Memory, counted. */

static void *count_malloc(size_t size, const char *file, int line)
{
    size_t *p = malloc(size + 16);

    (void)file;
    (void)line;
    if (p == NULL) {
        return NULL;
    }
    p[0] = size;
    held += size;
    return (uint8_t *)p + 16;
}

static void count_free(void *data, const char *file, int line)
{
    (void)file;
    (void)line;
    if (data != NULL) {
        size_t *p = (size_t *)(void *)((uint8_t *)data - 16);

        held -= p[0];
        free(p);
    }
}

static void *count_realloc(void *data, size_t size, const char *file, int line)
{
    size_t *old_p = data == NULL ? NULL : (size_t *)(void *)((uint8_t *)data - 16);
    size_t old = old_p == NULL ? 0 : old_p[0], *p = realloc(old_p, size + 16);

    (void)file;
    (void)line;
    if (p == NULL) {
        return NULL;
    }
    p[0] = size;
    held += size - old;
    return (uint8_t *)p + 16;
}

/* ---- The two queues. */

static struct queue open_queue(bool own)
{
    struct queue q = {NULL, NULL};

    if (own ? mbio_new(&q.own, NULL) != MBIO_OK
            : (q.mem = BIO_new(BIO_s_mem())) == NULL) {
        bench_fail("no queue");
    }
    return q;
}

static void close_queue(struct queue *q)
{
    mbio_free(q->own);
    BIO_free(q->mem);
}

static void put(struct queue *q, size_t size)
{
    if (q->own != NULL ? mbio_write(q->own, block, size, NULL) != MBIO_OK
                       : BIO_write(q->mem, block, (int)size) != (int)size) {
        bench_fail("a write failed");
    }
}

static size_t take(struct queue *q, size_t size)
{
    size_t n = 0;

    if (q->own == NULL) {
        int got = BIO_read(q->mem, block, (int)size);

        return got > 0 ? (size_t)got : 0;
    }
    return mbio_read(q->own, block, &n, size, NULL) == MBIO_OK ? n : 0;
}

static void fill(struct queue *q, size_t total)
{
    for (size_t at = 0; at < total; at += RECORD) {
        put(q, RECORD);
    }
}

/* ---- Measures. */

/* Each queue has a loop of its own, so that nothing is counted but its two calls. */
static void pingpong_own(size_t size, size_t times)
{
    struct queue q = open_queue(true);
    size_t n;

    for (size_t i = 0; i < times; i++) {
        if (mbio_write(q.own, block, size, NULL) != MBIO_OK ||
            mbio_read(q.own, block, &n, size, NULL) != MBIO_OK || n != size) {
            bench_fail("bytes are lost");
        }
    }
    close_queue(&q);
}

static void pingpong_mem(size_t size, size_t times)
{
    struct queue q = open_queue(false);

    for (size_t i = 0; i < times; i++) {
        if (BIO_write(q.mem, block, (int)size) != (int)size ||
            BIO_read(q.mem, block, (int)size) != (int)size) {
            bench_fail("bytes are lost");
        }
    }
    close_queue(&q);
}

static double per_unit(void (*work)(size_t size, size_t times), size_t size, size_t times)
{
    double begin = bench_now();

    work(size, times);
    return (bench_now() - begin) / (double)times;
}

static double drain(bool own, size_t total)
{
    struct queue q = open_queue(own);
    double begin;
    size_t got = 0;

    fill(&q, total);
    begin = bench_now();
    for (size_t at = 0; at < total; at += RECORD) {
        put(&q, 1);
        got += take(&q, RECORD);
    }
    begin = bench_now() - begin;
    if (got != total) {
        bench_fail("bytes are lost");
    }
    close_queue(&q);
    return begin;
}

static double append(bool own, size_t total, double *worst)
{
    struct queue q = open_queue(own);
    double all = 0;

    *worst = 0;
    for (size_t at = 0; at < total; at += RECORD) {
        double begin = bench_now(), ns;

        put(&q, RECORD);
        ns = bench_now() - begin;
        all += ns;
        *worst = ns > *worst ? ns : *worst;
    }
    close_queue(&q);
    return all;
}

/* Bytes held after a drain, as they are or when asked to give back; 1 stands for none. */
static double kept(bool own, bool trim)
{
    size_t before = held;
    struct queue q = open_queue(own);
    double bytes;

    fill(&q, 64 * MIB);
    while (take(&q, RECORD) > 0) {
    }
    if (trim) {
        mbio_trim(q.own);
    }
    bytes = (double)(held - before);
    close_queue(&q);
    return bytes < 1 ? 1 : bytes;
}

/* ---- The variants. */

#define MEASURE(name, expression)                                                        \
    static double name(void *arg)                                                        \
    {                                                                                    \
        (void)arg;                                                                       \
        return expression;                                                               \
    }

static double last_worst[2]; /* of the last append of each queue */

MEASURE(own_16, per_unit(pingpong_own, 16, TIMES_SMALL))
MEASURE(mem_16, per_unit(pingpong_mem, 16, TIMES_SMALL))
MEASURE(own_16k, per_unit(pingpong_own, RECORD, TIMES_LARGE))
MEASURE(mem_16k, per_unit(pingpong_mem, RECORD, TIMES_LARGE))
MEASURE(own_drain_16m, drain(true, 16 * MIB))
MEASURE(own_drain_64m, drain(true, 64 * MIB))
MEASURE(mem_drain_64m, drain(false, 64 * MIB))
MEASURE(own_append, append(true, 256 * MIB, &last_worst[0]))
MEASURE(mem_append, append(false, 256 * MIB, &last_worst[1]))
MEASURE(own_worst, (append(true, 256 * MIB, &last_worst[0]), last_worst[0]))
MEASURE(mem_worst, (append(false, 256 * MIB, &last_worst[1]), last_worst[1]))
MEASURE(own_kept, kept(true, false))
MEASURE(own_trimmed, kept(true, true))
MEASURE(mem_kept, kept(false, false))

static double python_16(void *arg)
{
    return peer_measure(arg, "pingpong/16");
}

static struct variant variants[] = {
    {"queue/pingpong/16", "queue/pingpong/16/s_mem", own_16, NULL, {0}},
    {"queue/pingpong/16/s_mem", NULL, mem_16, NULL, {0}},
    {"queue/pingpong/16/cpython", NULL, python_16, NULL, {0}},
    {"queue/pingpong/16KiB", "queue/pingpong/16KiB/s_mem", own_16k, NULL, {0}},
    {"queue/pingpong/16KiB/s_mem", NULL, mem_16k, NULL, {0}},
    {"queue/drain/16MiB", NULL, own_drain_16m, NULL, {0}},
    {"queue/drain/64MiB", "queue/drain/64MiB/s_mem", own_drain_64m, NULL, {0}},
    {"queue/drain/64MiB/s_mem", NULL, mem_drain_64m, NULL, {0}},
    {"queue/append/256MiB", "queue/append/256MiB/s_mem", own_append, NULL, {0}},
    {"queue/append/256MiB/s_mem", NULL, mem_append, NULL, {0}},
    {"queue/append/worst", "queue/append/worst/s_mem", own_worst, NULL, {0}},
    {"queue/append/worst/s_mem", NULL, mem_worst, NULL, {0}},
    {"queue/kept/64MiB", NULL, own_kept, "bytes", {0}},
    {"queue/kept/64MiB/s_mem", NULL, mem_kept, "bytes", {0}},
    {"queue/kept/trimmed", NULL, own_trimmed, "bytes", {0}},
};
#define VARIANTS (sizeof variants / sizeof *variants)

static const struct goal goals[] = {
    {"A1", "queue/pingpong/16", "queue/pingpong/16/s_mem", GOAL_LEAST, 3.0},
    {"A2", "queue/pingpong/16", "queue/pingpong/16/cpython", GOAL_LEAST, 20},
    {"A3", "queue/pingpong/16KiB", "queue/pingpong/16KiB/s_mem", GOAL_LEAST, 1.35},
    {"A4", "queue/drain/64MiB", "queue/drain/64MiB/s_mem", GOAL_LEAST, 500},
    {"A4", "queue/drain/16MiB", "queue/drain/64MiB", GOAL_MOST, 5},
    {"A5", "queue/append/256MiB", "queue/append/256MiB/s_mem", GOAL_LEAST, 5},
    {"A5", "queue/append/worst", "queue/append/worst/s_mem", GOAL_LEAST, 10},
    {"A6", "queue/kept/64MiB", NULL, GOAL_MOST, 65536},
    {"A6", "queue/kept/trimmed", NULL, GOAL_MOST, 512},
};

/* What instructions are counted of. */
static const struct {
    const char *key;
    void (*work)(size_t size, size_t times);
    size_t size;
} counted[] = {
    {"queue/pingpong/16", pingpong_own, 16},
    {"queue/pingpong/16/s_mem", pingpong_mem, 16},
    {"queue/pingpong/16KiB", pingpong_own, RECORD},
};

static int count(const char *key, const char *times)
{
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        if (strcmp(key, counted[i].key) == 0) {
            counted[i].work(counted[i].size, strtoul(times, NULL, 10));
            return 0;
        }
    }
    fprintf(stderr, "bench/queue: nothing is counted of %s\n", key);
    return 2;
}

static const char help[] =
    "usage: bench/queue [--rounds N] [--only WORD] [--goals] [PEER]\n"
    "       bench/queue --count KEY N\n\n"
    "Measures the queue of bytes beside BIO_s_mem, and beside PEER, a command that "
    "measures\n"
    "another implementation: bench/cpython.py WORLD.\n\n"
    "  --rounds N     so many, 1 to 1000; 15\n"
    "  --only WORD    only what has WORD in its key\n"
    "  --goals        exit status 1 when a goal is missed\n"
    "  --count KEY N  does N times what KEY says, for a counter of instructions\n"
    "  --help         this\n\n"
    "Exit status: 0 measured, 1 a goal is missed, 2 usage, 99 something does not work.\n";

int main(int argc, char **argv)
{
    struct bench_options options;
    struct peer *peer;
    bool met;
    int at;

    if (argc == 4 && strcmp(argv[1], "--count") == 0) {
        return count(argv[2], argv[3]);
    }
    at = bench_options(&options, argc, argv, help);
    if (at <= 0) {
        return at < 0 ? 2 : 0;
    }
    if (argc - at > 1) {
        fputs("bench/queue: wants one peer at most; see --help\n", stderr);
        return 2;
    }
    if (CRYPTO_set_mem_functions(count_malloc, count_realloc, count_free) != 1) {
        bench_fail("memory cannot be counted");
    }
    peer = peer_start(argv[at]);
    bench_rounds(variants, VARIANTS, &options, peer);
    bench_header();
    bench_print(variants, VARIANTS, options.rounds);
    met = bench_goals(goals, sizeof goals / sizeof *goals, variants, VARIANTS,
                      options.rounds);
    peer_end(peer);
    return options.goals && !met ? 1 : 0;
}
