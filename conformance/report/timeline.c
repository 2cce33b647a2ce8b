/* SPDX-License-Identifier: Apache-2.0
 *
 * timeline.c: differences of oracles by cause, on a terminal and in Markdown.
 */
#include "timeline.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/screen.h"
#include "markdown.h"

/* Cases that are named of one cause. */
#define CASES_NAMED ((size_t)8)
/* Causes of two neighbours that are told on a terminal. */
#define CAUSES_TOLD 12
/* Characters of a line of them. */
#define TEXT_SHOWN ((size_t)100)

const char *timeline_version(const char *label)
{
    const char *slash = strchr(label, '/');

    return slash == NULL ? label : slash + 1;
}

/* "read" of "c read 100", "move" of "move s>c 9"; what is needed of a capability. */
static const char *call_of(struct arena *a, const struct stream_difference *d)
{
    const char *text = d->request;

    if (text == NULL) {
        return arena_printf(a, "what needs %s", d->needs == NULL ? "more" : d->needs);
    }
    text += strncmp(text, "c ", 2) == 0 || strncmp(text, "s ", 2) == 0 ? 2 : 0;
    return strcmp(text, "the end") == 0 ? text : arena_text(a, text, strcspn(text, " "));
}

static bool same(const struct cause *x, const struct cause *y)
{
    return strcmp(x->from, y->from) == 0 && strcmp(x->to, y->to) == 0 &&
           strcmp(x->call, y->call) == 0 && strcmp(x->before, y->before) == 0 &&
           strcmp(x->after, y->after) == 0;
}

static void add(struct arena *a, struct causes *all, const struct stream_difference *d)
{
    struct cause one = {.from = d->from,
                        .to = d->to,
                        .call = call_of(a, d),
                        .before = d->before,
                        .after = d->after};
    struct cause *c;
    size_t at = 0;

    while (at < all->count && !same(&all->list[at], &one)) {
        at++;
    }
    if (at == all->count) {
        all->list = arena_grow(a, all->list, all->count, sizeof *all->list);
        all->list[all->count++] = one;
    }
    c = &all->list[at];
    c->list = arena_grow(a, c->list, c->count, sizeof *c->list);
    c->list[c->count++] = d;
}

/* Versions of a library, then of the oracle, then the most cases. */
static int by_size(const void *a, const void *b)
{
    const struct cause *x = a, *y = b;
    const char *x_lib = strchr(x->to, ' '), *y_lib = strchr(y->to, ' ');
    int order = x_lib == NULL || y_lib == NULL ? 0 : strverscmp(x_lib, y_lib);

    order = order == 0 ? strverscmp(x->to, y->to) : order;
    if (order != 0 || x->count != y->count) {
        return order != 0 ? order : x->count < y->count ? 1 : -1;
    }
    order = strcmp(x->call, y->call);
    order = order == 0 ? strcmp(x->before, y->before) : order;
    return order == 0 ? strcmp(x->after, y->after) : order;
}

struct causes timeline_causes(struct arena *a, const struct stream *s)
{
    struct causes all = {NULL, 0};

    for (size_t i = 0; i < s->differences_count; i++) {
        add(a, &all, &s->differences[i]);
    }
    if (all.count > 1) {
        qsort(all.list, all.count, sizeof *all.list, by_size);
    }
    return all;
}

static bool starts(const struct causes *all, size_t i)
{
    return i == 0 || strcmp(all->list[i].to, all->list[i - 1].to) != 0 ||
           strcmp(all->list[i].from, all->list[i - 1].from) != 0;
}

/* The causes of the neighbours that the ith is the first of, and their cases. */
static size_t count_from(const struct causes *all, size_t i, size_t *cases)
{
    size_t n = 0;

    for (*cases = 0; i + n < all->count && (n == 0 || !starts(all, i + n)); n++) {
        *cases += all->list[i + n].count;
    }
    return n;
}

/* ---- On a terminal. */

static void put_cause(const struct cause *c, FILE *out)
{
    fputs("  ", out);
    print_cut(out, c->call, TEXT_SHOWN);
    fputs(": ", out);
    print_cut(out, c->before, TEXT_SHOWN);
    fputs(" -> ", out);
    print_cut(out, c->after, TEXT_SHOWN);
    fprintf(out, "  (%zu case%s:", c->count, c->count == 1 ? "" : "s");
    for (size_t i = 0; i < c->count && i < CASES_NAMED; i++) {
        fputc(' ', out);
        print_text(out, c->list[i]->id);
    }
    fputs(c->count > CASES_NAMED ? " ...)\n" : ")\n", out);
}

void timeline_terminal(const struct stream *s, FILE *out)
{
    struct arena a = {NULL};
    struct causes all = timeline_causes(&a, s);
    size_t cases, told = 0;

    for (size_t i = 0; i < all.count; i++, told++) {
        size_t n = count_from(&all, i, &cases);

        if (starts(&all, i)) {
            fputs("\n", out);
            print_text(out, timeline_version(all.list[i].from));
            fputs(" -> ", out);
            print_text(out, timeline_version(all.list[i].to));
            fprintf(out, ": %zu case%s, %zu cause%s\n", cases, cases == 1 ? "" : "s", n,
                    n == 1 ? "" : "s");
            told = 0;
        }
        if (told < CAUSES_TOLD) {
            put_cause(&all.list[i], out);
        } else if (told == CAUSES_TOLD) {
            fprintf(out, "  and %zu causes more: --format markdown has all\n", n);
        }
    }
    arena_free(&a);
}

/* ---- In Markdown. */

void timeline_markdown(const struct stream *s, FILE *out)
{
    struct arena a = {NULL};
    struct causes all = timeline_causes(&a, s);

    if (all.count > 0) {
        fputs(
            "\n### Where versions of the oracle differ\n\n"
            "| from | to | call | before | after | cases |\n|---|---|---|---|---|---|\n",
            out);
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct cause *c = &all.list[i];

        markdown_in(out, "| ", timeline_version(c->from), " | ");
        markdown_in(out, "", timeline_version(c->to), " | ");
        markdown_in(out, "", c->call, " | ");
        markdown_in(out, "", c->before, " | ");
        markdown_in(out, "", c->after, "");
        fprintf(out, " | %zu:", c->count);
        for (size_t k = 0; k < c->count && k < CASES_NAMED; k++) {
            markdown_in(out, " ", c->list[k]->id, "");
        }
        fputs(c->count > CASES_NAMED ? " ... |\n" : " |\n", out);
    }
    arena_free(&a);
}
