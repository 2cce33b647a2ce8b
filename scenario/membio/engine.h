/* SPDX-License-Identifier: Apache-2.0
 *
 * engine.h: what the files of the in-process engine share. They are the only ones
 * of scenario/ that include membio.h.
 */
#ifndef SCENARIO_MEMBIO_ENGINE_H
#define SCENARIO_MEMBIO_ENGINE_H

#include <stdio.h>

#include "scenario/engine.h"

#include <membio.h>

/* A canned callback for PSK: of a client or of a server. */
struct psk {
    const uint8_t *key;
    size_t key_len;
    const char *identity;
    bool raise;
};

/* The canned callbacks of an endpoint, and what they saw; see callback.c. */
struct witness {
    struct arena a;
    int policy; /* of the SNI callback */
    int alert;
    struct psk client, server;
    const char *sni, *inside, *psk, *messages; /* words; NULL for none */
    FILE *keylog;
    const char *heard; /* of the key log, without a file: engine_membio_hear */
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
    /* With shared contexts: the calls that configured it so far, and as lines; whether the
     * context is the store's, and whether it is not there yet. */
    const char *lines;
    struct call *calls;
    size_t calls_count;
    bool borrowed, behind;
    uint64_t configured; /* how many calls that configure there were */
};

struct membio_engine {
    struct engine engine;
    const char *world;
    struct side side[ENDPOINTS];
    struct store *store; /* of contexts; NULL: each scenario has its own */
    bool shares;         /* this scenario takes from the store */
    bool hears;          /* every context logs its keys */
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

/* What must have been made before. */
enum need { NEED_NOTHING, NEED_CTX, NEED_SSL };

struct arm {
    enum op_id id;
    enum need need;
    arm_fn *fn;
};

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

/* find_arm finds the arm of an op; NULL when there is none. */
const struct arm *find_arm(enum op_id id);

/* membio_arm makes the call, if there is what it needs. */
void membio_arm(struct job *j);

/* share.c. share_perform answers a call from the store, or readies what the
 * call needs and returns false. What is called between share_begin_call and share_end_call
 * draws from the endpoint's own stream. */
bool share_perform(struct job *j);
void share_begin_call(struct job *j);
void share_end_call(struct job *j);
void share_reset(struct membio_engine *e);
void share_free(struct membio_engine *e);

/* secret.c; for who makes an object. */
void hear_keys(struct job *j);

/* renegotiate.c; renegotiate_watch is for who makes another ssl. */
void renegotiate_watch(struct side *side);

/* The arms of a file each, NAME.c; the last row is zero. */
extern const struct arm arms_bio[], arms_callback[], arms_cert[], arms_ctx[],
    arms_hello[], arms_peer[], arms_post[], arms_renegotiate[], arms_secret[],
    arms_session[], arms_ssl[], arms_tls[], arms_trust[];

/* add_word appends a word to a list of an endpoint, in the memory of its witness; take_words
 * says the list as an answer, `[]` if it is empty, and forgets it. */
void add_word(struct side *side, const char **words, const char *word);
bool take_words(struct job *j, const char **words);
void witness_free(struct side *side);

#endif
