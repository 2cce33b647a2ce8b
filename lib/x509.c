/* SPDX-License-Identifier: Apache-2.0
 *
 * x509.c: reading certificates into the library context of an mbio_ctx.
 *
 * A certificate is checked and used by the providers of the library context that it was
 * made in. In the default one it is read without that detour, which would refuse odd
 * extensions as early as here.
 */
#include "internal.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

/* Makes the certificate to read into, `into` NULL for none; false without memory. */
static bool prepare(const mbio_ctx *ctx, X509 **x, X509 ***into)
{
    *x = NULL;
    *into = NULL;
    if (ctx->libctx != NULL || ctx->propq != NULL) {
        *x = X509_new_ex(ctx->libctx, ctx->propq);
        *into = x;
        return *x != NULL;
    }
    return true;
}

X509 *mbio_x509_read_pem(const mbio_ctx *ctx, BIO *pem, bool trusted,
                         pem_password_cb *password, void *arg)
{
    X509 *x, **into, *found;

    if (!prepare(ctx, &x, &into)) {
        mbio_error_push_no_memory();
        return NULL;
    }
    found = trusted ? PEM_read_bio_X509_AUX(pem, into, password, arg)
                    : PEM_read_bio_X509(pem, into, password, arg);
    if (found == NULL) {
        X509_free(x); /* NULL if the failure was in it */
    }
    return found;
}

X509 *mbio_x509_read_der(const mbio_ctx *ctx, BIO *der)
{
    X509 *x, **into, *found;

    if (!prepare(ctx, &x, &into)) {
        mbio_error_push_no_memory();
        return NULL;
    }
    found = d2i_X509_bio(der, into);
    if (found == NULL) {
        X509_free(x);
    }
    return found;
}

/* A tag of one byte or more, then the mark of a length that is not said. */
bool mbio_der_is_endless(BIO *der)
{
    const unsigned char *data;
    long len = BIO_get_mem_data(der, (char **)&data), at = 1;

    if (len > 0 && (data[0] & 0x1f) == 0x1f) {
        while (at < len && (data[at] & 0x80) != 0) {
            at++;
        }
        at++;
    }
    return at < len && data[at] == 0x80;
}
