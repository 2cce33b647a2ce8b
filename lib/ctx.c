/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx.c: mbio_ctx, what ssl.SSLContext is: the settings that connections start from.
 *
 * Everything is kept in the SSL_CTX, except what OpenSSL has no place for: check_hostname
 * and the server's ALPN list.
 */
#include "internal.h"

#include <string.h>
#include <openssl/crypto.h>
#include <openssl/x509v3.h>

/* CPython's default: forward secrecy, no SHA-1 MACs, security level 2. */
#define DEFAULT_CIPHERS                                                                  \
    "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:"  \
    "!AESCCM"

/* The longest name and the longest list that ALPN can carry, in bytes (RFC 7301, 3.1). */
#define ALPN_NAME_MAX ((size_t)255)
#define ALPN_LIST_MAX ((size_t)65535)

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

static mbio_status fill_ctx(mbio_ctx *ctx, const SSL_METHOD *method, mbio_error *err)
{
    ctx->method = mbio_method_new();
    ctx->ssl_ctx = SSL_CTX_new(method);
    if (ctx->method == NULL || ctx->ssl_ctx == NULL) {
        return mbio_error_queue(err);
    }
    if (!set_defaults(ctx)) {
        return mbio_error_queue(err);
    }
    SSL_CTX_set_cert_verify_callback(ctx->ssl_ctx, mbio_hostname_verify, NULL);
    SSL_CTX_set_alpn_select_cb(ctx->ssl_ctx, select_alpn, ctx);
    if (ctx->protocol == MBIO_PROTOCOL_TLS_CLIENT) {
        SSL_CTX_set_verify(ctx->ssl_ctx,
                           SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
        ctx->check_hostname = true;
        MUTANTS(CTX_CLIENT);
    }
    MUTANTS(CTX_FILLED);
    return MBIO_OK;
}

mbio_status mbio_ctx_new(mbio_ctx **ctx, mbio_protocol protocol, mbio_error *err)
{
    mbio_error unused;
    const SSL_METHOD *method = method_of(protocol);
    mbio_ctx *new_ctx;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_new: no place for the context");
    }
    *ctx = NULL;
    if (method == NULL) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "invalid or unsupported protocol version");
    }
    new_ctx = OPENSSL_zalloc(sizeof *new_ctx);
    if (new_ctx == NULL) {
        return mbio_error_no_memory(err);
    }
    atomic_init(&new_ctx->refs, 1);
    new_ctx->protocol = protocol;
    status = fill_ctx(new_ctx, method, err);
    if (status != MBIO_OK) {
        mbio_ctx_free(new_ctx);
        return status;
    }
    *ctx = new_ctx;
    return mbio_error_ok(err);
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
    mbio_error_mark(); /* SSL_CTX_free queues errors when memory is short */
    SSL_CTX_free(ctx->ssl_ctx);
    mbio_error_drop();
    BIO_meth_free(ctx->method);
    OPENSSL_free(ctx->alpn);
    OPENSSL_free(ctx->ciphers);
    OPENSSL_free(ctx);
}

static bool known_version(int v)
{
    return (v >= MBIO_TLSv1 && v <= MBIO_TLSv1_3) || v == MBIO_TLS_MINIMUM_SUPPORTED ||
           v == MBIO_TLS_MAXIMUM_SUPPORTED;
}

/* The bounds share all but the meaning of the two open ends: the open end on its own side
 * is "no limit", on the other side the outermost version there is. */
static mbio_status set_version(mbio_ctx *ctx, int v, bool minimum, mbio_error *err)
{
    mbio_error unused;
    int bound = v;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    MUTANTS(CTX_VERSION);
    if (!known_version(v)) {
        return mbio_error_set(err, MBIO_VALUE, -1, "Unsupported TLS/SSL version");
    }
    if (v == MBIO_TLS_MINIMUM_SUPPORTED) {
        bound = minimum ? 0 : TLS1_VERSION;
    } else if (v == MBIO_TLS_MAXIMUM_SUPPORTED) {
        bound = minimum ? TLS1_3_VERSION : 0;
    }
    MUTANTS(CTX_VERSION_BOUND);
    if ((minimum ? SSL_CTX_set_min_proto_version(ctx->ssl_ctx, bound)
                 : SSL_CTX_set_max_proto_version(ctx->ssl_ctx, bound)) != 1) {
        return mbio_error_set(err, MBIO_VALUE, -1, "Unsupported protocol version");
    }
    return mbio_error_ok(err);
}

mbio_status mbio_ctx_set_minimum_version(mbio_ctx *ctx, mbio_tls_version v,
                                         mbio_error *err)
{
    return set_version(ctx, (int)v, true, err);
}

mbio_status mbio_ctx_set_maximum_version(mbio_ctx *ctx, mbio_tls_version v,
                                         mbio_error *err)
{
    return set_version(ctx, (int)v, false, err);
}

mbio_tls_version mbio_ctx_get_minimum_version(const mbio_ctx *ctx)
{
    long v = ctx == NULL ? 0 : SSL_CTX_get_min_proto_version(ctx->ssl_ctx);

    return v == 0 ? MBIO_TLS_MINIMUM_SUPPORTED : (mbio_tls_version)v;
}

mbio_tls_version mbio_ctx_get_maximum_version(const mbio_ctx *ctx)
{
    long v = ctx == NULL ? 0 : SSL_CTX_get_max_proto_version(ctx->ssl_ctx);

    return v == 0 ? MBIO_TLS_MAXIMUM_SUPPORTED : (mbio_tls_version)v;
}

static void apply_verify_mode(mbio_ctx *ctx, mbio_verify_mode mode)
{
    static const int flags[] = {
        [MBIO_CERT_NONE] = SSL_VERIFY_NONE,
        [MBIO_CERT_OPTIONAL] = SSL_VERIFY_PEER,
        [MBIO_CERT_REQUIRED] = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
    };

    MUTANTS(CTX_VERIFY_FLAGS);
    SSL_CTX_set_verify(ctx->ssl_ctx, flags[mode],
                       SSL_CTX_get_verify_callback(ctx->ssl_ctx));
}

mbio_status mbio_ctx_set_verify_mode(mbio_ctx *ctx, mbio_verify_mode mode,
                                     mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    MUTANTS(CTX_SET_VERIFY_MODE);
    if (mode != MBIO_CERT_NONE && mode != MBIO_CERT_OPTIONAL &&
        mode != MBIO_CERT_REQUIRED) {
        return mbio_error_set(err, MBIO_VALUE, -1, "invalid value for verify_mode");
    }
    if (mode == MBIO_CERT_NONE && ctx->check_hostname) {
        return mbio_error_set(
            err, MBIO_VALUE, -1,
            "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.");
    }
    apply_verify_mode(ctx, mode);
    return mbio_error_ok(err);
}

mbio_verify_mode mbio_ctx_get_verify_mode(const mbio_ctx *ctx)
{
    int flags = ctx == NULL ? SSL_VERIFY_NONE : SSL_CTX_get_verify_mode(ctx->ssl_ctx);

    if ((flags & SSL_VERIFY_PEER) == 0) {
        return MBIO_CERT_NONE;
    }
    MUTANTS(CTX_GET_VERIFY_MODE);
    return (flags & SSL_VERIFY_FAIL_IF_NO_PEER_CERT) != 0 ? MBIO_CERT_REQUIRED
                                                          : MBIO_CERT_OPTIONAL;
}

mbio_status mbio_ctx_set_check_hostname(mbio_ctx *ctx, bool on, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    MUTANTS(CTX_SET_CHECK_HOSTNAME);
    if (on && mbio_ctx_get_verify_mode(ctx) == MBIO_CERT_NONE) {
        apply_verify_mode(ctx, MBIO_CERT_REQUIRED);
    }
    ctx->check_hostname = on;
    return mbio_error_ok(err);
}

bool mbio_ctx_get_check_hostname(const mbio_ctx *ctx)
{
    return ctx != NULL && ctx->check_hostname;
}

mbio_status mbio_ctx_set_ciphers(mbio_ctx *ctx, const char *ciphers, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || ciphers == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_set_ciphers: an argument is NULL");
    }
    MUTANTS(CTX_CIPHERS);
    if (SSL_CTX_set_cipher_list(ctx->ssl_ctx, ciphers) != 1) {
        MUTANTS(CTX_CIPHERS_REFUSED);
        if (mbio_error_queue_no_memory(err)) {
            return MBIO_NO_MEMORY;
        }
        return mbio_error_set(err, MBIO_SSL, -1, "No cipher can be selected.");
    }
    return mbio_error_ok(err);
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
    return mbio_error_ok(err);
}

mbio_status mbio_ctx_set_num_tickets(mbio_ctx *ctx, size_t count, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    MUTANTS(CTX_SET_NUM_TICKETS);
    if (ctx->protocol != MBIO_PROTOCOL_TLS_SERVER) {
        return mbio_error_set(err, MBIO_VALUE, -1, "SSLContext is not a server context.");
    }
    if (SSL_CTX_set_num_tickets(ctx->ssl_ctx, count) != 1) {
        return mbio_error_set(err, MBIO_VALUE, -1, "failed to set num tickets.");
    }
    return mbio_error_ok(err);
}

size_t mbio_ctx_get_num_tickets(const mbio_ctx *ctx)
{
    return ctx == NULL ? 0 : SSL_CTX_get_num_tickets(ctx->ssl_ctx);
}

mbio_status mbio_ctx_set_options(mbio_ctx *ctx, uint64_t options, mbio_error *err)
{
    mbio_error unused;
    uint64_t old;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    old = SSL_CTX_get_options(ctx->ssl_ctx);
    MUTANTS(CTX_SET_OPTIONS);
    SSL_CTX_clear_options(ctx->ssl_ctx, old & ~options);
    SSL_CTX_set_options(ctx->ssl_ctx, options & ~old);
    return mbio_error_ok(err);
}

uint64_t mbio_ctx_get_options(const mbio_ctx *ctx)
{
    return ctx == NULL ? 0 : SSL_CTX_get_options(ctx->ssl_ctx);
}
