/* SPDX-License-Identifier: Apache-2.0
 *
 * persistent.c: a main for AFL++ (CC=afl-clang-fast): one process plays many inputs, which
 * come through shared memory.
 *
 *     fuzz_server-fuzzer [LOOPS]     starts anew after so many inputs, 10000 without it
 *
 * Not AFL++'s own driver, for three reasons: the fork server starts after the warm-up, so
 * that no input pays for what is made once, and none behaves differently for it (stability);
 * it needs no C++; and with LOOPS=1 it is a fork server that a process per input comes from,
 * which shows what all of this is worth.
 */
#include "target.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "scenario/flight.h"

/* Inputs until a process is replaced by a fresh one. */
#define LOOPS 10000u

/* What an input can be told by: each connection as a whole, and what one end lived of it. */
static const char both_ends[] = "pair %s\nc write 61\nmove c>s\ns read 1\n"
                                "c unwrap\nmove c>s\ns unwrap\n";
static const char one_end[] = "s incoming.write flight:%1$s.c%2$d\ns do_handshake\n"
                              "s read 100\nc do_handshake\n"
                              "c incoming.write flight:%1$s.s%2$d\nc do_handshake\n"
                              "c read 100\n";

#ifndef __AFL_HAVE_MANUAL_CONTROL
/* Any other compiler: one input from stdin. */
static unsigned char alone[1 << 20];
static bool was_read;
#define __AFL_FUZZ_INIT()        struct tally
#define __AFL_INIT()             (void)loops
#define __AFL_FUZZ_TESTCASE_BUF  alone
#define __AFL_FUZZ_TESTCASE_LEN  fread(alone, 1, sizeof alone, stdin)
#define __AFL_LOOP(n)            (!was_read && (was_read = true))
#define __AFL_COVERAGE_DISCARD() (void)0
#else
/* In the macro that gives the length. */
#pragma clang diagnostic ignored "-Wshorten-64-to-32"
void __afl_coverage_discard(void); /* of AFL++'s runtime */
#endif

__AFL_FUZZ_INIT();

/* Nobody judges it: what is wrong at all times would keep the fork server from starting. */
static void play(const char *text)
{
    struct arena a = {NULL};
    struct scenario said = {NULL, 0}, narrowed;
    struct complaint c;
    struct trace trace;

    if (!scenario_parse(&a, &said, (struct slice){text, strlen(text)}, 1, &c)) {
        fprintf(stderr, "fuzz: warm-up: line %u: %s\n", c.line, c.text);
        exit(99);
    }
    if (narrow(&a, &narrowed, &said)) {
        target_run(&a, &narrowed, NULL, false, &trace);
        target_reset();
    }
    arena_free(&a);
}

static void play_flights(struct arena *a, const char *name)
{
    char *text = arena_printf(a, "%s", "");

    for (int i = 0; i < FLIGHTS_PER_SENDER; i++) {
        char *more = arena_printf(a, one_end, name, i);

        text = arena_printf(a, "%s%s", text, more);
    }
    play(text);
}

static void warm_up(void)
{
    struct arena a = {NULL};

    for (unsigned number = 0; number < FLIGHTS_MAX; number++) {
        if (flight_is(number) && number % 8 == 0) {
            char *name = flight_name(&a, number);

            *strrchr(name, '.') = '\0';
            play(arena_printf(&a, both_ends, flight_words(number)));
            play_flights(&a, name);
        }
    }
    arena_free(&a);
}

/* Whoever comes first with a configuration makes the context, which others then only find: it
 * plays again, and what counts is how it goes when all is made. A third time comes after the
 * store of contexts was emptied. */
static void play_input(const unsigned char *input, size_t len)
{
    unsigned long before, after = engine_membio_made(target_engine());
    int times = 0;

    do {
        __AFL_COVERAGE_DISCARD();
        before = after;
        LLVMFuzzerTestOneInput(input, len);
        after = engine_membio_made(target_engine());
    } while (after != before && ++times < 3);
}

int main(int argc, char **argv)
{
    unsigned loops = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : LOOPS;
    const unsigned char *input;

    LLVMFuzzerInitialize(&argc, &argv);
    warm_up();
    __AFL_INIT();
    /* Between inputs it is stopped: when afl-fuzz is killed nobody would ever wake it. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    input = __AFL_FUZZ_TESTCASE_BUF;
    while (__AFL_LOOP(loops)) {
        size_t len = (size_t)__AFL_FUZZ_TESTCASE_LEN;

        play_input(input, len);
    }
    return 0;
}
