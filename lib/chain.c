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
    const STACK_OF(X509) * rest;
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

mbio_status mbio_chain_encode(mbio_der **held, const mbio_der **chain, size_t *count,
                              X509 *leaf, const STACK_OF(X509) * rest, mbio_error *err)
{
    struct source s = {leaf, rest};
    int n = source_count(&s);
    size_t size = list_size(&s, n);
    unsigned char *p;

    OPENSSL_free(*held);
    *held = NULL;
    MUTANTS(CHAIN_ENCODE);
    if (n == 0) {
        return mbio_error_ok(err);
    }
    if (size == 0) {
        return mbio_error_queue(err);
    }
    *held = OPENSSL_zalloc(size);
    if (*held == NULL) {
        return mbio_error_no_memory(err);
    }
    p = (unsigned char *)(*held + n);
    for (int i = 0; i < n; i++) {
        (*held)[i].data = p;
        (*held)[i].len = (size_t)i2d_X509(source_at(&s, i), &p);
    }
    *chain = *held;
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

    err = mbio_error_begin(err, &unused);
    if (!good_arguments(ssl, chain, count)) {
        return mbio_error_misuse(err, "mbio_ssl_get_verified_chain: an argument is NULL");
    }
    MUTANTS(CHAIN_VERIFIED);
    return mbio_chain_encode(&ssl->chain, chain, count, NULL,
                             SSL_get0_verified_chain(ssl->ssl), err);
}

mbio_status mbio_ssl_get_unverified_chain(mbio_ssl *ssl, const mbio_der **chain,
                                          size_t *count, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (!good_arguments(ssl, chain, count)) {
        return mbio_error_misuse(err,
                                 "mbio_ssl_get_unverified_chain: an argument is NULL");
    }
    MUTANTS(CHAIN_UNVERIFIED);
    /* The leaf is not in a server's list. */
    return mbio_chain_encode(&ssl->chain, chain, count,
                             ssl->server_side ? SSL_get0_peer_certificate(ssl->ssl)
                                              : NULL,
                             SSL_get_peer_cert_chain(ssl->ssl), err);
}
