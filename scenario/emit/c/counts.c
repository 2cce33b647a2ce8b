/* SPDX-License-Identifier: Apache-2.0
 * needs: refuse after number */
/* What a size or flags of C cannot be is for a binding to refuse. */
static mbio_status set_num_tickets(mbio_ctx *ctx, long long n)
{
    return n < 0 ? refuse("ValueError")
                 : AFTER(mbio_ctx_set_num_tickets(ctx, (size_t)n, &err),
                         number((long long)mbio_ctx_get_num_tickets(ctx)));
}
