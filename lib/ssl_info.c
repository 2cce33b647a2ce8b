/* SPDX-License-Identifier: Apache-2.0
 *
 * ssl_info.c: what an mbio_ssl tells about itself and its peer. Nothing here moves a
 * byte.
 */
#include "internal.h"

#include <openssl/crypto.h>
#include <openssl/x509.h>

bool mbio_ssl_is_established(const mbio_ssl *ssl)
{
    return ssl->latch == LATCH_NONE && SSL_is_init_finished(ssl->ssl);
}

size_t mbio_ssl_pending(const mbio_ssl *ssl)
{
    GUARD_SSL(ssl);
    int n = ssl == NULL ? 0 : SSL_pending(ssl->ssl);

    MUTANTS(SSL_PENDING);
    return n < 0 ? 0 : (size_t)n;
}

mbio_ctx *mbio_ssl_get_context(const mbio_ssl *ssl)
{
    MUTANTS(SSL_GET_CONTEXT);
    return ssl == NULL ? NULL : ssl->ctx;
}

mbio *mbio_ssl_get_incoming(const mbio_ssl *ssl)
{
    return ssl == NULL ? NULL : ssl->incoming;
}

mbio *mbio_ssl_get_outgoing(const mbio_ssl *ssl)
{
    return ssl == NULL ? NULL : ssl->outgoing;
}

bool mbio_ssl_get_server_side(const mbio_ssl *ssl)
{
    MUTANTS(SSL_GET_SERVER_SIDE);
    return ssl != NULL && ssl->server_side;
}

const char *mbio_ssl_get_server_hostname(const mbio_ssl *ssl)
{
    MUTANTS(SSL_GET_SERVER_HOSTNAME);
    return ssl == NULL ? NULL : ssl->server_hostname;
}

const char *mbio_ssl_version(const mbio_ssl *ssl)
{
    GUARD_SSL(ssl);
    MUTANTS(SSL_VERSION);
    return ssl != NULL && mbio_ssl_is_established(ssl) ? SSL_get_version(ssl->ssl) : NULL;
}

bool mbio_ssl_cipher(const mbio_ssl *ssl, const char **name, const char **protocol,
                     int *secret_bits)
{
    GUARD_SSL(ssl);
    const SSL_CIPHER *cipher = ssl == NULL ? NULL : SSL_get_current_cipher(ssl->ssl);

    MUTANTS(SSL_CIPHER);
    if (name != NULL) {
        *name = cipher == NULL ? NULL : SSL_CIPHER_get_name(cipher);
    }
    if (protocol != NULL) {
        *protocol = cipher == NULL ? NULL : SSL_CIPHER_get_version(cipher);
        MUTANTS(SSL_CIPHER_PROTOCOL);
    }
    if (secret_bits != NULL) {
        *secret_bits = cipher == NULL ? 0 : SSL_CIPHER_get_bits(cipher, NULL);
        MUTANTS(SSL_CIPHER_BITS);
    }
    return cipher != NULL;
}

const char *mbio_ssl_selected_alpn_protocol(const mbio_ssl *ssl, size_t *len)
{
    GUARD_SSL(ssl);
    const unsigned char *protocol = NULL;
    unsigned n = 0;

    if (ssl != NULL) {
        SSL_get0_alpn_selected(ssl->ssl, &protocol, &n);
        MUTANTS(SSL_SELECTED_ALPN_PROTOCOL);
    }
    if (len != NULL) {
        *len = n;
    }
    return (const char *)protocol;
}

static mbio_status encode_peer(mbio_ssl *ssl, X509 *peer, const void **der, size_t *len,
                               mbio_error *err)
{
    int n;

    OPENSSL_free(ssl->peer_der);
    ssl->peer_der = NULL;
    n = i2d_X509(peer, &ssl->peer_der);
    if (n < 0) {
        return mbio_error_queue(err);
    }
    *der = ssl->peer_der;
    *len = (size_t)n;
    return mbio_error_ok(err);
}

mbio_status mbio_ssl_getpeercert_der(mbio_ssl *ssl, const void **der, size_t *len,
                                     mbio_error *err)
{
    GUARD_SSL(ssl);
    mbio_error unused;
    mbio_status status;
    X509 *peer;

    err = mbio_error_begin(err, &unused);
    if (der != NULL) {
        *der = NULL;
    }
    if (len != NULL) {
        *len = 0;
    }
    if (ssl == NULL || der == NULL || len == NULL) {
        return mbio_error_misuse(err, "mbio_ssl_getpeercert_der: an argument is NULL");
    }
    MUTANTS(SSL_PEER_DER);
    if (!mbio_ssl_is_established(ssl)) {
        return mbio_error_set(err, MBIO_VALUE, -1, "handshake not done yet");
    }
    peer = SSL_get1_peer_certificate(ssl->ssl);
    MUTANTS(SSL_PEER_DER_NONE);
    if (peer == NULL) {
        return mbio_error_ok(err);
    }
    status = encode_peer(ssl, peer, der, len, err);
    X509_free(peer);
    return status;
}
