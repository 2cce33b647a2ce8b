/* SPDX-License-Identifier: Apache-2.0
 *
 * torture_excuse.c: what a failed allocation may look like that OpenSSL does not tell.
 */
#include "torture.h"

#include <stdio.h>
#include <string.h>
#include <openssl/crypto.h>

/* What else than NO_MEMORY a failed allocation may look like: OpenSSL has functions that
 * lose the cause on the way up, and libmembio cannot tell then. */
#define PASSED_OVER   "what could not be made for want of memory is passed over"
#define NO_KEY        "a key that could not be decoded is none; refused, never accepted"
#define NO_EXTENSIONS "extensions that could not be decoded are none; refused, too"
#define NO_ALGORITHM  "an algorithm that could not be made is not there"
#define INTERNAL      "libssl says so of whatever libcrypto could not do"
#define REFUSING      "the SNI callback had no memory for the other context, and refuses"
#define SILENT        "libssl says nothing"
#define VERIFY        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "

/* Which runs over OpenSSL 3.0 meet an excuse: each one; the full one, and a sample perhaps;
 * none, for it takes a newer OpenSSL. */
enum seen { ALWAYS, SAMPLED, NEWER };

static const struct excuse {
    const char *function;
    mbio_status status;
    const char *text; /* with the library, the reason and the certificate's fault */
    enum seen seen;
    const char *why;
} excuses[] = {
    {"mbio_ctx_load_cert_chain", MBIO_SSL, "[SSL: CA_KEY_TOO_SMALL] ca key too small",
     SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain", MBIO_SSL, "[SSL: EE_KEY_TOO_SMALL] ee key too small",
     SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain", MBIO_SSL,
     "[SSL: UNKNOWN_CERTIFICATE_TYPE] unknown certificate type", SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain", MBIO_SSL, "[SSL] PEM lib", SAMPLED, PASSED_OVER},
    {"mbio_ctx_load_cert_chain_asking", MBIO_SSL,
     "[SSL: CA_KEY_TOO_SMALL] ca key too small", SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain_asking", MBIO_SSL, "[SSL] PEM lib", SAMPLED, PASSED_OVER},
    {"mbio_ctx_load_cert_chain_mem", MBIO_SSL, "[SSL: CA_KEY_TOO_SMALL] ca key too small",
     SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain_mem", MBIO_SSL, "[SSL: EE_KEY_TOO_SMALL] ee key too small",
     SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain_mem", MBIO_SSL,
     "[SSL: UNKNOWN_CERTIFICATE_TYPE] unknown certificate type", SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain_mem", MBIO_SSL, "[SSL] PEM lib", SAMPLED, PASSED_OVER},
    {"mbio_ctx_load_cert_chain_mem_asking", MBIO_SSL,
     "[SSL: EE_KEY_TOO_SMALL] ee key too small", SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain_mem_asking", MBIO_SSL, "[SSL] PEM lib", SAMPLED,
     PASSED_OVER},
    {"mbio_ctx_load_cert_chain", MBIO_SSL,
     "[SSL: ECC_CERT_NOT_FOR_SIGNING] ecc cert not for signing", SAMPLED, NO_EXTENSIONS},
    {"mbio_ctx_load_cert_chain_mem_asking", MBIO_SSL,
     "[SSL: UNKNOWN_CERTIFICATE_TYPE] unknown certificate type", SAMPLED, NO_KEY},
    {"mbio_ctx_load_verify_locations", MBIO_SSL, "[X509] PEM lib", SAMPLED, PASSED_OVER},
    {"mbio_ctx_set_groups", MBIO_SSL, "unrecognized group", ALWAYS, SILENT},
    {"mbio_ssl_do_handshake", MBIO_CERT_VERIFICATION,
     VERIFY "CA certificate key too weak", NEWER, NO_KEY},
    {"mbio_ssl_do_handshake", MBIO_CERT_VERIFICATION,
     VERIFY "EE certificate key too weak", SAMPLED, NO_KEY},
    {"mbio_ssl_do_handshake", MBIO_CERT_VERIFICATION,
     VERIFY "unable to get local issuer certificate", SAMPLED, NO_EXTENSIONS},
    {"mbio_ssl_do_handshake", MBIO_SSL,
     "[SSL: CANNOT_CHANGE_CIPHER] cannot change cipher", SAMPLED, INTERNAL},
    {"mbio_ssl_do_handshake", MBIO_SSL, "[SSL: MISSING_FATAL] missing fatal", ALWAYS,
     NO_ALGORITHM},
    {"mbio_ssl_do_handshake", MBIO_SSL,
     "[SSL: NO_SUITABLE_SIGNATURE_ALGORITHM] no suitable signature algorithm", ALWAYS,
     PASSED_OVER},
    {"mbio_ssl_do_handshake", MBIO_SSL,
     "[SSL: UNABLE_TO_FIND_ECDH_PARAMETERS] unable to find ecdh parameters", ALWAYS,
     PASSED_OVER},
    {"mbio_ssl_do_handshake", MBIO_SSL, "[SSL] EC lib", ALWAYS, INTERNAL},
    {"mbio_ssl_do_handshake", MBIO_SSL, "[SSL] EVP lib", ALWAYS, INTERNAL},
    {"mbio_ssl_do_handshake", MBIO_SSL, "[SSL] internal error", ALWAYS, INTERNAL},
    {"mbio_ctx_load_cert_chain_asking", MBIO_SSL,
     "[SSL: EE_KEY_TOO_SMALL] ee key too small", SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain_asking", MBIO_SSL,
     "[SSL: UNKNOWN_CERTIFICATE_TYPE] unknown certificate type", SAMPLED, NO_KEY},
    {"mbio_ctx_load_cert_chain_mem_asking", MBIO_SSL,
     "[SSL: CA_KEY_TOO_SMALL] ca key too small", SAMPLED, NO_KEY},
    {"mbio_ssl_do_handshake", MBIO_SSL,
     "[SSL: COPY_PARAMETERS_FAILED] copy parameters failed", SAMPLED, INTERNAL},
    {"mbio_ssl_do_handshake", MBIO_SSL, "[SSL: NO_SHARED_CIPHER] no shared cipher",
     SAMPLED, PASSED_OVER},
    {"mbio_ssl_key_update", MBIO_SSL, "[SSL] internal error", SAMPLED, INTERNAL},
    {"mbio_ssl_export_keying_material", MBIO_SSL, "[EVP] unsupported", ALWAYS,
     NO_ALGORITHM},
    {"mbio_ssl_export_keying_material", MBIO_SSL, "[SSL] internal error", ALWAYS,
     INTERNAL},
    {"mbio_ssl_get_channel_binding", MBIO_SSL, "[EVP] unsupported", ALWAYS, NO_ALGORITHM},
    {"mbio_ssl_get_channel_binding", MBIO_SSL, "[SSL] internal error", ALWAYS, INTERNAL},
    {"mbio_ssl_key_update", MBIO_SSL, "[SSL: MISSING_FATAL] missing fatal", SAMPLED,
     NO_ALGORITHM},
    {"mbio_ssl_read", MBIO_CERT_VERIFICATION, VERIFY "EE certificate key too weak",
     ALWAYS, NO_KEY},
    {"mbio_ssl_read", MBIO_CERT_VERIFICATION,
     VERIFY "unable to get local issuer certificate", SAMPLED, NO_EXTENSIONS},
    {"mbio_ssl_read", MBIO_SSL,
     "[SSL: PEER_DID_NOT_RETURN_A_CERTIFICATE] peer did not return a certificate", ALWAYS,
     PASSED_OVER},
    {"mbio_ssl_read", MBIO_SSL, "[SSL: BAD_DECOMPRESSION] bad decompression", NEWER,
     INTERNAL},
    {"mbio_ctx_new_in_libctx", MBIO_SSL,
     "[SSL: LIBRARY_HAS_NO_CIPHERS] library has no ciphers", NEWER, PASSED_OVER},
    {"mbio_ctx_new", MBIO_SSL, "[SSL: LIBRARY_HAS_NO_CIPHERS] library has no ciphers",
     NEWER, PASSED_OVER},
    {"mbio_ssl_read", MBIO_SSL, "[SSL] EVP lib", ALWAYS, INTERNAL},
    {"mbio_ssl_read", MBIO_SSL, "[SSL] internal error", ALWAYS, INTERNAL},
    {"mbio_ssl_do_handshake", MBIO_CERT_VERIFICATION, VERIFY "certificate chain too long",
     SAMPLED, NO_ALGORITHM},
    {"mbio_ssl_do_handshake", MBIO_CERT_VERIFICATION,
     VERIFY "certificate signature failure", SAMPLED, NO_ALGORITHM},
    {"mbio_ssl_do_handshake", MBIO_CERT_VERIFICATION,
     VERIFY "Hostname mismatch, certificate is not valid for 'localhost'.", SAMPLED,
     PASSED_OVER},
    {"mbio_ssl_do_handshake", MBIO_SSL, "[SSL: BAD_SIGNATURE] bad signature", SAMPLED,
     NO_ALGORITHM},
    {"mbio_ssl_do_handshake", MBIO_SSL, "[SSL: CALLBACK_FAILED] callback failed", SAMPLED,
     REFUSING},
    {"mbio_ssl_read", MBIO_CERT_VERIFICATION, VERIFY "certificate chain too long",
     SAMPLED, NO_ALGORITHM},
    {"mbio_ssl_read", MBIO_CERT_VERIFICATION, VERIFY "certificate signature failure",
     SAMPLED, NO_ALGORITHM},
    {"mbio_ssl_read", MBIO_SSL, "[EVP] unsupported", SAMPLED, NO_ALGORITHM},
    {"mbio_ssl_read", MBIO_SSL, "[SSL: BAD_SIGNATURE] bad signature", SAMPLED,
     NO_ALGORITHM},
    {"mbio_ssl_write", MBIO_SSL, "[SSL: MISSING_FATAL] missing fatal", SAMPLED,
     NO_ALGORITHM},
    {"mbio_ssl_write", MBIO_SSL, "[SSL] internal error", ALWAYS, INTERNAL},
};

#define EXCUSES (sizeof excuses / sizeof *excuses)
_Static_assert(EXCUSES <= EXCUSES_MAX, "there is a count for each excuse");

bool torture_excused(const char *function, const mbio_error *err)
{
    for (size_t i = 0; i < EXCUSES; i++) {
        if (err->status == excuses[i].status &&
            strcmp(excuses[i].function, function) == 0 &&
            strcmp(excuses[i].text, err->text) == 0) {
            torture_counts->excuses[i]++;
            return true;
        }
    }
    return false;
}

/* What is expected was looked up on OpenSSL 3.0: from 3.2 on libcrypto itself says that an
 * allocation failed, and less has to be excused. */
static bool is_missing(const struct excuse *e, bool full)
{
    return torture_counts->excuses[e - excuses] == 0 &&
           OpenSSL_version_num() < 0x30200000L &&
           (e->seen == ALWAYS || (e->seen == SAMPLED && full));
}

bool torture_excuses(bool whole, bool full)
{
    bool good = true;

    for (size_t i = 0; i < EXCUSES; i++) {
        const struct excuse *e = &excuses[i];
        bool missing = whole && is_missing(e, full);

        if (whole || torture_counts->excuses[i] > 0) {
            printf("# excused %zu: %s %s '%s': %s%s\n", torture_counts->excuses[i],
                   e->function, mbio_status_name(e->status), e->text, e->why,
                   missing ? "; NOT NEEDED" : "");
        }
        good = good && !missing;
    }
    return good;
}
