/* SPDX-License-Identifier: Apache-2.0
 *
 * callback.c: how libssl's callbacks become the program's.
 *
 *     do_handshake ... -> libssl -> sni.c, psk.c, keylog.c, message.c -> the program
 *
 * The program may call this library from inside, and each of those calls empties the error
 * queue. libssl may have put something there already that is still to be reported, as when
 * it tells of an alert that it sends: so the queue is put aside and back (LIB-01).
 */
#include "internal.h"

mbio_status mbio_callback_check(const mbio_ctx *ctx, mbio_error *err)
{
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    if (ctx->borrowed) {
        return mbio_error_misuse(err,
                                 "mbio_ctx: the SSL_CTX is borrowed, and an SSL of its "
                                 "owner would call back, too");
    }
    return MBIO_OK;
}

mbio_ssl *mbio_callback_begin(const SSL *s, struct mbio_error_queue *queue)
{
    mbio_error_stash(queue);
    return SSL_get_app_data(s);
}

void mbio_callback_end(const struct mbio_error_queue *queue)
{
    mbio_error_unstash(queue);
}
