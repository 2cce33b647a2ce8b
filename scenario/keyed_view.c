/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_view.c: the conversation as one end has seen it: its transcript, its suite, and the
 * secrets that its key log tells.
 */
#include "keyed_parts.h"

#include <string.h>

static const struct keyed_suite suites[] = {
    {0x1301, "AES-128-GCM", 16, 32},
    {0x1302, "AES-256-GCM", 32, 48},
    {0x1303, "ChaCha20-Poly1305", 32, 32},
};

void view_free(struct view *v)
{
    wire_free(&v->main.bytes);
    wire_free(&v->later.bytes);
}

static void transcript_add(struct transcript *t, const void *data, size_t len)
{
    const uint8_t *p = data;

    wire_append(&t->bytes, data, len);
    for (size_t i = 0; i < len; i++) {
        t->digest = (t->digest ^ p[i]) * 0x100000001b3u;
    }
}

static void transcript_clear(struct transcript *t)
{
    wire_drop(&t->bytes, t->bytes.len);
    t->digest = 0xcbf29ce484222325u;
}

/* Where the cipher suite of a ServerHello stands. */
static bool find_suite(struct slice hello, size_t *at)
{
    size_t id_len;

    *at = MESSAGE_HEADER + 2 + RANDOM_LEN;
    if (!message_size(hello, *at, 1, &id_len)) {
        return false;
    }
    *at += 1 + id_len;
    return *at + 2 <= hello.len;
}

static const struct keyed_suite *suite_of(struct slice hello)
{
    size_t at, number;

    if (!find_suite(hello, &at) || !message_size(hello, at, 2, &number)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
        if (suites[i].number == number) {
            return &suites[i];
        }
    }
    return NULL;
}

/* HelloRetryRequest: the first ClientHello is replaced by its hash (RFC 8446, 4.4.1). */
static void shorten(struct keyed_crypto *c, struct view *v,
                    const struct keyed_suite *suite)
{
    uint8_t hash[KEYED_HASH_MAX] = {0};
    uint8_t header[MESSAGE_HEADER] = {254, 0, 0, (uint8_t)suite->hash_len};
    struct slice first = {(const char *)v->main.bytes.data, v->main.bytes.len};

    c->hash(c, suite->hash_len, first, hash);
    transcript_clear(&v->main);
    transcript_add(&v->main, header, sizeof header);
    transcript_add(&v->main, hash, suite->hash_len);
}

static void hear_hello(struct keyed_crypto *c, struct view *v, struct slice message)
{
    const struct keyed_suite *suite = suite_of(message);

    if (!message_is_retry(message)) {
        v->greeted = true;
        v->suite = suite;
    } else if (suite != NULL) {
        shorten(c, v, suite);
    }
}

/* What comes behind the handshake: only authentication has a transcript. */
static void add_later(struct view *v, enum endpoint sender, struct slice message)
{
    if (message.p[0] == CERTIFICATE_REQUEST && sender == SERVER) {
        transcript_clear(&v->later);
        transcript_add(&v->later, v->main.bytes.data, v->main.bytes.len);
    }
    if (message.p[0] != NEW_SESSION_TICKET && message.p[0] != KEY_UPDATE) {
        transcript_add(&v->later, message.p, message.len);
    }
}

void view_add(struct keyed_crypto *c, struct view *v, enum endpoint sender,
              struct slice message)
{
    size_t random_at = MESSAGE_HEADER + 2;

    if (message.len == 0) {
        return;
    }
    if (v->complete) {
        add_later(v, sender, message);
        return;
    }
    if (message.p[0] == CLIENT_HELLO && message.len >= random_at + RANDOM_LEN) {
        if (v->main.bytes.len == 0) {
            transcript_clear(&v->main);
        }
        memcpy(v->random, message.p + random_at, RANDOM_LEN);
    }
    if (message.p[0] == SERVER_HELLO && !v->greeted) {
        hear_hello(c, v, message);
    }
    transcript_add(&v->main, message.p, message.len);
    v->complete = message.p[0] == FINISHED && sender == CLIENT;
}

const struct transcript *view_of(const struct view *v)
{
    return v->complete ? &v->later : &v->main;
}

bool view_hash(struct keyed_crypto *c, const struct view *v, uint8_t *out)
{
    const struct wire *bytes = &view_of(v)->bytes;

    return c->hash(c, v->suite->hash_len,
                   (struct slice){(const char *)bytes->data, bytes->len}, out);
}

/* ------------------------------------------------------------------------- verdicts */

static bool is_right(const struct parcel *p)
{
    return p->right.len == p->data.len && memcmp(p->right.p, p->data.p, p->data.len) == 0;
}

/* A Certificate with a list that is not empty. */
static bool has_certificate(struct slice message)
{
    size_t context, list;

    return message_size(message, MESSAGE_HEADER, 1, &context) &&
           message_size(message, MESSAGE_HEADER + 1 + context, 3, &list) && list > 0;
}

void view_judge(struct view *v, const struct parcel *p)
{
    v->given.opaque |= p->type == TYPE_RAW;
    if (v->complete || v->given.finished || p->type != TYPE_HANDSHAKE ||
        p->data.len == 0) {
        return;
    }
    switch (p->data.p[0]) {
    case CERTIFICATE: v->given.certificate |= has_certificate(p->data); break;
    case CERTIFICATE_VERIFY:
        v->given.signature = is_right(p);
        v->given.forged |= !is_right(p);
        break;
    case FINISHED:
        v->given.finished = is_right(p);
        v->given.forged |= !is_right(p);
        break;
    default: break;
    }
}

enum keyed_verdict view_verdict(const struct view *v)
{
    if (v->suite == NULL || v->given.opaque) {
        return KEYED_NOTHING;
    }
    return v->given.finished && !v->given.forged &&
                   (!v->given.certificate || v->given.signature)
               ? KEYED_IN_ORDER
               : KEYED_FORGED;
}

/* ------------------------------------------------------------------------- key logs */

static const struct label {
    const char *text;
    enum endpoint writer;
    enum epoch epoch;
} labels[] = {
    {"CLIENT_HANDSHAKE_TRAFFIC_SECRET", CLIENT, HANDSHAKE},
    {"SERVER_HANDSHAKE_TRAFFIC_SECRET", SERVER, HANDSHAKE},
    {"CLIENT_TRAFFIC_SECRET_0", CLIENT, APPLICATION},
    {"SERVER_TRAFFIC_SECRET_0", SERVER, APPLICATION},
};

static void learn(struct arena *a, struct view *v, const struct label *label,
                  struct slice random, struct slice secret)
{
    uint8_t *bytes;
    size_t len;

    if (!parse_hex(a, random, &bytes, &len) || len != RANDOM_LEN ||
        memcmp(bytes, v->random, RANDOM_LEN) != 0 ||
        !parse_hex(a, secret, &bytes, &len) || len != v->suite->hash_len) {
        return;
    }
    memcpy(v->secret[label->writer][label->epoch], bytes, len);
    v->has[label->writer][label->epoch] = true;
}

void view_learn(struct arena *a, struct view *v, struct slice words)
{
    struct slice word;

    while (next_word(&words, &word)) {
        struct slice line, label, random, secret;
        uint8_t *text;

        if (!parse_text(a, word, &text, &line.len)) {
            continue;
        }
        line.p = (const char *)text;
        if (!next_word(&line, &label) || !next_word(&line, &random) ||
            !next_word(&line, &secret)) {
            continue;
        }
        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
            if (slice_is(label, labels[i].text)) {
                learn(a, v, &labels[i], random, secret);
            }
        }
    }
}
