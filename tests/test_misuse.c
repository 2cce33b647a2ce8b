/* SPDX-License-Identifier: Apache-2.0
 *
 * test_misuse.c: NULL for each pointer, absurd sizes, numbers that no enum has, calls
 * after the end: always a status, and the objects are as before.
 */
#include "support.h"

#include <limits.h>
#include <string.h>

#define OVER ((size_t)INT_MAX + 1)

#define check_misuse(call) check_status(call, MBIO_MISUSE)

START_TEST(test_null_bio)
{
    mbio *bio = NULL;
    void *room = &bio;
    char buf[4];
    size_t n = 9;

    check_misuse(mbio_new(NULL, NULL));
    check_ok(mbio_new(&bio, NULL));
    check_ok(mbio_write(bio, "abc", 3, NULL));
    check_misuse(mbio_read(NULL, buf, &n, 1, NULL));
    ck_assert_uint_eq(n, 0);
    check_misuse(mbio_read(bio, NULL, &n, 1, NULL));
    check_misuse(mbio_read(bio, buf, NULL, 1, NULL));
    check_ok(mbio_read(bio, NULL, &n, 0, NULL));
    check_misuse(mbio_write(NULL, "x", 1, NULL));
    check_misuse(mbio_write(bio, NULL, 1, NULL));
    check_ok(mbio_write(bio, NULL, 0, NULL));
    check_misuse(mbio_write_eof(NULL, NULL));
    check_misuse(mbio_consume(NULL, 0, NULL));
    check_misuse(mbio_reserve(NULL, &room, 1, NULL));
    ck_assert_ptr_null(room);
    check_misuse(mbio_reserve(bio, NULL, 1, NULL));
    check_misuse(mbio_commit(NULL, 0, NULL));
    ck_assert_uint_eq(mbio_pending(NULL), 0);
    ck_assert(!mbio_eof(NULL));
    n = 9;
    ck_assert_ptr_null(mbio_peek(NULL, &n));
    ck_assert_uint_eq(n, 0);
    ck_assert_ptr_nonnull(mbio_peek(bio, NULL));
    mbio_trim(NULL);
    mbio_free(NULL);
    check_bytes(bio, "abc", 3);
    mbio_free(bio);
}
END_TEST

/* No size is believed before it is checked: nothing of it is read or allocated. */
START_TEST(test_sizes_bio)
{
    static const size_t sizes[] = {OVER, SIZE_MAX / 2, SIZE_MAX - 1, SIZE_MAX};
    mbio *bio = NULL;
    void *room;
    char buf[4];
    size_t n, before;

    check_ok(mbio_new(&bio, NULL));
    before = memory_live();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_status(mbio_read(bio, buf, &n, sizes[i], NULL), MBIO_OVERFLOW);
        check_status(mbio_write(bio, "abc", sizes[i], NULL), MBIO_OVERFLOW);
        check_status(mbio_reserve(bio, &room, sizes[i], NULL), MBIO_OVERFLOW);
        ck_assert_ptr_null(room);
        check_misuse(mbio_commit(bio, sizes[i], NULL));
        check_misuse(mbio_consume(bio, sizes[i], NULL));
    }
    ck_assert_uint_eq(mbio_pending(bio), 0);
    ck_assert_uint_eq(memory_live(), before);
    check_ok(mbio_reserve(bio, &room, 10, NULL));
    check_misuse(mbio_commit(bio, 11, NULL));
    check_ok(mbio_commit(bio, 0, NULL));
    check_misuse(mbio_commit(bio, 1, NULL)); /* the room is given back */
    mbio_free(bio);
}
END_TEST

START_TEST(test_null_ctx)
{
    static const char *const nothing[] = {NULL};
    mbio_ctx *ctx = NULL;

    check_misuse(mbio_ctx_new(NULL, MBIO_PROTOCOL_TLS, NULL));
    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS, NULL));
    check_misuse(mbio_ctx_set_minimum_version(NULL, MBIO_TLSv1_2, NULL));
    check_misuse(mbio_ctx_set_maximum_version(NULL, MBIO_TLSv1_2, NULL));
    check_misuse(mbio_ctx_set_verify_mode(NULL, MBIO_CERT_NONE, NULL));
    check_misuse(mbio_ctx_set_check_hostname(NULL, true, NULL));
    check_misuse(mbio_ctx_set_ciphers(NULL, "ALL", NULL));
    check_misuse(mbio_ctx_set_ciphers(ctx, NULL, NULL));
    check_misuse(mbio_ctx_set_alpn_protocols(NULL, nothing, 0, NULL));
    check_misuse(mbio_ctx_set_alpn_protocols(ctx, NULL, 1, NULL));
    check_status(mbio_ctx_set_alpn_protocols(ctx, nothing, 1, NULL), MBIO_SSL);
    check_misuse(mbio_ctx_set_num_tickets(NULL, 0, NULL));
    check_misuse(mbio_ctx_set_options(NULL, 0, NULL));
    check_misuse(mbio_ctx_set_post_handshake_auth(NULL, true, NULL));
    ck_assert(!mbio_ctx_get_post_handshake_auth(NULL));
    check_misuse(mbio_ctx_load_cert_chain(NULL, "x", "x", NULL, NULL));
    check_misuse(mbio_ctx_load_cert_chain(ctx, NULL, "x", NULL, NULL));
    check_misuse(mbio_ctx_load_cert_chain_mem(NULL, "x", 1, "x", 1, NULL, NULL));
    check_misuse(mbio_ctx_load_cert_chain_mem(ctx, NULL, 1, "x", 1, NULL, NULL));
    check_status(mbio_ctx_load_cert_chain_mem(ctx, "x", 1, NULL, 1, NULL, NULL),
                 MBIO_SSL);
    check_misuse(mbio_ctx_load_verify_locations(NULL, "x", NULL, NULL));
    check_status(mbio_ctx_load_verify_locations(ctx, NULL, NULL, NULL), MBIO_TYPE);
    check_misuse(mbio_ctx_load_verify_locations_mem(NULL, "x", 1, false, NULL));
    check_misuse(mbio_ctx_load_verify_locations_mem(ctx, NULL, 1, false, NULL));
    ck_assert_int_eq(mbio_ctx_get_minimum_version(NULL), MBIO_TLS_MINIMUM_SUPPORTED);
    ck_assert_int_eq(mbio_ctx_get_maximum_version(NULL), MBIO_TLS_MAXIMUM_SUPPORTED);
    ck_assert_int_eq(mbio_ctx_get_verify_mode(NULL), MBIO_CERT_NONE);
    ck_assert(!mbio_ctx_get_check_hostname(NULL));
    ck_assert_uint_eq(mbio_ctx_get_num_tickets(NULL), 0);
    ck_assert_uint_eq(mbio_ctx_get_options(NULL), 0);
    mbio_ctx_free(NULL);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_null_callback)
{
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS, NULL));
    check_misuse(mbio_ctx_set_sni_callback(NULL, NULL, NULL, NULL));
    check_misuse(mbio_ctx_set_psk_client_callback(NULL, NULL, NULL, NULL));
    check_misuse(mbio_ctx_set_psk_server_callback(NULL, NULL, NULL, NULL, NULL));
    check_misuse(mbio_ctx_set_keylog_filename(NULL, "x", NULL));
    check_misuse(mbio_ctx_set_keylog_callback(NULL, NULL, NULL, NULL));
    check_misuse(mbio_ctx_set_msg_callback(NULL, NULL, NULL, NULL));
    check_misuse(mbio_ssl_set_context(NULL, ctx, NULL));
    ck_assert_ptr_null(mbio_ctx_get_keylog_filename(NULL));
    /* NULL removes, what is not there, too. */
    check_ok(mbio_ctx_set_sni_callback(ctx, NULL, NULL, NULL));
    check_ok(mbio_ctx_set_psk_client_callback(ctx, NULL, NULL, NULL));
    check_ok(mbio_ctx_set_psk_server_callback(ctx, "hint", NULL, NULL, NULL));
    check_ok(mbio_ctx_set_keylog_filename(ctx, NULL, NULL));
    check_ok(mbio_ctx_set_keylog_callback(ctx, NULL, NULL, NULL));
    check_ok(mbio_ctx_set_msg_callback(ctx, NULL, NULL, NULL));
    check_status(mbio_ctx_set_keylog_filename(ctx, "", NULL), MBIO_OS);
    mbio_ctx_free(ctx);
}
END_TEST

/* The settings that take a name, each with either argument missing. */
START_TEST(test_null_settings)
{
    static mbio_status (*const setters[])(mbio_ctx *, const char *, mbio_error *) = {
        mbio_ctx_set_ciphersuites,   mbio_ctx_set_groups,         mbio_ctx_set_ecdh_curve,
        mbio_ctx_set_client_sigalgs, mbio_ctx_set_server_sigalgs, mbio_ctx_load_dh_params,
    };
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS, NULL));
    for (size_t i = 0; i < sizeof setters / sizeof *setters; i++) {
        check_misuse(setters[i](NULL, "x", NULL));
        check_misuse(setters[i](ctx, NULL, NULL));
    }
    check_misuse(mbio_ctx_set_verify_flags(NULL, 0, NULL));
    check_misuse(mbio_ctx_set_hostname_checks_common_name(NULL, true, NULL));
    check_misuse(mbio_ctx_set_default_verify_paths(NULL, NULL));
    check_misuse(mbio_ctx_load_default_certs(NULL, NULL));
    check_misuse(mbio_ctx_load_crls_mem(NULL, "x", 1, false, NULL));
    check_misuse(mbio_ctx_load_crls_mem(ctx, NULL, 1, false, NULL));
    check_misuse(mbio_ctx_load_cert_chain_asking(NULL, "x", "x", NULL, NULL, NULL));
    check_misuse(mbio_ctx_load_cert_chain_asking(ctx, NULL, "x", NULL, NULL, NULL));
    check_misuse(
        mbio_ctx_load_cert_chain_mem_asking(NULL, "x", 1, "x", 1, NULL, NULL, NULL));
    check_misuse(
        mbio_ctx_load_cert_chain_mem_asking(ctx, NULL, 1, "x", 1, NULL, NULL, NULL));
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_null_lists)
{
    const char *const *names = (const char *const *)&names;
    const mbio_der *certs = (const mbio_der *)&certs;
    mbio_cert_store_stats stats = {9, 9, 9};
    mbio_ctx *ctx = NULL;
    size_t n = 9;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS, NULL));
    check_misuse(mbio_ctx_get_groups(NULL, &names, &n, false, NULL));
    ck_assert_ptr_null(names);
    ck_assert_uint_eq(n, 0);
    check_misuse(mbio_ctx_get_groups(ctx, NULL, &n, false, NULL));
    check_misuse(mbio_ctx_get_groups(ctx, &names, NULL, false, NULL));
    check_misuse(mbio_ctx_get_sigalgs(NULL, &names, &n, NULL));
    check_misuse(mbio_ctx_get_sigalgs(ctx, NULL, &n, NULL));
    check_misuse(mbio_ctx_get_sigalgs(ctx, &names, NULL, NULL));
    check_misuse(mbio_ctx_get_ca_certs(NULL, &certs, &n, NULL));
    ck_assert_ptr_null(certs);
    check_misuse(mbio_ctx_get_ca_certs(ctx, NULL, &n, NULL));
    check_misuse(mbio_ctx_get_ca_certs(ctx, &certs, NULL, NULL));
    mbio_ctx_cert_store_stats(ctx, NULL);
    mbio_ctx_cert_store_stats(NULL, &stats);
    ck_assert_uint_eq(stats.x509 + stats.crl + stats.x509_ca, 0);
    ck_assert_uint_eq(mbio_ctx_get_verify_flags(NULL), 0);
    ck_assert(!mbio_ctx_get_hostname_checks_common_name(NULL));
    ck_assert_int_eq(mbio_ctx_get_security_level(NULL), 0);
    mbio_ctx_free(ctx);
}
END_TEST

/* An enum of C holds any int. */
START_TEST(test_numbers)
{
    static const int wrong[] = {-3, 3, 1, 99, 0x300, 0x305, INT_MAX, INT_MIN};
    mbio_ctx *ctx = NULL, *other = NULL;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int v = wrong[i];

        check_status(mbio_ctx_new(&other, (mbio_protocol)v, NULL), MBIO_VALUE);
        ck_assert_ptr_null(other);
        check_status(mbio_ctx_set_minimum_version(ctx, (mbio_tls_version)v, NULL),
                     MBIO_VALUE);
        check_status(mbio_ctx_set_maximum_version(ctx, (mbio_tls_version)v, NULL),
                     MBIO_VALUE);
        if (v != 1) {
            check_status(mbio_ctx_set_verify_mode(ctx, (mbio_verify_mode)v, NULL),
                         MBIO_VALUE);
        }
    }
    ck_assert_int_eq(mbio_ctx_get_minimum_version(ctx), MBIO_TLSv1_2);
    ck_assert_int_eq(mbio_ctx_get_verify_mode(ctx), MBIO_CERT_NONE);
    ck_assert_str_eq(mbio_status_name((mbio_status)-1), "UNKNOWN");
    ck_assert_str_eq(mbio_status_name((mbio_status)INT_MAX), "UNKNOWN");
    (void)mbio_error_entry_library(ULONG_MAX);
    (void)mbio_error_entry_reason(ULONG_MAX);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_sizes_ctx)
{
    static const size_t sizes[] = {OVER, SIZE_MAX / 2, SIZE_MAX};
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_status(mbio_ctx_load_verify_locations_mem(ctx, "x", sizes[i], false, NULL),
                     MBIO_OVERFLOW);
        check_status(mbio_ctx_load_cert_chain_mem(ctx, "x", sizes[i], "x", 1, NULL, NULL),
                     MBIO_OVERFLOW);
        check_status(mbio_ctx_load_cert_chain_mem(ctx, "x", 1, "x", sizes[i], NULL, NULL),
                     MBIO_OVERFLOW);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        mbio_peercert *cert;

        check_status(mbio_ctx_load_crls_mem(ctx, "x", sizes[i], false, NULL),
                     MBIO_OVERFLOW);
        check_status(mbio_certificate_decode(&cert, "x", sizes[i], NULL), MBIO_OVERFLOW);
        ck_assert_ptr_null(cert);
    }
    check_ok(mbio_ctx_set_num_tickets(ctx, SIZE_MAX, NULL));
    check_ok(mbio_ctx_set_options(ctx, UINT64_MAX, NULL));
    check_ok(mbio_ctx_set_options(ctx, 0, NULL));
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_null_ssl)
{
    struct pair p;
    mbio_ssl *other = NULL;
    char buf[4];
    size_t n = 9;

    pair_open(&p, MBIO_TLSv1_3);
    check_misuse(
        mbio_ctx_wrap_bio(NULL, &other, p.c.in, p.c.out, false, "x", NULL, NULL));
    ck_assert_ptr_null(other);
    check_misuse(
        mbio_ctx_wrap_bio(p.c.ctx, NULL, p.c.in, p.c.out, false, "x", NULL, NULL));
    check_misuse(mbio_ssl_do_handshake(NULL, NULL));
    check_misuse(mbio_ssl_read(NULL, buf, &n, 1, NULL));
    ck_assert_uint_eq(n, 0);
    check_misuse(mbio_ssl_read(p.s.ssl, NULL, &n, 1, NULL));
    check_misuse(mbio_ssl_read(p.s.ssl, buf, NULL, 1, NULL));
    check_misuse(mbio_ssl_write(NULL, "x", 1, NULL));
    check_misuse(mbio_ssl_write(p.s.ssl, NULL, 1, NULL));
    check_misuse(mbio_ssl_unwrap(NULL, NULL));
    check_misuse(mbio_ssl_shutdown_write(NULL, NULL));
    n = 9;
    check_misuse(mbio_ssl_drain(NULL, &n, NULL));
    ck_assert_uint_eq(n, 0);
    check_misuse(mbio_ssl_drain(NULL, NULL, NULL));
    check_misuse(mbio_ssl_verify_client_post_handshake(NULL, NULL));
    check_misuse(mbio_ssl_key_update(NULL, true, NULL));
    mbio_ssl_free(NULL);
    check_ok(mbio_ssl_write(p.s.ssl, "x", 1, NULL)); /* nothing of it did harm */
    pair_free(&p);
}
END_TEST

START_TEST(test_null_getters)
{
    struct pair p;
    const void *der = &p;
    const char *name = "", *protocol = "";
    int bits = 9;
    size_t n = 9;

    pair_open(&p, MBIO_TLSv1_3);
    check_misuse(mbio_ssl_getpeercert_der(NULL, &der, &n, NULL));
    ck_assert_ptr_null(der);
    check_misuse(mbio_ssl_getpeercert_der(p.s.ssl, NULL, &n, NULL));
    check_misuse(mbio_ssl_getpeercert_der(p.s.ssl, &der, NULL, NULL));
    ck_assert(!mbio_ssl_cipher(NULL, &name, &protocol, &bits));
    ck_assert_ptr_null(name);
    ck_assert(mbio_ssl_cipher(p.s.ssl, NULL, NULL, NULL));
    ck_assert_ptr_null(mbio_ssl_selected_alpn_protocol(NULL, NULL));
    ck_assert_ptr_null(mbio_ssl_selected_alpn_protocol(p.s.ssl, NULL));
    ck_assert_ptr_null(mbio_ssl_version(NULL));
    ck_assert_ptr_null(mbio_ssl_get_context(NULL));
    ck_assert_ptr_null(mbio_ssl_get_incoming(NULL));
    ck_assert_ptr_null(mbio_ssl_get_outgoing(NULL));
    ck_assert_ptr_null(mbio_ssl_get_server_hostname(NULL));
    ck_assert(!mbio_ssl_get_server_side(NULL));
    ck_assert_uint_eq(mbio_ssl_pending(NULL), 0);
    ck_assert_ptr_null(mbio_error_library(NULL));
    ck_assert_ptr_null(mbio_error_reason(NULL));
    ck_assert_ptr_null(mbio_error_first_library(NULL));
    ck_assert_ptr_null(mbio_error_first_reason(NULL));
    pair_free(&p);
}
END_TEST

/* A size that no memory holds: refused, and the object goes on (LIB-09.b). */
START_TEST(test_sizes_ssl)
{
    static const size_t sizes[] = {SIZE_MAX / 2 - 1, SIZE_MAX / 2 + 1, SIZE_MAX};
    struct pair p;

    pair_open(&p, tls_versions[_i]);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_status(mbio_ssl_write(p.c.ssl, "x", sizes[i], NULL), MBIO_NO_MEMORY);
        ck_assert_uint_eq(mbio_pending(p.c.out), 0);
        check_status(mbio_ssl_export_keying_material(p.c.ssl, &p, sizes[i], "label", NULL,
                                                     0, NULL),
                     MBIO_OVERFLOW);
    }
    send_text(&p.c, &p.s, "still here");
    check_read(&p.s, "still here");
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_null_bio,      test_sizes_bio,    test_null_ctx, test_null_callback,
        test_null_settings, test_null_lists,   test_numbers,  test_sizes_ctx,
        test_null_ssl,      test_null_getters,
    };
    Suite *suite;
    TCase *versions = tcase_create("versions");

    watch_memory();
    suite = suite_of("misuse", tests, sizeof tests / sizeof *tests);
    tcase_add_loop_test(versions, test_sizes_ssl, 0, TLS_VERSIONS);
    suite_add_tcase(suite, versions);
    return run_suite(suite);
}
