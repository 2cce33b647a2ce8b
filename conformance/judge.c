/* SPDX-License-Identifier: Apache-2.0
 *
 * judge.c: from what was seen to a verdict.
 *
 * The first that applies decides, in this order:
 *
 *     adapter gone?                    CRASH, HANG, GARBLED   *
 *     no sense, before any difference? ERROR
 *     not what TLS may do?             FAIL                   *
 *     not as the case says?            FAIL                   *
 *     asks for more than is claimed?   NA
 *     not as the oracle?               FAIL                   *
 *     less compared than of it?        THIN
 *     differs above what is claimed?   INFO
 *     as it should be                  PASS                   *
 *
 * judge_known.c has the last word on those with a star.
 */
#include "judge.h"

#include <string.h>

#include "check.h"
#include "conformance/impl/pair.h"
#include "scenario/alive.h"

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
static bool judge_fate(struct arena *a, struct result *r)
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
    r->check = r->play.check;
    r->end = pair_end(a, r->impl, r->play.lost);
    return true;
}

static bool say_senseless(struct arena *a, struct result *r, const struct trace *t,
                          size_t run, size_t step, const char *request, const char *why)
{
    r->verdict = VERDICT_ERROR;
    r->run = run;
    r->observation = t->count;
    r->line = line_of(r->tc, step);
    r->request = request;
    r->want = "a case that makes sense";
    r->got = why;
    r->end = pair_end(a, r->impl, *request);
    r->by = "the harness";
    r->check = CHECK_SENSE;
    return true;
}

/* A step that cannot be done, or that the adapter says is nonsense and the case does not
 * ask for, is a mistake of the case (or of the adapter), never a pass. */
static bool judge_sense(struct arena *a, struct result *r)
{
    for (size_t i = 0; i < r->play.count; i++) {
        const struct trace *t = &r->play.traces[i];

        if (t->end == TRACE_SENSELESS) {
            return say_senseless(a, r, t, i, t->end_step,
                                 r->tc->scenario.steps[t->end_step].text, t->why);
        }
        for (size_t k = 0; k < t->count; k++) {
            enum status status = t->list[k].answer.status;

            if (status == STATUS_BAD || status == STATUS_UNSUPPORTED) {
                return say_senseless(a, r, t, i, t->list[k].step, t->list[k].request,
                                     status_name(status));
            }
        }
    }
    return false;
}

static void take_difference(struct arena *a, struct result *r, size_t run,
                            const struct difference *d, const char *by, const char *check)
{
    const struct trace *t = &r->play.traces[run];

    r->verdict = VERDICT_FAIL;
    r->run = run;
    r->observation = d->at;
    r->want = d->want;
    r->got = d->got;
    r->end = pair_end(a, r->impl, d->end);
    r->by = by;
    r->check = check;
    if (d->at < t->count) {
        r->line = line_of(r->tc, t->list[d->at].step);
        r->request = t->list[d->at].request;
    } else {
        r->line = r->tc->line;
        r->request = "the end";
    }
}

/* *above takes what differs above the claimed level, up to that of the run. */
static bool judge_case(struct arena *a, struct result *r, const enum level *claim,
                       enum level level, struct result *above, const char *world)
{
    for (size_t i = 0; i < r->play.count; i++) {
        struct bindings bindings = {world, NULL, 0};
        struct difference d, more;

        check_expectations_at(a, &r->tc->scenario, &r->play.traces[i], &bindings, claim,
                              level, &r->facts, &d, &more);
        if (d.found) {
            take_difference(a, r, i, &d, "the case", CHECK_EXPECTATION);
            return true;
        }
        if (more.found && above->request == NULL) {
            take_difference(a, above, i, &more, "the case", CHECK_EXPECTATION);
        }
    }
    return false;
}

static bool judge_alive(struct arena *a, struct result *r)
{
    for (size_t i = 0; i < r->play.count; i++) {
        struct difference d;

        check_alive(a, &r->play.traces[i], &d);
        if (d.found) {
            take_difference(a, r, i, &d, "TLS", CHECK_ALIVE);
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

/* Sizes are comparable over one library, unless they vary. */
struct comparison comparison_of(const struct result *r, const struct result *oracle,
                                const enum level *level)
{
    bool same = true, wire = level[CLIENT] == LEVEL_WIRE;

    for (int who = 0; who < ENDPOINTS; who++) {
        same = same && strcmp(impl_end(r->impl, (enum endpoint)who)->lib,
                              impl_end(oracle->impl, (enum endpoint)who)->lib) == 0;
    }
    return (struct comparison){&r->tc->scenario,
                               {level[CLIENT], level[SERVER]},
                               same,
                               same && (wire || !case_sizes_vary(r->tc))};
}

static bool judge_oracle(struct arena *a, struct result *r, const struct result *oracle,
                         const enum level *level)
{
    struct comparison how = comparison_of(r, oracle, level);
    size_t count =
        r->play.count < oracle->play.count ? r->play.count : oracle->play.count;

    for (size_t i = 0; i < count; i++) {
        struct difference d;

        compare_traces(a, &how, &oracle->play.traces[i], &r->play.traces[i], &r->facts,
                       &d);
        if (d.found) {
            take_difference(a, r, i, &d, oracle->impl->identity,
                            strstr(d.want, " bytes out of ") != NULL ? CHECK_WIRE
                                                                     : CHECK_ORACLE);
            return true;
        }
    }
    return false;
}

/* What comparing the oracle with itself gives: nobody can be held to more. */
static unsigned facts_of_oracle(struct arena *a, const struct result *r,
                                const struct result *oracle, const enum level *level)
{
    struct comparison how = comparison_of(r, oracle, level);
    unsigned facts = 0;

    for (size_t i = 0; i < oracle->play.count && i < r->play.count; i++) {
        struct difference d;

        compare_traces(a, &how, &oracle->play.traces[i], &oracle->play.traces[i], &facts,
                       &d);
    }
    return facts;
}

/* Passes, but less was compared than of the oracle: it left out what it should tell. Of a
 * sweep over bytes it can have fewer runs, when the library makes fewer bytes. */
static bool judge_vacuity(struct arena *a, struct result *r, const struct result *oracle,
                          const enum level *level, unsigned stated)
{
    unsigned want = oracle == NULL ? 0 : facts_of_oracle(a, r, oracle, level);
    bool runs = oracle == NULL || r->play.count == oracle->play.count ||
                !comparison_of(r, oracle, level).sizes;

    if (r->facts > 0 && r->facts - stated >= want && runs) {
        return false;
    }
    r->verdict = VERDICT_THIN;
    r->check = CHECK_VACUITY;
    r->note = arena_printf(a, "%u facts compared in %zu runs; the oracle gives %u in %zu",
                           r->facts, r->play.count, stated + want,
                           oracle == NULL ? r->play.count : oracle->play.count);
    return true;
}

static enum level least(enum level a, enum level b)
{
    return a < b ? a : b;
}

/* The case asks for more than is claimed: that it was played in vain is no pass. */
static bool judge_level(struct result *r, const enum level *claims)
{
    enum level lowest = case_lowest(r->tc);
    enum level claim = least(claims[CLIENT], claims[SERVER]);

    if (claim == LEVEL_ALIVE || claim >= LEVEL_CONTRACT || lowest <= claim) {
        return false;
    }
    r->verdict = VERDICT_NA;
    r->note = lowest == LEVEL_SIGNAL ? "level signal" : "level contract";
    return true;
}

/* Nothing differs at the level that it claims: what differs above is shown. */
static bool judge_above(struct arena *a, struct result *r, const struct result *oracle,
                        struct result *above, const enum level *claim, enum level level)
{
    const enum level whole[ENDPOINTS] = {level, level};
    bool less = claim[CLIENT] < level || claim[SERVER] < level;
    unsigned facts = r->facts;

    if (above->request == NULL && oracle != NULL && less) {
        judge_oracle(a, above, oracle, whole);
    }
    if (above->request == NULL) {
        return false;
    }
    *r = *above;
    r->facts = facts;
    r->verdict = VERDICT_INFO;
    return true;
}

void judge(struct arena *a, struct result *r, const struct result *oracle,
           const enum level *claimed, enum level level, const char *world)
{
    const enum level claim[ENDPOINTS] = {least(claimed[CLIENT], level),
                                         least(claimed[SERVER], level)};
    bool silent = claim[CLIENT] == LEVEL_ALIVE && claim[SERVER] == LEVEL_ALIVE;
    struct result sense, above;
    bool differs;
    unsigned stated;

    r->verdict = VERDICT_PASS;
    oracle = oracle != NULL && oracle->verdict == VERDICT_PASS ? oracle : NULL;
    if (judge_fate(a, r)) {
        judge_known(a, r);
        return;
    }
    sense = above = *r;
    differs = judge_alive(a, r) || judge_case(a, r, claim, level, &above, world);
    if (judge_sense(a, &sense) && !(differs && is_before(r, &sense))) {
        *r = sense;
        return;
    }
    if (!differs && judge_level(r, claim)) {
        return;
    }
    stated = r->facts;
    if (!differs && oracle != NULL && !silent) {
        differs = judge_oracle(a, r, oracle, claim);
    }
    if (!differs && !silent && judge_vacuity(a, r, oracle, claim, stated)) {
        return;
    }
    if (!differs && judge_above(a, r, oracle, &above, claim, level)) {
        return;
    }
    judge_known(a, r);
}

/* A pair is calm where an implementation alone is not: what is known of that can show in weather
 * for the first time. */
static void judge_known_weather(struct arena *a, struct result *r)
{
    r->deviation = NULL;
    if (r->impl->end[CLIENT] != NULL) {
        judge_known(a, r);
    }
}

bool judge_weather(struct arena *a, struct result *result, const struct play *play,
                   const enum level *level)
{
    struct comparison how = {&result->tc->scenario,
                             {level[CLIENT], level[SERVER]},
                             true,
                             !case_sizes_vary(result->tc)};
    const struct trace *calm = &result->play.traces[0], *trace = &play->traces[0];
    struct result r = *result;
    struct difference d = {0};

    r.play = *play;
    if (!judge_fate(a, &r)) {
        if (trace->end == TRACE_SENSELESS) {
            say_senseless(a, &r, trace, 0, trace->end_step, trace->request, trace->why);
        } else {
            compare_traces(a, &how, calm, trace, &result->facts, &d);
            r.facts = result->facts;
            if (!d.found) {
                return true;
            }
            take_difference(a, &r, 0, &d, "calm weather", CHECK_WEATHER);
            judge_known_weather(a, &r);
        }
    }
    *result = r;
    return false;
}

void judge_end(struct arena *a, struct result *r)
{
    const struct trace *last = &r->play.traces[r->play.count - 1];

    if (!judge_fate(a, r)) {
        say_senseless(a, r, last, r->play.count - 1, last->end_step, last->request,
                      last->why);
    }
    judge_known(a, r);
}

void judge_memory(struct arena *a, struct result *r, int64_t step, enum endpoint who)
{
    if (r->verdict != VERDICT_PASS) {
        return;
    }
    r->verdict = VERDICT_FAIL;
    r->observation = r->play.traces[r->run].count;
    r->line = r->tc->line;
    r->request = "mem";
    r->want = "as many bytes as before the case";
    r->got = arena_printf(a, "at least %lld more with every play", (long long)step);
    r->end = pair_end(a, r->impl, endpoint_letter(who));
    r->by = "the protocol";
    r->check = CHECK_MEMORY;
    judge_known(a, r);
}

void judge_stale(struct result *r, const char *why)
{
    r->verdict = VERDICT_ERROR;
    r->line = r->tc->line;
    r->request = "the case";
    r->want = "a record of it as it stands";
    r->got = "a stale golden";
    r->by = "the harness";
    r->check = CHECK_GOLDEN;
    r->note = why;
}
