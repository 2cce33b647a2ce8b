/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx.c: mbio_ctx, what ssl.SSLContext is: the settings that connections start from.
 *
 * Everything is kept in the SSL_CTX, except what OpenSSL has no place for: check_hostname
 * and the server's ALPN list. The settings are in ctx_*.c and cipher.c.
 */
#include "internal.h"

#include <openssl/crypto.h>
#include <openssl/x509v3.h>

/* CPython's default: forward secrecy, no SHA-1 MACs, security level 2. */
#define DEFAULT_CIPHERS                                                                  \
    "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:"  \
    "!AESCCM"

static const SSL_METHOD *method_of(mbio_protocol protocol)
{
    switch (protocol) {
    case MBIO_PROTOCOL_TLS: return TLS_method();
    case MBIO_PROTOCOL_TLS_CLIENT: return TLS_client_method();
    case MBIO_PROTOCOL_TLS_SERVER: return TLS_server_method();
    }
    MUTANTS(CTX_METHOD);
    return NULL;
}

/* The defaults of contract section 3. */
static bool set_defaults(mbio_ctx *ctx)
{
    SSL_CTX *c = ctx->ssl_ctx;
    uint64_t options = SSL_OP_ALL & ~(uint64_t)SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS;

    options |= SSL_OP_NO_SSLv2 | SSL_OP_NO_SSLv3 | SSL_OP_NO_COMPRESSION |
               SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_SINGLE_DH_USE |
               SSL_OP_SINGLE_ECDH_USE;
    SSL_CTX_set_options(c, options);
    MUTANTS(CTX_DEFAULTS_OPTIONS);
    SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_post_handshake_auth(c, 0);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(c), X509_V_FLAG_TRUSTED_FIRST);
    X509_VERIFY_PARAM_set_hostflags(SSL_CTX_get0_param(c),
                                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    MUTANTS(CTX_DEFAULTS_PARAM);
    return SSL_CTX_set_cipher_list(c, DEFAULT_CIPHERS) == 1 &&
           SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION) == 1;
}

static mbio_status fill_ctx(mbio_ctx *ctx, const SSL_METHOD *method, mbio_error *err)
{
    ctx->method = mbio_method_new();
    ctx->ssl_ctx = SSL_CTX_new_ex(ctx->libctx, ctx->propq, method);
    if (ctx->method == NULL || ctx->ssl_ctx == NULL || !set_defaults(ctx)) {
        return mbio_error_queue(err);
    }
    SSL_CTX_set_cert_verify_callback(ctx->ssl_ctx, mbio_hostname_verify, NULL);
    if (ctx->protocol == MBIO_PROTOCOL_TLS_CLIENT) {
        SSL_CTX_set_verify(ctx->ssl_ctx,
                           SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
        ctx->check_hostname = true;
        MUTANTS(CTX_CLIENT);
    }
    MUTANTS(CTX_FILLED);
    return MBIO_OK;
}

static mbio_ctx *alloc_ctx(mbio_protocol protocol)
{
    mbio_ctx *ctx = OPENSSL_zalloc(sizeof *ctx);

    if (ctx != NULL) {
        atomic_init(&ctx->refs, 1);
        ctx->protocol = protocol;
    }
    return ctx;
}

/* Ends a constructor: gives the context, or frees what there is of it. */
static mbio_status give(mbio_ctx **place, mbio_ctx *ctx, mbio_status status,
                        mbio_error *err)
{
    if (status != MBIO_OK) {
        mbio_ctx_free(ctx);
        return status;
    }
    *place = ctx;
    return mbio_error_ok(err);
}

mbio_status mbio_ctx_new(mbio_ctx **ctx, mbio_protocol protocol, mbio_error *err)
{
    return mbio_ctx_new_in_libctx(ctx, protocol, NULL, NULL, err);
}

mbio_status mbio_ctx_new_in_libctx(mbio_ctx **ctx, mbio_protocol protocol,
                                   struct ossl_lib_ctx_st *libctx, const char *propq,
                                   mbio_error *err)
{
    mbio_error unused;
    const SSL_METHOD *method = method_of(protocol);
    mbio_ctx *made;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_new: no place for the context");
    }
    *ctx = NULL;
    if (method == NULL) {
        return mbio_error_format(err, MBIO_VALUE, -1,
                                 "invalid or unsupported protocol version %d",
                                 (int)protocol);
    }
    made = alloc_ctx(protocol);
    if (made == NULL) {
        return mbio_error_no_memory(err);
    }
    made->libctx = libctx;
    if (propq != NULL) {
        made->propq = OPENSSL_strdup(propq);
        if (made->propq == NULL) {
            return give(ctx, made, mbio_error_no_memory(err), err);
        }
    }
    return give(ctx, made, fill_ctx(made, method, err), err);
}

/* The protocol of a foreign context; false when it is none of ours, as of DTLS. */
static bool protocol_of(const SSL_CTX *ssl_ctx, mbio_protocol *protocol)
{
    static const mbio_protocol all[] = {MBIO_PROTOCOL_TLS, MBIO_PROTOCOL_TLS_CLIENT,
                                        MBIO_PROTOCOL_TLS_SERVER};
    const SSL_METHOD *method = SSL_CTX_get_ssl_method(ssl_ctx);

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (method == method_of(all[i])) {
            *protocol = all[i];
            return true;
        }
    }
    return false;
}

mbio_status mbio_ctx_from_ssl_ctx(mbio_ctx **ctx, struct ssl_ctx_st *ssl_ctx,
                                  mbio_error *err)
{
    mbio_error unused;
    mbio_protocol protocol;
    mbio_ctx *made;

    err = mbio_error_begin(err, &unused);
    if (ctx != NULL) {
        *ctx = NULL;
    }
    if (ctx == NULL || ssl_ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_from_ssl_ctx: an argument is NULL");
    }
    if (!protocol_of(ssl_ctx, &protocol)) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "not a context of TLS_method, TLS_client_method or "
                              "TLS_server_method");
    }
    made = alloc_ctx(protocol);
    if (made == NULL) {
        return mbio_error_no_memory(err);
    }
    made->method = mbio_method_new();
    if (made->method == NULL || SSL_CTX_up_ref(ssl_ctx) != 1) {
        return give(ctx, made, mbio_error_queue(err), err);
    }
    made->ssl_ctx = ssl_ctx;
    made->borrowed = true;
    made->check_hostname = protocol == MBIO_PROTOCOL_TLS_CLIENT &&
                           mbio_ctx_get_verify_mode(made) != MBIO_CERT_NONE;
    return give(ctx, made, MBIO_OK, err);
}

struct ssl_ctx_st *mbio_ctx_get_ssl_ctx(const mbio_ctx *ctx)
{
    return ctx == NULL ? NULL : ctx->ssl_ctx;
}

mbio_protocol mbio_ctx_get_protocol(const mbio_ctx *ctx)
{
    MUTANTS(CTX_GET_PROTOCOL);
    return ctx == NULL ? MBIO_PROTOCOL_TLS : ctx->protocol;
}

void mbio_ctx_ref(mbio_ctx *ctx)
{
    atomic_fetch_add(&ctx->refs, 1);
}

void mbio_ctx_free(mbio_ctx *ctx)
{
    if (ctx == NULL || atomic_fetch_sub(&ctx->refs, 1) != 1) {
        return;
    }
    if (ctx->borrowed) {
        mbio_ctx_detach_alpn(ctx); /* the SSL_CTX lives on */
    }
    mbio_error_mark(); /* SSL_CTX_free queues errors when memory is short */
    SSL_CTX_free(ctx->ssl_ctx);
    mbio_error_drop();
    BIO_meth_free(ctx->method);
    mbio_keylog_close(ctx);
    OPENSSL_free(ctx->alpn);
    OPENSSL_free(ctx->ciphers);
    OPENSSL_free(ctx->ca_certs);
    mbio_names_free(&ctx->groups);
    mbio_names_free(&ctx->sigalgs);
    OPENSSL_free(ctx->propq);
    OPENSSL_free(ctx);
}
