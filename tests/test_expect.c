/* SPDX-License-Identifier: Apache-2.0
 *
 * test_expect.c: every form of expectation: what it takes, what it does not, how many facts
 * it states, and the reason why a malformed one is refused.
 */
#include "support.h"

#include <string.h>
#include <openssl/crypto.h>

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

/* ------------------------------------------------------------------------- forms */

#define I RESULT_INT
#define B RESULT_BYTES
#define T RESULT_TEXT
#define N RESULT_NONE

static const struct {
    const char *expectation;
    unsigned facts;
    enum op_result result; /* of the op that gave the answer */
    const char *answer;
    bool match;
} forms[] = {
    /* exactly this status and value */
    {"ok 5", 2, I, "ok 5", true},
    {"ok 5", 2, I, "ok 6", false},
    {"ok 5", 2, I, "want_read", false},
    {"ok 05", 2, I, "ok 5", false},
    {"ok 6869", 2, B, "ok 6869", true},
    {"ok 6869", 2, B, "ok 686969", false},
    {"ok -", 2, B, "ok -", true},
    {"ok -", 2, B, "ok 00", false},
    {"ok none", 2, B, "ok none", true},
    {"ok none", 2, B, "ok -", false},
    {"ok TLS_X TLSv1.3 256", 2, T, "ok TLS_X TLSv1.3 256", true},
    {"ok TLS_X TLSv1.3 256", 2, T, "ok TLS_X TLSv1.3 128", false},
    {"ok %23 A", 2, T, "ok # A", true},
    {"ok # A", 2, T, "ok # A", true},
    {"ok %23 A", 2, T, "ok %23 A", false},
    /* some words of a list */
    {"ok has B", 2, T, "ok A B", true},
    {"ok has B A", 2, T, "ok A B", true},
    {"ok has C", 2, T, "ok A B", false},
    {"ok has A C", 2, T, "ok A B", false},
    {"ok has A", 2, T, "ok AA", false},
    {"ok has A", 2, T, "ok none", false},
    {"ok has A", 2, T, "ok []", false},
    {"ok has A", 2, T, "want_read", false},
    /* this status, whatever the fields and the value */
    {"want_read", 1, N, "want_read errno=2 incoming=1 outgoing=2", true},
    {"want_read", 1, N, "want_write", false},
    {"ok", 1, I, "ok 5", true},
    /* fields */
    {"ssl reason=X", 2, N, "ssl errno=1 lib=SSL reason=X", true},
    {"ssl reason=X", 2, N, "ssl errno=1 lib=SSL reason=Y", false},
    {"ssl reason=X", 2, N, "ssl errno=1", false},
    {"ssl reason=X", 2, N, "eof reason=X", false},
    {"eof lib=none errno=8", 3, N, "eof errno=8", true},
    {"eof lib=none", 2, N, "eof errno=8 lib=SSL", false},
    {"api class=ValueError", 2, N, "api class=ValueError", true},
    {"cert_verify verify_code=62", 2, N, "cert_verify verify_code=62", true},
    {"cert_verify verify_code=62", 2, N, "cert_verify verify_code=10", false},
    /* states of BIOs are fields */
    {"ok incoming=0 outgoing=27", 3, I, "ok 5 incoming=0 outgoing=27", true},
    {"ok incoming=0 outgoing=27", 3, I, "ok 5 incoming=1 outgoing=27", false},
    {"ok incoming=0", 2, I, "ok 5 incoming=0,eof outgoing=27", false},
    {"ok incoming=0,eof", 2, I, "ok 5 incoming=0,eof outgoing=27", true},
    {"ok incoming=0", 2, I, "ok 5", false},
    {"ok 5 outgoing=1", 3, I, "ok 5 incoming=0 outgoing=1", true},
    {"ok 5 outgoing=1", 3, I, "ok 6 incoming=0 outgoing=1", false},
    /* any other status */
    {"!ok", 1, I, "want_read", true},
    {"!ok", 1, I, "ok 5", false},
    {"!eof reason=X", 2, N, "ssl reason=X", true},
    {"!eof reason=X", 2, N, "ssl reason=Y", false},
    /* anything */
    {"*", 0, I, "ok 5", true},
    {"*", 0, I, "bad", true},
    {"ok *", 1, I, "ok 5", true},
    {"ok *", 1, B, "ok none", true},
    {"ok *", 1, N, "ok", false},
    {"ok *", 1, I, "want_read", false},
    /* relations: of a number, or the length of bytes */
    {"ok < 5", 2, I, "ok 4", true},
    {"ok < 5", 2, I, "ok 5", false},
    {"ok <= 5", 2, I, "ok 5", true},
    {"ok <= 5", 2, I, "ok 6", false},
    {"ok > 5", 2, I, "ok 6", true},
    {"ok > 5", 2, I, "ok 5", false},
    {"ok >= 5", 2, I, "ok 5", true},
    {"ok >= 5", 2, I, "ok 4", false},
    {"ok != 5", 2, I, "ok 4", true},
    {"ok != 5", 2, I, "ok 5", false},
    {"ok >= -3", 2, I, "ok -3", true},
    {"ok <= 2", 2, B, "ok 6869", true},
    {"ok <= 2", 2, B, "ok 686969", false},
    {"ok > 0", 2, B, "ok -", false},
    {"ok > 0", 2, T, "ok 5", false},
    {"ok > 0 incoming=0", 3, I, "ok 5 incoming=0 outgoing=0", true},
    /* runs */
    {"want_read*3 ok", 2, T, "ok want_read*3 ok", true},
    {"want_read*3 ok", 2, T, "ok want_read*2 ok", false},
    {"want_read*3 ok", 2, T, "ok want_read*3", false},
    /* sets of outcomes */
    {"eof | ok - why TRUNCATION", 1, B, "ok -", true},
    {"eof | ok - why TRUNCATION", 1, B, "eof", true},
    {"eof | ok - why TRUNCATION", 1, B, "ok 00", false},
    {"ssl reason=X | ssl reason=Y | eof why V", 2, N, "ssl reason=Y", true},
    {"ssl reason=X | ssl reason=Y | eof why V", 2, N, "ssl reason=Z", false},
};

START_TEST(test_forms)
{
    struct arena a = {NULL};
    struct bindings b = {NULL, NULL, 0};
    struct expect *e = parse(&a, forms[_i].expectation);
    struct call call = {op_by_code(OP_READ), CLIENT, {{true, 9, NULL, 0}}};
    struct answer answer;
    const char *wrong =
        answer_parse(&a, slice(forms[_i].answer), forms[_i].result, &answer);

    ck_assert_msg(wrong == NULL, "%s: %s", forms[_i].answer, wrong);
    ck_assert_msg(expect_match(&a, e, &answer, &b) == forms[_i].match, "%s: %s",
                  forms[_i].expectation, forms[_i].answer);
    ck_assert_str_eq(expect_text(e), forms[_i].expectation);
    ck_assert_uint_eq(expect_facts(e, &call, LEVEL_WIRE), forms[_i].facts);
    arena_free(&a);
}
END_TEST

/* ---------------------------------------------------------------- captures, certificates */

static bool matches(struct arena *a, struct bindings *b, const char *expectation,
                    enum op_result result, const char *line)
{
    struct answer answer;

    ck_assert_ptr_null(answer_parse(a, slice(line), result, &answer));
    return expect_match(a, parse(a, expectation), &answer, b);
}

START_TEST(test_capture)
{
    struct arena a = {NULL};
    struct bindings b = {NULL, NULL, 0};

    ck_assert(!matches(&a, &b, "ok $x", I, "want_read"));
    ck_assert_uint_eq(b.count, 0); /* what does not match is not remembered */
    ck_assert(matches(&a, &b, "ok $x", I, "ok 5"));
    ck_assert(matches(&a, &b, "ok $x", I, "ok 5"));
    ck_assert(!matches(&a, &b, "ok $x", I, "ok 6"));
    ck_assert(matches(&a, &b, "ok $y", B, "ok 6869"));
    ck_assert(matches(&a, &b, "ok $xy", I, "ok 7"));
    ck_assert(matches(&a, &b, "ok $y", B, "ok 6869"));
    ck_assert(matches(&a, &b, "ok $x", I, "ok 5"));
    ck_assert_uint_eq(b.count, 3);
    arena_free(&a);
}
END_TEST

START_TEST(test_certificate)
{
    struct arena a = {NULL};
    struct bindings b = {world_dir(), NULL, 0};
    size_t len;
    unsigned char *der = pem_to_der("ed25519.pem", &len);
    const char *line = arena_printf(&a, "ok %s", format_hex(&a, der, len));
    const char *less = arena_printf(&a, "ok %s", format_hex(&a, der, len - 1));
    const char *both = arena_printf(&a, "%s %s", line, format_hex(&a, der, len));

    ck_assert(matches(&a, &b, "ok @ed25519", B, line));
    ck_assert(!matches(&a, &b, "ok @ed25519", B, less));
    ck_assert(!matches(&a, &b, "ok @ed25519", B, "ok none"));
    ck_assert(!matches(&a, &b, "ok @p256", B, line));
    ck_assert(!matches(&a, &b, "ok @no-such-name", B, line));
    ck_assert(!matches(&a, &b, "ok @../world/ed25519", B, line));
    ck_assert(matches(&a, &b, "ok @ed25519 @ed25519.0", RESULT_TEXT, both));
    ck_assert(!matches(&a, &b, "ok @ed25519 @ed25519.1", RESULT_TEXT, both));
    ck_assert(!matches(&a, &b, "ok @ed25519 @ed25519.2", RESULT_TEXT, both));
    ck_assert(!matches(&a, &b, "ok @ed25519 @ed25519.x", RESULT_TEXT, both));
    ck_assert(!matches(&a, &b, "ok @ed25519", RESULT_TEXT, both));
    b.world = NULL;
    ck_assert(!matches(&a, &b, "ok @ed25519", B, line));
    OPENSSL_free(der);
    arena_free(&a);
}
END_TEST

/* --------------------------------------------------------------------- malformed */

static const struct {
    const char *expectation, *reason;
} malformed[] = {
    {"", "an empty expectation"},
    {"  ", "an empty expectation"},
    {"okay", "an unknown status"},
    {"@loud ok", "`@` is followed by alive, stream, signal, contract or wire"},
    {"@ ok", "`@` is followed by alive, stream, signal, contract or wire"},
    {"@signal", "an empty expectation"},
    {"ok has", "`has` needs a word"},
    {"!", "an unknown status"},
    {"! ok", "an unknown status"},
    {"want_read*0", "an unknown status"},
    {"want_read*-1", "an unknown status"},
    {"want_read*x ok", "an unknown status"},
    {"* ok", "nothing can stand behind `*`"},
    {"want_read 5", "only `ok` has a value"},
    {"!ok 5", "only `ok` has a value"},
    {"ssl raison=X", "only `ok` has a value"},
    {"ok <", "a relation needs a number"},
    {"ok <= many", "a relation needs a number"},
    {"ok <= 5 6", "a word too many"},
    {"ok * 5", "a word too many"},
    {"ok $x 5", "a word too many"},
    {"ok 5 incoming=0 6", "a word too many"},
    {"| ok why X", "an empty expectation"},
    {"ok | | eof why X", "an empty expectation"},
    {"ok | why X", "an empty expectation"},
    {"ok |", "an empty expectation"},
    {"ok | eof", "a set of outcomes needs `why` and the name of the reason"},
    {"ok | eof why", "`why` stands at the end, with the name of the reason"},
    {"ok | eof why A B", "`why` stands at the end, with the name of the reason"},
    {"ok why X", "`why` belongs to a set of outcomes"},
    {"ok why", "`why` stands at the end, with the name of the reason"},
    {"ok why A B", "`why` stands at the end, with the name of the reason"},
};

START_TEST(test_malformed)
{
    struct arena a = {NULL};
    const char *wrong = NULL;

    ck_assert_msg(expect_parse(&a, slice(malformed[_i].expectation), &wrong) == NULL,
                  "taken: %s", malformed[_i].expectation);
    ck_assert_str_eq(wrong, malformed[_i].reason);
    arena_free(&a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {test_capture, test_certificate};
    Suite *suite = suite_of("expect", tests, sizeof tests / sizeof *tests);
    TCase *rows = tcase_create("rows");

    tcase_add_loop_test(rows, test_forms, 0, (int)(sizeof forms / sizeof *forms));
    tcase_add_loop_test(rows, test_malformed, 0,
                        (int)(sizeof malformed / sizeof *malformed));
    suite_add_tcase(suite, rows);
    return run_suite(suite);
}
