/* SPDX-License-Identifier: Apache-2.0
 *
 * write.c: a golden as a file. It is to be read in a review: what did not change stands
 * where it stood, by the same name.
 */
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "word.h"

static int by_macro(const void *a, const void *b)
{
    const struct golden_block *x = *(struct golden_block *const *)a;
    const struct golden_block *y = *(struct golden_block *const *)b;
    int macro = strcmp(x->macro, y->macro);

    return macro != 0 ? macro : strcmp(x->name, y->name);
}

/* By the first of their oracles. */
static int by_oracle(const void *a, const void *b)
{
    const struct golden_variant *x = a, *y = b;
    uint64_t i = x->oracles & (~x->oracles + 1), k = y->oracles & (~y->oracles + 1);

    return i < k ? -1 : i > k;
}

static bool uses(const struct golden_case *c, const struct golden_block *b)
{
    for (size_t i = 0; i < c->count; i++) {
        for (size_t k = 0; k < c->variant[i].count; k++) {
            if (c->variant[i].row[k].block == b) {
                return true;
            }
        }
    }
    return false;
}

/* The blocks that are still meant. */
static size_t used_blocks(struct arena *a, const struct golden *g,
                          const struct golden_block ***blocks)
{
    const struct golden_block **list =
        arena_alloc(a, (g->blocks_count + 1) * sizeof *list);
    size_t count = 0;

    for (size_t i = 0; i < g->blocks_count; i++) {
        size_t at = 0;

        while (at < g->cases_count && !uses(&g->cases[at], g->blocks[i])) {
            at++;
        }
        if (at < g->cases_count) {
            list[count++] = g->blocks[i];
        }
    }
    qsort(list, count, sizeof(void *), by_macro);
    *blocks = list;
    return count;
}

static void print_oracles(const struct golden *g, FILE *out)
{
    for (size_t i = 0; i < g->oracles_count; i++) {
        const struct golden_oracle *o = &g->oracles[i];

        fprintf(out, "oracle %s %s %s\ncaps %s\ntraits", o->key, o->impl, o->lib,
                o->caps);
        for (size_t k = 0; k < o->traits_count; k++) {
            fprintf(out, " %s=%s", o->traits[k].name, o->traits[k].value);
        }
        fputc('\n', out);
    }
}

/* "on 3.8.18/3.0.19..3.12.1/3.0.19 3.13.5/3.5.7" */
static void print_keys(const struct golden *g, uint64_t oracles, FILE *out)
{
    fputs("on", out);
    for (size_t i = 0, end; i < g->oracles_count; i = end + 1) {
        end = i;
        if ((oracles >> i & 1) == 0) {
            continue;
        }
        while (end + 1 < g->oracles_count && (oracles >> (end + 1) & 1) != 0) {
            end++;
        }
        fprintf(out, " %s", g->oracles[i].key);
        if (end > i) {
            fprintf(out, "..%s", g->oracles[end].key);
        }
    }
    fputc('\n', out);
}

/* The number of rows from `at` on that are those of the first trace of the case. */
static size_t count_alike(const struct golden_variant *first,
                          const struct golden_variant *v, size_t at)
{
    size_t n = 0;

    while (v != first && at + n < v->count && at + n < first->count &&
           golden_same_row(&v->row[at + n], &first->row[at + n])) {
        n++;
    }
    return n;
}

static void print_variant(struct arena *a, const struct golden *g,
                          const struct golden_variant *first,
                          const struct golden_variant *v, struct golden_words *words,
                          FILE *out)
{
    print_keys(g, v->oracles, out);
    for (size_t i = 0; i < v->count; i++) {
        const struct golden_row *row = &v->row[i];
        size_t alike = count_alike(first, v, i);

        if (alike > 0) {
            fprintf(out, "  ... %zu\n", alike);
            i += alike - 1;
        } else if (row->block != NULL) {
            fprintf(out, "  %s @%s\n", row->text, row->block->name);
        } else {
            fprintf(out, "  %s\n", golden_words_cut(a, words, row->text));
        }
    }
}

static void print_blocks(struct arena *a, const struct golden *g,
                         struct golden_words *words, FILE *out)
{
    const struct golden_block **blocks;
    size_t count = used_blocks(a, g, &blocks);

    for (size_t i = 0; i < count; i++) {
        fprintf(out, "block %s %s\n", blocks[i]->name, blocks[i]->macro);
        for (size_t k = 0; k < blocks[i]->count; k++) {
            fprintf(out, "  %s\n", golden_words_cut(a, words, blocks[i]->line[k]));
        }
    }
}

static void print_cases(struct arena *a, const struct golden *g,
                        struct golden_words *words, FILE *out)
{
    for (size_t i = 0; i < g->cases_count; i++) {
        struct golden_case *c = &g->cases[i];

        fprintf(out, "case %s %s %s\n", c->id, c->digest, c->name);
        qsort(c->variant, c->count, sizeof *c->variant, by_oracle);
        for (size_t k = 0; k < c->count; k++) {
            print_variant(a, g, c->variant, &c->variant[k], words, out);
        }
    }
}

/* Long words stand before what means them, and are known after. */
void golden_write(const struct golden *g, FILE *out)
{
    struct golden_words words = {NULL, 0};
    struct arena a = {NULL};
    char *unread = NULL;
    size_t len = 0;
    FILE *lines = open_memstream(&unread, &len);

    fputs("golden 1\n", out);
    print_oracles(g, out);
    if (lines != NULL) {
        print_blocks(&a, g, &words, lines);
        print_cases(&a, g, &words, lines);
        fclose(lines);
        golden_words_print(&words, out);
        fwrite(unread, 1, len, out);
        fprintf(out, "end %zu\n", g->cases_count);
    }
    free(unread);
    arena_free(&a);
}
