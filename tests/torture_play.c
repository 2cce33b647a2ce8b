/* SPDX-License-Identifier: Apache-2.0
 *
 * torture_play.c: scenarios of connections, and the list of all. Together they reach every
 * public function; torture.c checks that.
 */
#include "torture.h"

#include <string.h>

/* A handshake in memory takes three rounds. */
#define ROUNDS_MAX 8
/* More than two records of data. */
#define MUCH ((size_t)40000)

/* -------------------------------------------------------------------- connections */

struct side {
    mbio *in, *out;
    mbio_ctx *ctx;
    mbio_ssl *ssl;
};

struct link {
    struct side c, s;
};

static bool make_side(struct torture *t, struct side *e, mbio_protocol protocol,
                      mbio_tls_version version)
{
    static const char *const protocols[] = {"h2", "http/1.1"};

    return CALL(t, WANT_OK, mbio_new, &e->in) && CALL(t, WANT_OK, mbio_new, &e->out) &&
           CALL(t, WANT_OK, mbio_ctx_new, &e->ctx, protocol) &&
           CALL(t, WANT_OK, mbio_ctx_set_minimum_version, e->ctx, version) &&
           CALL(t, WANT_OK, mbio_ctx_set_maximum_version, e->ctx, version) &&
           CALL(t, WANT_OK, mbio_ctx_set_alpn_protocols, e->ctx, protocols, 2);
}

static bool make_link(struct torture *t, struct link *l, mbio_tls_version version,
                      const char *cert, const char *key, const char *ca)
{
    return make_side(t, &l->c, MBIO_PROTOCOL_TLS_CLIENT, version) &&
           make_side(t, &l->s, MBIO_PROTOCOL_TLS_SERVER, version) &&
           torture_load(t, l->s.ctx, cert, key, ca) &&
           CALL(t, WANT_OK, mbio_ctx_load_verify_locations, l->c.ctx, world_file(ca),
                NULL);
}

static bool wrap_link(struct torture *t, struct link *l, const char *name)
{
    torture_watch(t, 0, l->c.in);
    torture_watch(t, 1, l->c.out);
    torture_watch(t, 2, l->s.in);
    torture_watch(t, 3, l->s.out);
    return CALL(t, WANT_OK, mbio_ctx_wrap_bio, l->c.ctx, &l->c.ssl, l->c.in, l->c.out,
                false, name, NULL) &&
           CALL(t, WANT_OK, mbio_ctx_wrap_bio, l->s.ctx, &l->s.ssl, l->s.in, l->s.out,
                true, NULL, NULL);
}

static void free_side(struct torture *t, struct side *e)
{
    (void)t;
    REACH(mbio_ssl_free)(e->ssl);
    mbio_ctx_free(e->ctx);
    mbio_free(e->in);
    mbio_free(e->out);
}

static void free_link(struct torture *t, struct link *l)
{
    for (int i = 0; i < 4; i++) {
        torture_watch(t, i, NULL);
    }
    free_side(t, &l->c);
    free_side(t, &l->s);
}

static bool carry(struct torture *t, mbio *from, mbio *to)
{
    size_t n;
    const void *data = mbio_peek(from, &n);

    return n == 0 || (CALL(t, WANT_OK, mbio_write, to, data, n) &&
                      CALL(t, WANT_OK, mbio_consume, from, n));
}

static bool shake(struct torture *t, struct link *l)
{
    bool done = false;

    for (int i = 0; i < ROUNDS_MAX && !done; i++) {
        if (!CALL(t, WANT_IO, mbio_ssl_do_handshake, l->c.ssl)) {
            return false;
        }
        done = t->err.status == MBIO_OK;
        if (!carry(t, l->c.out, l->s.in) ||
            !CALL(t, WANT_IO, mbio_ssl_do_handshake, l->s.ssl)) {
            return false;
        }
        done = done && t->err.status == MBIO_OK;
        if (!carry(t, l->s.out, l->c.in)) {
            return false;
        }
    }
    return torture_check(t, done, "the handshake does not end");
}

static bool start(const struct torture *t)
{
    torture_start(t);
    return true;
}

/* Sends `len` bytes and reads them all. */
static bool pass(struct torture *t, struct side *from, struct side *to, size_t len)
{
    static const char data[MUCH];
    static char buf[MUCH];
    size_t got = 0, n = 0;

    if (!CALL(t, WANT_OK, mbio_ssl_write, from->ssl, data, len) ||
        !carry(t, from->out, to->in)) {
        return false;
    }
    while (got < len) {
        if (!CALL(t, WANT_OK, mbio_ssl_read, to->ssl, buf, &n, len - got)) {
            return false;
        }
        if (!torture_check(t, n > 0, "read gave nothing")) {
            return false;
        }
        got += n;
    }
    return true;
}

static bool ask(struct torture *t, const struct side *e)
{
    const char *name, *protocol;
    int bits;
    size_t len;

    return torture_check(t,
                         REACH(mbio_ssl_get_context)(e->ssl) == e->ctx &&
                             REACH(mbio_ssl_get_incoming)(e->ssl) == e->in &&
                             REACH(mbio_ssl_get_outgoing)(e->ssl) == e->out &&
                             !REACH(mbio_ssl_get_server_side)(e->ssl) &&
                             REACH(mbio_ssl_get_server_hostname)(e->ssl) != NULL &&
                             REACH(mbio_ssl_version)(e->ssl) != NULL &&
                             REACH(mbio_ssl_cipher)(e->ssl, &name, &protocol, &bits) &&
                             REACH(mbio_ssl_selected_alpn_protocol)(e->ssl, &len) !=
                                 NULL &&
                             len == 2 && REACH(mbio_ssl_pending)(e->ssl) == 0,
                         "the client does not know its connection");
}

static bool close_link(struct torture *t, struct link *l)
{
    char byte;
    size_t n;

    return CALL(t, BIT(MBIO_WANT_READ), mbio_ssl_unwrap, l->c.ssl) &&
           carry(t, l->c.out, l->s.in) &&
           CALL(t, WANT_OK, mbio_ssl_read, l->s.ssl, &byte, &n, 1) &&
           CALL(t, WANT_OK, mbio_ssl_unwrap, l->s.ssl) && carry(t, l->s.out, l->c.in) &&
           CALL(t, WANT_OK, mbio_ssl_unwrap, l->c.ssl) &&
           CALL(t, BIT(MBIO_ZERO_RETURN), mbio_ssl_read, l->c.ssl, &byte, &n, 1);
}

static bool full_life(struct torture *t, mbio_tls_version version, const char *cert,
                      const char *key, const char *ca, const char *name)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    const void *der;
    size_t len;
    bool ok = make_link(t, &l, version, cert, key, ca) && wrap_link(t, &l, name) &&
              shake(t, &l) && ask(t, &l.c) &&
              CALL(t, WANT_OK, mbio_ssl_getpeercert_der, l.c.ssl, &der, &len) &&
              torture_tell(t, l.c.ctx, l.c.ssl, l.s.ssl) && pass(t, &l.c, &l.s, MUCH) &&
              pass(t, &l.s, &l.c, MUCH) && pass(t, &l.c, &l.s, 1) && close_link(t, &l);

    free_link(t, &l);
    return ok;
}

/* A second connection that shall go on with the session of the first; it is told so once
 * more when it is under way. */
static bool resume(struct torture *t, const struct side *e)
{
    mbio_session *session = NULL;
    mbio_ssl *again = NULL;
    bool ok = CALL(t, WANT_OK, mbio_ssl_get_session, e->ssl, &session) &&
              CALL(t, WANT_OK, mbio_ctx_wrap_bio, e->ctx, &again, e->in, e->out, false,
                   "localhost", session) &&
              CALL(t, BIT(MBIO_WANT_READ), mbio_ssl_do_handshake, again) &&
              CALL(t, WANT_OK, mbio_ssl_set_session, again, session);

    mbio_ssl_free(again);
    mbio_session_free(session);
    return ok;
}

static bool open_link(struct torture *t, struct link *l)
{
    return make_link(t, l, MBIO_TLSv1_3, "p256.pem", "p256.key.pem", "ca-p256.pem") &&
           wrap_link(t, l, "localhost") && shake(t, l) && pass(t, &l->s, &l->c, 1);
}

/* All that an open connection tells, from its first allocation on. */
static bool play_telling(struct torture *t)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    bool ok = open_link(t, &l) && start(t) && torture_tell(t, l.c.ctx, l.c.ssl, l.s.ssl);

    free_link(t, &l);
    return ok;
}

/* What may be done with it then. */
static bool play_switching(struct torture *t)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    mbio_ctx *other = NULL;
    bool ok = open_link(t, &l) &&
              CALL(t, WANT_OK, mbio_ctx_new, &other, MBIO_PROTOCOL_TLS_SERVER) &&
              torture_load(t, other, "p256.pem", "p256.key.pem", "ca-p256.pem") &&
              start(t) && CALL(t, WANT_OK, mbio_ssl_set_context, l.s.ssl, other) &&
              resume(t, &l.c);

    free_link(t, &l);
    mbio_ctx_free(other);
    return ok;
}

static bool play_tls13(struct torture *t)
{
    return full_life(t, MBIO_TLSv1_3, "ed25519.pem", "ed25519.key.pem", "ca-ed25519.pem",
                     "localhost");
}

static bool play_tls12(struct torture *t)
{
    return full_life(t, MBIO_TLSv1_2, "p256.pem", "p256.key.pem", "ca-p256.pem",
                     "127.0.0.1");
}

/* Client certificates; from where the keys are loaded, which other scenarios do. */
static bool play_mutual(struct torture *t)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    const void *der;
    size_t len;
    bool ok = make_link(t, &l, MBIO_TLSv1_3, "rsa2048.pem", "rsa2048.key.pem",
                        "ca-rsa2048.pem") &&
              CALL(t, WANT_OK, mbio_ctx_load_cert_chain, l.c.ctx,
                   world_file("client-rsa2048.pem"), world_file("client-rsa2048.key.pem"),
                   NULL) &&
              start(t) &&
              CALL(t, WANT_OK, mbio_ctx_set_verify_mode, l.s.ctx, MBIO_CERT_REQUIRED) &&
              wrap_link(t, &l, "localhost") && shake(t, &l) && pass(t, &l.c, &l.s, 1) &&
              CALL(t, WANT_OK, mbio_ssl_getpeercert_der, l.s.ssl, &der, &len) &&
              torture_check(t, der != NULL, "the server has a certificate");

    free_link(t, &l);
    return ok;
}

/* With every callback; the server goes on with another context. */
static bool play_callbacks(struct torture *t)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    mbio_ctx *other = NULL;
    bool ok =
        make_link(t, &l, MBIO_TLSv1_3, "ed25519.pem", "ed25519.key.pem",
                  "ca-ed25519.pem") &&
        start(t) && CALL(t, WANT_OK, mbio_ctx_new, &other, MBIO_PROTOCOL_TLS_SERVER) &&
        torture_load(t, other, "ed25519.pem", "ed25519.key.pem", "ca-ed25519.pem") &&
        torture_callbacks(t, l.c.ctx, l.s.ctx, other) && wrap_link(t, &l, "localhost") &&
        shake(t, &l) && pass(t, &l.c, &l.s, 1);

    free_link(t, &l);
    mbio_ctx_free(other);
    return ok;
}

static bool play_psk(struct torture *t)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    bool ok = make_side(t, &l.c, MBIO_PROTOCOL_TLS_CLIENT, MBIO_TLSv1_2) &&
              make_side(t, &l.s, MBIO_PROTOCOL_TLS_SERVER, MBIO_TLSv1_2) &&
              torture_psk(t, l.c.ctx, l.s.ctx) && wrap_link(t, &l, "localhost") &&
              shake(t, &l) && pass(t, &l.c, &l.s, 1);

    free_link(t, &l);
    return ok;
}

/* The server asks for the certificate later; both change their keys; half a close. */
static bool ask_later(struct torture *t, struct link *l)
{
    char byte;
    size_t n;
    const void *der;

    return CALL(t, WANT_OK, mbio_ssl_verify_client_post_handshake, l->s.ssl) &&
           CALL(t, WANT_OK, mbio_ssl_write, l->s.ssl, "", 0) &&
           carry(t, l->s.out, l->c.in) &&
           CALL(t, BIT(MBIO_WANT_READ), mbio_ssl_read, l->c.ssl, &byte, &n, 1) &&
           carry(t, l->c.out, l->s.in) &&
           CALL(t, BIT(MBIO_WANT_READ), mbio_ssl_read, l->s.ssl, &byte, &n, 1) &&
           CALL(t, WANT_OK, mbio_ssl_getpeercert_der, l->s.ssl, &der, &n) &&
           torture_check(t, der != NULL, "the server has a certificate");
}

static bool update_and_drain(struct torture *t, struct link *l)
{
    size_t n;

    return CALL(t, WANT_OK, mbio_ssl_key_update, l->c.ssl, true) &&
           carry(t, l->c.out, l->s.in) && pass(t, &l->c, &l->s, 1) &&
           pass(t, &l->s, &l->c, 1) &&
           CALL(t, WANT_OK, mbio_ssl_write, l->s.ssl, "late", 4) &&
           CALL(t, WANT_OK, mbio_ssl_shutdown_write, l->s.ssl) &&
           carry(t, l->s.out, l->c.in) &&
           CALL(t, WANT_OK, mbio_ssl_drain, l->c.ssl, &n) &&
           torture_check(t, n == 4, "late data was thrown away");
}

static bool play_later(struct torture *t)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    bool ok = make_link(t, &l, MBIO_TLSv1_3, "ed25519.pem", "ed25519.key.pem",
                        "ca-ed25519.pem") &&
              CALL(t, WANT_OK, mbio_ctx_load_cert_chain, l.c.ctx,
                   world_file("client-ed25519.pem"), world_file("client-ed25519.key.pem"),
                   NULL) &&
              CALL(t, WANT_OK, mbio_ctx_set_verify_mode, l.s.ctx, MBIO_CERT_REQUIRED) &&
              CALL(t, WANT_OK, mbio_ctx_set_post_handshake_auth, l.c.ctx, true) &&
              CALL(t, WANT_OK, mbio_ctx_set_post_handshake_auth, l.s.ctx, true) &&
              wrap_link(t, &l, "localhost") && shake(t, &l) && start(t) &&
              ask_later(t, &l) && update_and_drain(t, &l);

    free_link(t, &l);
    return ok;
}

/* A certificate that must be refused is refused however little memory there is; an end in
 * the middle is an end. */
static bool refused(struct torture *t, const char *cert, const char *key,
                    const char *name)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    char byte;
    size_t n;
    bool ok = make_link(t, &l, MBIO_TLSv1_3, cert, key, "ca-ed25519.pem") &&
              wrap_link(t, &l, name) && start(t) &&
              CALL(t, BIT(MBIO_WANT_READ), mbio_ssl_do_handshake, l.c.ssl) &&
              carry(t, l.c.out, l.s.in) &&
              CALL(t, BIT(MBIO_WANT_READ), mbio_ssl_do_handshake, l.s.ssl) &&
              carry(t, l.s.out, l.c.in) &&
              CALL(t, BIT(MBIO_CERT_VERIFICATION), mbio_ssl_do_handshake, l.c.ssl) &&
              CALL(t, BIT(MBIO_EOF), mbio_ssl_read, l.c.ssl, &byte, &n, 1) &&
              carry(t, l.c.out, l.s.in) &&
              CALL(t, BIT(MBIO_SSL), mbio_ssl_do_handshake, l.s.ssl) &&
              CALL(t, BIT(MBIO_EOF), mbio_ssl_read, l.s.ssl, &byte, &n, 1);

    free_link(t, &l);
    return ok;
}

static bool play_wrong_name(struct torture *t)
{
    return refused(t, "wrong-name.pem", "wrong-name.key.pem", "localhost");
}

static bool play_wrong_ip(struct torture *t)
{
    return refused(t, "wrong-name.pem", "wrong-name.key.pem", "127.0.0.1");
}

static bool play_expired(struct torture *t)
{
    return refused(t, "expired.pem", "expired.key.pem", "localhost");
}

static bool play_eof(struct torture *t)
{
    struct link l = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};
    bool ok = make_side(t, &l.c, MBIO_PROTOCOL_TLS_CLIENT, MBIO_TLSv1_3) &&
              CALL(t, WANT_OK, mbio_ctx_wrap_bio, l.c.ctx, &l.c.ssl, l.c.in, l.c.out,
                   false, "localhost", NULL) &&
              CALL(t, BIT(MBIO_WANT_READ), mbio_ssl_do_handshake, l.c.ssl) &&
              CALL(t, WANT_OK, mbio_write_eof, l.c.in) &&
              CALL(t, BIT(MBIO_EOF), mbio_ssl_do_handshake, l.c.ssl);

    /* The end of an object that had no memory is an end without entries. */
    if (ok && (t->n == 0 || t->err.entries_count > 0)) {
        torture_check(
            t,
            t->err.entries_count > 0 && REACH(mbio_error_library)(&t->err) != NULL &&
                REACH(mbio_error_reason)(&t->err) != NULL &&
                REACH(mbio_error_first_library)(&t->err) != NULL &&
                REACH(mbio_error_first_reason)(&t->err) != NULL &&
                REACH(mbio_error_entry_library)(t->err.entries[0]) > 0 &&
                REACH(mbio_error_entry_reason)(t->err.entries[0]) > 0 &&
                REACH(mbio_status_name)(t->err.status) != NULL &&
                REACH(mbio_version)() != NULL && REACH(mbio_openssl_version)() != NULL,
            "an error says what it is");
    }
    free_link(t, &l);
    return ok;
}

const struct torture_scenario torture_scenarios[] = {
    {"bio", torture_bio, false},
    {"settings", torture_settings, true},
    {"loading", torture_loading, false},
    {"refusals", torture_refusals, false},
    {"foreign", torture_foreign, false},
    {"asking", torture_asking, false},
    {"trust", torture_trust, true},
    {"eof", play_eof, false},
    {"tls12", play_tls12, false},
    {"tls13", play_tls13, false},
    {"mutual", play_mutual, true},
    {"callbacks", play_callbacks, true},
    {"psk", play_psk, false},
    {"telling", play_telling, true},
    {"switching", play_switching, true},
    {"decode", torture_decode, true},
    {"later", play_later, true},
    {"wrong-name", play_wrong_name, true},
    {"wrong-ip", play_wrong_ip, true},
    {"expired", play_expired, true},
};
const size_t torture_scenarios_count =
    sizeof torture_scenarios / sizeof *torture_scenarios;
