/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ssl_info.c: what an mbio_ssl tells about itself, before and after; and misuse.
 */
#include "support.h"

#include <openssl/crypto.h>

static void check_getters(const struct end *e, const char *version, bool cipher)
{
    const char *name = "x", *protocol = "x";
    int bits = 99;

    ck_assert_pstr_eq(mbio_ssl_version(e->ssl), version);
    ck_assert_int_eq(mbio_ssl_cipher(e->ssl, &name, &protocol, &bits), cipher);
    ck_assert_int_eq(name != NULL && protocol != NULL && bits > 0, cipher);
    ck_assert_int_eq(name == NULL && protocol == NULL && bits == 0, !cipher);
    ck_assert_int_eq(mbio_ssl_cipher(e->ssl, NULL, NULL, NULL), cipher);
    ck_assert_ptr_eq(mbio_ssl_get_context(e->ssl), e->ctx);
    ck_assert_ptr_eq(mbio_ssl_get_incoming(e->ssl), e->in);
    ck_assert_ptr_eq(mbio_ssl_get_outgoing(e->ssl), e->out);
}

START_TEST(test_getters)
{
    struct pair p;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    ck_assert_str_eq(mbio_ssl_get_server_hostname(p.c.ssl), "localhost");
    ck_assert_ptr_null(mbio_ssl_get_server_hostname(p.s.ssl));
    ck_assert(!mbio_ssl_get_server_side(p.c.ssl));
    ck_assert(mbio_ssl_get_server_side(p.s.ssl));
    check_getters(&p.c, NULL, false);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    check_getters(&p.c, NULL, false);
    pair_shake(&p);
    check_getters(&p.c, _i == 0 ? "TLSv1.2" : "TLSv1.3", true);
    check_getters(&p.s, _i == 0 ? "TLSv1.2" : "TLSv1.3", true);
    pair_free(&p);
}
END_TEST

START_TEST(test_getpeercert)
{
    struct pair p;
    const void *der = &p;
    size_t len = 99, want_len;
    unsigned char *want = pem_to_der("ed25519.pem", &want_len);
    mbio_error err;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_getpeercert_der(p.c.ssl, &der, &len, &err), MBIO_VALUE);
    check_error(&err, MBIO_VALUE, -1, NULL, NULL);
    ck_assert_str_eq(err.text, "handshake not done yet");
    ck_assert_ptr_null(der);
    ck_assert_uint_eq(len, 0);
    pair_shake(&p);
    for (int i = 0; i < 2; i++) {
        check_ok(mbio_ssl_getpeercert_der(p.c.ssl, &der, &len, &err));
        ck_assert_uint_eq(len, want_len);
        ck_assert_mem_eq(der, want, len);
    }
    check_ok(mbio_ssl_getpeercert_der(p.s.ssl, &der, &len, &err));
    ck_assert_ptr_null(der); /* the client had none */
    ck_assert_uint_eq(len, 0);
    OPENSSL_free(want);
    pair_free(&p);
}
END_TEST

START_TEST(test_misuse)
{
    struct pair p;
    const void *der = &p;
    char buf[4];
    size_t n = 99;

    pair_open(&p, tls_versions[_i]);
    check_status(mbio_ssl_do_handshake(NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_read(NULL, buf, &n, 4, NULL), MBIO_MISUSE);
    ck_assert_uint_eq(n, 0);
    check_status(mbio_ssl_read(p.c.ssl, NULL, &n, 4, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_read(p.c.ssl, buf, NULL, 4, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_write(NULL, "x", 1, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_write(p.c.ssl, NULL, 1, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_unwrap(NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_getpeercert_der(NULL, &der, &n, NULL), MBIO_MISUSE);
    ck_assert_ptr_null(der);
    check_status(mbio_ssl_getpeercert_der(p.c.ssl, NULL, &n, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_getpeercert_der(p.c.ssl, &der, NULL, NULL), MBIO_MISUSE);
    ck_assert_ptr_null(mbio_ssl_get_context(NULL));
    ck_assert_ptr_null(mbio_ssl_get_incoming(NULL));
    ck_assert_ptr_null(mbio_ssl_get_outgoing(NULL));
    ck_assert(!mbio_ssl_get_server_side(NULL));
    ck_assert_ptr_null(mbio_ssl_get_server_hostname(NULL));
    ck_assert_ptr_null(mbio_ssl_version(NULL));
    ck_assert(!mbio_ssl_cipher(NULL, NULL, NULL, NULL));
    ck_assert_ptr_null(mbio_ssl_selected_alpn_protocol(NULL, &n));
    ck_assert_uint_eq(mbio_ssl_pending(NULL), 0);
    mbio_ssl_free(NULL);
    send_text(&p.c, &p.s, "nothing changed");
    check_read(&p.s, "nothing changed");
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_getters,
        test_getpeercert,
        test_misuse,
    };
    Suite *suite = suite_create("ssl_info");
    TCase *tc = tcase_create("ssl_info");

    tcase_set_timeout(tc, 60);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        tcase_add_loop_test(tc, tests[i], 0, TLS_VERSIONS);
    }
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
