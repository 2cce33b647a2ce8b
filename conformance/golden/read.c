/* SPDX-License-Identifier: Apache-2.0
 *
 * read.c: reading a golden. What people merge by hand is looked at closely: each line
 * that does not fit is refused by its number.
 */
#include <string.h>

#include "conformance/screen.h"
#include "golden.h"
#include "word.h"

struct parser {
    struct arena *a;
    struct golden *g;
    struct golden_words words;
    /* Blocks by the names that the file gives them; a name is a digest, and made anew. */
    struct named {
        struct slice name;
        const struct golden_block *block;
    } * named;
    size_t named_count;
    /* The block at hand, until the next line that is not indented. */
    struct slice open, macro;
    const char **line;
    size_t line_count;
    struct golden_variant *variant; /* the one at hand; NULL */
    unsigned number;
    bool begun, ended;
};

static char *copy(const struct parser *p, struct slice s)
{
    return arena_text(p->a, s.p, s.len);
}

/* ---- Traces. */

static const char *fill(struct parser *p, struct slice text)
{
    return golden_words_fill(p->a, &p->words, copy(p, text));
}

static const struct golden_block *block_named(const struct parser *p, struct slice name)
{
    for (size_t i = 0; i < p->named_count; i++) {
        if (p->named[i].name.len == name.len &&
            memcmp(p->named[i].name.p, name.p, name.len) == 0) {
            return p->named[i].block;
        }
    }
    return NULL;
}

static void add_row(struct parser *p, struct golden_row row)
{
    struct golden_variant *v = p->variant;

    v->row = arena_grow(p->a, v->row, v->count, sizeof *v->row);
    v->row[v->count++] = row;
}

/* "... 5": rows of the first trace of the case. */
static const char *take_alike(struct parser *p, struct slice text)
{
    const struct golden_variant *first = p->g->cases[p->g->cases_count - 1].variant;
    int64_t n;

    if (!parse_int(trim(text), &n) || n < 1 || p->variant == first ||
        (uint64_t)n > first->count || p->variant->count > first->count - (size_t)n) {
        return "not so many rows in the first trace";
    }
    while (n-- > 0) {
        add_row(p, first->row[p->variant->count]);
    }
    return NULL;
}

/* "pair tls1.3 @5d0c51a7", or the line of a call. */
static const char *take_row(struct parser *p, struct slice text)
{
    const char *at = memrchr(text.p, ' ', text.len);
    struct golden_row row = {NULL, NULL};

    if (text.len > 3 && memcmp(text.p, "... ", 4) == 0) {
        return take_alike(p, (struct slice){text.p + 4, text.len - 4});
    }
    if (at != NULL && at[1] == '@' && memmem(text.p, text.len, " = ", 3) == NULL) {
        size_t n = (size_t)(at - text.p);

        row.block = block_named(p, (struct slice){at + 2, text.len - n - 2});
        if (row.block == NULL) {
            return "no such block above";
        }
        text.len = n;
    }
    row.text = fill(p, text);
    if (row.text == NULL) {
        return "a long word that does not stand above";
    }
    add_row(p, row);
    return NULL;
}

static const char *take_block_line(struct parser *p, struct slice text)
{
    const char *line = fill(p, text);

    p->line = arena_grow(p->a, p->line, p->line_count, sizeof *p->line);
    p->line[p->line_count++] = line;
    return line == NULL ? "a long word that does not stand above" : NULL;
}

static const char *take_indented(struct parser *p, struct slice text)
{
    if (p->open.p != NULL) {
        return take_block_line(p, text);
    }
    return p->variant != NULL ? take_row(p, text) : "a line of no trace";
}

/* ---- Blocks, cases. */

static void close_block(struct parser *p)
{
    if (p->open.p != NULL) {
        p->named = arena_grow(p->a, p->named, p->named_count, sizeof *p->named);
        p->named[p->named_count++] = (struct named){
            p->open, golden_block(p->a, p->g, copy(p, p->macro), p->line, p->line_count)};
    }
    p->open.p = NULL;
    p->line = NULL;
    p->line_count = 0;
}

static const char *take_block(struct parser *p, struct slice rest)
{
    if (!next_word(&rest, &p->open) || trim(rest).len == 0) {
        p->open.p = NULL;
        return "a block has a name and a macro";
    }
    p->macro = trim(rest);
    return block_named(p, p->open) == NULL ? NULL : "a second block of this name";
}

static const char *take_case(struct parser *p, struct slice rest)
{
    struct golden *g = p->g;
    struct golden_case c = {.line = p->number};
    struct slice id, digest;

    if (!next_word(&rest, &id) || !next_word(&rest, &digest) || digest.len != 16) {
        return "a case has an id, a digest and a name";
    }
    c.id = copy(p, id);
    c.name = copy(p, trim(rest));
    memcpy(c.digest, digest.p, digest.len);
    if (golden_case_of(g, c.id) != NULL) {
        return "a second record of this case";
    }
    g->cases = arena_grow(p->a, g->cases, g->cases_count, sizeof *g->cases);
    g->cases[g->cases_count++] = c;
    return NULL;
}

static size_t oracle_named(const struct golden *g, struct slice key)
{
    for (size_t i = 0; i < g->oracles_count; i++) {
        if (slice_is(key, g->oracles[i].key)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* "A" or "A..B" */
static const char *take_range(const struct golden *g, struct slice word, uint64_t *bits)
{
    const char *dots = memmem(word.p, word.len, "..", 2);
    struct slice from = {word.p, dots == NULL ? word.len : (size_t)(dots - word.p)};
    struct slice to =
        dots == NULL ? from : (struct slice){dots + 2, word.len - from.len - 2};
    size_t i = oracle_named(g, from), end = oracle_named(g, to);

    if (i == SIZE_MAX || end == SIZE_MAX || end < i) {
        return "no such oracles above, in this order";
    }
    for (; i <= end; i++) {
        if (*bits >> i & 1) {
            return "an oracle that has answered twice";
        }
        *bits |= UINT64_C(1) << i;
    }
    return NULL;
}

static const char *take_on(struct parser *p, struct slice rest)
{
    struct golden *g = p->g;
    struct golden_case *c = g->cases_count == 0 ? NULL : &g->cases[g->cases_count - 1];
    struct golden_variant v = {0, NULL, 0};
    uint64_t all = 0;
    const char *wrong = c == NULL ? "a trace of no case" : NULL;
    struct slice word;

    for (size_t i = 0; wrong == NULL && i < c->count; i++) {
        all |= c->variant[i].oracles;
    }
    while (wrong == NULL && next_word(&rest, &word)) {
        uint64_t before = all;

        wrong = take_range(g, word, &all);
        v.oracles |= all & ~before;
    }
    if (wrong != NULL || v.oracles == 0) {
        return wrong == NULL ? "a trace of no oracle" : wrong;
    }
    c->variant = arena_grow(p->a, c->variant, c->count, sizeof *c->variant);
    c->variant[c->count] = v;
    p->variant = &c->variant[c->count++];
    return NULL;
}

/* ---- The head. */

static const char *take_golden(struct parser *p, struct slice rest)
{
    bool again = p->begun;

    p->begun = true;
    return !again && slice_is(trim(rest), "1") ? NULL : "not a golden of version 1";
}

static const char *take_oracle(struct parser *p, struct slice rest)
{
    struct golden *g = p->g;
    struct slice key, impl, lib;

    if (!next_word(&rest, &key) || !next_word(&rest, &impl) || !next_word(&rest, &lib)) {
        return "an oracle has a key, a name and a library";
    }
    if (g->oracles_count == GOLDEN_ORACLES_MAX || oracle_named(g, key) != SIZE_MAX) {
        return "an oracle too many, or one twice";
    }
    g->oracles = arena_grow(p->a, g->oracles, g->oracles_count, sizeof *g->oracles);
    g->oracles[g->oracles_count++] = (struct golden_oracle){
        .key = copy(p, key), .impl = copy(p, impl), .lib = copy(p, lib), .caps = ""};
    return NULL;
}

static const char *take_caps(struct parser *p, struct slice rest)
{
    if (p->g->oracles_count == 0) {
        return "capabilities of no oracle";
    }
    p->g->oracles[p->g->oracles_count - 1].caps = copy(p, trim(rest));
    return NULL;
}

static const char *take_traits(struct parser *p, struct slice rest)
{
    struct golden_oracle *o =
        p->g->oracles_count == 0 ? NULL : &p->g->oracles[p->g->oracles_count - 1];
    struct slice word;

    while (o != NULL && next_word(&rest, &word)) {
        const char *equals = memchr(word.p, '=', word.len);
        size_t n = equals == NULL ? 0 : (size_t)(equals - word.p);

        if (n == 0) {
            return "a trait has a name and a value";
        }
        o->traits = arena_grow(p->a, o->traits, o->traits_count, sizeof *o->traits);
        o->traits[o->traits_count++] = (struct trait){
            arena_text(p->a, word.p, n), arena_text(p->a, equals + 1, word.len - n - 1)};
    }
    return o == NULL ? "traits of no oracle" : NULL;
}

static const char *take_bytes(struct parser *p, struct slice rest)
{
    return golden_words_take(p->a, &p->words, rest, true) ? NULL : "malformed";
}

static const char *take_value(struct parser *p, struct slice rest)
{
    return golden_words_take(p->a, &p->words, rest, false) ? NULL : "malformed";
}

static const char *take_end(struct parser *p, struct slice rest)
{
    int64_t n;

    p->ended = true;
    return parse_int(trim(rest), &n) && n == (int64_t)p->g->cases_count
               ? NULL
               : "another number of cases than there are";
}

/* ---- Lines. */

static const struct {
    const char *word;
    const char *(*take)(struct parser *p, struct slice rest);
} keywords[] = {
    {"golden", take_golden}, {"oracle", take_oracle}, {"caps", take_caps},
    {"traits", take_traits}, {"bytes", take_bytes},   {"value", take_value},
    {"block", take_block},   {"case", take_case},     {"on", take_on},
    {"end", take_end},
};

static const char *take_line(struct parser *p, struct slice line)
{
    struct slice rest = line, word;

    if (memchr(line.p, '\0', line.len) != NULL) {
        return "a byte that is no text";
    }
    if (line.len > 2 && memcmp(line.p, "  ", 2) == 0) {
        return take_indented(p, trim(line));
    }
    if (!next_word(&rest, &word) || *word.p == '#') {
        return NULL;
    }
    close_block(p);
    p->variant = NULL;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (slice_is(word, keywords[i].word) && (i == 0 || p->begun) && !p->ended) {
            return keywords[i].take(p, rest);
        }
    }
    return !p->begun  ? "not a golden"
           : p->ended ? "a line behind the end"
                      : "not a line of a golden";
}

bool golden_read(struct arena *a, struct golden *g, const char *path)
{
    struct parser p = {.a = a, .g = g};
    size_t len;
    const char *text = read_whole_file(a, path, &len), *wrong = NULL;

    memset(g, 0, sizeof *g);
    g->path = arena_printf(a, "%s", path);
    if (text == NULL) {
        return false;
    }
    for (size_t at = 0, n; wrong == NULL && at < len; at += n + 1) {
        const char *end = memchr(text + at, '\n', len - at);

        n = end == NULL ? len - at : (size_t)(end - text) - at;
        p.number++;
        wrong = take_line(&p, (struct slice){text + at, n});
    }
    if (wrong == NULL && !p.ended) {
        wrong = "it ends before its `end`";
    }
    return wrong == NULL || complain_of(path, p.number == 0 ? 1 : p.number, wrong);
}
