/* SPDX-License-Identifier: Apache-2.0
 *
 * word.h: long words of a golden: each stands once, its digest where it is meant.
 *
 *     bytes 91b4a1c3f0e2d576 61*16384        of a word that is one byte over and over
 *     value 0c7d5b8e4f1a2936 308201...
 *     ... = ok %@91b4a1c3f0e2d576
 */
#ifndef CONFORMANCE_GOLDEN_WORD_H
#define CONFORMANCE_GOLDEN_WORD_H

#include <stdio.h>

#include "scenario/text.h"

struct golden_words {
    struct golden_word {
        char digest[17];
        const char *text;
    } * list; /* by digest */
    size_t count;
};

/* golden_words_cut gives a line in which the long words are digests, and keeps them. */
const char *golden_words_cut(struct arena *a, struct golden_words *w, const char *line);

/* golden_words_fill is the inverse; NULL when a word is not there. */
const char *golden_words_fill(struct arena *a, const struct golden_words *w,
                              const char *line);

/* golden_words_take reads what stands behind `bytes` or `value`; false when it is malformed. */
bool golden_words_take(struct arena *a, struct golden_words *w, struct slice text,
                       bool repeated);

/* golden_words_print writes them all. */
void golden_words_print(const struct golden_words *w, FILE *out);

/* golden_fnv adds bytes to an FNV-1a digest. */
#define GOLDEN_FNV UINT64_C(0xcbf29ce484222325)
uint64_t golden_fnv(uint64_t digest, const void *data, size_t len);

#endif
