/* SPDX-License-Identifier: Apache-2.0
 *
 * chain.c: chains of certificates in DER.
 *
 *     list:  {data, len} {data, len} ... | DER of the first | DER of the second ...
 *
 * One block of memory holds both, and lives until the next call.
 */
#include "internal.h"

#include <openssl/crypto.h>
#include <openssl/x509.h>

/* A leaf or NULL, and certificates behind it or NULL. */
struct source {
    X509 *leaf;
    STACK_OF(X509) * rest;
};

static int source_count(const struct source *s)
{
    return (s->leaf != NULL) + (s->rest == NULL ? 0 : sk_X509_num(s->rest));
}

static X509 *source_at(const struct source *s, int i)
{
    MUTANTS(CHAIN_AT);
    if (s->leaf != NULL && i == 0) {
        return s->leaf;
    }
    return sk_X509_value(s->rest, i - (s->leaf != NULL));
}

/* How many bytes the list takes, 0 when a certificate cannot be encoded. */
static size_t list_size(const struct source *s, int count)
{
    size_t size = (size_t)count * sizeof(mbio_der);

    for (int i = 0; i < count; i++) {
        int len = i2d_X509(source_at(s, i), NULL);

        if (len <= 0) {
            return 0;
        }
        size += (size_t)len;
    }
    return size;
}

static mbio_status encode(mbio_ssl *ssl, const struct source *s, const mbio_der **chain,
                          size_t *count, mbio_error *err)
{
    int n = source_count(s);
    size_t size = list_size(s, n);
    unsigned char *p;

    OPENSSL_free(ssl->chain);
    ssl->chain = NULL;
    MUTANTS(CHAIN_ENCODE);
    if (n == 0) {
        return mbio_error_ok(err);
    }
    if (size == 0) {
        return mbio_error_queue(err);
    }
    ssl->chain = OPENSSL_zalloc(size);
    if (ssl->chain == NULL) {
        return mbio_error_no_memory(err);
    }
    p = (unsigned char *)(ssl->chain + n);
    for (int i = 0; i < n; i++) {
        ssl->chain[i].data = p;
        ssl->chain[i].len = (size_t)i2d_X509(source_at(s, i), &p);
    }
    *chain = ssl->chain;
    *count = (size_t)n;
    return mbio_error_ok(err);
}

static bool good_arguments(const mbio_ssl *ssl, const mbio_der **chain, size_t *count)
{
    if (chain != NULL) {
        *chain = NULL;
    }
    if (count != NULL) {
        *count = 0;
    }
    return ssl != NULL && chain != NULL && count != NULL;
}

mbio_status mbio_ssl_get_verified_chain(mbio_ssl *ssl, const mbio_der **chain,
                                        size_t *count, mbio_error *err)
{
    mbio_error unused;
    struct source s = {NULL, NULL};

    err = mbio_error_begin(err, &unused);
    if (!good_arguments(ssl, chain, count)) {
        return mbio_error_misuse(err, "mbio_ssl_get_verified_chain: an argument is NULL");
    }
    s.rest = SSL_get0_verified_chain(ssl->ssl);
    MUTANTS(CHAIN_VERIFIED);
    return encode(ssl, &s, chain, count, err);
}

mbio_status mbio_ssl_get_unverified_chain(mbio_ssl *ssl, const mbio_der **chain,
                                          size_t *count, mbio_error *err)
{
    mbio_error unused;
    struct source s = {NULL, NULL};

    err = mbio_error_begin(err, &unused);
    if (!good_arguments(ssl, chain, count)) {
        return mbio_error_misuse(err,
                                 "mbio_ssl_get_unverified_chain: an argument is NULL");
    }
    s.rest = SSL_get_peer_cert_chain(ssl->ssl);
    MUTANTS(CHAIN_UNVERIFIED);
    if (ssl->server_side && !MUTANT_IS(CHAIN_NO_LEAF)) {
        s.leaf = SSL_get0_peer_certificate(ssl->ssl); /* not in a server's list */
    }
    return encode(ssl, &s, chain, count, err);
}
