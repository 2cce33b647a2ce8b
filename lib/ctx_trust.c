/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_trust.c: whom an mbio_ctx trusts: certificates and CRLs from files, from memory and
 * from where the system has them. What it has then is told by ctx_store.c.
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
static bool add_certificate(const mbio_ctx *ctx, X509 *x, size_t *count)
{
    int ok = X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx->ssl_ctx), x);

    MUTANTS(TRUST_ADDED);
    X509_free(x);
    *count += ok == 1;
    return ok == 1;
}

/* Adds all PEM blocks; true when the data end behind the last one. */
static bool add_pem(const mbio_ctx *ctx, BIO *pem, size_t *count)
{
    X509 *x;

    while ((x = mbio_x509_read_pem(ctx, pem, false, no_password, NULL)) != NULL) {
        if (!add_certificate(ctx, x, count)) {
            return false;
        }
    }
    return mbio_error_queue_at_pem_end();
}

static bool add_der(const mbio_ctx *ctx, BIO *der, size_t *count, bool *endless)
{
    while (BIO_pending(der) > 0) {
        X509 *x;

        *endless = mbio_der_is_endless(der);
        x = mbio_x509_read_der(ctx, der);
        if (x == NULL || !add_certificate(ctx, x, count)) {
            MUTANTS(TRUST_DER_BAD);
            return false;
        }
        MUTANTS(TRUST_DER_ADDED);
    }
    return true;
}

/* Why not all could be added. */
static mbio_status broken_off(bool endless, mbio_error *err)
{
    return endless ? mbio_error_queue_or_unknown(err) : mbio_error_queue(err);
}

static mbio_status load_store(const mbio_ctx *ctx, const void *cadata, size_t len,
                              bool der, mbio_error *err)
{
    BIO *bio = BIO_new_mem_buf(cadata, (int)len);
    size_t count = 0;
    mbio_status status;
    bool whole, endless = false;

    if (bio == NULL) {
        return mbio_error_no_memory(err);
    }
    whole = der ? add_der(ctx, bio, &count, &endless) : add_pem(ctx, bio, &count);
    BIO_free(bio);
    MUTANTS(TRUST_LOADED);
    status = whole ? MBIO_OK : broken_off(endless, err);
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
    return load_store(ctx, cadata, len, der, err);
}

/* ------------------------------------------------------------------------ CRLs */

/* Adds one CRL; it is freed. */
static bool add_crl(X509_STORE *store, X509_CRL *crl, size_t *count)
{
    int ok = X509_STORE_add_crl(store, crl);

    MUTANTS(TRUST_CRL);
    X509_CRL_free(crl);
    *count += ok == 1;
    return ok == 1;
}

static bool add_pem_crls(X509_STORE *store, BIO *pem, size_t *count)
{
    X509_CRL *crl;

    while ((crl = PEM_read_bio_X509_CRL(pem, NULL, no_password, NULL)) != NULL) {
        if (!add_crl(store, crl, count)) {
            return false;
        }
    }
    return mbio_error_queue_at_pem_end();
}

static bool add_der_crls(X509_STORE *store, BIO *der, size_t *count, bool *endless)
{
    while (BIO_pending(der) > 0) {
        X509_CRL *crl;

        *endless = mbio_der_is_endless(der);
        crl = d2i_X509_CRL_bio(der, NULL);
        if (crl == NULL || !add_crl(store, crl, count)) {
            return false;
        }
    }
    return true;
}

mbio_status mbio_ctx_load_crls_mem(mbio_ctx *ctx, const void *data, size_t len, bool der,
                                   mbio_error *err)
{
    mbio_error unused;
    X509_STORE *store;
    BIO *bio;
    size_t count = 0;
    mbio_status status;
    bool whole, endless = false;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || (data == NULL && len > 0)) {
        return mbio_error_misuse(err, "mbio_ctx_load_crls_mem: an argument is NULL");
    }
    if (len > MBIO_LEN_MAX) {
        return mbio_error_set(err, MBIO_OVERFLOW, -1,
                              "more than 2147483647 bytes of CRLs");
    }
    bio = BIO_new_mem_buf(len == 0 ? "" : data, (int)len);
    if (bio == NULL) {
        return mbio_error_no_memory(err);
    }
    store = SSL_CTX_get_cert_store(ctx->ssl_ctx);
    whole = der ? add_der_crls(store, bio, &count, &endless)
                : add_pem_crls(store, bio, &count);
    BIO_free(bio);
    status = whole ? MBIO_OK : broken_off(endless, err);
    if (count == 0 && status != MBIO_NO_MEMORY) {
        return mbio_error_set(err, MBIO_SSL, 0, "the data do not contain a CRL");
    }
    return status == MBIO_OK ? mbio_error_ok(err) : status;
}

/* ---------------------------------------------------------- the system's trust */

mbio_status mbio_ctx_set_default_verify_paths(mbio_ctx *ctx, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: the context is NULL");
    }
    MUTANTS(TRUST_DEFAULT_PATHS);
    if (SSL_CTX_set_default_verify_paths(ctx->ssl_ctx) != 1) {
        return mbio_error_queue(err);
    }
    return mbio_error_ok(err);
}

mbio_status mbio_ctx_load_default_certs(mbio_ctx *ctx, mbio_error *err)
{
    MUTANTS(TRUST_DEFAULT_CERTS);
    return mbio_ctx_set_default_verify_paths(ctx, err);
}
