/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ssl.c: two objects in memory, TLS 1.2 and 1.3: handshake and data. How connections
 * end: test_ssl_end.c.
 */
#include "support.h"

#include <stdlib.h>

#define RECORD_MAX ((size_t)16384)

/* ------------------------------------------------------------------- handshake */

START_TEST(test_flights)
{
    struct pair p;
    bool old = _i == 0;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(mbio_pending(p.s.out), 0);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    ck_assert_str_eq(record_types(p.c.out), "H");
    carry(p.c.out, p.s.in);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(mbio_pending(p.c.out), 0); /* the hello goes out once */
    check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_WANT_READ);
    carry(p.s.out, p.c.in);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), old ? MBIO_WANT_READ : MBIO_OK);
    ck_assert_str_eq(record_types(p.c.out), old ? "HCH" : "CA");
    carry(p.c.out, p.s.in);
    check_ok(mbio_ssl_do_handshake(p.s.ssl, NULL));
    ck_assert_str_eq(record_types(p.s.out), old ? "HCH" : "AA"); /* tickets */
    carry(p.s.out, p.c.in);
    check_ok(mbio_ssl_do_handshake(p.c.ssl, NULL));
    check_ok(mbio_ssl_do_handshake(p.c.ssl, NULL));
    check_ok(mbio_ssl_do_handshake(p.s.ssl, NULL));
    ck_assert_uint_eq(mbio_pending(p.c.out) + mbio_pending(p.s.out), 0);
    pair_free(&p);
}
END_TEST

START_TEST(test_read_and_write_shake_hands)
{
    struct pair p;
    mbio_status status = MBIO_WANT_READ;
    char buf[8];
    size_t n;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    for (int i = 0; i < 4 && status == MBIO_WANT_READ; i++) {
        status = mbio_ssl_write(p.c.ssl, "hello", 5, NULL);
        carry(p.c.out, p.s.in);
        if (status == MBIO_WANT_READ) {
            check_status(mbio_ssl_read(p.s.ssl, buf, &n, 8, NULL), MBIO_WANT_READ);
            ck_assert_uint_eq(n, 0);
        }
        carry(p.s.out, p.c.in);
    }
    check_ok(status);
    check_read(&p.s, "hello"); /* once: the tries before queued nothing */
    check_status(mbio_ssl_read(p.s.ssl, buf, &n, 8, NULL), MBIO_WANT_READ);
    pair_free(&p);
}
END_TEST

/* Feeds one byte at a time: want-read after each but the last. */
static void drip(struct end *from, struct end *to, mbio_status last)
{
    while (mbio_pending(from->out) > 1) {
        carry_some(from->out, to->in, 1);
        check_status(mbio_ssl_do_handshake(to->ssl, NULL), MBIO_WANT_READ);
        ck_assert_uint_eq(mbio_pending(to->in), 0); /* taken in (BIO-USE-02) */
    }
    carry_some(from->out, to->in, 1);
    check_status(mbio_ssl_do_handshake(to->ssl, NULL), last);
}

START_TEST(test_byte_by_byte)
{
    struct pair p;
    bool old = _i == 0;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    drip(&p.c, &p.s, MBIO_WANT_READ);
    drip(&p.s, &p.c, old ? MBIO_WANT_READ : MBIO_OK);
    drip(&p.c, &p.s, MBIO_OK);
    if (old) {
        drip(&p.s, &p.c, MBIO_OK);
    }
    send_text(&p.c, &p.s, "there");
    check_read(&p.s, "there");
    pair_free(&p);
}
END_TEST

/* ------------------------------------------------------------------------ data */

START_TEST(test_data_both_ways)
{
    struct pair p;
    char byte;
    size_t n;

    pair_open(&p, tls_versions[_i]);
    send_text(&p.c, &p.s, "ping");
    check_read(&p.s, "ping");
    send_text(&p.s, &p.c, "pong");
    send_text(&p.s, &p.c, "again");
    check_read(&p.c, "pong"); /* a read never spans records */
    check_read(&p.c, "again");
    n = 99;
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(n, 0);
    check_ok(mbio_ssl_write(p.c.ssl, NULL, 0, NULL));
    ck_assert_uint_eq(mbio_pending(p.c.out), 0);
    pair_free(&p);
}
END_TEST

/* Into a buffer, and into an empty one: OBJ-READ-02.a, OBJ-READ-02.c. */
START_TEST(test_pending_and_rest)
{
    struct pair p;
    char buf[4];
    size_t n;

    pair_open(&p, tls_versions[_i]);
    send_text(&p.s, &p.c, "0123456789");
    ck_assert_uint_eq(mbio_ssl_pending(p.c.ssl), 0); /* not yet decrypted */
    check_ok(mbio_ssl_read(p.c.ssl, buf, &n, 3, NULL));
    ck_assert_uint_eq(n, 3);
    ck_assert_uint_eq(mbio_ssl_pending(p.c.ssl), 7);
    check_ok(mbio_ssl_read(p.c.ssl, NULL, &n, 0, NULL));
    ck_assert_uint_eq(mbio_ssl_pending(p.c.ssl), 7);
    check_read(&p.c, "3456789");
    ck_assert_uint_eq(mbio_ssl_pending(p.c.ssl), 0);
    pair_free(&p);
}
END_TEST

START_TEST(test_half_a_record)
{
    struct pair p;
    char buf[8];
    size_t n;

    pair_open(&p, tls_versions[_i]);
    check_ok(mbio_ssl_write(p.s.ssl, "hello", 5, NULL));
    carry_some(p.s.out, p.c.in, 9);
    check_status(mbio_ssl_read(p.c.ssl, buf, &n, 8, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(mbio_pending(p.c.in), 0);
    carry(p.s.out, p.c.in);
    check_read(&p.c, "hello");
    pair_free(&p);
}
END_TEST

static uint8_t pattern(size_t i)
{
    return (uint8_t)(i * 31 + (i >> 11));
}

/* Reads all there is, at most a record at a time, and checks it. */
static void drain(struct end *e, size_t len)
{
    static uint8_t buf[RECORD_MAX + 100];
    size_t at = 0, n, good;

    while (at < len) {
        check_ok(mbio_ssl_read(e->ssl, buf, &n, sizeof buf, NULL));
        ck_assert_uint_eq(n, len - at < RECORD_MAX ? len - at : RECORD_MAX);
        for (good = 0; good < n && buf[good] == pattern(at + good); good++) {
        }
        ck_assert_uint_eq(good, n);
        at += n;
    }
    check_status(mbio_ssl_read(e->ssl, buf, &n, sizeof buf, NULL), MBIO_WANT_READ);
}

START_TEST(test_sizes)
{
    static const size_t sizes[] = {1, 16383, 16384, 16385, 100000, 3000000};
    size_t overhead = 5 + (_i == 0 ? 24 : 17);
    uint8_t *data = malloc(sizes[5]);
    struct pair p;

    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < sizes[5]; i++) {
        data[i] = pattern(i);
    }
    pair_open(&p, tls_versions[_i]);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t records = (sizes[i] + RECORD_MAX - 1) / RECORD_MAX;

        check_ok(mbio_ssl_write(p.c.ssl, data, sizes[i], NULL));
        ck_assert_uint_eq(mbio_pending(p.c.out), sizes[i] + records * overhead);
        carry(p.c.out, p.s.in);
        drain(&p.s, sizes[i]);
        ck_assert_uint_eq(mbio_pending(p.s.in), 0);
    }
    free(data);
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_flights,        test_read_and_write_shake_hands, test_byte_by_byte,
        test_data_both_ways, test_pending_and_rest,           test_half_a_record,
        test_sizes,
    };
    Suite *suite = suite_create("ssl");
    TCase *tc = tcase_create("ssl");

    tcase_set_timeout(tc, 60);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        tcase_add_loop_test(tc, tests[i], 0, TLS_VERSIONS);
    }
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
