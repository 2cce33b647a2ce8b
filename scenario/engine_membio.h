/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_membio.h: what the files of the in-process engine share. They are the only ones
 * of scenario/ that include membio.h.
 */
#ifndef SCENARIO_ENGINE_MEMBIO_H
#define SCENARIO_ENGINE_MEMBIO_H

#include <stdio.h>

#include "engine.h"

#include <membio.h>

/* A canned callback for PSK: of a client or of a server. */
struct psk {
    const uint8_t *key;
    size_t key_len;
    const char *identity;
    bool raise;
};

/* The canned callbacks of an endpoint, and what they saw; see engine_membio_callback.c. */
struct witness {
    struct arena a;
    int policy; /* of the SNI callback */
    int alert;
    struct psk client, server;
    const char *sni, *inside, *psk, *messages; /* words; NULL for none */
    FILE *keylog;
};

struct side {
    mbio *bio[BIOS];
    mbio_ctx *ctx;
    mbio_ssl *ssl;
    struct ssl_st *below;  /* of ssl, once it has begun to shake hands; else NULL */
    mbio_session *session; /* what session.keep kept; NULL when it was None */
    bool kept;
    mbio_ctx *kept_ctx; /* what context.keep kept */
    struct witness witness;
};

struct membio_engine {
    struct engine engine;
    const char *world;
    struct side side[ENDPOINTS];
};

/* What an arm works with. */
struct job {
    struct membio_engine *e;
    struct side *side;
    struct arena *a;
    const struct call *call;
    struct answer *answer;
    mbio_error err;
};

/* An arm returns false when the request makes no sense: `bad`. */
typedef bool arm_fn(struct job *j);

/* What an arm says: a status with its fields, and a value if it is MBIO_OK. They return
 * what the arm returns. say_class is what a binding must say itself, since a C call
 * cannot be made that way. */
bool say(struct job *j, mbio_status status);
const char *said_status(mbio_status status); /* the word for it */
bool say_int(struct job *j, mbio_status status, int64_t n);
bool say_bytes(struct job *j, mbio_status status, const void *data, size_t len);
bool say_words(struct job *j, const char *words);
bool say_class(struct job *j, const char *class);

/* encoded gives a text as a word; arg an argument; arg_text its text, NULL if not given.
 */
char *encoded(struct arena *a, const char *text);
const struct arg *arg(const struct job *j, int i);
const char *arg_text(const struct job *j, int i);

/* split cuts a list at its commas; the empty text is the empty list. say_list says words that
 * begin with a blank each, [] when there are none. */
const char **split(struct arena *a, const char *list, size_t *count);
bool say_list(struct job *j, mbio_status status, const char *words);

/* make_bios gives an endpoint two new BIOs, free_bios frees those that it has. */
void make_bios(struct side *side);
void free_bios(struct side *side);

/* engine_membio_ctx.c */
arm_fn arm_context;
arm_fn arm_context_minimum_version;
arm_fn arm_context_maximum_version;
arm_fn arm_context_verify_mode;
arm_fn arm_context_check_hostname;
arm_fn arm_context_set_ciphers;
arm_fn arm_context_set_alpn_protocols;
arm_fn arm_context_num_tickets;
arm_fn arm_context_options;
arm_fn arm_context_load_cert_chain;
arm_fn arm_context_load_verify_locations;

/* engine_membio_tls.c */
arm_fn arm_context_set_ciphersuites;
arm_fn arm_context_set_groups;
arm_fn arm_context_get_groups;
arm_fn arm_context_set_ecdh_curve;
arm_fn arm_context_set_client_sigalgs;
arm_fn arm_context_set_server_sigalgs;
arm_fn arm_get_sigalgs;
arm_fn arm_context_load_dh_params;
arm_fn arm_context_security_level;
arm_fn arm_context_protocol;
arm_fn arm_has;

/* The capabilities that depend on how the library was built, each with a comma before it. */
const char *tls_capabilities(void);

/* engine_membio_trust.c */
arm_fn arm_context_verify_flags;
arm_fn arm_context_hostname_checks_common_name;
arm_fn arm_context_cert_store_stats;
arm_fn arm_context_get_ca_certs;
arm_fn arm_context_load_default_certs;
arm_fn arm_context_set_default_verify_paths;
arm_fn arm_context_load_verify_locations_with;

/* engine_membio_ssl.c */
arm_fn arm_wrap_bio;
arm_fn arm_do_handshake;
arm_fn arm_ssl_read;
arm_fn arm_ssl_write;
arm_fn arm_unwrap;
arm_fn arm_pending;
arm_fn arm_version;
arm_fn arm_cipher;
arm_fn arm_selected_alpn_protocol;
arm_fn arm_server_side;
arm_fn arm_server_hostname;

/* engine_membio_post.c */
arm_fn arm_context_post_handshake_auth;
arm_fn arm_verify_client_post_handshake;
arm_fn arm_key_update;
arm_fn arm_shutdown_write;
arm_fn arm_drain;

/* engine_membio_renegotiate.c; renegotiate_watch is for who makes another ssl. */
arm_fn arm_renegotiate;
void renegotiate_watch(struct side *side);

/* engine_membio_cert.c */
arm_fn arm_getpeercert;

/* engine_membio_peer.c */
arm_fn arm_get_channel_binding;
arm_fn arm_export_keying_material;
arm_fn arm_compression;
arm_fn arm_shared_ciphers;
arm_fn arm_context_get_ciphers;
arm_fn arm_get_verified_chain;
arm_fn arm_get_unverified_chain;
arm_fn arm_group;
arm_fn arm_client_sigalg;
arm_fn arm_server_sigalg;

/* The capabilities that depend on the OpenSSL, each with a comma before it. */
const char *peer_capabilities(void);

/* engine_membio_session.c */
arm_fn arm_session;
arm_fn arm_session_keep;
arm_fn arm_session_set;
arm_fn arm_session_equal;
arm_fn arm_session_reused;
arm_fn arm_context_session_stats;
arm_fn arm_bios;

/* engine_membio_callback.c */
arm_fn arm_context_sni_callback;
arm_fn arm_context_keep;
arm_fn arm_object_context;
arm_fn arm_sni_callback_calls;
arm_fn arm_sni_callback_inside;
arm_fn arm_context_msg_callback;
arm_fn arm_msg_callback_calls;

/* engine_membio_secret.c */
arm_fn arm_context_set_psk_client_callback;
arm_fn arm_context_set_psk_server_callback;
arm_fn arm_psk_callback_calls;
arm_fn arm_context_keylog_filename;
arm_fn arm_keylog_labels;
arm_fn arm_keylog_lines;

/* add_word appends a word to a list of an endpoint, in the memory of its witness; take_words
 * says the list as an answer, `[]` if it is empty, and forgets it. */
void add_word(struct side *side, const char **words, const char *word);
bool take_words(struct job *j, const char **words);
void witness_free(struct side *side);

#endif
