/* SPDX-License-Identifier: Apache-2.0
 *
 * message.c: tells the program of every message of TLS, for those who debug it.
 */
#include "internal.h"

#include <openssl/ssl3.h>

/* The version that a record's header says, in bytes 1 and 2. */
static int version_of(const mbio_message *m)
{
    const unsigned char *data = m->data;

    MUTANTS(MSG_VERSION);
    return m->content_type == SSL3_RT_HEADER && m->len >= 3 ? data[1] << 8 | data[2]
                                                            : m->version;
}

/* What a message is within its content type; -1 for what has no such thing. */
static int type_of(const mbio_message *m)
{
    static const struct {
        int content_type;
        size_t at;
    } types[] = {
        {SSL3_RT_ALERT, 1},
        {SSL3_RT_HANDSHAKE, 0},
        {SSL3_RT_HEADER, 0},
        {SSL3_RT_INNER_CONTENT_TYPE, 0},
    };

    MUTANTS(MSG_TYPE);
    if (m->content_type == SSL3_RT_CHANGE_CIPHER_SPEC) {
        return SSL3_MT_CHANGE_CIPHER_SPEC;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (m->content_type == types[i].content_type && m->len > types[i].at) {
            return ((const unsigned char *)m->data)[types[i].at];
        }
    }
    return -1;
}

static void msg_callback(int written, int version, int content_type, const void *data,
                         size_t len, SSL *s, void *arg)
{
    struct mbio_error_queue queue;
    mbio_ssl *ssl = mbio_callback_begin(s, &queue);
    const struct mbio_callbacks *c = &ssl->ctx->callbacks;
    mbio_message message = {written != 0, version, content_type, 0, data, len};

    (void)arg;
    message.version = version_of(&message);
    message.msg_type = type_of(&message);
    MUTANTS(MSG_TOLD);
    if (c->msg != NULL) {
        c->msg(ssl, &message, c->msg_arg);
    }
    mbio_callback_end(&queue);
}

void mbio_msg_apply(mbio_ssl *ssl)
{
    if (!ssl->ctx->borrowed) {
        SSL_set_msg_callback(ssl->ssl,
                             ssl->ctx->callbacks.msg == NULL ? NULL : msg_callback);
    }
}

mbio_status mbio_ctx_set_msg_callback(mbio_ctx *ctx, mbio_msg_callback callback,
                                      void *arg, mbio_error *err)
{
    mbio_error unused;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    status = mbio_callback_check(ctx, err);
    if (status != MBIO_OK) {
        return status;
    }
    MUTANTS(MSG_SET);
    ctx->callbacks.msg = callback;
    ctx->callbacks.msg_arg = arg;
    SSL_CTX_set_msg_callback(ctx->ssl_ctx, callback == NULL ? NULL : msg_callback);
    return mbio_error_ok(err);
}
