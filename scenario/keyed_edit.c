/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_edit.c: what can happen to a message on its way.
 *
 * A handshake message is edited with its header of four bytes. What changes its size
 * corrects the length there, `set` and `flip` do not.
 */
#include "keyed_parts.h"

#include <string.h>

/* The most bytes of a message after an edit. */
#define MESSAGE_MAX ((size_t)1 << 20)

void edit_splice(struct editing *e, size_t at, size_t drop, struct slice bytes)
{
    struct slice was = e->p.data;
    size_t len = was.len - drop + bytes.len, body = len - MESSAGE_HEADER;
    char *data = arena_alloc(e->a, len + 1);

    memcpy(data, was.p, at);
    memcpy(data + at, bytes.p == NULL ? "" : bytes.p, bytes.len);
    memcpy(data + at + bytes.len, was.p + at + drop, was.len - at - drop);
    if (e->p.type == TYPE_HANDSHAKE && len >= MESSAGE_HEADER) {
        data[1] = (char)(body >> 16);
        data[2] = (char)(body >> 8);
        data[3] = (char)body;
    }
    e->p.data = (struct slice){data, len};
}

/* A negative place counts from the end. */
static bool place(const struct editing *e, int64_t at, size_t need, size_t *start)
{
    int64_t len = (int64_t)e->p.data.len;

    at = at < 0 ? at + len : at;
    *start = (size_t)at;
    return at >= 0 && at <= len && need <= (size_t)(len - at);
}

/* A copy, since the sender's view has these bytes, too. */
static bool overwrite(struct editing *e, int64_t at, struct slice bytes, bool flips)
{
    size_t start;
    char *data;

    if (!place(e, at, bytes.len, &start)) {
        return false;
    }
    data = arena_copy(e->a, e->p.data.p, e->p.data.len);
    for (size_t i = 0; i < bytes.len; i++) {
        data[start + i] = (char)((flips ? data[start + i] : 0) ^ bytes.p[i]);
    }
    e->p.data.p = data;
    return true;
}

static bool edit_flip(struct editing *e, int64_t at, struct slice bytes)
{
    return overwrite(e, at, bytes, true);
}

static bool edit_set(struct editing *e, int64_t at, struct slice bytes)
{
    return overwrite(e, at, bytes, false);
}

static bool edit_insert(struct editing *e, int64_t at, struct slice bytes)
{
    size_t start;

    if (!place(e, at, 0, &start) || e->p.data.len + bytes.len > MESSAGE_MAX) {
        return false;
    }
    edit_splice(e, start, 0, bytes);
    return true;
}

/* The bytes are a number: how many go. */
static bool edit_delete(struct editing *e, int64_t at, struct slice bytes)
{
    size_t start, count;

    if (bytes.len > 4 || !message_size(bytes, 0, (unsigned)bytes.len, &count) ||
        !place(e, at, count, &start)) {
        return false;
    }
    edit_splice(e, start, count, (struct slice){NULL, 0});
    return true;
}

static bool edit_cut(struct editing *e, int64_t at, struct slice bytes)
{
    size_t start;

    if (!place(e, at, 0, &start)) {
        return false;
    }
    edit_splice(e, start, e->p.data.len - start, bytes);
    return true;
}

static bool edit_body(struct editing *e, int64_t at, struct slice bytes)
{
    size_t header = e->p.type == TYPE_HANDSHAKE ? MESSAGE_HEADER : 0;

    (void)at;
    if (e->p.data.len < header) {
        return false;
    }
    edit_splice(e, header, e->p.data.len - header, bytes);
    return true;
}

static bool edit_drop(struct editing *e, int64_t at, struct slice bytes)
{
    (void)at;
    (void)bytes;
    e->copies = 0;
    return true;
}

static bool edit_dup(struct editing *e, int64_t at, struct slice bytes)
{
    (void)at;
    (void)bytes;
    e->copies++;
    return true;
}

static bool edit_swap(struct editing *e, int64_t at, struct slice bytes)
{
    (void)at;
    (void)bytes;
    e->swapped = true;
    return true;
}

static struct parcel like(const struct editing *e, struct slice bytes)
{
    return (struct parcel){.type = e->p.type,
                           .minor = 3,
                           .data = bytes,
                           .sealed = e->p.sealed,
                           .edited = true};
}

static bool edit_before(struct editing *e, int64_t at, struct slice bytes)
{
    struct parcel p = like(e, bytes);

    (void)at;
    parcels_add(e->a, &e->before, &p);
    return false;
}

static bool edit_after(struct editing *e, int64_t at, struct slice bytes)
{
    struct parcel p = like(e, bytes);

    (void)at;
    parcels_add(e->a, &e->after, &p);
    return false;
}

static bool edit_split(struct editing *e, int64_t at, struct slice bytes)
{
    (void)bytes;
    return place(e, at, 0, &e->p.split);
}

static bool edit_pad(struct editing *e, int64_t at, struct slice bytes)
{
    (void)bytes;
    e->p.pad = (size_t)at;
    return at >= 0 && at <= (int64_t)RECORD_MAX;
}

static bool edit_type(struct editing *e, int64_t at, struct slice bytes)
{
    (void)bytes;
    if (at <= 0 || at > 255) {
        return false;
    }
    e->p.type = (uint8_t)at;
    return true;
}

static bool edit_plain(struct editing *e, int64_t at, struct slice bytes)
{
    (void)at;
    (void)bytes;
    e->p.sealed = false;
    return true;
}

static const struct {
    const char *name;
    edit_fn *fn;
} kinds[] = {
    {"flip", edit_flip},
    {"set", edit_set},
    {"insert", edit_insert},
    {"delete", edit_delete},
    {"cut", edit_cut},
    {"body", edit_body},
    {"extension", edit_extension},
    {"remove-extension", edit_remove_extension},
    {"repeat-extension", edit_repeat_extension},
    {"drop", edit_drop},
    {"dup", edit_dup},
    {"swap", edit_swap},
    {"before", edit_before},
    {"after", edit_after},
    {"split", edit_split},
    {"pad", edit_pad},
    {"type", edit_type},
    {"plain", edit_plain},
    {"keep", NULL},
};

bool edit_find(struct slice name, edit_fn **fn)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (slice_is(name, kinds[i].name)) {
            *fn = kinds[i].fn;
            return true;
        }
    }
    return false;
}
