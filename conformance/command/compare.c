/* SPDX-License-Identifier: Apache-2.0
 *
 * compare.c: membio-conform compare: several implementations side by side.
 *
 * Words name implementations of the suite (NAME, NAME@PROGRAM), adapters (a command with a
 * slash or a blank), or else cases.
 */
#include "command.h"

#include <string.h>
#include <unistd.h>

#include "conformance/screen.h"
#include "conformance/stale.h"
#include "side.h"

/* The most calls of one case that are shown. */
#define CALLS_SHOWN 3u

/* One letter for each verdict. */
static const struct {
    enum verdict verdict;
    char letter;
} letters[] = {
    {VERDICT_PASS, 'P'},      {VERDICT_FAIL, 'F'},    {VERDICT_CRASH, 'C'},
    {VERDICT_HANG, 'H'},      {VERDICT_GARBLED, 'G'}, {VERDICT_ISOLATION, 'S'},
    {VERDICT_DEVIATION, 'D'}, {VERDICT_CHANGED, '!'}, {VERDICT_XPASS, 'X'},
    {VERDICT_NA, '-'},        {VERDICT_INFO, 'i'},    {VERDICT_THIN, 't'},
    {VERDICT_ERROR, 'E'},
};

static char letter_of(enum verdict verdict)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].verdict == verdict) {
            return letters[i].letter;
        }
    }
    return '?';
}

/* The words ------------------------------------------------------------------------ */

static bool is_named(struct arena *a, const struct options *o, const char *word)
{
    char *path =
        arena_printf(a, "%s/adapters/%.*s/impl", o->suite, (int)strcspn(word, "@"), word);

    return memchr(word, '/', strcspn(word, "@")) == NULL && access(path, R_OK) == 0;
}

static void sort_words(struct arena *a, struct options *o)
{
    char *const *words = o->wanted.patterns;
    size_t count = o->wanted.patterns_count, kept = 0;
    char **patterns = arena_alloc(a, (count + 1) * sizeof *patterns);

    for (size_t i = 0; i < count; i++) {
        bool named = is_named(a, o, words[i]);

        if (named || strpbrk(words[i], "/ ") != NULL) {
            o->impls = arena_grow(a, o->impls, o->impls_count, sizeof *o->impls);
            o->impls[o->impls_count++] = (struct impl_spec){words[i], !named};
        } else {
            patterns[kept++] = words[i];
        }
    }
    o->wanted.patterns = patterns;
    o->wanted.patterns_count = kept;
}

/* What is shown -------------------------------------------------------------------- */

static void print_legend(const struct report *r)
{
    for (size_t i = 0; i < r->impls_count; i++) {
        printf("%3zu  %s%s\n", i + 1, r->impls[i].identity,
               r->impls[i].oracle ? " (the oracle)" : "");
    }
    fputs("\n     ", stdout);
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        printf("%s%c %s",
               i == 0   ? ""
               : i == 7 ? "\n     "
                        : "  ",
               letters[i].letter, verdict_name(letters[i].verdict));
    }
    putchar('\n');
}

static void print_letters(const struct report *r, size_t tc)
{
    const struct tcase *c = &r->suite->cases.list[tc];

    printf("%-8s ", c->id);
    for (size_t i = 0; i < r->impls_count; i++) {
        printf(" %c", letter_of(report_result(r, tc, i)->verdict));
    }
    printf("  %s\n", c->name);
}

static void print_calls(struct arena *a, const struct report *r, size_t tc,
                        unsigned differences)
{
    const struct tcase *c = &r->suite->cases.list[tc];

    printf("\n%s %s\n", c->id, c->name);
    wrap_print("  ", c->why == NULL ? "-" : c->why);
    side_print(a, r, tc, CALLS_SHOWN);
    if (differences > CALLS_SHOWN) {
        printf("      and %u more calls: membio-conform explain %s\n",
               differences - CALLS_SHOWN, c->id);
    }
}

static enum exit_status print_comparison(struct arena *a, const struct report *r)
{
    size_t count = r->suite->cases.count, same = 0;
    unsigned *differences = arena_alloc(a, count * sizeof *differences);

    print_legend(r);
    printf("\n%-8s ", "");
    for (size_t i = 0; i < r->impls_count; i++) {
        printf(" %zu", (i + 1) % 10);
    }
    putchar('\n');
    for (size_t i = 0; i < count; i++) {
        differences[i] = side_differences(a, r, i);
        same += differences[i] == 0;
        if (differences[i] > 0) {
            print_letters(r, i);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (differences[i] > 0) {
            print_calls(a, r, i, differences[i]);
        }
    }
    printf("\n%zu cases, %zu of them the same on all\n", count, same);
    return same == count ? EXIT_AS_EXPECTED : EXIT_UNEXPECTED;
}

enum exit_status command_compare(struct arena *a, const struct options *given)
{
    struct options o = *given;
    struct suite suite;
    struct report report;
    struct run_options run = how_to_run(&o);
    enum exit_status status;

    o.oracle = o.oracle == NULL ? "none" : o.oracle;
    sort_words(a, &o);
    if (o.impls_count + o.pairs_count + (strcmp(o.oracle, "none") != 0) < 2) {
        fputs("membio-conform: compare needs two implementations or more\n", stderr);
        return EXIT_USAGE;
    }
    status = open_run(a, &o, &suite, &report);
    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    run_cases(a, &report, &run);
    status = print_comparison(a, &report);
    for (size_t i = 0; i < report.impls_count; i++) {
        status = impl_believed(&report.impls[i]) ? status : EXIT_UNUSABLE;
    }
    return status;
}
