/* SPDX-License-Identifier: Apache-2.0
 *
 * test_compare.c: what is compared at which level, what is not, and how a difference is
 * shown. The traces come from an engine that answers from a script.
 */
#include "support.h"

#include <string.h>

#include "scenario/compare.h"
#include "scenario/stage.h"

/* Gives the lines of `script` in turn, then `ok`. */
struct script {
    struct engine engine;
    struct slice rest;
};

static bool perform(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct script *s = (struct script *)engine;
    const char *end, *wrong;
    struct slice line = s->rest;

    if (line.len == 0) {
        answer_init(answer, STATUS_OK);
        return true;
    }
    end = memchr(line.p, '\n', line.len);
    line.len = end == NULL ? line.len : (size_t)(end - line.p);
    s->rest.p += line.len + (end != NULL);
    s->rest.len -= line.len + (end != NULL);
    wrong = answer_parse(a, line, call->op->result, answer);
    ck_assert_msg(wrong == NULL, "%.*s: %s", (int)line.len, line.p, wrong);
    return true;
}

static bool reset(struct engine *engine)
{
    (void)engine;
    return true;
}

struct played {
    struct scenario scenario;
    struct trace trace;
};

static void play(struct arena *a, const char *text, const char *answers, struct played *p)
{
    struct script script = {{perform, reset}, {answers, strlen(answers)}};
    struct stage stage = {.engine = {&script.engine, &script.engine}};
    struct complaint c = {0, NULL};

    memset(p, 0, sizeof *p);
    ck_assert_msg(
        scenario_parse(a, &p->scenario, (struct slice){text, strlen(text)}, 1, &c),
        "line %u: %s", c.line, c.text);
    stage_play(&stage, a, &p->scenario, NULL, &p->trace);
    ck_assert_int_eq(p->trace.end, TRACE_COMPLETE);
}

/* ------------------------------------------------------------------------- levels */

#define NEVER LEVELS

/* One op, on an endpoint with an object ("tls") or without; two answers to it; from which
 * level on they differ, over the same library and over different ones. */
static const struct {
    bool tls;
    const char *op, *oracle, *subject;
    enum level same, different;
} rows[] = {
    {true, "c read 9", "ok 61", "ok 61", NEVER, NEVER},
    /* delivered bytes, and how the stream ends */
    {true, "c read 9", "ok 61", "ok 62", LEVEL_STREAM, LEVEL_STREAM},
    {true, "c read 9", "ok -", "eof errno=8", LEVEL_STREAM, LEVEL_STREAM},
    {true, "c read 9", "want_read", "ok -", LEVEL_STREAM, LEVEL_STREAM},
    /* statuses */
    {true, "c unwrap", "ok", "want_read", LEVEL_SIGNAL, LEVEL_SIGNAL},
    {true, "c write 61", "ok 1", "eof", LEVEL_SIGNAL, LEVEL_SIGNAL},
    /* values and fields */
    {true, "c write 61", "ok 1", "ok 2", LEVEL_CONTRACT, LEVEL_CONTRACT},
    {true, "c version", "ok TLSv1.3", "ok none", LEVEL_CONTRACT, LEVEL_CONTRACT},
    {true, "c pending", "ok 1", "ok 2", LEVEL_CONTRACT, LEVEL_CONTRACT},
    {true, "c pending", "ok 1", "ok 0", LEVEL_SIGNAL, LEVEL_SIGNAL},
    {true, "c incoming.eof", "ok 1", "ok 0", LEVEL_SIGNAL, LEVEL_SIGNAL},
    {true, "c unwrap", "ssl errno=1", "ssl errno=2", LEVEL_CONTRACT, LEVEL_CONTRACT},
    {true, "c unwrap", "ssl lib=SSL", "ssl", LEVEL_CONTRACT, NEVER},
    {true, "c unwrap", "ssl", "ssl reason=X", LEVEL_CONTRACT, NEVER},
    {true, "c read 9", "ssl reason=X", "ssl reason=Y", LEVEL_CONTRACT, NEVER},
    {true, "c unwrap", "api class=A", "api class=B", LEVEL_CONTRACT, LEVEL_CONTRACT},
    {true, "c unwrap", "cert_verify verify_code=9", "cert_verify verify_code=10",
     LEVEL_CONTRACT, LEVEL_CONTRACT},
    {true, "c unwrap", "cert_verify verify_message=a", "cert_verify verify_message=b",
     LEVEL_CONTRACT, NEVER},
    {true, "c unwrap", "ssl native=a", "ssl native=b", NEVER, NEVER},
    /* states of BIOs: by size, or some or none; always the end */
    {true, "c unwrap", "ok incoming=0 outgoing=5", "ok incoming=0 outgoing=6",
     LEVEL_CONTRACT, NEVER},
    {true, "c unwrap", "ok incoming=0 outgoing=5", "ok incoming=0 outgoing=0",
     LEVEL_SIGNAL, LEVEL_SIGNAL},
    {true, "c unwrap", "ok incoming=0 outgoing=5", "ok incoming=0,eof outgoing=5",
     LEVEL_SIGNAL, LEVEL_SIGNAL},
    {true, "c unwrap", "ok incoming=0 outgoing=5", "ok", NEVER, NEVER},
    {false, "c incoming.pending", "ok 5 incoming=5 outgoing=0",
     "ok 5 incoming=6 outgoing=0", LEVEL_CONTRACT, LEVEL_CONTRACT},
    {false, "c incoming.pending", "ok 5 incoming=5 outgoing=0",
     "ok 5 incoming=0 outgoing=0", LEVEL_SIGNAL, LEVEL_SIGNAL},
    /* what TLS put out is random; its length depends on the library */
    {true, "c outgoing.read", "ok 61", "ok 62", LEVEL_WIRE, LEVEL_WIRE},
    {true, "c outgoing.read", "ok 61", "ok 6162", LEVEL_CONTRACT, LEVEL_WIRE},
    {true, "c outgoing.read", "ok 61", "ok -", LEVEL_SIGNAL, LEVEL_SIGNAL},
    {true, "c outgoing.pending", "ok 5", "ok 6", LEVEL_CONTRACT, NEVER},
    {true, "c outgoing.pending", "ok 5", "ok 0", LEVEL_SIGNAL, LEVEL_SIGNAL},
    /* without TLS a BIO holds what was put in */
    {false, "c outgoing.read", "ok 61", "ok 62", LEVEL_CONTRACT, LEVEL_CONTRACT},
    {false, "c outgoing.read", "ok 61", "ok 6162", LEVEL_CONTRACT, LEVEL_CONTRACT},
    {false, "c outgoing.pending", "ok 5", "ok 6", LEVEL_CONTRACT, LEVEL_CONTRACT},
};

/* A piece, or an end. */
static bool tells_stream(size_t row)
{
    return strncmp(rows[row].oracle, "cert_verify", 11) == 0 ||
           (strcmp(rows[row].op, "c read 9") == 0 &&
            strcmp(rows[row].oracle, "want_read") != 0);
}

static void check_level(size_t row, enum level level, bool sizes)
{
    enum level from = sizes ? rows[row].same : rows[row].different;
    const char *head = rows[row].tls ? "c wrap_bio\n" : "c incoming.write_eof\n";
    struct arena a = {NULL};
    struct played oracle, subject;
    struct difference d;
    unsigned facts = 0;
    const char *text = arena_printf(&a, "%s%s\n", head, rows[row].op);

    play(&a, text, arena_printf(&a, "ok\n%s", rows[row].oracle), &oracle);
    play(&a, text, arena_printf(&a, "ok\n%s", rows[row].subject), &subject);
    compare_traces(&a,
                   &(struct comparison){&oracle.scenario, {level, level}, sizes, sizes},
                   &oracle.trace, &subject.trace, &facts, &d);
    ck_assert_msg(d.found == (level >= from), "%s: %s against %s at %s", rows[row].op,
                  rows[row].oracle, rows[row].subject, level_name(level));
    if (d.found) {
        ck_assert_uint_eq(d.at, 1);
        ck_assert_str_ne(d.want, d.got);
    }
    ck_assert_int_eq(facts == 0, level == LEVEL_ALIVE ||
                                     (level == LEVEL_STREAM && !tells_stream(row)));
    arena_free(&a);
}

START_TEST(test_levels)
{
    for (int level = LEVEL_ALIVE; level < LEVELS; level++) {
        check_level((size_t)_i, (enum level)level, true);
        check_level((size_t)_i, (enum level)level, false);
    }
}
END_TEST

/* ------------------------------------------------------------------ different shapes */

START_TEST(test_other_request)
{
    struct arena a = {NULL};
    struct played oracle, subject;
    struct difference d;
    unsigned facts = 0;

    play(&a, "c pending\nc read 5\n", "", &oracle);
    play(&a, "c pending\nc read 6\n", "", &subject);
    compare_traces(
        &a,
        &(struct comparison){&oracle.scenario, {LEVEL_ALIVE, LEVEL_ALIVE}, true, true},
        &oracle.trace, &subject.trace, &facts, &d);
    ck_assert(d.found);
    ck_assert_uint_eq(d.at, 1);
    ck_assert_str_eq(d.want, "c read 5");
    ck_assert_str_eq(d.got, "c read 6");
    arena_free(&a);
}
END_TEST

START_TEST(test_other_length)
{
    struct arena a = {NULL};
    struct played longer, shorter;
    struct difference d;
    unsigned facts = 0;

    play(&a, "c pending\nc unwrap\n", "", &longer);
    play(&a, "c pending\n", "", &shorter);
    compare_traces(
        &a,
        &(struct comparison){&longer.scenario, {LEVEL_ALIVE, LEVEL_ALIVE}, true, true},
        &longer.trace, &shorter.trace, &facts, &d);
    ck_assert(d.found);
    ck_assert_uint_eq(d.at, 1);
    ck_assert_str_eq(d.want, "c unwrap");
    ck_assert_str_eq(d.got, "the end");
    compare_traces(
        &a,
        &(struct comparison){&longer.scenario, {LEVEL_ALIVE, LEVEL_ALIVE}, true, true},
        &shorter.trace, &longer.trace, &facts, &d);
    ck_assert_str_eq(d.want, "the end");
    ck_assert_str_eq(d.got, "c unwrap");
    arena_free(&a);
}
END_TEST

/* A set of outcomes leaves the choice free, if it is not the same library. */
START_TEST(test_free_choice)
{
    static const char text[] = "c unwrap = ok | eof why X\n";
    struct arena a = {NULL};
    struct played oracle, subject;
    struct difference d;
    unsigned facts = 0;

    play(&a, text, "ok", &oracle);
    play(&a, text, "eof errno=8", &subject);
    compare_traces(&a,
                   &(struct comparison){
                       &oracle.scenario, {LEVEL_CONTRACT, LEVEL_CONTRACT}, false, false},
                   &oracle.trace, &subject.trace, &facts, &d);
    ck_assert(!d.found);
    compare_traces(&a,
                   &(struct comparison){
                       &oracle.scenario, {LEVEL_CONTRACT, LEVEL_CONTRACT}, true, true},
                   &oracle.trace, &subject.trace, &facts, &d);
    ck_assert(d.found);
    arena_free(&a);
}
END_TEST

/* At `stream` the calls of two engines need not be the same. */
START_TEST(test_streams)
{
    static const char text[] = "c read 9\nc read 9\n";
    struct arena a = {NULL};
    struct played oracle, subject, poorer;
    struct difference d;
    unsigned facts = 0;

    play(&a, text, "ok 61\nok 62", &oracle);
    play(&a, text, "ok 6162\nwant_read", &subject);
    play(&a, text, "want_read\nok 61", &poorer);
    compare_traces(
        &a,
        &(struct comparison){&oracle.scenario, {LEVEL_STREAM, LEVEL_STREAM}, true, true},
        &oracle.trace, &subject.trace, &facts, &d);
    ck_assert(!d.found);
    ck_assert_uint_eq(facts, 2);
    compare_traces(
        &a,
        &(struct comparison){&oracle.scenario, {LEVEL_SIGNAL, LEVEL_SIGNAL}, true, true},
        &oracle.trace, &subject.trace, &facts, &d);
    ck_assert(d.found);
    compare_traces(
        &a,
        &(struct comparison){&oracle.scenario, {LEVEL_STREAM, LEVEL_STREAM}, true, true},
        &oracle.trace, &poorer.trace, &facts, &d);
    ck_assert(d.found);
    ck_assert_uint_eq(d.at, 1);
    ck_assert_str_eq(d.want, "62, then nothing");
    ck_assert_str_eq(d.got, "nothing");
    arena_free(&a);
}
END_TEST

/* ----------------------------------------------------------------------- expectations */

static void expect(const char *text, const char *answers, unsigned facts,
                   const char *want, const char *got)
{
    struct arena a = {NULL};
    struct bindings b = {NULL, NULL, 0};
    struct played p;
    struct difference d;
    unsigned counted = 0;

    play(&a, text, answers, &p);
    check_expectations(&a, &p.scenario, &p.trace, &b, &counted, &d);
    ck_assert_int_eq(d.found, want != NULL);
    if (want != NULL) {
        ck_assert_str_eq(d.want, want);
        ck_assert_str_eq(d.got, got);
        ck_assert_uint_eq(d.at, p.trace.count - 1);
    }
    ck_assert_uint_eq(counted, facts);
    arena_free(&a);
}

START_TEST(test_expectations)
{
    /* Facts are counted; what states nothing is not judged. */
    expect("c read 5 = ok 61\nc unwrap\nc pending = ok 0", "ok 61\neof\nok 0", 4, NULL,
           NULL);
    expect("c pending = ok $x\nc pending = ok $x", "ok 5\nok 5", 4, NULL, NULL);
    expect("c pending = ok $x\nc pending = ok $x", "ok 5\nok 6", 4, "ok $x", "ok 6");
    expect("c read 5 = want_read", "ok 61 native=b incoming=1 outgoing=1", 1, "want_read",
           "ok 61");
    /* Fields are shown when the expectation has some, BIOs when it speaks of them. */
    expect("c unwrap = ssl reason=X", "ssl reason=Y native=n incoming=1 outgoing=2", 2,
           "ssl reason=X", "ssl reason=Y");
    expect("c unwrap = ok outgoing=3", "ok incoming=1 outgoing=2", 2, "ok outgoing=3",
           "ok incoming=1 outgoing=2");
    /* A macro must be ok as a whole, if nothing else is said. */
    expect("setup tls1.3", "ok\nssl reason=X", 1, "ok", "ssl");
    expect("setup tls1.3", "ok\nok\nok TLSv1.3", 1, NULL, NULL);
    expect("setup tls1.3 = bad", "ok\nbad", 1, NULL, NULL);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {test_other_request, test_other_length, test_free_choice,
                                  test_streams, test_expectations};
    Suite *suite = suite_of("compare", tests, sizeof tests / sizeof *tests);
    TCase *levels = tcase_create("levels");

    tcase_add_loop_test(levels, test_levels, 0, (int)(sizeof rows / sizeof *rows));
    suite_add_tcase(suite, levels);
    return run_suite(suite);
}
