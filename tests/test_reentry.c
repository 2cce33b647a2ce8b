/* SPDX-License-Identifier: Apache-2.0
 *
 * test_reentry.c: every function that takes an object, called from inside each of its
 * callbacks: it answers or is refused, and the connection goes on unharmed (LIB-03).
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ----------------------------------------------------------------------- the calls */

/* What a call from inside gives: MISUSE, anything else, or either by the callback. */
enum rule { REFUSED, ANSWERS, SNI_ONLY };

#define STATUS_CALL(name, call)                                                          \
    static mbio_status name(mbio_ssl *ssl)                                               \
    {                                                                                    \
        return call;                                                                     \
    }
#define PLAIN_CALL(name, call)                                                           \
    static mbio_status name(mbio_ssl *ssl)                                               \
    {                                                                                    \
        (void)(call);                                                                    \
        return MBIO_OK;                                                                  \
    }

static const void *data;
static const char *text;
static const mbio_der *chain;
static const mbio_cipher *ciphers;
static unsigned char bytes[16];
static size_t len;
static int bits;

STATUS_CALL(shake, mbio_ssl_do_handshake(ssl, NULL))
STATUS_CALL(read_some, mbio_ssl_read(ssl, bytes, &len, sizeof bytes, NULL))
STATUS_CALL(read_nothing, mbio_ssl_read(ssl, bytes, &len, 0, NULL))
STATUS_CALL(write_some, mbio_ssl_write(ssl, "x", 1, NULL))
STATUS_CALL(write_nothing, mbio_ssl_write(ssl, NULL, 0, NULL))
STATUS_CALL(drain, mbio_ssl_drain(ssl, NULL, NULL))
STATUS_CALL(shutdown_write, mbio_ssl_shutdown_write(ssl, NULL))
STATUS_CALL(key_update, mbio_ssl_key_update(ssl, false, NULL))
STATUS_CALL(ask_client, mbio_ssl_verify_client_post_handshake(ssl, NULL))
STATUS_CALL(unwrap, mbio_ssl_unwrap(ssl, NULL))
STATUS_CALL(set_context, mbio_ssl_set_context(ssl, mbio_ssl_get_context(ssl), NULL))
STATUS_CALL(get_binding, mbio_ssl_get_channel_binding(ssl, &data, &len, NULL, NULL))
STATUS_CALL(get_export, mbio_ssl_export_keying_material(ssl, bytes, sizeof bytes,
                                                        "EXPERIMENTAL x", NULL, 0, NULL))
STATUS_CALL(get_der, mbio_ssl_getpeercert_der(ssl, &data, &len, NULL))
STATUS_CALL(get_verified, mbio_ssl_get_verified_chain(ssl, &chain, &len, NULL))
STATUS_CALL(get_unverified, mbio_ssl_get_unverified_chain(ssl, &chain, &len, NULL))
STATUS_CALL(get_shared, mbio_ssl_shared_ciphers(ssl, &ciphers, &len, NULL))
STATUS_CALL(get_group, mbio_ssl_group(ssl, &text, NULL))
STATUS_CALL(get_client_sigalg, mbio_ssl_client_sigalg(ssl, &text, NULL))
STATUS_CALL(get_server_sigalg, mbio_ssl_server_sigalg(ssl, &text, NULL))
PLAIN_CALL(get_cipher, mbio_ssl_cipher(ssl, &text, &text, &bits))
PLAIN_CALL(get_compression, mbio_ssl_compression(ssl))
PLAIN_CALL(get_context, mbio_ssl_get_context(ssl))
PLAIN_CALL(get_incoming, mbio_pending(mbio_ssl_get_incoming(ssl)))
PLAIN_CALL(get_outgoing, mbio_pending(mbio_ssl_get_outgoing(ssl)))
PLAIN_CALL(get_name, mbio_ssl_get_server_hostname(ssl))
PLAIN_CALL(get_side, mbio_ssl_get_server_side(ssl))
PLAIN_CALL(get_pending, mbio_ssl_pending(ssl))
PLAIN_CALL(get_alpn, mbio_ssl_selected_alpn_protocol(ssl, &len))
PLAIN_CALL(get_reused, mbio_ssl_session_reused(ssl))
PLAIN_CALL(get_version, mbio_ssl_version(ssl))

static mbio_status get_peercert(mbio_ssl *ssl)
{
    mbio_peercert *cert;
    mbio_status status = mbio_ssl_getpeercert(ssl, &cert, NULL);

    mbio_peercert_free(cert);
    return status;
}

static mbio_status get_session(mbio_ssl *ssl)
{
    mbio_session *session;
    mbio_status status = mbio_ssl_get_session(ssl, &session, NULL);

    mbio_session_free(session);
    return status;
}

/* The object's own session, the one that it could take least of all. */
static mbio_status set_session(mbio_ssl *ssl)
{
    mbio_session *session;
    mbio_status status;

    check_ok(mbio_ssl_get_session(ssl, &session, NULL));
    status = mbio_ssl_set_session(ssl, session, NULL);
    mbio_session_free(session);
    return status;
}

/* mbio_ssl_free has tests of its own, below. */
static const struct row {
    const char *name;
    mbio_status (*call)(mbio_ssl *ssl);
    enum rule rule;
} rows[] = {
    {"mbio_ssl_do_handshake", shake, REFUSED},
    {"mbio_ssl_read", read_some, REFUSED},
    {"mbio_ssl_read", read_nothing, REFUSED},
    {"mbio_ssl_write", write_some, REFUSED},
    {"mbio_ssl_write", write_nothing, REFUSED},
    {"mbio_ssl_unwrap", unwrap, REFUSED},
    {"mbio_ssl_drain", drain, REFUSED},
    {"mbio_ssl_shutdown_write", shutdown_write, REFUSED},
    {"mbio_ssl_key_update", key_update, REFUSED},
    {"mbio_ssl_verify_client_post_handshake", ask_client, REFUSED},
    {"mbio_ssl_set_session", set_session, REFUSED},
    {"mbio_ssl_set_context", set_context, SNI_ONLY},
    {"mbio_ssl_cipher", get_cipher, ANSWERS},
    {"mbio_ssl_client_sigalg", get_client_sigalg, ANSWERS},
    {"mbio_ssl_compression", get_compression, ANSWERS},
    {"mbio_ssl_export_keying_material", get_export, ANSWERS},
    {"mbio_ssl_get_channel_binding", get_binding, ANSWERS},
    {"mbio_ssl_get_context", get_context, ANSWERS},
    {"mbio_ssl_get_incoming", get_incoming, ANSWERS},
    {"mbio_ssl_get_outgoing", get_outgoing, ANSWERS},
    {"mbio_ssl_get_server_hostname", get_name, ANSWERS},
    {"mbio_ssl_get_server_side", get_side, ANSWERS},
    {"mbio_ssl_get_session", get_session, ANSWERS},
    {"mbio_ssl_get_unverified_chain", get_unverified, ANSWERS},
    {"mbio_ssl_get_verified_chain", get_verified, ANSWERS},
    {"mbio_ssl_getpeercert", get_peercert, ANSWERS},
    {"mbio_ssl_getpeercert_der", get_der, ANSWERS},
    {"mbio_ssl_group", get_group, ANSWERS},
    {"mbio_ssl_pending", get_pending, ANSWERS},
    {"mbio_ssl_selected_alpn_protocol", get_alpn, ANSWERS},
    {"mbio_ssl_server_sigalg", get_server_sigalg, ANSWERS},
    {"mbio_ssl_session_reused", get_reused, ANSWERS},
    {"mbio_ssl_shared_ciphers", get_shared, ANSWERS},
    {"mbio_ssl_version", get_version, ANSWERS},
};

#define ROWS (sizeof rows / sizeof *rows)

static bool in_table(const char *name)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return true;
        }
    }
    return strcmp(name, "mbio_ssl_free") == 0;
}

START_TEST(test_all_functions)
{
    const char *top = getenv("top_srcdir");
    char line[256], name[256];
    size_t found = 0;
    FILE *map;

    snprintf(line, sizeof line, "%s/lib/libmembio.map", top == NULL ? "." : top);
    map = fopen(line, "r");
    ck_assert_ptr_nonnull(map);
    while (fgets(line, sizeof line, map) != NULL) {
        if (sscanf(line, " %255[a-z_0-9];", name) == 1 &&
            strncmp(name, "mbio_ssl_", 9) == 0) {
            ck_assert_msg(in_table(name), "%s is not called from inside callbacks", name);
            found++;
        }
    }
    fclose(map);
    ck_assert_uint_gt(found, 20);
}
END_TEST

/* ------------------------------------------------------------------- the callbacks */

static struct visit {
    unsigned calls;   /* of the callback */
    bool only_free;   /* it frees the object and does nothing else */
    mbio_ssl **owner; /* where the object stood that was freed */
} visit;

static void go_through(mbio_ssl *ssl, bool sni)
{
    visit.calls++;
    if (visit.only_free) {
        if (visit.owner == NULL || *visit.owner == ssl) {
            mbio_ssl_free(ssl);
        }
        if (visit.owner != NULL && *visit.owner == ssl) {
            *visit.owner = NULL;
        }
        return;
    }
    for (size_t i = 0; i < ROWS; i++) {
        mbio_status status = rows[i].call(ssl);
        bool refused = rows[i].rule == REFUSED || (rows[i].rule == SNI_ONLY && !sni);

        ck_assert_msg((status == MBIO_MISUSE) == refused, "%s gives %s", rows[i].name,
                      mbio_status_name(status));
    }
}

static int on_sni(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    (void)name;
    (void)ctx;
    (void)arg;
    go_through(ssl, true);
    return MBIO_SNI_OK;
}

static bool on_client(mbio_ssl *ssl, char *identity, size_t room, void *key,
                      size_t *key_len, const char *hint, void *arg)
{
    (void)hint;
    (void)arg;
    go_through(ssl, false);
    snprintf(identity, room, "me");
    memset(key, 7, 16);
    *key_len = 16;
    return true;
}

static bool on_server(mbio_ssl *ssl, void *key, size_t *key_len, const char *identity,
                      void *arg)
{
    (void)identity;
    (void)arg;
    go_through(ssl, false);
    memset(key, 7, 16);
    *key_len = 16;
    return true;
}

static void on_keylog(mbio_ssl *ssl, const char *line, void *arg)
{
    (void)line;
    (void)arg;
    go_through(ssl, false);
}

static void on_msg(mbio_ssl *ssl, const mbio_message *message, void *arg)
{
    (void)message;
    (void)arg;
    go_through(ssl, false);
}

static void install_psk(struct pair *p)
{
    check_ok(mbio_ctx_set_ciphers(p->c.ctx, "PSK-AES128-GCM-SHA256", NULL));
    check_ok(mbio_ctx_set_ciphers(p->s.ctx, "PSK-AES128-GCM-SHA256", NULL));
    check_ok(mbio_ctx_set_psk_client_callback(p->c.ctx, on_client, NULL, NULL));
    check_ok(mbio_ctx_set_psk_server_callback(p->s.ctx, NULL, on_server, NULL, NULL));
}

static void install_sni(struct pair *p)
{
    check_ok(mbio_ctx_set_sni_callback(p->s.ctx, on_sni, NULL, NULL));
}

static void install_keylog(struct pair *p)
{
    check_ok(mbio_ctx_set_keylog_callback(p->c.ctx, on_keylog, NULL, NULL));
    check_ok(mbio_ctx_set_keylog_callback(p->s.ctx, on_keylog, NULL, NULL));
}

static void install_msg(struct pair *p)
{
    check_ok(mbio_ctx_set_msg_callback(p->c.ctx, on_msg, NULL, NULL));
    check_ok(mbio_ctx_set_msg_callback(p->s.ctx, on_msg, NULL, NULL));
}

static void (*const installs[])(struct pair *p) = {install_sni, install_psk,
                                                   install_keylog, install_msg};

#define INSTALLS (int)(sizeof installs / sizeof *installs)

/* ------------------------------------------------------------------------- calling */

static void prepare(struct pair *p, int i)
{
    memset(&visit, 0, sizeof visit);
    pair_prepare(p, tls_versions[i % TLS_VERSIONS], "ed25519");
    installs[i / TLS_VERSIONS](p);
}

START_TEST(test_inside)
{
    struct pair p;
    char byte;
    size_t n;

    prepare(&p, _i);
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    ck_assert_uint_gt(visit.calls, 0);
    send_text(&p.s, &p.c, "down");
    check_read(&p.c, "down");
    send_text(&p.c, &p.s, "up");
    check_read(&p.s, "up");
    check_status(mbio_ssl_unwrap(p.c.ssl, NULL), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_ok(mbio_ssl_read(p.s.ssl, &byte, &n, 1, NULL));
    check_ok(mbio_ssl_unwrap(p.s.ssl, NULL));
    carry(p.s.out, p.c.in);
    check_ok(mbio_ssl_unwrap(p.c.ssl, NULL));
    pair_free(&p);
}
END_TEST

/* libssl tells of the alert that it sends before the call ends: the reason is not lost. */
START_TEST(test_reason_stays)
{
    struct pair p;
    mbio_error err;

    memset(&visit, 0, sizeof visit);
    pair_prepare(&p, MBIO_TLSv1_2, "ed25519");
    check_ok(mbio_ctx_set_ciphers(p.c.ctx, "ECDHE-RSA-AES128-GCM-SHA256", NULL));
    install_msg(&p);
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_status(mbio_ssl_do_handshake(p.s.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "NO_SHARED_CIPHER");
    ck_assert_uint_gt(visit.calls, 4);
    pair_free(&p);
}
END_TEST

/* What a callback leaves in OpenSSL's queue is not the object's. */
static void on_dirty(mbio_ssl *ssl, const mbio_message *message, void *arg)
{
    (void)ssl;
    (void)message;
    (void)arg;
    ERR_raise(ERR_LIB_USER, 1);
}

START_TEST(test_queue_of_callback)
{
    struct pair p;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_msg_callback(p.c.ctx, on_dirty, NULL, NULL));
    check_ok(mbio_ctx_set_msg_callback(p.s.ctx, on_dirty, NULL, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
}
END_TEST

/* A whole other connection from inside. */
static int on_nested(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    struct pair p;

    (void)ssl;
    (void)name;
    (void)ctx;
    pair_open(&p, MBIO_TLSv1_3);
    send_text(&p.c, &p.s, "inner");
    check_read(&p.s, "inner");
    pair_free(&p);
    *(bool *)arg = true;
    return MBIO_SNI_OK;
}

START_TEST(test_nested)
{
    struct pair p;
    bool called = false;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, on_nested, &called, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    ck_assert(called);
    send_text(&p.c, &p.s, "outer");
    check_read(&p.s, "outer");
    pair_free(&p);
}
END_TEST

/* ------------------------------------------------------------------------- freeing */

static bool step(struct end *e, struct end *other, const struct end *doomed)
{
    mbio_status status = mbio_ssl_do_handshake(e->ssl, NULL);

    ck_assert(status == MBIO_OK || status == MBIO_WANT_READ);
    carry(e->out, other->in);
    return doomed->ssl != NULL;
}

/* Both ends go on until a callback has freed one. */
static void free_inside(int i, bool client)
{
    struct pair p;
    struct end *doomed = client ? &p.c : &p.s;
    bool never = client && installs[i / TLS_VERSIONS] == install_sni;

    prepare(&p, i);
    visit.only_free = true;
    pair_wrap(&p, "localhost");
    visit.owner = &doomed->ssl;
    for (int round = 0; round < 3; round++) {
        if (!step(&p.c, &p.s, doomed) || !step(&p.s, &p.c, doomed)) {
            break;
        }
    }
    ck_assert_int_eq(doomed->ssl == NULL, !never);
    pair_free(&p);
}

START_TEST(test_free_inside)
{
    size_t before;

    free_inside(_i, true); /* what OpenSSL makes once stays */
    free_inside(_i, false);
    before = memory_live();
    free_inside(_i, true);
    free_inside(_i, false);
    ck_assert_uint_le(memory_live(), before + 1024);
}
END_TEST

/* From inside read, write and unwrap: they answer, and the object is gone. */
START_TEST(test_free_inside_io)
{
    static mbio_status (*const calls[])(mbio_ssl *) = {read_some, write_some, unwrap};
    static const mbio_status wants[] = {MBIO_OK, MBIO_OK, MBIO_WANT_READ};
    struct pair p;

    memset(&visit, 0, sizeof visit);
    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    install_msg(&p);
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    if (calls[_i] == read_some) {
        send_text(&p.c, &p.s, "more");
    }
    visit.only_free = true;
    visit.owner = &p.s.ssl;
    check_status(calls[_i](p.s.ssl), wants[_i]);
    ck_assert_ptr_null(p.s.ssl);
    if (_i == 0) {
        ck_assert_mem_eq(bytes, "more", 4);
    } else {
        ck_assert_uint_gt(mbio_pending(p.s.out), 0);
    }
    pair_free(&p);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reentry");
    TCase *tcase = tcase_create("reentry");

    watch_memory();
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, test_all_functions);
    tcase_add_loop_test(tcase, test_inside, 0, INSTALLS * TLS_VERSIONS);
    tcase_add_test(tcase, test_reason_stays);
    tcase_add_loop_test(tcase, test_queue_of_callback, 0, TLS_VERSIONS);
    tcase_add_loop_test(tcase, test_nested, 0, TLS_VERSIONS);
    tcase_add_loop_test(tcase, test_free_inside, 0, INSTALLS * TLS_VERSIONS);
    tcase_add_loop_test(tcase, test_free_inside_io, 0, 3);
    return run_suite(suite);
}
