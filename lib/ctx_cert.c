/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_cert.c: the certificates and keys that an mbio_ctx shows, from files and from memory.
 */
#include "internal.h"

#include <string.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

/* The longest password, in bytes (contract section 3, load_cert_chain). */
#define PASSWORD_MAX ((size_t)1024)

/* Where a password comes from, and why it did not come. */
struct password {
    const char *text;
    mbio_password_callback callback;
    void *arg;
    mbio_status status;
    mbio_error *err;
};

static int too_long(struct password *password)
{
    password->status =
        mbio_error_format(password->err, MBIO_VALUE, -1,
                          "password cannot be longer than %zu bytes", PASSWORD_MAX);
    return -1;
}

static int ask(struct password *password, char *buf, size_t size)
{
    size_t len = 0;

    mbio_error_set(password->err, MBIO_VALUE, -1, "the password callback failed");
    password->status = password->callback(buf, &len, size, password->arg, password->err);
    MUTANTS(CERT_PASSWORD_ASKED);
    if (password->status != MBIO_OK) {
        password->err->status = password->status;
        return -1;
    }
    return len > size ? too_long(password) : (int)len;
}

/* Answers libcrypto's question for a password; none means failure, never a prompt.
 * libcrypto wipes `buf`, which has PEM_BUFSIZE bytes. */
static int give_password(char *buf, int size, int writing, void *arg)
{
    struct password *password = arg;
    size_t room = (size_t)size < PASSWORD_MAX ? (size_t)size : PASSWORD_MAX, len;

    (void)writing;
    MUTANTS(CERT_PASSWORD);
    if (password->status != MBIO_OK) {
        return -1; /* libcrypto tries another decoder: nobody is asked twice */
    }
    if (password->callback != NULL) {
        return ask(password, buf, room);
    }
    if (password->text == NULL) {
        return -1;
    }
    len = strlen(password->text);
    MUTANTS(CERT_PASSWORD_SIZE);
    if (len > room) {
        return too_long(password);
    }
    memcpy(buf, password->text, len);
    return (int)len;
}

/* Ends a call that found no certificate or key, perhaps for want of a password. */
static mbio_status unreadable(const struct password *password)
{
    MUTANTS(CERT_UNREADABLE);
    if (password->status != MBIO_OK) {
        mbio_error_clear();
        return password->status;
    }
    return mbio_error_pem(password->err);
}

static mbio_status use_chain(const mbio_ctx *ctx, BIO *pem, struct password *password,
                             mbio_error *err)
{
    SSL_CTX *c = ctx->ssl_ctx;
    X509 *x = mbio_x509_read_pem(ctx, pem, true, give_password, password);
    int ok;

    if (x == NULL) {
        return unreadable(password);
    }
    ok = SSL_CTX_use_certificate(c, x);
    X509_free(x);
    if (ok != 1 || SSL_CTX_clear_chain_certs(c) != 1) {
        return mbio_error_queue(err);
    }
    while ((x = mbio_x509_read_pem(ctx, pem, false, give_password, password)) != NULL) {
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

static mbio_status use_key(const mbio_ctx *ctx, BIO *pem, struct password *password,
                           mbio_error *err)
{
    SSL_CTX *c = ctx->ssl_ctx;
    EVP_PKEY *key = PEM_read_bio_PrivateKey_ex(pem, NULL, give_password, password,
                                               ctx->libctx, ctx->propq);
    int ok;

    if (key == NULL) {
        return unreadable(password);
    }
    ok = SSL_CTX_use_PrivateKey(c, key);
    EVP_PKEY_free(key);
    MUTANTS(CERT_KEY);
    if (ok != 1 || SSL_CTX_check_private_key(c) != 1) {
        return mbio_error_queue(err);
    }
    return MBIO_OK;
}

static mbio_status load_pair(mbio_ctx *ctx, const struct mbio_file *cert,
                             const struct mbio_file *key, struct password *password,
                             mbio_error *err)
{
    BIO *cert_bio = NULL, *key_bio = NULL;
    mbio_status status;

    if (cert->len > MBIO_LEN_MAX || key->len > MBIO_LEN_MAX) {
        return mbio_error_set(err, MBIO_OVERFLOW, -1,
                              "more than 2147483647 bytes of PEM");
    }
    password->err = err;
    MUTANTS(CERT_PAIR);
    cert_bio = BIO_new_mem_buf(cert->data, (int)cert->len);
    key_bio = BIO_new_mem_buf(key->data, (int)key->len);
    if (cert_bio == NULL || key_bio == NULL) {
        status = mbio_error_no_memory(err);
        goto out;
    }
    status = use_chain(ctx, cert_bio, password, err);
    if (status == MBIO_OK) {
        status = use_key(ctx, key_bio, password, err);
    }
out:
    BIO_free(cert_bio);
    BIO_free(key_bio);
    return status == MBIO_OK ? mbio_error_ok(err) : status;
}

static mbio_status load_files(mbio_ctx *ctx, const char *certfile, const char *keyfile,
                              struct password *password, mbio_error *err)
{
    mbio_error unused;
    struct mbio_file cert = {NULL, 0}, key = {NULL, 0};
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || certfile == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_load_cert_chain: an argument is NULL");
    }
    status = mbio_file_read(&cert, certfile, err);
    if (status == MBIO_OK) {
        status = mbio_file_read(&key, keyfile == NULL ? certfile : keyfile, err);
    }
    if (status == MBIO_OK) {
        status = load_pair(ctx, &cert, &key, password, err);
    }
    mbio_file_free(&cert);
    mbio_file_free(&key);
    return status;
}

static mbio_status load_texts(mbio_ctx *ctx, const void *cert, size_t cert_len,
                              const void *key, size_t key_len, struct password *password,
                              mbio_error *err)
{
    mbio_error unused;
    struct mbio_file c = {(uint8_t *)(uintptr_t)cert, cert_len};
    struct mbio_file k = {(uint8_t *)(uintptr_t)key, key_len};

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || cert == NULL) {
        return mbio_error_misuse(err,
                                 "mbio_ctx_load_cert_chain_mem: an argument is NULL");
    }
    MUTANTS(CERT_MEM);
    return load_pair(ctx, &c, key == NULL ? &c : &k, password, err);
}

mbio_status mbio_ctx_load_cert_chain(mbio_ctx *ctx, const char *certfile,
                                     const char *keyfile, const char *password,
                                     mbio_error *err)
{
    struct password p = {.text = password};

    return load_files(ctx, certfile, keyfile, &p, err);
}

mbio_status mbio_ctx_load_cert_chain_asking(mbio_ctx *ctx, const char *certfile,
                                            const char *keyfile,
                                            mbio_password_callback callback, void *arg,
                                            mbio_error *err)
{
    struct password p = {.callback = callback, .arg = arg};

    return load_files(ctx, certfile, keyfile, &p, err);
}

mbio_status mbio_ctx_load_cert_chain_mem(mbio_ctx *ctx, const void *cert, size_t cert_len,
                                         const void *key, size_t key_len,
                                         const char *password, mbio_error *err)
{
    struct password p = {.text = password};

    return load_texts(ctx, cert, cert_len, key, key_len, &p, err);
}

mbio_status mbio_ctx_load_cert_chain_mem_asking(mbio_ctx *ctx, const void *cert,
                                                size_t cert_len, const void *key,
                                                size_t key_len,
                                                mbio_password_callback callback,
                                                void *arg, mbio_error *err)
{
    struct password p = {.callback = callback, .arg = arg};

    return load_texts(ctx, cert, cert_len, key, key_len, &p, err);
}
