/* SPDX-License-Identifier: Apache-2.0
 *
 * test_case.c: case files: what a good one holds, and for each kind of malformed one the
 * right line and reason.
 */
#include "support.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scenario/case.h"

static struct slice slice(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static const char good[] =                              /* line */
    "# a comment\n"                                     /* 1 */
    "\n"                                                /* 2 */
    "case: first-case\n"                                /* 3 */
    "id: MB-0001\n"                                     /* 4 */
    "clauses: OBJ-READ-05.b  BIO-USE-02.b\n"            /* 5 */
    "level: signal\n"                                   /* 6 */
    "needs: tls1.3 alpn\n"                              /* 7 */
    "# another\n"                                       /* 8 */
    "why: it shows: everything\n"                       /* 9 */
    "--\n"                                              /* 10 */
    "pair tls1.3 alpn=h2\n"                             /* 11 */
    "\n"                                                /* 12 */
    "s write 6869   = ok 2        # a comment behind\n" /* 13 */
    "  move s>c 9\r\n"                                  /* 14 */
    "each n in 0..len(s>c) step 2\n"                    /* 15 */
    "flip s>c $n 0  = *\n"                              /* 16 */
    "case: a-probe\n"                                   /* 17 */
    "id: PROBE-1\n"                                     /* 18 */
    "probe: trait\n"                                    /* 19 */
    "--\n"                                              /* 20 */
    "c context.set_ciphers a%23b = ssl reason=none";    /* 21, without newline */

static void check_first(const struct tcase *tc)
{
    ck_assert_str_eq(tc->file, "x.case");
    ck_assert_uint_eq(tc->line, 3);
    ck_assert_str_eq(tc->name, "first-case");
    ck_assert_str_eq(tc->id, "MB-0001");
    ck_assert_uint_eq(tc->clauses.count, 2);
    ck_assert_str_eq(tc->clauses.word[0], "OBJ-READ-05.b");
    ck_assert_str_eq(tc->clauses.word[1], "BIO-USE-02.b");
    ck_assert_int_eq(tc->level, LEVEL_SIGNAL);
    ck_assert_uint_eq(tc->needs.count, 2);
    ck_assert_str_eq(tc->needs.word[1], "alpn");
    ck_assert_str_eq(tc->why, "it shows: everything");
    ck_assert_ptr_null(tc->probe);
    ck_assert_uint_eq(tc->body_line, 11);
    ck_assert_uint_eq(tc->scenario.count, 5);
}

static void check_steps(const struct step *s)
{
    static const unsigned lines[] = {11, 13, 14, 15, 16};
    static const char *const texts[] = {"pair tls1.3 alpn=h2", "s write 6869",
                                        "move s>c 9", "each n in 0..len(s>c) step 2",
                                        "flip s>c $n 0"};

    for (size_t i = 0; i < 5; i++) {
        ck_assert_uint_eq(s[i].line, lines[i]);
        ck_assert_str_eq(s[i].text, texts[i]);
        ck_assert_int_eq(s[i].expect != NULL, i == 1 || i == 4);
        ck_assert_int_eq(s[i].has_variable, i == 4);
    }
    ck_assert_str_eq(expect_text(s[1].expect), "ok 2");
    ck_assert_int_eq(s[1].call.op->id, OP_WRITE);
    ck_assert_int_eq(s[1].call.who, SERVER);
    ck_assert_uint_eq(s[1].call.arg[0].len, 2);
    ck_assert_int_eq(s[2].call.op->id, OP_MOVE);
    ck_assert_int_eq(s[2].call.arg[0].num, SERVER);
}

START_TEST(test_good_file)
{
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    struct complaint c = {0, NULL};
    const struct tcase *probe;

    ck_assert_msg(case_parse(&a, &cases, "x.case", slice(good), &c), "line %u: %s",
                  c.line, c.text);
    ck_assert_uint_eq(cases.count, 2);
    check_first(&cases.list[0]);
    check_steps(cases.list[0].scenario.steps);
    probe = &cases.list[1];
    ck_assert_uint_eq(probe->line, 17);
    ck_assert_str_eq(probe->probe, "trait");
    ck_assert_int_eq(probe->level, LEVEL_CONTRACT); /* if nothing else is said */
    ck_assert_uint_eq(probe->clauses.count, 0);
    ck_assert_uint_eq(probe->scenario.count, 1);
    ck_assert_uint_eq(probe->scenario.steps[0].line, 21);
    ck_assert_str_eq((const char *)probe->scenario.steps[0].call.arg[0].data, "a#b");
    /* The body is as it stands in the file. */
    ck_assert_int_eq(memcmp(cases.list[0].body.p, "pair tls1.3", 11), 0);
    ck_assert_mem_eq(cases.list[0].body.p + cases.list[0].body.len - 4, "= *\n", 4);
    arena_free(&a);
}
END_TEST

START_TEST(test_nothing)
{
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    struct complaint c = {0, NULL};

    ck_assert(case_parse(&a, &cases, "x", slice(""), &c));
    ck_assert(case_parse(&a, &cases, "x", slice("\n# nothing\n  \n"), &c));
    ck_assert_uint_eq(cases.count, 0);
    ck_assert(case_parse(&a, &cases, "x", slice("case: empty\nid: X\n--\n"), &c));
    ck_assert_uint_eq(cases.count, 1);
    ck_assert_uint_eq(cases.list[0].scenario.count, 0);
    arena_free(&a);
}
END_TEST

#define HEAD "case: x\nid: MB-1\n--\n"

static const struct {
    const char *text;
    unsigned line;
    const char *reason;
} malformed[] = {
    {"id: MB-1\n--\n", 1, "a case begins with `case: NAME`"},
    {"# one\n\nwhat\n", 3, "a case begins with `case: NAME`"},
    {"case:\nid: MB-1\n--\n", 1, "a case begins with `case: NAME`"},
    {"case: x\nid: MB-1\n", 2, "the case has no `--` line"},
    {"case: x\nid: MB-1\ncase: y\nid: MB-2\n--\n", 3, "unknown key: case"},
    {"case: x\nlevel: wire\n--\n", 3, "the case has no id"},
    {"case: x\nid MB-1\n--\n", 2, "a header line is `key: value`"},
    {"case: x\nid:\n--\n", 2, "a key without value"},
    {"case: x\nid: MB-1\nclauses:  \n--\n", 3, "a key without value"},
    {"case: x\ncolour: red\n", 2, "unknown key: colour"},
    {"case: \nid: MB-1\n--\n", 1, "the case has no name"},
    {"case: x\nid: MB-1\nid: MB-2\n--\n", 3, "a key is given twice"},
    {"case: x\nneeds: a\n\nneeds: b\n--\n", 4, "a key is given twice"},
    {"case: x\nlevel: loud\n", 2, "level is alive, stream, signal, contract or wire"},
    {HEAD "frobnicate\n", 4, "an unknown op"},
    {HEAD "\n# two\nc\n", 6, "an endpoint without an op"},
    {HEAD "read 5\n", 4, "the endpoint is missing"},
    {HEAD "c move s>c\n", 4, "this op has no endpoint"},
    {HEAD "c read\n", 4, "an argument is missing"},
    {HEAD "c read x\n", 4, "an argument is not of its type"},
    {HEAD "c write 616\n", 4, "an argument is not of its type"},
    {HEAD "c wrap_bio 2\n", 4, "an argument is not of its type"},
    {HEAD "move c>c\n", 4, "an argument is not of its type"},
    {HEAD "c read 5 6\n", 4, "too many arguments"},
    {HEAD "c wrap_bio 1 server_side=1\n", 4, "an argument is given twice"},
    {HEAD "c read 5 = maybe\n", 4, "an unknown status"},
    {HEAD "c read 5 =\n", 4, "an empty expectation"},
    {HEAD "c read 5 = ok\nc write 61 = ok | eof\n", 5,
     "a set of outcomes needs `why` and the name of the reason"},
    {HEAD "pair tls1.1\n", 4, "setup begins with tls1.2 or tls1.3"},
    {HEAD "pair tls1.3 colour=red\n", 4, "no such option of setup: colour=red"},
    {HEAD "pair tls1.3 alpn\n", 4, "no such option of setup: alpn"},
    {HEAD "c read 5\n" HEAD "c read y\n", 8, "an argument is not of its type"},
};

START_TEST(test_malformed)
{
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    struct complaint c = {0, NULL};

    ck_assert_msg(!case_parse(&a, &cases, "x", slice(malformed[_i].text), &c),
                  "taken: %s", malformed[_i].text);
    ck_assert_str_eq(c.text, malformed[_i].reason);
    ck_assert_uint_eq(c.line, malformed[_i].line);
    arena_free(&a);
}
END_TEST

START_TEST(test_read_file)
{
    char name[] = "/tmp/test_case.XXXXXX";
    int fd = mkstemp(name);
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    struct complaint c = {99, NULL};

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, good, sizeof good - 1), (ssize_t)sizeof good - 1);
    close(fd);
    ck_assert(case_read_file(&a, &cases, name, &c));
    ck_assert_uint_eq(cases.count, 2);
    ck_assert_str_eq(cases.list[1].file, name);
    unlink(name);
    ck_assert(!case_read_file(&a, &cases, name, &c));
    ck_assert_uint_eq(c.line, 0);
    ck_assert_str_eq(c.text, strerror(ENOENT));
    arena_free(&a);
}
END_TEST

static bool has(enum endpoint who, const char *name, const void *missing)
{
    (void)who;
    return strcmp(name, missing) != 0;
}

static bool server_has(enum endpoint who, const char *name, const void *missing)
{
    return who == CLIENT || strcmp(name, missing) != 0;
}

START_TEST(test_capability)
{
    static const char *const needed[] = {"tls1.3", "alpn", "cipher"};
    static const char text[] = "case: x\nid: X\nneeds: cipher\n--\npair tls1.3 alpn=h2\n";
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    struct complaint c;
    enum endpoint who;

    ck_assert(case_parse(&a, &cases, "x", slice(text), &c));
    for (size_t i = 0; i < 3; i++) {
        ck_assert_pstr_eq(case_capability(&a, cases.list, has, needed[i], &who),
                          needed[i]);
        ck_assert_int_eq(who, CLIENT);
    }
    ck_assert_ptr_null(case_capability(&a, cases.list, has, "peer", &who));
    ck_assert_ptr_null(case_capability(&a, cases.list, has, "tls1.2", &who));
    arena_free(&a);
}
END_TEST

/* An endpoint needs what its own ops need, and no more. */
START_TEST(test_capability_of_an_end)
{
    static const char text[] = "case: x\nid: X\nneeds: peer s:idna c:psk\n--\n"
                               "pair tls1.3\nc cipher\ns key_update\n";
    static const struct {
        const char *name;
        bool needed;
    } rows[] = {{"tls1.3", true}, {"peer", true},    {"idna", true},
                {"psk", false},   {"cipher", false}, {"keyupdate", true}};
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    struct complaint c;

    ck_assert(case_parse(&a, &cases, "x", slice(text), &c));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum endpoint who = CLIENT;
        const char *said =
            case_capability(&a, cases.list, server_has, rows[i].name, &who);

        ck_assert_pstr_eq(said, rows[i].needed ? rows[i].name : NULL);
        ck_assert_int_eq(who, rows[i].needed ? SERVER : CLIENT);
    }
    arena_free(&a);
}
END_TEST

START_TEST(test_level_names)
{
    static const char *const names[] = {"alive", "stream", "signal", "contract", "wire"};
    enum level level;

    for (int i = 0; i < LEVELS; i++) {
        ck_assert_str_eq(level_name((enum level)i), names[i]);
        ck_assert(level_by_name(slice(names[i]), &level));
        ck_assert_int_eq(level, i);
    }
    ck_assert(!level_by_name(slice("Wire"), &level));
    ck_assert(!level_by_name(slice(""), &level));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {test_good_file,
                                  test_nothing,
                                  test_read_file,
                                  test_capability,
                                  test_capability_of_an_end,
                                  test_level_names};
    Suite *suite = suite_of("case", tests, sizeof tests / sizeof *tests);
    TCase *rows = tcase_create("rows");

    tcase_add_loop_test(rows, test_malformed, 0,
                        (int)(sizeof malformed / sizeof *malformed));
    suite_add_tcase(suite, rows);
    return run_suite(suite);
}
