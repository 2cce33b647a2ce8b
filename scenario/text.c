/* SPDX-License-Identifier: Apache-2.0
 *
 * text.c: the words of the scenario language.
 */
#include "text.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

bool slice_is(struct slice s, const char *text)
{
    return strlen(text) == s.len && memcmp(s.p, text, s.len) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool list_has(const char *list, const char *word)
{
    size_t len = strlen(word);

    while (*list != '\0') {
        size_t n = strcspn(list, ",");

        if (n == len && memcmp(list, word, len) == 0) {
            return true;
        }
        list += n + (list[n] == ',');
    }
    return false;
}

struct slice trim(struct slice s)
{
    while (s.len > 0 && is_blank(*s.p)) {
        s.p++;
        s.len--;
    }
    while (s.len > 0 && is_blank(s.p[s.len - 1])) {
        s.len--;
    }
    return s;
}

bool next_word(struct slice *rest, struct slice *word)
{
    struct slice s = trim(*rest);

    *word = (struct slice){s.p, 0};
    if (s.len == 0) { /* of nothing, which may be nowhere */
        *rest = s;
        return false;
    }
    while (word->len < s.len && !is_blank(s.p[word->len])) {
        word->len++;
    }
    *rest = (struct slice){s.p + word->len, s.len - word->len};
    return word->len > 0;
}

bool parse_int(struct slice word, int64_t *n)
{
    size_t i = word.len > 0 && word.p[0] == '-' ? 1 : 0;
    bool negative = i == 1;
    uint64_t value = 0, limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);

    if (i == word.len) {
        return false;
    }
    for (; i < word.len; i++) {
        unsigned digit = (unsigned)(word.p[i] - '0');

        if (word.p[i] < '0' || word.p[i] > '9' || value > (limit - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *n = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

bool parse_bool(struct slice word, int64_t *n)
{
    *n = slice_is(word, "1");
    return *n == 1 || slice_is(word, "0");
}

/* The value of a lower-case hex digit, -1 for anything else. */
static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void hex_encode(char *out, const void *data, size_t len)
{
    const uint8_t *p = data;

    for (size_t i = 0; i < len; i++) {
        *out++ = digits[p[i] >> 4];
        *out++ = digits[p[i] & 15];
    }
    *out = '\0';
}

bool hex_decode(uint8_t *out, const char *in, size_t len)
{
    if (len % 2 != 0) {
        return false;
    }
    for (size_t i = 0; i < len; i += 2) {
        int high = hex_digit(in[i]), low = hex_digit(in[i + 1]);

        if (high < 0 || low < 0) {
            return false;
        }
        out[i / 2] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool parse_hex(struct arena *a, struct slice word, uint8_t **data, size_t *len)
{
    *len = slice_is(word, "-") ? 0 : word.len / 2;
    *data = arena_alloc(a, *len + 1);
    return slice_is(word, "-") || (word.len > 0 && hex_decode(*data, word.p, word.len));
}

char *format_hex(struct arena *a, const void *data, size_t len)
{
    char *out = arena_alloc(a, 2 * len + 2);

    if (len == 0) {
        out[0] = '-';
    } else {
        hex_encode(out, data, len);
    }
    return out;
}

bool parse_text(struct arena *a, struct slice word, uint8_t **data, size_t *len)
{
    uint8_t *out = arena_alloc(a, word.len + 1);
    size_t n = 0;

    *data = out;
    *len = 0;
    if (slice_is(word, "-")) {
        return true;
    }
    for (size_t i = 0; i < word.len; i++) {
        if (word.p[i] != '%') {
            out[n++] = (uint8_t)word.p[i];
            continue;
        }
        if (word.len - i < 3 || !hex_decode(&out[n], word.p + i + 1, 2)) {
            return false;
        }
        n++;
        i += 2;
    }
    *len = n;
    return word.len > 0;
}

char *format_text(struct arena *a, const void *data, size_t len)
{
    const uint8_t *p = data;
    struct slice whole = {data, len};
    bool keyword = slice_is(whole, "none") || slice_is(whole, "-");
    char *out = arena_alloc(a, 3 * len + 2), *q = out;

    if (len == 0) {
        *q++ = '-';
    }
    for (size_t i = 0; i < len; i++) {
        bool plain = p[i] > ' ' && p[i] <= '~' && p[i] != '%' && p[i] != '=';

        if (plain && !(keyword && i == 0)) {
            *q++ = (char)p[i];
        } else {
            *q++ = '%';
            *q++ = digits[p[i] >> 4];
            *q++ = digits[p[i] & 15];
        }
    }
    return out;
}
