/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed_extension.c: edits of the extensions of a message; `at` is the type of one. All lengths
 * around them are corrected.
 */
#include "keyed_parts.h"

#include <string.h>

/* A type and a length. */
#define EXTENSION_HEADER ((size_t)4)

/* The extensions of a message; where the one that is asked for begins and how long it is with
 * its header: at the end and 0 if there is none. */
struct block {
    size_t length_at, len, start, size;
};

static bool find(struct slice message, int64_t type, struct block *b)
{
    size_t at, end, number, size;

    if (type < 0 || type > 65535 || !message_find(message, &b->length_at)) {
        return false;
    }
    at = b->length_at + 2;
    message_size(message, b->length_at, 2, &b->len);
    end = at + b->len;
    b->start = end;
    b->size = 0;
    while (at + EXTENSION_HEADER <= end) {
        message_size(message, at, 2, &number);
        message_size(message, at + 2, 2, &size);
        if (size > end - at - EXTENSION_HEADER) {
            return false;
        }
        if (number == (size_t)type) {
            b->start = at;
            b->size = EXTENSION_HEADER + size;
            return true;
        }
        at += EXTENSION_HEADER + size;
    }
    return true;
}

static void set_number(char *at, unsigned width, size_t number)
{
    while (width > 0) {
        at[--width] = (char)number;
        number >>= 8;
    }
}

/* Certificate: the list of entries has a length, too, behind the context. */
static void correct_list(char *message, size_t len, size_t grown)
{
    struct slice whole = {message, len};
    size_t at, size;

    if (message[0] == CERTIFICATE && message_size(whole, MESSAGE_HEADER, 1, &size)) {
        at = MESSAGE_HEADER + 1 + size;
        message_size(whole, at, 3, &size);
        set_number(message + at, 3, size + grown);
    }
}

/* Puts bytes in place of `drop` at `at`, inside of the block. */
static bool replace(struct editing *e, const struct block *b, size_t at, size_t drop,
                    struct slice bytes)
{
    size_t len = b->len - drop + bytes.len;
    char *message;

    if (len > 65535) {
        return false;
    }
    edit_splice(e, at, drop, bytes);
    message = arena_copy(e->a, e->p.data.p, e->p.data.len);
    set_number(message + b->length_at, 2, len);
    correct_list(message, e->p.data.len, bytes.len - drop);
    e->p.data.p = message;
    return true;
}

bool edit_extension(struct editing *e, int64_t at, struct slice bytes)
{
    struct block b;
    char *whole = arena_alloc(e->a, EXTENSION_HEADER + bytes.len);

    if (bytes.len > 65535 || !find(e->p.data, at, &b)) {
        return false;
    }
    set_number(whole, 2, (size_t)at);
    set_number(whole + 2, 2, bytes.len);
    memcpy(whole + EXTENSION_HEADER, bytes.p == NULL ? "" : bytes.p, bytes.len);
    return replace(e, &b, b.start, b.size,
                   (struct slice){whole, EXTENSION_HEADER + bytes.len});
}

bool edit_remove_extension(struct editing *e, int64_t at, struct slice bytes)
{
    struct block b;

    (void)bytes;
    return find(e->p.data, at, &b) && b.size > 0 &&
           replace(e, &b, b.start, b.size, (struct slice){NULL, 0});
}

bool edit_repeat_extension(struct editing *e, int64_t at, struct slice bytes)
{
    struct block b;

    (void)bytes;
    return find(e->p.data, at, &b) && b.size > 0 &&
           replace(e, &b, b.start, 0, (struct slice){e->p.data.p + b.start, b.size});
}
