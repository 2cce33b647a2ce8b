/* SPDX-License-Identifier: Apache-2.0
 *
 * text.h: the words of the scenario language: hex, numbers, percent-encoded text.
 */
#ifndef SCENARIO_TEXT_H
#define SCENARIO_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* A piece of a line, or any bytes; not NUL-terminated. */
struct slice {
    const char *p;
    size_t len;
};

bool slice_is(struct slice s, const char *text);

/* next_word cuts the first blank-separated word off `rest`; false when there is none. */
bool next_word(struct slice *rest, struct slice *word);

/* trim drops blanks at both ends. */
struct slice trim(struct slice s);

/* list_has says whether a word is in a list joined by commas. */
bool list_has(const char *list, const char *word);

/* These return false when the word is not of their form. Bytes and text go to the arena.
 */
bool parse_int(struct slice word, int64_t *n);
bool parse_bool(struct slice word, int64_t *n);
bool parse_hex(struct arena *a, struct slice word, uint8_t **data, size_t *len);
bool parse_text(struct arena *a, struct slice word, uint8_t **data, size_t *len);

/* format_hex and format_text are the inverse; `-` for nothing. format_text also encodes
 * the first byte of a text that would read as a keyword ("none", "-"). */
char *format_hex(struct arena *a, const void *data, size_t len);
char *format_text(struct arena *a, const void *data, size_t len);

/* hex_encode writes 2 * len digits and a NUL to `out`. hex_decode writes len / 2 bytes to
 * `out`, false when `in` is not lower-case hex of even length. */
void hex_encode(char *out, const void *data, size_t len);
bool hex_decode(uint8_t *out, const char *in, size_t len);

#endif
