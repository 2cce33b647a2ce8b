/* SPDX-License-Identifier: Apache-2.0
 *
 * test_bio.c: mbio: its rules for the end of the stream, and its refusals.
 */
#include "internal.h"
#include "support.h"

#include <limits.h>
#include <string.h>

/* What a refusal may take, in bytes. */
#define SMALL    ((size_t)1024)
#define TOO_LONG ((size_t)INT_MAX + 1)

static mbio *new_bio(void)
{
    mbio *bio = NULL;

    check_ok(mbio_new(&bio, NULL));
    return bio;
}

/* peek, read into memory of the caller, consume: LIB-10.a, LIB-10.b, LIB-10.c. */
START_TEST(test_fresh)
{
    mbio *bio = new_bio();
    char buf[4] = "abc";
    size_t n = 99;

    ck_assert_uint_eq(mbio_pending(bio), 0);
    ck_assert(!mbio_eof(bio));
    ck_assert_ptr_null(mbio_peek(bio, &n));
    ck_assert_uint_eq(n, 0);
    n = 99;
    check_ok(mbio_read(bio, buf, &n, 3, NULL));
    ck_assert_uint_eq(n, 0);
    ck_assert_str_eq(buf, "abc");
    check_ok(mbio_read(bio, NULL, &n, 0, NULL));
    mbio_trim(bio);
    mbio_free(bio);
}
END_TEST

/* ------------------------------------------------------------- end of stream */

START_TEST(test_eof_truth_table)
{
    mbio *bio = new_bio();
    char buf[8];
    size_t n;

    ck_assert(!mbio_eof(bio)); /* not called, empty */
    check_ok(mbio_write(bio, "abc", 3, NULL));
    ck_assert(!mbio_eof(bio)); /* not called, pending */
    check_ok(mbio_write_eof(bio, NULL));
    ck_assert(!mbio_eof(bio)); /* called, pending */
    check_ok(mbio_read(bio, buf, &n, 2, NULL));
    ck_assert(!mbio_eof(bio));
    check_ok(mbio_write_eof(bio, NULL)); /* again: nothing changes */
    ck_assert_uint_eq(mbio_pending(bio), 1);
    check_ok(mbio_read(bio, buf, &n, 8, NULL));
    ck_assert_uint_eq(n, 1);
    ck_assert(mbio_eof(bio)); /* called, drained */
    check_ok(mbio_read(bio, buf, &n, 8, NULL));
    ck_assert_uint_eq(n, 0);
    mbio_free(bio);

    bio = new_bio();
    check_ok(mbio_write_eof(bio, NULL));
    ck_assert(mbio_eof(bio)); /* called, was empty */
    mbio_free(bio);
}
END_TEST

static void check_refused(mbio *bio, mbio_status status, const mbio_error *err)
{
    ck_assert_int_eq(status, MBIO_SSL);
    check_error(err, MBIO_SSL, -1, NULL, NULL);
    ck_assert_str_eq(err->text, "cannot write() after write_eof()");
    ck_assert_uint_eq(mbio_pending(bio), 3);
}

START_TEST(test_write_after_eof)
{
    mbio *bio = new_bio();
    mbio_error err;
    void *room = bio;

    check_ok(mbio_write(bio, "abc", 3, NULL));
    check_ok(mbio_reserve(bio, &room, 8, NULL));
    check_ok(mbio_write_eof(bio, NULL));
    check_refused(bio, mbio_commit(bio, 8, &err), &err);
    check_refused(bio, mbio_write(bio, "d", 1, &err), &err);
    check_refused(bio, mbio_write(bio, "d", 0, &err), &err);
    check_refused(bio, mbio_write(bio, NULL, 0, &err), &err);
    check_refused(bio, mbio_reserve(bio, &room, 1, &err), &err);
    ck_assert_ptr_null(room);
    /* The size is looked at first (BIO-WRITE-05.b). */
    check_status(mbio_write(bio, "d", TOO_LONG, NULL), MBIO_OVERFLOW);
    check_bytes(bio, "abc", 3);
    mbio_free(bio);
}
END_TEST

START_TEST(test_tls_writes_after_eof)
{
    struct pair p;
    mbio_error err;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    pair_wrap(&p, "localhost");
    check_ok(mbio_write_eof(p.c.out, NULL));
    ck_assert(mbio_eof(p.c.out));
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    ck_assert_uint_gt(mbio_pending(p.c.out), 0);
    ck_assert(!mbio_eof(p.c.out)); /* BIO-EOF-04 */
    check_status(mbio_write(p.c.out, "x", 1, &err), MBIO_SSL);
    check_ok(mbio_consume(p.c.out, mbio_pending(p.c.out), NULL));
    ck_assert(mbio_eof(p.c.out));
    pair_free(&p);
}
END_TEST

/* ------------------------------------------------------------------- refusals */

START_TEST(test_overflow)
{
    mbio *bio = new_bio();
    mbio_error err;
    char buf[4];
    void *room = bio;
    size_t n = 99, before = memory_live();

    check_ok(mbio_write(bio, "abc", 3, NULL));
    check_status(mbio_write(bio, "d", TOO_LONG, &err), MBIO_OVERFLOW);
    check_error(&err, MBIO_OVERFLOW, -1, NULL, NULL);
    check_status(mbio_write(bio, "d", SIZE_MAX, NULL), MBIO_OVERFLOW);
    check_status(mbio_read(bio, buf, &n, TOO_LONG, &err), MBIO_OVERFLOW);
    check_error(&err, MBIO_OVERFLOW, -1, NULL, NULL);
    ck_assert_uint_eq(n, 0);
    check_status(mbio_reserve(bio, &room, TOO_LONG, &err), MBIO_OVERFLOW);
    ck_assert_ptr_null(room);
    ck_assert_uint_le(memory_live(), before + SMALL);
    check_bytes(bio, "abc", 3);
    mbio_free(bio);
}
END_TEST

START_TEST(test_misuse)
{
    mbio *bio = new_bio();
    mbio_error err;
    char buf[4];
    void *room = bio;
    size_t n = 99;

    check_ok(mbio_write(bio, "abc", 3, NULL));
    check_status(mbio_new(NULL, &err), MBIO_MISUSE);
    check_error(&err, MBIO_MISUSE, -1, NULL, NULL);
    check_status(mbio_read(NULL, buf, &n, 4, NULL), MBIO_MISUSE);
    ck_assert_uint_eq(n, 0);
    check_status(mbio_read(bio, buf, NULL, 4, NULL), MBIO_MISUSE);
    check_status(mbio_read(bio, NULL, &n, 4, NULL), MBIO_MISUSE);
    check_status(mbio_write(NULL, "d", 1, NULL), MBIO_MISUSE);
    check_status(mbio_write(bio, NULL, 1, NULL), MBIO_MISUSE);
    check_status(mbio_write_eof(NULL, NULL), MBIO_MISUSE);
    check_status(mbio_consume(NULL, 0, NULL), MBIO_MISUSE);
    check_status(mbio_consume(bio, 4, &err), MBIO_MISUSE);
    check_status(mbio_consume(bio, SIZE_MAX, NULL), MBIO_MISUSE);
    check_status(mbio_reserve(NULL, &room, 1, NULL), MBIO_MISUSE);
    ck_assert_ptr_null(room);
    check_status(mbio_reserve(bio, NULL, 1, NULL), MBIO_MISUSE);
    check_status(mbio_commit(NULL, 0, NULL), MBIO_MISUSE);
    check_bytes(bio, "abc", 3);
    mbio_free(bio);
    mbio_free(NULL);
    mbio_trim(NULL);
    ck_assert_uint_eq(mbio_pending(NULL), 0);
    ck_assert(!mbio_eof(NULL));
    n = 99;
    ck_assert_ptr_null(mbio_peek(NULL, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(test_reservation_lapses)
{
    mbio *bio = new_bio();
    void *room;
    char byte;
    size_t n;

    check_status(mbio_commit(bio, 1, NULL), MBIO_MISUSE); /* nothing reserved */
    check_ok(mbio_reserve(bio, &room, 4, NULL));
    memcpy(room, "abcd", 4);
    check_status(mbio_commit(bio, 5, NULL), MBIO_MISUSE);
    check_ok(mbio_commit(bio, 2, NULL));
    check_status(mbio_commit(bio, 1, NULL), MBIO_MISUSE); /* only once */
    check_ok(mbio_reserve(bio, &room, 4, NULL));
    check_ok(mbio_write(bio, "x", 1, NULL));
    check_status(mbio_commit(bio, 1, NULL), MBIO_MISUSE); /* another call between */
    check_ok(mbio_reserve(bio, &room, 4, NULL));
    check_ok(mbio_read(bio, &byte, &n, 1, NULL));
    check_status(mbio_commit(bio, 1, NULL), MBIO_MISUSE);
    check_ok(mbio_reserve(bio, &room, 4, NULL));
    mbio_trim(bio);
    check_status(mbio_commit(bio, 1, NULL), MBIO_MISUSE);
    check_bytes(bio, "bx", 2);
    mbio_free(bio);
}
END_TEST

/* What OpenSSL may ask of any BIO. */
START_TEST(test_as_openssl_sees_it)
{
    BIO_METHOD *method = mbio_method_new();
    mbio *bio = new_bio();
    BIO *b = mbio_method_wrap(method, bio);
    char buf[4];

    ck_assert_int_eq(BIO_write(b, "abc", 3), 3);
    ck_assert_int_eq(BIO_pending(b), 3);
    ck_assert(!BIO_eof(b));
    ck_assert_int_eq(BIO_read(b, buf, 0), 0);
    ck_assert_int_eq(BIO_read(b, buf, 4), 3);
    ck_assert_int_eq(BIO_read(b, buf, 4), -1);
    ck_assert(BIO_should_read(b));
    check_ok(mbio_write_eof(bio, NULL));
    ck_assert_int_eq(BIO_read(b, buf, 4), 0);
    ck_assert(!BIO_should_retry(b));
    ck_assert(BIO_eof(b));
    ck_assert_int_eq(BIO_write(b, "", 0), 0);
    ck_assert_int_eq(BIO_flush(b), 1);
    ck_assert_int_eq(BIO_set_close(b, BIO_NOCLOSE), 1);
    ck_assert_int_eq(BIO_get_close(b), BIO_NOCLOSE);
    ck_assert_int_eq((int)BIO_ctrl(b, BIO_CTRL_WPENDING, 0, NULL), 0);
    BIO_free(b);
    BIO_meth_free(method);
    mbio_free(bio);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_fresh,
        test_eof_truth_table,
        test_write_after_eof,
        test_overflow,
        test_tls_writes_after_eof,
        test_misuse,
        test_reservation_lapses,
        test_as_openssl_sees_it,
    };

    watch_memory();
    return run_suite(suite_of("bio", tests, sizeof tests / sizeof *tests));
}
