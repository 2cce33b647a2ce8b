/* SPDX-License-Identifier: Apache-2.0
 *
 * everything_ctx.c: the part of contexts in everything.
 */
#include "everything.h"

#include <stdlib.h>

#include "everything_say.h"
#include "support.h"

/* Settings of the handshake; lists that only newer OpenSSLs have. */
static void set_tls(struct log *log, mbio_ctx *ctx)
{
    const char *const *names;
    size_t n;

    DO(mbio_ctx_set_ciphersuites, ctx, "no-such-suite");
    DO(mbio_ctx_set_ciphersuites, ctx, "TLS_AES_128_GCM_SHA256");
    DO(mbio_ctx_set_groups, ctx, "no-such-group");
    DO(mbio_ctx_set_groups, ctx, "X25519:P-256");
    DO(mbio_ctx_set_ecdh_curve, ctx, "no-such-curve");
    DO(mbio_ctx_set_ecdh_curve, ctx, "prime256v1");
    DO(mbio_ctx_set_client_sigalgs, ctx, "no-such-algorithm");
    DO(mbio_ctx_set_client_sigalgs, ctx, "ed25519");
    DO(mbio_ctx_set_server_sigalgs, ctx, "ed25519:RSA-PSS+SHA256");
    DO(mbio_ctx_get_groups, ctx, &names, &n, false);
    DO(mbio_ctx_get_sigalgs, ctx, &names, &n);
    DO(mbio_ctx_load_dh_params, ctx, world_file("ed25519.pem"));
    TELL(mbio_ctx_get_security_level, ctx);
    TELL(mbio_ctx_get_protocol, ctx);
    TELL(mbio_has, MBIO_HAS_PSK);
}

static void set_trust(struct log *log, mbio_ctx *ctx)
{
    mbio_cert_store_stats stats;
    const mbio_der *certs;
    size_t n;

    DO(mbio_ctx_load_crls_mem, ctx, "junk", 4, true);
    DO(mbio_ctx_get_ca_certs, ctx, &certs, &n);
    MAKE(mbio_ctx_cert_store_stats, ctx, &stats);
    DO(mbio_ctx_set_verify_flags, ctx, mbio_ctx_get_verify_flags(ctx));
    DO(mbio_ctx_set_hostname_checks_common_name, ctx, true);
    TELL(mbio_ctx_get_verify_flags, ctx);
    TELL(mbio_ctx_get_hostname_checks_common_name, ctx);
}

static mbio_status refuse_password(void *password, size_t *len, size_t size, void *arg,
                                   mbio_error *err)
{
    (void)password;
    (void)size;
    (void)arg;
    (void)err;
    *len = 0;
    return MBIO_TYPE;
}

static void load_asking(struct log *log, mbio_ctx *ctx)
{
    size_t len, key_len;
    char *pem = read_world("encrypted.pem", &len);
    char *key = read_world("encrypted.key.pem", &key_len);

    DO(mbio_ctx_load_cert_chain_asking, ctx, world_file("encrypted.pem"),
       world_file("encrypted.key.pem"), refuse_password, NULL);
    DO(mbio_ctx_load_cert_chain_mem_asking, ctx, pem, len, key, key_len, refuse_password,
       NULL);
    free(pem);
    free(key);
}

static void set_callbacks(struct log *log, mbio_ctx *ctx)
{
    DO(mbio_ctx_set_sni_callback, ctx, NULL, NULL);
    DO(mbio_ctx_set_psk_client_callback, ctx, NULL, NULL);
    DO(mbio_ctx_set_psk_server_callback, ctx, NULL, NULL, NULL);
    DO(mbio_ctx_set_keylog_filename, ctx, "/nonexistent/keys");
    DO(mbio_ctx_set_keylog_filename, ctx, NULL);
    DO(mbio_ctx_set_keylog_callback, ctx, NULL, NULL);
    DO(mbio_ctx_set_msg_callback, ctx, NULL, NULL);
    TELL_IF(mbio_ctx_get_keylog_filename, ctx);
}

static void tell_settings(struct log *log, mbio_ctx *ctx)
{
    mbio_session_stats stats;

    TELL(mbio_ctx_get_minimum_version, ctx);
    TELL(mbio_ctx_get_maximum_version, ctx);
    TELL(mbio_ctx_get_verify_mode, ctx);
    TELL(mbio_ctx_get_check_hostname, ctx);
    TELL(mbio_ctx_get_num_tickets, ctx);
    TELL(mbio_ctx_get_options, ctx);
    TELL(mbio_ctx_get_post_handshake_auth, ctx);
    MAKE(mbio_ctx_session_stats, ctx, &stats);
}

void use_context(struct log *log, mbio_protocol protocol, mbio_ctx **ctx)
{
    const char *const alpn[] = {"h2", ""};
    const mbio_cipher_info *enabled;
    size_t len, n;
    char *pem = read_world("ed25519.pem", &len);

    DO(mbio_ctx_new, ctx, protocol);
    DO(mbio_ctx_set_minimum_version, *ctx, MBIO_TLSv1_3);
    DO(mbio_ctx_set_maximum_version, *ctx, (mbio_tls_version)7);
    DO(mbio_ctx_set_verify_mode, *ctx, (mbio_verify_mode)3);
    DO(mbio_ctx_set_verify_mode, *ctx, MBIO_CERT_REQUIRED);
    DO(mbio_ctx_set_ciphers, *ctx, "no-such-cipher");
    DO(mbio_ctx_set_ciphers, *ctx, "ECDHE+AESGCM");
    DO(mbio_ctx_set_alpn_protocols, *ctx, alpn, 2);
    DO(mbio_ctx_set_alpn_protocols, *ctx, alpn, 1);
    DO(mbio_ctx_set_num_tickets, *ctx, 1);
    DO(mbio_ctx_set_options, *ctx, mbio_ctx_get_options(*ctx));
    DO(mbio_ctx_set_post_handshake_auth, *ctx, true);
    DO(mbio_ctx_load_cert_chain, *ctx, world_file("none.pem"), NULL, NULL);
    DO(mbio_ctx_load_cert_chain, *ctx, world_file("encrypted.pem"),
       world_file("encrypted.key.pem"), "wrong");
    DO(mbio_ctx_load_cert_chain_mem, *ctx, pem, len, NULL, 0, NULL);
    DO(mbio_ctx_load_cert_chain, *ctx,
       world_file(protocol == MBIO_PROTOCOL_TLS_CLIENT ? "client-ed25519.pem"
                                                       : "ed25519.pem"),
       world_file(protocol == MBIO_PROTOCOL_TLS_CLIENT ? "client-ed25519.key.pem"
                                                       : "ed25519.key.pem"),
       NULL);
    DO(mbio_ctx_load_verify_locations, *ctx, world_file("ca-ed25519.pem"), NULL);
    DO(mbio_ctx_load_verify_locations_mem, *ctx, pem, len, false);
    DO(mbio_ctx_load_verify_locations_mem, *ctx, "junk", 4, false);
    DO(mbio_ctx_set_check_hostname, *ctx, protocol == MBIO_PROTOCOL_TLS_CLIENT);
    DO(mbio_ctx_get_ciphers, *ctx, &enabled, &n);
    tell_settings(log, *ctx);
    set_tls(log, *ctx);
    set_trust(log, *ctx);
    set_callbacks(log, *ctx);
    free(pem);
}

void use_contexts(struct log *log)
{
    mbio_ctx *first = NULL, *around = NULL;

    DO(mbio_ctx_new_in_libctx, &first, MBIO_PROTOCOL_TLS, NULL, NULL);
    TELL_IF(mbio_ctx_get_ssl_ctx, first);
    DO(mbio_ctx_from_ssl_ctx, &around, mbio_ctx_get_ssl_ctx(first));
    DO(mbio_ctx_set_default_verify_paths, around);
    DO(mbio_ctx_load_default_certs, around);
    load_asking(log, around);
    mbio_ctx_free(around);
    mbio_ctx_free(first);
}
