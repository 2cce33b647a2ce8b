/* SPDX-License-Identifier: Apache-2.0
 *
 * failure.c: one failure, told in full.
 *
 * A mistake in an adapter fails a hundred cases. What people see is the end of the output: so
 * there stands one of them, complete, on less than a screen.
 */
#include "failure.h"

#include <string.h>

#include "side.h"

/* The most clauses, and lines of an adapter's stderr, that are shown. */
#define CLAUSES_MAX 2u
#define STDERR_MAX  4u

static void print_findings(struct arena *a, const struct report *r)
{
    for (size_t i = 0; i < r->impls_count; i++) {
        const struct impl *impl = &r->impls[i];

        if (impl->findings_count > 0) {
            printf("\nThe adapter of %s is not believed:\n", impl->identity);
            wrap_print(arena_printf(a, "  [%s] ", impl->findings[0].check),
                       impl->findings[0].text);
        }
        if (impl->findings_count > 1) {
            printf("  and %zu more findings, at the start of the output\n",
                   impl->findings_count - 1);
        }
    }
}

static const struct result *first_failure(const struct report *r, unsigned *count)
{
    const struct result *first = NULL;

    *count = 0;
    for (size_t i = 0; i < r->suite->cases.count * r->impls_count; i++) {
        if (!verdict_expected(r->results[i].verdict)) {
            first = first == NULL ? &r->results[i] : first;
            *count += 1;
        }
    }
    return first;
}

static void print_clauses(struct arena *a, const struct report *r, const struct tcase *tc)
{
    for (size_t i = 0; i < tc->clauses.count && i < CLAUSES_MAX; i++) {
        const struct clause *clause = suite_clause(r->suite, tc->clauses.word[i]);

        wrap_print("  clause    ", arena_printf(a, "%s: %s", tc->clauses.word[i],
                                                clause == NULL ? "not in the register"
                                                               : clause->summary));
    }
    if (tc->clauses.count > CLAUSES_MAX) {
        printf("            and %zu more\n", tc->clauses.count - CLAUSES_MAX);
    }
}

/* The last lines of what an adapter wrote to stderr. */
static void print_end(const char *text)
{
    const char *start = text + strlen(text);
    unsigned lines = 0;

    while (start > text && (start[-1] != '\n' || lines < STDERR_MAX)) {
        start--;
        lines += start > text && start[-1] == '\n';
    }
    print_lines(stdout, "  it said   ", start);
}

static void print_step(struct arena *a, const struct result *x)
{
    wrap_print("  step      ",
               arena_printf(a, "%s:%u: %s", x->tc->file, x->line, x->request));
    if (x->play.swept) {
        printf("            with n = %lld\n", (long long)x->play.values[x->run]);
    }
    wrap_print("  expected  ", arena_printf(a, "%.300s", x->want));
    wrap_print("  got       ", arena_printf(a, "%.300s", x->got));
    wrap_print("  judged by ", arena_printf(a, "%s (check: %s)", x->by, x->check));
}

/* The command that shows it again; too long for a line, it stays one to be copied. */
static void print_again(const struct report *r, const struct result *x,
                        const char *command)
{
    const struct impl *first = &r->impls[0];
    bool oracle = first->oracle && x->impl != first;

    printf("  %-9s membio-conform %s --suite %s",
           strcmp(command, "run") == 0 ? "again" : "more", command, r->suite->dir);
    if (oracle) {
        printf(" --oracle %s", first->spec + strlen("--impl "));
    } else {
        fputs(" --oracle none", stdout);
    }
    printf(" %s %s\n", x->impl->spec, x->tc->id);
}

void failure_print(struct arena *a, const struct report *r)
{
    unsigned count;
    const struct result *x = first_failure(r, &count);

    print_findings(a, r);
    if (x == NULL) {
        return;
    }
    printf("\n%s %u, in full:\n%s %s %s on %s\n",
           count == 1 ? "The failure, 1 of" : "The first failure of", count,
           verdict_name(x->verdict), x->tc->id, x->tc->name, x->impl->identity);
    wrap_print("  why       ", x->tc->why == NULL ? "-" : x->tc->why);
    print_clauses(a, r, x->tc);
    if (x->request != NULL) {
        print_step(a, x);
    }
    if (x->deviation != NULL) {
        wrap_print("  known as  ", arena_printf(a, "%s (%s:%u)", x->deviation->observed,
                                                x->deviation->file, x->deviation->line));
    }
    if (x->note != NULL && *x->note != '\0') {
        print_end(x->note);
    }
    print_again(r, x, "run");
    print_again(r, x, "explain");
}
