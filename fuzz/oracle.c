/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle.c: the table of oracles. O1 is the sanitizer's, O13 that of fuzz_diff (twin.c).
 */
#include "oracle.h"

#include <stdio.h>
#include <string.h>

#include "below.h"
#include "scenario/alive.h"
#include "scenario/bytes.h"
#include "scenario/compare.h"
#include "scenario/invariant.h"
#include "scenario/weather.h"

static bool object(struct inquiry *q, size_t at, const char *detail)
{
    q->at = at;
    q->detail = detail;
    return false;
}

/* Another run of the same scenario must give the same trace: every answer, and every byte
 * that was put out. */
static bool is_same(struct inquiry *q, const struct trace *other)
{
    const struct trace *t = q->trace;

    for (size_t i = 0; i < t->count && i < other->count; i++) {
        const char *was = answer_format(q->a, &t->list[i].answer);
        const char *is = answer_format(q->a, &other->list[i].answer);

        if (strcmp(was, is) != 0) {
            return object(q, i, is);
        }
    }
    if (t->count != other->count || memcmp(t->sent, other->sent, sizeof t->sent) != 0) {
        return object(q, t->count, "other bytes were put out");
    }
    return true;
}

static bool repeats(struct inquiry *q)
{
    struct trace again;

    target_run(q->a, q->scenario, NULL, false, &again);
    return is_same(q, &again);
}

static bool heeds_no_stale_error(struct inquiry *q)
{
    struct trace again;

    target_run(q->a, q->scenario, NULL, true, &again);
    return is_same(q, &again);
}

/* Growth that goes on; what is made once and kept is none. */
static bool keeps_no_memory(struct inquiry *q)
{
    long growth = 0;

    for (int i = 0; i < 3; i++) {
        long before = below_live();
        struct trace again;

        target_run(q->a, q->scenario, NULL, false, &again);
        target_reset();
        growth = below_live() - before;
        if (growth <= 0) {
            return true;
        }
    }
    return object(q, q->trace->count,
                  arena_printf(q->a, "%ld blocks more after each run", growth));
}

static bool queue_is_empty(struct inquiry *q)
{
    return !below_littered() || object(q, q->trace->count, NULL);
}

static bool obeys_rules(struct inquiry *q)
{
    struct breach breach;

    if (!check_invariants(q->trace, &breach)) {
        return true;
    }
    q->oracle = breach.oracle;
    q->rule = breach.rule;
    q->clause = breach.clause;
    return object(q, breach.at, NULL);
}

static bool conserves(struct inquiry *q)
{
    struct difference d;

    if (target.ends != ENDS_BOTH) {
        return true;
    }
    check_alive(q->a, q->trace, &d);
    return !d.found || object(q, d.at, arena_printf(q->a, "%s, got: %s", d.want, d.got));
}

/* What one byte at a time takes too long for, in bytes. */
#define SMALL ((uint64_t)8192)

static uint64_t carried(const struct trace *t)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < t->count; i++) {
        bytes += t->list[i].carried_len;
    }
    return bytes + t->sent[CLIENT].bytes + t->sent[SERVER].bytes;
}

/* Chunks of 100, 7 and 1 bytes and random ones. */
static bool survives_weather(struct inquiry *q)
{
    static const struct weather weathers[] = {{WEATHER_RANDOM, 1},
                                              {WEATHER_CHUNK, 100},
                                              {WEATHER_CHUNK, 7},
                                              {WEATHER_CHUNK, 1}};
    size_t count = carried(q->trace) > SMALL ? 2 : 4;
    struct comparison how = {q->scenario, {LEVEL_CONTRACT, LEVEL_CONTRACT}, true, true};

    if (weather_fit(q->scenario) != WEATHER_FITS) {
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        struct trace again;
        struct difference d;
        unsigned facts = 0;

        target_run(q->a, q->scenario, &weathers[i], false, &again);
        compare_traces(q->a, &how, q->trace, &again, &facts, &d);
        if (d.found) {
            return object(q, d.at,
                          arena_printf(q->a, "in %s: %s, when calm: %s",
                                       weather_name(q->a, &weathers[i]), d.got, d.want));
        }
    }
    return true;
}

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

/* Asked of both ends when both have completed a handshake; their answers come in pairs. */
static const char questions[] = "c version\ns version\n"
                                "c cipher\ns cipher\n"
                                "c selected_alpn_protocol\ns selected_alpn_protocol\n"
                                "c export_keying_material membio 16\n"
                                "s export_keying_material membio 16\n";

static bool is_wrapped_once(const struct scenario *s)
{
    unsigned wraps = 0;

    for (size_t i = 0; i < s->count; i++) {
        wraps += s->steps[i].call.op->id == OP_WRAP_BIO;
    }
    return wraps == ENDPOINTS;
}

static bool ends_agree(struct inquiry *q)
{
    struct scenario asking = {NULL, 0};
    struct slice text = {questions, sizeof questions - 1};
    struct complaint c;
    struct trace t;

    if (target.ends != ENDS_BOTH || !is_wrapped_once(q->scenario) ||
        !oracle_completed(q->trace, CLIENT) || !oracle_completed(q->trace, SERVER)) {
        return true;
    }
    for (size_t i = 0; i < q->scenario->count; i++) {
        scenario_add(q->a, &asking, &q->scenario->steps[i].call);
    }
    if (!scenario_parse(q->a, &asking, text, 1, &c)) {
        return object(q, 0, c.text);
    }
    target_run(q->a, &asking, NULL, false, &t);
    for (size_t i = q->trace->count; i + 1 < t.count; i += 2) {
        const struct answer *client = &t.list[i].answer, *server = &t.list[i + 1].answer;

        /* An end that has failed since tells nothing any more. */
        if (client->status == STATUS_OK && server->status == STATUS_OK &&
            client->value.kind != VALUE_NONE && server->value.kind != VALUE_NONE &&
            strcmp(value_format(q->a, &client->value),
                   value_format(q->a, &server->value)) != 0) {
            return object(q, q->trace->count, t.list[i].request);
        }
    }
    return true;
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
static bool comes_to_an_end(struct inquiry *q)
{
    return q->trace->end != TRACE_SENSELESS || strstr(q->trace->why, "calls") == NULL ||
           drips(q->scenario) || object(q, q->trace->count, q->trace->why);
}

static bool survives_text(struct inquiry *q)
{
    struct scenario again = {NULL, 0};
    const char *text = "";
    struct complaint c;

    for (size_t i = 0; i < q->scenario->count; i++) {
        text = arena_printf(q->a, "%s%s\n", text,
                            call_format(q->a, &q->scenario->steps[i].call));
    }
    if (!scenario_parse(q->a, &again, (struct slice){text, strlen(text)}, 1, &c)) {
        return object(q, 0, c.text);
    }
    for (size_t i = 0; i < again.count; i++) {
        if (strcmp(call_format(q->a, &q->scenario->steps[i].call),
                   call_format(q->a, &again.steps[i].call)) != 0) {
            return object(q, i, again.steps[i].text);
        }
    }
    return again.count == q->scenario->count || object(q, 0, "steps were lost");
}

static bool agrees_with_model(struct inquiry *q)
{
    struct comparison how = {q->scenario, {LEVEL_SIGNAL, LEVEL_SIGNAL}, true, true};
    struct trace wanted;
    struct difference d;
    unsigned facts = 0;

    if (target.model == NULL) {
        return true;
    }
    target_run_model(q->a, q->scenario, &wanted);
    compare_traces(q->a, &how, &wanted, q->trace, &facts, &d);
    return !d.found ||
           object(q, d.at, arena_printf(q->a, "%s, the model: %s", d.got, d.want));
}

static bool agrees_with_twin(struct inquiry *q)
{
    return target.agrees == NULL || target.agrees(q);
}

static const struct oracle {
    const char *id, *clause, *rule;
    unsigned
        every; /* looks at one input of so many; not where memory may end, if it is dear */
    bool (*holds)(struct inquiry *q);
} oracles[] = {
    {"O8", "LIB-01", "the error queue is empty after every call", 1, queue_is_empty},
    {"O7", "OBJ-HS-05", "a rule over the trace", 1, obeys_rules},
    {"O5", "OBJ-READ-01", "a read gives what the peer wrote", 1, conserves},
    {"O12", "LIB-06", "a run comes to an end", 1, comes_to_an_end},
    {"O6", "BIO-READ-05", "a BIO is a queue of bytes", 1, agrees_with_model},
    {"O13", "LIB-06", "CPython gives the same, byte for byte", 1, agrees_with_twin},
    {"O2", "LIB-07", "no memory is kept", 64, keeps_no_memory},
    {"O3", "LIB-06", "the same input gives the same trace", 64, repeats},
    {"O4", "BIO-USE-02", "how bytes are cut makes no difference", 16, survives_weather},
    {"O8", "LIB-01", "what others left in the error queue makes no difference", 16,
     heeds_no_stale_error},
    {"O10", "OBJ-ATTR-01", "both ends tell the same", 16, ends_agree},
    {"O15", "LIB-06", "a scenario is its text", 64, survives_text},
};

/* The choice depends on the input alone. */
static uint64_t digest(struct inquiry *q)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < q->scenario->count; i++) {
        const struct call *call = &q->scenario->steps[i].call;

        h = (h ^ (uint64_t)call->op->id) * 0x100000001b3u;
        h = (h ^ (uint64_t)call->arg[0].len ^ (uint64_t)call->arg[0].num) *
            0x100000001b3u;
    }
    return h ^ h >> 32;
}

bool oracles_hold(struct inquiry *q, bool all)
{
    uint64_t number = digest(q);

    for (size_t i = 0; i < sizeof oracles / sizeof *oracles; i++) {
        const struct oracle *o = &oracles[i];

        q->oracle = o->id;
        q->clause = o->clause;
        q->rule = o->rule;
        if ((target.faulty || target.agrees != NULL) && o->every > 1) {
            continue;
        }
        if ((all || (number + i) % o->every == 0) && !o->holds(q)) {
            return false;
        }
    }
    return true;
}

void oracle_list(void)
{
    for (size_t i = 0; i < sizeof oracles / sizeof *oracles; i++) {
        printf("%-4s %-12s 1/%-3u %s\n", oracles[i].id, oracles[i].clause,
               oracles[i].every, oracles[i].rule);
    }
}
