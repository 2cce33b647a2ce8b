/* SPDX-License-Identifier: Apache-2.0
 *
 * markdown.c: for the summary of a CI job: what is not as expected, or, with an
 * earlier run, what changed.
 */
#include "markdown.h"

#include <string.h>

#include "difference.h"
#include "flaw.h"
#include "report.h"
#include "timeline.h"

/* Rows of a table, characters of a cell. */
#define ROWS_MAX 100
#define CELL_MAX ((size_t)160)
/* Characters of a command. */
#define AGAIN_MAX ((size_t)600)

static void put_text(FILE *out, const char *text, size_t max)
{
    size_t len = text == NULL ? 0 : strlen(text);

    for (size_t i = 0; i < len && i < max; i++) {
        unsigned char c = (unsigned char)text[i];

        switch (c) {
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '&': fputs("&amp;", out); break;
        case '@': fputs("&#64;", out); break; /* nobody is called */
        case ':': fputs("&#58;", out); break; /* no link by itself */
        default:
            if (strchr("\\`*_[]#|~", c) != NULL) {
                fprintf(out, "&#%u;", c);
            } else {
                putc(c < ' ' || c > '~' ? '?' : c, out);
            }
        }
    }
    fputs(len > max ? "..." : "", out);
}

void markdown_text(FILE *out, const char *text)
{
    put_text(out, text, CELL_MAX);
}

void markdown_in(FILE *out, const char *before, const char *text, const char *after)
{
    fputs(before, out);
    markdown_text(out, text);
    fputs(after, out);
}

static void put_result(FILE *out, const struct stream_result *x)
{
    if (x == NULL) {
        fputs("not played", out);
        return;
    }
    fprintf(out, "%s%s", x->flaky != NULL ? "flaky " : "", verdict_name(x->verdict));
    if (x->request != NULL) {
        markdown_in(out, " ", x->request, " = ");
        markdown_text(out, x->got);
    }
    if (x->weather != NULL) {
        markdown_in(out, " in weather ", x->weather, "");
    }
}

static void put_heads(const struct stream *s, FILE *out)
{
    fputs("| implementation | pass | known | not applicable | not claimed | unexpected | "
          "facts |\n"
          "|---|--:|--:|--:|--:|--:|--:|\n",
          out);
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        unsigned unexpected = 0;

        for (size_t i = 0; i < s->cases_count; i++) {
            unexpected += stream_unexpected(stream_result(s, i, impl));
        }
        markdown_in(out, "| ", s->impls[impl].label, "");
        fprintf(out, "%s | %u | %u | %u | %u | %u | %u |\n",
                s->impls[impl].oracle ? " (the oracle)" : "",
                stream_count(s, (int)impl, VERDICT_PASS),
                stream_count(s, (int)impl, VERDICT_DEVIATION),
                stream_count(s, (int)impl, VERDICT_NA),
                stream_count(s, (int)impl, VERDICT_INFO), unexpected,
                stream_facts(s, impl));
    }
    fputc('\n', out);
}

static void put_again(const struct stream *s, size_t i, FILE *out)
{
    struct arena a = {NULL};

    fputs("<code>", out);
    put_text(out, stream_again(&a, s, i / s->impls_count, i % s->impls_count), AGAIN_MAX);
    fputs("</code> |\n", out);
    arena_free(&a);
}

static void put_unexpected(const struct stream *s, FILE *out)
{
    unsigned rows = 0;

    for (size_t i = 0; i < s->cases_count * s->impls_count; i++) {
        const struct stream_result *x = s->results[i];
        const struct stream_case *tc = &s->cases[i / s->impls_count];

        if (!stream_unexpected(x) || rows++ >= ROWS_MAX) {
            continue;
        }
        if (rows == 1) {
            fputs("| case | implementation | verdict | wanted | again |\n"
                  "|---|---|---|---|---|\n",
                  out);
        }
        markdown_in(out, "| ", tc->id, " ");
        markdown_in(out, "", tc->name, " | ");
        markdown_in(out, "", s->impls[i % s->impls_count].label, " | ");
        put_result(out, x);
        markdown_in(out, " | ", x->want, " | ");
        put_again(s, i, out);
    }
    if (rows > ROWS_MAX) {
        fprintf(out, "\nand %u more.\n", rows - ROWS_MAX);
    }
    fputs(rows == 0 ? "Every verdict is as expected.\n" : "", out);
}

static void put_flaws(const struct stream *s, FILE *out)
{
    struct arena a = {NULL};
    struct flaws flaws;

    flaws_of(&a, &flaws, s);
    fputs(flaws.count > 0 ? "\n" : "", out);
    for (size_t i = 0; i < flaws.count; i++) {
        fprintf(out, "- %s: ", flaws.list[i].kind);
        markdown_in(out, "", flaws.list[i].who, ": ");
        markdown_in(out, "", flaws.list[i].text, "\n");
    }
    fputs(s->complete ? "" : "\nThe run was stopped before its end.\n", out);
    arena_free(&a);
}

void report_markdown(const struct stream *s, FILE *out)
{
    fprintf(out, "### membio: %zu cases in %.1f s\n\n", s->cases_count, s->seconds);
    put_heads(s, out);
    put_unexpected(s, out);
    put_flaws(s, out);
    timeline_markdown(s, out);
}

void changes_markdown(const struct stream *before, const struct stream *after,
                      const struct changes *changes, FILE *out)
{
    (void)before;
    fprintf(out, "### membio: %zu of %zu results changed\n\n", changes->count,
            changes->count + changes->of[CHANGE_NONE]);
    put_heads(after, out);
    if (changes->count > 0) {
        fputs("| case | implementation | what | before | now |\n|---|---|---|---|---|\n",
              out);
    }
    for (size_t i = 0; i < changes->count && i < ROWS_MAX; i++) {
        const struct change_row *row = &changes->list[i];

        markdown_in(out, "| ", row->tc->id, " ");
        markdown_in(out, "", row->tc->name, " | ");
        markdown_in(out, "", row->impl->label, " | ");
        fprintf(out, "%s | ", change_name(row->change));
        put_result(out, row->before);
        fputs(" | ", out);
        put_result(out, row->after);
        fputs(" |\n", out);
    }
    if (changes->count > ROWS_MAX) {
        fprintf(out, "\nand %zu more.\n", changes->count - ROWS_MAX);
    }
    put_flaws(after, out);
}
