/* SPDX-License-Identifier: Apache-2.0
 *
 * peercert.c: a certificate, decoded to what CPython's getpeercert tells.
 *
 * Everything that a certificate lends is in blocks of memory that hang on it:
 *
 *     mbio_peercert -> block -> block -> ... -> NULL
 *
 * so that freeing it needs no knowledge of what is inside. How the parts are decoded is
 * in peercert_part.c.
 */
#include "peercert.h"

#include <string.h>
#include <openssl/crypto.h>

/* The header keeps what follows it aligned for any type. */
union block {
    union block *next;
    max_align_t align;
};

void *peercert_alloc(mbio_peercert *cert, size_t size)
{
    union block *block = OPENSSL_zalloc(sizeof *block + size);

    if (block == NULL) {
        mbio_error_push_no_memory();
        return NULL;
    }
    block->next = cert->blocks;
    cert->blocks = block;
    return block + 1;
}

char *peercert_copy(mbio_peercert *cert, const void *text, size_t len)
{
    char *copy = peercert_alloc(cert, len + 1);

    if (copy != NULL && len > 0) {
        memcpy(copy, text, len);
    }
    return copy;
}

void mbio_peercert_free(mbio_peercert *cert)
{
    if (cert == NULL) {
        return;
    }
    while (cert->blocks != NULL) {
        union block *next = cert->blocks->next;

        OPENSSL_free(cert->blocks);
        cert->blocks = next;
    }
    OPENSSL_free(cert);
}

/* Decodes `x509`, or makes an empty certificate of NULL. */
static mbio_status decode(mbio_peercert **cert, X509 *x509, mbio_error *err)
{
    mbio_peercert *new_cert = OPENSSL_zalloc(sizeof *new_cert);

    if (new_cert == NULL) {
        return mbio_error_no_memory(err);
    }
    new_cert->is_empty = x509 == NULL;
    if (x509 != NULL && !peercert_decode(new_cert, x509)) {
        mbio_peercert_free(new_cert);
        return mbio_error_queue_or_unknown(err);
    }
    /* A broken extension is one that is not there; one without memory is not (LIB-07). */
    if (mbio_error_queue_no_memory(err)) {
        mbio_peercert_free(new_cert);
        return MBIO_NO_MEMORY;
    }
    *cert = new_cert;
    return mbio_error_ok(err);
}

mbio_status mbio_certificate_decode(mbio_peercert **cert, const void *der, size_t len,
                                    mbio_error *err)
{
    mbio_error unused;
    mbio_status status;
    const unsigned char *p = der;
    X509 *x509;

    err = mbio_error_begin(err, &unused);
    if (cert != NULL) {
        *cert = NULL;
    }
    if (cert == NULL || der == NULL) {
        return mbio_error_misuse(err, "mbio_certificate_decode: an argument is NULL");
    }
    if (len > MBIO_LEN_MAX) {
        return mbio_error_set(err, MBIO_OVERFLOW, -1, "more than 2147483647 bytes");
    }
    x509 = d2i_X509(NULL, &p, (long)len);
    if (x509 == NULL) {
        return mbio_error_queue(err);
    }
    if (p != (const unsigned char *)der + len) {
        X509_free(x509);
        return mbio_error_set(err, MBIO_VALUE, -1, "bytes behind the certificate");
    }
    status = decode(cert, x509, err);
    X509_free(x509);
    return status;
}

mbio_status mbio_ssl_getpeercert(mbio_ssl *ssl, mbio_peercert **cert, mbio_error *err)
{
    mbio_error unused;
    X509 *x509;

    err = mbio_error_begin(err, &unused);
    if (cert != NULL) {
        *cert = NULL;
    }
    if (ssl == NULL || cert == NULL) {
        return mbio_error_misuse(err, "mbio_ssl_getpeercert: an argument is NULL");
    }
    MUTANTS(PEERCERT_ENTER);
    if (!mbio_ssl_is_established(ssl)) {
        return mbio_error_set(err, MBIO_VALUE, -1, "handshake not done yet");
    }
    x509 = SSL_get0_peer_certificate(ssl->ssl);
    if (x509 == NULL) {
        return mbio_error_ok(err);
    }
    MUTANTS(PEERCERT_GET);
    /* The mode of now, not that of the handshake (OBJ-CERT-03). */
    if (mbio_ctx_get_verify_mode(ssl->ctx) == MBIO_CERT_NONE) {
        x509 = NULL;
    }
    return decode(cert, x509, err);
}

bool mbio_peercert_is_empty(const mbio_peercert *cert)
{
    return cert == NULL || cert->is_empty;
}

int mbio_peercert_version(const mbio_peercert *cert)
{
    return cert == NULL ? 0 : cert->version;
}

const char *mbio_peercert_serial_number(const mbio_peercert *cert)
{
    return cert == NULL ? NULL : cert->serial_number;
}

const char *mbio_peercert_not_before(const mbio_peercert *cert)
{
    return cert == NULL ? NULL : cert->not_before;
}

const char *mbio_peercert_not_after(const mbio_peercert *cert)
{
    return cert == NULL ? NULL : cert->not_after;
}

/* Lends a list of a certificate, none without one. */
#define LEND(type, member)                                                               \
    const type *mbio_peercert_##member(const mbio_peercert *cert, size_t *count)         \
    {                                                                                    \
        if (count != NULL) {                                                             \
            *count = cert == NULL ? 0 : cert->member.count;                              \
        }                                                                                \
        return cert == NULL || cert->member.count == 0 ? NULL : cert->member.list;       \
    }
LEND(mbio_attribute, subject)
LEND(mbio_attribute, issuer)
LEND(mbio_alt_name, subject_alt_name)
LEND(mbio_text, ocsp)
LEND(mbio_text, ca_issuers)
LEND(mbio_text, crl_distribution_points)
