/* SPDX-License-Identifier: Apache-2.0
 *
 * psk.c: keys that both ends have already.
 *
 * The program writes straight into libssl's memory, so that no other copy of the key is
 * made. libssl cleanses a key that it uses; one that it is not given is cleansed here
 * (LIB-12).
 */
#include "internal.h"

#include <string.h>
#include <openssl/crypto.h>

/* What a callback gave, as libssl wants it: the length of the key, 0 for none. */
static unsigned take_key(unsigned char *key, size_t room, size_t len, bool given)
{
    MUTANTS(PSK_KEY);
    if (!given || len == 0 || len > room) {
        OPENSSL_cleanse(key, room);
        return 0;
    }
    OPENSSL_cleanse(key + len, room - len);
    return (unsigned)len;
}

/* CPython leaves one byte less than libssl has. */
static bool fits(const char *identity, size_t room)
{
    MUTANTS(PSK_FITS);
    return memchr(identity, '\0', room) != NULL;
}

static unsigned psk_client_callback(SSL *s, const char *hint, char *identity,
                                    unsigned identity_room, unsigned char *key,
                                    unsigned key_room)
{
    struct mbio_error_queue queue;
    mbio_ssl *ssl = mbio_callback_begin(s, &queue);
    const struct mbio_callbacks *c = &ssl->ctx->callbacks;
    size_t len = key_room;
    bool given = false;

    MUTANTS(PSK_HINT);
    if (c->psk_client != NULL) {
        memset(identity, 0, identity_room);
        given = c->psk_client(ssl, identity, identity_room, key, &len,
                              hint == NULL || *hint == '\0' ? NULL : hint,
                              c->psk_client_arg) &&
                fits(identity, identity_room);
        identity[identity_room - 1] = '\0';
        MUTANTS(PSK_CLIENT_ANSWER);
        ssl->no_identity =
            given && *identity == '\0' && !MUTANT_IS(PSK_NO_IDENTITY_UNTOLD);
    }
    mbio_callback_end(&queue);
    return take_key(key, key_room, len, given);
}

static unsigned psk_server_callback(SSL *s, const char *identity, unsigned char *key,
                                    unsigned key_room)
{
    struct mbio_error_queue queue;
    mbio_ssl *ssl = mbio_callback_begin(s, &queue);
    const struct mbio_callbacks *c = &ssl->ctx->callbacks;
    size_t len = key_room;
    bool given = false;

    MUTANTS(PSK_IDENTITY);
    if (c->psk_server != NULL) {
        given = c->psk_server(ssl, key, &len,
                              identity == NULL || *identity == '\0' ? NULL : identity,
                              c->psk_server_arg);
        MUTANTS(PSK_SERVER_ANSWER);
    }
    mbio_callback_end(&queue);
    return take_key(key, key_room, len, given);
}

mbio_status mbio_ctx_set_psk_client_callback(mbio_ctx *ctx,
                                             mbio_psk_client_callback callback, void *arg,
                                             mbio_error *err)
{
    mbio_error unused;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    status = mbio_callback_check(ctx, err);
    if (status != MBIO_OK) {
        return status;
    }
    MUTANTS(PSK_CLIENT_SET);
    if (ctx->protocol == MBIO_PROTOCOL_TLS_SERVER) {
        return mbio_error_set(
            err, MBIO_SSL, 0,
            "Cannot add PSK client callback to a PROTOCOL_TLS_SERVER context");
    }
    ctx->callbacks.psk_client = callback;
    ctx->callbacks.psk_client_arg = arg;
    SSL_CTX_set_psk_client_callback(ctx->ssl_ctx,
                                    callback == NULL ? NULL : psk_client_callback);
    return mbio_error_ok(err);
}

static mbio_status set_hint(mbio_ctx *ctx, const char *hint, mbio_error *err)
{
    MUTANTS(PSK_SET_HINT);
    if (hint != NULL && strlen(hint) > PSK_MAX_IDENTITY_LEN) {
        return mbio_error_set(err, MBIO_VALUE, -1, "failed to set identity hint");
    }
    return SSL_CTX_use_psk_identity_hint(ctx->ssl_ctx, hint) == 1
               ? mbio_error_ok(err)
               : mbio_error_no_memory(err);
}

mbio_status mbio_ctx_set_psk_server_callback(mbio_ctx *ctx, const char *identity_hint,
                                             mbio_psk_server_callback callback, void *arg,
                                             mbio_error *err)
{
    mbio_error unused;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    status = mbio_callback_check(ctx, err);
    if (status != MBIO_OK) {
        return status;
    }
    MUTANTS(PSK_SERVER_SET);
    if (ctx->protocol == MBIO_PROTOCOL_TLS_CLIENT) {
        return mbio_error_set(
            err, MBIO_SSL, 0,
            "Cannot add PSK server callback to a PROTOCOL_TLS_CLIENT context");
    }
    status = set_hint(ctx, callback == NULL ? NULL : identity_hint, err);
    if (status != MBIO_OK) {
        return status;
    }
    ctx->callbacks.psk_server = callback;
    ctx->callbacks.psk_server_arg = arg;
    SSL_CTX_set_psk_server_callback(ctx->ssl_ctx,
                                    callback == NULL ? NULL : psk_server_callback);
    return mbio_error_ok(err);
}
