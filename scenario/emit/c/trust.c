/* SPDX-License-Identifier: Apache-2.0
 * needs: */
static mbio_status trust(mbio_ctx *ctx, const char *pem)
{
    return pem == NULL
               ? mbio_ctx_load_verify_locations(ctx, "/no-such-folder/ca.pem", NULL, &err)
               : mbio_ctx_load_verify_locations_mem(ctx, pem, strlen(pem), false, &err);
}
