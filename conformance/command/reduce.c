/* SPDX-License-Identifier: Apache-2.0
 *
 * reduce.c: membio-conform reduce.
 */
#include "command.h"

#include <string.h>
#include <unistd.h>

#include "conformance/output.h"
#include "conformance/reduce/fingerprint.h"
#include "conformance/reduce/reduce.h"
#include "conformance/screen.h"
#include "conformance/shell.h"
#include "conformance/signals.h"
#include "scenario/emit.h"

/* A case is said to fail so when it has done it so often, in adapters just started. */
#define CONFIRMATIONS 5u

/* On a terminal only. */
static void say_plays(const struct trials *t)
{
    fprintf(stderr, "\r%u plays", t->plays);
}

static void clear_progress(const struct trials *t)
{
    if (t->progress != NULL) {
        fprintf(stderr, "\r%20s\r", "");
    }
}

/* One case, one implementation. NULL, or what is wrong. */
static const char *refusal(const struct suite *suite, const struct report *report)
{
    if (suite->cases.count != 1) {
        return "one case at a time";
    }
    if (report->impls_count - report->impls[0].oracle != 1) {
        return "one implementation at a time";
    }
    return NULL;
}

static bool begin(struct arena *a, const struct options *o, struct report *report,
                  struct trials *t)
{
    struct impl *last = &report->impls[report->impls_count - 1];
    struct tcase *tc = &report->suite->cases.list[0];
    bool has_oracle = report->impls[0].oracle && report->impls[0].usable;
    struct result r;
    struct draft d = draft_of(a, tc);

    *t = (struct trials){.suite = report->suite,
                         .tc = tc,
                         .impl = last,
                         .oracle = has_oracle ? &report->impls[0] : NULL,
                         .level = o->level,
                         .budget = o->budget,
                         .keep = a,
                         .stop = signals_came,
                         .progress = isatty(STDERR_FILENO) == 1 ? say_plays : NULL};
    /* Known differences are differences. */
    memset(&last->deviations, 0, sizeof last->deviations);
    memset(&report->impls[0].deviations, 0, sizeof last->deviations);
    t->asks_oracle = has_oracle;
    if (has_oracle && !trial_play(t, a, &d, &r)) {
        t->asks_oracle = false;
        fprintf(stderr, "membio-conform: %s is not as the case says, either: not asked\n",
                t->oracle->identity);
    }
    return true;
}

/* How often of CONFIRMATIONS the draft fails as it should; *r is the last play. */
static unsigned confirm(struct arena *a, struct reducer *x, struct result *r)
{
    unsigned so = 0;

    for (unsigned i = 0; i < CONFIRMATIONS; i++) {
        const char *said;

        trials_fresh(x->trials);
        said = trial_play(x->trials, a, &x->best, r)
                   ? fingerprint(a, r, x->trials->asks_oracle)
                   : NULL;
        so += said != NULL && strcmp(said, x->trials->fingerprint) == 0;
    }
    return so;
}

/* ---- The result. */

static const char *run_words(struct arena *a, const struct options *o,
                             const struct trials *t, const char *file)
{
    const char *text = arena_printf(a, "membio-conform run --suite %s %s",
                                    shell_word(a, t->suite->dir), t->impl->spec);

    text = t->oracle == NULL || !t->asks_oracle
               ? arena_printf(a, "%s --oracle none", text)
           : o->oracle == NULL
               ? text
               : arena_printf(a, "%s --oracle %s", text, shell_word(a, o->oracle));
    text = arena_printf(a, "%s --weather %s", text,
                        t->weather == NULL ? "calm" : weather_name(a, t->weather));
    return arena_printf(a, "%s %s", text, shell_word(a, file));
}

/* A case of its own: the id is no pattern's and no known difference's. */
static struct tcase *reduced_case(struct arena *a, const struct tcase *tc)
{
    struct tcase *copy = arena_copy(a, tc, sizeof *tc);

    copy->name = arena_printf(a, "%s-reduced", tc->name);
    copy->id = arena_printf(a, "reduced-%s", tc->id);
    return copy;
}

static const char *case_text(struct arena *a, const struct trials *t,
                             const struct draft *best)
{
    const char *weather = t->weather == NULL
                              ? ""
                              : arena_printf(a, "# in weather: --weather %s\n",
                                             weather_name(a, t->weather));

    return draft_text(
        a, best, reduced_case(a, t->tc),
        arena_printf(a, "# %s\n# on %s\n%s", t->fingerprint, t->impl->identity, weather),
        t->tc->why == NULL ? "-" : t->tc->why);
}

static bool is_case_file(const char *name)
{
    size_t len = strlen(name), tail = strlen(".case");

    return len > tail && strcmp(name + len - tail, ".case") == 0;
}

/* FOUND.py and FOUND.c beside FOUND.case: what says the same without a runner. They know no
 * weather. */
static bool write_programs(struct arena *a, const struct options *o,
                           const struct trials *t, const struct draft *best)
{
    size_t stem = o->output == NULL ? 0 : strlen(o->output) - strlen(".case");
    static const char *const languages[] = {"python", "c"};
    struct tcase tc;
    bool ok = true;

    if (o->output == NULL || !is_case_file(o->output) || t->weather != NULL ||
        !draft_case(a, best, reduced_case(a, t->tc), &tc)) {
        return true;
    }
    for (size_t i = 0; ok && i < sizeof languages / sizeof *languages; i++) {
        const struct emit_language *language = emit_language(languages[i]);
        const char *path =
                       arena_printf(a, "%.*s.%s", (int)stem, o->output, language->suffix),
                   *why;
        char *text = emit_case(a, language, &tc, t->suite->world, t->fingerprint, &why);

        if (text == NULL) {
            fprintf(stderr, "not said in %s: %s\n", languages[i], why);
        }
        ok = text == NULL || output_text(a, path, text);
    }
    return ok;
}

static enum exit_status finish(struct arena *a, const struct options *o,
                               struct reducer *x, size_t steps)
{
    struct trials *t = x->trials;
    bool stopped = signals_came(), spent = trials_over(t) && !stopped;
    unsigned tried = t->plays, so;
    struct result r;

    t->budget = UINT32_MAX;
    so = stopped ? 0 : confirm(a, x, &r);
    clear_progress(t);
    if (!output_text(a, o->output, case_text(a, t, &x->best)) ||
        !write_programs(a, o, t, &x->best)) {
        return EXIT_USAGE;
    }
    print_lines(stderr, "", t->fingerprint);
    fprintf(stderr, "steps %zu -> %zu, plays %u%s\n", steps, x->best.count, tried,
            stopped ? ", interrupted: the best so far"
            : spent ? ", no more are allowed: the best so far"
                    : "");
    if (!stopped) {
        fprintf(stderr, "fails so in %u of %u plays\n", so, CONFIRMATIONS);
    }
    if (o->output != NULL) {
        print_lines(stderr, "again: ", run_words(a, o, t, o->output));
    }
    return so == CONFIRMATIONS ? EXIT_AS_EXPECTED : EXIT_UNEXPECTED;
}

static enum exit_status reduce_case(struct arena *a, const struct options *o,
                                    struct report *report)
{
    struct trials t;
    struct reducer x = {a, &t, {NULL, 0}};
    enum exit_status status = EXIT_NOTHING;

    begin(a, o, report, &t);
    x.best = draft_of(a, t.tc);
    if (reduce_begin(&x, &o->weathers, o->weathers.how == WEATHERS_NAMED)) {
        size_t steps = x.best.count;

        reduce(&x);
        reduce_state(&x);
        status = finish(a, o, &x, steps);
    } else {
        clear_progress(&t);
        complain_of(t.tc->id, 0, "it does not fail: there is nothing to reduce");
    }
    trials_fresh(&t);
    return status;
}

enum exit_status command_reduce(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct report report;
    enum exit_status status;
    const char *wrong;

    if (o->wanted.patterns_count != 1) {
        complain_of("reduce", 0, "it needs one case, by id, name or file");
        return EXIT_USAGE;
    }
    signals_hold();
    status = open_run(a, o, &suite, &report);
    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    wrong = refusal(&suite, &report);
    if (wrong != NULL) {
        complain_of("reduce", 0, wrong);
        return EXIT_USAGE;
    }
    status = report.impls[report.impls_count - 1].usable ? reduce_case(a, o, &report)
                                                         : EXIT_UNUSABLE;
    fflush(stdout);
    signals_let_go();
    return status;
}
