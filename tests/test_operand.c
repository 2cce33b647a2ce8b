/* SPDX-License-Identifier: Apache-2.0
 *
 * test_operand.c: bytes that a scenario names: `peer:N` and `flight:NAME`.
 */
#include <string.h>

#include "play.h"
#include "scenario/compare.h"
#include "scenario/flight.h"
#include "scenario/world_rand.h"

static struct flights *flights;

/* Plays a scenario and holds it against its expectations. */
static void check_play(const char *text)
{
    struct play p;
    struct bindings bindings = {world_dir(), NULL, 0};
    unsigned facts = 0;
    struct difference d;

    play_begin(&p, text);
    for (int i = 0; i < ENDPOINTS; i++) {
        engine_membio_repeat(p.engine[i], world_rand_swap);
    }
    p.stage.flights = flights;
    play(&p);
    ck_assert_msg(p.trace.end == TRACE_COMPLETE, "%s", p.trace.why);
    check_expectations(&p.a, &p.scenario, &p.trace, &bindings, &facts, &d);
    ck_assert_msg(!d.found, "want %s, got %s\n%s", d.want, d.got, trace_text(&p));
    ck_assert_uint_gt(facts, 0);
    play_end(&p);
}

/* A server that never meets a client completes, reads, and sees the end. */
static void check_server(const char *row, const char *setup)
{
    struct arena a = {NULL};

    check_play(arena_printf(&a,
                            "setup %s\n"
                            "s incoming.write flight:%s.c0\n"
                            "s do_handshake = want_read\n"
                            "s incoming.write flight:%s.c1\n"
                            "s do_handshake = ok\n"
                            "s incoming.write flight:%s.c2\n"
                            "s read 100 = ok 68656c6c6f\n"
                            "s incoming.write flight:%s.c3\n"
                            "s read 100 = ok -\n",
                            setup, row, row, row, row));
    arena_free(&a);
}

static void check_client(const char *row, const char *setup)
{
    struct arena a = {NULL};

    check_play(arena_printf(&a,
                            "setup %s\n"
                            "c do_handshake = want_read\n"
                            "c incoming.write flight:%s.s0\n"
                            "c do_handshake = *\n"
                            "c incoming.write flight:%s.s1\n"
                            "c do_handshake = ok\n"
                            "c incoming.write flight:%s.s2\n"
                            "c read 100 = ok 776f726c64\n"
                            "c incoming.write flight:%s.s3\n"
                            "c read 100 = ok -\n",
                            setup, row, row, row, row));
    arena_free(&a);
}

/* Every row of flight.def, against both ends. */
START_TEST(flights_are_taken_for_a_peer)
{
    struct arena a = {NULL};
    unsigned rows = 0;

    for (unsigned n = 0; n < FLIGHTS_MAX; n += 8) {
        if (flight_is(n)) {
            char *name = flight_name(&a, n);

            name[strlen(name) - strlen(".c0")] = '\0';
            check_server(name, flight_words(n));
            check_client(name, flight_words(n));
            rows++;
        }
    }
    ck_assert_uint_eq(rows, 10);
    arena_free(&a);
}
END_TEST

/* Chunks, calls before, and a peer with randomness of its own change nothing. */
START_TEST(a_flight_fits_however_it_comes)
{
    check_play("setup tls1.3\n"
               "insert c>s flight:tls1.3.c0\n"
               "s do_handshake = want_read\n"
               "drip c>s 7 do_handshake = *\n"
               "c do_handshake = want_read\n"
               "s incoming.write flight:tls1.3.c1\n"
               "s do_handshake = ok\n");
}
END_TEST

START_TEST(a_record_of_the_peer_can_come_twice)
{
    /* 0 to 5 are ServerHello, ChangeCipherSpec, EncryptedExtensions, Certificate,
     * CertificateVerify and Finished. */
    check_play("pair tls1.3 tickets=0\n"
               "s write 61 = ok 1\n"
               "c incoming.write peer:6\n"
               "c read 100 = ok 61\n"
               "c incoming.write peer:6\n"
               "c read 100 = ssl\n");
    /* What is not there is nothing; the wire keeps what was asked for. */
    check_play("setup tls1.3\n"
               "s incoming.write peer:0 = ok 0\n"
               "c do_handshake\n"
               "s incoming.write peer:0 = ok $n\n"
               "move c>s = ok $n\n");
}
END_TEST

START_TEST(a_stage_without_flights_says_so)
{
    struct play p;

    play_begin(&p, "s incoming.write flight:tls1.3.c0\n");
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_SENSELESS);
    ck_assert_str_eq(p.trace.why, "no flights here");
    play_end(&p);
}
END_TEST

/* No engine takes a name for bytes. */
START_TEST(engines_refuse_names)
{
    struct play p;
    struct call call;
    struct answer answer;
    bool unknown;
    static const char line[] = "s incoming.write peer:0";

    play_begin(&p, "");
    ck_assert_ptr_null(
        call_parse(&p.a, (struct slice){line, strlen(line)}, &call, &unknown));
    ck_assert(p.engine[SERVER]->perform(p.engine[SERVER], &p.a, &call, &answer));
    ck_assert_int_eq(answer.status, STATUS_BAD);
    play_end(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        flights_are_taken_for_a_peer,
        a_flight_fits_however_it_comes,
        a_record_of_the_peer_can_come_twice,
        a_stage_without_flights_says_so,
        engines_refuse_names,
    };

    if (!world_rand_install()) {
        return 99;
    }
    flights = flights_membio_new(world_dir());
    return run_suite(suite_of("operand", tests, sizeof tests / sizeof *tests));
}
