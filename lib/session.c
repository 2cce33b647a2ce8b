/* SPDX-License-Identifier: Apache-2.0
 *
 * session.c: mbio_session, what ssl.SSLSession is: what a client keeps of a connection to
 * shorten the handshake of a later one.
 *
 *     mbio_ssl --get--> mbio_session --set, wrap_bio--> another mbio_ssl
 *
 * A session is shared with the connections that it was taken from and set on: when one of
 * them fails, libssl marks it as not to be resumed (RFC 5246, 7.2.2). Nothing else changes
 * it: libssl writes into a session only in the handshake that makes it, and puts another
 * in the place of one that cannot be resumed when it begins. So in the middle of a
 * handshake, and only then, what is taken or set is a copy.
 */
#include "internal.h"

#include <string.h>
#include <openssl/crypto.h>

struct mbio_session {
    SSL_SESSION *session;
    SSL_CTX *owner; /* kept, so that no other context can come to its address */
};

static SSL_SESSION *take_session(SSL *ssl)
{
    MUTANTS(TAKE_SESSION);
    if (SSL_is_init_finished(ssl)) {
        return SSL_get1_session(ssl);
    }
    return SSL_SESSION_dup(SSL_get0_session(ssl));
}

mbio_status mbio_ssl_get_session(mbio_ssl *ssl, mbio_session **session, mbio_error *err)
{
    mbio_error unused;
    mbio_session *new_session;

    err = mbio_error_begin(err, &unused);
    if (session != NULL) {
        *session = NULL;
    }
    if (ssl == NULL || session == NULL) {
        return mbio_error_misuse(err, "mbio_ssl_get_session: an argument is NULL");
    }
    MUTANTS(SSL_GET_SESSION);
    if (SSL_get0_session(ssl->ssl) == NULL) {
        return mbio_error_ok(err);
    }
    new_session = OPENSSL_zalloc(sizeof *new_session);
    if (new_session == NULL) {
        return mbio_error_no_memory(err);
    }
    new_session->session = take_session(ssl->ssl);
    if (new_session->session == NULL) {
        OPENSSL_free(new_session);
        return mbio_error_queue(err);
    }
    SSL_CTX_up_ref(ssl->ctx->ssl_ctx);
    new_session->owner = ssl->ctx->ssl_ctx;
    *session = new_session;
    return mbio_error_ok(err);
}

void mbio_session_free(mbio_session *session)
{
    if (session == NULL) {
        return;
    }
    mbio_error_mark();
    SSL_SESSION_free(session->session);
    SSL_CTX_free(session->owner);
    mbio_error_drop();
    OPENSSL_free(session);
}

/* Gives a copy without the peer's chain: a handshake that is under way puts its own there, and
 * OpenSSL does not free what it finds. What is not complete enough to be written has
 * none. */
static SSL_SESSION *copy_bare(SSL_SESSION *session)
{
    unsigned char *bytes = NULL;
    int len = i2d_SSL_SESSION(session, &bytes);
    const unsigned char *p = bytes;
    SSL_SESSION *copy;

    copy = len > 0 ? d2i_SSL_SESSION(NULL, &p, len) : SSL_SESSION_dup(session);
    OPENSSL_clear_free(bytes, len > 0 ? (size_t)len : 0);
    return copy;
}

/* Gives a reference to what `ssl` may begin with. */
static SSL_SESSION *give_session(const SSL *ssl, SSL_SESSION *session)
{
    if (!SSL_in_before(ssl)) {
        return copy_bare(session);
    }
    SSL_SESSION_up_ref(session);
    return session;
}

mbio_status mbio_session_apply(mbio_ssl *ssl, const mbio_session *session,
                               mbio_error *err)
{
    SSL_SESSION *given;
    int done;

    MUTANTS(SESSION_APPLY);
    if (session->owner != ssl->ctx->ssl_ctx) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "Session refers to a different SSLContext.");
    }
    if (ssl->server_side) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "Cannot set session for server-side SSLSocket.");
    }
    if (mbio_ssl_is_established(ssl)) {
        return mbio_error_set(err, MBIO_VALUE, -1, "Cannot set session after handshake.");
    }
    given = give_session(ssl->ssl, session->session);
    if (given == NULL) {
        return mbio_error_queue(err);
    }
    done = SSL_set_session(ssl->ssl, given);
    SSL_SESSION_free(given);
    return done == 1 ? mbio_error_ok(err) : mbio_error_queue(err);
}

mbio_status mbio_ssl_set_session(mbio_ssl *ssl, const mbio_session *session,
                                 mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ssl == NULL) {
        return mbio_error_misuse(err, "mbio_ssl_set_session: the object is NULL");
    }
    if (ssl->busy) {
        return mbio_error_misuse(err, "mbio_ssl: called from inside its own callback");
    }
    if (session == NULL) {
        return mbio_error_set(err, MBIO_TYPE, -1, "Value is not a SSLSession.");
    }
    return mbio_session_apply(ssl, session, err);
}

bool mbio_ssl_session_reused(const mbio_ssl *ssl)
{
    MUTANTS(SSL_SESSION_REUSED);
    return ssl != NULL && SSL_session_reused(ssl->ssl) == 1;
}

const void *mbio_session_get_id(const mbio_session *session, size_t *len)
{
    const unsigned char *id = NULL;
    unsigned n = 0;

    if (session != NULL) {
        id = SSL_SESSION_get_id(session->session, &n);
        MUTANTS(SESSION_GET_ID);
    }
    if (len != NULL) {
        *len = n;
    }
    return id;
}

int64_t mbio_session_get_time(const mbio_session *session)
{
    MUTANTS(SESSION_GET_TIME);
    return session == NULL ? 0 : (int64_t)MBIO_SESSION_GET_TIME(session->session);
}

int64_t mbio_session_get_timeout(const mbio_session *session)
{
    MUTANTS(SESSION_GET_TIMEOUT);
    return session == NULL ? 0 : (int64_t)SSL_SESSION_get_timeout(session->session);
}

uint32_t mbio_session_get_ticket_lifetime_hint(const mbio_session *session)
{
    MUTANTS(SESSION_GET_TICKET_LIFETIME_HINT);
    return session == NULL
               ? 0
               : (uint32_t)SSL_SESSION_get_ticket_lifetime_hint(session->session);
}

bool mbio_session_get_has_ticket(const mbio_session *session)
{
    MUTANTS(SESSION_GET_HAS_TICKET);
    return session != NULL && SSL_SESSION_has_ticket(session->session) == 1;
}

bool mbio_session_equal(const mbio_session *a, const mbio_session *b)
{
    size_t a_len, b_len;
    const void *a_id = mbio_session_get_id(a, &a_len),
               *b_id = mbio_session_get_id(b, &b_len);

    MUTANTS(SESSION_EQUAL);
    if (a == NULL || b == NULL) {
        return a == b;
    }
    return a_len == b_len && (a_len == 0 || memcmp(a_id, b_id, a_len) == 0);
}

void mbio_ctx_session_stats(const mbio_ctx *ctx, mbio_session_stats *stats)
{
    SSL_CTX *c = ctx == NULL ? NULL : ctx->ssl_ctx;

    if (stats == NULL) {
        return;
    }
    memset(stats, 0, sizeof *stats);
    if (c == NULL) {
        return;
    }
    stats->number = SSL_CTX_sess_number(c);
    stats->connect = SSL_CTX_sess_connect(c);
    stats->connect_good = SSL_CTX_sess_connect_good(c);
    stats->connect_renegotiate = SSL_CTX_sess_connect_renegotiate(c);
    stats->accept = SSL_CTX_sess_accept(c);
    stats->accept_good = SSL_CTX_sess_accept_good(c);
    stats->accept_renegotiate = SSL_CTX_sess_accept_renegotiate(c);
    stats->hits = SSL_CTX_sess_hits(c);
    stats->misses = SSL_CTX_sess_misses(c);
    stats->timeouts = SSL_CTX_sess_timeouts(c);
    stats->cache_full = SSL_CTX_sess_cache_full(c);
    MUTANTS(CTX_SESSION_STATS);
}
