/* SPDX-License-Identifier: Apache-2.0
 *
 * test_flow.c: what arrives at one endpoint, however calls cut it.
 */
#include "support.h"

#include <string.h>

#include "scenario/flow.h"

/* Requests with their answers, as `read 9>ok 61`, joined by semicolons. */
static struct flow flow_of(struct arena *a, const char *text)
{
    struct flow flow = {NULL, 0, 0, false};
    size_t at = 0;

    while (*text != '\0') {
        size_t len = strcspn(text, ";"), cut = strcspn(text, ">");
        struct slice name = {text, strcspn(text, " >")};
        struct observation o = {.op = op_by_name(name.p, name.len),
                                .request = arena_text(a, text, cut)};
        const char *wrong = answer_parse(a, (struct slice){text + cut + 1, len - cut - 1},
                                         o.op->result, &o.answer);

        ck_assert_msg(wrong == NULL, "%s: %s", text, wrong);
        flow_take(a, &flow, &o, at++, &o.answer);
        text += len + (text[len] == ';');
    }
    return flow;
}

/* What is wanted, what came; at which observation they part, in which words. */
static const struct {
    const char *want, *got;
    int at; /* -1: they do not */
    const char *wanted, *gotten;
} rows[] = {
    {"", "", -1, NULL, NULL},
    {"read 9>ok 6162", "read 9>ok 6162", -1, NULL, NULL},
    {"read 9>ok 6162", "read 9>want_read;read 9>ok 61;read 9>ok 62", -1, NULL, NULL},
    {"read 9>ok 61;read 9>ok 62", "read 9>ok 6162;read 9>want_read", -1, NULL, NULL},
    {"read 9>ok 61;read 9>ok 62", "read 9>want_read;read 9>ok 61", 1, "62, then nothing",
     "nothing"},
    {"read 9>ok 6162", "read 9>ok 61", 0, "6162, then nothing", "61, then nothing"},
    {"read 9>ok 61;read 9>ok 62;read 9>ok 63", "read 9>ok 61;read 9>ok 72", 1,
     "6263, then nothing", "72, then nothing"},
    /* it may be ahead, but not behind an end */
    {"read 9>ok 61", "read 9>ok 6162", -1, NULL, NULL},
    {"read 9>ok 61;read 9>eof", "read 9>ok 6162;read 9>eof", 1, "eof", "62, then eof"},
    {"read 9>ok 61;read 9>ok 62", "read 9>ok 6162;read 9>eof", -1, NULL, NULL},
    {"read 9>want_read", "read 9>eof", 0, "nothing", "eof"},
    {"read 9>ok 61;read 9>want_read", "read 9>ok 61;read 9>ssl", 1, "nothing", "ssl"},
    /* ends */
    {"read 9>eof", "read 9>zero_return", 0, "eof", "zero_return"},
    {"read 9>eof", "read 9>want_read", 0, "eof", "nothing"},
    {"read 9>eof", "read 9>want_read;read 9>eof", -1, NULL, NULL},
    {"read 9>ok -", "read 9>zero_return", -1, NULL, NULL},
    {"read 9>ok -", "read 9>eof", 0, "zero_return", "eof"},
    {"read 0>ok -", "read 0>want_read", -1, NULL, NULL},
    {"do_handshake>cert_verify", "do_handshake>want_read;read 9>cert_verify", -1, NULL,
     NULL},
    {"do_handshake>ssl", "do_handshake>ok", 0, "ssl", "nothing"},
    {"write 61>cert_verify", "write 61>ssl", 0, "cert_verify", "nothing"},
    /* the first end counts, and what calls other than these say does not */
    {"read 9>ssl;read 9>eof", "read 9>ssl;read 9>ssl", -1, NULL, NULL},
    {"write 61>ssl;unwrap>ssl", "write 61>ok 1;unwrap>ok", -1, NULL, NULL},
    {"unwrap>eof", "unwrap>ok", 0, "eof", "nothing"},
    {"read 9>api class=X", "read 9>nomem", -1, NULL, NULL},
    /* another connection */
    {"read 9>ok 61;wrap_bio>ok;read 9>ok 62", "read 9>ok 61;wrap_bio>ok;read 9>ok 62", -1,
     NULL, NULL},
    {"read 9>ok 61;wrap_bio>ok;read 9>ok 62", "read 9>ok 6162;wrap_bio>ok;read 9>ok 63",
     2, "62, then nothing", "63, then nothing"},
    {"read 9>eof;bios>ok;read 9>ok 62", "read 9>eof;bios>ok;read 9>want_read", 2,
     "62, then nothing", "nothing"},
    {"read 9>eof;wrap_bio>ok", "read 9>eof;wrap_bio>api;read 9>ok 61", -1, NULL, NULL},
};

START_TEST(test_rows)
{
    struct arena a = {NULL};
    struct flow want = flow_of(&a, rows[_i].want), got = flow_of(&a, rows[_i].got);
    struct flow_gap gap;
    bool differs = flow_differs(&a, &want, &got, &gap);

    ck_assert_msg(differs == (rows[_i].at >= 0), "%s against %s", rows[_i].want,
                  rows[_i].got);
    if (differs) {
        ck_assert_uint_eq(gap.at, (size_t)rows[_i].at);
        ck_assert_str_eq(gap.want, rows[_i].wanted);
        ck_assert_str_eq(gap.got, rows[_i].gotten);
    }
    arena_free(&a);
}
END_TEST

/* What is long is cut where it is shown. */
START_TEST(test_long)
{
    struct arena a = {NULL};
    uint8_t data[100] = {0};
    char *line = arena_printf(&a, "read 999>ok %s", format_hex(&a, data, sizeof data));
    struct flow want = flow_of(&a, line), got = flow_of(&a, "read 999>want_read");
    struct flow_gap gap;

    ck_assert(flow_differs(&a, &want, &got, &gap));
    ck_assert_uint_eq(strlen(gap.want), 64 + 3);
    ck_assert_str_eq(gap.want + 64, "...");
    arena_free(&a);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow");
    TCase *all = tcase_create("rows");

    tcase_add_loop_test(all, test_rows, 0, sizeof rows / sizeof *rows);
    tcase_add_test(all, test_long);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
