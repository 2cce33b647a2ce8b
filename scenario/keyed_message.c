/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_message.c: names of messages, and where their extensions are.
 */
#include "keyed_parts.h"

#include <string.h>

/* In a HelloRetryRequest `random` is this (RFC 8446, 4.1.3). */
static const uint8_t retry[RANDOM_LEN] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11,
                                          0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
                                          0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e,
                                          0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

/* The way to the extensions, behind the header: a number of bytes, or, negative, the width
 * of the length of something; 0 ends it. */
static const struct kind {
    uint8_t type;
    const char *name;
    bool extends;
    int path[5];
} kinds[] = {
    {CLIENT_HELLO, "ClientHello", true, {2 + (int)RANDOM_LEN, -1, -2, -1}},
    {SERVER_HELLO, "ServerHello", true, {2 + (int)RANDOM_LEN, -1, 3}},
    {NEW_SESSION_TICKET, "NewSessionTicket", true, {8, -1, -2}},
    {ENCRYPTED_EXTENSIONS, "EncryptedExtensions", true, {0}},
    {CERTIFICATE, "Certificate", true, {-1, 3, -3}}, /* of the first certificate */
    {CERTIFICATE_REQUEST, "CertificateRequest", true, {-1}},
    {CERTIFICATE_VERIFY, "CertificateVerify", false, {0}},
    {FINISHED, "Finished", false, {0}},
    {KEY_UPDATE, "KeyUpdate", false, {0}},
};

#define KINDS (sizeof kinds / sizeof *kinds)

static const struct {
    uint8_t type;
    const char *name;
} others[] = {
    {TYPE_CCS, "ChangeCipherSpec"},
    {TYPE_ALERT, "Alert"},
    {TYPE_DATA, "ApplicationData"},
    {TYPE_RAW, "Bytes"},
};

#define OTHERS (sizeof others / sizeof *others)

static const struct kind *kind_of(unsigned type)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (kinds[i].type == type) {
            return &kinds[i];
        }
    }
    return NULL;
}

bool message_is_retry(struct slice message)
{
    size_t at = MESSAGE_HEADER + 2;

    return message.len >= at + RANDOM_LEN && message.p[0] == SERVER_HELLO &&
           memcmp(message.p + at, retry, RANDOM_LEN) == 0;
}

const char *message_name(const struct parcel *p)
{
    const struct kind *kind;

    for (size_t i = 0; i < OTHERS; i++) {
        if (others[i].type == p->type) {
            return others[i].name;
        }
    }
    if (message_is_retry(p->data)) {
        return "HelloRetryRequest";
    }
    kind = p->data.len > 0 ? kind_of((uint8_t)p->data.p[0]) : NULL;
    return kind == NULL ? "Unknown" : kind->name;
}

bool edit_message_is(struct slice name)
{
    static const char *const more[] = {"HelloRetryRequest", "Unknown", "any"};
    bool known = false;

    for (size_t i = 0; i < KINDS; i++) {
        known |= slice_is(name, kinds[i].name);
    }
    for (size_t i = 0; i < OTHERS; i++) {
        known |= slice_is(name, others[i].name);
    }
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        known |= slice_is(name, more[i]);
    }
    return known;
}

bool message_size(struct slice message, size_t at, unsigned width, size_t *size)
{
    *size = 0;
    if (at > message.len || message.len - at < width) {
        return false;
    }
    for (unsigned i = 0; i < width; i++) {
        *size = *size << 8 | (uint8_t)message.p[at + i];
    }
    return true;
}

bool message_find(struct slice message, size_t *at)
{
    const struct kind *kind = message.len == 0 ? NULL : kind_of((uint8_t)message.p[0]);
    size_t size;

    *at = MESSAGE_HEADER;
    if (kind == NULL || !kind->extends) {
        return false;
    }
    for (const int *step = kind->path; *step != 0; step++) {
        if (*step > 0) {
            *at += (size_t)*step;
        } else if (message_size(message, *at, (unsigned)-*step, &size)) {
            *at += (size_t) - *step + size;
        } else {
            return false;
        }
    }
    return message_size(message, *at, 2, &size) && size <= message.len - *at - 2;
}

void parcels_add(struct arena *a, struct parcels *to, const struct parcel *p)
{
    to->list = arena_grow(a, to->list, to->count, sizeof *to->list);
    to->list[to->count++] = *p;
}
