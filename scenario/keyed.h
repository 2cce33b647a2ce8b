/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed.h: a man in the middle who has the keys of TLS 1.3.
 *
 *     outgoing BIO ---> opens ---> edits ---> makes anew ---> seals ---> wire
 *          keys of the sender's key log | keys of the receiver's
 *
 * `keyed s>c Certificate flip 20 01` changes a message that is encrypted. What follows from it
 * is made anew: CertificateVerify is signed over what the receiver has seen, with the key of
 * the test world that the sender's certificate belongs to, Finished is computed over that,
 * and records are sealed with the receiver's keys. So the two ends may see different
 * conversations, and each finds its own in order. Both must log their keys; what an end
 * cannot read yet, since it has not processed the ServerHello, stays with the man in the middle
 * until it has.
 *
 * He exists in a scenario with an op of his, from its start. He knows one connection at a time:
 * new BIOs begin another. Of what is not TLS 1.3 he lets pass all that is encrypted. He does
 * not know pre-shared keys: a ClientHello that resumes and is edited keeps its binder, which
 * is then wrong.
 */
#ifndef SCENARIO_KEYED_H
#define SCENARIO_KEYED_H

#include "answer.h"
#include "scenario.h"

/* A cipher suite of TLS 1.3. */
struct keyed_suite {
    unsigned number;
    const char *aead; /* its name in OpenSSL */
    size_t key_len, hash_len;
};

#define KEYED_KEY_MAX   32
#define KEYED_HASH_MAX  48
#define KEYED_NONCE_LEN 12
#define KEYED_TAG_LEN   16

struct keyed_aead {
    const struct keyed_suite *suite;
    const uint8_t *key, *nonce;
    struct slice aad, in;
    uint8_t *out; /* KEYED_TAG_LEN more bytes than `in`, or less */
};

/* What he computes with. SHA-256 and SHA-384 go by the length of what they give. All return
 * false when it cannot be done. */
struct keyed_crypto {
    bool (*hash)(struct keyed_crypto *c, size_t hash_len, struct slice data,
                 uint8_t *out);
    bool (*hmac)(struct keyed_crypto *c, size_t hash_len, const uint8_t *key,
                 struct slice data, uint8_t *out);
    bool (*seal)(struct keyed_crypto *c, const struct keyed_aead *job);
    bool (*open)(struct keyed_crypto *c, const struct keyed_aead *job);
    /* Signs by the SignatureScheme `scheme` with the key of the certificate, which is DER. */
    bool (*sign)(struct keyed_crypto *c, struct arena *a, struct slice certificate,
                 unsigned scheme, struct slice content, struct slice *signature);
};

/* keyed_crypto_new makes it by OpenSSL; `world` is the folder of the test certificates and must
 * outlive it. With `swap` (world_rand_swap) signatures are the same every time. One thread at
 * a time. Never NULL. (keyed_crypto.c) */
struct keyed_crypto *keyed_crypto_new(const char *world,
                                      uint64_t (*swap)(uint64_t stream));
void keyed_crypto_free(struct keyed_crypto *c);

struct run;
struct keyed;

/* Of a run. keyed_begin makes him if the scenario has an op of his; keyed_restart lets a new
 * connection begin; keyed_pass takes what the sender has put out, and puts onto the wire what
 * the receiver can read; keyed_end leaves his verdicts in the trace. They return false when the
 * run is over. */
void keyed_begin(struct run *r, const struct scenario *scenario);
void keyed_restart(struct run *r);
bool keyed_pass(struct run *r, enum endpoint sender, const uint8_t *data, size_t len);
void keyed_end(struct run *r);

/* keyed_is_asked: a scenario has an op of his. */
bool keyed_is_asked(const struct scenario *scenario);

/* keyed_touches_data: an edit that can change what the receiver reads. */
bool keyed_touches_data(const struct call *call);

/* keyed_act does `keyed` and `keyed.seen`. keyed_check says what is wrong with the words of
 * `keyed`, NULL for nothing. */
bool keyed_act(struct run *r, const struct call *call, struct answer *answer);
const char *keyed_check(struct arena *a, const struct call *call);

#endif
