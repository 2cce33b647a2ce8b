/* SPDX-License-Identifier: Apache-2.0
 *
 * torture_ctx.c: scenarios of BIOs and contexts.
 */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/ssl.h>

char *torture_slurp(const char *name, size_t *len)
{
    FILE *file = fopen(world_file(name), "rb");
    char *data = calloc(1, 65536);

    *len = file == NULL || data == NULL ? 0 : fread(data, 1, 65535, file);
    if (file != NULL) {
        fclose(file);
    }
    return data;
}

/* --------------------------------------------------------------------------- BIOs */

static bool use_bio(struct torture *t, mbio *bio)
{
    static const char data[3000] = "abc";
    char buf[4000];
    void *room;
    size_t n;

    torture_watch(t, 0, bio);
    if (!CALL(t, WANT_OK, mbio_write, bio, data, sizeof data) ||
        !CALL(t, WANT_OK, mbio_write, bio, data, 2000) ||
        !CALL(t, WANT_OK, mbio_reserve, bio, &room, 5000)) {
        return false;
    }
    memset(room, 'r', 5000);
    if (!CALL(t, WANT_OK, mbio_commit, bio, 4000) ||
        !CALL(t, WANT_OK, mbio_read, bio, buf, &n, 2000)) {
        return false;
    }
    REACH(mbio_trim)(bio);
    torture_check(t, REACH(mbio_pending)(bio) == 7000, "trim keeps what is pending");
    torture_check(t, REACH(mbio_peek)(bio, &n) != NULL && n == 7000, "peek");
    if (!CALL(t, WANT_OK, mbio_consume, bio, 7000) ||
        !CALL(t, WANT_OK, mbio_write_eof, bio)) {
        return false;
    }
    return torture_check(t, REACH(mbio_eof)(bio), "eof");
}

bool torture_bio(struct torture *t)
{
    mbio *bio = NULL;
    bool ok = CALL(t, WANT_OK, mbio_new, &bio) && use_bio(t, bio);

    torture_watch(t, 0, NULL);
    REACH(mbio_free)(bio);
    return ok;
}

/* ---------------------------------------------------------------------- a context */

static bool set_all(struct torture *t, mbio_ctx *ctx)
{
    static const char *const protocols[] = {"h2", "http/1.1"};

    return CALL(t, WANT_OK, mbio_ctx_set_minimum_version, ctx, MBIO_TLSv1_2) &&
           CALL(t, WANT_OK, mbio_ctx_set_maximum_version, ctx,
                MBIO_TLS_MAXIMUM_SUPPORTED) &&
           CALL(t, WANT_OK, mbio_ctx_set_ciphers, ctx, "ECDHE+AESGCM") &&
           CALL(t, WANT_OK, mbio_ctx_set_alpn_protocols, ctx, protocols, 2) &&
           CALL(t, WANT_OK, mbio_ctx_set_num_tickets, ctx, 3) &&
           CALL(t, WANT_OK, mbio_ctx_set_options, ctx, SSL_OP_ALL) &&
           CALL(t, WANT_OK, mbio_ctx_set_verify_mode, ctx, MBIO_CERT_OPTIONAL) &&
           CALL(t, WANT_OK, mbio_ctx_set_check_hostname, ctx, false) &&
           CALL(t, WANT_OK, mbio_ctx_set_ciphersuites, ctx, "TLS_AES_128_GCM_SHA256") &&
           CALL(t, WANT_OK, mbio_ctx_set_groups, ctx, "X25519:P-256") &&
           CALL(t, WANT_OK, mbio_ctx_set_ecdh_curve, ctx, "prime256v1") &&
           CALL(t, WANT_OK, mbio_ctx_set_client_sigalgs, ctx, "ed25519") &&
           CALL(t, WANT_OK, mbio_ctx_set_server_sigalgs, ctx, "ed25519:RSA+SHA256") &&
           CALL(t, WANT_OK, mbio_ctx_set_verify_flags, ctx, 4) &&
           CALL(t, WANT_OK, mbio_ctx_set_hostname_checks_common_name, ctx, false) &&
           CALL(t, WANT_OK, mbio_ctx_set_post_handshake_auth, ctx, true) &&
           CALL(t, WANT_OK, mbio_ctx_set_keylog_filename, ctx, "/dev/null");
}

/* Lists that take memory; an older OpenSSL has no groups and algorithms to tell. */
static bool list_all(struct torture *t, mbio_ctx *ctx)
{
    const char *const *names;
    const mbio_der *certs;
    mbio_cert_store_stats stats;
    size_t n;

    REACH(mbio_has)(MBIO_HAS_PSK);
    REACH(mbio_ctx_cert_store_stats)(ctx, &stats);
    return CALL(t, WANT_TOLD, mbio_ctx_get_groups, ctx, &names, &n, true) &&
           CALL(t, WANT_TOLD, mbio_ctx_get_sigalgs, ctx, &names, &n) &&
           CALL(t, WANT_OK, mbio_ctx_get_ca_certs, ctx, &certs, &n);
}

static bool get_all(struct torture *t, const mbio_ctx *ctx)
{
    return torture_check(
        t,
        REACH(mbio_ctx_get_minimum_version)(ctx) == MBIO_TLSv1_2 &&
            REACH(mbio_ctx_get_maximum_version)(ctx) == MBIO_TLS_MAXIMUM_SUPPORTED &&
            REACH(mbio_ctx_get_num_tickets)(ctx) == 3 &&
            REACH(mbio_ctx_get_options)(ctx) == SSL_OP_ALL &&
            REACH(mbio_ctx_get_verify_mode)(ctx) == MBIO_CERT_OPTIONAL &&
            !REACH(mbio_ctx_get_check_hostname)(ctx) &&
            REACH(mbio_ctx_get_verify_flags)(ctx) == 4 &&
            !REACH(mbio_ctx_get_hostname_checks_common_name)(ctx) &&
            REACH(mbio_ctx_get_post_handshake_auth)(ctx) &&
            REACH(mbio_ctx_get_security_level)(ctx) >= 0 &&
            REACH(mbio_ctx_get_protocol)(ctx) == MBIO_PROTOCOL_TLS_SERVER,
        "a setting is not what was set");
}

/* A second context around the SSL_CTX of the first. */
static bool borrow(struct torture *t, mbio_ctx *ctx)
{
    static const char *const protocols[] = {"h2"};
    mbio_ctx *borrowed = NULL;
    bool ok = CALL(t, WANT_OK, mbio_ctx_from_ssl_ctx, &borrowed,
                   REACH(mbio_ctx_get_ssl_ctx)(ctx)) &&
              CALL(t, WANT_OK, mbio_ctx_set_alpn_protocols, borrowed, protocols, 1);

    mbio_ctx_free(borrowed);
    return ok;
}

bool torture_settings(struct torture *t)
{
    mbio_ctx *ctx = NULL;
    bool ok = CALL(t, WANT_OK, mbio_ctx_new, &ctx, MBIO_PROTOCOL_TLS_SERVER);

    torture_start(t);
    ok = ok && set_all(t, ctx) && get_all(t, ctx) && borrow(t, ctx);
    REACH(mbio_ctx_free)(ctx);
    return ok;
}

bool torture_foreign(struct torture *t)
{
    mbio_ctx *ctx = NULL;
    bool ok = CALL(t, WANT_OK, mbio_ctx_new_in_libctx, &ctx, MBIO_PROTOCOL_TLS, NULL,
                   "provider=default") &&
              torture_load(t, ctx, "ed25519.pem", "ed25519.key.pem", "ca-ed25519.pem") &&
              borrow(t, ctx);

    mbio_ctx_free(ctx);
    return ok;
}

static mbio_status give_secret(void *password, size_t *len, size_t size, void *arg,
                               mbio_error *err)
{
    (void)size;
    (void)err;
    *len = strlen(arg);
    memcpy(password, arg, *len);
    return MBIO_OK;
}

static bool load_by_asking(struct torture *t, mbio_ctx *ctx)
{
    static char secret[] = "secret";
    size_t cert_len, key_len;
    char *cert = torture_slurp("encrypted.pem", &cert_len);
    char *key = torture_slurp("encrypted.key.pem", &key_len);
    bool ok =
        CALL(t, WANT_OK, mbio_ctx_load_cert_chain_mem_asking, ctx, cert, cert_len, key,
             key_len, give_secret, secret) &&
        CALL(t, WANT_OK, mbio_ctx_load_cert_chain_asking, ctx,
             world_file("encrypted.pem"), world_file("encrypted.key.pem"), give_secret,
             secret) &&
        CALL(t, WANT_OK, mbio_ctx_load_dh_params, ctx, world_file("dh-ffdhe2048.pem"));

    free(cert);
    free(key);
    return ok;
}

bool torture_asking(struct torture *t)
{
    mbio_ctx *ctx = NULL;
    bool ok = CALL(t, WANT_OK, mbio_ctx_new, &ctx, MBIO_PROTOCOL_TLS_SERVER) &&
              load_by_asking(t, ctx);

    mbio_ctx_free(ctx);
    return ok;
}

/* Lists first: they take little, and each n is played as long as it is small. */
static bool trust_all(struct torture *t, mbio_ctx *ctx)
{
    size_t crl_len, der_len, pem_len;
    char *crl = torture_slurp("crl-revocation.pem", &crl_len);
    char *pem = torture_slurp("ca-ed25519.pem", &pem_len);
    unsigned char *der = torture_der("ca-p256.pem", &der_len);
    bool ok = CALL(t, WANT_OK, mbio_ctx_load_verify_locations, ctx,
                   world_file("ca-rsa2048.pem"), NULL);

    torture_start(t);
    ok = ok && list_all(t, ctx) &&
         CALL(t, WANT_OK, mbio_ctx_load_crls_mem, ctx, crl, crl_len, false) &&
         CALL(t, WANT_OK, mbio_ctx_load_verify_locations_mem, ctx, der, der_len, true) &&
         CALL(t, WANT_OK, mbio_ctx_load_verify_locations_mem, ctx, pem, pem_len, false) &&
         CALL(t, WANT_OK, mbio_ctx_set_default_verify_paths, ctx) &&
         CALL(t, WANT_OK, mbio_ctx_load_default_certs, ctx);
    free(crl);
    free(pem);
    OPENSSL_free(der);
    return ok;
}

bool torture_trust(struct torture *t)
{
    mbio_ctx *ctx = NULL;
    bool ok;

    setenv("SSL_CERT_FILE", world_file("ca-other.pem"), 1);
    setenv("SSL_CERT_DIR", world_file("hashed"), 1);
    ok = CALL(t, WANT_OK, mbio_ctx_new_in_libctx, &ctx, MBIO_PROTOCOL_TLS_SERVER, NULL,
              "provider=default") &&
         trust_all(t, ctx);
    mbio_ctx_free(ctx);
    return ok;
}

static bool load_from_memory(struct torture *t, mbio_ctx *ctx)
{
    size_t cert_len, key_len, ca_len;
    char *cert = torture_slurp("encrypted.pem", &cert_len);
    char *key = torture_slurp("encrypted.key.pem", &key_len);
    char *ca = torture_slurp("ca-p256.pem", &ca_len);
    bool ok =
        CALL(t, WANT_OK, mbio_ctx_load_cert_chain_mem, ctx, cert, cert_len, key, key_len,
             "secret") &&
        CALL(t, WANT_OK, mbio_ctx_load_verify_locations_mem, ctx, ca, ca_len, false);

    free(cert);
    free(key);
    free(ca);
    return ok;
}

bool torture_load(struct torture *t, mbio_ctx *ctx, const char *cert, const char *key,
                  const char *ca)
{
    return CALL(t, WANT_OK, mbio_ctx_load_cert_chain, ctx, world_file(cert),
                world_file(key), NULL) &&
           CALL(t, WANT_OK, mbio_ctx_load_verify_locations, ctx, world_file(ca), NULL);
}

bool torture_loading(struct torture *t)
{
    mbio_ctx *ctx = NULL;
    bool ok = CALL(t, WANT_OK, mbio_ctx_new, &ctx, MBIO_PROTOCOL_TLS) &&
              load_from_memory(t, ctx) &&
              torture_load(t, ctx, "rsa2048.pem", "rsa2048.key.pem", "ca-rsa2048.pem") &&
              CALL(t, WANT_OK, mbio_ctx_load_verify_locations, ctx, NULL, world_file(""));

    mbio_ctx_free(ctx);
    return ok;
}

/* What must stay an error: these texts, a wrong password, a key of another certificate. */
bool torture_refusals(struct torture *t)
{
    mbio_ctx *ctx = NULL;
    bool ok =
        CALL(t, WANT_OK, mbio_ctx_new, &ctx, MBIO_PROTOCOL_TLS) &&
        CALL(t, BIT(MBIO_SSL), mbio_ctx_set_ciphers, ctx, "NONE-SUCH") &&
        CALL(t, BIT(MBIO_SSL), mbio_ctx_load_verify_locations_mem, ctx, "junk", 4,
             false) &&
        CALL(t, BIT(MBIO_SSL), mbio_ctx_load_verify_locations_mem, ctx, "junk", 4,
             true) &&
        CALL(t, BIT(MBIO_SSL), mbio_ctx_load_cert_chain, ctx, world_file("encrypted.pem"),
             world_file("encrypted.key.pem"), "wrong") &&
        CALL(t, BIT(MBIO_SSL), mbio_ctx_load_cert_chain, ctx, world_file("ed25519.pem"),
             world_file("other.key.pem"), NULL);

    mbio_ctx_free(ctx);
    return ok;
}
