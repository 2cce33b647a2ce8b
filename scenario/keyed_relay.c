/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_relay.c: one direction of the man in the middle.
 *
 *     in ---open---> arrived ---edit, make anew---> leaving ---seal---> wire
 *
 * What is opened counts as said in the sender's view, what is sealed as heard in the
 * receiver's. The last two steps wait for the receiver's keys.
 */
#include "keyed_parts.h"

#include <string.h>

#include "plant.h"

/* The largest record: its content, and what encryption adds. */
#define SEALED_MAX (RECORD_MAX + 256)

/* What one step of a relay works with. */
struct pass {
    struct run *r;
    struct keyed *k;
    struct relay *relay;
    enum endpoint sender;
    struct view *said, *heard;
};

/* ----------------------------------------------------------------------------- open */

/* The ends of a certificate in a Certificate message: the first one. */
static void keep_leaf(struct relay *relay, struct slice message)
{
    size_t at = MESSAGE_HEADER, size;

    if (!message_size(message, at, 1, &size)) {
        return;
    }
    at += 1 + size + 3;
    if (message_size(message, at, 3, &size) && size <= message.len - at - 3) {
        relay->leaf = (struct slice){message.p + at + 3, size};
    }
}

static void take_message(struct pass *p, struct slice message)
{
    struct parcel parcel = {.type = TYPE_HANDSHAKE,
                            .first = (uint8_t)message.p[0],
                            .minor = p->relay->fragments_minor,
                            .data = message,
                            .sealed = p->relay->fragments_sealed,
                            .before = view_of(p->said)->digest};

    view_add(p->k->crypto, p->said, p->sender, message);
    parcels_add(p->r->a, &p->relay->arrived, &parcel);
    switch (message.p[0]) {
    case CERTIFICATE: keep_leaf(p->relay, message); break;
    case FINISHED:
        if (p->relay->in_epoch == HANDSHAKE) {
            p->relay->in_epoch = APPLICATION;
            p->relay->open.suite = NULL;
        }
        break;
    case KEY_UPDATE: channel_update(p->k->crypto, &p->relay->open); break;
    default: break;
    }
}

/* A message may come in several records, and a record may have several messages. */
static void take_fragment(struct pass *p, struct slice content, uint8_t minor,
                          bool sealed)
{
    struct wire *bytes = &p->relay->fragments;
    struct slice all;
    size_t size;

    p->relay->fragments_sealed = sealed;
    p->relay->fragments_minor = minor;
    wire_append(bytes, content.p, content.len);
    for (;;) {
        all = (struct slice){(const char *)bytes->data, bytes->len};
        if (!message_size(all, 1, 3, &size) || bytes->len < MESSAGE_HEADER + size) {
            return;
        }
        size += MESSAGE_HEADER;
        all = (struct slice){arena_copy(p->r->a, bytes->data, size), size};
        wire_drop(bytes, size);
        take_message(p, all);
    }
}

static void take_other(struct pass *p, uint8_t type, struct slice bytes, uint8_t minor,
                       bool sealed)
{
    struct parcel parcel = {
        .type = type, .minor = minor, .data = bytes, .sealed = sealed};

    parcels_add(p->r->a, &p->relay->arrived, &parcel);
    /* Behind this, what is older than TLS 1.3 is encrypted in its own way. */
    if (type == TYPE_CCS && p->said->greeted && p->said->suite == NULL) {
        p->relay->raw = true;
    }
}

/* False when the run is over. */
static bool take_sealed(struct pass *p, struct slice record)
{
    struct relay *relay = p->relay;
    struct slice content;
    uint8_t type;
    bool known = true;

    if (relay->in_epoch == PLAIN) {
        relay->in_epoch = HANDSHAKE;
    }
    if (relay->open.suite == NULL) {
        if (!keyed_secret(p->r, p->k, p->said->who, p->sender, relay->in_epoch, &known)) {
            return false;
        }
        if (known) {
            channel_start(p->k->crypto, &relay->open, p->said->suite,
                          p->said->secret[p->sender][relay->in_epoch]);
        }
    }
    if (!channel_open(p->k->crypto, p->r->a, &relay->open, record, &content, &type)) {
        take_other(p, TYPE_RAW, record, 3, false);
    } else if (type == TYPE_HANDSHAKE) {
        take_fragment(p, content, 3, true);
    } else {
        take_other(p, type, content, 3, true);
    }
    return true;
}

static bool take_record(struct pass *p, struct slice record)
{
    struct slice content = {record.p + RECORD_HEADER, record.len - RECORD_HEADER};
    uint8_t minor = (uint8_t)record.p[2];

    switch (record.p[0]) {
    case TYPE_DATA: return take_sealed(p, record);
    case TYPE_HANDSHAKE: take_fragment(p, content, minor, false); return true;
    default: take_other(p, (uint8_t)record.p[0], content, minor, false); return true;
    }
}

static bool is_record(const uint8_t *header)
{
    return header[0] >= TYPE_CCS && header[0] <= TYPE_DATA && header[1] == 3 &&
           (size_t)(header[3] << 8 | header[4]) <= SEALED_MAX;
}

/* Takes the record at *at, if it is whole. */
static bool open_next(struct pass *p, size_t *at, bool *whole)
{
    size_t left = p->relay->in.len - *at, len;
    const uint8_t *header;
    struct slice record;

    *whole = false;
    if (left < RECORD_HEADER) {
        return true;
    }
    header = p->relay->in.data + *at;
    if (!is_record(header)) {
        p->relay->raw = true;
        return true;
    }
    len = RECORD_HEADER + (size_t)(header[3] << 8 | header[4]);
    if (left < len) {
        return true;
    }
    record = (struct slice){arena_copy(p->r->a, header, len), len};
    *at += len;
    *whole = true;
    return take_record(p, record);
}

static bool open_all(struct pass *p)
{
    struct wire *in = &p->relay->in;
    size_t at = 0;
    bool whole = true, ok = true;

    while (ok && whole && !p->relay->raw) {
        ok = open_next(p, &at, &whole);
    }
    wire_drop(in, at);
    if (p->relay->raw && in->len > 0) {
        struct slice rest = {arena_copy(p->r->a, in->data, in->len), in->len};

        wire_drop(in, in->len);
        take_other(p, TYPE_RAW, rest, 3, false);
    }
    return ok;
}

/* ----------------------------------------------------------------------- make anew */

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

static void remake(struct pass *p, struct parcel *parcel, bool kept)
{
    bool made =
        parcel->first == FINISHED ? make_finished(p, parcel) : make_verify(p, parcel);

    if (made && !kept && !is_same(parcel->right, parcel->data)) {
        parcel->data = parcel->right;
        parcel->remade = true;
    }
}

/* ----------------------------------------------------------------------------- edit */

static bool is_for(const struct edit *edit, const char *name)
{
    return !edit->done &&
           (strcmp(edit->message, name) == 0 || strcmp(edit->message, "any") == 0);
}

static bool is_kept(struct pass *p, const char *name)
{
    bool kept = false;

    for (size_t i = 0; i < p->k->edits_count[p->sender]; i++) {
        struct edit *edit = &p->k->edits[p->sender][i];

        if (edit->fn == NULL && is_for(edit, name)) {
            kept = edit->done = true;
        }
    }
    return kept;
}

static void add_all(struct pass *p, const struct parcels *list)
{
    for (size_t i = 0; i < list->count; i++) {
        parcels_add(p->r->a, &p->relay->leaving, &list->list[i]);
    }
}

/* One that is swapped waits here until the next is gone. */
static void send_off(struct pass *p, struct editing *e)
{
    struct parcel *waited = p->relay->swapped;

    p->relay->swapped = NULL;
    add_all(p, &e->before);
    if (e->swapped) {
        p->relay->swapped = arena_copy(p->r->a, &e->p, sizeof e->p);
        e->copies = e->copies == 0 ? 0 : e->copies - 1;
    }
    for (unsigned i = 0; i < e->copies; i++) {
        parcels_add(p->r->a, &p->relay->leaving, &e->p);
    }
    add_all(p, &e->after);
    if (waited != NULL) {
        parcels_add(p->r->a, &p->relay->leaving, waited);
    }
}

static void edit(struct pass *p, const struct parcel *arrived)
{
    struct editing e = {.a = p->r->a, .p = *arrived, .copies = 1};
    const char *name = message_name(&e.p);

    for (size_t i = 0; i < p->k->edits_count[p->sender]; i++) {
        struct edit *edit = &p->k->edits[p->sender][i];

        if (is_for(edit, name)) {
            edit->done = true;
            e.p.edited |= edit->fn != NULL && edit->fn(&e, edit->at, edit->bytes);
        }
    }
    send_off(p, &e);
}

/* Handshake messages that are made anew need the receiver's keys. */
static bool edit_next(struct pass *p, bool *waits)
{
    struct parcel parcel = p->relay->arrived.list[p->relay->arrived.done];
    bool verifies = parcel.type == TYPE_HANDSHAKE && parcel.sealed &&
                    (parcel.first == FINISHED || parcel.first == CERTIFICATE_VERIFY) &&
                    p->heard->suite != NULL;
    bool known = true;

    if (verifies &&
        !keyed_secret(p->r, p->k, p->heard->who, p->sender, HANDSHAKE, &known)) {
        return false;
    }
    *waits = !known;
    if (known) {
        p->relay->arrived.done++;
        if (verifies) {
            remake(p, &parcel, is_kept(p, message_name(&parcel)));
        }
        edit(p, &parcel);
    }
    return true;
}

/* ----------------------------------------------------------------------------- seal */

static void put_plain(struct wire *out, const struct parcel *parcel, struct slice content)
{
    uint8_t header[RECORD_HEADER] = {parcel->type, 3, parcel->minor,
                                     (uint8_t)(content.len >> 8), (uint8_t)content.len};

    wire_append(out, header, sizeof header);
    wire_append(out, content.p, content.len);
}

static void put_records(struct pass *p, const struct parcel *parcel, bool sealed)
{
    struct wire *out = &p->r->wire[p->sender];
    struct slice rest = parcel->data;
    size_t next = parcel->split;

    do {
        size_t len = next > 0 && next < rest.len ? next : rest.len;
        struct slice part = {rest.p, len < RECORD_MAX ? len : RECORD_MAX};

        if (sealed) {
            channel_seal(p->k->crypto, p->r->a, &p->relay->seal, parcel->type, part,
                         parcel->pad, out);
        } else {
            put_plain(out, parcel, part);
        }
        rest.p += part.len;
        rest.len -= part.len;
        next = 0;
    } while (rest.len > 0);
}

/* What a message that was heard means for what comes behind it. */
static void hear(struct pass *p, const struct parcel *parcel)
{
    struct relay *relay = p->relay;

    if (parcel->type != TYPE_HANDSHAKE || parcel->data.len == 0) {
        return;
    }
    view_add(p->k->crypto, p->heard, p->sender, parcel->data);
    if (parcel->data.p[0] == FINISHED && relay->out_epoch == HANDSHAKE) {
        relay->out_epoch = APPLICATION;
        relay->seal.suite = NULL;
    } else if (parcel->data.p[0] == KEY_UPDATE) {
        channel_update(p->k->crypto, &relay->seal);
    }
}

static void note(struct pass *p, const struct parcel *parcel)
{
    struct wire *seen = &p->k->seen[p->sender];
    const char *name = message_name(parcel);
    const char *how = parcel->edited ? ":edited" : parcel->remade ? ":remade" : "";

    wire_append(seen, " ", seen->len > 0);
    wire_append(seen, name, strlen(name));
    wire_append(seen, how, strlen(how));
}

/* The receiver knows keys once there was a ServerHello. */
static bool seal_next(struct pass *p, bool *waits)
{
    struct relay *relay = p->relay;
    struct parcel *parcel = &relay->leaving.list[relay->leaving.done];
    bool sealed = parcel->sealed && p->heard->suite != NULL, known = true;

    if (sealed && relay->out_epoch == PLAIN) {
        relay->out_epoch = HANDSHAKE;
    }
    if (sealed && relay->seal.suite == NULL) {
        if (!keyed_secret(p->r, p->k, p->heard->who, p->sender, relay->out_epoch,
                          &known)) {
            return false;
        }
        if (known) {
            channel_start(p->k->crypto, &relay->seal, p->heard->suite,
                          p->heard->secret[p->sender][relay->out_epoch]);
        }
    }
    *waits = !known;
    if (!known) {
        return true;
    }
    relay->leaving.done++;
    note(p, parcel);
    view_judge(p->heard, parcel);
    if (PLANTED("FORGERY_MENDED") && parcel->right.len > 0) {
        parcel->data = parcel->right;
    }
    if (parcel->type == TYPE_RAW) {
        wire_append(&p->r->wire[p->sender], parcel->data.p, parcel->data.len);
    } else {
        put_records(p, parcel, sealed);
        hear(p, parcel);
    }
    return true;
}

bool relay_pass(struct run *r, struct keyed *k, enum endpoint sender)
{
    enum endpoint receiver = sender == CLIENT ? SERVER : CLIENT;
    struct relay *relay = &k->relay[sender];
    struct pass p = {r, k, relay, sender, &k->view[sender], &k->view[receiver]};
    bool waits = false, ok = open_all(&p);

    while (ok && !waits &&
           (relay->leaving.done < relay->leaving.count ||
            relay->arrived.done < relay->arrived.count)) {
        ok = relay->leaving.done < relay->leaving.count ? seal_next(&p, &waits)
                                                        : edit_next(&p, &waits);
    }
    return ok;
}
