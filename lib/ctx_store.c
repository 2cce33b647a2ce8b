/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_store.c: what is in the store of an mbio_ctx: how much, and which CA certificates.
 *
 * Directories are not: OpenSSL looks into them when it needs a certificate, and what it
 * finds stays in the store then.
 */
#include "internal.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

void mbio_ctx_cert_store_stats(const mbio_ctx *ctx, mbio_cert_store_stats *stats)
{
    X509_STORE *store = ctx == NULL ? NULL : SSL_CTX_get_cert_store(ctx->ssl_ctx);
    const STACK_OF(X509_OBJECT) * objects;

    if (stats == NULL) {
        return;
    }
    *stats = (mbio_cert_store_stats){0, 0, 0};
    if (store == NULL) {
        return;
    }
    mbio_error_mark(); /* a certificate with odd extensions is not our caller's error */
    X509_STORE_lock(store);
    objects = X509_STORE_get0_objects(store);
    for (int i = 0; i < sk_X509_OBJECT_num(objects); i++) {
        const X509_OBJECT *o = sk_X509_OBJECT_value(objects, i);
        X509 *x = X509_OBJECT_get0_X509(o);

        MUTANTS(STORE_COUNT);
        stats->crl += X509_OBJECT_get_type(o) == X509_LU_CRL;
        stats->x509 += x != NULL;
        stats->x509_ca += x != NULL && X509_check_ca(x) != 0;
    }
    X509_STORE_unlock(store);
    mbio_error_drop();
}

/* The CA certificates of the store, not referenced; false without memory. */
static bool collect(X509_STORE *store, STACK_OF(X509) * found)
{
    const STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(store);

    for (int i = 0; i < sk_X509_OBJECT_num(objects); i++) {
        X509 *x = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));

        MUTANTS(STORE_LIST);
        if (x != NULL && X509_check_ca(x) != 0 && sk_X509_push(found, x) == 0) {
            return false;
        }
    }
    return true;
}

mbio_status mbio_ctx_get_ca_certs(mbio_ctx *ctx, const mbio_der **list, size_t *count,
                                  mbio_error *err)
{
    mbio_error unused;
    X509_STORE *store;
    STACK_OF(X509) * found;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    if (list != NULL) {
        *list = NULL;
    }
    if (count != NULL) {
        *count = 0;
    }
    if (ctx == NULL || list == NULL || count == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_get_ca_certs: an argument is NULL");
    }
    found = sk_X509_new_null();
    if (found == NULL) {
        return mbio_error_no_memory(err);
    }
    store = SSL_CTX_get_cert_store(ctx->ssl_ctx);
    X509_STORE_lock(store);
    status = collect(store, found)
                 ? mbio_chain_encode(&ctx->ca_certs, list, count, NULL, found, err)
                 : mbio_error_no_memory(err);
    X509_STORE_unlock(store);
    sk_X509_free(found);
    return status;
}
