/* SPDX-License-Identifier: Apache-2.0
 *
 * test_bytes.c: the byte form: total, lossless, and stable when its tail is cut.
 */
#include <stdlib.h>
#include <string.h>

#include "scenario/bytes.h"
#include "scenario/case.h"
#include "scenario/law.h"
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

/* Mostly small numbers: op bytes that are assigned, and short lengths. */
static size_t random_bytes(uint32_t *state, uint8_t *data, size_t room)
{
    size_t len = random_next(state) % room;

    for (size_t i = 0; i < len; i++) {
        uint32_t r = random_next(state);

        data[i] = (uint8_t)(r % 3 == 0 ? r >> 8 : (r >> 8) % 0x53);
    }
    return len;
}

/* Any bytes decode, and what they mean survives the way back. */
START_TEST(random_bytes_mean_something)
{
    uint32_t state = 1;
    size_t steps = 0;

    for (int round = 0; round < 20000; round++) {
        struct arena a = {NULL};
        uint8_t data[64];
        size_t len = random_bytes(&state, data, sizeof data);
        struct scenario s;
        const char *wrong = law_of_bytes(&a, data, len);

        ck_assert_msg(wrong == NULL, "round %d: %s", round, wrong);
        bytes_decode(&a, &s, data, len);
        steps += s.count;
        arena_free(&a);
    }
    ck_assert_uint_gt(steps, 30000);
}
END_TEST

/* Every place to cut at. */
START_TEST(cutting_the_tail_only_drops_steps)
{
    uint32_t state = 2;

    for (int round = 0; round < 300; round++) {
        struct arena a = {NULL};
        uint8_t data[120];
        size_t len = random_bytes(&state, data, sizeof data);
        struct scenario s;

        bytes_decode(&a, &s, data, len);
        for (size_t cut = BYTES_HEADER_LEN; cut < len; cut++) {
            const char *wrong = law_of_cut(&a, &s, data, cut);

            ck_assert_msg(wrong == NULL, "round %d: %s", round, wrong);
        }
        arena_free(&a);
    }
}
END_TEST

START_TEST(bytes_that_are_named_survive)
{
    check_round_trip("s incoming.write flight:tls1.3.c0\n"
                     "s incoming.write peer:0\n"
                     "insert s>c peer:255 3\n"
                     "insert s>c flight:tls1.2-alpn.s3\n");
}
END_TEST

/* What would end a line, or mean something else in it, is escaped. */
START_TEST(any_text_survives)
{
    check_round_trip("c context.set_ciphers %24n\n"
                     "c context.set_ciphers %23\n"
                     "c context.set_ciphers a%0a%00b\n"
                     "c context.set_ciphers %6eone\n"
                     "c wrap_bio server_hostname=%3d\n");
}
END_TEST

static void check_refused(const char *text, unsigned line, const char *why)
{
    struct arena a = {NULL};
    struct scenario s = parse(&a, text);
    uint8_t *data;
    size_t len;
    struct complaint c;

    ck_assert(!bytes_encode(&a, &s, &data, &len, &c));
    ck_assert_uint_eq(c.line, line);
    ck_assert_str_eq(c.text, why);
    arena_free(&a);
}

/* COUNT lines. */
static char *lines(struct arena *a, const char *line, unsigned count)
{
    char *text = arena_alloc(a, strlen(line) * count + 1);

    for (unsigned i = 0; i < count; i++) {
        memcpy(text + i * strlen(line), line, strlen(line));
    }
    return text;
}

static char *write_of(struct arena *a, unsigned bytes)
{
    return arena_printf(a, "c write %s\n", lines(a, "61", bytes));
}

START_TEST(limits_are_named)
{
    struct arena a = {NULL};

    check_round_trip(lines(&a, "c read 1\n", 256));
    check_refused(lines(&a, "c read 1\n", 257), 257, "more than 256 steps");
    check_round_trip(write_of(&a, 65535 - 17));
    check_refused(write_of(&a, 65535), 1, "the byte form is larger than 65536 bytes");
    check_refused(write_of(&a, 65536), 1, "an argument is longer than 65535 bytes");
    check_refused("pair tls1.3\nc incoming.write peer:256\n", 2,
                  "a record of the peer has a number above 255");
    check_refused("pair tls1.3\n\neach n in 0..3\n", 3, "a sweep has no byte form");
    arena_free(&a);
}
END_TEST

/* What this version writes later versions read: format 1 is frozen. */
START_TEST(old_bytes_keep_their_meaning)
{
    /* clang-format off */
    static const uint8_t old[] = {
        1, 2, 1, 2, 0x31, 0x13, 0x35, 0x05, 1, 3, 0, 0, /* the header */
        0x23, 1, 5, 'h', 'e', 'l', 'l', 'o',
        0xee,                                           /* not assigned */
        0x40, 0, 0,
        0x22, 0, 0xf9,
        0x20, 0, 2, 4, 'h', 'o', 's', 't',
        0x01, 1, 0xf1, 7,
        0x01, 1, 0xf2, 0x0e,
        0x48, 1, 0xf0, 4, 'r', 'e', 'a', 'd',           /* -1 is no step of drip */
        0x01, 0, 0xf0, 9, 0, 'e', 'n', 'd',             /* fewer than said */
    };
    /* clang-format on */
    struct arena a = {NULL};
    struct scenario s;

    bytes_decode(&a, &s, old, sizeof old);
    ck_assert_str_eq(text_of(&a, &s),
                     "c seed 3\n"
                     "pair tls1.3 cert=rsa2048 ciphers=ECDHE+CHACHA20 ca=p256 "
                     "alpn=h2,http/1.1 client_cert=ed25519 client_ca=ed25519 "
                     "client_verify=CERT_REQUIRED pha=0 tickets=0 "
                     "server_options=10776346704 hostname=none\n"
                     "s write 68656c6c6f\n"
                     "move c>s\n"
                     "c read 16385\n"
                     "c wrap_bio server_hostname=host\n"
                     "s incoming.write peer:7\n"
                     "s incoming.write flight:tls1.2.s2\n"
                     "c incoming.write 656e64\n");
    arena_free(&a);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_kind_of_argument_survives,
        openings_survive,
        a_sweep_cannot_be_expressed,
        random_bytes_mean_something,
        cutting_the_tail_only_drops_steps,
        bytes_that_are_named_survive,
        any_text_survives,
        limits_are_named,
        old_bytes_keep_their_meaning,
    };

    return run_suite(suite_of("bytes", tests, sizeof tests / sizeof *tests));
}
