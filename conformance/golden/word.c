/* SPDX-License-Identifier: Apache-2.0
 *
 * word.c: long words of a golden.
 */
#include "word.h"

#include <inttypes.h>
#include <string.h>

/* Characters of a word that stands where it is meant. */
#define WORD_MAX ((size_t)160)
/* Bytes of one that is said with a `*`. */
#define REPEAT_MAX ((int64_t)16 * 1024 * 1024)

static const char mark[] = "%@";

uint64_t golden_fnv(uint64_t digest, const void *data, size_t len)
{
    const uint8_t *p = data;

    for (size_t i = 0; i < len; i++) {
        digest = (digest ^ p[i]) * UINT64_C(0x100000001b3);
    }
    return digest;
}

/* Where a digest is, or would be. */
static size_t place_of(const struct golden_words *w, const char *digest, bool *found)
{
    size_t low = 0, high = w->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (strcmp(w->list[mid].digest, digest) < 0) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    *found = low < w->count && strcmp(w->list[low].digest, digest) == 0;
    return low;
}

static void keep(struct arena *a, struct golden_words *w, const char *digest,
                 const char *text)
{
    bool found;
    size_t at = place_of(w, digest, &found);

    if (found) {
        return;
    }
    w->list = arena_grow(a, w->list, w->count, sizeof *w->list);
    memmove(&w->list[at + 1], &w->list[at], (w->count - at) * sizeof *w->list);
    memcpy(w->list[at].digest, digest, sizeof w->list[at].digest);
    w->list[at].text = text;
    w->count++;
}

/* Replaces each word of a line by what `one` makes of it. */
static const char *
each_word(struct arena *a, const char *line,
          const char *(*one)(struct arena *a, void *arg, struct slice word), void *arg)
{
    struct slice rest = {line, strlen(line)}, word;
    char *out = arena_printf(a, "%s", "");

    while (next_word(&rest, &word)) {
        const char *made = one(a, arg, word);

        if (made == NULL) {
            return NULL;
        }
        out = arena_printf(a, "%s%s%s", out, *out == '\0' ? "" : " ", made);
    }
    return out;
}

static const char *cut_one(struct arena *a, void *arg, struct slice word)
{
    char digest[17];

    if (word.len <= WORD_MAX) {
        return arena_text(a, word.p, word.len);
    }
    snprintf(digest, sizeof digest, "%016" PRIx64,
             golden_fnv(GOLDEN_FNV, word.p, word.len));
    keep(a, arg, digest, arena_text(a, word.p, word.len));
    return arena_printf(a, "%s%s", mark, digest);
}

/* Most lines have none. */
static bool has_long(const char *line)
{
    for (size_t n; *line != '\0'; line += n + (line[n] == ' ')) {
        n = strcspn(line, " ");
        if (n > WORD_MAX) {
            return true;
        }
    }
    return false;
}

const char *golden_words_cut(struct arena *a, struct golden_words *w, const char *line)
{
    return has_long(line) ? each_word(a, line, cut_one, w) : line;
}

static const char *fill_one(struct arena *a, void *arg, struct slice word)
{
    const struct golden_words *w = arg;
    char *text = arena_text(a, word.p, word.len);
    bool found = false;
    size_t at;

    if (strncmp(text, mark, strlen(mark)) != 0) {
        return text;
    }
    at = place_of(w, text + strlen(mark), &found);
    return found ? w->list[at].text : NULL;
}

const char *golden_words_fill(struct arena *a, const struct golden_words *w,
                              const char *line)
{
    struct golden_words copy = *w;

    return strstr(line, mark) == NULL ? line : each_word(a, line, fill_one, &copy);
}

/* "61*16384" */
static bool repeat(struct arena *a, struct slice text, struct slice *out)
{
    const char *star = memchr(text.p, '*', text.len);
    int64_t n;
    char *word;

    if (star != text.p + 2 || !parse_int((struct slice){star + 1, text.len - 3}, &n) ||
        n < 1 || n > REPEAT_MAX) {
        return false;
    }
    word = arena_alloc(a, (size_t)n * 2 + 1);
    for (int64_t i = 0; i < n; i++) {
        memcpy(word + 2 * i, text.p, 2);
    }
    *out = (struct slice){word, (size_t)n * 2};
    return true;
}

bool golden_words_take(struct arena *a, struct golden_words *w, struct slice text,
                       bool repeated)
{
    struct slice digest;
    char name[17];

    if (!next_word(&text, &digest) || digest.len != 16 ||
        (repeated && !repeat(a, trim(text), &text))) {
        return false;
    }
    text = trim(text);
    memcpy(name, digest.p, 16);
    name[16] = '\0';
    keep(a, w, name, arena_text(a, text.p, text.len));
    return text.len > 0;
}

static bool is_one_byte(const char *text)
{
    size_t n = strlen(text);

    for (size_t i = 0; i < n; i++) {
        if (strchr("0123456789abcdef", text[i]) == NULL || text[i] != text[i % 2]) {
            return false;
        }
    }
    return n % 2 == 0;
}

void golden_words_print(const struct golden_words *w, FILE *out)
{
    for (size_t i = 0; i < w->count; i++) {
        const char *text = w->list[i].text;

        if (is_one_byte(text)) {
            fprintf(out, "bytes %s %.2s*%zu\n", w->list[i].digest, text,
                    strlen(text) / 2);
        } else {
            fprintf(out, "value %s %s\n", w->list[i].digest, text);
        }
    }
}
