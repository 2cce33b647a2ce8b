/* SPDX-License-Identifier: Apache-2.0
 *
 * post_handshake.c: what TLS 1.3 can begin on an open connection: a server asks for the
 * client's certificate, either end changes its keys.
 *
 *     server                                 client
 *     verify_client_post_handshake
 *     write, read or do_handshake  -- request -->  read
 *     read or do_handshake  <-- certificate --  the same read
 *
 * The request is only noted, and goes out with the next of those calls, as in CPython; a
 * KeyUpdate goes out at once.
 */
#include "internal.h"

/* The most that a KeyUpdate takes in outgoing, in bytes. */
#define KEY_UPDATE_ROOM ((size_t)512)

mbio_status mbio_ctx_set_post_handshake_auth(mbio_ctx *ctx, bool on, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    ctx->post_handshake_auth = on;
    return mbio_error_ok(err);
}

bool mbio_ctx_get_post_handshake_auth(const mbio_ctx *ctx)
{
    return ctx != NULL && ctx->post_handshake_auth;
}

/* A client offers it. On a server it means not to ask in the handshake already, and means
 * nothing without a verify mode: libssl would take the flag alone for one. */
void mbio_post_handshake_apply(const mbio_ssl *ssl)
{
    int mode = SSL_get_verify_mode(ssl->ssl);

    MUTANTS(PHA_APPLY);
    if (!ssl->ctx->post_handshake_auth) {
        return;
    }
    if (!ssl->server_side) {
        SSL_set_post_handshake_auth(ssl->ssl, 1);
    } else if ((mode & SSL_VERIFY_PEER) != 0) {
        SSL_set_verify(ssl->ssl, mode | SSL_VERIFY_POST_HANDSHAKE,
                       SSL_get_verify_callback(ssl->ssl));
    }
}

/* Ends a call that libssl refused, or that it allowed although the object failed: it does
 * not know of every failure (want of memory). */
static mbio_status leave_refused(mbio_ssl *ssl, bool allowed, mbio_error *err)
{
    MUTANTS(PHA_REFUSED);
    return mbio_ssl_leave_with(ssl, allowed ? mbio_error_still_in_init(err)
                                            : mbio_error_queue(err));
}

mbio_status mbio_ssl_verify_client_post_handshake(mbio_ssl *ssl, mbio_error *err)
{
    GUARD_SSL(ssl);
    mbio_error unused;
    mbio_status status;
    bool allowed;

    err = mbio_error_begin(err, &unused);
    status = mbio_ssl_enter(ssl, err);
    if (status != MBIO_OK) {
        return status;
    }
    MUTANTS(PHA_ASK);
    allowed = SSL_verify_client_post_handshake(ssl->ssl) == 1;
    MUTANTS(PHA_ASKED);
    if (!allowed || ssl->latch != LATCH_NONE) {
        return leave_refused(ssl, allowed, err);
    }
    MUTANTS(PHA_GRANTED);
    return mbio_ssl_leave_with(ssl, mbio_error_ok(err));
}

static mbio_status update_key(mbio_ssl *ssl, bool request_peer, mbio_error *err)
{
    GUARD_SSL_AS(ssl, "mbio_ssl_key_update");
    mbio_error unused;
    mbio_status status;
    bool allowed;

    err = mbio_error_begin(err, &unused);
    status = mbio_ssl_enter(ssl, err);
    if (status != MBIO_OK) {
        return status;
    }
    MUTANTS(KEY_UPDATE);
    if ((SSL_get_shutdown(ssl->ssl) & SSL_SENT_SHUTDOWN) != 0) {
        return mbio_ssl_leave_with(ssl, mbio_error_is_shutdown(err));
    }
    if (!mbio_make_room(ssl->outgoing, KEY_UPDATE_ROOM)) {
        return mbio_ssl_leave_with(ssl, mbio_error_no_memory(err));
    }
    allowed = SSL_key_update(ssl->ssl, request_peer ? SSL_KEY_UPDATE_REQUESTED
                                                    : SSL_KEY_UPDATE_NOT_REQUESTED) == 1;
    if (!allowed || ssl->latch != LATCH_NONE) {
        return leave_refused(ssl, allowed, err);
    }
    MUTANTS(KEY_UPDATED);
    /* libssl holds itself for in the handshake until the KeyUpdate is out: so now. */
    return mbio_ssl_leave(ssl, SSL_do_handshake(ssl->ssl), err);
}

mbio_status mbio_ssl_key_update(mbio_ssl *ssl, bool request_peer, mbio_error *err)
{
    return mbio_ssl_outlive(ssl, update_key(ssl, request_peer, err));
}
