/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ssl_end.c: how a connection ends: both have closed, one has, nobody has, or it
 * failed; and what every call says from then on.
 */
#include "support.h"

#include <openssl/ssl.h>

/* What the four calls, and read of 0 bytes, give from now on; twice, for good. */
struct verdict {
    mbio_status do_handshake, read, read_nothing, write, unwrap;
};

static void check_verdict(struct end *e, const struct verdict *want)
{
    char byte;
    size_t n;

    for (int i = 0; i < 2; i++) {
        n = 99;
        check_status(mbio_ssl_read(e->ssl, &byte, &n, 1, NULL), want->read);
        ck_assert_uint_eq(n, 0);
        check_status(mbio_ssl_do_handshake(e->ssl, NULL), want->do_handshake);
        check_status(mbio_ssl_read(e->ssl, NULL, &n, 0, NULL), want->read_nothing);
        check_status(mbio_ssl_write(e->ssl, "x", 1, NULL), want->write);
        check_status(mbio_ssl_write(e->ssl, NULL, 0, NULL), want->write);
        check_status(mbio_ssl_unwrap(e->ssl, NULL), want->unwrap);
    }
}

/* After a failure: nothing is known any more, and nothing more is sent. */
static void check_dead(struct end *e, bool by_alert)
{
    static const struct verdict local = {MBIO_EOF, MBIO_EOF, MBIO_EOF, MBIO_EOF,
                                         MBIO_SSL};
    static const struct verdict remote = {MBIO_ZERO_RETURN, MBIO_EOF, MBIO_EOF,
                                          MBIO_ZERO_RETURN, MBIO_SSL};
    const void *der;
    size_t len, before = mbio_pending(e->out);
    mbio_error err;

    check_verdict(e, by_alert ? &remote : &local);
    check_status(mbio_ssl_unwrap(e->ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "SHUTDOWN_WHILE_IN_INIT");
    ck_assert_ptr_null(mbio_ssl_version(e->ssl));
    check_status(mbio_ssl_getpeercert_der(e->ssl, &der, &len, NULL), MBIO_VALUE);
    ck_assert_uint_eq(mbio_pending(e->out), before);
}

/* ----------------------------------------------------------------------- closes */

START_TEST(test_close_both_ways)
{
    static const struct verdict closed = {MBIO_OK, MBIO_ZERO_RETURN, MBIO_OK, MBIO_SSL,
                                          MBIO_OK};
    struct pair p;
    char byte;
    size_t n = 99, alert;

    pair_open(&p, tls_versions[_i]);
    check_status(mbio_ssl_unwrap(p.c.ssl, NULL), MBIO_WANT_READ);
    alert = mbio_pending(p.c.out);
    ck_assert_uint_eq(alert, _i == 0 ? 31 : 24);
    check_status(mbio_ssl_unwrap(p.c.ssl, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(mbio_pending(p.c.out), alert); /* sent once */
    carry(p.c.out, p.s.in);
    for (int i = 0; i < 2; i++) { /* the peer has closed, we have not (OBJ-READ-06) */
        check_ok(mbio_ssl_read(p.s.ssl, &byte, &n, 1, NULL));
        ck_assert_uint_eq(n, 0);
    }
    send_text(&p.s, &p.c, "half closed"); /* and may go on writing */
    check_read(&p.c, "half closed");
    check_ok(mbio_ssl_unwrap(p.s.ssl, NULL));
    ck_assert_uint_eq(mbio_pending(p.s.out), alert);
    carry(p.s.out, p.c.in);
    check_ok(mbio_ssl_unwrap(p.c.ssl, NULL));
    check_verdict(&p.c, &closed);
    check_verdict(&p.s, &closed);
    ck_assert_str_eq(mbio_ssl_version(p.c.ssl), _i == 0 ? "TLSv1.2" : "TLSv1.3");
    ck_assert_uint_eq(mbio_pending(p.c.out) + mbio_pending(p.s.out), 0);
    pair_free(&p);
}
END_TEST

START_TEST(test_write_after_unwrap)
{
    struct pair p;
    mbio_error err;

    pair_open(&p, tls_versions[_i]);
    check_status(mbio_ssl_unwrap(p.c.ssl, NULL), MBIO_WANT_READ);
    for (int i = 0; i < 2; i++) {
        check_status(mbio_ssl_write(p.c.ssl, "x", (size_t)i, &err), MBIO_SSL);
        check_error(&err, MBIO_SSL, 1, "SSL", "PROTOCOL_IS_SHUTDOWN");
    }
    send_text(&p.s, &p.c, "late"); /* what was refused broke nothing */
    check_read(&p.c, "late");
    ck_assert_ptr_nonnull(mbio_ssl_version(p.c.ssl));
    pair_free(&p);
}
END_TEST

START_TEST(test_unwrap_with_unread_data)
{
    struct pair p;
    mbio_error err;

    pair_open(&p, tls_versions[_i]);
    send_text(&p.s, &p.c, "unread");
    check_status(mbio_ssl_unwrap(p.c.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "APPLICATION_DATA_AFTER_CLOSE_NOTIFY");
    check_dead(&p.c, false);
    pair_free(&p);
}
END_TEST

/* Clear text may follow a close: it stays where it is. */
START_TEST(test_bytes_after_close)
{
    struct pair p;

    pair_open(&p, tls_versions[_i]);
    check_status(mbio_ssl_unwrap(p.s.ssl, NULL), MBIO_WANT_READ);
    carry(p.s.out, p.c.in);
    check_ok(mbio_write(p.c.in, "clear", 5, NULL));
    check_ok(mbio_ssl_unwrap(p.c.ssl, NULL));
    check_bytes(p.c.in, "clear", 5);
    pair_free(&p);
}
END_TEST

/* ---------------------------------------------------------- the end of the stream */

START_TEST(test_eof)
{
    struct pair p;
    mbio_error err;
    char byte;
    size_t n = 99;

    pair_open(&p, tls_versions[_i]);
    send_text(&p.s, &p.c, "before the end");
    check_ok(mbio_write_eof(p.c.in, NULL));
    check_ok(mbio_ssl_do_handshake(p.c.ssl, NULL)); /* needs no byte */
    check_ok(mbio_ssl_write(p.c.ssl, "x", 1, NULL));
    check_read(&p.c, "before the end"); /* data come first (OBJ-READ-07) */
    check_ok(mbio_ssl_read(p.c.ssl, NULL, &n, 0, NULL));
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, "SSL", "UNEXPECTED_EOF_WHILE_READING");
    ck_assert_uint_eq(n, 0);
    ck_assert_str_eq(record_types(p.c.out), _i == 0 ? "AL" : "AA"); /* data, alert */
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, NULL, NULL);
    check_dead(&p.c, false);
    pair_free(&p);
}
END_TEST

START_TEST(test_eof_in_handshake)
{
    struct pair p;
    mbio_error err;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_ok(mbio_write_eof(p.c.in, NULL));
    check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, "SSL", "UNEXPECTED_EOF_WHILE_READING");
    ck_assert_str_eq(record_types(p.c.out), "HL");
    check_dead(&p.c, false);
    pair_free(&p);
}
END_TEST

START_TEST(test_eof_in_unwrap)
{
    struct pair p;
    mbio_error err;

    pair_open(&p, tls_versions[_i]);
    check_status(mbio_ssl_unwrap(p.c.ssl, NULL), MBIO_WANT_READ);
    check_ok(mbio_write_eof(p.c.in, NULL));
    check_status(mbio_ssl_unwrap(p.c.ssl, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, "SSL", "UNEXPECTED_EOF_WHILE_READING");
    check_dead(&p.c, false);
    pair_free(&p);
}
END_TEST

START_TEST(test_eof_after_close_is_clean)
{
    struct pair p;
    char byte;
    size_t n = 99;

    pair_open(&p, tls_versions[_i]);
    check_status(mbio_ssl_unwrap(p.s.ssl, NULL), MBIO_WANT_READ);
    carry(p.s.out, p.c.in);
    check_ok(mbio_write_eof(p.c.in, NULL));
    check_ok(mbio_ssl_read(p.c.ssl, &byte, &n, 1, NULL));
    ck_assert_uint_eq(n, 0);
    check_ok(mbio_ssl_unwrap(p.c.ssl, NULL));
    pair_free(&p);
}
END_TEST

/* ---------------------------------------------------------------- fatal failures */

/* The reason is not always the last entry, nor the first: OpenSSL versions differ. */
static bool has_reason(const mbio_error *err, int reason)
{
    for (unsigned i = 0; i < err->entries_count; i++) {
        if (mbio_error_entry_reason(err->entries[i]) == reason) {
            return true;
        }
    }
    return false;
}

START_TEST(test_bad_record_and_its_alert)
{
    struct pair p;
    mbio_error err;
    char byte;
    size_t n = 99;

    pair_open(&p, tls_versions[_i]);
    check_ok(mbio_ssl_write(p.c.ssl, "secret", 6, NULL));
    carry(p.c.out, p.s.in);
    spoil(p.s.in);
    check_status(mbio_ssl_read(p.s.ssl, &byte, &n, 1, &err), MBIO_SSL);
    ck_assert_int_eq(err.number, 1);
    ck_assert(has_reason(&err, SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC));
    ck_assert_uint_eq(n, 0);
    carry(p.s.out, p.c.in); /* the alert is still to be sent (OBJ-HS-04) */
    check_dead(&p.s, false);
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "SSLV3_ALERT_BAD_RECORD_MAC");
    ck_assert(has_reason(&err, 1000 + 20)); /* ERR-06.b */
    check_dead(&p.c, true);                 /* never a clean end (LIB-11) */
    pair_free(&p);
}
END_TEST

START_TEST(test_refused_handshake)
{
    struct pair p;
    mbio_error err;

    pair_prepare(&p, tls_versions[_i], "other"); /* a root that the client has not */
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_WANT_READ);
    carry(p.s.out, p.c.in);
    check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_CERT_VERIFICATION);
    ck_assert_str_eq(record_types(p.c.out), "L");
    carry(p.c.out, p.s.in);
    check_dead(&p.c, false);
    check_status(mbio_ssl_do_handshake(p.s.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "TLSV1_ALERT_UNKNOWN_CA");
    check_dead(&p.s, true);
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_close_both_ways,
        test_write_after_unwrap,
        test_unwrap_with_unread_data,
        test_bytes_after_close,
        test_eof,
        test_eof_in_handshake,
        test_eof_in_unwrap,
        test_eof_after_close_is_clean,
        test_bad_record_and_its_alert,
        test_refused_handshake,
    };
    Suite *suite = suite_create("ssl_end");
    TCase *tc = tcase_create("ssl_end");

    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        tcase_add_loop_test(tc, tests[i], 0, TLS_VERSIONS);
    }
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
