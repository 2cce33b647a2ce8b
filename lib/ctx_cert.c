/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_cert.c: the certificates and keys that an mbio_ctx shows, from files and from memory.
 *
 * Files are read here, whole, and then take the way that memory takes: so a missing file
 * is an error of its own with the errno of that open (LIB-05), and there is one parser.
 */
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

/* The longest password, in bytes (contract section 3, load_cert_chain). */
#define PASSWORD_MAX ((size_t)1024)
/* The largest file that is taken for a certificate or key file, in bytes. */
#define FILE_MAX ((size_t)64 * 1024 * 1024)
/* Files are read in steps of so many bytes. */
#define FILE_STEP ((size_t)16384)

struct text {
    uint8_t *data;
    size_t len;
};

static void text_free(struct text *t)
{
    OPENSSL_clear_free(t->data, t->len);
    t->data = NULL;
    t->len = 0;
}

static mbio_status read_stream(FILE *file, const char *path, struct text *t,
                               mbio_error *err)
{
    for (;;) {
        uint8_t *more = OPENSSL_clear_realloc(t->data, t->len, t->len + FILE_STEP);
        size_t n;

        if (more == NULL) {
            return mbio_error_no_memory(err);
        }
        t->data = more;
        errno = 0;
        n = fread(t->data + t->len, 1, FILE_STEP, file);
        t->len += n;
        if (ferror(file)) {
            return mbio_error_os(err, errno, path);
        }
        if (t->len > FILE_MAX) {
            return mbio_error_os(err, EFBIG, path);
        }
        if (n < FILE_STEP) {
            return MBIO_OK;
        }
    }
}

static mbio_status read_file(const char *path, struct text *t, mbio_error *err)
{
    FILE *file = fopen(path, "rb");
    mbio_status status;

    MUTANTS(CERT_FILE);
    if (file == NULL) {
        return mbio_error_os(err, errno, path);
    }
    status = read_stream(file, path, t, err);
    fclose(file);
    return status;
}

/* Answers libcrypto's question for a password; none means failure, never a prompt. */
static int give_password(char *buf, int size, int writing, void *arg)
{
    const char *password = arg;
    size_t len = password == NULL ? 0 : strlen(password);

    (void)writing;
    MUTANTS(CERT_PASSWORD);
    if (password == NULL || len > (size_t)size) {
        return -1;
    }
    memcpy(buf, password, len);
    return (int)len;
}

static mbio_status use_chain(SSL_CTX *c, BIO *pem, mbio_error *err)
{
    X509 *x = PEM_read_bio_X509_AUX(pem, NULL, give_password, NULL);
    int ok;

    if (x == NULL) {
        return mbio_error_pem(err);
    }
    ok = SSL_CTX_use_certificate(c, x);
    X509_free(x);
    if (ok != 1 || SSL_CTX_clear_chain_certs(c) != 1) {
        return mbio_error_queue(err);
    }
    while ((x = PEM_read_bio_X509(pem, NULL, give_password, NULL)) != NULL) {
        MUTANTS(CERT_CHAIN);
        if (SSL_CTX_add0_chain_cert(c, x) != 1) {
            X509_free(x);
            return mbio_error_queue(err);
        }
    }
    if (!mbio_error_queue_at_pem_end()) {
        return mbio_error_queue(err);
    }
    mbio_error_clear();
    return MBIO_OK;
}

static mbio_status use_key(SSL_CTX *c, BIO *pem, const char *password, mbio_error *err)
{
    char *arg = (char *)(uintptr_t)password; /* read only, by give_password */
    EVP_PKEY *key = PEM_read_bio_PrivateKey(pem, NULL, give_password, arg);
    int ok;

    if (key == NULL) {
        return mbio_error_pem(err);
    }
    ok = SSL_CTX_use_PrivateKey(c, key);
    EVP_PKEY_free(key);
    MUTANTS(CERT_KEY);
    if (ok != 1 || SSL_CTX_check_private_key(c) != 1) {
        return mbio_error_queue(err);
    }
    return MBIO_OK;
}

static mbio_status load_pair(mbio_ctx *ctx, const struct text *cert,
                             const struct text *key, const char *password,
                             mbio_error *err)
{
    BIO *cert_bio = NULL, *key_bio = NULL;
    mbio_status status;

    if (cert->len > MBIO_LEN_MAX || key->len > MBIO_LEN_MAX) {
        return mbio_error_set(err, MBIO_OVERFLOW, -1,
                              "more than 2147483647 bytes of PEM");
    }
    cert_bio = BIO_new_mem_buf(cert->data, (int)cert->len);
    key_bio = BIO_new_mem_buf(key->data, (int)key->len);
    if (cert_bio == NULL || key_bio == NULL) {
        status = mbio_error_no_memory(err);
        goto out;
    }
    status = use_chain(ctx->ssl_ctx, cert_bio, err);
    if (status == MBIO_OK) {
        status = use_key(ctx->ssl_ctx, key_bio, password, err);
    }
out:
    BIO_free(cert_bio);
    BIO_free(key_bio);
    return status == MBIO_OK ? mbio_error_ok(err) : status;
}

static mbio_status check_password(const char *password, mbio_error *err)
{
    MUTANTS(CERT_PASSWORD_SIZE);
    if (password != NULL && strlen(password) > PASSWORD_MAX) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "password cannot be longer than 1024 bytes");
    }
    return MBIO_OK;
}

mbio_status mbio_ctx_load_cert_chain(mbio_ctx *ctx, const char *certfile,
                                     const char *keyfile, const char *password,
                                     mbio_error *err)
{
    mbio_error unused;
    struct text cert = {NULL, 0}, key = {NULL, 0};
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || certfile == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_load_cert_chain: an argument is NULL");
    }
    status = check_password(password, err);
    if (status == MBIO_OK) {
        status = read_file(certfile, &cert, err);
    }
    if (status == MBIO_OK) {
        status = read_file(keyfile == NULL ? certfile : keyfile, &key, err);
    }
    if (status == MBIO_OK) {
        status = load_pair(ctx, &cert, &key, password, err);
    }
    text_free(&cert);
    text_free(&key);
    return status;
}

mbio_status mbio_ctx_load_cert_chain_mem(mbio_ctx *ctx, const void *cert, size_t cert_len,
                                         const void *key, size_t key_len,
                                         const char *password, mbio_error *err)
{
    mbio_error unused;
    struct text c = {(uint8_t *)(uintptr_t)cert, cert_len};
    struct text k = {(uint8_t *)(uintptr_t)key, key_len};
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || cert == NULL) {
        return mbio_error_misuse(err,
                                 "mbio_ctx_load_cert_chain_mem: an argument is NULL");
    }
    status = check_password(password, err);
    if (status != MBIO_OK) {
        return status;
    }
    return load_pair(ctx, &c, key == NULL ? &c : &k, password, err);
}
