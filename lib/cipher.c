/* SPDX-License-Identifier: Apache-2.0
 *
 * cipher.c: lists of cipher suites: what a context allows, what two ends have in common.
 */
#include "internal.h"

#include <string.h>
#include <openssl/crypto.h>
#include <openssl/objects.h>

mbio_status mbio_ctx_set_ciphers(mbio_ctx *ctx, const char *ciphers, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || ciphers == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_set_ciphers: an argument is NULL");
    }
    MUTANTS(CTX_CIPHERS);
    if (SSL_CTX_set_cipher_list(ctx->ssl_ctx, ciphers) != 1) {
        MUTANTS(CTX_CIPHERS_REFUSED);
        /* libssl says why it refuses a list, and nothing when it could not make one. */
        return mbio_error_queue(err) == MBIO_NO_MEMORY
                   ? MBIO_NO_MEMORY
                   : mbio_error_set(err, MBIO_SSL, -1, "No cipher can be selected.");
    }
    return mbio_error_ok(err);
}

mbio_status mbio_ctx_set_ciphersuites(mbio_ctx *ctx, const char *suites, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || suites == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_set_ciphersuites: an argument is NULL");
    }
    MUTANTS(CTX_SUITES);
    if (SSL_CTX_set_ciphersuites(ctx->ssl_ctx, suites) != 1) {
        MUTANTS(CTX_SUITES_REFUSED);
        return mbio_error_refused(err, 0, "No cipher suite can be selected.");
    }
    return mbio_error_ok(err);
}

static const char *long_name(int nid)
{
    return nid == NID_undef ? NULL : OBJ_nid2ln(nid);
}

static void describe(mbio_cipher_info *info, const SSL_CIPHER *cipher)
{
    size_t len;

    info->id = SSL_CIPHER_get_id(cipher);
    info->name = SSL_CIPHER_get_name(cipher);
    info->protocol = SSL_CIPHER_get_version(cipher);
    SSL_CIPHER_description(cipher, info->description, (int)sizeof info->description);
    len = strlen(info->description);
    if (len > 0 && info->description[len - 1] == '\n') {
        info->description[len - 1] = '\0';
    }
    info->strength_bits = SSL_CIPHER_get_bits(cipher, &info->alg_bits);
    MUTANTS(CIPHER_DESCRIBE);
    info->aead = SSL_CIPHER_is_aead(cipher) != 0;
    MUTANTS(CIPHER_DESCRIBED);
    info->symmetric = long_name(SSL_CIPHER_get_cipher_nid(cipher));
    info->digest = long_name(SSL_CIPHER_get_digest_nid(cipher));
    info->kea = long_name(SSL_CIPHER_get_kx_nid(cipher));
    info->auth = long_name(SSL_CIPHER_get_auth_nid(cipher));
}

mbio_status mbio_ctx_get_ciphers(mbio_ctx *ctx, const mbio_cipher_info **list,
                                 size_t *count, mbio_error *err)
{
    mbio_error unused;
    STACK_OF(SSL_CIPHER) * suites;
    int n;

    err = mbio_error_begin(err, &unused);
    if (list != NULL) {
        *list = NULL;
    }
    if (count != NULL) {
        *count = 0;
    }
    if (ctx == NULL || list == NULL || count == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_get_ciphers: an argument is NULL");
    }
    suites = SSL_CTX_get_ciphers(ctx->ssl_ctx);
    n = suites == NULL ? 0 : sk_SSL_CIPHER_num(suites);
    OPENSSL_free(ctx->ciphers);
    ctx->ciphers = OPENSSL_zalloc(((size_t)n + 1) * sizeof *ctx->ciphers);
    if (ctx->ciphers == NULL) {
        return mbio_error_no_memory(err);
    }
    for (int i = 0; i < n; i++) {
        describe(&ctx->ciphers[MUTANT_VALUE(CIPHERS_REVERSED, i, n - 1 - i)],
                 sk_SSL_CIPHER_value(suites, i));
    }
    *list = ctx->ciphers;
    *count = (size_t)n;
    return mbio_error_ok(err);
}

static bool offers(const STACK_OF(SSL_CIPHER) * suites, const SSL_CIPHER *cipher)
{
    for (int i = 0; i < sk_SSL_CIPHER_num(suites); i++) {
        if (SSL_CIPHER_get_id(sk_SSL_CIPHER_value(suites, i)) ==
            SSL_CIPHER_get_id(cipher)) {
            return true;
        }
    }
    return false;
}

/* Our suites that the peer offers, in our order. */
static size_t intersect(mbio_cipher *out, const STACK_OF(SSL_CIPHER) * ours,
                        const STACK_OF(SSL_CIPHER) * theirs)
{
    size_t n = 0;

    for (int i = 0; i < sk_SSL_CIPHER_num(ours); i++) {
        const SSL_CIPHER *cipher = sk_SSL_CIPHER_value(ours, i);

        if (offers(theirs, cipher) || MUTANT_IS(SHARED_ALL)) {
            out[n].name = SSL_CIPHER_get_name(cipher);
            out[n].protocol = SSL_CIPHER_get_version(cipher);
            out[n++].secret_bits = SSL_CIPHER_get_bits(cipher, NULL);
        }
    }
    return n;
}

mbio_status mbio_ssl_shared_ciphers(mbio_ssl *ssl, const mbio_cipher **list,
                                    size_t *count, mbio_error *err)
{
    mbio_error unused;
    STACK_OF(SSL_CIPHER) * ours, *theirs;

    err = mbio_error_begin(err, &unused);
    if (list != NULL) {
        *list = NULL;
    }
    if (count != NULL) {
        *count = 0;
    }
    if (ssl == NULL || list == NULL || count == NULL) {
        return mbio_error_misuse(err, "mbio_ssl_shared_ciphers: an argument is NULL");
    }
    ours = SSL_get_ciphers(ssl->ssl);
    theirs = SSL_get_client_ciphers(ssl->ssl); /* NULL on a client */
    MUTANTS(SSL_SHARED_CIPHERS);
    if (ours == NULL || theirs == NULL) {
        return mbio_error_ok(err);
    }
    OPENSSL_free(ssl->shared);
    ssl->shared =
        OPENSSL_zalloc(((size_t)sk_SSL_CIPHER_num(ours) + 1) * sizeof *ssl->shared);
    if (ssl->shared == NULL) {
        return mbio_error_no_memory(err);
    }
    *count = intersect(ssl->shared, ours, theirs);
    *list = ssl->shared;
    return mbio_error_ok(err);
}
