/* SPDX-License-Identifier: Apache-2.0
 *
 * test_sni.c: the SNI callback, where cases cannot look: every alert number, who keeps which
 * context alive.
 */
#include "support.h"

static int give_number(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    (void)ctx;
    ck_assert_ptr_nonnull(ssl);
    ck_assert_str_eq(name, "localhost");
    return *(int *)arg;
}

/* What is sent for a number: as OpenSSL maps the alerts of TLS 1.3 that 1.2 has not. */
static int sent_for(int number, mbio_tls_version version)
{
    static const int alerts[] = {0,  10,  20,  21,  22,  30,  40,  42,  43, 44, 45,
                                 46, 47,  48,  49,  50,  51,  60,  70,  71, 80, 86,
                                 90, 100, 110, 111, 112, 113, 114, 115, 120};

    if (number == 109 || number == 116) {
        return version == MBIO_TLSv1_3 ? number : 40;
    }
    for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++) {
        if (number == alerts[i]) {
            return number;
        }
    }
    return 80;
}

static void check_sent(struct pair *p, int sent)
{
    unsigned char alert[] = {21, 3, 3, 0, 2, 2, (unsigned char)sent};
    mbio_error err;

    pair_wrap(p, "localhost");
    check_status(mbio_ssl_do_handshake(p->c.ssl, NULL), MBIO_WANT_READ);
    carry(p->c.out, p->s.in);
    check_status(mbio_ssl_do_handshake(p->s.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "CALLBACK_FAILED");
    check_bytes(p->s.out, alert, sizeof alert);
    mbio_ssl_free(p->c.ssl);
    mbio_ssl_free(p->s.ssl);
    p->c.ssl = p->s.ssl = NULL;
}

START_TEST(test_sni_numbers)
{
    struct pair p;
    int number;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, give_number, &number, NULL));
    for (number = -3; number < 300; number++) {
        if (number != MBIO_SNI_OK) {
            check_sent(&p, sent_for(number, tls_versions[_i]));
        }
    }
    pair_free(&p);
}
END_TEST

static int let_go(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    (void)ssl;
    (void)name;
    (void)ctx;
    ++*(int *)arg;
    return MBIO_SNI_OK;
}

/* Of two callbacks the second counts, with its own argument. */
START_TEST(test_sni_replaced)
{
    struct pair p;
    int number = 112, calls = 0;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, give_number, &number, NULL));
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, let_go, &calls, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    ck_assert_int_eq(calls, 1);
    pair_free(&p);
}
END_TEST

/* The object's getters inside, those that no op of the suite asks. */
static int look(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    struct pair *p = arg;
    mbio_session *session;
    mbio_error err;

    (void)name;
    ck_assert_ptr_eq(ssl, p->s.ssl);
    ck_assert_ptr_eq(ctx, p->s.ctx);
    ck_assert_ptr_eq(mbio_ssl_get_context(ssl), ctx);
    check_ok(mbio_ssl_get_session(ssl, &session, &err));
    ck_assert_ptr_nonnull(session); /* it cannot be resumed (CB-SNI-03.h) */
    ck_assert(!mbio_session_get_has_ticket(session));
    mbio_session_free(session);
    ck_assert(!mbio_ssl_session_reused(ssl));
    check_status(mbio_ssl_set_context(ssl, NULL, &err), MBIO_TYPE);
    check_error(&err, MBIO_TYPE, -1, NULL, NULL);
    return MBIO_SNI_OK;
}

START_TEST(test_sni_look)
{
    struct pair p;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, look, &p, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
}
END_TEST

/* Switches to a context that the program gives up at once. */
static int give_up(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    mbio_ctx **other = arg;

    (void)name;
    ck_assert_ptr_ne(*other, NULL);
    check_ok(mbio_ssl_set_context(ssl, *other, NULL));
    mbio_ctx_free(*other);
    *other = NULL;
    ck_assert_ptr_ne(mbio_ssl_get_context(ssl), ctx);
    return MBIO_SNI_OK;
}

START_TEST(test_contexts_kept)
{
    struct pair p, q;
    mbio_ctx *other;

    pair_prepare(&q, tls_versions[_i], "ed25519");
    other = q.s.ctx;
    q.s.ctx = NULL;
    pair_prepare(&p, tls_versions[_i], "rsa2048");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, give_up, &other, NULL));
    pair_wrap(&p, "localhost");
    mbio_ctx_free(p.s.ctx);
    mbio_ctx_free(p.c.ctx);
    p.s.ctx = p.c.ctx = NULL;
    pair_shake(&p);
    send_text(&p.c, &p.s, "hello");
    check_read(&p.s, "hello");
    pair_free(&p);
    pair_free(&q);
}
END_TEST

/* Given another context before the hello comes: the SNI callback of the first is still
 * asked, with a context that nobody else holds. */
START_TEST(test_first_context_kept)
{
    struct pair p, q;
    int number = MBIO_SNI_OK;

    pair_prepare(&q, tls_versions[_i], "ed25519");
    pair_prepare(&p, tls_versions[_i], "rsa2048");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, give_number, &number, NULL));
    pair_wrap(&p, "localhost");
    check_ok(mbio_ssl_set_context(p.s.ssl, q.s.ctx, NULL));
    mbio_ctx_free(p.s.ctx);
    p.s.ctx = NULL;
    number = 112;
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_SSL);
    pair_free(&p);
    pair_free(&q);
}
END_TEST

int main(void)
{
    const TTest *const looped[] = {test_sni_numbers, test_sni_replaced, test_sni_look,
                                   test_contexts_kept, test_first_context_kept};
    Suite *suite;
    TCase *versions = tcase_create("versions");

    watch_memory();
    suite = suite_of("sni", NULL, 0);
    for (size_t i = 0; i < sizeof looped / sizeof *looped; i++) {
        tcase_add_loop_test(versions, looped[i], 0, TLS_VERSIONS);
    }
    suite_add_tcase(suite, versions);
    return run_suite(suite);
}
