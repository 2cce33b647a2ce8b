/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_open.c: what comes from a sender, record by record, opened with its keys and put
 * together to messages.
 */
#include "keyed_parts.h"

#include <string.h>

/* The largest record: its content, and what encryption adds. */
#define SEALED_MAX (RECORD_MAX + 256)

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

bool relay_open(struct pass *p)
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
