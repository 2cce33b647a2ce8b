/* SPDX-License-Identifier: Apache-2.0
 *
 * command_show.c: membio-conform list, explain and ops.
 */
#include "command.h"

#include <string.h>

enum exit_status command_list(struct arena *a, const struct options *o)
{
    struct suite suite;

    if (!suite_load(a, &suite, o->suite)) {
        return EXIT_USAGE;
    }
    if (suite_select(a, &suite, o->patterns, o->patterns_count) == 0) {
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

static void print_header(const struct suite *suite, const struct tcase *tc)
{
    printf("%s %s\n  %s:%u, level %s\n", tc->id, tc->name, tc->file, tc->line,
           level_name(tc->level));
    if (tc->why != NULL) {
        printf("  why: %s\n", tc->why);
    }
    for (size_t i = 0; i < tc->clauses.count; i++) {
        const struct clause *clause = suite_clause(suite, tc->clauses.word[i]);

        printf("  %s: %s\n", tc->clauses.word[i],
               clause == NULL ? "not in the register" : clause->summary);
    }
}

static void print_body(const struct tcase *tc)
{
    unsigned line = tc->body_line;
    const char *p = tc->body.p, *end = p + tc->body.len;

    puts("\n  the case");
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        size_t len = newline == NULL ? (size_t)(end - p) : (size_t)(newline - p);

        if (len > 0) {
            printf("  %5u  %.*s\n", line, (int)len, p);
        }
        line++;
        p += len + (newline == NULL ? 0 : 1);
    }
}

static void print_trace(struct arena *a, const struct result *x)
{
    const struct trace *t = x->play.count == 0 ? NULL : &x->play.traces[x->run];

    printf("\n  %s: %s\n", x->impl->identity, verdict_name(x->verdict));
    if (t == NULL) {
        printf("         %s%s\n", x->verdict == VERDICT_NA ? "needs " : "", x->note);
        return;
    }
    for (size_t i = 0; i < t->count; i++) {
        const struct observation *o = &t->list[i];
        unsigned line = x->tc->scenario.steps[o->step].line;

        printf("  %5u %s%s = %.300s\n", line,
               x->request != NULL && i == x->observation ? ">" : " ", o->request,
               answer_format(a, &o->answer));
    }
    if (x->request != NULL) {
        printf("      %s: %s wants %s, got %s\n", x->request, x->by, x->want, x->got);
    }
    if (x->deviation != NULL) {
        printf("      known as %s: %s\n      %s\n", x->deviation->class,
               x->deviation->reason, x->deviation->link);
    }
}

enum exit_status command_explain(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct report report;
    struct run_options run = {.level = o->level, .jobs = 1};
    enum exit_status status;

    if (o->patterns_count == 0) {
        fputs("membio-conform: explain needs a case\n", stderr);
        return EXIT_USAGE;
    }
    status = open_run(a, o, &suite, &report);
    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    run_cases(a, &report, &run);
    for (size_t i = 0; i < suite.cases.count; i++) {
        print_header(&suite, &suite.cases.list[i]);
        print_body(&suite.cases.list[i]);
        for (size_t k = 0; k < report.impls_count; k++) {
            const struct result *x = report_result(&report, i, k);

            print_trace(a, x);
        }
        putchar('\n');
    }
    for (size_t k = 0; k < report.impls_count; k++) {
        status = report.impls[k].usable ? status : EXIT_UNUSABLE;
    }
    return status;
}
