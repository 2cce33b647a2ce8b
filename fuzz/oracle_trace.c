/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle_trace.c: oracles that look at the trace, at OpenSSL below it, or at the scenario.
 */
#include "oracle_part.h"

#include <string.h>

#include "below.h"
#include "scenario/alive.h"
#include "scenario/compare.h"
#include "scenario/invariant.h"

bool oracle_completed(const struct trace *t, enum endpoint who)
{
    bool complete = false;

    for (size_t i = 0; i < t->count; i++) {
        const struct observation *o = &t->list[i];

        if (o->who == who && o->op->id == OP_DO_HANDSHAKE) {
            complete |= o->answer.status == STATUS_OK;
        }
    }
    return complete;
}

bool oracle_queue_is_empty(struct inquiry *q)
{
    return !below_littered() || oracle_object(q, q->trace->count, NULL);
}

bool oracle_obeys_rules(struct inquiry *q)
{
    struct breach breach;

    if (!check_oracle(q->trace, q->oracle, &breach)) {
        return true;
    }
    q->rule = breach.rule;
    q->clause = breach.clause;
    return oracle_object(q, breach.at, NULL);
}

bool oracle_conserves(struct inquiry *q)
{
    struct difference d;

    check_alive(q->a, q->trace, &d);
    return !d.found ||
           oracle_object(q, d.at, arena_printf(q->a, "%s, got: %s", d.want, d.got));
}

static bool drips(const struct scenario *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->steps[i].call.op->id == OP_DRIP) {
            return true;
        }
    }
    return false;
}

/* Whoever asks for a call after each byte gets many calls. */
bool oracle_comes_to_an_end(struct inquiry *q)
{
    return q->trace->end != TRACE_SENSELESS || strstr(q->trace->why, "calls") == NULL ||
           drips(q->scenario) || oracle_object(q, q->trace->count, q->trace->why);
}

bool oracle_survives_text(struct inquiry *q)
{
    struct scenario again = {NULL, 0};
    const char *text = "";
    struct complaint c;

    for (size_t i = 0; i < q->scenario->count; i++) {
        text = arena_printf(q->a, "%s%s\n", text,
                            call_format(q->a, &q->scenario->steps[i].call));
    }
    if (!scenario_parse(q->a, &again, (struct slice){text, strlen(text)}, 1, &c)) {
        return oracle_object(q, 0, c.text);
    }
    for (size_t i = 0; i < again.count; i++) {
        if (strcmp(call_format(q->a, &q->scenario->steps[i].call),
                   call_format(q->a, &again.steps[i].call)) != 0) {
            return oracle_object(q, i, again.steps[i].text);
        }
    }
    return again.count == q->scenario->count || oracle_object(q, 0, "steps were lost");
}

bool oracle_agrees_with_model(struct inquiry *q)
{
    struct comparison how = {q->scenario, {LEVEL_SIGNAL, LEVEL_SIGNAL}, true, true};
    struct trace wanted;
    struct difference d;
    unsigned facts = 0;

    target_run_model(q->a, q->scenario, &wanted);
    compare_traces(q->a, &how, &wanted, q->trace, &facts, &d);
    return !d.found ||
           oracle_object(q, d.at, arena_printf(q->a, "%s, the model: %s", d.got, d.want));
}
