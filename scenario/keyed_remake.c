/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_remake.c: CertificateVerify and Finished as the receiver has to see them.
 */
#include "keyed_parts.h"

#include <string.h>

static struct slice with_header(struct arena *a, uint8_t type, struct slice body)
{
    uint8_t *message = arena_alloc(a, MESSAGE_HEADER + body.len);

    message[0] = type;
    message[1] = (uint8_t)(body.len >> 16);
    message[2] = (uint8_t)(body.len >> 8);
    message[3] = (uint8_t)body.len;
    memcpy(message + MESSAGE_HEADER, body.p, body.len);
    return (struct slice){(const char *)message, MESSAGE_HEADER + body.len};
}

/* RFC 8446, 4.4.4. After the handshake the key comes from the traffic secret of the day. */
static bool make_finished(struct pass *p, struct parcel *parcel)
{
    size_t len = p->heard->suite->hash_len;
    uint8_t key[KEYED_HASH_MAX], hash[KEYED_HASH_MAX], mac[KEYED_HASH_MAX];
    const uint8_t *secret = p->heard->complete ? p->relay->seal.secret
                                               : p->heard->secret[p->sender][HANDSHAKE];

    channel_expand(p->k->crypto, len, secret, "finished", key, len);
    if (!view_hash(p->k->crypto, p->heard, hash) ||
        !p->k->crypto->hmac(p->k->crypto, len, key,
                            (struct slice){(const char *)hash, len}, mac)) {
        return false;
    }
    parcel->right =
        with_header(p->r->a, FINISHED, (struct slice){(const char *)mac, len});
    return true;
}

/* RFC 8446, 4.4.3. What nobody else has touched is right as it is. */
static bool make_verify(struct pass *p, struct parcel *parcel)
{
    static const char *const who[ENDPOINTS] = {"client", "server"};
    size_t hash_len = p->heard->suite->hash_len, scheme;
    uint8_t hash[KEYED_HASH_MAX];
    struct slice signature, body;
    char *content, *text;

    parcel->right = parcel->data;
    if (view_of(p->heard)->digest == parcel->before) {
        return true;
    }
    if (!message_size(parcel->data, MESSAGE_HEADER, 2, &scheme) ||
        !view_hash(p->k->crypto, p->heard, hash)) {
        return false;
    }
    content = arena_printf(p->r->a, "%64sTLS 1.3, %s CertificateVerify%c%*s", "",
                           who[p->sender], '\0', KEYED_HASH_MAX, "");
    body = (struct slice){content, 64 + 33 + 1 + hash_len};
    memcpy(content + body.len - hash_len, hash, hash_len);
    if (!p->k->crypto->sign(p->k->crypto, p->r->a, p->relay->leaf, (unsigned)scheme, body,
                            &signature)) {
        return false;
    }
    text = arena_alloc(p->r->a, 4 + signature.len);
    memcpy(text, parcel->data.p + MESSAGE_HEADER, 2);
    text[2] = (char)(signature.len >> 8);
    text[3] = (char)signature.len;
    memcpy(text + 4, signature.p, signature.len);
    parcel->right =
        with_header(p->r->a, CERTIFICATE_VERIFY, (struct slice){text, 4 + signature.len});
    return true;
}

static bool is_same(struct slice a, struct slice b)
{
    return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

void relay_remake(struct pass *p, struct parcel *parcel, bool kept)
{
    bool made =
        parcel->first == FINISHED ? make_finished(p, parcel) : make_verify(p, parcel);

    if (made && !kept && !is_same(parcel->right, parcel->data)) {
        parcel->data = parcel->right;
        parcel->remade = true;
    }
}
