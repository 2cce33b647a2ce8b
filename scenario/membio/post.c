/* SPDX-License-Identifier: Apache-2.0
 *
 * post.c: what begins on an open connection, and its other ways to an end, on
 * libmembio.
 */
#include "engine.h"

static bool arm_context_post_handshake_auth(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    mbio_status status = MBIO_OK;

    if (arg(j, 0)->given) {
        status = mbio_ctx_set_post_handshake_auth(ctx, arg(j, 0)->num == 1, &j->err);
    }
    return say_int(j, status, mbio_ctx_get_post_handshake_auth(ctx));
}

static bool arm_verify_client_post_handshake(struct job *j)
{
    return say(j, mbio_ssl_verify_client_post_handshake(j->side->ssl, &j->err));
}

static bool arm_key_update(struct job *j)
{
    return say(j, mbio_ssl_key_update(j->side->ssl, arg(j, 0)->num == 1, &j->err));
}

static bool arm_shutdown_write(struct job *j)
{
    return say(j, mbio_ssl_shutdown_write(j->side->ssl, &j->err));
}

static bool arm_drain(struct job *j)
{
    return say(j, mbio_ssl_drain(j->side->ssl, NULL, &j->err));
}

const struct arm arms_post[] = {
    {OP_CONTEXT_POST_HANDSHAKE_AUTH, NEED_CTX, arm_context_post_handshake_auth},
    {OP_VERIFY_CLIENT_POST_HANDSHAKE, NEED_SSL, arm_verify_client_post_handshake},
    {OP_KEY_UPDATE, NEED_SSL, arm_key_update},
    {OP_SHUTDOWN_WRITE, NEED_SSL, arm_shutdown_write},
    {OP_DRAIN, NEED_SSL, arm_drain},
    {0},
};
