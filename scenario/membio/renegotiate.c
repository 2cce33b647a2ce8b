/* SPDX-License-Identifier: Apache-2.0
 *
 * renegotiate.c: a second handshake on an open TLS 1.2 connection, which
 * libmembio answers and never begins: it has no call for it, as CPython has none. What a
 * peer may do to either must be tried all the same, so this reaches for the SSL below.
 *
 *     wrap_bio ---> the SSL_CTX is lent, and tells of every SSL that it shakes hands with
 *     renegotiate -> that SSL is to renegotiate; the rest is mbio_ssl_do_handshake
 */
#include "engine.h"

#include <openssl/ssl.h>

/* An endpoint has one object at a time: what tells of a handshake is that. */
static void notice(const SSL *ssl, int where, int ret)
{
    struct side *side = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

    (void)ret;
    if (side != NULL && (where & SSL_CB_HANDSHAKE_START) != 0) {
        side->below = (SSL *)ssl;
    }
}

void renegotiate_watch(struct side *side)
{
    SSL_CTX *ctx = mbio_ctx_get_ssl_ctx(side->ctx);

    side->below = NULL;
    SSL_CTX_set_app_data(ctx, side);
    SSL_CTX_set_info_callback(ctx, notice);
}

/* Asked before, so that libssl has no reason to refuse, and leaves no error behind. */
static bool may_renegotiate(const SSL *ssl)
{
    return SSL_version(ssl) <= TLS1_2_VERSION &&
           (SSL_get_options(ssl) & SSL_OP_NO_RENEGOTIATION) == 0;
}

static bool arm_renegotiate(struct job *j)
{
    SSL *below = j->side->below;

    if (below != NULL && SSL_is_init_finished(below)) {
        if (!may_renegotiate(below)) {
            return say_class(j, "ValueError");
        }
        SSL_renegotiate(below);
    }
    return say(j, mbio_ssl_do_handshake(j->side->ssl, &j->err));
}

const struct arm arms_renegotiate[] = {
    {OP_RENEGOTIATE, NEED_SSL, arm_renegotiate},
    {0},
};
