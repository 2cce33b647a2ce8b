/* SPDX-License-Identifier: Apache-2.0
 *
 * test_session.c: sessions: what they say, where they can be set, what they resume, and
 * who keeps what alive.
 */
#include "support.h"

#include <string.h>
#include <time.h>

static mbio_session *session_of(mbio_ssl *ssl)
{
    mbio_session *session = (mbio_session *)&ssl;

    check_ok(mbio_ssl_get_session(ssl, &session, NULL));
    return session;
}

/* Forgets a connection as it stands, and makes new BIOs. */
static void drop(struct end *e)
{
    mbio_ssl_free(e->ssl);
    mbio_free(e->in);
    mbio_free(e->out);
    e->ssl = NULL;
    check_ok(mbio_new(&e->in, NULL));
    check_ok(mbio_new(&e->out, NULL));
}

/* The next connection of the same contexts. */
static void wrap_again(struct pair *p, const mbio_session *session)
{
    drop(&p->c);
    drop(&p->s);
    check_ok(mbio_ctx_wrap_bio(p->c.ctx, &p->c.ssl, p->c.in, p->c.out, false, "localhost",
                               session, NULL));
    check_ok(mbio_ctx_wrap_bio(p->s.ctx, &p->s.ssl, p->s.in, p->s.out, true, NULL, NULL,
                               NULL));
}

static void read_tickets(struct pair *p)
{
    char byte;
    size_t n;

    check_status(mbio_ssl_read(p->c.ssl, &byte, &n, 1, NULL), MBIO_WANT_READ);
}

static void check_reused(const struct pair *p, bool reused)
{
    ck_assert_int_eq(mbio_ssl_session_reused(p->c.ssl), reused);
    ck_assert_int_eq(mbio_ssl_session_reused(p->s.ssl), reused);
}

static void check_resumes(struct pair *p, const mbio_session *session, bool reused)
{
    wrap_again(p, session);
    check_reused(p, false);
    pair_shake(p);
    check_reused(p, reused);
    send_text(&p->c, &p->s, "hello");
    check_read(&p->s, "hello");
}

static void check_says(const mbio_session *session, size_t id_len, bool has_ticket,
                       uint32_t hint)
{
    size_t len = 99;
    int64_t now = (int64_t)time(NULL), made = mbio_session_get_time(session);

    ck_assert_ptr_nonnull(mbio_session_get_id(session, &len));
    ck_assert_uint_eq(len, id_len);
    ck_assert_int_eq(mbio_session_get_has_ticket(session), has_ticket);
    ck_assert_uint_eq(mbio_session_get_ticket_lifetime_hint(session), hint);
    ck_assert_int_eq(mbio_session_get_timeout(session), 7200);
    ck_assert_msg(made <= now && now - made < 60, "made %lld seconds ago",
                  (long long)(now - made));
}

/* ----------------------------------------------------------------- what it says */

START_TEST(test_says)
{
    struct pair p;
    mbio_session *early, *client, *server;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    ck_assert_ptr_null(session_of(p.c.ssl));
    ck_assert_ptr_null(session_of(p.s.ssl));
    pair_shake(&p);
    early = session_of(p.c.ssl);
    if (tls_versions[_i] == MBIO_TLSv1_2) {
        check_says(early, 32, true, 7200);
    } else {
        check_says(early, 0, false, 0);
    }
    read_tickets(&p);
    client = session_of(p.c.ssl);
    server = session_of(p.s.ssl);
    check_says(client, 32, true, 7200);
    check_says(server, tls_versions[_i] == MBIO_TLSv1_2 ? 0 : 32, false, 0);
    ck_assert_int_eq(mbio_session_equal(early, client), tls_versions[_i] == MBIO_TLSv1_2);
    ck_assert(!mbio_session_equal(client, server));
    mbio_session_free(early);
    mbio_session_free(client);
    mbio_session_free(server);
    pair_free(&p);
}
END_TEST

START_TEST(test_equal)
{
    struct pair p, other;
    mbio_session *a, *again, *b;

    pair_open(&p, tls_versions[_i]);
    pair_open(&other, tls_versions[_i]);
    a = session_of(p.c.ssl);
    again = session_of(p.c.ssl);
    b = session_of(other.c.ssl);
    ck_assert_ptr_ne(a, again);
    ck_assert(mbio_session_equal(a, a));
    ck_assert(mbio_session_equal(a, again));
    ck_assert(!mbio_session_equal(a, b));
    ck_assert(!mbio_session_equal(a, NULL));
    ck_assert(!mbio_session_equal(NULL, a));
    ck_assert(mbio_session_equal(NULL, NULL));
    mbio_session_free(a);
    mbio_session_free(again);
    mbio_session_free(b);
    pair_free(&p);
    pair_free(&other);
}
END_TEST

/* A session of an unfinished handshake is what it was then, and of no use. */
START_TEST(test_unfinished)
{
    struct pair p;
    mbio_session *session;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    session = session_of(p.c.ssl);
    check_says(session, 0, false, 0);
    carry(p.c.out, p.s.in);
    pair_shake(&p);
    check_says(session, 0, false, 0);
    check_resumes(&p, session, false);
    mbio_session_free(session);
    pair_free(&p);
}
END_TEST

/* -------------------------------------------------------------------- resuming */

START_TEST(test_resumes)
{
    struct pair p;
    mbio_session *session;
    const void *der;
    unsigned char *want;
    size_t len, want_len;

    pair_open(&p, tls_versions[_i]);
    session = session_of(p.c.ssl);
    for (int i = 0; i < 5; i++) {
        check_resumes(&p, session, true);
    }
    want = pem_to_der("ed25519.pem", &want_len);
    check_ok(mbio_ssl_getpeercert_der(p.c.ssl, &der, &len, NULL));
    ck_assert_uint_eq(len, want_len);
    ck_assert_mem_eq(der, want, len);
    OPENSSL_free(want);
    check_says(session, 32, true, 7200);
    mbio_session_free(session);
    pair_free(&p);
}
END_TEST

START_TEST(test_set)
{
    struct pair p;
    mbio_session *session;

    pair_open(&p, tls_versions[_i]);
    session = session_of(p.c.ssl);
    wrap_again(&p, NULL);
    check_ok(mbio_ssl_set_session(p.c.ssl, session, NULL));
    check_ok(mbio_ssl_set_session(p.c.ssl, session, NULL));
    mbio_session_free(session);
    session = session_of(p.c.ssl);
    check_says(session, 32, true, 7200);
    pair_shake(&p);
    check_reused(&p, true);
    mbio_session_free(session);
    pair_free(&p);
}
END_TEST

/* Set when the ClientHello is out already: accepted, and too late. */
START_TEST(test_set_late)
{
    struct pair p;
    mbio_session *session;

    pair_open(&p, tls_versions[_i]);
    session = session_of(p.c.ssl);
    wrap_again(&p, NULL);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    check_ok(mbio_ssl_set_session(p.c.ssl, session, NULL));
    pair_shake(&p);
    check_reused(&p, false);
    check_resumes(&p, session, true);
    mbio_session_free(session);
    pair_free(&p);
}
END_TEST

/* A TLS 1.3 session without a ticket, and a server with other ticket keys: silently a
 * full handshake. */
START_TEST(test_full_handshake_instead)
{
    struct pair p, other;
    mbio_session *session;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    session = session_of(p.c.ssl);
    check_resumes(&p, session, false);
    mbio_session_free(session);

    read_tickets(&p);
    session = session_of(p.c.ssl);
    pair_prepare(&other, MBIO_TLSv1_3, "ed25519");
    mbio_ctx_free(p.s.ctx);
    p.s.ctx = other.s.ctx;
    other.s.ctx = NULL;
    check_resumes(&p, session, false);
    mbio_session_free(session);
    pair_free(&p);
    pair_free(&other);
}
END_TEST

/* --------------------------------------------------------------------- refusals */

static void check_set_refused(mbio_ssl *ssl, const mbio_session *session,
                              mbio_status status, const char *text)
{
    mbio_error err;

    check_status(mbio_ssl_set_session(ssl, session, &err), status);
    check_error(&err, status, -1, NULL, NULL);
    ck_assert_str_eq(err.text, text);
}

static void check_wrap_refused(struct end *e, bool server_side,
                               const mbio_session *session, const char *text)
{
    mbio_ssl *ssl = (mbio_ssl *)&e;
    mbio_error err;

    check_status(mbio_ctx_wrap_bio(e->ctx, &ssl, e->in, e->out, server_side,
                                   server_side ? NULL : "localhost", session, &err),
                 MBIO_VALUE);
    check_error(&err, MBIO_VALUE, -1, NULL, NULL);
    ck_assert_str_eq(err.text, text);
    ck_assert_ptr_null(ssl);
}

START_TEST(test_refused)
{
    struct pair p, other;
    mbio_session *client, *server;

    pair_open(&p, tls_versions[_i]);
    client = session_of(p.c.ssl);
    server = session_of(p.s.ssl);
    pair_prepare(&other, tls_versions[_i], "ed25519");
    pair_wrap(&other, "localhost");
    /* In the order in which they are looked at. */
    check_set_refused(p.s.ssl, NULL, MBIO_TYPE, "Value is not a SSLSession.");
    check_set_refused(other.c.ssl, client, MBIO_VALUE,
                      "Session refers to a different SSLContext.");
    check_set_refused(p.s.ssl, client, MBIO_VALUE,
                      "Session refers to a different SSLContext.");
    check_set_refused(p.s.ssl, server, MBIO_VALUE,
                      "Cannot set session for server-side SSLSocket.");
    check_set_refused(p.c.ssl, client, MBIO_VALUE, "Cannot set session after handshake.");
    ck_assert_ptr_null(session_of(other.c.ssl));
    check_wrap_refused(&other.c, false, client,
                       "Session refers to a different SSLContext.");
    check_wrap_refused(&p.s, true, client,
                       "session can only be specified in client mode");
    check_wrap_refused(&p.s, true, server,
                       "session can only be specified in client mode");
    check_resumes(&p, client, true);
    mbio_session_free(client);
    mbio_session_free(server);
    pair_free(&p);
    pair_free(&other);
}
END_TEST

static void fail_client(struct pair *p)
{
    char byte;
    size_t n;

    send_text(&p->s, &p->c, "spoilt");
    spoil(p->c.in);
    check_status(mbio_ssl_read(p->c.ssl, &byte, &n, 1, NULL), MBIO_SSL);
}

/* A connection that fails takes its session with it; in TLS 1.3 that of the last ticket. */
START_TEST(test_failed_connection)
{
    struct pair p;
    mbio_session *session;

    pair_open(&p, tls_versions[_i]);
    session = session_of(p.c.ssl);
    check_resumes(&p, session, true);
    fail_client(&p);
    check_resumes(&p, session, tls_versions[_i] == MBIO_TLSv1_3);
    mbio_session_free(session);

    pair_free(&p);
    pair_open(&p, tls_versions[_i]);
    session = session_of(p.c.ssl);
    fail_client(&p);
    check_resumes(&p, session, false);
    check_says(session, 32, true, 7200);
    mbio_session_free(session);
    pair_free(&p);
}
END_TEST

/* A context keeps its address while a session of it is there: no other is taken for it. */
START_TEST(test_context_freed)
{
    struct pair p;
    mbio_session *session;

    pair_open(&p, tls_versions[_i]);
    session = session_of(p.c.ssl);
    pair_free(&p);
    for (int i = 0; i < 4; i++) {
        pair_prepare(&p, tls_versions[_i], "ed25519");
        check_wrap_refused(&p.c, false, session,
                           "Session refers to a different SSLContext.");
        pair_free(&p);
    }
    check_says(session, 32, true, 7200);
    mbio_session_free(session);
}
END_TEST

/* After a failure the set is accepted again; nothing comes of it. */
START_TEST(test_set_after_failure)
{
    struct pair p;
    mbio_session *session, *kept;
    char byte;
    size_t n;

    pair_open(&p, tls_versions[_i]);
    session = session_of(p.c.ssl);
    check_ok(mbio_write_eof(p.c.in, NULL));
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, NULL), MBIO_EOF);
    kept = session_of(p.c.ssl);
    ck_assert_ptr_nonnull(kept);
    check_ok(mbio_ssl_set_session(p.c.ssl, session, NULL));
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_EOF);
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, NULL), MBIO_EOF);
    mbio_session_free(session);
    mbio_session_free(kept);
    pair_free(&p);
}
END_TEST

START_TEST(test_misuse)
{
    struct pair p;
    mbio_session *session = (mbio_session *)&p;
    mbio_session_stats stats;
    size_t len = 99;

    pair_open(&p, tls_versions[_i]);
    check_status(mbio_ssl_get_session(NULL, &session, NULL), MBIO_MISUSE);
    ck_assert_ptr_null(session);
    check_status(mbio_ssl_get_session(p.c.ssl, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ssl_set_session(NULL, NULL, NULL), MBIO_MISUSE);
    ck_assert(!mbio_ssl_session_reused(NULL));
    ck_assert_ptr_null(mbio_session_get_id(NULL, &len));
    ck_assert_uint_eq(len, 0);
    ck_assert_ptr_null(mbio_session_get_id(NULL, NULL));
    ck_assert_int_eq(mbio_session_get_time(NULL), 0);
    ck_assert_int_eq(mbio_session_get_timeout(NULL), 0);
    ck_assert_uint_eq(mbio_session_get_ticket_lifetime_hint(NULL), 0);
    ck_assert(!mbio_session_get_has_ticket(NULL));
    mbio_session_free(NULL);
    mbio_ctx_session_stats(p.c.ctx, NULL);
    mbio_ctx_session_stats(NULL, &stats);
    ck_assert_int_eq(stats.connect, 0);
    pair_free(&p);
}
END_TEST

START_TEST(test_stats)
{
    struct pair p;
    mbio_session *session;
    mbio_session_stats c, s;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    mbio_ctx_session_stats(p.c.ctx, &c);
    ck_assert_int_eq(c.connect, 0);
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    read_tickets(&p);
    session = session_of(p.c.ssl);
    check_resumes(&p, session, true);
    mbio_ctx_session_stats(p.c.ctx, &c);
    mbio_ctx_session_stats(p.s.ctx, &s);
    ck_assert_int_eq(c.connect, 2);
    ck_assert_int_eq(c.connect_good, 2);
    ck_assert_int_eq(c.accept, 0);
    ck_assert_int_eq(c.hits, 1);
    ck_assert_int_eq(s.accept, 2);
    ck_assert_int_eq(s.accept_good, 2);
    ck_assert_int_eq(s.connect, 0);
    ck_assert_int_eq(s.hits, 1);
    ck_assert_int_eq(s.misses + s.timeouts + s.cache_full, 0);
    mbio_session_free(session);
    pair_free(&p);
}
END_TEST

/* ----------------------------------------------------------------------- memory */

/* Resumes, and frees in the order of the letters: session, client, server; what is not
 * freed still works. */
static void free_in_order(mbio_tls_version version, const char *order)
{
    struct pair p;
    mbio_session *session, *again;

    pair_open(&p, version);
    session = session_of(p.c.ssl);
    again = session_of(p.c.ssl);
    wrap_again(&p, session);
    for (; *order != '\0'; order++) {
        if (*order == 's') {
            mbio_session_free(session);
        } else if (*order == 'a') {
            mbio_session_free(again);
        } else if (*order == 'c') {
            mbio_ctx_free(p.c.ctx);
            p.c.ctx = NULL;
        } else {
            pair_shake(&p);
            check_reused(&p, true);
            pair_free(&p);
        }
    }
}

START_TEST(test_any_order_of_freeing)
{
    static const char *const orders[] = {"sacp", "pas", "cpsa", "scpa", "acps", "csap"};
    mbio_tls_version version = tls_versions[_i];
    size_t before;

    free_in_order(version, "sap"); /* what OpenSSL loads once stays */
    before = memory_live();
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        free_in_order(version, orders[i]);
        ck_assert_uint_eq(memory_live(), before);
    }
}
END_TEST

START_TEST(test_refusals_give_back)
{
    struct pair p, other;
    mbio_session *session;
    size_t before = 0;

    pair_open(&p, tls_versions[_i]);
    pair_prepare(&other, tls_versions[_i], "ed25519");
    session = session_of(p.c.ssl);
    for (int i = 0; i < 2; i++) {
        before = memory_live();
        check_wrap_refused(&other.c, false, session,
                           "Session refers to a different SSLContext.");
        check_set_refused(p.c.ssl, session, MBIO_VALUE,
                          "Cannot set session after handshake.");
        mbio_session_free(session_of(p.c.ssl));
        mbio_session_free(session_of(p.s.ssl));
    }
    ck_assert_uint_eq(memory_live(), before);
    mbio_session_free(session);
    pair_free(&p);
    pair_free(&other);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_says,
        test_equal,
        test_unfinished,
        test_resumes,
        test_set,
        test_set_late,
        test_full_handshake_instead,
        test_refused,
        test_context_freed,
        test_set_after_failure,
        test_failed_connection,
        test_misuse,
        test_stats,
        test_any_order_of_freeing,
        test_refusals_give_back,
    };
    Suite *suite = suite_create("session");
    TCase *tc = tcase_create("session");

    watch_memory();
    tcase_set_timeout(tc, 60);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        tcase_add_loop_test(tc, tests[i], 0, TLS_VERSIONS);
    }
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
