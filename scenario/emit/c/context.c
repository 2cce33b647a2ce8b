/* SPDX-License-Identifier: Apache-2.0
 * needs: */
static mbio_status new_context(struct end *e, mbio_protocol protocol)
{
    mbio_ctx *ctx;
    mbio_status how = mbio_ctx_new(&ctx, protocol, &err);

    if (how == MBIO_OK) {
        mbio_ctx_free(e->ctx);
        e->ctx = ctx;
    }
    return how;
}
