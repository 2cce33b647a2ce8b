/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_alpn.c: the ALPN protocols of an mbio_ctx: what a client offers, which of them a
 * server takes.
 */
#include "internal.h"

#include <string.h>
#include <openssl/crypto.h>

/* The longest name and the longest list that ALPN can carry, in bytes (RFC 7301, 3.1). */
#define ALPN_NAME_MAX ((size_t)255)
#define ALPN_LIST_MAX ((size_t)65535)

static int select_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_len,
                       const unsigned char *in, unsigned in_len, void *arg)
{
    const mbio_ctx *ctx = arg;
    unsigned char *chosen;

    (void)ssl;
    MUTANTS(ALPN_SELECT);
    /* No overlap is not an error: the handshake goes on without (OBJ-ALPN-01). */
    if (ctx->alpn == NULL ||
        SSL_select_next_proto(&chosen, out_len, ctx->alpn, ctx->alpn_len, in, in_len) !=
            OPENSSL_NPN_NEGOTIATED) {
        MUTANTS(ALPN_NO_OVERLAP);
        return SSL_TLSEXT_ERR_NOACK;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

/* Adds up the wire form's size; 0 when a name does not fit. */
static size_t alpn_size(const char *const *protocols, size_t count)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++) {
        size_t len = protocols[i] == NULL ? 0 : strlen(protocols[i]);

        MUTANTS(CTX_ALPN_SIZE);
        if (len == 0 || len > ALPN_NAME_MAX || size + len + 1 > ALPN_LIST_MAX) {
            return 0;
        }
        size += len + 1;
    }
    return size;
}

static void alpn_pack(uint8_t *wire, const char *const *protocols, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(protocols[i]);

        *wire++ = (uint8_t)len;
        memcpy(wire, protocols[i], len);
        wire += len;
    }
}

mbio_status mbio_ctx_set_alpn_protocols(mbio_ctx *ctx, const char *const *protocols,
                                        size_t count, mbio_error *err)
{
    mbio_error unused;
    uint8_t *wire = NULL;
    size_t size = 0;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || (protocols == NULL && count > 0)) {
        return mbio_error_misuse(err, "mbio_ctx_set_alpn_protocols: an argument is NULL");
    }
    MUTANTS(CTX_SET_ALPN_PROTOCOLS);
    if (count > 0) {
        size = alpn_size(protocols, count);
        if (size == 0) {
            return mbio_error_set(err, MBIO_SSL, -1,
                                  "ALPN protocols must be 1 to 255 in length");
        }
        wire = OPENSSL_malloc(size);
        if (wire == NULL) {
            return mbio_error_no_memory(err);
        }
        alpn_pack(wire, protocols, count);
    }
    /* This call alone returns 0 for success. */
    if (SSL_CTX_set_alpn_protos(ctx->ssl_ctx, wire, (unsigned)size) != 0) {
        OPENSSL_free(wire);
        return mbio_error_no_memory(err);
    }
    OPENSSL_free(ctx->alpn);
    ctx->alpn = wire;
    ctx->alpn_len = (unsigned)size;
    ctx->alpn_attached = true;
    SSL_CTX_set_alpn_select_cb(ctx->ssl_ctx, select_alpn, ctx);
    return mbio_error_ok(err);
}

void mbio_ctx_detach_alpn(mbio_ctx *ctx)
{
    if (ctx->alpn_attached) {
        SSL_CTX_set_alpn_select_cb(ctx->ssl_ctx, NULL, NULL);
    }
}
