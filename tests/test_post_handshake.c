/* SPDX-License-Identifier: Apache-2.0
 *
 * test_post_handshake.c: what cases cannot say of post-handshake authentication, key
 * updates, shutdown_write and drain; and renegotiation, which no call of ours begins.
 */
#include "support.h"

#include <openssl/ssl.h>

#include "internal.h"

/* The call needs room in outgoing and there is none: it can be made again. */
static size_t refuse_above;

static void *sparing_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return refuse_above != 0 && size > refuse_above ? NULL : malloc(size);
}

static void *sparing_realloc(void *block, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return refuse_above != 0 && size > refuse_above ? NULL : realloc(block, size);
}

static void sparing_free(void *block, const char *file, int line)
{
    (void)file;
    (void)line;
    free(block);
}

START_TEST(test_no_room)
{
    struct pair p;
    size_t n;

    pair_open(&p, MBIO_TLSv1_3);
    carry(p.c.out, p.s.in);
    mbio_trim(p.c.out);
    refuse_above = 1;
    check_status(mbio_ssl_key_update(p.c.ssl, false, NULL), MBIO_NO_MEMORY);
    check_status(mbio_ssl_shutdown_write(p.c.ssl, NULL), MBIO_NO_MEMORY);
    check_status(mbio_ssl_drain(p.c.ssl, &n, NULL), MBIO_NO_MEMORY);
    refuse_above = 0;
    ck_assert_uint_eq(mbio_pending(p.c.out), 0);
    check_ok(mbio_ssl_key_update(p.c.ssl, false, NULL));
    send_text(&p.c, &p.s, "with new keys");
    check_read(&p.s, "with new keys");
    check_ok(mbio_ssl_shutdown_write(p.c.ssl, NULL));
    ck_assert_str_eq(record_types(p.c.out), "A"); /* an alert, encrypted */
    pair_free(&p);
}
END_TEST

START_TEST(test_drain_counts)
{
    struct pair p;
    char buf[4];
    size_t n;

    pair_open(&p, tls_versions[_i]);
    send_text(&p.s, &p.c, "0123456789");
    send_text(&p.s, &p.c, "abc");
    check_ok(mbio_ssl_read(p.c.ssl, buf, &n, 4, NULL));
    check_status(mbio_ssl_drain(p.c.ssl, &n, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(n, 9);
    check_status(mbio_ssl_drain(p.c.ssl, &n, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(n, 0);
    send_text(&p.s, &p.c, "de");
    check_ok(mbio_write_eof(p.c.in, NULL));
    check_status(mbio_ssl_drain(p.c.ssl, &n, NULL), MBIO_EOF);
    ck_assert_uint_eq(n, 2);
    check_status(mbio_ssl_drain(p.c.ssl, NULL, NULL), MBIO_SSL);
    pair_free(&p);
}
END_TEST

/* ----------------------------------------------------------------- renegotiation */

/* Section 2.4 of the contract: the client of a server that says HelloRequest begins anew
 * within read, and writes wait until that is done. */
START_TEST(test_hello_request)
{
    struct pair p;
    char byte;
    size_t n;

    pair_open(&p, MBIO_TLSv1_2);
    ck_assert_int_eq(SSL_renegotiate(p.s.ssl->ssl), 1);
    check_ok(mbio_ssl_do_handshake(p.s.ssl, NULL));
    ck_assert_str_eq(record_types(p.s.out), "H");
    carry(p.s.out, p.c.in);
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, NULL), MBIO_WANT_READ);
    ck_assert_str_eq(record_types(p.c.out), "H");
    check_status(mbio_ssl_write(p.c.ssl, "x", 1, NULL), MBIO_WANT_READ);
    ck_assert_str_eq(record_types(p.c.out), "H");
    carry(p.c.out, p.s.in);
    pair_free(&p);
}
END_TEST

/* A client that asks is refused with a warning, which is fatal to it and not to the
 * server. */
START_TEST(test_client_renegotiates)
{
    struct pair p;
    mbio_error err;
    char byte;
    size_t n;

    pair_open(&p, MBIO_TLSv1_2);
    ck_assert_int_eq(SSL_renegotiate(p.c.ssl->ssl), 1);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_status(mbio_ssl_read(p.s.ssl, &byte, &n, 1, NULL), MBIO_WANT_READ);
    ck_assert_str_eq(record_types(p.s.out), "L");
    carry(p.s.out, p.c.in);
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "NO_RENEGOTIATION");
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, NULL, NULL);
    check_ok(mbio_ssl_write(p.s.ssl, "x", 1, NULL));
    pair_free(&p);
}
END_TEST

/* Options of CPython's forbid it: then a HelloRequest is answered by the same warning. */
START_TEST(test_no_renegotiation)
{
    struct pair p;
    char byte;
    size_t n;

    pair_prepare(&p, MBIO_TLSv1_2, "ed25519");
    check_ok(mbio_ctx_set_options(
        p.c.ctx, mbio_ctx_get_options(p.c.ctx) | SSL_OP_NO_RENEGOTIATION, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    ck_assert_int_eq(SSL_renegotiate(p.s.ssl->ssl), 1);
    check_ok(mbio_ssl_do_handshake(p.s.ssl, NULL));
    carry(p.s.out, p.c.in);
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, NULL), MBIO_WANT_READ);
    ck_assert_str_eq(record_types(p.c.out), "L");
    check_ok(mbio_ssl_write(p.c.ssl, "x", 1, NULL));
    pair_free(&p);
}
END_TEST

/* ---------------------------------------------------------------- from inside (LIB-03) */

static struct pair *inside;
static mbio_status statuses[4];

static int call_from_inside(SSL *s, int *alert, void *arg)
{
    size_t n;

    (void)s;
    (void)alert;
    (void)arg;
    statuses[0] = mbio_ssl_key_update(inside->s.ssl, true, NULL);
    statuses[1] = mbio_ssl_verify_client_post_handshake(inside->s.ssl, NULL);
    statuses[2] = mbio_ssl_shutdown_write(inside->s.ssl, NULL);
    statuses[3] = mbio_ssl_drain(inside->s.ssl, &n, NULL);
    return SSL_TLSEXT_ERR_OK;
}

START_TEST(test_from_inside)
{
    struct pair p;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    SSL_CTX_set_tlsext_servername_callback(p.s.ctx->ssl_ctx, call_from_inside);
    pair_wrap(&p, "localhost");
    inside = &p;
    pair_shake(&p);
    for (int i = 0; i < 4; i++) {
        ck_assert_str_eq(mbio_status_name(statuses[i]), "MISUSE");
    }
    send_text(&p.s, &p.c, "nothing happened");
    check_read(&p.c, "nothing happened");
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {test_no_room, test_hello_request,
                                  test_client_renegotiates, test_no_renegotiation};
    Suite *suite;
    TCase *versions = tcase_create("versions");

    if (CRYPTO_set_mem_functions(sparing_malloc, sparing_realloc, sparing_free) != 1) {
        return 99;
    }
    suite = suite_of("post_handshake", tests, sizeof tests / sizeof *tests);
    tcase_add_loop_test(versions, test_drain_counts, 0, TLS_VERSIONS);
    tcase_add_loop_test(versions, test_from_inside, 0, TLS_VERSIONS);
    suite_add_tcase(suite, versions);
    return run_suite(suite);
}
