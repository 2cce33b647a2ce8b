/* SPDX-License-Identifier: Apache-2.0
 *
 * tap.c: TAP for automake and others: a point per case and implementation.
 */
#include <string.h>

#include "conformance/screen.h"
#include "flaw.h"
#include "report.h"

/* Characters of a text from outside. */
#define TEXT_MAX ((size_t)200)

/* Writes a text of others so that no consumer reads a directive in it. */
static void put_text(FILE *out, const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len && i < TEXT_MAX; i++) {
        if (text[i] == '#' || text[i] == '\\') {
            fputc('\\', out);
        }
        fputc(text[i] < ' ' || text[i] > '~' ? '?' : text[i], out);
    }
}

static void put_in(FILE *out, const char *before, const char *text, const char *after)
{
    fputs(before, out);
    put_text(out, text);
    fputs(after, out);
}

static void put_difference(const struct stream_result *x, FILE *out)
{
    fprintf(out, "# %s line %u: ", verdict_name(x->verdict), x->line);
    put_in(out, "", x->request, ": ");
    put_in(out, "", x->by, " wants ");
    put_in(out, "", x->want, ", got ");
    put_in(out, "", x->got, "\n");
    if (x->weather != NULL) {
        put_in(out, "#   in weather ", x->weather, "\n");
    }
}

/* What no directive can say: why, and how to see it again. */
static void put_notes(const struct stream *s, size_t i, FILE *out)
{
    const struct stream_result *x = s->results[i];
    struct arena a = {NULL};

    if (x->request != NULL) {
        put_difference(x, out);
    }
    if (x->check != NULL) {
        put_in(out, "#   check ", x->check, "\n");
    }
    if (stream_unexpected(x)) {
        print_lines(out, "#   again: ",
                    stream_again(&a, s, i / s->impls_count, i % s->impls_count));
    }
    arena_free(&a);
}

static void put_point(const struct stream *s, size_t i, size_t number, FILE *out)
{
    const struct stream_result *x = s->results[i];
    const struct stream_case *tc = &s->cases[i / s->impls_count];
    bool known = x->verdict == VERDICT_DEVIATION && x->flaky == NULL;

    fprintf(out, "%s %zu - ", stream_unexpected(x) || known ? "not ok" : "ok", number);
    put_in(out, "", tc->id, " ");
    put_in(out, "", tc->name, " [");
    put_in(out, "", s->impls[i % s->impls_count].label, "]");
    if (x->verdict == VERDICT_NA) {
        put_in(out, " # SKIP needs ", x->needs == NULL ? "?" : x->needs, "");
    } else if (known) {
        put_in(out, " # TODO ", x->deviation->reason, " ");
        put_text(out, x->deviation->link);
    }
    fputc('\n', out);
    put_notes(s, i, out);
}

void report_tap(const struct stream *s, FILE *out)
{
    size_t cells = s->cases_count * s->impls_count, count = 0;
    struct arena a = {NULL};
    struct flaws flaws;

    for (size_t i = 0; i < cells; i++) {
        count += s->results[i] != NULL;
    }
    flaws_of(&a, &flaws, s);
    fprintf(out, "1..%zu\n", count + flaws.count);
    for (size_t i = 0, number = 1; i < cells; i++) {
        if (s->results[i] != NULL) {
            put_point(s, i, number++, out);
        }
    }
    for (size_t i = 0; i < flaws.count; i++) {
        put_in(out, "# ", flaws.list[i].text, "\n");
        fprintf(out, "not ok %zu - %s: ", count + i + 1, flaws.list[i].kind);
        put_in(out, "", flaws.list[i].who, "\n");
    }
    if (!s->complete) {
        fputs("Bail out! stopped before the end\n", out);
    }
    arena_free(&a);
}
