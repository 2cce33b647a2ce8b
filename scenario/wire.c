/* SPDX-License-Identifier: Apache-2.0
 *
 * wire.c: one direction of the wire.
 */
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A TLS record header: type, version, length (RFC 8446, 5.1). */
#define HEADER_LEN ((size_t)5)

void wire_free(struct wire *wire)
{
    free(wire->data);
    *wire = (struct wire){NULL, 0, 0};
}

/* Opens a gap of `len` bytes at `at`. */
static uint8_t *open_gap(struct wire *wire, size_t at, size_t len)
{
    if (wire->cap - wire->len < len) {
        size_t cap = (wire->len + len) * 2;
        uint8_t *data = realloc(wire->data, cap);

        if (data == NULL) {
            fprintf(stderr, "out of memory for %zu bytes\n", cap);
            exit(99);
        }
        wire->data = data;
        wire->cap = cap;
    }
    memmove(wire->data + at + len, wire->data + at, wire->len - at);
    wire->len += len;
    return wire->data + at;
}

static void close_gap(struct wire *wire, size_t at, size_t len)
{
    memmove(wire->data + at, wire->data + at + len, wire->len - at - len);
    wire->len -= len;
}

void wire_append(struct wire *wire, const void *data, size_t len)
{
    if (len > 0) {
        memcpy(open_gap(wire, wire->len, len), data, len);
    }
}

void wire_drop(struct wire *wire, size_t len)
{
    if (len > 0) {
        close_gap(wire, 0, len);
    }
}

bool wire_record(const struct wire *wire, size_t k, size_t *start, size_t *len)
{
    size_t at = 0;

    while (at < wire->len) {
        size_t rest = wire->len - at, size = rest;

        if (rest >= HEADER_LEN) {
            size = HEADER_LEN + (size_t)(wire->data[at + 3] << 8 | wire->data[at + 4]);
            size = size < rest ? size : rest;
        }
        if (k == 0) {
            *start = at;
            *len = size;
            return true;
        }
        k--;
        at += size;
    }
    return false;
}

bool wire_cut(struct wire *wire, int64_t keep)
{
    if (keep < 0 || (uint64_t)keep > wire->len) {
        return false;
    }
    wire->len = (size_t)keep;
    return true;
}

bool wire_flip(struct wire *wire, int64_t byte, int64_t bit)
{
    if (byte < 0) {
        byte += (int64_t)wire->len;
    }
    if (byte < 0 || (uint64_t)byte >= wire->len || bit < 0 || bit > 7) {
        return false;
    }
    wire->data[byte] ^= (uint8_t)(1U << bit);
    return true;
}

bool wire_drop_record(struct wire *wire, int64_t k)
{
    size_t start, len;

    if (k < 0 || !wire_record(wire, (size_t)k, &start, &len)) {
        return false;
    }
    close_gap(wire, start, len);
    return true;
}

bool wire_dup_record(struct wire *wire, int64_t k)
{
    size_t start, len;
    uint8_t *gap;

    if (k < 0 || !wire_record(wire, (size_t)k, &start, &len)) {
        return false;
    }
    gap = open_gap(wire, start, len);
    memcpy(gap, gap + len, len);
    return true;
}

bool wire_swap_records(struct wire *wire, int64_t k)
{
    size_t start, len, next, next_len;
    uint8_t *gap;

    if (k < 0 || !wire_record(wire, (size_t)k, &start, &len) ||
        !wire_record(wire, (size_t)k + 1, &next, &next_len)) {
        return false;
    }
    gap = open_gap(wire, start, next_len);
    memcpy(gap, gap + next_len + len, next_len);
    close_gap(wire, start + next_len + len, next_len);
    return true;
}

bool wire_insert(struct wire *wire, const void *data, size_t len, int64_t at)
{
    if (at < 0 || (uint64_t)at > wire->len) {
        return false;
    }
    if (len > 0) {
        memcpy(open_gap(wire, (size_t)at, len), data, len);
    }
    return true;
}
