/* SPDX-License-Identifier: Apache-2.0
 *
 * hostname.c: the peer's name: what is sent as SNI and what the certificate must say.
 *
 * An IP literal is never sent, and is checked as an address (CTX-WRAP-11); anything else
 * is sent as it stands, without a look at its syntax (CTX-WRAP-12).
 */
#include "internal.h"

#include <string.h>
#include <openssl/crypto.h>
#include <openssl/x509v3.h>

static mbio_status expect_ip(mbio_ssl *ssl, const ASN1_OCTET_STRING *ip, mbio_error *err)
{
    MUTANTS(NAME_IP);
    if (ssl->ctx->check_hostname &&
        X509_VERIFY_PARAM_set1_ip(SSL_get0_param(ssl->ssl), ASN1_STRING_get0_data(ip),
                                  (size_t)ASN1_STRING_length(ip)) != 1) {
        return mbio_error_queue(err);
    }
    return MBIO_OK;
}

/* No memory; or, from OpenSSL 4.0 on, a name that no certificate could have. */
static mbio_status name_refused(mbio_error *err)
{
    if (MBIO_HOST_IS_CHECKED && !mbio_error_queue_no_memory(err)) {
        return mbio_error_set(err, MBIO_VALUE, -1,
                              "server_hostname is no name that a certificate can be "
                              "checked for");
    }
    return mbio_error_no_memory(err);
}

static mbio_status expect_name(mbio_ssl *ssl, const char *name, mbio_error *err)
{
    if (SSL_set_tlsext_host_name(ssl->ssl, name) != 1) {
<<<<<<< HEAD
        MUTANTS(NAME_REFUSED);
        return mbio_error_queue(err);
=======
        return mbio_error_queue_internal(err); /* or the name is too long */
>>>>>>> coverage
    }
    MUTANTS(NAME_SENT);
    if (ssl->ctx->check_hostname &&
        X509_VERIFY_PARAM_set1_host(SSL_get0_param(ssl->ssl), name, strlen(name)) != 1) {
        return name_refused(err);
    }
    return MBIO_OK;
}

/* OpenSSL copies what is expected of the peer from the object to each verification and
 * does not look whether that worked: without memory no name would be checked, and any
 * would do. So it is copied here once more, and the verification fails when that does. */
int mbio_hostname_verify(X509_STORE_CTX *verification, void *arg)
{
    SSL *s =
        X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx());
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(verification);

    (void)arg;
    if (X509_VERIFY_PARAM_set1(param, SSL_get0_param(s)) != 1) {
        mbio_error_push_no_memory();
        X509_STORE_CTX_set_error(verification, X509_V_ERR_OUT_OF_MEM);
        return 0;
    }
    MUTANTS(NAME_VERIFY);
    return X509_verify_cert(verification);
}

mbio_status mbio_hostname_apply(mbio_ssl *ssl, const char *name, mbio_error *err)
{
    ASN1_OCTET_STRING *ip;
    mbio_status status;

    MUTANTS(NAME_GIVEN);
    if (name[0] == '\0' || name[0] == '.') {
        return mbio_error_set(
            err, MBIO_VALUE, -1,
            "server_hostname cannot be an empty string or start with a leading dot.");
    }
    ssl->server_hostname = OPENSSL_strdup(name);
    if (ssl->server_hostname == NULL) {
        return mbio_error_no_memory(err);
    }
    MUTANTS(NAME_KEPT);
    ip = a2i_IPADDRESS(name);
    MUTANTS(NAME_JUDGED);
    if (ip == NULL) {
        if (mbio_error_queue_no_memory(err)) {
            return MBIO_NO_MEMORY; /* it may be an address: not to be taken for a name */
        }
        mbio_error_clear();
        return expect_name(ssl, name, err);
    }
    status = expect_ip(ssl, ip, err);
    ASN1_OCTET_STRING_free(ip);
    return status;
}
