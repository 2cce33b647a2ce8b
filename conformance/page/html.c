/* SPDX-License-Identifier: Apache-2.0
 *
 * html.c: escaping, bytes, lines.
 */
#include "html.h"

#include <ctype.h>
#include <string.h>

#include "conformance/records.h"

/* Bytes of a value that are shown. */
#define BYTES_SHOWN ((size_t)64)

/* Digits from which on a word of hex is taken for bytes. */
#define HEX_MIN ((size_t)10)

/* Invisible characters, and those that turn the direction of text. */
static bool is_unseen(uint32_t c)
{
    return c < 0xa0 || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           (c >= 0xd800 && c <= 0xf8ff) || c == 0xfeff || c >= 0xfff0;
}

/* The length of the UTF-8 sequence at `p` when it is well-formed, of two or three bytes
 * and to be seen; else 0. */
static size_t seen_sequence(const unsigned char *p, size_t left)
{
    size_t len = p[0] >= 0xc2 && p[0] <= 0xdf ? 2 : p[0] >= 0xe0 && p[0] <= 0xef ? 3 : 0;
    uint32_t c;

    if (len == 0 || len > left) {
        return 0;
    }
    c = p[0] & (len == 2 ? 0x1fU : 0x0fU);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
        c = c << 6 | (p[i] & 0x3fU);
    }
    return is_unseen(c) || (len == 3 && c < 0x800) ? 0 : len;
}

static void put_byte(FILE *out, unsigned char c)
{
    switch (c) {
    case '&': fputs("&amp;", out); break;
    case '<': fputs("&lt;", out); break;
    case '>': fputs("&gt;", out); break;
    case '"': fputs("&quot;", out); break;
    case '\'': fputs("&#39;", out); break;
    default:
        if (c == '\n' || c == '\t' || (c >= ' ' && c <= '~')) {
            putc(c, out);
        } else {
            fprintf(out, "\\x%02x", c);
        }
    }
}

void html_slice(FILE *out, const char *text, size_t len)
{
    const unsigned char *p = (const unsigned char *)text;

    for (size_t i = 0; i < len;) {
        size_t n = p[i] < 0x80 ? 0 : seen_sequence(p + i, len - i);

        if (n > 0) {
            fwrite(p + i, 1, n, out);
        } else {
            put_byte(out, p[i]);
        }
        i += n > 0 ? n : 1;
    }
}

void html_text(FILE *out, const char *text)
{
    if (text != NULL) {
        html_slice(out, text, strlen(text));
    }
}

void html_cut(FILE *out, const char *text, size_t max)
{
    size_t len = text == NULL ? 0 : strlen(text);

    if (len > 0) {
        html_slice(out, text, len < max ? len : max);
    }
    if (len > max) {
        fprintf(out, "&hellip; (%zu characters)", len);
    }
}

void html_in(FILE *out, const char *before, const char *text, const char *after)
{
    fputs(before, out);
    html_text(out, text);
    fputs(after, out);
}

void html_fragment(FILE *out, const char *id)
{
    putc('#', out);
    for (const unsigned char *p = (const unsigned char *)id; *p != '\0'; p++) {
        if (isalnum(*p) || strchr("-._~", *p) != NULL) {
            putc(*p, out);
        } else {
            fprintf(out, "%%%02X", *p);
        }
    }
}

void html_url(FILE *out, const char *url)
{
    if (url != NULL &&
        (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0)) {
        html_in(out, "<a rel=noreferrer href=\"", url, "\">");
        html_in(out, "", url, "</a>");
    } else {
        html_text(out, url);
    }
}

/* ---- Bytes. */

static bool is_printable(const uint8_t *p, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (p[i] < ' ' || p[i] > '~') {
            return false;
        }
    }
    return len > 0;
}

static void put_bytes(FILE *out, const uint8_t *p, size_t len)
{
    size_t shown = len < BYTES_SHOWN ? len : BYTES_SHOWN;
    char hex[2 * BYTES_SHOWN + 1];
    struct arena a = {NULL};

    hex_encode(hex, p, shown);
    fputs(len == 0 ? "-" : hex, out);
    if (len > shown) {
        fprintf(out, "&hellip; <em>%zu bytes</em>", len);
    }
    if (records_begin(p, len)) {
        html_in(out, " <em>", records_format(&a, p, len, true), "</em>");
        arena_free(&a);
    } else if (is_printable(p, shown)) {
        fputs(" <em>\xe2\x80\x9c", out); /* quotes */
        html_slice(out, (const char *)p, shown);
        fputs("\xe2\x80\x9d</em>", out);
    }
}

/* Bytes that are told in part: `6161~200:DIGEST`, `~32`. */
static bool put_part(FILE *out, struct slice word)
{
    const char *tilde = memchr(word.p, '~', word.len);
    size_t told = tilde == NULL ? 0 : (size_t)(tilde - word.p), digits = 0;

    if (tilde == NULL || strspn(word.p, "0123456789abcdef") != told) {
        return false;
    }
    while (told + 1 + digits < word.len && isdigit((unsigned char)tilde[1 + digits])) {
        digits++;
    }
    html_slice(out, word.p, told);
    fputs(told > 0 ? "&hellip; <em>" : "<em>", out);
    html_slice(out, tilde + 1, digits);
    fputs(digits > 0 ? " bytes</em>" : "bytes</em>", out);
    return true;
}

/* A word: hex of some length as bytes, anything else as it stands. */
static void put_word(FILE *out, struct slice word)
{
    struct arena a = {NULL};
    uint8_t *data;
    size_t len;

    if (put_part(out, word)) {
        return;
    }
    if (word.len >= HEX_MIN && parse_hex(&a, word, &data, &len)) {
        put_bytes(out, data, len);
    } else {
        html_slice(out, word.p, word.len < HTML_TEXT_SHOWN ? word.len : HTML_TEXT_SHOWN);
        fputs(word.len > HTML_TEXT_SHOWN ? "&hellip;" : "", out);
    }
    arena_free(&a);
}

/* Writes words; of several blanks all, or one. */
static void put_words(FILE *out, struct slice line, bool squeeze)
{
    while (line.len > 0) {
        struct slice word = {line.p, 0};
        size_t blanks = 0;

        while (word.len < line.len && line.p[word.len] != ' ') {
            word.len++;
        }
        put_word(out, word);
        while (word.len + blanks < line.len && line.p[word.len + blanks] == ' ') {
            blanks++;
        }
        fprintf(out, "%*s", squeeze && blanks > 0 ? 1 : (int)blanks, "");
        line.p += word.len + blanks;
        line.len -= word.len + blanks;
    }
}

void html_line(FILE *out, struct slice line)
{
    put_words(out, line, false);
}

void html_squeezed(FILE *out, struct slice line)
{
    put_words(out, line, true);
}
