/* SPDX-License-Identifier: Apache-2.0
 *
 * ssl_wrap.c: how an mbio_ssl is made of a context and two BIOs, and how it goes.
 *
 *     ctx ------- holds the SSL_CTX        the object holds one reference to each BIO, and
 *     incoming -> rbio \                   two to the context: the current one, and the one
 *                       SSL                it was made of (sni.c)
 *     outgoing <- wbio /
 */
#include "internal.h"

#include <openssl/crypto.h>

/* What CPython sets; it is part of every ticket (CTX-WRAP-18). */
static const unsigned char session_id_context[] = "Python";

/* Checks what can be said before any object exists, in the order of CTX-WRAP-16; the name
 * is encoded already. */
static mbio_status check_wrap(const mbio_ctx *ctx, const mbio *incoming,
                              const mbio *outgoing, bool server_side, const char *name,
                              const mbio_session *session, mbio_error *err)
{
    MUTANTS(WRAP_NAME);
    if (ctx->check_hostname && (name == NULL || *name == '\0')) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "check_hostname requires server_hostname");
    }
    if (server_side && name != NULL && *name != '\0' && !MUTANT_IS(WRAP_SERVER_NAMED)) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "server_hostname can only be specified in client mode");
    }
    if (server_side && session != NULL && !MUTANT_IS(WRAP_SERVER_SESSION)) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "session can only be specified in client mode");
    }
    if (incoming == NULL || outgoing == NULL) {
        return mbio_error_set(err, MBIO_TYPE, -1,
                              "incoming and outgoing must be an mbio");
    }
    MUTANTS(WRAP_BIOS);
    if (server_side && ctx->protocol == MBIO_PROTOCOL_TLS_CLIENT) {
        return mbio_error_set(
            err, MBIO_SSL, MUTANT_VALUE(WRAP_SIDE_NUMBER, 0, 1),
            "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context");
    }
    if (!server_side && ctx->protocol == MBIO_PROTOCOL_TLS_SERVER) {
        return mbio_error_set(
            err, MBIO_SSL, 0,
            "Cannot create a client socket with a PROTOCOL_TLS_SERVER context");
    }
    return MBIO_OK;
}

static mbio_status attach_bios(mbio_ssl *ssl, mbio_error *err)
{
    BIO *rbio = mbio_method_wrap(ssl->ctx->method, ssl->incoming);
    BIO *wbio = mbio_method_wrap(ssl->ctx->method, ssl->outgoing);

    if (rbio == NULL || wbio == NULL) {
        BIO_free(rbio);
        BIO_free(wbio);
        return mbio_error_no_memory(err);
    }
    MUTANTS(WRAP_ATTACH);
    SSL_set_bio(ssl->ssl, rbio, wbio);
    return MBIO_OK;
}

/* Sets the side. libssl returns nothing here and makes a record layer from 3.2 on: that it
 * could not is only in the queue, and the handshake would take it for an end. */
static mbio_status set_side(const mbio_ssl *ssl, mbio_error *err)
{
    if (ssl->server_side) {
        SSL_set_accept_state(ssl->ssl);
    } else {
        SSL_set_connect_state(ssl->ssl);
    }
    return mbio_error_queue_no_memory(err) ? MBIO_NO_MEMORY : MBIO_OK;
}

static mbio_status fill_ssl(mbio_ssl *ssl, const char *name, const mbio_session *session,
                            mbio_error *err)
{
    mbio_status status;

    ssl->ssl = SSL_new(ssl->ctx->ssl_ctx);
    if (ssl->ssl == NULL) {
        return mbio_error_queue(err);
    }
    status = attach_bios(ssl, err);
    if (status != MBIO_OK) {
        return status;
    }
    if (SSL_set_app_data(ssl->ssl, ssl) != 1) {
        return mbio_error_no_memory(err);
    }
    SSL_set_mode(ssl->ssl, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY);
    MUTANTS(WRAP_MODES);
    if (name != NULL) {
        status = mbio_hostname_apply(ssl, name, err);
        if (status != MBIO_OK) {
            return status;
        }
    }
    mbio_post_handshake_apply(ssl);
    status = set_side(ssl, err);
    if (status != MBIO_OK) {
        return status;
    }
    if (!ssl->server_side) {
        MUTANTS(WRAP_CLIENT);
        return session == NULL ? MBIO_OK : mbio_session_apply(ssl, session, err);
    }
    if (SSL_set_session_id_context(ssl->ssl, session_id_context,
                                   sizeof session_id_context) != 1) {
        return mbio_error_queue(err);
    }
    MUTANTS(FILL_SSL);
    return MBIO_OK;
}

static mbio_status make_ssl(mbio_ctx *ctx, mbio_ssl **ssl, mbio *incoming, mbio *outgoing,
                            bool server_side, const char *name,
                            const mbio_session *session, mbio_error *err)
{
    mbio_ssl *new_ssl = OPENSSL_zalloc(sizeof *new_ssl);
    mbio_status status;

    if (new_ssl == NULL) {
        return mbio_error_no_memory(err);
    }
    mbio_ctx_ref(ctx);
    mbio_ctx_ref(ctx);
    mbio_ref(incoming);
    mbio_ref(outgoing);
    new_ssl->ctx = ctx;
    new_ssl->made = ctx;
    new_ssl->incoming = incoming;
    new_ssl->outgoing = outgoing;
    new_ssl->server_side = server_side;
    status = fill_ssl(new_ssl, name, session, err);
    if (status != MBIO_OK) {
        mbio_ssl_free(new_ssl);
        return status;
    }
    *ssl = new_ssl;
    return mbio_error_ok(err);
}

mbio_status mbio_ctx_wrap_bio(mbio_ctx *ctx, mbio_ssl **ssl, mbio *incoming,
                              mbio *outgoing, bool server_side,
                              const char *server_hostname, const mbio_session *session,
                              mbio_error *err)
{
    GUARD_BIO_END(incoming);
    GUARD_BIO_END(outgoing);
    mbio_error unused;
    char *name = NULL;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    if (ssl != NULL) {
        *ssl = NULL;
    }
    if (ctx == NULL || ssl == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_wrap_bio: an argument is NULL");
    }
    if (server_hostname != NULL) {
        status = mbio_idna_encode(&name, server_hostname, err);
        if (status != MBIO_OK) {
            return status;
        }
    }
    status = check_wrap(ctx, incoming, outgoing, server_side, name, session, err);
    if (status == MBIO_OK) {
        status = make_ssl(ctx, ssl, incoming, outgoing, server_side, name, session, err);
    }
    MUTANTS(WRAP_MADE);
    OPENSSL_free(name);
    return status;
}

void mbio_ssl_free(mbio_ssl *ssl)
{
    GUARD_SSL_END(ssl);
    if (ssl == NULL) {
        return;
    }
    if (ssl->busy) {
        ssl->doomed = true; /* mbio_ssl_outlive comes back */
        return;
    }
    if (ssl->ssl != NULL) {
        mbio_error_mark();
        SSL_set_shutdown(ssl->ssl, SSL_SENT_SHUTDOWN | SSL_get_shutdown(ssl->ssl));
        MUTANTS(SSL_FREE);
        SSL_free(ssl->ssl);
        mbio_error_drop();
    }
    OPENSSL_free(ssl->server_hostname);
    OPENSSL_free(ssl->peer_der);
    OPENSSL_free(ssl->shared);
    OPENSSL_free(ssl->chain);
    mbio_free(ssl->incoming);
    mbio_free(ssl->outgoing);
    mbio_ctx_free(ssl->ctx);
    mbio_ctx_free(ssl->made);
    OPENSSL_clear_free(ssl, sizeof *ssl);
}
