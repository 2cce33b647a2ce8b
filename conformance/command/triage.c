/* SPDX-License-Identifier: Apache-2.0
 *
 * triage.c: membio-conform triage: proposes deviation entries for what a run found.
 *
 * One entry for each fingerprint. class, link and reason stay empty, so that the file does
 * not load until a person has decided.
 */
#include "command.h"

#include <string.h>
#include <time.h>

#include "conformance/screen.h"
#include "conformance/stale.h"

/* Longer fingerprints end in a wildcard. */
#define FINGERPRINT_MAX ((size_t)160)

/* A text as a glob that matches it. What is not printable matches any character. */
static const char *glob_of(struct arena *a, const char *text)
{
    size_t len = strlen(text);
    char *out = arena_alloc(a, 2 * len + 2), *q = out;

    for (size_t i = 0; i < len && i < FINGERPRINT_MAX; i++) {
        if (strchr("*?[]\\", text[i]) != NULL) {
            *q++ = '\\';
        }
        *q++ = (char)(text[i] < ' ' || text[i] > '~' ? '?' : text[i]);
    }
    if (len > FINGERPRINT_MAX) {
        *q = '*';
    }
    return out;
}

static bool is_proposed(const struct result *x)
{
    return !verdict_expected(x->verdict) && x->request != NULL &&
           x->verdict != VERDICT_ISOLATION && x->verdict != VERDICT_ERROR;
}

static bool same_fingerprint(const struct result *x, const struct result *y)
{
    return x->impl == y->impl && is_proposed(y) && strcmp(x->request, y->request) == 0 &&
           strcmp(x->got, y->got) == 0;
}

/* Was the fingerprint of result `at` proposed with an earlier one? */
static bool told_before(const struct report *r, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (same_fingerprint(&r->results[at], &r->results[i])) {
            return true;
        }
    }
    return false;
}

static const char *trait(const struct impl *impl, const char *name)
{
    for (size_t i = 0; i < impl->traits_count; i++) {
        if (strcmp(impl->traits[i].name, name) == 0) {
            return impl->traits[i].value;
        }
    }
    return "0";
}

static void print_today(void)
{
    time_t now = time(NULL);
    char date[16] = "";
    struct tm tm;

    if (gmtime_r(&now, &tm) != NULL) {
        strftime(date, sizeof date, "%Y-%m-%d", &tm);
    }
    printf("since: %s\n", date);
}

static void print_entry(struct arena *a, const struct report *r, size_t at)
{
    const struct result *x = &r->results[at];
    const char *fingerprint = arena_printf(a, "%s = %s", x->request, x->got);

    printf("\n# %s %s, line %u: %s wants %.100s\n", verdict_name(x->verdict), x->tc->name,
           x->line, x->by, x->want);
    if (x->deviation != NULL) {
        printf("# was %.100s (%s:%u)\n", x->deviation->observed, x->deviation->file,
               x->deviation->line);
    }
    printf("id:");
    for (size_t i = at; i < r->suite->cases.count * r->impls_count; i++) {
        if (same_fingerprint(x, &r->results[i])) {
            printf(" %s", r->results[i].tc->id);
        }
    }
    printf("\nwhen: impl=%s version=%s\nobserved: %s\nclass:\nlink:\n",
           trait(x->impl, "impl"), trait(x->impl, "version"), glob_of(a, fingerprint));
    print_today();
    puts("reason:");
}

/* What no entry can make right. */
static void print_other(const struct result *x)
{
    if (x->verdict == VERDICT_XPASS) {
        printf("\n# XPASS %s %s passes now: take it out of %s:%u\n", x->tc->id,
               x->tc->name, x->deviation->file, x->deviation->line);
    } else {
        printf("\n# %s %s %s: to be mended, not to be known\n", verdict_name(x->verdict),
               x->tc->id, x->tc->name);
    }
}

/* The proposals for one implementation; how many. */
static unsigned print_proposals(struct arena *a, const struct report *r, size_t impl)
{
    unsigned count = 0;

    for (size_t i = impl; i < r->suite->cases.count * r->impls_count;
         i += r->impls_count) {
        const struct result *x = &r->results[i];

        if (verdict_expected(x->verdict)) {
            continue;
        }
        if (count++ == 0) {
            printf("# %s: for %s/deviations/%s.dev, once class (bug, by-design,\n"
                   "# unclear-clause, adapter-limit), link and reason are filled in\n",
                   x->impl->identity, r->suite->dir, trait(x->impl, "impl"));
        }
        if (!is_proposed(x)) {
            print_other(x);
        } else if (!told_before(r, i)) {
            print_entry(a, r, i);
        }
    }
    return count;
}

enum exit_status command_triage(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct report report;
    struct run_options run = {.level = o->level, .jobs = o->jobs};
    enum exit_status status = open_run(a, o, &suite, &report);
    unsigned count = 0;

    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    run_cases(a, &report, &run);
    stale_find_unused(a, &report);
    for (size_t i = 0; i < report.impls_count; i++) {
        count += print_proposals(a, &report, i);
        status = impl_believed(&report.impls[i]) ? status : EXIT_UNUSABLE;
    }
    if (report.stale != NULL) {
        print_lines(stdout, "# ", report.stale);
    }
    if (count == 0 && report.stale_count == 0) {
        puts("# nothing to propose: all is as expected");
        return status;
    }
    return status == EXIT_UNUSABLE ? status : EXIT_UNEXPECTED;
}
