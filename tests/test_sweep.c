/* SPDX-License-Identifier: Apache-2.0
 *
 * test_sweep.c: one line that stands for many: drip and each; and runs that end early,
 * since the scenario makes no sense or the engine is gone.
 */
#include "play.h"

#include <string.h>

/* A TLS 1.3 record that holds two bytes. */
#define RECORD_LEN 24

/* --------------------------------------------------------------------------- drip */

/* The value of the one `drip` that stands last. */
static void check_drip(const char *text, enum status status, const char *runs)
{
    struct play p;
    const struct observation *o;

    play_begin(&p, text);
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_COMPLETE);
    o = &p.trace.list[p.trace.count - 1];
    ck_assert_int_eq(o->answer.status, status);
    ck_assert_str_eq(value_format(&p.a, &o->answer.value), runs);
    play_end(&p);
}

START_TEST(test_drip)
{
    check_drip("pair tls1.3 tickets=0\ns write 6869\ndrip s>c 1 read 10", STATUS_OK,
               "want_read*23 ok");
    check_drip("pair tls1.3 tickets=0\ns write 6869\ndrip s>c 10 read 10", STATUS_OK,
               "want_read*2 ok");
    check_drip("pair tls1.3 tickets=0\ns write 6869\ndrip s>c 1000 read 10", STATUS_OK,
               "ok");
    check_drip("pair tls1.3 tickets=0\ns write 6869\ns write 6869\ndrip s>c 12 read 10",
               STATUS_OK, "want_read ok want_read ok");
    check_drip("pair tls1.3 tickets=0\ns write 6869\ncut s>c 9\ndrip s>c 2 read 10",
               STATUS_WANT_READ, "want_read*5");
    check_drip("pair tls1.3 tickets=0\ndrip s>c 1 read 10", STATUS_OK, "");
    /* What cannot be delivered is what the delivery gave. */
    check_drip("c outgoing.write 010203\neof c>s\ndrip c>s 1 incoming.read", STATUS_SSL,
               "ssl*3");
}
END_TEST

/* -------------------------------------------------------------------------- sweeps */

/* Plays all values of a sweep and counts them; they are `from`, `from + step`... */
static unsigned sweep_all(const char *text, int64_t from, int64_t step)
{
    struct play p;
    unsigned runs = 0;

    play_begin(&p, text);
    do {
        play(&p);
        ck_assert_int_eq(p.trace.end, TRACE_COMPLETE);
        ck_assert(p.sweep.started);
        ck_assert_int_eq(p.sweep.value, from + step * runs);
        runs++;
    } while (sweep_next(&p.sweep));
    ck_assert(!sweep_next(&p.sweep));
    play_end(&p);
    return runs;
}

START_TEST(test_each)
{
    static const char start[] = "pair tls1.3 tickets=0\ns write 6869\n";
    struct arena a = {NULL};
    const char *cut = "cut s>c $n\nmove s>c\nc read 10\n";

    ck_assert_uint_eq(sweep_all("each n in 0..1\nc incoming.read $n\n", 0, 1), 1);
    ck_assert_uint_eq(sweep_all("each n in 3..8\nc incoming.read $n\n", 3, 1), 5);
    ck_assert_uint_eq(sweep_all("each n in 3..8 step 2\nc incoming.read $n\n", 3, 2), 3);
    ck_assert_uint_eq(sweep_all("each n in 3..9 step 2\nc incoming.read $n\n", 3, 2), 3);
    ck_assert_uint_eq(sweep_all("each n in -2..2\nflip c>s $n 0\n", -2, 1), 4);
    ck_assert_uint_eq(
        sweep_all(arena_printf(&a, "%seach n in 0..len(s>c)\n%s", start, cut), 0, 1),
        RECORD_LEN);
    ck_assert_uint_eq(
        sweep_all(arena_printf(&a, "%seach n in 20..len(s>c) step 3\n%s", start, cut), 20,
                  3),
        2);
    arena_free(&a);
}
END_TEST

/* The value stands where the variable stood, and no bit of protected data goes unseen. */
START_TEST(test_each_bit)
{
    struct play p;

    play_begin(&p, "pair tls1.3 tickets=0\ns write 6869\neach n in 5..len(s>c)\n"
                   "flip s>c $n 3\nmove s>c\nc read 10\n");
    do {
        const struct observation *o;

        play(&p);
        o = &p.trace.list[p.trace.count - 1];
        ck_assert_int_eq(o->answer.status, STATUS_SSL);
        ck_assert_int_eq((o - 2)->answer.status, STATUS_OK); /* flip */
        ck_assert_int_eq((o - 1)->answer.value.num, RECORD_LEN);
    } while (sweep_next(&p.sweep));
    play_end(&p);
}
END_TEST

START_TEST(test_value_of_variable)
{
    struct play p;

    play_begin(&p, "each n in 2..4\nc outgoing.write 0a0b0c0d\nmove c>s $n\n"
                   "s incoming.pending\n");
    for (int64_t n = 2; n < 4; n++) {
        play(&p);
        ck_assert_int_eq(p.trace.list[1].answer.value.num, n);
        ck_assert_str_eq(p.trace.list[1].request, n == 2 ? "move c>s 2" : "move c>s 3");
        ck_assert_int_eq(p.trace.list[2].answer.value.num, n);
        ck_assert_int_eq(sweep_next(&p.sweep), n == 2);
    }
    play_end(&p);
}
END_TEST

/* ------------------------------------------------------------------- ends too early */

/* What can be seen without playing is found when the text is read: the line that is wrong,
 * and a part of the reason. */
static const struct {
    const char *text;
    unsigned line;
    const char *reason;
} refused[] = {
    {"c pending\nmove s>c some\nc pending", 2, "move takes a number"},
    {"move s>c -1", 1, "move takes a number"},
    {"move s>c 99999999999999999999", 1, "move takes a number"},
    {"drip s>c 0 read 1", 1, "drip"},
    {"drip s>c 1 frobnicate", 1, "an unknown op"},
    {"drip s>c 1 read", 1, "an argument is missing"},
    {"drip s>c 1 move s>c", 1, "this op has no endpoint"},
    {"c read $n\neach n in 0..2", 1, "a variable before its `each`"},
    {"each n in 0..2\nc read $m", 2, "an argument is not of its type"},
    {"each n in 0..2\nc frobnicate $n", 2, "an unknown op"},
    {"each n in 0..2\neach m in 0..2", 2, "a second `each`"},
    {"each n in 0..x", 1, "each NAME in A..B"},
    {"each n in 0..len(c>c)", 1, "each NAME in A..B"},
    {"each n in 0..len()", 1, "each NAME in A..B"},
    {"each n of 0..5", 1, "each NAME in A..B"},
    {"each n in 05", 1, "each NAME in A..B"},
    {"each n in 0..5 step 0", 1, "each NAME in A..B"},
    {"each n in 0..5 by 2", 1, "each NAME in A..B"},
    {"each n in 0..5 step", 1, "each NAME in A..B"},
    {"each n in 0..5 step 2 3", 1, "each NAME in A..B"},
};

START_TEST(test_refused)
{
    struct arena a = {NULL};
    struct scenario s = {NULL, 0};
    struct complaint c = {0, NULL};
    struct slice text = {refused[_i].text, strlen(refused[_i].text)};

    ck_assert_msg(!scenario_parse(&a, &s, text, 1, &c), "taken: %s", refused[_i].text);
    ck_assert_msg(strstr(c.text, refused[_i].reason) != NULL, "%s: %s", refused[_i].text,
                  c.text);
    ck_assert_uint_eq(c.line, refused[_i].line);
    arena_free(&a);
}
END_TEST

/* What only shows when it is played ends the run, and what was done before is kept. */
static const struct {
    const char *text;
    size_t step, observed;
} senseless[] = {
    {"each n in 5..5", 0, 0},
    {"each n in 6..5", 0, 0},
    {"each n in 0..1000000000", 0, 0},
    {"c pending\nc pending\neach n in 0..len(s>c)\nc pending", 2, 2},
};

START_TEST(test_senseless)
{
    struct play p;

    play_begin(&p, senseless[_i].text);
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_SENSELESS);
    ck_assert_str_eq(p.trace.why, "`each` has no values, or too many");
    ck_assert_uint_eq(p.trace.end_step, senseless[_i].step);
    ck_assert_uint_eq(p.trace.count, senseless[_i].observed);
    ck_assert(!p.sweep.started);
    ck_assert(!sweep_next(&p.sweep));
    play_end(&p);
}
END_TEST

/* A scenario that was not read from text is checked when it is played. */
START_TEST(test_senseless_call)
{
    struct call call = {op_by_code(OP_MOVE), CLIENT, {{true, SERVER, NULL, 0}}};
    struct play p;

    play_begin(&p, "c pending\n");
    call.arg[1] = (struct arg){true, 0, (const uint8_t *)"some", 4};
    scenario_add(&p.a, &p.scenario, &call);
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_SENSELESS);
    ck_assert_str_eq(p.trace.why, "move takes a number, rest, record or flight");
    ck_assert_uint_eq(p.trace.end_step, 1);
    play_end(&p);
}
END_TEST

START_TEST(test_each_without_sweep)
{
    struct play p;

    play_begin(&p, "each n in 0..2\n");
    stage_play(&p.stage, &p.a, &p.scenario, NULL, &p.trace);
    ck_assert_int_eq(p.trace.end, TRACE_SENSELESS);
    play_end(&p);
}
END_TEST

START_TEST(test_too_many_calls)
{
    struct play p;

    play_begin(&p, "c pending\nc incoming.read\nc incoming.read\n");
    p.stage.calls_max = 3;
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_COMPLETE);
    p.stage.calls_max = 2;
    play(&p); /* from the start again */
    ck_assert_int_eq(p.trace.end, TRACE_SENSELESS);
    ck_assert_str_eq(p.trace.why, "too many calls");
    ck_assert_uint_eq(p.trace.end_step, 2);
    ck_assert_uint_eq(p.trace.count, 2);
    play_end(&p);
}
END_TEST

/* An engine that dies at its n-th call, or is dead from the start. */
static struct mortal {
    struct engine engine;
    int calls_left;
} mortal;

static bool perform(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    (void)a;
    (void)call;
    answer_init(answer, STATUS_OK);
    return ((struct mortal *)engine)->calls_left-- > 0;
}

static bool reset(struct engine *engine)
{
    return ((struct mortal *)engine)->calls_left >= 0;
}

START_TEST(test_lost_engine)
{
    struct play p;

    play_begin(&p, "c pending\nc read 5\nc unwrap\n");
    mortal.engine = (struct engine){perform, reset};
    p.stage.engine[CLIENT] = p.stage.engine[SERVER] = &mortal.engine;
    mortal.calls_left = 1;
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_LOST);
    ck_assert_uint_eq(p.trace.count, 1);
    ck_assert_uint_eq(p.trace.end_step, 1);
    ck_assert_str_eq(p.trace.request, "c read 5"); /* what killed it */
    mortal.calls_left = -1;
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_LOST);
    ck_assert_uint_eq(p.trace.count, 0);
    ck_assert_str_eq(p.trace.request, "reset");
    play_end(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_drip,           test_each,
        test_each_bit,       test_value_of_variable,
        test_too_many_calls, test_lost_engine,
        test_senseless_call, test_each_without_sweep,
    };
    Suite *suite = suite_of("sweep", tests, sizeof tests / sizeof *tests);
    TCase *rows = tcase_create("rows");

    tcase_add_loop_test(rows, test_refused, 0, (int)(sizeof refused / sizeof *refused));
    tcase_add_loop_test(rows, test_senseless, 0,
                        (int)(sizeof senseless / sizeof *senseless));
    suite_add_tcase(suite, rows);
    return run_suite(suite);
}
