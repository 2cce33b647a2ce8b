/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ctx_group.c: the lists and switches of an mbio_ctx, as far as cases cannot say it:
 * texts, lists that are lent, what this build has.
 */
#include "support.h"

#include "compat.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/x509_vfy.h>

static mbio_ctx *new_ctx(mbio_protocol protocol)
{
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, protocol, NULL));
    return ctx;
}

START_TEST(test_texts)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS);
    mbio_error err;

    check_status(mbio_ctx_set_groups(ctx, "foo", &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 0, NULL, NULL);
    ck_assert_str_eq(err.text, "unrecognized group");
    check_status(mbio_ctx_set_client_sigalgs(ctx, "foo", &err), MBIO_SSL);
    ck_assert_str_eq(err.text, "unrecognized signature algorithm");
    check_status(mbio_ctx_set_server_sigalgs(ctx, "", &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 0, NULL, NULL);
    check_status(mbio_ctx_set_ciphersuites(ctx, "foo", &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 0, NULL, NULL);
    ck_assert_str_eq(err.text, "No cipher suite can be selected.");
    check_status(mbio_ctx_set_ecdh_curve(ctx, "foo", &err), MBIO_VALUE);
    ck_assert_str_eq(err.text, "unknown elliptic curve name 'foo'");
    check_status(mbio_ctx_set_ecdh_curve(ctx, "ED25519", &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 0, NULL, NULL);
    check_status(mbio_ctx_set_minimum_version(ctx, (mbio_tls_version)0, &err),
                 MBIO_VALUE);
    ck_assert_str_eq(err.text, "Unsupported TLS/SSL version 0x0");
    mbio_ctx_free(ctx);
    check_status(mbio_ctx_new(&ctx, (mbio_protocol)99, &err), MBIO_VALUE);
    ck_assert_str_eq(err.text, "invalid or unsupported protocol version 99");
}
END_TEST

/* A list is whole and lives until the next call; or it cannot be told. */
START_TEST(test_lists)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS);
    const char *const *list;
    size_t count = 9;
    mbio_error err;

    if (mbio_has(MBIO_HAS_GET_GROUPS)) {
        size_t all;

        check_ok(mbio_ctx_get_groups(ctx, &list, &count, false, NULL));
        ck_assert_uint_gt(count, 4);
        ck_assert_uint_gt(strlen(list[count - 1]), 0);
        check_ok(mbio_ctx_get_groups(ctx, &list, &all, true, NULL));
        ck_assert_uint_gt(all, count);
    } else {
        check_status(mbio_ctx_get_groups(ctx, &list, &count, false, &err), MBIO_SSL);
        check_error(&err, MBIO_SSL, -1, NULL, NULL);
        ck_assert_ptr_null(list);
        ck_assert_uint_eq(count, 0);
    }
    count = 9;
    if (mbio_has(MBIO_HAS_GET_SIGALGS)) {
        check_ok(mbio_ctx_get_sigalgs(ctx, &list, &count, NULL));
        ck_assert_uint_gt(count, 4);
        for (size_t i = 0; i < count; i++) {
            ck_assert_ptr_null(strchr(list[i], ':'));
            ck_assert(*list[i] != '\0');
        }
    } else {
        check_status(mbio_ctx_get_sigalgs(ctx, &list, &count, &err), MBIO_SSL);
        check_error(&err, MBIO_SSL, -1, NULL, NULL);
        ck_assert_uint_eq(count, 0);
    }
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_features)
{
    ck_assert(mbio_has(MBIO_HAS_TLSv1_3));
    ck_assert(mbio_has(MBIO_HAS_NEVER_CHECK_COMMON_NAME));
    ck_assert(mbio_has(MBIO_HAS_PHA));
    ck_assert_int_eq(mbio_has(MBIO_HAS_PSK), MBIO_KNOWS_PSK);
    ck_assert_int_eq(mbio_has(MBIO_HAS_PSK_TLS13), MBIO_KNOWS_PSK);
    ck_assert(!mbio_has((mbio_feature)0));
    ck_assert(!mbio_has((mbio_feature)-1));
    ck_assert(!mbio_has((mbio_feature)INT_MAX));
}
END_TEST

START_TEST(test_idna)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);
    mbio *bio = NULL;
    mbio_ssl *ssl = NULL;
    mbio_error err;

    check_ok(mbio_new(&bio, NULL));
    if (mbio_has(MBIO_HAS_IDNA)) {
        check_ok(mbio_ctx_wrap_bio(ctx, &ssl, bio, bio, false, "pyth\xc3\xb6n.org", NULL,
                                   NULL));
        ck_assert_str_eq(mbio_ssl_get_server_hostname(ssl), "xn--pythn-mua.org");
        mbio_ssl_free(ssl);
    }
    check_status(
        mbio_ctx_wrap_bio(ctx, &ssl, bio, bio, false, "pyth\xf6n.org", NULL, &err),
        MBIO_VALUE);
    ck_assert_ptr_null(ssl);
    check_error(&err, MBIO_VALUE, -1, NULL, NULL);
    ck_assert(strncmp(err.text, "server_hostname is not ", 23) == 0);
    mbio_free(bio);
    mbio_ctx_free(ctx);
}
END_TEST

/* The environment names the file, as OpenSSL has it. */
START_TEST(test_default_paths)
{
    struct pair p;
    mbio_cert_store_stats stats;

    setenv("SSL_CERT_FILE", world_file("ca-other.pem"), 1);
    setenv("SSL_CERT_DIR", "/no/such/folder", 1);
    pair_prepare(&p, MBIO_TLSv1_3, "other");
    if (_i == 0) {
        check_ok(mbio_ctx_set_default_verify_paths(p.c.ctx, NULL));
    } else {
        check_ok(mbio_ctx_load_default_certs(p.c.ctx, NULL));
    }
    mbio_ctx_cert_store_stats(p.c.ctx, &stats);
    ck_assert_uint_eq(stats.x509, 2); /* with ca-ed25519 */
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
    unsetenv("SSL_CERT_FILE");
    unsetenv("SSL_CERT_DIR");
}
END_TEST

START_TEST(test_crls_from_memory)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);
    mbio_cert_store_stats stats;
    size_t len;
    char *pem = read_world("crl-revocation.pem", &len);
    mbio_error err;

    check_ok(mbio_ctx_load_crls_mem(ctx, pem, len, false, NULL));
    mbio_ctx_cert_store_stats(ctx, &stats);
    ck_assert_uint_eq(stats.crl, 1);
    ck_assert_uint_eq(stats.x509, 0);
    check_status(mbio_ctx_load_crls_mem(ctx, "junk", 4, _i == 1, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 0, NULL, NULL);
    ck_assert_str_eq(err.text, "the data do not contain a CRL");
    check_status(mbio_ctx_load_crls_mem(ctx, NULL, 0, _i == 1, &err), MBIO_SSL);
    check_status(mbio_ctx_load_crls_mem(ctx, "x", SIZE_MAX, _i == 1, &err),
                 MBIO_OVERFLOW);
    free(pem);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_crl_der)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);
    mbio_cert_store_stats stats;
    size_t len;
    char *pem = read_world("crl-revocation.pem", &len);
    char *body = strchr(pem, '\n'), *end = strstr(pem, "\n-----END");
    unsigned char der[4096];
    int n;
    EVP_ENCODE_CTX *decoder = EVP_ENCODE_CTX_new();
    int rest;

    EVP_DecodeInit(decoder);
    ck_assert_int_ge(
        EVP_DecodeUpdate(decoder, der, &n, (unsigned char *)body, (int)(end - body)), 0);
    ck_assert_int_eq(EVP_DecodeFinal(decoder, der + n, &rest), 1);
    EVP_ENCODE_CTX_free(decoder);
    n += rest;
    check_ok(mbio_ctx_load_crls_mem(ctx, der, (size_t)n, true, NULL));
    memcpy(der + n, "junk", 4);
    check_status(mbio_ctx_load_crls_mem(ctx, der, (size_t)n + 4, true, NULL), MBIO_SSL);
    mbio_ctx_cert_store_stats(ctx, &stats);
    ck_assert_uint_eq(stats.crl, 1);
    free(pem);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_ca_certs)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);
    const mbio_der *list = NULL;
    mbio_peercert *cert = NULL;
    size_t count = 9, len;
    unsigned char *der = pem_to_der("ca-rich.pem", &len);

    check_ok(mbio_ctx_get_ca_certs(ctx, &list, &count, NULL));
    ck_assert_ptr_null(list);
    ck_assert_uint_eq(count, 0);
    check_ok(mbio_ctx_load_verify_locations(ctx, world_file("rich.pem"), NULL, NULL));
    check_ok(mbio_ctx_load_verify_locations(ctx, world_file("ca-rich.pem"), NULL, NULL));
    check_ok(mbio_ctx_get_ca_certs(ctx, &list, &count, NULL));
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(list[0].len, len);
    ck_assert_mem_eq(list[0].data, der, len);
    check_ok(mbio_certificate_decode(&cert, list[0].data, list[0].len, NULL));
    ck_assert_int_eq(mbio_peercert_version(cert), 3);
    mbio_peercert_free(cert);
    OPENSSL_free(der);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_verify_switches)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_CLIENT);

    ck_assert_uint_eq(mbio_ctx_get_verify_flags(ctx), X509_V_FLAG_TRUSTED_FIRST);
    check_ok(mbio_ctx_set_verify_flags(ctx, ULONG_MAX, NULL));
    ck_assert_uint_eq(mbio_ctx_get_verify_flags(ctx), ULONG_MAX);
    check_ok(mbio_ctx_set_verify_flags(ctx, X509_V_FLAG_CRL_CHECK, NULL));
    ck_assert_uint_eq(mbio_ctx_get_verify_flags(ctx), X509_V_FLAG_CRL_CHECK);
    ck_assert(mbio_ctx_get_hostname_checks_common_name(ctx));
    check_ok(mbio_ctx_set_hostname_checks_common_name(ctx, false, NULL));
    ck_assert(!mbio_ctx_get_hostname_checks_common_name(ctx));
    check_ok(mbio_ctx_set_hostname_checks_common_name(ctx, true, NULL));
    ck_assert(mbio_ctx_get_hostname_checks_common_name(ctx));
    ck_assert_int_eq(mbio_ctx_get_security_level(ctx), 2);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_dh_file)
{
    mbio_ctx *ctx = new_ctx(MBIO_PROTOCOL_TLS_SERVER);
    mbio_error err;

    errno = EBADF; /* no result depends on it (LIB-05) */
    check_ok(mbio_ctx_load_dh_params(ctx, world_file("dh-ffdhe2048.pem"), NULL));
    check_status(mbio_ctx_load_dh_params(ctx, world_file("none.pem"), &err), MBIO_OS);
    check_error(&err, MBIO_OS, ENOENT, NULL, NULL);
    check_status(mbio_ctx_load_dh_params(ctx, world_file("README.txt"), &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 108, "PEM", "NO_START_LINE");
    mbio_ctx_free(ctx);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_texts,   test_lists,    test_features,        test_idna,
        test_crl_der, test_ca_certs, test_verify_switches, test_dh_file,
    };
    Suite *suite = suite_of("ctx_group", tests, sizeof tests / sizeof *tests);
    TCase *twice = tcase_create("twice");

    tcase_add_loop_test(twice, test_default_paths, 0, 2);
    tcase_add_loop_test(twice, test_crls_from_memory, 0, 2);
    suite_add_tcase(suite, twice);
    return run_suite(suite);
}
