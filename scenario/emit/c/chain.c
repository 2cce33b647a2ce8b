/* SPDX-License-Identifier: Apache-2.0
 * needs: */
/* NULL: a file that is not there. */
static mbio_status load_cert_chain(mbio_ctx *ctx, const char *cert, const char *key,
                                   const char *password)
{
    return cert == NULL || key == NULL
               ? mbio_ctx_load_cert_chain(ctx, "/no-such-folder/cert.pem",
                                          "/no-such-folder/key.pem", password, &err)
               : mbio_ctx_load_cert_chain_mem(ctx, cert, strlen(cert), key, strlen(key),
                                              password, &err);
}
