/* SPDX-License-Identifier: Apache-2.0
 *
 * test_queue.c: nothing in OpenSSL's error queue gets from the application, from one call
 * or from one connection into another (LIB-01, LIB-02).
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>

/* What is raised before each call. Every one of these changes a result in CPython, or
 * would in a careless library. */
static const struct {
    int lib, reason;
} garbage[] = {
    {0, 0}, /* none: how it should be */
    {ERR_LIB_SSL, SSL_AD_REASON_OFFSET + 20},
    {ERR_LIB_SSL, SSL_R_CERTIFICATE_VERIFY_FAILED},
    {ERR_LIB_SSL, SSL_R_UNEXPECTED_EOF_WHILE_READING},
    {ERR_LIB_PEM, 108},
    {ERR_LIB_BUF, ERR_R_MALLOC_FAILURE},
    {ERR_LIB_SYS, 2},
};

#define GARBAGE   (sizeof garbage / sizeof *garbage)
#define CALLS_MAX 128

/* What the calls of one run gave. */
struct log {
    size_t kind, count;
    char line[CALLS_MAX][128];
    mbio_error err;
};

static void before(struct log *log)
{
    if (garbage[log->kind].lib != 0) {
        ERR_raise(garbage[log->kind].lib, garbage[log->kind].reason);
        ERR_raise(garbage[log->kind].lib, garbage[log->kind].reason);
    }
}

static void after(struct log *log, const char *call, mbio_status status)
{
    ck_assert_msg(ERR_peek_error() == 0, "%s leaves the queue full", call);
    ck_assert_uint_lt(log->count, CALLS_MAX);
    snprintf(log->line[log->count++], sizeof log->line[0], "%.40s: %s %d %.60s", call,
             mbio_status_name(status), status == MBIO_OK ? 0 : log->err.number,
             status == MBIO_OK ? "" : log->err.text);
}

/* Makes a call whose last argument is the error. */
#define DO(call, ...)                                                                    \
    do {                                                                                 \
        before(log);                                                                     \
        after(log, #call, call(__VA_ARGS__, &log->err));                                 \
    } while (0)

static void do_context(struct log *log, mbio_protocol protocol, mbio_ctx **ctx)
{
    const char *const alpn[] = {"h2", ""};
    size_t len;
    char *pem = read_world("ed25519.pem", &len);

    DO(mbio_ctx_new, ctx, protocol);
    DO(mbio_ctx_set_minimum_version, *ctx, MBIO_TLSv1_3);
    DO(mbio_ctx_set_maximum_version, *ctx, (mbio_tls_version)7);
    DO(mbio_ctx_set_verify_mode, *ctx, (mbio_verify_mode)3);
    DO(mbio_ctx_set_verify_mode, *ctx,
       protocol == MBIO_PROTOCOL_TLS_SERVER ? MBIO_CERT_NONE : MBIO_CERT_REQUIRED);
    DO(mbio_ctx_set_ciphers, *ctx, "ECDHE+AESGCM");
    DO(mbio_ctx_set_ciphers, *ctx, "no-such-cipher");
    DO(mbio_ctx_set_ciphers, *ctx, "ECDHE+AESGCM");
    DO(mbio_ctx_set_alpn_protocols, *ctx, alpn, 1);
    DO(mbio_ctx_set_alpn_protocols, *ctx, alpn, 2);
    DO(mbio_ctx_set_num_tickets, *ctx, 0);
    DO(mbio_ctx_set_options, *ctx, mbio_ctx_get_options(*ctx));
    DO(mbio_ctx_load_cert_chain, *ctx, world_file("ed25519.pem"),
       world_file("ed25519.key.pem"), NULL);
    DO(mbio_ctx_load_cert_chain, *ctx, world_file("none.pem"), NULL, NULL);
    DO(mbio_ctx_load_cert_chain_mem, *ctx, pem, len, NULL, 0, NULL);
    DO(mbio_ctx_load_cert_chain, *ctx, world_file("ed25519.pem"),
       world_file("ed25519.key.pem"), NULL);
    DO(mbio_ctx_load_verify_locations, *ctx, world_file("ca-ed25519.pem"), NULL);
    DO(mbio_ctx_load_verify_locations_mem, *ctx, pem, len, false);
    DO(mbio_ctx_load_verify_locations_mem, *ctx, "junk", 4, false);
    DO(mbio_ctx_set_check_hostname, *ctx, protocol == MBIO_PROTOCOL_TLS_CLIENT);
    free(pem);
}

static void do_bios(struct log *log, struct end *e)
{
    char buf[8];
    void *room;
    size_t n;

    DO(mbio_new, &e->in);
    DO(mbio_new, &e->out);
    DO(mbio_write, e->in, "abc", 3);
    DO(mbio_reserve, e->in, &room, 4);
    DO(mbio_commit, e->in, 0);
    DO(mbio_read, e->in, buf, &n, 2);
    DO(mbio_consume, e->in, 1);
    DO(mbio_consume, e->in, 1);
}

static void do_handshake(struct log *log, struct pair *p)
{
    for (int i = 0; i < 2; i++) {
        DO(mbio_ssl_do_handshake, p->c.ssl);
        carry(p->c.out, p->s.in);
        DO(mbio_ssl_do_handshake, p->s.ssl);
        carry(p->s.out, p->c.in);
    }
}

static void do_talk(struct log *log, struct pair *p)
{
    char buf[8];
    const void *der;
    const mbio_der *chain;
    mbio_peercert *cert;
    const mbio_cipher *shared;
    const char *name;
    mbio_session *session;
    size_t n;

    DO(mbio_ssl_get_session, p->c.ssl, &session);
    DO(mbio_ssl_set_session, p->c.ssl, session);
    DO(mbio_ssl_set_session, p->s.ssl, session);
    mbio_session_free(session);
    DO(mbio_ssl_read, p->c.ssl, buf, &n, 8);
    DO(mbio_ssl_write, p->c.ssl, "hello", 5);
    carry(p->c.out, p->s.in);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 0);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 8);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 8);
    DO(mbio_ssl_getpeercert_der, p->c.ssl, &der, &n);
    DO(mbio_ssl_getpeercert_der, p->s.ssl, &der, &n);
    DO(mbio_ssl_getpeercert, p->c.ssl, &cert);
    mbio_peercert_free(cert);
    DO(mbio_certificate_decode, &cert, "junk", 4);
    DO(mbio_ssl_get_channel_binding, p->c.ssl, &der, &n, "tls-exporter");
    DO(mbio_ssl_get_channel_binding, p->c.ssl, &der, &n, "no-such-type");
    DO(mbio_ssl_export_keying_material, p->s.ssl, buf, 8, "label", NULL, 0);
    DO(mbio_ssl_get_verified_chain, p->c.ssl, &chain, &n);
    DO(mbio_ssl_get_unverified_chain, p->s.ssl, &chain, &n);
    DO(mbio_ssl_shared_ciphers, p->s.ssl, &shared, &n);
    DO(mbio_ssl_group, p->c.ssl, &name);
    DO(mbio_ssl_unwrap, p->c.ssl);
    carry(p->c.out, p->s.in);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 8);
    DO(mbio_ssl_unwrap, p->s.ssl);
    carry(p->s.out, p->c.in);
    DO(mbio_ssl_unwrap, p->c.ssl);
    DO(mbio_ssl_read, p->c.ssl, buf, &n, 8);
    DO(mbio_ssl_write, p->c.ssl, "x", 1);
    DO(mbio_write_eof, p->s.in);
}

static void do_everything(struct log *log, size_t kind)
{
    struct pair p = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};

    memset(log, 0, sizeof *log);
    log->kind = kind;
    do_bios(log, &p.c);
    do_bios(log, &p.s);
    do_context(log, MBIO_PROTOCOL_TLS_CLIENT, &p.c.ctx);
    do_context(log, MBIO_PROTOCOL_TLS_SERVER, &p.s.ctx);
    DO(mbio_ctx_wrap_bio, p.s.ctx, &p.s.ssl, p.s.in, p.s.out, true, NULL, NULL);
    DO(mbio_ctx_wrap_bio, p.c.ctx, &p.c.ssl, p.c.in, p.c.out, false, ".x", NULL);
    DO(mbio_ctx_wrap_bio, p.c.ctx, &p.c.ssl, p.c.in, p.c.out, false, "localhost", NULL);
    do_handshake(log, &p);
    do_talk(log, &p);
    pair_free(&p);
}

START_TEST(test_garbage_changes_nothing)
{
    static struct log clean, dirty;

    do_everything(&clean, 0);
    do_everything(&dirty, (size_t)_i);
    ck_assert_uint_eq(dirty.count, clean.count);
    for (size_t i = 0; i < clean.count; i++) {
        ck_assert_str_eq(dirty.line[i], clean.line[i]);
    }
}
END_TEST

/* ------------------------------------------------- one connection and the other */

/* Has the server find a bad record, so that its fatal alert waits for the client. */
static void make_alert(struct pair *p)
{
    char byte;
    size_t n;

    check_ok(mbio_ssl_write(p->c.ssl, "x", 1, NULL));
    carry(p->c.out, p->s.in);
    spoil(p->s.in);
    check_status(mbio_ssl_read(p->s.ssl, &byte, &n, 1, NULL), MBIO_SSL);
    ck_assert_uint_gt(mbio_pending(p->s.out), 0);
    carry(p->s.out, p->c.in);
}

START_TEST(test_alert_stays_with_its_connection)
{
    struct pair p, other;
    mbio_error err;
    char byte;
    size_t n;

    pair_open(&other, tls_versions[_i]);
    pair_open(&p, tls_versions[_i]);
    make_alert(&p);
    /* CPython's unwrap says nothing here, and the other's read then raises (LIB-02). */
    check_status(mbio_ssl_unwrap(p.c.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "SSLV3_ALERT_BAD_RECORD_MAC");
    check_status(mbio_ssl_read(other.c.ssl, &byte, &n, 1, &err), MBIO_WANT_READ);
    check_error(&err, MBIO_WANT_READ, 2, NULL, NULL);
    check_status(mbio_ssl_unwrap(p.c.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "SHUTDOWN_WHILE_IN_INIT");
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, NULL, NULL);
    send_text(&other.s, &other.c, "all is well");
    check_read(&other.c, "all is well");
    pair_free(&p);
    pair_free(&other);
}
END_TEST

/* Getters have nothing to report: they neither look at the queue nor add to it. */
START_TEST(test_getters_add_nothing)
{
    struct pair p;
    unsigned long alert = ERR_PACK(ERR_LIB_SSL, 0, SSL_AD_REASON_OFFSET + 20);

    pair_open(&p, tls_versions[_i]);
    ERR_raise(ERR_LIB_SSL, SSL_AD_REASON_OFFSET + 20);
    ck_assert_str_eq(mbio_ssl_version(p.c.ssl), _i == 0 ? "TLSv1.2" : "TLSv1.3");
    ck_assert(mbio_ssl_cipher(p.c.ssl, NULL, NULL, NULL));
    ck_assert_ptr_null(mbio_ssl_selected_alpn_protocol(p.c.ssl, NULL));
    ck_assert_uint_eq(mbio_ssl_pending(p.c.ssl), 0);
    ck_assert_uint_eq(mbio_pending(p.c.in), 0);
    ck_assert(!mbio_eof(p.c.in));
    ck_assert_int_eq(mbio_ctx_get_verify_mode(p.c.ctx), MBIO_CERT_REQUIRED);
    mbio_trim(p.c.in);
    ck_assert(ERR_peek_last_error() == 0 || ERR_peek_error() == alert);
    ck_assert(ERR_peek_last_error() == 0 || ERR_peek_last_error() == alert);
    ERR_clear_error();
    pair_free(&p);
    ck_assert_uint_eq(ERR_peek_error(), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("queue");
    TCase *tc = tcase_create("queue");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, test_garbage_changes_nothing, 0, (int)GARBAGE);
    tcase_add_loop_test(tc, test_alert_stays_with_its_connection, 0, TLS_VERSIONS);
    tcase_add_loop_test(tc, test_getters_add_nothing, 0, TLS_VERSIONS);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
