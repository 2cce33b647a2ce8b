/* SPDX-License-Identifier: Apache-2.0
 *
 * screen.c: texts on a screen.
 */
#include "screen.h"

#include <string.h>

static void print_some(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        fputc(text[i] < ' ' || text[i] > '~' ? '?' : text[i], out);
    }
}

void print_text(FILE *out, const char *text)
{
    print_some(out, text, strlen(text));
}

void print_cut(FILE *out, const char *text, size_t max)
{
    size_t len = strlen(text);

    print_some(out, text, len > max ? max : len);
    fputs(len > max ? "..." : "", out);
}

void print_lines(FILE *out, const char *before, const char *text)
{
    bool starts = true;

    for (; *text != '\0'; text++) {
        if (starts) {
            fputs(before, out);
        }
        starts = *text == '\n';
        fputc((*text < ' ' && !starts) || *text > '~' ? '?' : *text, out);
    }
    if (!starts) {
        fputc('\n', out);
    }
}

size_t screen_line(const char *text, size_t width)
{
    size_t len = strlen(text), cut = width;

    if (len <= width) {
        return len;
    }
    while (cut > 0 && text[cut] != ' ') {
        cut--;
    }
    return cut == 0 ? width : cut;
}

void wrap_print(const char *before, const char *text)
{
    wrap_to(stdout, before, text);
}

void wrap_to(FILE *out, const char *before, const char *text)
{
    unsigned indent = (unsigned)strlen(before), width = SCREEN - indent;

    fputs(before, out);
    for (bool first = true; first || *text != '\0'; first = false) {
        size_t len = screen_line(text, width);

        if (!first) {
            fprintf(out, "%*s", (int)indent, "");
        }
        print_some(out, text, len);
        putc('\n', out);
        text += len;
        text += strspn(text, " ");
    }
}

bool complain_of(const char *path, unsigned line, const char *why)
{
    if (line == 0) {
        fprintf(stderr, "membio-conform: %s: %s\n", path, why);
    } else {
        fprintf(stderr, "membio-conform: %s:%u: %s\n", path, line, why);
    }
    return false;
}
