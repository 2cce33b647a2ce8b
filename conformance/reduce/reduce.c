/* SPDX-License-Identifier: Apache-2.0
 *
 * reduce.c: from a case that fails to the smallest one that fails in the same way.
 *
 *     lines behind the failure, the sweep's other values, expectations
 *     -> lines, macros, words, again and again until nothing helps
 */
#include "reduce.h"

#include <string.h>

#include "conformance/check.h"
#include "conformance/weathers.h"
#include "fingerprint.h"
#include "scenario/args.h"

/* From the simplest on: what people can think through. */
static const char *const simple_weathers[] = {
    "late",    "coalesce", "record+1", "record-1", "chunk=1400", "chunk=13",
    "chunk=7", "chunk=5",  "chunk=2",  "chunk=1",  "random=1"};

#define SIMPLE_WEATHERS (sizeof simple_weathers / sizeof *simple_weathers)

bool reduce_try(struct reducer *x, struct draft d)
{
    if (!trial_fails(x->trials, &d)) {
        return false;
    }
    x->best = d;
    return true;
}

/* ---- The beginning: does it fail, and where? */

static bool fails_in(struct reducer *x, const struct weather *weather)
{
    struct result r;

    x->trials->weather = weather;
    x->trials->fingerprint = NULL;
    if (!trial_play(x->trials, x->a, &x->best, &r)) {
        return false;
    }
    x->trials->fingerprint = fingerprint(x->a, &r, x->trials->asks_oracle);
    return x->trials->fingerprint != NULL;
}

static const struct weather *simple_weather(struct arena *a, size_t i)
{
    struct weather *w = arena_alloc(a, sizeof *w);
    struct slice name = {simple_weathers[i], strlen(simple_weathers[i])};

    return weather_parse(name, w) ? w : NULL;
}

/* It fails in a weather that somebody has named: perhaps in a simpler one, too. */
static void simplify_weather(struct reducer *x)
{
    const struct weather *named = x->trials->weather;

    for (size_t i = 0; i < SIMPLE_WEATHERS; i++) {
        x->trials->weather = simple_weather(x->a, i);
        if (reduce_try(x, x->best)) {
            return;
        }
    }
    x->trials->weather = named;
}

bool reduce_begin(struct reducer *x, const struct weathers *weathers, bool named)
{
    if (fails_in(x, NULL)) {
        return true;
    }
    if (weather_fit(&x->trials->tc->scenario) != WEATHER_FITS) {
        return false;
    }
    for (size_t i = 0; named && i < weathers->count; i++) {
        if (fails_in(x, &weathers->list[i])) {
            simplify_weather(x);
            return true;
        }
    }
    for (size_t i = 0; !named && i < SIMPLE_WEATHERS; i++) {
        if (fails_in(x, simple_weather(x->a, i))) {
            return true;
        }
    }
    return false;
}

/* ---- What needs one play each. */

/* Where the last play of the best draft differs: the index of its line. */
static bool find_line(struct reducer *x, struct result *r, size_t *line)
{
    const struct trace *t;

    if (!trial_play(x->trials, x->a, &x->best, r) || r->play.count == 0) {
        return false;
    }
    t = &r->play.traces[r->run];
    *line = r->observation < t->count ? t->list[r->observation].step : t->end_step;
    return *line < x->best.count;
}

static void cut_behind(struct reducer *x)
{
    struct result r;
    size_t line;

    if (find_line(x, &r, &line) && line + 1 < x->best.count) {
        reduce_try(x, draft_cut(x->a, &x->best, line + 1, x->best.count - line - 1));
    }
}

/* Puts the value that fails in place of the sweep. */
static void stop_sweep(struct reducer *x)
{
    struct result r;
    size_t line, each = 0;
    struct draft d;
    struct each_args args;

    if (!find_line(x, &r, &line) || !r.play.swept) {
        return;
    }
    while (each < x->best.count && r.tc->scenario.steps[each].call.op->kind != OP_SWEEP) {
        each++;
    }
    if (each == x->best.count ||
        !args_each(x->a, &r.tc->scenario.steps[each].call, &args)) {
        return;
    }
    d = draft_cut(x->a, &x->best, each, 1);
    for (size_t i = each; i < d.count; i++) {
        d.lines[i].request =
            args_bind(x->a, d.lines[i].request, args.name, r.play.values[r.run]);
    }
    reduce_try(x, d);
}

/* Expectations but that of the last line: all at once, or one by one. */
static void drop_expectations(struct reducer *x)
{
    struct draft d = draft_copy(x->a, &x->best, 0);

    for (size_t i = 0; i + 1 < d.count; i++) {
        d.lines[i].expect = NULL;
    }
    if (reduce_try(x, d)) {
        return;
    }
    for (size_t i = x->best.count; i-- > 0;) {
        d = draft_copy(x->a, &x->best, 0);
        if (d.lines[i].expect != NULL) {
            d.lines[i].expect = NULL;
            reduce_try(x, d);
        }
    }
}

/* ---- The oracle in place of what the case states. */

static const char *first_word(struct arena *a, const char *text)
{
    return arena_text(a, text, strcspn(text, " "));
}

/* Without any expectation the oracle shows the same: then operands can shrink, and what is to
 * be expected follows them. */
static void leave_it_to_the_oracle(struct reducer *x)
{
    struct trials *t = x->trials;
    const char *before = t->fingerprint;
    struct draft d = draft_copy(x->a, &x->best, 0);
    struct result was, is;

    if (!t->asks_oracle || strstr(before, " " CHECK_EXPECTATION " ") == NULL ||
        !trial_play(t, x->a, &x->best, &was)) {
        return;
    }
    for (size_t i = 0; i < d.count; i++) {
        d.lines[i].expect = NULL;
    }
    t->fingerprint = NULL;
    if (trial_play(t, x->a, &d, &is) && is.verdict == VERDICT_FAIL &&
        strcmp(is.request, was.request) == 0 &&
        strcmp(first_word(x->a, is.got), first_word(x->a, was.got)) == 0) {
        t->fingerprint = fingerprint(x->a, &is, x->trials->asks_oracle);
        x->best = d;
    } else {
        t->fingerprint = before;
    }
}

/* "ok c.incoming=5" of a call of c is "ok incoming=5" of an expectation. */
static const char *as_expectation(struct arena *a, const struct observation *o,
                                  const char *want)
{
    char *text = arena_printf(a, "%s", want);
    char *field = strchr(text, '.'), letter = endpoint_letter(o->who);

    if (field != NULL && field > text + 1 && field[-1] == letter && field[-2] == ' ' &&
        o->op->kind == OP_CALL) {
        memmove(field - 1, field + 1, strlen(field));
    }
    return text;
}

void reduce_state(struct reducer *x)
{
    struct trials *t = x->trials;
    const char *before = t->fingerprint;
    struct draft d = draft_copy(x->a, &x->best, 0);
    struct result r, with;
    size_t line;

    if (strstr(before, " " CHECK_ORACLE " ") == NULL || !find_line(x, &r, &line) ||
        r.observation >= r.play.traces[r.run].count ||
        !r.play.traces[r.run].list[r.observation].last) {
        return;
    }
    d.lines[line].expect =
        as_expectation(x->a, &r.play.traces[r.run].list[r.observation], r.want);
    t->fingerprint = NULL;
    if (trial_play(t, x->a, &d, &with) && with.verdict == VERDICT_FAIL &&
        strcmp(with.request, r.request) == 0 &&
        strcmp(with.check, CHECK_EXPECTATION) == 0) {
        t->fingerprint = fingerprint(x->a, &with, x->trials->asks_oracle);
        x->best = d;
    } else {
        t->fingerprint = before;
    }
}

/* ---- All of it. */

void reduce_lines(struct reducer *x)
{
    for (size_t size = (x->best.count + 1) / 2; size > 0; size /= 2) {
        for (size_t end = x->best.count; end >= size; end -= size) {
            reduce_try(x, draft_cut(x->a, &x->best, end - size, size));
        }
    }
}

void reduce(struct reducer *x)
{
    const char *before;

    cut_behind(x);
    stop_sweep(x);
    leave_it_to_the_oracle(x);
    cut_behind(x);
    drop_expectations(x);
    do {
        before = draft_body(x->a, &x->best);
        reduce_lines(x);
        reduce_macros(x);
        reduce_words(x);
        drop_expectations(x);
    } while (!trials_over(x->trials) && strcmp(before, draft_body(x->a, &x->best)) != 0);
}
