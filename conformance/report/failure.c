/* SPDX-License-Identifier: Apache-2.0
 *
 * failure.c: one failure, told in full.
 *
 * A mistake in an adapter fails a hundred cases. What people see is the end of the output: so
 * there stands one of them, complete, on less than a screen.
 */
#include "failure.h"

#include <string.h>

#include "conformance/screen.h"

/* The most clauses, and lines of an adapter's stderr, that are shown. */
#define CLAUSES_MAX 2u
#define STDERR_MAX  4u

static void put_findings(const struct stream *s, FILE *out)
{
    for (size_t i = 0; i < s->impls_count; i++) {
        const struct words *findings = &s->impls[i].findings;

        if (findings->count > 0) {
            struct arena a = {NULL};
            const char *first = findings->word[0]; /* "[deadline] it ..." */
            size_t mark = strcspn(first, " ");

            print_lines(out, "\n",
                        arena_printf(
                            &a, "The adapter of %s is not believed:", s->impls[i].label));
            wrap_to(out, arena_printf(&a, "  %.*s ", (int)mark, first),
                    first + mark + strspn(first + mark, " "));
            arena_free(&a);
        }
        if (findings->count > 1) {
            fprintf(out, "  and %zu more findings, above\n", findings->count - 1);
        }
    }
}

/* The first result that is not as it should be; how many there are. */
static unsigned first_failure(const struct stream *s, size_t *first)
{
    unsigned count = 0;

    for (size_t i = 0; i < s->cases_count * s->impls_count; i++) {
        if (stream_unexpected(s->results[i])) {
            *first = count == 0 ? i : *first;
            count++;
        }
    }
    return count;
}

static void put_clauses(struct arena *a, const struct stream *s,
                        const struct stream_case *tc, FILE *out)
{
    for (size_t i = 0; i < tc->clauses.count && i < CLAUSES_MAX; i++) {
        const struct stream_clause *clause = stream_clause(s, tc->clauses.word[i]);

        wrap_to(out, "  clause    ",
                arena_printf(a, "%s: %s", tc->clauses.word[i],
                             clause == NULL ? "not in the register" : clause->summary));
    }
    if (tc->clauses.count > CLAUSES_MAX) {
        fprintf(out, "            and %zu more\n", tc->clauses.count - CLAUSES_MAX);
    }
}

/* The last lines of what an adapter wrote to stderr. */
static void put_end(const char *text, FILE *out)
{
    const char *start = text + strlen(text);
    unsigned lines = 0;

    while (start > text && (start[-1] != '\n' || lines < STDERR_MAX)) {
        start--;
        lines += start > text && start[-1] == '\n';
    }
    print_lines(out, "  it said   ", start);
}

static void put_step(struct arena *a, const struct stream_case *tc,
                     const struct stream_result *x, FILE *out)
{
    wrap_to(out, "  step      ",
            x->line == 0 ? x->request
                         : arena_printf(a, "%s:%u: %s", tc->file, x->line, x->request));
    if (x->swept) {
        fprintf(out, "            with n = %lld\n", (long long)x->value);
    }
    wrap_to(out, "  expected  ", arena_printf(a, "%.300s", x->want));
    wrap_to(out, "  got       ", arena_printf(a, "%.300s", x->got));
    if (x->end != NULL) {
        wrap_to(out, "  at        ", x->end);
    }
    wrap_to(out, "  judged by ",
            arena_printf(a, "%s (check: %s)", x->by, x->check == NULL ? "-" : x->check));
}

/* What is known of it besides the step. */
static void put_notes(struct arena *a, const struct stream_result *x, FILE *out)
{
    if (x->weather != NULL) {
        wrap_to(out, "  weather   ", x->weather);
    }
    if (x->flaky != NULL) {
        wrap_to(out, "  flaky     ", x->flaky);
    }
    if (x->deviation != NULL) {
        wrap_to(out, "  known as  ",
                arena_printf(a, "%s (%s:%u)", x->deviation->observed, x->deviation->file,
                             x->deviation->line));
    }
    if (x->native != NULL || x->note != NULL) {
        put_end(x->native != NULL ? x->native : x->note, out);
    }
}

/* The commands that show it again; too long for a line, they stay ones to be copied. */
static void put_again(struct arena *a, const struct stream *s, size_t at, FILE *out)
{
    size_t tc = at / s->impls_count, impl = at % s->impls_count;
    char *more = stream_explain(a, s, tc, impl);

    print_lines(out, "  again     ", stream_again(a, s, tc, impl));
    if (more != NULL) {
        print_lines(out, "  more      ", more);
    }
}

void failure_print(const struct stream *s, FILE *out)
{
    size_t at = 0;
    unsigned count = first_failure(s, &at);
    struct arena a = {NULL};

    put_findings(s, out);
    if (count > 0) {
        const struct stream_result *x = s->results[at];
        const struct stream_case *tc = &s->cases[at / s->impls_count];

        fprintf(out, "\n%s %u, in full:\n",
                count == 1 ? "The failure, 1 of" : "The first failure of", count);
        print_lines(out, "",
                    arena_printf(&a, "%s %s %s on %s", verdict_name(x->verdict), tc->id,
                                 tc->name, s->impls[at % s->impls_count].label));
        wrap_to(out, "  why       ", tc->why == NULL ? "-" : tc->why);
        put_clauses(&a, s, tc, out);
        if (x->request != NULL) {
            put_step(&a, tc, x, out);
        }
        put_notes(&a, x, out);
        put_again(&a, s, at, out);
    }
    arena_free(&a);
}
