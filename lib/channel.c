/* SPDX-License-Identifier: Apache-2.0
 *
 * channel.c: what is special to this one connection: channel bindings, exported keys, and
 * how it was agreed on.
 *
 * "Finished exchanged" is the moment from which both ends know the same: it comes with
 * the completion of the handshake and, unlike that, does not pass with a fatal error.
 */
#include "internal.h"

#include <stdio.h>
#include <string.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

/* RFC 9266, section 2. */
#define EXPORTER_LABEL "EXPORTER-Channel-Binding"
#define EXPORTER_LEN   ((size_t)32)

static bool finished_exchanged(const mbio_ssl *ssl)
{
    char none[1]; /* of which nothing is written: NULL would be copied to, if no bytes */

    MUTANTS(BINDING_FINISHED);
    return SSL_get_finished(ssl->ssl, none, 0) > 0 &&
           SSL_get_peer_finished(ssl->ssl, none, 0) > 0;
}

/* The first Finished of the handshake: the client's, or the server's when it resumes. */
static bool bind_unique(mbio_ssl *ssl, size_t *len)
{
    bool ours = (SSL_session_reused(ssl->ssl) != 0) == ssl->server_side;

    MUTANTS(BINDING_UNIQUE);
    *len = ours ? SSL_get_finished(ssl->ssl, ssl->binding, sizeof ssl->binding)
                : SSL_get_peer_finished(ssl->ssl, ssl->binding, sizeof ssl->binding);
    return true;
}

/* Before TLS 1.3 only the extended master secret makes exported keys unique (RFC 9266,
 * section 4.2). */
static bool bind_exporter(mbio_ssl *ssl, size_t *len)
{
    if (SSL_version(ssl->ssl) < TLS1_3_VERSION && SSL_get_extms_support(ssl->ssl) != 1) {
        return true;
    }
    *len = EXPORTER_LEN;
    MUTANTS(BINDING_EXPORTER);
    return SSL_export_keying_material(ssl->ssl, ssl->binding, EXPORTER_LEN,
                                      EXPORTER_LABEL, sizeof EXPORTER_LABEL - 1,
                                      (const unsigned char *)"", 0, 1) == 1;
}

/* The hash of the server's certificate, by the hash of its signature; MD5 and SHA-1 are
 * raised to SHA-256. A signature without one, as Ed25519, has no such binding (RFC 5929,
 * section 4.1). */
static bool bind_end_point(mbio_ssl *ssl, size_t *len)
{
    X509 *cert = ssl->server_side ? SSL_get_certificate(ssl->ssl)
                                  : SSL_get0_peer_certificate(ssl->ssl);
    int nid = NID_undef;
    const EVP_MD *md;
    unsigned n = 0;
    bool good;

    MUTANTS(BINDING_END_POINT);
    if (cert == NULL || X509_get_signature_info(cert, &nid, NULL, NULL, NULL) != 1 ||
        nid == NID_undef) {
        return true;
    }
    md = EVP_get_digestbynid(nid == NID_md5 || nid == NID_sha1 ? NID_sha256 : nid);
    good = md != NULL && X509_digest(cert, md, ssl->binding, &n) == 1;
    *len = n;
    return good;
}

static const struct {
    const char *name;
    bool (*bind)(mbio_ssl *ssl, size_t *len);
} bindings[] = {
    {"tls-unique", bind_unique},
    {"tls-exporter", bind_exporter},
    {"tls-server-end-point", bind_end_point},
};

#define BINDINGS (sizeof bindings / sizeof *bindings)

static mbio_status refuse_type(mbio_error *err, const char *cb_type)
{
    char text[MBIO_ERROR_TEXT_MAX];

    snprintf(text, sizeof text, "'%.400s' channel binding type not implemented", cb_type);
    return mbio_error_set(err, MBIO_VALUE, -1, text);
}

mbio_status mbio_ssl_get_channel_binding(mbio_ssl *ssl, const void **binding, size_t *len,
                                         const char *cb_type, mbio_error *err)
{
    mbio_error unused;
    size_t i, n = 0;

    err = mbio_error_begin(err, &unused);
    if (binding != NULL) {
        *binding = NULL;
    }
    if (len != NULL) {
        *len = 0;
    }
    if (ssl == NULL || binding == NULL || len == NULL) {
        return mbio_error_misuse(err,
                                 "mbio_ssl_get_channel_binding: an argument is NULL");
    }
    for (i = 0; cb_type != NULL && i < BINDINGS; i++) {
        if (strcmp(bindings[i].name, cb_type) == 0) {
            break;
        }
    }
    MUTANTS(BINDING_GET);
    if (cb_type == NULL) {
        i = MUTANT_VALUE(BINDING_DEFAULT_OTHER, 0, 1);
    } else if (i == BINDINGS) {
        return refuse_type(err, cb_type);
    }
    if (finished_exchanged(ssl) && !bindings[i].bind(ssl, &n)) {
        return mbio_error_queue(err);
    }
    *binding = n == 0 ? NULL : ssl->binding;
    *len = n;
    return mbio_error_ok(err);
}

mbio_status mbio_ssl_export_keying_material(mbio_ssl *ssl, void *out, size_t len,
                                            const char *label, const void *context,
                                            size_t context_len, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ssl == NULL || out == NULL || len == 0 || label == NULL ||
        (context == NULL && context_len > 0)) {
        return mbio_error_misuse(err,
                                 "mbio_ssl_export_keying_material: an argument is NULL");
    }
    if (len > MBIO_LEN_MAX || context_len > MBIO_LEN_MAX) {
        return mbio_error_set(err, MBIO_OVERFLOW, -1, "more than 2147483647 bytes");
    }
    memset(out, 0, len);
    MUTANTS(EXPORT);
    if (!mbio_ssl_is_established(ssl)) {
        return mbio_error_set(err, MBIO_VALUE, -1, "handshake not done yet");
    }
    if (SSL_export_keying_material(ssl->ssl, out, len, label, strlen(label), context,
                                   context_len, context != NULL) != 1) {
        memset(out, 0, len);
        return mbio_error_queue(err);
    }
    return mbio_error_ok(err);
}

const char *mbio_ssl_compression(const mbio_ssl *ssl)
{
    MUTANTS(COMPRESSION);
    return ssl == NULL ? NULL : mbio_compat_compression(ssl->ssl);
}

/* Ends a getter of a name that older OpenSSLs do not know. */
static mbio_status give_name(mbio_error *err, bool can_tell, const char *too_old)
{
    MUTANTS(GROUP_NAME);
    return can_tell ? mbio_error_ok(err) : mbio_error_set(err, MBIO_SSL, -1, too_old);
}

mbio_status mbio_ssl_group(mbio_ssl *ssl, const char **name, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (name != NULL) {
        *name = NULL;
    }
    if (ssl == NULL || name == NULL) {
        return mbio_error_misuse(err, "mbio_ssl_group: an argument is NULL");
    }
    return give_name(err, mbio_compat_group(ssl->ssl, name),
                     "Getting selected group requires OpenSSL 3.2 or later.");
}

mbio_status mbio_ssl_client_sigalg(mbio_ssl *ssl, const char **name, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (name != NULL) {
        *name = NULL;
    }
    if (ssl == NULL || name == NULL) {
        return mbio_error_misuse(err, "mbio_ssl_client_sigalg: an argument is NULL");
    }
    return give_name(err, mbio_compat_sigalg(ssl->ssl, name, !ssl->server_side),
                     "Getting client sigalg requires OpenSSL 3.5 or later.");
}

mbio_status mbio_ssl_server_sigalg(mbio_ssl *ssl, const char **name, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (name != NULL) {
        *name = NULL;
    }
    if (ssl == NULL || name == NULL) {
        return mbio_error_misuse(err, "mbio_ssl_server_sigalg: an argument is NULL");
    }
    return give_name(err, mbio_compat_sigalg(ssl->ssl, name, ssl->server_side),
                     "Getting server sigalg requires OpenSSL 3.5 or later.");
}
