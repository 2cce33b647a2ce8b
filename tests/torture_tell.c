/* SPDX-License-Identifier: Apache-2.0
 *
 * torture_tell.c: what an open connection tells and takes memory to say: chains, suites,
 * bindings, the certificate in words, sessions.
 */
#include "torture.h"

#include <stdlib.h>
#include <openssl/pem.h>

static bool tell_channel(struct torture *t, mbio_ssl *client)
{
    const void *binding;
    const char *name;
    unsigned char key[32];
    size_t n;

    REACH(mbio_ssl_compression)(client);
    return CALL(t, WANT_OK, mbio_ssl_get_channel_binding, client, &binding, &n,
                "tls-exporter") &&
           CALL(t, WANT_OK, mbio_ssl_get_channel_binding, client, &binding, &n,
                "tls-server-end-point") &&
           CALL(t, WANT_OK, mbio_ssl_export_keying_material, client, key, sizeof key,
                "EXPERIMENTAL torture", NULL, 0) &&
           CALL(t, WANT_TOLD, mbio_ssl_group, client, &name) &&
           CALL(t, WANT_TOLD, mbio_ssl_client_sigalg, client, &name) &&
           CALL(t, WANT_TOLD, mbio_ssl_server_sigalg, client, &name);
}

static bool tell_lists(struct torture *t, mbio_ctx *ctx, mbio_ssl *client,
                       mbio_ssl *server)
{
    const mbio_cipher_info *enabled;
    const mbio_cipher *shared;
    const mbio_der *chain;
    size_t n;

    return CALL(t, WANT_OK, mbio_ctx_get_ciphers, ctx, &enabled, &n) &&
           CALL(t, WANT_OK, mbio_ssl_get_verified_chain, client, &chain, &n) &&
           CALL(t, WANT_OK, mbio_ssl_get_unverified_chain, client, &chain, &n) &&
           CALL(t, WANT_OK, mbio_ssl_shared_ciphers, server, &shared, &n);
}

static bool is_whole(struct torture *t, const mbio_peercert *cert)
{
    size_t n;

    REACH(mbio_peercert_ocsp)(cert, &n);
    REACH(mbio_peercert_ca_issuers)(cert, &n);
    REACH(mbio_peercert_crl_distribution_points)(cert, &n);
    return torture_check(t,
                         !REACH(mbio_peercert_is_empty)(cert) &&
                             REACH(mbio_peercert_version)(cert) == 3 &&
                             REACH(mbio_peercert_serial_number)(cert) != NULL &&
                             REACH(mbio_peercert_not_before)(cert) != NULL &&
                             REACH(mbio_peercert_not_after)(cert) != NULL &&
                             REACH(mbio_peercert_subject)(cert, &n) != NULL &&
                             REACH(mbio_peercert_issuer)(cert, &n) != NULL &&
                             REACH(mbio_peercert_subject_alt_name)(cert, &n) != NULL,
                         "a certificate without its fields");
}

static bool tell_certificate(struct torture *t, mbio_ssl *client)
{
    mbio_peercert *cert = NULL, *again = NULL;
    const void *der;
    size_t n;
    bool ok =
        CALL(t, WANT_OK, mbio_ssl_getpeercert, client, &cert) && is_whole(t, cert) &&
        CALL(t, WANT_OK, mbio_ssl_getpeercert_der, client, &der, &n) &&
        CALL(t, WANT_OK, mbio_certificate_decode, &again, der, n) && is_whole(t, again);

    REACH(mbio_peercert_free)(cert);
    mbio_peercert_free(again);
    return ok;
}

static bool tell_session(struct torture *t, mbio_ctx *ctx, mbio_ssl *client)
{
    mbio_session *session = NULL;
    mbio_session_stats stats;
    size_t n;
    bool ok = CALL(t, WANT_OK, mbio_ssl_get_session, client, &session) &&
              CALL(t, BIT(MBIO_VALUE), mbio_ssl_set_session, client, session) &&
              torture_check(t,
                            REACH(mbio_session_equal)(session, session) &&
                                !REACH(mbio_ssl_session_reused)(client) &&
                                REACH(mbio_session_get_timeout)(session) > 0 &&
                                REACH(mbio_session_get_time)(session) > 0,
                            "a session without its fields");

    REACH(mbio_session_get_id)(session, &n);
    REACH(mbio_session_get_has_ticket)(session);
    REACH(mbio_session_get_ticket_lifetime_hint)(session);
    REACH(mbio_ctx_session_stats)(ctx, &stats);
    REACH(mbio_session_free)(session);
    return ok;
}

bool torture_tell(struct torture *t, mbio_ctx *ctx, mbio_ssl *client, mbio_ssl *server)
{
    return tell_lists(t, ctx, client, server) && tell_channel(t, client) &&
           tell_certificate(t, client) && tell_session(t, ctx, client);
}

/* The alternative names of rich.pem. */
#define NAMES_OF_RICH 9

unsigned char *torture_der(const char *name, size_t *len)
{
    char *pem = torture_slurp(name, len), *title = NULL, *header = NULL;
    BIO *in = BIO_new_mem_buf(pem, (int)*len);
    unsigned char *der = NULL;
    long der_len = 0;

    PEM_read_bio(in, &title, &header, &der, &der_len);
    *len = (size_t)der_len;
    OPENSSL_free(title);
    OPENSSL_free(header);
    BIO_free(in);
    free(pem);
    return der;
}

/* Every kind of name and extension that is known: none may be missing. */
bool torture_decode(struct torture *t)
{
    size_t len, names, n;
    unsigned char *der = torture_der("rich.pem", &len);
    mbio_peercert *cert = NULL;
    bool ok;

    torture_start(t);
    ok = CALL(t, WANT_OK, mbio_certificate_decode, &cert, der, len) &&
         is_whole(t, cert) &&
         torture_check(t,
                       mbio_peercert_subject_alt_name(cert, &names) != NULL &&
                           names == NAMES_OF_RICH &&
                           mbio_peercert_ocsp(cert, &n) != NULL &&
                           mbio_peercert_ca_issuers(cert, &n) != NULL &&
                           mbio_peercert_crl_distribution_points(cert, &n) != NULL,
                       "a certificate without its extensions");
    mbio_peercert_free(cert);
    OPENSSL_free(der);
    return ok;
}
