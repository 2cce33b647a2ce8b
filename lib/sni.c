/* SPDX-License-Identifier: Apache-2.0
 *
 * sni.c: the SNI callback, and the switch of an object to another context, which is what it
 * is for.
 *
 *     made  the context of the wrap: libssl asks its SNI callback when the current one has
 *           none, so it lives as long as the object
 *     ctx   the current context: certificate, ALPN list, callbacks, sessions
 */
#include "internal.h"

/* The alerts that libssl sends. Any other number ends the handshake without a word to the
 * peer, which then waits for ever (LIB-08). */
static bool is_alert(int number)
{
    static const unsigned char alerts[] = {
        0,  10, 20, 21, 22, 30, 40,  42,  43,  44,  45,  46,  47,  48,  49,  50,  51,
        60, 70, 71, 80, 86, 90, 100, 109, 110, 111, 112, 113, 114, 115, 116, 120,
    };

    for (size_t i = 0; i < sizeof alerts; i++) {
        if (number == alerts[i]) {
            return true;
        }
    }
    return false;
}

static bool is_ascii(const char *name)
{
    for (const char *p = name; p != NULL && *p != '\0'; p++) {
        if ((unsigned char)*p > 127) {
            return false;
        }
    }
    return true;
}

static int ask(SSL *s, const char *name, mbio_ctx *ctx)
{
    struct mbio_error_queue queue;
    mbio_ssl *ssl = mbio_callback_begin(s, &queue);
    int result;

    ssl->in_sni = true;
    result = ctx->callbacks.sni(MUTANT_VALUE(SNI_NO_OBJECT, ssl, NULL), name,
                                MUTANT_VALUE(SNI_NO_CONTEXT, ctx, NULL),
                                ctx->callbacks.sni_arg);
    ssl->in_sni = false;
    mbio_callback_end(&queue);
    return result;
}

static int sni_callback(SSL *s, int *alert, void *arg)
{
    mbio_ctx *ctx = arg;
    const char *name = SSL_get_servername(s, TLSEXT_NAMETYPE_host_name);
    int result = SSL_AD_INTERNAL_ERROR;

    if (ctx->callbacks.sni == NULL) {
        return SSL_TLSEXT_ERR_OK;
    }
    MUTANTS(SNI_NAME);
    if (is_ascii(name)) {
        result = ask(s, name, ctx);
    }
    MUTANTS(SNI_RESULT);
    if (result == MBIO_SNI_OK) {
        return SSL_TLSEXT_ERR_OK;
    }
    *alert = is_alert(result) ? result : SSL_AD_INTERNAL_ERROR;
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

mbio_status mbio_ctx_set_sni_callback(mbio_ctx *ctx, mbio_sni_callback callback,
                                      void *arg, mbio_error *err)
{
    mbio_error unused;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    status = mbio_callback_check(ctx, err);
    if (status != MBIO_OK) {
        return status;
    }
    MUTANTS(SNI_SET);
    if (ctx->protocol == MBIO_PROTOCOL_TLS_CLIENT) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "sni_callback cannot be set on TLS_CLIENT context");
    }
    ctx->callbacks.sni = callback;
    ctx->callbacks.sni_arg = arg;
    SSL_CTX_set_tlsext_servername_callback(ctx->ssl_ctx,
                                           (callback == NULL ? NULL : sni_callback));
    SSL_CTX_set_tlsext_servername_arg(ctx->ssl_ctx, ctx);
    return mbio_error_ok(err);
}

/* libssl holds pointers into the certificate that it has chosen: while it works, the only
 * moment to take that away is before it chooses. */
static bool may_switch(const mbio_ssl *ssl)
{
    return !ssl->busy || ssl->in_sni;
}

mbio_status mbio_ssl_set_context(mbio_ssl *ssl, mbio_ctx *ctx, mbio_error *err)
{
    GUARD_SSL(ssl);
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ssl == NULL || !may_switch(ssl)) {
        return mbio_error_misuse(err, ssl == NULL
                                          ? "mbio_ssl_set_context: the object is NULL"
                                          : "mbio_ssl_set_context: called from inside a "
                                            "callback that is not the SNI callback");
    }
    if (ctx == NULL) {
        return mbio_error_set(err, MBIO_TYPE, -1, "The value must be a SSLContext");
    }
    MUTANTS(SWITCH);
    if (SSL_set_SSL_CTX(ssl->ssl, ctx->ssl_ctx) == NULL) {
        return mbio_error_no_memory(err);
    }
    mbio_ctx_ref(ctx);
    mbio_ctx_free(ssl->ctx);
    ssl->ctx = ctx;
    MUTANTS(SWITCHED);
    mbio_msg_apply(ssl);
    return mbio_error_ok(err);
}
