/* SPDX-License-Identifier: Apache-2.0
 *
 * test_channel.c: bindings, exported keys, chains and suites of a connection, on both ends.
 */
#include "support.h"

#include <string.h>
#include <openssl/ssl.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

/* Copies a binding, which is lent; the length, 0 when there is none. */
static size_t binding_of(struct end *e, const char *type, uint8_t *out)
{
    const void *binding;
    size_t len;

    check_ok(mbio_ssl_get_channel_binding(e->ssl, &binding, &len, type, NULL));
    ck_assert_int_eq(binding == NULL, len == 0);
    if (len > 0) {
        memcpy(out, binding, len);
    }
    return len;
}

static void check_binding(struct pair *p, const char *type, size_t len)
{
    uint8_t c[64], s[64];

    ck_assert_uint_eq(binding_of(&p->c, type, c), len);
    ck_assert_uint_eq(binding_of(&p->s, type, s), len);
    ck_assert_mem_eq(c, s, len);
}

START_TEST(test_unique)
{
    struct pair p;
    uint8_t a[64], b[64];

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_binding(&p, NULL, 0);
    pair_shake(&p);
    check_binding(&p, "tls-unique", _i == 0 ? 12 : 48);
    ck_assert_uint_eq(binding_of(&p.c, NULL, a), binding_of(&p.s, "tls-unique", b));
    ck_assert_mem_eq(a, b, 12);
    pair_free(&p);
}
END_TEST

/* Without the extended master secret an exported key of TLS 1.2 is not unique. */
START_TEST(test_exporter_not_unique)
{
    struct pair p;

    pair_prepare(&p, MBIO_TLSv1_2, "ed25519");
    check_ok(mbio_ctx_set_options(
        p.c.ctx, mbio_ctx_get_options(p.c.ctx) | SSL_OP_NO_EXTENDED_MASTER_SECRET, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    check_binding(&p, "tls-exporter", 0);
    pair_free(&p);
}
END_TEST

START_TEST(test_exporter)
{
    struct pair p;
    uint8_t a[32], b[32], binding[64];

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_binding(&p, "tls-exporter", 0);
    pair_shake(&p);
    check_binding(&p, "tls-exporter", 32);
    binding_of(&p.c, "tls-exporter", binding);
    check_ok(mbio_ssl_export_keying_material(p.s.ssl, a, 32, "EXPORTER-Channel-Binding",
                                             "", 0, NULL));
    ck_assert_mem_eq(a, binding, 32);
    check_ok(mbio_ssl_export_keying_material(p.s.ssl, b, 32, "EXPORTER-Channel-Binding",
                                             NULL, 0, NULL));
    ck_assert_int_eq(memcmp(a, b, 32) == 0, _i == 1); /* only TLS 1.2 tells them apart */
    check_ok(mbio_ssl_export_keying_material(p.s.ssl, b, 32, "EXPORTER-Channel-Binding",
                                             "x", 1, NULL));
    ck_assert_mem_ne(a, b, 32);
    pair_free(&p);
}
END_TEST

START_TEST(test_export_errors)
{
    static const uint8_t zeros[8];
    struct pair p;
    uint8_t out[8];
    mbio_error err;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    memset(out, 1, sizeof out);
    check_status(mbio_ssl_export_keying_material(p.c.ssl, out, 8, "a", NULL, 0, &err),
                 MBIO_VALUE);
    check_error(&err, MBIO_VALUE, -1, NULL, NULL);
    ck_assert_mem_eq(out, zeros, 8);
    pair_shake(&p);
    check_status(mbio_ssl_export_keying_material(p.c.ssl, out, 8, NULL, NULL, 0, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ssl_export_keying_material(p.c.ssl, out, 8, "a", NULL, 1, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ssl_export_keying_material(p.c.ssl, out, 0, "a", NULL, 0, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ssl_export_keying_material(NULL, out, 8, "a", NULL, 0, NULL),
                 MBIO_MISUSE);
    if (_i == 0) { /* TLS 1.3 keeps its own labels apart */
        check_status(mbio_ssl_export_keying_material(p.c.ssl, out, 8, "master secret",
                                                     NULL, 0, &err),
                     MBIO_SSL);
        ck_assert_str_eq(mbio_error_reason(&err), "TLS_ILLEGAL_EXPORTER_LABEL");
    }
    pair_free(&p);
}
END_TEST

/* The hash is that of the certificate's signature, here SHA-256. */
START_TEST(test_server_end_point)
{
    struct pair p;
    uint8_t got[64], want[EVP_MAX_MD_SIZE];
    unsigned want_len;
    size_t der_len;
    unsigned char *der = pem_to_der("rsa2048.pem", &der_len);

    pair_prepare(&p, tls_versions[_i], "rsa2048");
    check_ok(mbio_ctx_load_verify_locations(p.c.ctx, world_file("ca-rsa2048.pem"), NULL,
                                            NULL));
    pair_wrap(&p, "localhost");
    check_binding(&p, "tls-server-end-point", 0);
    pair_shake(&p);
    check_binding(&p, "tls-server-end-point", 32);
    ck_assert_int_eq(EVP_Digest(der, der_len, want, &want_len, EVP_sha256(), NULL), 1);
    binding_of(&p.c, "tls-server-end-point", got);
    ck_assert_mem_eq(got, want, 32);
    OPENSSL_free(der);
    pair_free(&p);

    pair_open(&p, tls_versions[_i]); /* Ed25519 signs without a hash */
    check_binding(&p, "tls-server-end-point", 0);
    pair_free(&p);
}
END_TEST

START_TEST(test_binding_errors)
{
    struct pair p;
    const void *binding = &p;
    size_t len = 99;
    mbio_error err;

    pair_open(&p, tls_versions[_i]);
    check_status(mbio_ssl_get_channel_binding(p.c.ssl, &binding, &len, "foo", &err),
                 MBIO_VALUE);
    check_error(&err, MBIO_VALUE, -1, NULL, NULL);
    ck_assert_str_eq(err.text, "'foo' channel binding type not implemented");
    ck_assert_ptr_null(binding);
    ck_assert_uint_eq(len, 0);
    check_status(mbio_ssl_get_channel_binding(NULL, &binding, &len, NULL, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ssl_get_channel_binding(p.c.ssl, NULL, &len, NULL, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ssl_get_channel_binding(p.c.ssl, &binding, NULL, NULL, NULL),
                 MBIO_MISUSE);
    pair_free(&p);
}
END_TEST

START_TEST(test_chains)
{
    struct pair p;
    const mbio_der *chain;
    size_t count, len;
    unsigned char *leaf = pem_to_der("ed25519.pem", &len), *root;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_ok(mbio_ssl_get_verified_chain(p.c.ssl, &chain, &count, NULL));
    ck_assert_ptr_null(chain);
    ck_assert_uint_eq(count, 0);
    pair_shake(&p);
    check_ok(mbio_ssl_get_unverified_chain(p.c.ssl, &chain, &count, NULL));
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(chain[0].len, len);
    ck_assert_mem_eq(chain[0].data, leaf, len);
    OPENSSL_free(leaf);
    root = pem_to_der("ca-ed25519.pem", &len);
    check_ok(mbio_ssl_get_verified_chain(p.c.ssl, &chain, &count, NULL));
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_eq(chain[2].len, len);
    ck_assert_mem_eq(chain[2].data, root, len);
    OPENSSL_free(root);
    check_ok(mbio_ssl_get_unverified_chain(p.s.ssl, &chain, &count, NULL));
    ck_assert_ptr_null(chain);
    check_status(mbio_ssl_get_verified_chain(NULL, &chain, &count, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_get_unverified_chain(p.c.ssl, NULL, &count, NULL), MBIO_MISUSE);
    pair_free(&p);
}
END_TEST

START_TEST(test_ciphers)
{
    struct pair p;
    const mbio_cipher *shared;
    const mbio_cipher_info *all;
    size_t count;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_ok(mbio_ssl_shared_ciphers(p.s.ssl, &shared, &count, NULL));
    ck_assert_ptr_null(shared);
    pair_shake(&p);
    check_ok(mbio_ssl_shared_ciphers(p.c.ssl, &shared, &count, NULL));
    ck_assert_ptr_null(shared);
    ck_assert_uint_eq(count, 0);
    check_ok(mbio_ssl_shared_ciphers(p.s.ssl, &shared, &count, NULL));
    ck_assert_uint_gt(count, 0);
    ck_assert_str_eq(shared[0].protocol, _i == 0 ? "TLSv1.2" : "TLSv1.3");
    ck_assert_int_eq(shared[0].secret_bits, 256);
    check_ok(mbio_ctx_get_ciphers(p.c.ctx, &all, &count, NULL));
    ck_assert_uint_gt(count, 3);
    ck_assert_str_eq(all[0].name, "TLS_AES_256_GCM_SHA384");
    ck_assert_ptr_nonnull(strstr(all[0].description, "Enc=AESGCM(256)"));
    ck_assert_ptr_null(strchr(all[0].description, '\n'));
    ck_assert_str_eq(all[0].symmetric, "aes-256-gcm");
    ck_assert_ptr_null(all[0].digest);
    ck_assert(all[0].aead);
    ck_assert_ptr_null(mbio_ssl_compression(p.c.ssl));
    ck_assert_ptr_null(mbio_ssl_compression(NULL));
    check_status(mbio_ctx_get_ciphers(NULL, &all, &count, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_shared_ciphers(NULL, &shared, &count, NULL), MBIO_MISUSE);
    pair_free(&p);
}
END_TEST

/* Either the OpenSSL can tell, or it says clearly that it cannot. */
START_TEST(test_names)
{
    struct pair p;
    const char *name = "x";
    mbio_error err;
    mbio_status status;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    status = mbio_ssl_group(p.c.ssl, &name, &err);
    ck_assert_ptr_null(name);
    if (status != MBIO_OK) {
        check_error(&err, MBIO_SSL, -1, NULL, NULL);
    }
    pair_shake(&p);
    status = mbio_ssl_group(p.c.ssl, &name, NULL);
    ck_assert_int_eq(name != NULL, status == MBIO_OK);
    status = mbio_ssl_server_sigalg(p.c.ssl, &name, NULL);
    ck_assert_int_eq(name != NULL, status == MBIO_OK);
    ck_assert_int_eq(mbio_ssl_client_sigalg(p.s.ssl, &name, NULL), status);
    ck_assert_ptr_null(name);
    check_status(mbio_ssl_group(NULL, &name, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_client_sigalg(p.c.ssl, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_server_sigalg(NULL, &name, NULL), MBIO_MISUSE);
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_unique,         test_exporter, test_export_errors, test_server_end_point,
        test_binding_errors, test_chains,   test_ciphers,       test_names,
    };
    Suite *suite = suite_create("channel");
    TCase *tc = tcase_create("channel");

    tcase_set_timeout(tc, 60);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        tcase_add_loop_test(tc, tests[i], 0, TLS_VERSIONS);
    }
    tcase_add_test(tc, test_exporter_not_unique);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
