/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ssl_wrap.c: wrap_bio's arguments, in the order in which they are looked at, and
 * what becomes of a server's name and certificate.
 */
#include "support.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------- arguments */

/* Faults that a row has; those behind its own are there, too, and must not be seen. */
enum { BAD_BIO = 1, WRONG_SIDE = 2 };

static const struct {
    mbio_protocol protocol;
    bool check_hostname, server_side;
    const char *name;
    int faults;
    mbio_status status;
    int number;
    const char *text;
} rows[] = {
    /* "not UTF-8", or "not ASCII" when that is all that can be encoded */
    {MBIO_PROTOCOL_TLS, true, true, "\xff", BAD_BIO, MBIO_VALUE, -1,
     "server_hostname is not "},
    {MBIO_PROTOCOL_TLS, true, true, NULL, BAD_BIO, MBIO_VALUE, -1,
     "check_hostname requires server_hostname"},
    {MBIO_PROTOCOL_TLS, true, false, "", BAD_BIO, MBIO_VALUE, -1,
     "check_hostname requires server_hostname"},
    {MBIO_PROTOCOL_TLS, true, true, "x", BAD_BIO, MBIO_VALUE, -1,
     "server_hostname can only be specified in client mode"},
    {MBIO_PROTOCOL_TLS_SERVER, false, false, ".x", BAD_BIO, MBIO_TYPE, -1,
     "incoming and outgoing must be an mbio"},
    {MBIO_PROTOCOL_TLS_SERVER, false, false, ".x", 0, MBIO_SSL, 0,
     "Cannot create a client socket with a PROTOCOL_TLS_SERVER context"},
    {MBIO_PROTOCOL_TLS_CLIENT, false, true, NULL, 0, MBIO_SSL, 0,
     "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context"},
    {MBIO_PROTOCOL_TLS, false, false, "", 0, MBIO_VALUE, -1,
     "server_hostname cannot be an empty string or start with a leading dot."},
    {MBIO_PROTOCOL_TLS, true, false, ".x", 0, MBIO_VALUE, -1,
     "server_hostname cannot be an empty string or start with a leading dot."},
};

static mbio_ctx *context_of(size_t row)
{
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, rows[row].protocol, NULL));
    check_ok(mbio_ctx_set_check_hostname(ctx, rows[row].check_hostname, NULL));
    return ctx;
}

START_TEST(test_argument_errors)
{
    size_t row = (size_t)_i;
    mbio_ctx *ctx = context_of(row);
    mbio *bio = NULL;
    mbio_ssl *ssl = (mbio_ssl *)&ctx;
    mbio_error err;

    check_ok(mbio_new(&bio, NULL));
    check_status(mbio_ctx_wrap_bio(ctx, &ssl, bio, rows[row].faults != 0 ? NULL : bio,
                                   rows[row].server_side, rows[row].name, NULL, &err),
                 rows[row].status);
    check_error(&err, rows[row].status, rows[row].number, NULL, NULL);
    ck_assert(strncmp(err.text, rows[row].text, strlen(rows[row].text)) == 0);
    ck_assert_ptr_null(ssl);
    ck_assert_uint_eq(mbio_pending(bio), 0);
    mbio_free(bio);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_null_bios)
{
    struct pair p;
    mbio_ssl *ssl;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    check_status(mbio_ctx_wrap_bio(p.c.ctx, &ssl, NULL, p.c.out, false, "x", NULL, NULL),
                 MBIO_TYPE);
    check_status(mbio_ctx_wrap_bio(p.c.ctx, &ssl, p.c.in, NULL, false, "x", NULL, NULL),
                 MBIO_TYPE);
    check_status(mbio_ctx_wrap_bio(NULL, &ssl, p.c.in, p.c.out, false, "x", NULL, NULL),
                 MBIO_MISUSE);
    ck_assert_ptr_null(ssl);
    check_status(
        mbio_ctx_wrap_bio(p.c.ctx, NULL, p.c.in, p.c.out, false, "x", NULL, NULL),
        MBIO_MISUSE);
    pair_free(&p);
}
END_TEST

START_TEST(test_length_of_name)
{
    char name[257];
    struct pair p;
    mbio_ssl *ssl = NULL;
    mbio_error err;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    memset(name, 'a', 256);
    name[256] = '\0';
    check_status(
        mbio_ctx_wrap_bio(p.c.ctx, &ssl, p.c.in, p.c.out, false, name, NULL, &err),
        MBIO_SSL);
    check_error(&err, MBIO_SSL, 319, "SSL", "SSL3_EXT_INVALID_SERVERNAME");
    ck_assert_str_eq(err.text,
                     "[SSL: SSL3_EXT_INVALID_SERVERNAME] ssl3 ext invalid servername");
    ck_assert_ptr_null(ssl);
    name[255] = '\0';
    check_ok(
        mbio_ctx_wrap_bio(p.c.ctx, &p.c.ssl, p.c.in, p.c.out, false, name, NULL, &err));
    ck_assert_str_eq(mbio_ssl_get_server_hostname(p.c.ssl), name);
    pair_free(&p);
}
END_TEST

START_TEST(test_touches_no_bio)
{
    struct pair p;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    check_ok(mbio_write(p.c.in, "waiting", 7, NULL));
    check_ok(mbio_write_eof(p.c.in, NULL));
    check_ok(mbio_write(p.c.out, "old", 3, NULL));
    pair_wrap(&p, "localhost");
    ck_assert_uint_eq(mbio_pending(p.c.in), 7);
    check_bytes(p.c.out, "old", 3);
    pair_free(&p);
}
END_TEST

/* An object that reads what it wrote itself (CTX-WRAP-03). */
START_TEST(test_one_bio_for_both)
{
    struct pair p;
    mbio_error err;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    check_ok(
        mbio_ctx_wrap_bio(p.c.ctx, &p.c.ssl, p.c.in, p.c.in, false, "x", NULL, NULL));
    check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "UNEXPECTED_MESSAGE");
    ck_assert_str_eq(record_types(p.c.in), "L");
    ck_assert_uint_eq(mbio_pending(p.c.in), 7);
    check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_EOF);
    pair_free(&p);
}
END_TEST

/* --------------------------------------------------------- name and certificate */

static const struct {
    const char *cert, *hostname;
    long code; /* 0: accepted */
    const char *message;
} certs[] = {
    {"ed25519", "localhost", 0, NULL},
    {"ed25519", "LOCALHOST", 0, NULL},
    {"ed25519", "www.example.test", 0, NULL},
    {"ed25519", "127.0.0.1", 0, NULL},
    {"ed25519", "::1", 0, NULL},
    {"no-san", "localhost", 0, NULL},
    {"ed25519", "example.test", 62,
     "Hostname mismatch, certificate is not valid for 'example.test'."},
    {"ed25519", "a.b.example.test", 62,
     "Hostname mismatch, certificate is not valid for 'a.b.example.test'."},
    {"ed25519", "localhost.", 62,
     "Hostname mismatch, certificate is not valid for 'localhost.'."},
    {"wrong-name", "localhost", 62,
     "Hostname mismatch, certificate is not valid for 'localhost'."},
    {"ed25519", "127.0.0.2", 64,
     "IP address mismatch, certificate is not valid for '127.0.0.2'."},
    {"ed25519", "127.1", 62, "Hostname mismatch, certificate is not valid for '127.1'."},
    {"expired", "localhost", 10, "certificate has expired"},
    {"notyet", "localhost", 9, NULL},
    {"selfsigned", "localhost", 18, NULL},
    {"other", "localhost", 20, "unable to get local issuer certificate"},
    {"wrong-purpose", "localhost", 26, NULL},
};

#define CERTS (sizeof certs / sizeof *certs)

/* Its text: ERR-02.g. */
static void check_refusal(struct pair *p, size_t row)
{
    mbio_error err;
    char text[MBIO_ERROR_TEXT_MAX];

    check_status(mbio_ssl_do_handshake(p->c.ssl, &err), MBIO_CERT_VERIFICATION);
    check_error(&err, MBIO_CERT_VERIFICATION, 1, "SSL", "CERTIFICATE_VERIFY_FAILED");
    ck_assert_int_eq(err.verify_code, certs[row].code);
    ck_assert_str_ne(err.verify_message, "");
    if (certs[row].message != NULL) {
        ck_assert_str_eq(err.verify_message, certs[row].message);
    }
    snprintf(text, sizeof text,
             "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: %.320s",
             err.verify_message);
    ck_assert_str_eq(err.text, text);
}

START_TEST(test_certificates)
{
    size_t row = (size_t)_i % CERTS;
    struct pair p;

    pair_prepare(&p, tls_versions[(size_t)_i / CERTS], certs[row].cert);
    pair_wrap(&p, certs[row].hostname);
    if (certs[row].code == 0) {
        pair_shake(&p);
    } else {
        check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
        carry(p.c.out, p.s.in);
        check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_WANT_READ);
        carry(p.s.out, p.c.in);
        check_refusal(&p, row);
    }
    pair_free(&p);
}
END_TEST

/* Without check_hostname the chain is verified, the name is not; without verify_mode
 * nothing is. */
START_TEST(test_less_verification)
{
    struct pair p;

    pair_prepare(&p, MBIO_TLSv1_3, "wrong-name");
    check_ok(mbio_ctx_set_check_hostname(p.c.ctx, false, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
    pair_prepare(&p, MBIO_TLSv1_3, "other");
    check_ok(mbio_ctx_set_check_hostname(p.c.ctx, false, NULL));
    check_ok(mbio_ctx_set_verify_mode(p.c.ctx, MBIO_CERT_NONE, NULL));
    pair_wrap(&p, NULL);
    pair_shake(&p);
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_null_bios,        test_length_of_name,    test_touches_no_bio,
        test_one_bio_for_both, test_less_verification,
    };
    Suite *suite = suite_of("ssl_wrap", tests, sizeof tests / sizeof *tests);
    TCase *loops = tcase_create("rows");

    tcase_set_timeout(loops, 60);
    tcase_add_loop_test(loops, test_argument_errors, 0,
                        (int)(sizeof rows / sizeof *rows));
    tcase_add_loop_test(loops, test_certificates, 0, (int)(TLS_VERSIONS * CERTS));
    suite_add_tcase(suite, loops);
    return run_suite(suite);
}
