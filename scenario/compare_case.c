/* SPDX-License-Identifier: Apache-2.0
 *
 * compare_case.c: is a trace what the case says?
 */
#include "compare_parts.h"

#include <string.h>

/* The status with its value, as people read it. */
const char *outcome(struct arena *a, const struct answer *answer)
{
    const char *value = value_format(a, &answer->value);

    return arena_printf(a, "%s%s%s", status_name(answer->status),
                        *value == '\0' ? "" : " ", value);
}

void differ(struct difference *d, size_t at, const char *want, const char *got)
{
    *d = (struct difference){true, at, want, got, 0};
}

char end_of(const struct observation *o)
{
    if (o->op->kind == OP_CALL) {
        return endpoint_letter(o->who);
    }
    if (o->op->id == OP_PUMP) {
        return '\0';
    }
    return endpoint_letter(o->who == CLIENT ? SERVER : CLIENT);
}

enum level level_of_both(const enum level *level)
{
    return level[CLIENT] < level[SERVER] ? level[CLIENT] : level[SERVER];
}

enum level level_asked(const enum level *level, const struct observation *o)
{
    enum level least = level_of_both(level);

    return o->op->kind == OP_CALL && least > LEVEL_STREAM ? level[o->who] : least;
}

/* An answer beside an expectation that states fields is shown with its fields. */
static const char *full_outcome(struct arena *a, const struct expect *expect,
                                const struct answer *answer)
{
    struct answer shown = *answer;

    if (expect == NULL || strchr(expect_text(expect), '=') == NULL) {
        return outcome(a, answer);
    }
    shown.field[FIELD_NATIVE] = NULL;
    if (strstr(expect_text(expect), "incoming=") == NULL &&
        strstr(expect_text(expect), "outgoing=") == NULL) {
        shown.bio[INCOMING].pending = -1;
        shown.bio[OUTGOING].pending = -1;
    }
    return answer_format(a, &shown);
}

/* What ends well, or fails the case, without a word of the case: macros, and `pump`. A pump
 * that asserted nothing would let a case go on without a connection. */
static bool must_end_well(const struct step *step)
{
    return step->call.op != NULL &&
           (step->call.op->kind == OP_MACRO || step->call.op->id == OP_PUMP);
}

/* A trace, and what it is judged by. */
struct check {
    struct arena *a;
    const struct scenario *scenario;
    const struct trace *trace;
    struct bindings *bindings;
    const enum level *level; /* of each endpoint */
    enum level top;
    unsigned *facts;
};

/* The last observation of a step that says something, else NULL. */
static const struct step *step_of(const struct check *c, const struct observation *o)
{
    const struct step *step = &c->scenario->steps[o->step];

    return o->last && (step->expect != NULL || must_end_well(step)) ? step : NULL;
}

/* Single answers; true when this one is as expected at a level. */
static bool match_step(const struct check *c, const struct step *step,
                       const struct observation *o, enum level level)
{
    if (step->expect == NULL) {
        return level < LEVEL_STREAM || o->answer.status == STATUS_OK;
    }
    return expect_match_at(c->a, step->expect, &step->call, level, &o->answer,
                           c->bindings);
}

static void check_step(const struct check *c, size_t at, struct difference *d,
                       struct difference *above)
{
    const struct observation *o = &c->trace->list[at];
    const struct step *step = step_of(c, o);
    enum level level = level_asked(c->level, o);
    const char *want, *got;
    bool right;

    if (step == NULL) {
        return;
    }
    *c->facts += step->expect == NULL ? level >= LEVEL_STREAM
                                      : expect_facts(step->expect, &step->call, level);
    right = match_step(c, step, o, level);
    if (right && (above->found || match_step(c, step, o, c->top))) {
        return;
    }
    want = step->expect == NULL ? "ok" : expect_text(step->expect);
    got = full_outcome(c->a, step->expect, &o->answer);
    differ(right ? above : d, at, want, got);
    (right ? above : d)->end = end_of(o);
}

/* What the case says of the stream at an endpoint; where it says nothing, what came. Behind a
 * read of whatever (*open) it does not say which bytes come with which read. */
static void take_stated(const struct check *c, struct flow *want, bool *open, size_t at)
{
    const struct observation *o = &c->trace->list[at];
    const struct step *step = &c->scenario->steps[o->step];
    enum says says = SAYS_WHATEVER;
    struct answer stated = {.status = STATUS_OK};

    if (o->last && step->expect != NULL) {
        says = expect_stream(c->a, step->expect, &step->call, &o->answer, c->bindings,
                             &stated);
    }
    if (o->op->id == OP_READ) {
        *open |= says == SAYS_WHATEVER && o->answer.status == STATUS_OK;
        says = says == SAYS_THIS && *open && stated.status == STATUS_OK ? SAYS_WHATEVER
                                                                        : says;
    }
    if (says != SAYS_NOTHING) {
        flow_take(c->a, want, o, at, says == SAYS_THIS ? &stated : &o->answer);
    }
}

static void check_flow(const struct check *c, enum endpoint who, struct difference *d)
{
    struct flow want = {NULL, 0, 0, false}, got = {NULL, 0, 0, false};
    struct flow_gap gap;
    bool open = false;

    for (size_t i = 0; i < c->trace->count; i++) {
        if (c->trace->list[i].who == who) {
            take_stated(c, &want, &open, i);
            flow_take(c->a, &got, &c->trace->list[i], i, &c->trace->list[i].answer);
        }
    }
    if (flow_differs(c->a, &want, &got, &gap) && !(d->found && d->at <= gap.at)) {
        differ(d, gap.at, gap.want, gap.got);
        d->end = endpoint_letter(who);
    }
}

void check_expectations_at(struct arena *a, const struct scenario *scenario,
                           const struct trace *trace, struct bindings *bindings,
                           const enum level *level, enum level top, unsigned *facts,
                           struct difference *d, struct difference *above)
{
    struct check check = {a, scenario, trace, bindings, level, top, facts};

    memset(d, 0, sizeof *d);
    memset(above, 0, sizeof *above);
    for (size_t i = 0; i < trace->count && !d->found; i++) {
        check_step(&check, i, d, above);
    }
    for (int who = 0; level_of_both(level) == LEVEL_STREAM && who < ENDPOINTS; who++) {
        check_flow(&check, (enum endpoint)who, d);
    }
}

void check_expectations(struct arena *a, const struct scenario *scenario,
                        const struct trace *trace, struct bindings *bindings,
                        unsigned *facts, struct difference *d)
{
    static const enum level all[ENDPOINTS] = {LEVEL_WIRE, LEVEL_WIRE};
    struct difference above;

    check_expectations_at(a, scenario, trace, bindings, all, LEVEL_WIRE, facts, d,
                          &above);
}
