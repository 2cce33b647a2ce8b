/* SPDX-License-Identifier: Apache-2.0
 *
 * judge.c: from what was seen to a verdict.
 *
 *     adapter gone?          CRASH, HANG, GARBLED
 *     case makes no sense?   ERROR
 *     not as the case says?  FAIL  \
 *     not as the oracle?     FAIL  -> known? DEVIATION, known otherwise? CHANGED
 *     as it should be        PASS    known not to be? XPASS
 */
#include "judge.h"

#include <string.h>

static const enum verdict of_fate[] = {
    [PIPE_ALIVE] = VERDICT_PASS,
    [PIPE_CRASHED] = VERDICT_CRASH,
    [PIPE_HUNG] = VERDICT_HANG,
    [PIPE_GARBLED] = VERDICT_GARBLED,
};

static unsigned line_of(const struct tcase *tc, size_t step)
{
    return step < tc->scenario.count ? tc->scenario.steps[step].line : tc->line;
}

/* The adapter did not live to the end of a run. */
static bool judge_fate(struct result *r)
{
    const struct trace *last = &r->play.traces[r->play.count - 1];

    if (r->play.fate == PIPE_ALIVE) {
        return false;
    }
    r->verdict = of_fate[r->play.fate];
    r->run = r->play.count - 1;
    r->observation = last->count;
    r->line = line_of(r->tc, last->end_step);
    r->request = last->end == TRACE_COMPLETE ? "reset" : last->request;
    r->want = "an answer";
    r->got = r->play.why;
    r->note = r->play.evidence;
    r->by = "the protocol";
    return true;
}

static bool say_senseless(struct result *r, const struct trace *t, size_t run,
                          size_t step, const char *request, const char *why)
{
    r->verdict = VERDICT_ERROR;
    r->run = run;
    r->observation = t->count;
    r->line = line_of(r->tc, step);
    r->request = request;
    r->want = "a case that makes sense";
    r->got = why;
    r->by = "the harness";
    return true;
}

/* A step that cannot be done, or that the adapter says is nonsense and the case does not
 * ask for, is a mistake of the case (or of the adapter), never a pass. */
static bool judge_sense(struct result *r)
{
    for (size_t i = 0; i < r->play.count; i++) {
        const struct trace *t = &r->play.traces[i];

        if (t->end == TRACE_SENSELESS) {
            return say_senseless(r, t, i, t->end_step,
                                 r->tc->scenario.steps[t->end_step].text, t->why);
        }
        for (size_t k = 0; k < t->count; k++) {
            enum status status = t->list[k].answer.status;

            if (status == STATUS_BAD || status == STATUS_UNSUPPORTED) {
                return say_senseless(r, t, i, t->list[k].step, t->list[k].request,
                                     status_name(status));
            }
        }
    }
    return false;
}

static void take_difference(struct result *r, size_t run, const struct difference *d,
                            const char *by)
{
    const struct trace *t = &r->play.traces[run];

    r->verdict = VERDICT_FAIL;
    r->run = run;
    r->observation = d->at;
    r->want = d->want;
    r->got = d->got;
    r->by = by;
    if (d->at < t->count) {
        r->line = line_of(r->tc, t->list[d->at].step);
        r->request = t->list[d->at].request;
    } else {
        r->line = r->tc->line;
        r->request = "the end";
    }
}

static bool judge_case(struct arena *a, struct result *r, const char *world)
{
    for (size_t i = 0; i < r->play.count; i++) {
        struct bindings bindings = {world, NULL, 0};
        struct difference d;

        check_expectations(a, &r->tc->scenario, &r->play.traces[i], &bindings, &r->facts,
                           &d);
        if (d.found) {
            take_difference(r, i, &d, "the case");
            return true;
        }
    }
    return false;
}

static bool is_before(const struct result *a, const struct result *b)
{
    return a->run < b->run || (a->run == b->run && a->observation < b->observation);
}

bool case_sizes_vary(const struct tcase *tc)
{
    return memmem(tc->body.p, tc->body.len, "p256", 4) != NULL;
}

/* Sizes are comparable over one library, when they do not vary anyway. */
static struct comparison comparison_of(const struct result *r,
                                       const struct result *oracle, enum level level)
{
    bool same = strcmp(r->impl->lib, oracle->impl->lib) == 0;
    bool vary = case_sizes_vary(r->tc);

    return (struct comparison){&r->tc->scenario, level, same,
                               same && (!vary || level == LEVEL_WIRE)};
}

static bool judge_oracle(struct arena *a, struct result *r, const struct result *oracle,
                         enum level level)
{
    struct comparison how = comparison_of(r, oracle, level);
    size_t count =
        r->play.count < oracle->play.count ? r->play.count : oracle->play.count;

    for (size_t i = 0; i < count; i++) {
        struct difference d;

        compare_traces(a, &how, &oracle->play.traces[i], &r->play.traces[i], &r->facts,
                       &d);
        if (d.found) {
            take_difference(r, i, &d, oracle->impl->identity);
            return true;
        }
    }
    return false;
}

/* The entries of the deviation file have the last word. */
static void apply_deviations(struct arena *a, struct result *r)
{
    const char *fingerprint = arena_printf(a, "%s = %s", r->request, r->got);
    const struct deviations *all = &r->impl->deviations;
    bool named = false;

    for (size_t i = 0; i < all->count; i++) {
        const struct deviation *d = &all->list[i];

        if (!d->applies || !deviation_names(d, r->tc->id)) {
            continue;
        }
        named = true;
        r->deviation = d;
        if (r->request != NULL && deviation_fits(d, fingerprint)) {
            r->verdict = VERDICT_DEVIATION;
            return;
        }
    }
    if (named) {
        r->verdict = r->request == NULL ? VERDICT_XPASS : VERDICT_CHANGED;
    }
}

void judge(struct arena *a, struct result *r, const struct result *oracle,
           enum level level, const char *world)
{
    struct result sense;
    bool differs;

    r->verdict = VERDICT_PASS;
    if (judge_fate(r)) {
        apply_deviations(a, r);
        return;
    }
    sense = *r;
    differs = judge_case(a, r, world);
    if (judge_sense(&sense) && !(differs && is_before(r, &sense))) {
        *r = sense;
        return;
    }
    if (!differs && oracle != NULL && oracle->verdict == VERDICT_PASS) {
        differs = judge_oracle(a, r, oracle, level);
    }
    if (!differs && r->facts == 0) {
        r->verdict = VERDICT_THIN;
        return;
    }
    apply_deviations(a, r);
}
