/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle_ask.c: O10. Once a handshake is complete an end tells the same whenever it is asked,
 * both ends tell the same, and nothing changes because somebody asked.
 */
#include "oracle_part.h"

#include <string.h>

#include "scenario/keyed.h"

/* What stays as it is, and what both must know, of one end. */
static const char *const stays[] = {"version", "cipher", "selected_alpn_protocol", NULL};
static const char *const shared[] = {"export_keying_material membio 16 6d", NULL};

/* The scenario with questions in it. */
struct asking {
    struct inquiry *q;
    struct scenario with;
    bool *is_question; /* of each step */
};

static void add_step(struct asking *asking, const struct call *call, bool is_question)
{
    size_t at = asking->with.count;

    scenario_add(asking->q->a, &asking->with, call);
    asking->is_question =
        arena_grow(asking->q->a, asking->is_question, at, sizeof *asking->is_question);
    asking->is_question[at] = is_question;
}

static void add_questions(struct asking *asking, const char *const *names,
                          enum endpoint who)
{
    for (; *names != NULL; names++) {
        const char *line =
            arena_printf(asking->q->a, "%c %s", endpoint_letter(who), *names);
        struct slice text = {line, strlen(line)};
        struct call call;
        bool unknown;

        if (call_parse(asking->q->a, text, &call, &unknown) == NULL) {
            add_step(asking, &call, true);
        }
    }
}

static bool completes(const struct observation *o)
{
    return o->op->id == OP_DO_HANDSHAKE && o->answer.status == STATUS_OK;
}

/* Asks after every step with a do_handshake that was done, and in the end. */
static void ask(struct asking *asking)
{
    const struct trace *t = asking->q->trace;
    bool complete[ENDPOINTS] = {false}, asks[ENDPOINTS] = {false};

    for (size_t i = 0; i < t->count; i++) {
        const struct observation *o = &t->list[i];

        complete[o->who] |= completes(o);
        asks[o->who] |= completes(o);
        if (!o->last) {
            continue;
        }
        add_step(asking, &asking->q->scenario->steps[o->step].call, false);
        for (int k = 0; k < ENDPOINTS; k++) {
            if (asks[k]) {
                add_questions(asking, stays, (enum endpoint)k);
            }
            asks[k] = false;
        }
    }
    for (int k = 0; k < ENDPOINTS; k++) {
        if (complete[k]) {
            add_questions(asking, stays, (enum endpoint)k);
            add_questions(asking, shared, (enum endpoint)k);
        }
    }
}

/* What an end told when it was asked for the first time. */
struct told {
    const struct op *op;
    const char *value;
};

#define TOLD_MAX 4

static struct told *recall(struct told *told, const struct op *op)
{
    size_t i = 0;

    while (i < TOLD_MAX - 1 && told[i].op != NULL && told[i].op != op) {
        i++;
    }
    told[i].op = op;
    return &told[i];
}

/* An end that has failed since tells nothing any more. */
static bool tells(const struct answer *answer)
{
    return answer->status == STATUS_OK && answer->value.kind != VALUE_NONE;
}

/* Is an answer to a question what it was when this object was asked before? */
static bool is_stable(struct inquiry *q, const struct observation *o, struct told *told)
{
    struct told *before = recall(told, o->op);
    const char *value;

    if (!tells(&o->answer)) {
        return true;
    }
    value = value_format(q->a, &o->answer.value);
    if (before->value == NULL) {
        before->value = value;
    }
    return strcmp(before->value, value) == 0;
}

static bool is_undisturbed(struct inquiry *q, const struct asking *asking,
                           const struct trace *t)
{
    const struct trace *calm = q->trace;
    size_t k = 0;

    for (size_t i = 0; i < t->count && k < calm->count; i++) {
        if (asking->is_question[t->list[i].step]) {
            continue;
        }
        if (strcmp(answer_format(q->a, &t->list[i].answer),
                   answer_format(q->a, &calm->list[k].answer)) != 0) {
            return oracle_object(q, k, "another answer after a question");
        }
        k++;
    }
    return true;
}

static bool stays_true(struct inquiry *q, const struct asking *asking,
                       const struct trace *t, struct told (*told)[TOLD_MAX])
{
    for (size_t i = 0; i < t->count; i++) {
        const struct observation *o = &t->list[i];

        if (o->op->id == OP_WRAP_BIO || o->op->id == OP_BIOS) {
            memset(told[o->who], 0, sizeof told[o->who]);
        }
        if (asking->is_question[o->step] && !is_stable(q, o, told[o->who])) {
            return oracle_object(q, q->trace->count,
                                 arena_printf(q->a, "%s: not what it was", o->request));
        }
    }
    return true;
}

static bool wraps_once(const struct scenario *s)
{
    unsigned wraps = 0;

    for (size_t i = 0; i < s->count; i++) {
        wraps += s->steps[i].call.op->id == OP_WRAP_BIO;
    }
    return wraps == ENDPOINTS;
}

static bool agree(struct inquiry *q, struct told (*told)[TOLD_MAX])
{
    for (int i = 0; i < TOLD_MAX; i++) {
        const struct told *c = &told[CLIENT][i], *s = &told[SERVER][i];

        if (c->value != NULL && s->value != NULL && strcmp(c->value, s->value) != 0) {
            return oracle_object(q, q->trace->count,
                                 arena_printf(q->a, "%s: %s here, %s there", c->op->name,
                                              c->value, s->value));
        }
    }
    return true;
}

bool oracle_ends_agree(struct inquiry *q)
{
    struct asking asking = {q, {NULL, 0}, NULL};
    struct told told[ENDPOINTS][TOLD_MAX] = {{{NULL, NULL}}};
    struct trace t;
    bool both = oracle_completed(q->trace, CLIENT) && oracle_completed(q->trace, SERVER);

    if (!oracle_completed(q->trace, CLIENT) && !oracle_completed(q->trace, SERVER)) {
        return true;
    }
    ask(&asking);
    target_run(q->a, &asking.with, NULL, false, &t);
    return is_undisturbed(q, &asking, &t) && stays_true(q, &asking, &t, told) &&
           (target.ends != ENDS_BOTH || !both || !wraps_once(q->scenario) ||
            keyed_is_asked(q->scenario) || /* each has had another handshake */

            agree(q, told));
}
