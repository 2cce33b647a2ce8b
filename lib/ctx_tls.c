/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_tls.c: what an mbio_ctx lets TLS do: versions, tickets, options, security level.
 */
#include "internal.h"

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
        return mbio_error_format(err, MBIO_VALUE, -1, "Unsupported TLS/SSL version 0x%x",
                                 (unsigned)v);
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

int mbio_ctx_get_security_level(const mbio_ctx *ctx)
{
    MUTANTS(CTX_SECURITY_LEVEL);
    return ctx == NULL ? 0 : SSL_CTX_get_security_level(ctx->ssl_ctx);
}
