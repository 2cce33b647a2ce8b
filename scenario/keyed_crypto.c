/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_crypto.c: what the man in the middle computes with, by OpenSSL. No other file of his
 * knows it.
 */
#include "keyed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "world.h"

/* The stream that signatures draw from. */
#define STREAM 0x7369676eu
/* The password of the one key that has one. */
#define PASSWORD "secret"

/* A key of the test world, by the certificate in front of its chain. */
struct pair {
    struct slice certificate;
    EVP_PKEY *key;
};

struct openssl_crypto {
    struct keyed_crypto crypto;
    const char *world;
    uint64_t (*swap)(uint64_t stream);
    EVP_CIPHER_CTX *cipher;
    struct arena a;
    struct pair *pairs; /* NULL: not read yet */
    size_t count;
};

static const unsigned char *bytes(struct slice s)
{
    return (const unsigned char *)s.p;
}

static const EVP_MD *digest_of(size_t hash_len)
{
    return hash_len == KEYED_HASH_MAX ? EVP_sha384() : EVP_sha256();
}

static bool hash(struct keyed_crypto *c, size_t hash_len, struct slice data, uint8_t *out)
{
    (void)c;
    return EVP_Digest(data.p, data.len, out, NULL, digest_of(hash_len), NULL) == 1;
}

static bool hmac(struct keyed_crypto *c, size_t hash_len, const uint8_t *key,
                 struct slice data, uint8_t *out)
{
    (void)c;
    return HMAC(digest_of(hash_len), key, (int)hash_len, bytes(data), data.len, out,
                NULL) != NULL;
}

/* ---------------------------------------------------------------------------- AEAD */

static const EVP_CIPHER *cipher_of(const struct keyed_suite *suite)
{
    static const struct {
        const char *name;
        const EVP_CIPHER *(*cipher)(void);
    } known[] = {
        {"AES-128-GCM", EVP_aes_128_gcm},
        {"AES-256-GCM", EVP_aes_256_gcm},
        {"ChaCha20-Poly1305", EVP_chacha20_poly1305},
    };
    size_t i = 0;

    while (strcmp(known[i].name, suite->aead) != 0) {
        i++;
    }
    return known[i].cipher();
}

/* Everything but the tag. */
static bool run(struct openssl_crypto *o, const struct keyed_aead *job, struct slice in,
                int enc)
{
    int n;

    return EVP_CipherInit_ex(o->cipher, cipher_of(job->suite), NULL, job->key, job->nonce,
                             enc) == 1 &&
           EVP_CipherUpdate(o->cipher, NULL, &n, bytes(job->aad), (int)job->aad.len) ==
               1 &&
           EVP_CipherUpdate(o->cipher, job->out, &n, bytes(in), (int)in.len) == 1;
}

static bool seal(struct keyed_crypto *c, const struct keyed_aead *job)
{
    struct openssl_crypto *o = (struct openssl_crypto *)c;
    uint8_t rest[EVP_MAX_BLOCK_LENGTH];
    int n;

    return run(o, job, job->in, 1) && EVP_CipherFinal_ex(o->cipher, rest, &n) == 1 &&
           EVP_CIPHER_CTX_ctrl(o->cipher, EVP_CTRL_AEAD_GET_TAG, KEYED_TAG_LEN,
                               job->out + job->in.len) == 1;
}

/* A wrong tag leaves nothing behind. */
static bool open(struct keyed_crypto *c, const struct keyed_aead *job)
{
    struct openssl_crypto *o = (struct openssl_crypto *)c;
    struct slice in = {job->in.p, job->in.len - KEYED_TAG_LEN};
    uint8_t tag[KEYED_TAG_LEN], rest[EVP_MAX_BLOCK_LENGTH];
    bool ok;
    int n;

    memcpy(tag, in.p + in.len, sizeof tag);
    ERR_set_mark();
    ok = run(o, job, in, 0) &&
         EVP_CIPHER_CTX_ctrl(o->cipher, EVP_CTRL_AEAD_SET_TAG, sizeof tag, tag) == 1 &&
         EVP_CipherFinal_ex(o->cipher, rest, &n) == 1;
    ERR_pop_to_mark();
    return ok;
}

/* ----------------------------------------------------------------------------- keys */

static EVP_PKEY *read_key(struct openssl_crypto *o, const char *name)
{
    char *path = world_path(&o->a, o->world, name, ".key.pem");
    FILE *file = path == NULL ? NULL : fopen(path, "rb");
    EVP_PKEY *key = NULL;

    if (file != NULL) {
        key = PEM_read_PrivateKey(file, NULL, NULL, (void *)(uintptr_t)PASSWORD);
        fclose(file);
    }
    return key;
}

/* Every name that has both. */
static void read_pair(struct openssl_crypto *o, const char *name)
{
    struct pair pair = {.key = read_key(o, name)};

    if (pair.key == NULL) {
        return;
    }
    pair.certificate.p =
        (const char *)world_certificate(&o->a, o->world, name, &pair.certificate.len);
    o->pairs = arena_grow(&o->a, o->pairs, o->count, sizeof *o->pairs);
    o->pairs[o->count++] = pair;
}

/* The first column of index.tsv. */
static void read_pairs(struct openssl_crypto *o)
{
    FILE *file = fopen(arena_printf(&o->a, "%s/index.tsv", o->world), "r");
    char line[512];

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        read_pair(o, arena_text(&o->a, line, strcspn(line, "\t\n")));
    }
    if (file != NULL) {
        fclose(file);
    }
}

static EVP_PKEY *key_of(struct openssl_crypto *o, struct slice certificate)
{
    if (o->pairs == NULL) {
        read_pairs(o);
    }
    for (size_t i = 0; i < o->count; i++) {
        const struct slice *own = &o->pairs[i].certificate;

        if (own->len == certificate.len && memcmp(own->p, certificate.p, own->len) == 0) {
            return o->pairs[i].key;
        }
    }
    return NULL;
}

/* ------------------------------------------------------------------------ signatures */

/* RFC 8446, 4.2.3. EdDSA has a digest of its own. */
static const struct scheme {
    unsigned number;
    const char *digest;
    bool pss;
} schemes[] = {
    {0x0403, "SHA256", false}, {0x0503, "SHA384", false}, {0x0603, "SHA512", false},
    {0x0804, "SHA256", true},  {0x0805, "SHA384", true},  {0x0806, "SHA512", true},
    {0x0807, NULL, false},
};

static const struct scheme *scheme_of(unsigned number)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (schemes[i].number == number) {
            return &schemes[i];
        }
    }
    return NULL;
}

static bool set_pss(EVP_PKEY_CTX *ctx)
{
    return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) == 1;
}

static bool sign_by(struct arena *a, EVP_PKEY *key, const struct scheme *scheme,
                    struct slice content, struct slice *signature)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY_CTX *ctx;
    size_t len = (size_t)EVP_PKEY_get_size(key);
    unsigned char *out = arena_alloc(a, len);
    bool ok =
        md != NULL &&
        EVP_DigestSignInit_ex(md, &ctx, scheme->digest, NULL, NULL, key, NULL) == 1 &&
        (!scheme->pss || set_pss(ctx)) &&
        EVP_DigestSign(md, out, &len, bytes(content), content.len) == 1;

    EVP_MD_CTX_free(md);
    *signature = (struct slice){(const char *)out, len};
    return ok;
}

/* RSA's blinding begins in a copy: how often a key has signed makes no difference. */
static bool sign_afresh(struct arena *a, EVP_PKEY *key, const struct scheme *scheme,
                        struct slice content, struct slice *signature)
{
    EVP_PKEY *copy = EVP_PKEY_dup(key);
    bool ok = copy != NULL && sign_by(a, copy, scheme, content, signature);

    EVP_PKEY_free(copy);
    return ok;
}

static bool sign(struct keyed_crypto *c, struct arena *a, struct slice certificate,
                 unsigned number, struct slice content, struct slice *signature)
{
    struct openssl_crypto *o = (struct openssl_crypto *)c;
    const struct scheme *scheme = scheme_of(number);
    uint64_t own = o->swap == NULL ? 0 : o->swap(STREAM);
    EVP_PKEY *key;
    bool ok;

    ERR_set_mark();
    key = key_of(o, certificate);
    ok = key != NULL && scheme != NULL && sign_afresh(a, key, scheme, content, signature);
    ERR_pop_to_mark();
    if (o->swap != NULL) {
        o->swap(own);
    }
    return ok;
}

/* ------------------------------------------------------------------------------------ */

struct keyed_crypto *keyed_crypto_new(const char *world, uint64_t (*swap)(uint64_t))
{
    struct openssl_crypto *o = calloc(1, sizeof *o);

    if (o == NULL || (o->cipher = EVP_CIPHER_CTX_new()) == NULL) {
        fputs("out of memory\n", stderr);
        exit(99);
    }
    o->crypto = (struct keyed_crypto){hash, hmac, seal, open, sign};
    o->world = world;
    o->swap = swap;
    return &o->crypto;
}

void keyed_crypto_free(struct keyed_crypto *c)
{
    struct openssl_crypto *o = (struct openssl_crypto *)c;

    if (o == NULL) {
        return;
    }
    for (size_t i = 0; i < o->count; i++) {
        EVP_PKEY_free(o->pairs[i].key);
    }
    EVP_CIPHER_CTX_free(o->cipher);
    arena_free(&o->a);
    free(o);
}
