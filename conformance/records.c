/* SPDX-License-Identifier: Apache-2.0
 *
 * records.c: cutting bytes into TLS records.
 */
#include "records.h"

/* The header of a TLS record. */
#define RECORD_HEADER ((size_t)5)

const char *records_type(uint8_t type)
{
    static const char *const names[] = {"ccs", "alert", "handshake", "application_data",
                                        "heartbeat"};

    return type >= 20 && type <= 24 ? names[type - 20] : NULL;
}

/* The length of the record at `p` with its header; 0 when there is none. */
static size_t record_size(const uint8_t *p, size_t left)
{
    size_t size;

    if (left < RECORD_HEADER || records_type(p[0]) == NULL || p[1] != 3 || p[2] > 4) {
        return 0;
    }
    size = (size_t)(p[3] << 8 | p[4]);
    return size > RECORD_MAX ? 0 : size + RECORD_HEADER;
}

bool records_begin(const uint8_t *p, size_t len)
{
    return record_size(p, len) > 0;
}

static char *add_count(struct arena *a, const char *text, size_t n, bool lengths)
{
    return lengths ? arena_printf(a, "%s %zu", text, n) : arena_printf(a, "%s", text);
}

static char *add_record(struct arena *a, const char *text, const uint8_t *p,
                        unsigned version, size_t body, bool lengths)
{
    char *out = arena_printf(a, "%s%s", text, *text == '\0' ? "" : ", ");

    if (version != p[2] + 1U) {
        out = arena_printf(a, "%s%u.%u ", out, p[1], p[2]);
    }
    return add_count(a, arena_printf(a, "%s%s", out, records_type(p[0])), body, lengths);
}

char *records_format(struct arena *a, const uint8_t *p, size_t len, bool lengths)
{
    char *text = arena_printf(a, "%s", "");
    unsigned version = 0;
    size_t size;

    for (size_t at = 0; at < len; at += size) {
        size = record_size(p + at, len - at);
        if (size == 0) {
            text = arena_printf(a, "%s%s", text, at == 0 ? "" : ", then ");
            return add_count(a, arena_printf(a, "%sno record", text), len - at, lengths);
        }
        text = add_record(a, text, p + at, version, size - RECORD_HEADER, lengths);
        version = p[at + 2] + 1U;
        if (size > len - at) {
            return lengths
                       ? arena_printf(a, "%s (%zu of it)", text, len - at - RECORD_HEADER)
                       : arena_printf(a, "%s (cut)", text);
        }
    }
    return text;
}
