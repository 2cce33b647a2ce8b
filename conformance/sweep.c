/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep.c: the connection that sweeps are made of, and what is common to all of them.
 */
#include "sweep.h"

#include <string.h>

#include "check.h"
#include "judge.h"

/* One flight: who sends it, and what was done since the flight before it was delivered. */
static const struct flight {
    const char *name;
    enum endpoint sender;
    const char *made_by;
} flights[] = {
    {"client-hello", CLIENT, "c do_handshake\n"},
    {"server-hello", SERVER, "s do_handshake\n"},
    {"client-finished", CLIENT, "c do_handshake\n"},
    {"server-finished", SERVER, "s do_handshake\n"},
    {"client-data", CLIENT, "c do_handshake\nc write 6f6e65\nc write 74776f\n"},
    {"server-data", SERVER, "s read 10\ns read 10\ns write 6f6e65\ns write 74776f\n"},
    {"client-close", CLIENT, "c read 10\nc read 10\nc unwrap\n"},
    {"server-close", SERVER, "s read 10\ns unwrap\n"},
};

#define FLIGHTS    (sizeof flights / sizeof *flights)
#define HANDSHAKES 4u /* the first of them */
/* The first id of each kind and version; a flight has the next but n. Never to be changed. */
#define FIRST_ID 1711u
#define ID_STEP  10u

struct plan {
    unsigned kind;
    const char *version; /* tls1.2, tls1.3 */
    size_t flight;
};

static const struct kind {
    unsigned kind;
    const char *name, *why, *clauses;
    void (*sweep)(struct sweeper *s);
} kinds[] = {
    {SWEEP_CUT, "cut",
     "wherever a flight is cut, the end is an error and nothing is made up",
     "OBJ-READ-07.a OBJ-READ-07.d", sweep_cut},
    {SWEEP_FLIP, "flip", "whichever bit is turned, nothing damaged is delivered",
     "OBJ-READ-08.a", sweep_flip},
};

static const char *const versions[] = {"tls1.2", "tls1.3"};

#define KINDS          (sizeof kinds / sizeof *kinds)
#define VERSIONS_COUNT (sizeof versions / sizeof *versions)

unsigned sweep_kinds(const char *text)
{
    unsigned wanted = 0;

    for (size_t k = 0; k < KINDS; k++) {
        if (strcmp(text, kinds[k].name) == 0 || strcmp(text, "all") == 0) {
            wanted |= kinds[k].kind;
        }
    }
    return wanted;
}

static const char *wire_of(size_t flight)
{
    return flights[flight].sender == CLIENT ? "c>s" : "s>c";
}

/* The lines up to where the flight is in its sender's outgoing BIO. */
static const char *prefix(struct arena *a, const char *version, size_t flight)
{
    const char *text = arena_printf(a, "setup %s\n", version);

    for (size_t i = 0; i <= flight; i++) {
        text = arena_printf(a, "%s%s", text, flights[i].made_by);
        if (i < flight) {
            text = arena_printf(a, "%smove %s\n", text, wire_of(i));
        }
    }
    return text;
}

static void add_case(struct arena *a, struct cases *cases, const struct kind *kind,
                     size_t version, size_t flight)
{
    size_t block = (size_t)(kind - kinds) * VERSIONS_COUNT + version;
    const char *text = prefix(a, versions[version], flight);
    struct tcase *tc;
    struct complaint c;

    cases->list = arena_grow(a, cases->list, cases->count, sizeof *cases->list);
    tc = &cases->list[cases->count++];
    memset(tc, 0, sizeof *tc);
    tc->file = arena_printf(a, "generated/%s/%s", kind->name, versions[version]);
    tc->name =
        arena_printf(a, "%s-%s-%s", kind->name, versions[version], flights[flight].name);
    tc->id =
        arena_printf(a, "MB-%u", FIRST_ID + ID_STEP * (unsigned)block + (unsigned)flight);
    tc->clauses = parse_words(a, (struct slice){kind->clauses, strlen(kind->clauses)});
    tc->level = LEVEL_STREAM;
    tc->needs =
        parse_words(a, (struct slice){versions[version], strlen(versions[version])});
    tc->why = kind->why;
    tc->body = (struct slice){text, strlen(text)};
    scenario_parse(a, &tc->scenario, tc->body, 1, &c);
}

void sweep_cases(struct arena *a, struct cases *cases, unsigned wanted)
{
    for (size_t k = 0; k < KINDS; k++) {
        for (size_t v = 0; (kinds[k].kind & wanted) != 0 && v < VERSIONS_COUNT; v++) {
            for (size_t i = 0; i < FLIGHTS; i++) {
                add_case(a, cases, &kinds[k], v, i);
            }
        }
    }
}

/* The plan of a generated case: add_case the other way round. */
static struct plan plan_of(const struct tcase *tc)
{
    unsigned number = 0;
    size_t block;

    for (const char *p = tc->id + 3; *p != '\0'; p++) {
        number = number * 10 + (unsigned)(*p - '0');
    }
    block = (number - FIRST_ID) / ID_STEP;
    return (struct plan){kinds[block / VERSIONS_COUNT].kind,
                         versions[block % VERSIONS_COUNT], (number - FIRST_ID) % ID_STEP};
}

const char *sweep_wire(const struct sweeper *s)
{
    return wire_of(s->plan->flight);
}

char sweep_who(const struct sweeper *s)
{
    return endpoint_letter(s->receiver);
}

bool sweep_is_handshake(const struct sweeper *s)
{
    return s->plan->flight < HANDSHAKES;
}

enum seal sweep_seal(const struct sweeper *s)
{
    if (strcmp(s->plan->version, "tls1.3") == 0) {
        return SEAL_BY_TYPE;
    }
    return sweep_is_handshake(s) ? SEAL_AFTER_CCS : SEAL_ALL;
}

/* An engine that did not get to the end of a run. Its trace is of no step of the case: what stays
 * is the scenario, in a note. */
static bool lost(struct sweeper *s, struct trace *t)
{
    struct result *r = s->r;

    play_end(s->keep, s->pair, &r->play);
    r->play.traces = t;
    r->play.count = 1;
    judge_end(s->keep, r);
    r->line = 0;
    r->note = arena_printf(s->keep, "as a scenario:\n%s%s", s->text,
                           r->note == NULL ? "" : r->note);
    r->play.traces = NULL;
    r->play.count = 0;
    arena_join(s->keep, &s->scratch);
    s->over = true;
    return false;
}

bool sweep_run(struct sweeper *s, const char *damage, const char *calls, struct trace *t)
{
    const char *text = arena_printf(&s->scratch, "%s%smove %s\n%s", s->r->tc->body.p,
                                    damage, sweep_wire(s), calls);
    struct scenario scenario = {NULL, 0};
    struct complaint c = {0, NULL};

    if (!scenario_parse(&s->scratch, &scenario, (struct slice){text, strlen(text)}, 1,
                        &c)) {
        s->r->note = arena_printf(s->keep, "line %u: %s", c.line, c.text);
        s->r->verdict = VERDICT_ERROR;
        s->over = true;
        return false;
    }
    s->text = text;
    s->flight_step = s->r->tc->scenario.count + (*damage != '\0');
    play_scenario(&s->scratch, s->pair, &scenario, t);
    s->values++;
    return t->end == TRACE_COMPLETE || lost(s, t);
}

const char *sweep_outcome(struct arena *a, const struct answer *answer)
{
    const char *value = value_format(a, &answer->value);

    return arena_printf(a, "%s%s%s", status_name(answer->status),
                        *value == '\0' ? "" : " ", value);
}

void sweep_differs(struct sweeper *s, const char *what, const struct trace *t, size_t at,
                   const char *want)
{
    struct result *r = s->r, x = *r;

    x.request = at < t->count ? t->list[at].request : "the end";
    x.end = at < t->count ? pair_end(s->keep, r->impl, *x.request) : NULL;
    x.got = at < t->count ? sweep_outcome(&s->scratch, &t->list[at].answer) : "the end";
    x.want = want;
    x.by = "the relation";
    x.check = CHECK_RELATION;
    x.verdict = VERDICT_FAIL;
    judge_known(&s->scratch, &x);
    if (x.verdict == VERDICT_DEVIATION && r->verdict == VERDICT_DEVIATION) {
        return;
    }
    x.note = arena_printf(s->keep, "%s; as a scenario:\n%s", what, s->text);
    x.facts = r->facts;
    *r = x;
    arena_join(s->keep, &s->scratch);
    s->over = x.verdict != VERDICT_DEVIATION;
}

/* Finds the bytes of the flight. */
static bool find_flight(struct sweeper *s)
{
    struct trace t;

    if (!sweep_run(s, "", "", &t)) {
        return false;
    }
    for (size_t i = 0; i < t.count; i++) {
        if (t.list[i].step == s->flight_step && t.list[i].carried_len > 0) {
            s->flight_len = t.list[i].carried_len;
            s->flight = arena_copy(s->keep, t.list[i].carried, s->flight_len);
            return true;
        }
    }
    sweep_differs(s, "the flight is empty", &t, t.count == 0 ? 0 : t.count - 1,
                  "bytes on the wire");
    return false;
}

void sweep_play(struct arena *a, struct result *r, struct pair *pair, bool deep)
{
    struct plan plan = plan_of(r->tc);
    struct sweeper s = {.r = r, .pair = pair, .keep = a, .plan = &plan, .deep = deep};

    memset(&r->play, 0, sizeof r->play);
    r->verdict = VERDICT_PASS;
    s.receiver = flights[plan.flight].sender == CLIENT ? SERVER : CLIENT;
    if (find_flight(&s)) {
        for (size_t k = 0; k < KINDS; k++) {
            if (kinds[k].kind == plan.kind) {
                kinds[k].sweep(&s);
            }
        }
    }
    arena_free(&s.scratch);
    r->plays = s.values;
    if (r->verdict == VERDICT_PASS) {
        r->verdict = r->facts == 0 ? VERDICT_THIN : VERDICT_PASS;
        judge_known(a, r);
    }
    pair_reset(pair);
}

unsigned sweep_runs(const struct report *r, size_t impl)
{
    unsigned plays = 0;

    for (size_t i = 0; i < r->suite->cases.count; i++) {
        plays += report_result(r, i, impl)->plays;
    }
    return plays;
}
