/* SPDX-License-Identifier: Apache-2.0
 *
 * show.c: membio-conform list, explain and ops.
 */
#include "command.h"

#include <string.h>

#include "conformance/screen.h"
#include "side.h"

enum exit_status command_list(struct arena *a, const struct options *o)
{
    struct suite suite;

    if (!suite_load(a, &suite, o->suite)) {
        return EXIT_USAGE;
    }
    if (suite_select(a, &suite, &o->wanted) == 0) {
        fputs("membio-conform: no case matches\n", stderr);
        return EXIT_NOTHING;
    }
    for (size_t i = 0; i < suite.cases.count; i++) {
        const struct tcase *tc = &suite.cases.list[i];

        printf("%-8s %-10s %-8s %s\n", tc->id, suite_area(a, tc), level_name(tc->level),
               tc->name);
    }
    return EXIT_AS_EXPECTED;
}

enum exit_status command_ops(struct arena *a, const struct options *o)
{
    size_t count;
    const struct op *all = op_all(&count);

    (void)a;
    (void)o;
    for (size_t i = 0; i < count; i++) {
        char usage[160];

        op_usage(&all[i], usage, sizeof usage);
        printf("%s\n    %s%s%s%s\n", usage, all[i].help,
               all[i].capability == NULL ? "" : " (capability ",
               all[i].capability == NULL ? "" : all[i].capability,
               all[i].capability == NULL ? "" : ")");
    }
    return EXIT_AS_EXPECTED;
}

static void print_header(struct arena *a, const struct suite *suite,
                         const struct tcase *tc)
{
    printf("%s %s\n  %s:%u, level %s\n", tc->id, tc->name, tc->file, tc->line,
           level_name(tc->level));
    wrap_print("  why: ", tc->why == NULL ? "-" : tc->why);
    for (size_t i = 0; i < tc->clauses.count; i++) {
        const struct clause *clause = suite_clause(suite, tc->clauses.word[i]);

        wrap_print(arena_printf(a, "  %s: ", tc->clauses.word[i]),
                   clause == NULL ? "not in the register" : clause->summary);
    }
}

/* "signal", or "signal to contract" when the line also states what only that compares. */
static const char *levels_of(struct arena *a, const struct tcase *tc, unsigned line)
{
    for (size_t i = 0; i < tc->scenario.count; i++) {
        const struct step *step = &tc->scenario.steps[i];
        enum level low, high;

        if (step->line != line || step->expect == NULL) {
            continue;
        }
        low = expect_lowest(step->expect, &step->call);
        high = expect_highest(step->expect, &step->call);
        if (low == LEVELS) {
            return "";
        }
        return low == high ? level_name(low)
                           : arena_printf(a, "%s-%s", level_name(low), level_name(high));
    }
    return "";
}

static void print_body(struct arena *a, const struct tcase *tc)
{
    unsigned line = tc->body_line;
    const char *p = tc->body.p, *end = p + tc->body.len;

    puts("\nThe case, and the levels at which each line is compared:");
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        size_t len = newline == NULL ? (size_t)(end - p) : (size_t)(newline - p);

        if (len > 0) {
            wrap_print(arena_printf(a, "%5u %-15s ", line, levels_of(a, tc, line)),
                       arena_text(a, p, len));
        }
        line++;
        p += len + (newline == NULL ? 0 : 1);
    }
}

/* What the implementation itself said at the call that differs. */
static void print_native(struct arena *a, const struct result *x)
{
    const struct trace *t = x->play.count > x->run ? &x->play.traces[x->run] : NULL;
    const char *native = t != NULL && x->observation < t->count
                             ? t->list[x->observation].answer.field[FIELD_NATIVE]
                             : NULL;
    uint8_t *text;
    size_t len;

    if (native != NULL &&
        parse_text(a, (struct slice){native, strlen(native)}, &text, &len)) {
        wrap_print("      in words  ", (const char *)text);
    }
}

/* What a result says, in full. */
static void print_verdict(struct arena *a, const struct result *x, size_t number)
{
    const char *indent = "      ";

    printf("  %zu  %s%s: %s\n", number, x->impl->identity,
           x->impl->oracle ? " (the oracle)" : "", verdict_name(x->verdict));
    if (x->request != NULL) {
        wrap_print(indent, arena_printf(a, "line %u: %s (judged by %s)", x->line,
                                        x->request, x->by));
        wrap_print("      expected  ", x->want);
        wrap_print("      got       ", x->got);
        if (x->end != NULL) {
            wrap_print("      at        ", x->end);
        }
        print_native(a, x);
    }
    if (x->play.swept && x->request != NULL) {
        printf("      with n = %lld\n", (long long)x->play.values[x->run]);
    }
    if (x->deviation != NULL) {
        wrap_print("      known as  ",
                   arena_printf(a, "%s: %s", x->deviation->class, x->deviation->reason));
        printf("                %s\n", x->deviation->link);
    }
    if (x->note != NULL && *x->note != '\0') {
        print_lines(stdout, x->verdict == VERDICT_NA ? "      needs " : indent, x->note);
    }
}

static void print_columns(const struct report *r)
{
    puts("\nWhat each call gave (>: not everywhere the same, or not as it should be):");
    if (r->impls_count > 1 && r->impls_count <= 3) {
        puts(r->impls_count == 2
                 ? "      call                   1                         2"
                 : "      call              1                  2                  3");
    }
}

static void print_case(struct arena *a, const struct report *r, size_t tc)
{
    const struct tcase *c = &r->suite->cases.list[tc];

    print_header(a, r->suite, c);
    print_body(a, c);
    putchar('\n');
    for (size_t i = 0; i < r->impls_count; i++) {
        print_verdict(a, report_result(r, tc, i), i + 1);
    }
    print_columns(r);
    side_print(a, r, tc, 0);
    putchar('\n');
}

enum exit_status command_explain(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct report report;
    struct run_options run = {.level = o->level, .jobs = 1};
    enum exit_status status;

    if (o->wanted.patterns_count == 0 && o->wanted.clauses_count == 0) {
        fputs("membio-conform: explain needs a case\n", stderr);
        return EXIT_USAGE;
    }
    status = open_run(a, o, &suite, &report);
    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    run_cases(a, &report, &run);
    for (size_t i = 0; i < suite.cases.count; i++) {
        print_case(a, &report, i);
    }
    for (size_t k = 0; k < report.impls_count; k++) {
        status = impl_believed(&report.impls[k]) ? status : EXIT_UNUSABLE;
    }
    return status;
}
