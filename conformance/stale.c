/* SPDX-License-Identifier: Apache-2.0
 *
 * stale.c: deviation entries that are no longer true.
 *
 * A case that passes although an entry names it is XPASS, one that fails otherwise CHANGED;
 * what is left are entries that no case meets at all.
 */
#include "stale.h"

#include <fnmatch.h>
#include <string.h>
#include <time.h>

#include "sweep.h"

/* Once, also when two implementations have the same file. */
static void say(struct arena *a, struct report *r, const char *word,
                const struct deviation *d, const char *why)
{
    const char *so_far = r->stale == NULL ? "" : r->stale;
    char *line = arena_printf(a, "%s %s:%u: %s\n", word, d->file, d->line, why);

    if (strstr(so_far, line) == NULL) {
        r->stale = arena_printf(a, "%s%s", so_far, line);
    }
}

static void add(struct arena *a, struct report *r, const struct deviation *d,
                const char *why)
{
    const char *so_far = r->stale;

    say(a, r, "STALE", d, why);
    r->stale_count += r->stale != so_far;
}

static size_t count_named(const struct cases *cases, const char *pattern)
{
    size_t n = 0;

    for (size_t i = 0; i < cases->count; i++) {
        n += fnmatch(pattern, cases->list[i].id, 0) == 0;
    }
    return n;
}

static void find_in_entry(struct arena *a, struct report *r, struct deviation *d,
                          const struct cases *generated, const char *today)
{
    const char *missing = NULL;

    d->cases = 0;
    for (size_t i = 0; i < d->id.count; i++) {
        size_t n = count_named(&r->suite->cases, d->id.word[i]) +
                   count_named(generated, d->id.word[i]);

        missing = n == 0 ? d->id.word[i] : missing;
        d->cases += n;
    }
    if (d->cases == 0) {
        add(a, r, d, "the entry names no case");
    } else if (missing != NULL) {
        add(a, r, d, arena_printf(a, "the entry names no case by %s", missing));
    }
    if (d->review_by != NULL && strcmp(d->review_by, today) < 0) {
        say(a, r, "REVIEW", d,
            arena_printf(a, "was to be looked at by %s", d->review_by));
    }
}

void stale_find(struct arena *a, struct report *r)
{
    time_t now = time(NULL);
    struct cases generated = {NULL, 0};
    struct tm tm;
    char today[16] = "";

    if (gmtime_r(&now, &tm) != NULL) {
        strftime(today, sizeof today, "%Y-%m-%d", &tm);
    }
    sweep_cases(a, &generated, SWEEP_CUT | SWEEP_FLIP);
    for (size_t i = 0; i < r->impls_count; i++) {
        for (size_t k = 0; k < r->impls[i].deviations.count; k++) {
            find_in_entry(a, r, &r->impls[i].deviations.list[k], &generated, today);
        }
    }
}

/* A case that was played and judged in full. */
static bool tells(const struct result *x)
{
    return x->played && x->verdict != VERDICT_NA && x->verdict != VERDICT_INFO;
}

/* Were all cases that it names played, and did none need it? */
static bool is_unused(const struct report *r, size_t impl, const struct deviation *d)
{
    size_t played = 0;

    for (size_t i = 0; i < r->suite->cases.count; i++) {
        const struct result *x = report_result(r, i, impl);

        for (size_t k = 0; k < d->id.count; k++) {
            played += tells(x) && fnmatch(d->id.word[k], x->tc->id, 0) == 0;
        }
        if (x->deviation == d) {
            return false;
        }
    }
    return d->applies && !deviation_of_peer(d) && d->cases > 0 && played == d->cases;
}

void stale_find_unused(struct arena *a, struct report *r)
{
    for (size_t i = 0; i < r->impls_count; i++) {
        const struct deviations *all = &r->impls[i].deviations;

        for (size_t k = 0; k < all->count && r->impls[i].usable; k++) {
            if (is_unused(r, i, &all->list[k])) {
                add(a, r, &all->list[k], "the entry applies, and fits none of its cases");
            }
        }
    }
}
