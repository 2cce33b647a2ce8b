/* SPDX-License-Identifier: Apache-2.0
 * needs: refuse after number */
static mbio_status set_options(mbio_ctx *ctx, long long n)
{
    return n < 0 ? refuse("ValueError")
                 : AFTER(mbio_ctx_set_options(ctx, (uint64_t)n, &err),
                         number((long long)mbio_ctx_get_options(ctx)));
}
