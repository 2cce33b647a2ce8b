/* SPDX-License-Identifier: Apache-2.0
 *
 * report_tap.c: TAP for automake and others: a point per case and implementation.
 */
#include "result.h"

/* Writes a text of others so that no consumer reads a directive in it. */
static void print_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '#' || *text == '\\') {
            fputc('\\', out);
        }
        fputc(*text < ' ' || *text > '~' ? '?' : *text, out);
    }
}

static void print_point(const struct result *x, size_t number, FILE *out)
{
    bool known = x->verdict == VERDICT_DEVIATION;

    fprintf(out, "%s %zu - %s ", verdict_expected(x->verdict) && !known ? "ok" : "not ok",
            number, x->tc->id);
    print_text(out, x->tc->name);
    fputs(" [", out);
    print_text(out, x->impl->identity);
    fputc(']', out);
    if (x->verdict == VERDICT_NA) {
        fprintf(out, " # SKIP needs %s", x->note);
    } else if (known) {
        fprintf(out, " # TODO %s %s", x->deviation->reason, x->deviation->link);
    }
    fputc('\n', out);
    if (x->request != NULL) {
        fprintf(out, "# %s line %u: %s: %s wants %.200s, got %.200s\n",
                verdict_name(x->verdict), x->line, x->request, x->by, x->want, x->got);
    }
}

void report_tap(const struct report *r, FILE *out)
{
    size_t count = r->suite->cases.count * r->impls_count;

    fprintf(out, "1..%zu\n", count + r->stale_count);
    for (size_t i = 0; i < count; i++) {
        print_point(&r->results[i], i + 1, out);
    }
    if (r->stale != NULL) {
        print_lines(out, "# ", r->stale);
    }
    for (unsigned i = 0; i < r->stale_count; i++) {
        fprintf(out, "not ok %zu - a deviation entry that names no case\n",
                count + i + 1);
    }
}
