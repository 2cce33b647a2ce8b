/* SPDX-License-Identifier: Apache-2.0
 *
 * test_expect_level.c: how much of an expectation is asked at which level.
 */
#include "support.h"

#include <string.h>

#include "scenario/expect.h"

static struct slice slice(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static struct expect *parse(struct arena *a, const char *text)
{
    const char *wrong = NULL;
    struct expect *e = expect_parse(a, slice(text), &wrong);

    ck_assert_msg(e != NULL, "%s: %s", text, wrong);
    return e;
}

/* From which level on a line says something, from which it says all; how many facts that is at
 * stream, signal and contract; an answer, and from which level on it is wrong. */
static const struct {
    const char *call, *expectation;
    enum level lowest, highest;
    unsigned facts[3];
    const char *answer;
    enum level wrong;
} levels[] = {
    {"c read 9", "ok 61", LEVEL_STREAM, LEVEL_SIGNAL, {2, 2, 2}, "ok 62", LEVEL_SIGNAL},
    {"c read 9", "ok 61", LEVEL_STREAM, LEVEL_SIGNAL, {2, 2, 2}, "ok 61", LEVELS},
    {"c read 9", "want_read", LEVEL_SIGNAL, LEVEL_SIGNAL, {0, 1, 1}, "eof", LEVEL_SIGNAL},
    {"c read 9",
     "eof errno=8 lib=SSL",
     LEVEL_STREAM,
     LEVEL_CONTRACT,
     {1, 1, 3},
     "eof errno=9",
     LEVEL_CONTRACT},
    {"c read 9", "ok -", LEVEL_STREAM, LEVEL_SIGNAL, {2, 2, 2}, "eof", LEVEL_SIGNAL},
    {"c read 0", "ok -", LEVEL_SIGNAL, LEVEL_SIGNAL, {0, 2, 2}, "eof", LEVEL_SIGNAL},
    {"c read 9", "!ok", LEVEL_SIGNAL, LEVEL_SIGNAL, {0, 1, 1}, "ok 61", LEVEL_SIGNAL},
    {"c read 9",
     "eof | ok - why X",
     LEVEL_STREAM,
     LEVEL_SIGNAL,
     {1, 1, 1},
     "ok 61",
     LEVEL_SIGNAL},
    {"c do_handshake",
     "cert_verify verify_code=9",
     LEVEL_STREAM,
     LEVEL_CONTRACT,
     {1, 1, 2},
     "cert_verify verify_code=8",
     LEVEL_CONTRACT},
    {"c do_handshake",
     "ok",
     LEVEL_SIGNAL,
     LEVEL_SIGNAL,
     {0, 1, 1},
     "want_read",
     LEVEL_SIGNAL},
    {"c write 61", "ssl", LEVEL_SIGNAL, LEVEL_SIGNAL, {0, 1, 1}, "eof", LEVEL_SIGNAL},
    {"c write 61",
     "ok 1",
     LEVEL_SIGNAL,
     LEVEL_CONTRACT,
     {0, 1, 2},
     "ok 2",
     LEVEL_CONTRACT},
    {"pump", "ok", LEVEL_STREAM, LEVEL_STREAM, {1, 1, 1}, "ssl", LEVEL_STREAM},
    {"move s>c", "ok 5", LEVEL_SIGNAL, LEVEL_CONTRACT, {0, 2, 2}, "ok 6", LEVEL_CONTRACT},
    {"c pending",
     "ok 5",
     LEVEL_SIGNAL,
     LEVEL_CONTRACT,
     {0, 2, 2},
     "ok 6",
     LEVEL_CONTRACT},
    {"c pending", "ok 5", LEVEL_SIGNAL, LEVEL_CONTRACT, {0, 2, 2}, "ok 0", LEVEL_SIGNAL},
    {"c pending", "ok 0", LEVEL_SIGNAL, LEVEL_SIGNAL, {0, 2, 2}, "ok 1", LEVEL_SIGNAL},
    {"c pending", "ok > 0", LEVEL_SIGNAL, LEVEL_SIGNAL, {0, 2, 2}, "ok 0", LEVEL_SIGNAL},
    {"c pending",
     "ok >= 12",
     LEVEL_SIGNAL,
     LEVEL_CONTRACT,
     {0, 1, 2},
     "ok 1",
     LEVEL_CONTRACT},
    {"c incoming.eof",
     "ok 1",
     LEVEL_SIGNAL,
     LEVEL_SIGNAL,
     {0, 2, 2},
     "ok 0",
     LEVEL_SIGNAL},
    {"c unwrap",
     "ok incoming=5 outgoing=0,eof",
     LEVEL_SIGNAL,
     LEVEL_CONTRACT,
     {0, 3, 3},
     "ok incoming=6 outgoing=0,eof",
     LEVEL_CONTRACT},
    {"c unwrap",
     "ok incoming=5",
     LEVEL_SIGNAL,
     LEVEL_CONTRACT,
     {0, 2, 2},
     "ok incoming=0 outgoing=0",
     LEVEL_SIGNAL},
    {"c unwrap",
     "ok incoming=0,eof",
     LEVEL_SIGNAL,
     LEVEL_SIGNAL,
     {0, 2, 2},
     "ok incoming=0 outgoing=0",
     LEVEL_SIGNAL},
    {"c version",
     "ok TLSv1.3",
     LEVEL_SIGNAL,
     LEVEL_CONTRACT,
     {0, 1, 2},
     "ok none",
     LEVEL_CONTRACT},
    {"c version",
     "@signal ok TLSv1.3",
     LEVEL_SIGNAL,
     LEVEL_SIGNAL,
     {0, 2, 2},
     "ok none",
     LEVEL_SIGNAL},
    {"c read 9",
     "@contract eof errno=8",
     LEVEL_CONTRACT,
     LEVEL_CONTRACT,
     {0, 0, 2},
     "ok 61",
     LEVEL_CONTRACT},
    {"c read 9", "@alive !ok", LEVEL_ALIVE, LEVEL_ALIVE, {1, 1, 1}, "ok 61", LEVEL_ALIVE},
    {"c outgoing.read",
     "@wire ok 61",
     LEVEL_WIRE,
     LEVEL_WIRE,
     {0, 0, 0},
     "ok 62",
     LEVEL_WIRE},
    {"c read 9", "*", LEVELS, LEVELS, {0, 0, 0}, "ok 62", LEVELS},
};

START_TEST(test_levels)
{
    struct arena a = {NULL};
    struct bindings b = {NULL, NULL, 0};
    struct expect *e = parse(&a, levels[_i].expectation);
    struct call call;
    struct answer answer;
    bool unknown;

    ck_assert_ptr_null(call_parse(&a, slice(levels[_i].call), &call, &unknown));
    ck_assert_ptr_null(
        answer_parse(&a, slice(levels[_i].answer), call.op->result, &answer));
    ck_assert_int_eq(expect_lowest(e, &call), levels[_i].lowest);
    ck_assert_int_eq(expect_highest(e, &call), levels[_i].highest);
    for (int level = LEVEL_ALIVE; level < LEVELS; level++) {
        ck_assert_msg(expect_match_at(&a, e, &call, (enum level)level, &answer, &b) ==
                          (level < (int)levels[_i].wrong),
                      "%s = %s at %s", levels[_i].call, levels[_i].expectation,
                      level_name((enum level)level));
    }
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(expect_facts(e, &call, (enum level)(LEVEL_STREAM + i)),
                          levels[_i].facts[i]);
    }
    ck_assert_str_eq(expect_text(e), levels[_i].expectation);
    arena_free(&a);
}
END_TEST

int main(void)
{
    Suite *suite = suite_of("expect_level", NULL, 0);
    TCase *rows = tcase_create("rows");

    tcase_add_loop_test(rows, test_levels, 0, (int)(sizeof levels / sizeof *levels));
    suite_add_tcase(suite, rows);
    return run_suite(suite);
}
