/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_channel.c: protected records of TLS 1.3, and keys from secrets (RFC 8446, 5.2 and 7).
 */
#include "keyed_parts.h"

#include <string.h>

void channel_expand(struct keyed_crypto *c, size_t hash_len, const uint8_t *secret,
                    const char *label, uint8_t *out, size_t len)
{
    uint8_t info[64] = {0, (uint8_t)len}, block[KEYED_HASH_MAX] = {0};
    size_t label_len = strlen(label), n = 3;

    info[2] = (uint8_t)(6 + label_len);
    memcpy(info + n, "tls13 ", 6);
    memcpy(info + n + 6, label, label_len);
    n += 6 + label_len;
    info[n++] = 0; /* an empty context */
    info[n++] = 1; /* the first block of HKDF-Expand is enough */
    c->hmac(c, hash_len, secret, (struct slice){(const char *)info, n}, block);
    memcpy(out, block, len);
}

static void make_keys(struct keyed_crypto *c, struct channel *ch)
{
    size_t hash_len = ch->suite->hash_len;

    channel_expand(c, hash_len, ch->secret, "key", ch->key, ch->suite->key_len);
    channel_expand(c, hash_len, ch->secret, "iv", ch->iv, sizeof ch->iv);
    ch->number = 0;
}

void channel_start(struct keyed_crypto *c, struct channel *ch,
                   const struct keyed_suite *suite, const uint8_t *secret)
{
    ch->suite = suite;
    memcpy(ch->secret, secret, suite->hash_len);
    make_keys(c, ch);
}

void channel_update(struct keyed_crypto *c, struct channel *ch)
{
    uint8_t next[KEYED_HASH_MAX];

    if (ch->suite == NULL) {
        return;
    }
    channel_expand(c, ch->suite->hash_len, ch->secret, "traffic upd", next,
                   ch->suite->hash_len);
    memcpy(ch->secret, next, ch->suite->hash_len);
    make_keys(c, ch);
}

static void make_nonce(const struct channel *ch, uint8_t *nonce)
{
    memcpy(nonce, ch->iv, KEYED_NONCE_LEN);
    for (unsigned i = 0; i < 8; i++) {
        nonce[KEYED_NONCE_LEN - 1 - i] ^= (uint8_t)(ch->number >> 8 * i);
    }
}

/* The type is the last byte that is not zero. */
static bool strip(struct slice *inner, uint8_t *type)
{
    while (inner->len > 0 && inner->p[inner->len - 1] == 0) {
        inner->len--;
    }
    if (inner->len == 0) {
        return false;
    }
    *type = (uint8_t)inner->p[--inner->len];
    return true;
}

bool channel_open(struct keyed_crypto *c, struct arena *a, struct channel *ch,
                  struct slice record, struct slice *content, uint8_t *type)
{
    size_t len = record.len - RECORD_HEADER;
    uint8_t nonce[KEYED_NONCE_LEN];
    uint8_t *plain;
    struct keyed_aead job = {.suite = ch->suite, .key = ch->key, .nonce = nonce};

    if (ch->suite == NULL || len <= KEYED_TAG_LEN) {
        return false;
    }
    make_nonce(ch, nonce);
    plain = arena_alloc(a, len);
    job.aad = (struct slice){record.p, RECORD_HEADER};
    job.in = (struct slice){record.p + RECORD_HEADER, len};
    job.out = plain;
    if (!c->open(c, &job)) {
        return false;
    }
    ch->number++;
    *content = (struct slice){(const char *)plain, len - KEYED_TAG_LEN};
    return strip(content, type);
}

void channel_seal(struct keyed_crypto *c, struct arena *a, struct channel *ch,
                  uint8_t type, struct slice content, size_t pad, struct wire *out)
{
    size_t inner_len = content.len + 1 + pad, len = inner_len + KEYED_TAG_LEN;
    uint8_t header[RECORD_HEADER] = {TYPE_DATA, 3, 3, (uint8_t)(len >> 8), (uint8_t)len};
    uint8_t nonce[KEYED_NONCE_LEN];
    uint8_t *inner = arena_alloc(a, inner_len), *sealed = arena_alloc(a, len);
    struct keyed_aead job = {.suite = ch->suite, .key = ch->key, .nonce = nonce};

    if (content.len > 0) {
        memcpy(inner, content.p, content.len);
    }
    inner[content.len] = type;
    make_nonce(ch, nonce);
    job.aad = (struct slice){(const char *)header, sizeof header};
    job.in = (struct slice){(const char *)inner, inner_len};
    job.out = sealed;
    c->seal(c, &job);
    ch->number++;
    wire_append(out, header, sizeof header);
    wire_append(out, sealed, len);
}
