/* SPDX-License-Identifier: Apache-2.0
 *
 * shell.c: quoting.
 */
#include "shell.h"

#include <string.h>

char *shell_word(struct arena *a, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789@%+=:,./_-";
    char *out = arena_alloc(a, 4 * strlen(word) + 3), *q = out;

    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        return arena_printf(a, "%s", word);
    }
    *q++ = '\'';
    for (; *word != '\0'; word++) {
        if (*word == '\'') {
            memcpy(q, "'\\''", 4);
            q += 4;
        } else {
            *q++ = *word;
        }
    }
    *q = '\'';
    return out;
}
