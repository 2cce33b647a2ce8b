/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_verify.c: how an mbio_ctx verifies the peer. Whom it trusts is in ctx_trust.c.
 */
#include "internal.h"

#include <openssl/x509v3.h>

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

mbio_status mbio_ctx_set_verify_flags(mbio_ctx *ctx, unsigned long flags, mbio_error *err)
{
    mbio_error unused;
    X509_VERIFY_PARAM *param;
    unsigned long old;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    param = SSL_CTX_get0_param(ctx->ssl_ctx);
    old = X509_VERIFY_PARAM_get_flags(param);
    MUTANTS(CTX_SET_VERIFY_CHECKS);
    X509_VERIFY_PARAM_clear_flags(param, old & ~flags);
    if ((flags & ~old) != 0 && X509_VERIFY_PARAM_set_flags(param, flags & ~old) != 1) {
        return mbio_error_queue(err);
    }
    return mbio_error_ok(err);
}

unsigned long mbio_ctx_get_verify_flags(const mbio_ctx *ctx)
{
    return ctx == NULL ? 0
                       : X509_VERIFY_PARAM_get_flags(SSL_CTX_get0_param(ctx->ssl_ctx));
}

mbio_status mbio_ctx_set_hostname_checks_common_name(mbio_ctx *ctx, bool on,
                                                     mbio_error *err)
{
    mbio_error unused;
    X509_VERIFY_PARAM *param;
    unsigned flags;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    MUTANTS(CTX_COMMON_NAME);
    param = SSL_CTX_get0_param(ctx->ssl_ctx);
    flags = X509_VERIFY_PARAM_get_hostflags(param) &
            ~(unsigned)X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
    X509_VERIFY_PARAM_set_hostflags(
        param, on ? flags : flags | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    return mbio_error_ok(err);
}

bool mbio_ctx_get_hostname_checks_common_name(const mbio_ctx *ctx)
{
    return ctx != NULL &&
           (X509_VERIFY_PARAM_get_hostflags(SSL_CTX_get0_param(ctx->ssl_ctx)) &
            X509_CHECK_FLAG_NEVER_CHECK_SUBJECT) == 0;
}
