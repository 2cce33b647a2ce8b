/* SPDX-License-Identifier: Apache-2.0
 *
 * screen.h: texts on a screen: lines of a width, and nothing in them that a terminal would
 * obey, whoever has written them.
 */
#ifndef CONFORMANCE_SCREEN_H
#define CONFORMANCE_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Columns. */
#define SCREEN 80u

/* print_text writes a text of others with nothing in it that a terminal would obey; print_cut
 * only `max` characters of it, and dots; print_lines a text of several lines, an adapter's
 * stderr, with `before` at the start of each. */
void print_text(FILE *out, const char *text);
void print_cut(FILE *out, const char *text, size_t max);
void print_lines(FILE *out, const char *before, const char *text);

/* complain_of writes to stderr what is wrong with a line of a file, or with the file when `line` is
 * 0. False, for who has to say so. */
bool complain_of(const char *path, unsigned line, const char *why);

/* wrap_print writes a text in lines of at most SCREEN columns: the first after `before`, the
 * others indented as far. */
void wrap_print(const char *before, const char *text);
void wrap_to(FILE *out, const char *before, const char *text);

/* screen_line returns how long the next line of a text is: up to the last blank that fits. */
size_t screen_line(const char *text, size_t width);

#endif
