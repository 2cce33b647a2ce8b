/* SPDX-License-Identifier: Apache-2.0
 *
 * verify_golden.c: membio-conform verify-golden: is what was recorded still so?
 */
#include "command.h"

#include <string.h>
#include <unistd.h>

#include "conformance/golden/golden.h"
#include "conformance/signals.h"

/* Differences of one oracle that are told. */
#define TOLD_MAX 10

/* What was compared of one oracle. */
struct tally {
    unsigned same, differ;
};

static const char *row_text(struct arena *a, const struct golden_row *row)
{
    return row->block == NULL ? row->text
                              : arena_printf(a, "%s @%s", row->text, row->block->name);
}

static void tell(struct tally *t, const struct golden *g, const struct result *r,
                 const char *text)
{
    const struct golden_case *c = golden_case_of(g, r->tc->id);

    if (t->differ++ < TOLD_MAX) {
        printf("DIFFERS %s %s on %s\n  file: %s:%u\n%s", r->tc->id, r->tc->name,
               r->impl->identity, c == NULL ? r->tc->file : g->path,
               c == NULL ? r->tc->line : c->line, text);
    } else if (t->differ == TOLD_MAX + 1) {
        puts("...");
    }
}

/* The first line of two blocks of one macro that is not the same. */
static void narrow(const struct golden_row **want, const struct golden_row **got,
                   struct golden_row *rows)
{
    const struct golden_block *x = (*want)->block, *y = (*got)->block;
    size_t i = 0;

    if (x == NULL || y == NULL || strcmp(x->macro, y->macro) != 0) {
        return;
    }
    while (i < x->count && i < y->count && strcmp(x->line[i], y->line[i]) == 0) {
        i++;
    }
    rows[0] =
        (struct golden_row){i < x->count ? x->line[i] : "the end of the macro", NULL};
    rows[1] =
        (struct golden_row){i < y->count ? y->line[i] : "the end of the macro", NULL};
    *want = &rows[0];
    *got = &rows[1];
}

static void tell_rows(struct arena *a, struct tally *t, const struct golden *g,
                      const struct result *r, const struct golden_variant *want,
                      const struct golden_variant *got)
{
    static const struct golden_row end = {"the end", NULL};
    const struct golden_row *x, *y;
    struct golden_row rows[2];
    const char *step;
    size_t i = 0;

    while (i < want->count && i < got->count &&
           golden_same_row(&want->row[i], &got->row[i])) {
        i++;
    }
    x = i < want->count ? &want->row[i] : &end;
    y = i < got->count ? &got->row[i] : &end;
    step = arena_printf(a, "%.*s", (int)strcspn(y->text, "="), y->text);
    narrow(&x, &y, rows);
    tell(t, g, r,
         arena_printf(a, "  step %zu: %s\n  recorded: %s\n  now:      %s\n", i + 1, step,
                      row_text(a, x), row_text(a, y)));
}

static void verify_case(struct golden *g, size_t oracle, const struct result *r,
                        struct tally *t)
{
    struct arena a = {NULL};
    const struct golden_case *c = golden_case_of(g, r->tc->id);
    const struct golden_variant *want = c == NULL ? NULL : golden_variant_of(c, oracle);
    struct golden_variant got;
    char digest[17];

    golden_digest(r->tc, digest);
    if (c == NULL || want == NULL) {
        tell(t, g, r, "  stale golden: there is no record of it\n");
    } else if (strcmp(c->digest, digest) != 0) {
        tell(t, g, r, "  stale golden: recorded of another text of this case\n");
    } else if (r->play.count == 0 || r->play.fate != PIPE_ALIVE) {
        tell(t, g, r, arena_printf(&a, "  now:      %s\n", verdict_name(r->verdict)));
    } else {
        struct golden copy = *g;

        copy.blocks = arena_copy(&a, g->blocks, g->blocks_count * sizeof(void *) + 1);
        copy.blocks_count = g->blocks_count;
        got = golden_rows(&a, &copy, r->tc, &r->play);
        if (golden_same(want, &got)) {
            t->same++;
        } else {
            tell_rows(&a, t, g, r, want, &got);
        }
    }
    arena_free(&a);
}

/* What hello and the probes say. */
static void verify_head(const struct golden *g, size_t oracle, const struct impl *impl,
                        struct tally *t)
{
    const struct golden_oracle *o = &g->oracles[oracle];
    bool same = o->traits_count + 4 == impl->traits_count;

    for (size_t i = 0; same && i < o->traits_count; i++) {
        same = strcmp(o->traits[i].name, impl->traits[i + 4].name) == 0 &&
               strcmp(o->traits[i].value, impl->traits[i + 4].value) == 0;
    }
    if (strcmp(o->caps, impl->caps) != 0) {
        printf("DIFFERS capabilities of %s\n  recorded: %s\n  now:      %s\n",
               impl->identity, o->caps, impl->caps);
        t->differ++;
    }
    if (!same) {
        printf("DIFFERS traits of %s: the probes find others\n", impl->identity);
        t->differ++;
    }
}

/* A case of which there is a record, but that no longer applies, is one that was lost. */
static bool is_lost(const struct golden *g, size_t oracle, const struct result *r)
{
    const struct golden_case *c = golden_case_of(g, r->tc->id);

    return c != NULL && golden_variant_of(c, oracle) != NULL;
}

static enum exit_status verify_one(struct arena *a, const struct options *o,
                                   const struct report *report, size_t impl)
{
    const struct impl *it = &report->impls[impl];
    const char *path = o->golden != NULL
                           ? o->golden
                           : golden_path(a, report->suite, it->traits[0].value);
    struct tally t = {0, 0};
    struct golden g;
    size_t oracle;

    if (it->golden != NULL) {
        fprintf(stderr, "membio-conform: %s: not a live oracle\n", it->name);
        return EXIT_USAGE;
    }
    if (!golden_read(a, &g, path)) {
        return EXIT_USAGE;
    }
    oracle = golden_find_oracle(
        &g, arena_printf(a, "%s/%s", it->traits[0].value, it->traits[1].value), it->lib);
    if (oracle == SIZE_MAX) {
        printf("skipped: %s has no record of %s\n", path, it->identity);
        return EXIT_NOTHING;
    }
    verify_head(&g, oracle, it, &t);
    for (size_t i = 0; i < report->suite->cases.count; i++) {
        const struct result *r = report_result(report, i, impl);

        if (r->verdict != VERDICT_NA) {
            verify_case(&g, oracle, r, &t);
        } else if (is_lost(&g, oracle, r)) {
            tell(&t, &g, r,
                 arena_printf(a, "  now:      not applicable, needs %s\n", r->note));
        }
    }
    printf("%s: %u as recorded, %u not\n", it->identity, t.same, t.differ);
    return t.differ == 0 ? EXIT_AS_EXPECTED : EXIT_UNEXPECTED;
}

/* What counts most of several. */
static enum exit_status worse(enum exit_status a, enum exit_status b)
{
    static const enum exit_status order[] = {EXIT_USAGE, EXIT_UNEXPECTED, EXIT_NOTHING};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (a == order[i] || b == order[i]) {
            return order[i];
        }
    }
    return EXIT_AS_EXPECTED;
}

enum exit_status command_verify_golden(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct report report;
    struct run_options run = how_to_run(o);
    enum exit_status status;

    signals_watch();
    status = open_oracles(a, o, &suite, &report);
    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    run_cases(a, &report, &run);
    for (size_t i = 0; i < report.impls_count; i++) {
        status = worse(status, verify_one(a, o, &report, i));
    }
    return status;
}
