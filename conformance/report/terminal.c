/* SPDX-License-Identifier: Apache-2.0
 *
 * terminal.c: for people at a terminal: quiet when all is well.
 */
#include "terminal.h"

#include <string.h>

#include "conformance/screen.h"
#include "failure.h"
#include "report.h"
#include "timeline.h"

/* Failures that are told with their reasons; of the others a line and the command. */
#define TOLD_MAX 3
/* Characters of a text from outside. */
#define TEXT_MAX ((size_t)200)

void terminal_text(FILE *out, const char *text)
{
    print_cut(out, text, TEXT_MAX);
}

void terminal_in(FILE *out, const char *before, const char *text, const char *after)
{
    fputs(before, out);
    terminal_text(out, text);
    fputs(after, out);
}

static void put_why(const struct stream *s, const struct stream_case *tc, FILE *out)
{
    for (size_t i = 0; i < tc->clauses.count; i++) {
        const struct stream_clause *clause = stream_clause(s, tc->clauses.word[i]);

        terminal_in(out, "  clause: ", tc->clauses.word[i], " ");
        terminal_in(out, "", clause == NULL ? "(not in the register)" : clause->summary,
                    "\n");
    }
    terminal_in(out, "  why: ", tc->why == NULL ? "-" : tc->why, "\n");
    if (tc->line > 0) {
        terminal_in(out, "  file: ", tc->file, "");
        fprintf(out, ":%u\n", tc->line);
    }
}

static void put_notes(const struct stream_result *x, FILE *out)
{
    if (x->verdict == VERDICT_XPASS || x->verdict == VERDICT_CHANGED) {
        terminal_in(out, "  known as: ", x->deviation->observed, " (");
        terminal_in(out, "", x->deviation->file, "");
        fprintf(out, ":%u)\n", x->deviation->line);
    }
    if (x->check != NULL) {
        terminal_in(out, "  check: ", x->check, "\n");
    }
    if (x->note != NULL) {
        print_lines(out, "  note: ", x->note);
    }
    if (x->flaky != NULL) {
        print_lines(out, "  flaky: ", x->flaky);
    }
    if (x->native != NULL) {
        print_lines(out, "  it said: ", x->native);
    }
}

/* What differs is one line; how to see it again another. */
static void put_failure(const struct stream *s, size_t i, bool told, FILE *out)
{
    const struct stream_result *x = s->results[i];
    const struct stream_case *tc = &s->cases[i / s->impls_count];
    struct arena a = {NULL};

    terminal_in(out, verdict_name(x->verdict), "", " ");
    terminal_in(out, "", tc->id, " ");
    terminal_in(out, "", tc->name, " [");
    terminal_in(out, "", s->impls[i % s->impls_count].label, "]");
    if (x->weather != NULL) {
        terminal_in(out, " in weather ", x->weather, "");
    }
    if (x->request != NULL) {
        if (x->line > 0) {
            fprintf(out, " line %u:", x->line);
        }
        terminal_in(out, " ", x->request, ": ");
        if (x->swept) {
            fprintf(out, "(n=%lld) ", (long long)x->value);
        }
        terminal_in(out, "", x->by, " wants ");
        terminal_in(out, "", x->want, ", got ");
        terminal_text(out, x->got);
    }
    fputc('\n', out);
    put_notes(x, out);
    if (told) {
        put_why(s, tc, out);
    }
    print_lines(out,
                "  again: ", stream_again(&a, s, i / s->impls_count, i % s->impls_count));
    arena_free(&a);
}

static void put_failures(const struct stream *s, FILE *out)
{
    unsigned count = 0;

    for (size_t i = 0; i < s->cases_count * s->impls_count; i++) {
        if (stream_unexpected(s->results[i])) {
            put_failure(s, i, count++ < TOLD_MAX, out);
        }
    }
}

void report_terminal(const struct stream *s, FILE *out)
{
    put_failures(s, out);
    terminal_known(s, out);
    timeline_terminal(s, out);
    terminal_summary(s, out);
    failure_print(s, out);
    terminal_totals(s, out);
}
