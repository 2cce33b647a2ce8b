/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ctx_foreign.c: contexts in a library context of their own, and around an SSL_CTX of
 * somebody else's.
 */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/provider.h>
#include <openssl/ssl.h>

#define QUERY "provider=default"

static void make_in(struct end *e, mbio_protocol protocol, OSSL_LIB_CTX *libctx)
{
    check_ok(mbio_new(&e->in, NULL));
    check_ok(mbio_new(&e->out, NULL));
    check_ok(mbio_ctx_new_in_libctx(&e->ctx, protocol, libctx, QUERY, NULL));
}

/* A whole connection, both ends in one library context, loaded from files and memory. */
static void play_in(OSSL_LIB_CTX *libctx, bool der)
{
    struct pair p = {{0}, {0}};
    size_t len;
    void *ca = der ? (void *)pem_to_der("ca-ed25519.pem", &len)
                   : (void *)read_world("ca-ed25519.pem", &len);

    make_in(&p.c, MBIO_PROTOCOL_TLS_CLIENT, libctx);
    make_in(&p.s, MBIO_PROTOCOL_TLS_SERVER, libctx);
    check_ok(mbio_ctx_load_cert_chain(p.s.ctx, world_file("encrypted.pem"),
                                      world_file("encrypted.key.pem"), "secret", NULL));
    check_ok(mbio_ctx_load_verify_locations_mem(p.c.ctx, ca, len, der, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    send_text(&p.s, &p.c, "from elsewhere");
    check_read(&p.c, "from elsewhere");
    if (der) {
        OPENSSL_free(ca);
    } else {
        free(ca);
    }
    pair_free(&p);
}

START_TEST(test_libctx)
{
    OSSL_LIB_CTX *libctx = OSSL_LIB_CTX_new();
    OSSL_PROVIDER *provider = OSSL_PROVIDER_load(libctx, "default");

    ck_assert_ptr_nonnull(provider);
    play_in(libctx, _i == 1);
    OSSL_PROVIDER_unload(provider);
    OSSL_LIB_CTX_free(libctx);
}
END_TEST

/* Without algorithms there is no context, and nothing is taken from elsewhere. */
START_TEST(test_libctx_of_nothing)
{
    OSSL_LIB_CTX *libctx = OSSL_LIB_CTX_new();
    OSSL_PROVIDER *provider = OSSL_PROVIDER_load(libctx, "null");
    mbio_ctx *ctx = (mbio_ctx *)&libctx;

    ck_assert_ptr_nonnull(provider);
    check_status(
        mbio_ctx_new_in_libctx(&ctx, MBIO_PROTOCOL_TLS_CLIENT, libctx, NULL, NULL),
        MBIO_SSL);
    ck_assert_ptr_null(ctx);
    OSSL_PROVIDER_unload(provider);
    OSSL_LIB_CTX_free(libctx);
    check_status(mbio_ctx_new_in_libctx(&ctx, MBIO_PROTOCOL_TLS_CLIENT, NULL,
                                        "provider=no-such-provider", NULL),
                 MBIO_SSL);
    check_status(mbio_ctx_new_in_libctx(NULL, MBIO_PROTOCOL_TLS, NULL, NULL, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ctx_new_in_libctx(&ctx, (mbio_protocol)99, NULL, NULL, NULL),
                 MBIO_VALUE);
}
END_TEST

/* An SSL_CTX as a program makes it that knows nothing of libmembio. */
static SSL_CTX *foreign_client(void)
{
    SSL_CTX *c = SSL_CTX_new(TLS_client_method());

    ck_assert_ptr_nonnull(c);
    ck_assert_int_eq(SSL_CTX_load_verify_locations(c, world_file("ca-ed25519.pem"), NULL),
                     1);
    SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_max_proto_version(c, TLS1_2_VERSION);
    return c;
}

static void borrow(struct end *e, SSL_CTX *c)
{
    mbio_ctx_free(e->ctx);
    e->ctx = NULL;
    check_ok(mbio_ctx_from_ssl_ctx(&e->ctx, c, NULL));
}

START_TEST(test_borrowed)
{
    SSL_CTX *c = foreign_client();
    uint64_t options = SSL_CTX_get_options(c);
    struct pair p;

    SSL_CTX_set_app_data(c, &p);
    pair_prepare(&p, MBIO_TLSv1_2, "ed25519");
    borrow(&p.c, c);
    ck_assert_int_eq(mbio_ctx_get_protocol(p.c.ctx), MBIO_PROTOCOL_TLS_CLIENT);
    ck_assert(mbio_ctx_get_check_hostname(p.c.ctx));
    ck_assert_int_eq(mbio_ctx_get_verify_mode(p.c.ctx), MBIO_CERT_OPTIONAL);
    ck_assert_int_eq(mbio_ctx_get_maximum_version(p.c.ctx), MBIO_TLSv1_2);
    ck_assert_uint_eq(SSL_CTX_get_options(c), options); /* no default of ours */
    ck_assert_ptr_eq(mbio_ctx_get_ssl_ctx(p.c.ctx), c);
    ck_assert_ptr_eq(SSL_CTX_get_app_data(c), &p);
    check_ok(mbio_ctx_set_options(p.c.ctx, options | SSL_OP_NO_TICKET, NULL));
    ck_assert_uint_eq(SSL_CTX_get_options(c), options | SSL_OP_NO_TICKET);
    SSL_CTX_free(c); /* the context keeps it */
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    ck_assert_str_eq(mbio_ssl_version(p.c.ssl), "TLSv1.2");
    send_text(&p.s, &p.c, "borrowed");
    check_read(&p.c, "borrowed");
    pair_free(&p);
}
END_TEST

START_TEST(test_borrowed_name_is_checked)
{
    SSL_CTX *c = foreign_client();
    struct pair p;

    pair_prepare(&p, MBIO_TLSv1_2, "wrong-name");
    borrow(&p.c, c);
    SSL_CTX_free(c);
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_WANT_READ);
    carry(p.s.out, p.c.in);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_CERT_VERIFICATION);
    pair_free(&p);
}
END_TEST

START_TEST(test_borrowed_protocols)
{
    const struct {
        const SSL_METHOD *method;
        mbio_status status;
        mbio_protocol protocol;
    } rows[] = {
        {TLS_method(), MBIO_OK, MBIO_PROTOCOL_TLS},
        {TLS_client_method(), MBIO_OK, MBIO_PROTOCOL_TLS_CLIENT},
        {TLS_server_method(), MBIO_OK, MBIO_PROTOCOL_TLS_SERVER},
        {DTLS_method(), MBIO_VALUE, MBIO_PROTOCOL_TLS},
        {DTLS_client_method(), MBIO_VALUE, MBIO_PROTOCOL_TLS},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        SSL_CTX *c = SSL_CTX_new(rows[i].method);
        mbio_ctx *ctx = (mbio_ctx *)c;

        check_status(mbio_ctx_from_ssl_ctx(&ctx, c, NULL), rows[i].status);
        ck_assert(rows[i].status == MBIO_OK || ctx == NULL);
        ck_assert_int_eq(mbio_ctx_get_protocol(ctx), rows[i].protocol);
        ck_assert(!mbio_ctx_get_check_hostname(ctx)); /* none of them verifies */
        mbio_ctx_free(ctx);
        SSL_CTX_free(c);
    }
}
END_TEST

/* The callback that ALPN needs goes with the context: the SSL_CTX lives on without it. */
START_TEST(test_borrowed_alpn)
{
    static const char *const h2[] = {"h2"};
    SSL_CTX *c = SSL_CTX_new(TLS_server_method());
    struct pair p;

    ck_assert_ptr_nonnull(c);
    for (int round = 0; round < 2; round++) {
        size_t len = 9;

        pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
        borrow(&p.s, c);
        check_ok(mbio_ctx_load_cert_chain(p.s.ctx, world_file("ed25519.pem"),
                                          world_file("ed25519.key.pem"), NULL, NULL));
        check_ok(mbio_ctx_set_alpn_protocols(p.c.ctx, h2, 1, NULL));
        if (round == 0) {
            check_ok(mbio_ctx_set_alpn_protocols(p.s.ctx, h2, 1, NULL));
        }
        pair_wrap(&p, "localhost");
        pair_shake(&p);
        mbio_ssl_selected_alpn_protocol(p.c.ssl, &len);
        ck_assert_uint_eq(len, round == 0 ? 2 : 0);
        pair_free(&p);
    }
    SSL_CTX_free(c);
}
END_TEST

START_TEST(test_borrowed_is_given_back)
{
    SSL_CTX *c = foreign_client();
    mbio_ctx *ctx = NULL;
    size_t before = memory_live();

    for (int i = 0; i < 3; i++) {
        check_ok(mbio_ctx_from_ssl_ctx(&ctx, c, NULL));
        mbio_ctx_free(ctx);
        ck_assert_uint_eq(memory_live(), before);
    }
    SSL_CTX_free(c);
    ck_assert_uint_lt(memory_live(), before);
}
END_TEST

static unsigned told; /* messages that the owner's callback saw */

static void owners_msg(int written, int version, int type, const void *data, size_t len,
                       SSL *s, void *arg)
{
    (void)written;
    (void)version;
    (void)type;
    (void)data;
    (void)len;
    (void)arg;
    ck_assert_ptr_nonnull(SSL_get_app_data(s));
    told++;
}

/* The owner's callbacks hear of our objects; ours are refused, for its objects would reach
 * them. */
START_TEST(test_borrowed_callbacks)
{
    SSL_CTX *c = foreign_client();
    struct pair p;
    mbio_ctx *ctx;

    pair_prepare(&p, MBIO_TLSv1_2, "ed25519");
    borrow(&p.c, c);
    ctx = p.c.ctx;
    check_status(mbio_ctx_set_msg_callback(ctx, NULL, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_keylog_callback(ctx, NULL, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_keylog_filename(ctx, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_sni_callback(ctx, NULL, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_psk_client_callback(ctx, NULL, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_psk_server_callback(ctx, NULL, NULL, NULL, NULL),
                 MBIO_MISUSE);
    SSL_CTX_set_msg_callback(c, owners_msg);
    told = 0;
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    ck_assert_uint_gt(told, 0);
    pair_free(&p);
    SSL_CTX_free(c);
}
END_TEST

START_TEST(test_misuse)
{
    mbio_ctx *ctx = (mbio_ctx *)&ctx;

    check_status(mbio_ctx_from_ssl_ctx(&ctx, NULL, NULL), MBIO_MISUSE);
    ck_assert_ptr_null(ctx);
    check_status(mbio_ctx_from_ssl_ctx(NULL, NULL, NULL), MBIO_MISUSE);
    ck_assert_ptr_null(mbio_ctx_get_ssl_ctx(NULL));
    ck_assert_int_eq(mbio_ctx_get_protocol(NULL), MBIO_PROTOCOL_TLS);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_libctx_of_nothing,        test_borrowed,      test_borrowed_protocols,
        test_borrowed_name_is_checked, test_borrowed_alpn, test_borrowed_callbacks,
        test_borrowed_is_given_back,   test_misuse,
    };
    Suite *suite;
    TCase *forms = tcase_create("forms");

    watch_memory();
    suite = suite_of("ctx_foreign", tests, sizeof tests / sizeof *tests);
    tcase_add_loop_test(forms, test_libctx, 0, 2);
    suite_add_tcase(suite, forms);
    return run_suite(suite);
}
