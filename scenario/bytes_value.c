/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes_value.c: arguments in the byte form. Integers are little-endian.
 *
 *     int         0x00..0xef itself, 0xf0 -1, 0xf1 16 bits, 0xf2 32 bits, 0xf3 64 bits
 *                 (signed), 0xf4..0xff one of the constants below
 *     bool, wire  the lowest bit of a byte
 *     hex         0x00..0xef so many bytes; 0xf1 peer: 8 bits of a record's number; 0xf2
 *                 flight: 8 bits of its number; any other: 16 bits of length, the bytes. Fewer
 *                 bytes than said are all there are
 *     text, rest  0x00..0xfe so many bytes, 0xff 16 bits of length, the bytes; all of them
 */
#include "bytes_form.h"

#include <string.h>

#include "flight.h"

enum { HEX_SHORT_MAX = 0xef, HEX_LONG = 0xf0, HEX_PEER = 0xf1, HEX_FLIGHT = 0xf2 };
enum { TEXT_LONG = 0xff };

/* Where implementations have limits. */
static const int64_t constants[12] = {
    255,   256,        1024,         16383,         16384,         16385,
    65535, 2147483647, 2147483648LL, -2147483648LL, -2147483649LL, 1000000,
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

uint8_t take_byte(struct reader *r)
{
    if (r->p == r->end) {
        r->short_of = true;
        return 0;
    }
    return *r->p++;
}

static uint64_t take_number(struct reader *r, int bytes)
{
    uint64_t n = 0;

    for (int i = 0; i < bytes; i++) {
        n |= (uint64_t)take_byte(r) << (8 * i);
    }
    return n;
}

static int64_t take_int(struct reader *r)
{
    uint8_t first = take_byte(r);

    switch (first) {
    case 0xf0: return -1;
    case 0xf1: return (int16_t)take_number(r, 2);
    case 0xf2: return (int32_t)take_number(r, 4);
    case 0xf3: return (int64_t)take_number(r, 8);
    default: return first < 0xf0 ? first : constants[first - 0xf4];
    }
}

static void take_data(struct arena *a, struct reader *r, size_t len, struct arg *arg)
{
    size_t left = (size_t)(r->end - r->p);

    arg->len = len < left ? len : left;
    arg->data = (const uint8_t *)arena_text(a, (const char *)r->p, arg->len);
    r->p += arg->len;
}

static void take_hex(struct arena *a, struct reader *r, struct arg *arg)
{
    uint8_t kind = take_byte(r);

    switch (kind) {
    case HEX_PEER:
        arg->given = GIVEN_PEER;
        arg->num = take_byte(r);
        break;
    case HEX_FLIGHT:
        arg->given = GIVEN_FLIGHT;
        arg->num = take_byte(r);
        r->short_of = r->short_of || !flight_is((unsigned)arg->num);
        break;
    default: take_data(a, r, kind <= HEX_SHORT_MAX ? kind : take_number(r, 2), arg);
    }
}

/* Half a word would be another word: a text may not end early. */
static void take_text(struct arena *a, struct reader *r, struct arg *arg)
{
    size_t len = take_byte(r);

    len = len == TEXT_LONG ? take_number(r, 2) : len;
    r->short_of = r->short_of || len > (size_t)(r->end - r->p);
    take_data(a, r, len, arg);
}

void take_arg(struct arena *a, struct reader *r, enum param_type type, struct arg *arg)
{
    arg->given = GIVEN;
    switch (type) {
    case PARAM_END: break;
    case PARAM_INT: arg->num = take_int(r); break;
    case PARAM_BOOL:
    case PARAM_WIRE: arg->num = take_byte(r) & 1; break;
    case PARAM_HEX: take_hex(a, r, arg); break;
    case PARAM_REST:
    case PARAM_TEXT: take_text(a, r, arg); break;
    }
}

static void put(struct writer *w, const void *data, size_t len)
{
    if (len > BYTES_LEN_MAX - w->len) {
        w->wrong = "the byte form is larger than 65536 bytes";
        return;
    }
    if (len > 0) {
        memcpy(w->data + w->len, data, len);
    }
    w->len += len;
}

void put_byte(struct writer *w, uint8_t byte)
{
    put(w, &byte, 1);
}

static void put_number(struct writer *w, uint64_t n, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        put_byte(w, (uint8_t)(n >> (8 * i)));
    }
}

static void put_wide(struct writer *w, uint8_t first, int64_t n, int bytes)
{
    put_byte(w, first);
    put_number(w, (uint64_t)n, bytes);
}

static void put_int(struct writer *w, int64_t n)
{
    for (size_t i = 0; i < COUNT(constants); i++) {
        if (constants[i] == n) {
            put_byte(w, (uint8_t)(0xf4 + i));
            return;
        }
    }
    if (n >= -1 && n < 0xf0) {
        put_byte(w, n == -1 ? 0xf0 : (uint8_t)n);
    } else if (n >= INT16_MIN && n <= INT16_MAX) {
        put_wide(w, 0xf1, n, 2);
    } else if (n >= INT32_MIN && n <= INT32_MAX) {
        put_wide(w, 0xf2, n, 4);
    } else {
        put_wide(w, 0xf3, n, 8);
    }
}

/* The length in one byte, or in two more behind `more`. */
static void put_data(struct writer *w, const struct arg *arg, uint8_t short_max,
                     uint8_t more)
{
    if (arg->len > UINT16_MAX) {
        w->wrong = "an argument is longer than 65535 bytes";
        return;
    }
    if (arg->len <= short_max) {
        put_byte(w, (uint8_t)arg->len);
    } else {
        put_wide(w, more, (int64_t)arg->len, 2);
    }
    put(w, arg->data, arg->len);
}

static void put_hex(struct writer *w, const struct arg *arg)
{
    if (arg->given == GIVEN) {
        put_data(w, arg, HEX_SHORT_MAX, HEX_LONG);
        return;
    }
    if (arg->num > UINT8_MAX) {
        w->wrong = "a record of the peer has a number above 255";
        return;
    }
    put_byte(w, arg->given == GIVEN_PEER ? HEX_PEER : HEX_FLIGHT);
    put_byte(w, (uint8_t)arg->num);
}

void put_arg(struct writer *w, enum param_type type, const struct arg *arg)
{
    switch (type) {
    case PARAM_END: break;
    case PARAM_INT: put_int(w, arg->num); break;
    case PARAM_BOOL:
    case PARAM_WIRE: put_byte(w, (uint8_t)arg->num); break;
    case PARAM_HEX: put_hex(w, arg); break;
    case PARAM_REST:
    case PARAM_TEXT: put_data(w, arg, TEXT_LONG - 1, TEXT_LONG); break;
    }
}
