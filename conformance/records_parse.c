/* SPDX-License-Identifier: Apache-2.0
 *
 * records_parse.c: from the words of records.c to bytes of that shape.
 */
#include <string.h>

#include "records.h"

/* Bytes on their way. */
struct maker {
    struct arena *a;
    uint8_t *data, fill;
    size_t len;
    int64_t version; /* the minor one, of the last record */
};

static void put(struct maker *m, uint8_t byte)
{
    m->data = arena_grow(m->a, m->data, m->len, 1);
    m->data[m->len++] = byte;
}

static void put_body(struct maker *m, int64_t len)
{
    for (int64_t i = 0; i < len; i++) {
        put(m, m->fill);
    }
}

static int type_of(struct slice word)
{
    for (uint8_t type = 20; records_type(type) != NULL; type++) {
        if (slice_is(word, records_type(type))) {
            return type;
        }
    }
    return -1;
}

/* A number, or 1 where there are none. */
static bool take_number(struct slice *rest, int64_t *n)
{
    struct slice word, ahead = *rest;

    *n = 1;
    if (!next_word(&ahead, &word) || *word.p == '(') {
        return true;
    }
    *rest = ahead;
    return parse_int(word, n) && *n >= 0 && *n <= INT32_MAX;
}

/* "(4 of it)", "(cut)", or nothing: how much of the body is there. */
static bool take_part(struct slice rest, int64_t *n)
{
    struct slice word;

    if (!next_word(&rest, &word)) {
        return true;
    }
    if (slice_is(word, "(cut)")) {
        *n = 0;
        return true;
    }
    return *word.p == '(' && parse_int((struct slice){word.p + 1, word.len - 1}, n) &&
           *n >= 0 && slice_is(trim(rest), "of it)");
}

/* "3.3 handshake 122 (4 of it)" */
static bool make_record(struct maker *m, struct slice text)
{
    struct slice word;
    int64_t len, part;
    int type;

    if (!next_word(&text, &word)) {
        return false;
    }
    if (word.len == 3 && memcmp(word.p, "3.", 2) == 0) {
        m->version = word.p[2] - '0';
        if (!next_word(&text, &word)) {
            return false;
        }
    }
    type = type_of(word);
    if (type < 0 || m->version < 0 || m->version > 4 || !take_number(&text, &len) ||
        len > RECORD_MAX) {
        return false;
    }
    part = len;
    put(m, (uint8_t)type);
    put(m, 3);
    put(m, (uint8_t)m->version);
    put(m, (uint8_t)(len >> 8));
    put(m, (uint8_t)len);
    if (!take_part(text, &part) || part > len) {
        return false;
    }
    put_body(m, part);
    return true;
}

/* What is no record: some bytes. */
static bool make_rest(struct maker *m, struct slice text)
{
    int64_t len;

    if (!take_number(&text, &len) || trim(text).len > 0) {
        return false;
    }
    put_body(m, len);
    return true;
}

static bool begins(struct slice text, const char *with)
{
    return text.len >= strlen(with) && memcmp(text.p, with, strlen(with)) == 0;
}

/* Cuts the part before the next comma off. */
static struct slice next_part(struct slice *rest)
{
    const char *comma = memchr(rest->p, ',', rest->len);
    size_t n = comma == NULL ? rest->len : (size_t)(comma - rest->p);
    struct slice part = trim((struct slice){rest->p, n});

    n += comma != NULL;
    *rest = (struct slice){rest->p + n, rest->len - n};
    return part;
}

bool records_parse(struct arena *a, struct slice text, uint8_t fill, uint8_t **data,
                   size_t *len)
{
    static const char *const rests[] = {"no record", "then no record"};
    struct maker m = {.a = a, .fill = fill, .version = -1};
    bool ok = true;

    while (ok && text.len > 0) {
        struct slice part = next_part(&text);
        size_t n = begins(part, rests[0])   ? strlen(rests[0])
                   : begins(part, rests[1]) ? strlen(rests[1])
                                            : 0;

        ok = n > 0 ? make_rest(&m, (struct slice){part.p + n, part.len - n})
                   : make_record(&m, part);
    }
    *data = m.data;
    *len = m.len;
    return ok && m.len > 0;
}
