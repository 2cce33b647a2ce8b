/* SPDX-License-Identifier: Apache-2.0
 *
 * test_bio_model.c: mbio against a model, under a few thousand pseudo-random ops.
 *
 * The stream is a function of the position: byte number i is pattern(i). So the model is
 * two counters, and every byte that comes out can be checked.
 */
#include "support.h"

#include <string.h>

#define MODEL_OPS  6000
#define MODEL_RUNS 4
/* The longest piece, in bytes. */
#define CHUNK_MAX ((size_t)5000)

struct model {
    mbio *bio;
    size_t out, in; /* bytes that left, bytes that arrived */
    uint32_t random;
};

static uint8_t pattern(size_t i)
{
    return (uint8_t)(i * 7 + (i >> 8));
}

/* xorshift: the same ops in every run. */
static size_t below(struct model *m, size_t limit)
{
    m->random ^= m->random << 13;
    m->random ^= m->random >> 17;
    m->random ^= m->random << 5;
    return m->random % limit;
}

static void fill(uint8_t *p, size_t from, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        p[i] = pattern(from + i);
    }
}

/* Checks that `p` is what comes next, and counts it as taken. */
static void take(struct model *m, const uint8_t *p, size_t len)
{
    size_t same = 0;

    while (same < len && p[same] == pattern(m->out + same)) {
        same++;
    }
    ck_assert_uint_eq(same, len);
    m->out += len;
}

static void model_write(struct model *m)
{
    uint8_t data[CHUNK_MAX];
    size_t len = below(m, CHUNK_MAX);

    fill(data, m->in, len);
    check_ok(mbio_write(m->bio, data, len, NULL));
    memset(data, 0xee, sizeof data); /* it was copied */
    m->in += len;
}

static void model_reserve(struct model *m)
{
    void *room = NULL;
    size_t len = below(m, CHUNK_MAX), used = below(m, len + 1);

    check_ok(mbio_reserve(m->bio, &room, len, NULL));
    ck_assert_ptr_nonnull(room);
    if (len > 0) {
        memset(room, 0xee, len);
    }
    fill(room, m->in, used);
    check_ok(mbio_commit(m->bio, used, NULL));
    m->in += used;
}

static void model_read(struct model *m)
{
    uint8_t buf[CHUNK_MAX + 1];
    size_t pending = m->in - m->out, len = below(m, CHUNK_MAX), n = 99;

    buf[len] = 0xa5;
    check_ok(mbio_read(m->bio, buf, &n, len, NULL));
    ck_assert_uint_eq(n, len < pending ? len : pending);
    ck_assert_uint_eq(buf[len], 0xa5);
    take(m, buf, n);
}

static void model_consume(struct model *m)
{
    size_t n = 99, len;
    const uint8_t *p = mbio_peek(m->bio, &n);

    ck_assert_uint_eq(n, m->in - m->out);
    ck_assert_int_eq(p == NULL, n == 0);
    len = below(m, n + 1);
    take(m, p, len);
    check_ok(mbio_consume(m->bio, len, NULL));
}

static void model_drain(struct model *m)
{
    size_t n;

    take(m, mbio_peek(m->bio, NULL), m->in - m->out);
    mbio_peek(m->bio, &n);
    check_ok(mbio_consume(m->bio, n, NULL));
}

static void model_step(struct model *m)
{
    size_t op = below(m, 100);

    if (op < 30) {
        model_write(m);
    } else if (op < 45) {
        model_reserve(m);
    } else if (op < 75) {
        model_read(m);
    } else if (op < 95) {
        model_consume(m);
    } else if (op < 99) {
        mbio_trim(m->bio);
    } else {
        model_drain(m);
    }
}

START_TEST(test_model)
{
    struct model m = {NULL, 0, 0, 20260101U + (uint32_t)_i};

    check_ok(mbio_new(&m.bio, NULL));
    for (int i = 0; i < MODEL_OPS; i++) {
        model_step(&m);
        ck_assert_uint_eq(mbio_pending(m.bio), m.in - m.out);
        ck_assert(!mbio_eof(m.bio));
    }
    ck_assert_uint_gt(m.in, 1000000);
    model_drain(&m);
    mbio_free(m.bio);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("bio_model");
    TCase *tc = tcase_create("model");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, test_model, 0, MODEL_RUNS);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
