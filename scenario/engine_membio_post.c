/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_membio_post.c: what begins on an open connection, and its other ways to an end, on
 * libmembio.
 */
#include "engine_membio.h"

bool arm_context_post_handshake_auth(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    mbio_status status = MBIO_OK;

    if (arg(j, 0)->given) {
        status = mbio_ctx_set_post_handshake_auth(ctx, arg(j, 0)->num == 1, &j->err);
    }
    return say_int(j, status, mbio_ctx_get_post_handshake_auth(ctx));
}

bool arm_verify_client_post_handshake(struct job *j)
{
    return say(j, mbio_ssl_verify_client_post_handshake(j->side->ssl, &j->err));
}

bool arm_key_update(struct job *j)
{
    return say(j, mbio_ssl_key_update(j->side->ssl, arg(j, 0)->num == 1, &j->err));
}

bool arm_shutdown_write(struct job *j)
{
    return say(j, mbio_ssl_shutdown_write(j->side->ssl, &j->err));
}

bool arm_drain(struct job *j)
{
    return say(j, mbio_ssl_drain(j->side->ssl, NULL, &j->err));
}
