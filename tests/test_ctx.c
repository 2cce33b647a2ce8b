/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ctx.c: the settings of an mbio_ctx. ALPN, certificates and
 * trust have files of their own.
 */
#include "support.h"

#include <string.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "internal.h"

static mbio_ctx *new_ctx(mbio_protocol protocol)
{
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, protocol, NULL));
    ck_assert_ptr_nonnull(ctx);
    return ctx;
}

START_TEST(test_new)
{
    static const int wrong[] = {-1, 0, 1, 3, 15, 18, 1000};
    mbio_ctx *ctx;
    mbio_error err;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ctx = (mbio_ctx *)&err;
        check_status(mbio_ctx_new(&ctx, (mbio_protocol)wrong[i], &err), MBIO_VALUE);
        check_error(&err, MBIO_VALUE, -1, NULL, NULL);
        ck_assert_ptr_null(ctx);
    }
    check_status(mbio_ctx_new(NULL, MBIO_PROTOCOL_TLS, &err), MBIO_MISUSE);
    mbio_ctx_free(NULL);
}
END_TEST

/* CTX-DEFAULTS-11. */
START_TEST(test_defaults)
{
    static const struct {
        mbio_protocol protocol;
        mbio_verify_mode mode;
        bool check_hostname;
    } rows[] = {
        {MBIO_PROTOCOL_TLS, MBIO_CERT_NONE, false},
        {MBIO_PROTOCOL_TLS_CLIENT, MBIO_CERT_REQUIRED, true},
        {MBIO_PROTOCOL_TLS_SERVER, MBIO_CERT_NONE, false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        mbio_ctx *ctx = new_ctx(rows[i].protocol);

        ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), rows[i].mode);
        ck_assert_int_eq(mbio_ctx_get_check_hostname(ctx), rows[i].check_hostname);
        ck_assert_int_eq(mbio_ctx_get_minimum_version(ctx), MBIO_TLSv1_2);
        ck_assert_int_eq(mbio_ctx_get_maximum_version(ctx), MBIO_TLS_MAXIMUM_SUPPORTED);
        ck_assert_uint_eq(mbio_ctx_get_num_tickets(ctx), 2);
        mbio_ctx_free(ctx);
    }
}
END_TEST

/* What no getter tells (CTX-DEFAULTS-09, -10, -12). */
START_TEST(test_hidden_defaults)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);
    X509_VERIFY_PARAM *param = SSL_CTX_get0_param(ctx->ssl_ctx);

    ck_assert_uint_ne(X509_VERIFY_PARAM_get_flags(param) & X509_V_FLAG_TRUSTED_FIRST, 0);
    ck_assert_uint_eq(X509_VERIFY_PARAM_get_hostflags(param),
                      X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    ck_assert_int_eq(SSL_CTX_get_security_level(ctx->ssl_ctx), 2);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_versions)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);
    static const int wrong[] = {0, -3, 1, 0x300, 0x305, 0x10301};
    mbio_error err;

    for (int v = MBIO_TLSv1; v <= MBIO_TLSv1_3; v++) {
        check_ok(mbio_ctx_set_minimum_version(ctx, (mbio_tls_version)v, NULL));
        check_ok(mbio_ctx_set_maximum_version(ctx, (mbio_tls_version)v, NULL));
        ck_assert_int_eq(mbio_ctx_get_minimum_version(ctx), v);
        ck_assert_int_eq(mbio_ctx_get_maximum_version(ctx), v);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        mbio_tls_version v = (mbio_tls_version)wrong[i];

        check_status(mbio_ctx_set_minimum_version(ctx, v, &err), MBIO_VALUE);
        check_error(&err, MBIO_VALUE, -1, NULL, NULL);
        check_status(mbio_ctx_set_maximum_version(ctx, v, &err), MBIO_VALUE);
        ck_assert_int_eq(mbio_ctx_get_minimum_version(ctx), MBIO_TLSv1_3);
        ck_assert_int_eq(mbio_ctx_get_maximum_version(ctx), MBIO_TLSv1_3);
    }
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_open_ends)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);

    check_ok(mbio_ctx_set_minimum_version(ctx, MBIO_TLS_MINIMUM_SUPPORTED, NULL));
    ck_assert_int_eq(mbio_ctx_get_minimum_version(ctx), MBIO_TLS_MINIMUM_SUPPORTED);
    check_ok(mbio_ctx_set_minimum_version(ctx, MBIO_TLS_MAXIMUM_SUPPORTED, NULL));
    ck_assert_int_eq(mbio_ctx_get_minimum_version(ctx), MBIO_TLSv1_3);
    check_ok(mbio_ctx_set_maximum_version(ctx, MBIO_TLS_MAXIMUM_SUPPORTED, NULL));
    ck_assert_int_eq(mbio_ctx_get_maximum_version(ctx), MBIO_TLS_MAXIMUM_SUPPORTED);
    check_ok(mbio_ctx_set_maximum_version(ctx, MBIO_TLS_MINIMUM_SUPPORTED, NULL));
    ck_assert_int_eq(mbio_ctx_get_maximum_version(ctx), MBIO_TLSv1); /* below minimum */
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_verify_mode_and_hostname)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);
    mbio_error err;

    check_status(mbio_ctx_set_verify_mode(ctx, MBIO_CERT_NONE, &err), MBIO_VALUE);
    check_error(&err, MBIO_VALUE, -1, NULL, NULL);
    ck_assert_str_eq(
        err.text, "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.");
    ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), MBIO_CERT_REQUIRED);
    check_ok(mbio_ctx_set_verify_mode(ctx, MBIO_CERT_OPTIONAL, NULL));
    ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), MBIO_CERT_OPTIONAL);
    check_ok(mbio_ctx_set_check_hostname(ctx, true, NULL)); /* OPTIONAL is enough */
    ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), MBIO_CERT_OPTIONAL);

    check_ok(mbio_ctx_set_check_hostname(ctx, false, NULL));
    ck_assert(!mbio_ctx_get_check_hostname(ctx));
    ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), MBIO_CERT_OPTIONAL);
    check_ok(mbio_ctx_set_verify_mode(ctx, MBIO_CERT_NONE, NULL));
    ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), MBIO_CERT_NONE);
    check_ok(mbio_ctx_set_check_hostname(ctx, true, NULL)); /* NONE becomes REQUIRED */
    ck_assert(mbio_ctx_get_check_hostname(ctx));
    ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), MBIO_CERT_REQUIRED);

    check_status(mbio_ctx_set_verify_mode(ctx, (mbio_verify_mode)3, &err), MBIO_VALUE);
    ck_assert_str_eq(err.text, "invalid value for verify_mode");
    check_status(mbio_ctx_set_verify_mode(ctx, (mbio_verify_mode)-1, NULL), MBIO_VALUE);
    ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), MBIO_CERT_REQUIRED);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_ciphers)
{
    static const char *const wrong[] = {"no-such-cipher", "", "TLS_AES_128_GCM_SHA256"};
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS);
    mbio_error err;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        check_status(mbio_ctx_set_ciphers(ctx, wrong[i], &err), MBIO_SSL);
        check_error(&err, MBIO_SSL, -1, NULL, NULL);
        ck_assert_str_eq(err.text, "No cipher can be selected.");
    }
    check_ok(mbio_ctx_set_ciphers(ctx, "ECDHE+AESGCM", NULL));
    mbio_ctx_free(ctx);
}
END_TEST

/* Live after wrap, too (CTX-WRAP-19). */
START_TEST(test_ciphers_take_effect)
{
    static const char *const names[] = {"ECDHE-ECDSA-AES256-GCM-SHA384",
                                        "ECDHE-ECDSA-CHACHA20-POLY1305"};
    struct pair p;
    const char *name, *protocol;
    int bits;

    pair_prepare(&p, MBIO_TLSv1_2, "ed25519");
    if (_i == 0) {
        check_ok(mbio_ctx_set_ciphers(p.s.ctx, names[0], NULL));
    }
    pair_wrap(&p, "localhost");
    if (_i == 1) {
        check_ok(mbio_ctx_set_ciphers(p.s.ctx, names[1], NULL));
    }
    pair_shake(&p);
    ck_assert(mbio_ssl_cipher(p.c.ssl, &name, &protocol, &bits));
    ck_assert_str_eq(name, names[_i]);
    ck_assert_str_eq(protocol, "TLSv1.2");
    ck_assert_int_eq(bits, 256);
    pair_free(&p);
}
END_TEST

START_TEST(test_num_tickets)
{
    for (size_t tickets = 0; tickets < 4; tickets++) {
        struct pair p;
        size_t before;
        mbio_error err;

        pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
        check_ok(mbio_ctx_set_num_tickets(p.s.ctx, tickets, NULL));
        ck_assert_uint_eq(mbio_ctx_get_num_tickets(p.s.ctx), tickets);
        check_status(mbio_ctx_set_num_tickets(p.c.ctx, 1, &err), MBIO_VALUE);
        check_error(&err, MBIO_VALUE, -1, NULL, NULL);
        pair_wrap(&p, "localhost");
        pair_shake(&p); /* the tickets wait in the client's incoming BIO */
        before = strlen(record_types(p.c.in));
        ck_assert_uint_eq(before, tickets);
        pair_free(&p);
    }
}
END_TEST

START_TEST(test_options)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS);
    uint64_t given = SSL_OP_NO_SSLv2 | SSL_OP_NO_SSLv3 | SSL_OP_NO_COMPRESSION |
                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_SINGLE_DH_USE |
                     SSL_OP_SINGLE_ECDH_USE | SSL_OP_ENABLE_MIDDLEBOX_COMPAT |
                     (SSL_OP_ALL & ~SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS);

    ck_assert_uint_eq(mbio_ctx_get_options(ctx), given);
    ck_assert_uint_eq(given & SSL_OP_IGNORE_UNEXPECTED_EOF, 0);
    check_ok(mbio_ctx_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION, NULL));
    ck_assert_uint_eq(mbio_ctx_get_options(ctx), /* replaced, not added */
                      SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
    check_ok(mbio_ctx_set_options(ctx, 0, NULL));
    ck_assert_uint_eq(mbio_ctx_get_options(ctx), 0);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_misuse)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS);

    check_status(mbio_ctx_set_minimum_version(NULL, MBIO_TLSv1_2, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_maximum_version(NULL, MBIO_TLSv1_2, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_verify_mode(NULL, MBIO_CERT_NONE, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_check_hostname(NULL, true, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_ciphers(NULL, "ALL", NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_ciphers(ctx, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_num_tickets(NULL, 1, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_options(NULL, 0, NULL), MBIO_MISUSE);
    ck_assert_int_eq(mbio_ctx_get_verify_mode(NULL), MBIO_CERT_NONE);
    ck_assert(!mbio_ctx_get_check_hostname(NULL));
    ck_assert_uint_eq(mbio_ctx_get_options(NULL), 0);
    ck_assert_uint_eq(mbio_ctx_get_num_tickets(NULL), 0);
    mbio_ctx_free(ctx);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_new,       test_defaults, test_hidden_defaults,          test_versions,
        test_open_ends, test_ciphers,  test_verify_mode_and_hostname, test_num_tickets,
        test_options,   test_misuse,
    };
    Suite *suite = suite_of("ctx", tests, sizeof tests / sizeof *tests);
    TCase *live = tcase_create("live");

    tcase_add_loop_test(live, test_ciphers_take_effect, 0, 2);
    suite_add_tcase(suite, live);
    return run_suite(suite);
}
