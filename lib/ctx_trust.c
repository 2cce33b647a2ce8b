/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_trust.c: the certificates that an mbio_ctx trusts, from files and from memory.
 */
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

/* Certificates are not encrypted: never ask. */
static int no_password(char *buf, int size, int writing, void *arg)
{
    (void)buf;
    (void)size;
    (void)writing;
    (void)arg;
    return -1;
}

mbio_status mbio_ctx_load_verify_locations(mbio_ctx *ctx, const char *cafile,
                                           const char *capath, mbio_error *err)
{
    mbio_error unused;
    FILE *file;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    MUTANTS(TRUST_FILES);
    if (cafile == NULL && capath == NULL) {
        return mbio_error_set(err, MBIO_TYPE, -1,
                              "cafile, capath and cadata cannot be all omitted");
    }
    if (cafile != NULL) {
        file = fopen(cafile, "rb");
        MUTANTS(CTX_CAFILE);
        if (file == NULL) {
            return mbio_error_os(err, errno, cafile);
        }
        fclose(file);
    }
    if (SSL_CTX_load_verify_locations(ctx->ssl_ctx, cafile, capath) != 1) {
        return mbio_error_queue(err);
    }
    return mbio_error_ok(err);
}

/* Adds one certificate; it is freed. */
static bool add_certificate(X509_STORE *store, X509 *x, size_t *count)
{
    int ok = X509_STORE_add_cert(store, x);

    MUTANTS(TRUST_ADDED);
    X509_free(x);
    *count += ok == 1;
    return ok == 1;
}

/* Adds all PEM blocks; true when the data end behind the last one. */
static bool add_pem(X509_STORE *store, BIO *pem, size_t *count)
{
    X509 *x;

    while ((x = PEM_read_bio_X509(pem, NULL, no_password, NULL)) != NULL) {
        if (!add_certificate(store, x, count)) {
            return false;
        }
    }
    return mbio_error_queue_at_pem_end();
}

static bool add_der(X509_STORE *store, const unsigned char *der, size_t len,
                    size_t *count)
{
    const unsigned char *end = der + len;

    while (der < end) {
        X509 *x = d2i_X509(NULL, &der, (long)(end - der));

        if (x == NULL || !add_certificate(store, x, count)) {
            MUTANTS(TRUST_DER_BAD);
            return false;
        }
        MUTANTS(TRUST_DER_ADDED);
    }
    return true;
}

static mbio_status load_store(X509_STORE *store, const void *cadata, size_t len, bool der,
                              mbio_error *err)
{
    size_t count = 0;
    mbio_status status;
    bool whole;

    if (der) {
        whole = add_der(store, cadata, len, &count);
    } else {
        BIO *pem = BIO_new_mem_buf(cadata, (int)len);

        if (pem == NULL) {
            return mbio_error_no_memory(err);
        }
        whole = add_pem(store, pem, &count);
        BIO_free(pem);
    }
    MUTANTS(TRUST_LOADED);
    status = whole ? MBIO_OK : mbio_error_queue(err);
    if (count == 0 && status != MBIO_NO_MEMORY) {
        return mbio_error_set(
            err, MBIO_SSL, 0,
            der ? "not enough data: cadata does not contain a certificate"
                : "no start line: cadata does not contain a certificate");
    }
    return status == MBIO_OK ? mbio_error_ok(err) : status;
}

mbio_status mbio_ctx_load_verify_locations_mem(mbio_ctx *ctx, const void *cadata,
                                               size_t len, bool der, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || (cadata == NULL && len > 0)) {
        return mbio_error_misuse(
            err, "mbio_ctx_load_verify_locations_mem: an argument is NULL");
    }
    MUTANTS(TRUST_MEM);
    if (len == 0) {
        return mbio_error_set(err, MBIO_VALUE, -1, "Empty certificate data");
    }
    if (len > MBIO_LEN_MAX) {
        return mbio_error_set(err, MBIO_OVERFLOW, -1,
                              "Certificate data is too long: over 2147483647 bytes");
    }
    return load_store(SSL_CTX_get_cert_store(ctx->ssl_ctx), cadata, len, der, err);
}
