/* SPDX-License-Identifier: Apache-2.0
 *
 * test_bytes.c: the byte form: total, lossless, and stable when its tail is cut.
 */
#include <stdlib.h>
#include <string.h>

#include "scenario/bytes.h"
#include "scenario/case.h"
#include "support.h"

/* The text of all steps, a line each: what two scenarios are compared by. */
static char *text_of(struct arena *a, const struct scenario *s)
{
    char *text = arena_text(a, "", 0);

    for (size_t i = 0; i < s->count; i++) {
        text = arena_printf(a, "%s%s\n", text, call_format(a, &s->steps[i].call));
    }
    return text;
}

static struct scenario parse(struct arena *a, const char *text)
{
    struct scenario s = {NULL, 0};
    struct complaint c;

    ck_assert_msg(scenario_parse(a, &s, (struct slice){text, strlen(text)}, 1, &c),
                  "line %u: %s", c.line, c.text);
    return s;
}

/* decode(encode(s)) = s */
static void check_round_trip(const char *text)
{
    struct arena a = {NULL};
    struct scenario s = parse(&a, text), back;
    uint8_t *data;
    size_t len;
    struct complaint c;

    ck_assert_msg(bytes_encode(&a, &s, &data, &len, &c), "line %u: %s", c.line, c.text);
    bytes_decode(&a, &back, data, len);
    ck_assert_str_eq(text_of(&a, &back), text_of(&a, &s));
    arena_free(&a);
}

START_TEST(every_kind_of_argument_survives)
{
    check_round_trip("c incoming.write 00ff\n"
                     "s incoming.write -\n"
                     "c incoming.read\n"
                     "c incoming.read -1\n"
                     "c incoming.read 239\n"
                     "c incoming.read 240\n"
                     "c incoming.read 16385\n"
                     "c incoming.read -2147483649\n"
                     "c incoming.read 9223372036854775807\n"
                     "s context.check_hostname 1\n"
                     "s context.load_cert_chain encrypted password=a%20b\n"
                     "c wrap_bio server_hostname=localhost outgoing=incoming\n"
                     "move s>c\n"
                     "move c>s 9\n"
                     "flip s>c -1 7\n"
                     "drip s>c 1 read 100\n"
                     "pump\n");
}
END_TEST

START_TEST(openings_survive)
{
    check_round_trip("pair tls1.3 cert=ed25519\nc read 1\n");
    check_round_trip("setup tls1.2 cert=rsa2048 alpn=h2,http/1.1 tickets=0\nc read 1\n");
    /* Words that the header has no place for: the macro is a step then. */
    check_round_trip("pair tls1.3 ca=other hostname=wrong\nc read 1\n");
    check_round_trip("c context client\npair tls1.3\n");
}
END_TEST

START_TEST(a_sweep_cannot_be_expressed)
{
    struct arena a = {NULL};
    struct scenario s = parse(&a, "pair tls1.3\neach n in 0..3\nmove s>c $n\n");
    uint8_t *data;
    size_t len;
    struct complaint c;

    ck_assert(!bytes_encode(&a, &s, &data, &len, &c));
    ck_assert_uint_eq(c.line, 2);
    arena_free(&a);
}
END_TEST

/* A small generator of its own, so that the test is the same everywhere. */
static uint32_t random_next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Any bytes decode, and what they mean survives the way back. */
START_TEST(random_bytes_mean_something)
{
    uint32_t state = 1;

    for (int round = 0; round < 2000; round++) {
        struct arena a = {NULL};
        uint8_t data[300];
        size_t len = random_next(&state) % sizeof data;
        struct scenario s;

        for (size_t i = 0; i < len; i++) {
            uint32_t r = random_next(&state);

            /* Mostly small numbers: op bytes that are assigned. */
            data[i] = (uint8_t)(r % 3 == 0 ? r >> 8 : (r >> 8) % 0x53);
        }
        bytes_decode(&a, &s, data, len);
        if (s.count > 0) {
            uint8_t *again;
            size_t again_len;
            struct scenario back;
            struct complaint c;

            ck_assert(bytes_encode(&a, &s, &again, &again_len, &c));
            bytes_decode(&a, &back, again, again_len);
            ck_assert_str_eq(text_of(&a, &back), text_of(&a, &s));
        }
        arena_free(&a);
    }
}
END_TEST

START_TEST(cutting_the_tail_only_drops_steps)
{
    struct arena a = {NULL};
    struct scenario s = parse(&a, "pair tls1.3 cert=ed25519\ns write 68656c6c6f\n"
                                  "move s>c 9\nc read 100\nc unwrap\n");
    uint8_t *data;
    size_t len;
    char *whole = text_of(&a, &s);
    struct complaint c;

    ck_assert(bytes_encode(&a, &s, &data, &len, &c));
    for (size_t cut = len; cut > BYTES_HEADER_LEN + 10; cut--) {
        struct scenario part;
        char *text;

        bytes_decode(&a, &part, data, cut);
        text = text_of(&a, &part);
        ck_assert_msg(strncmp(whole, text, strlen(text)) == 0, "cut at %zu: %s", cut,
                      text);
    }
    arena_free(&a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_kind_of_argument_survives,   openings_survive,
        a_sweep_cannot_be_expressed,       random_bytes_mean_something,
        cutting_the_tail_only_drops_steps,
    };

    return run_suite(suite_of("bytes", tests, sizeof tests / sizeof *tests));
}
