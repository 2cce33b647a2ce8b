/* SPDX-License-Identifier: Apache-2.0
 *
 * flight.c: flights by libmembio: a connection is played from end to end, and what
 * each `move` carried is kept.
 */
#include "scenario/flight.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/stage.h"
#include "scenario/world_rand.h"

/* Every second line is a flight of the sender that it names. */
static const char script[] = "c do_handshake\nmove c>s\n"
                             "s do_handshake\nmove s>c\n"
                             "c do_handshake\nmove c>s\n"
                             "s do_handshake\nmove s>c\n"
                             "c do_handshake\n"
                             "c write 68656c6c6f\nmove c>s\n"
                             "s read 100\ns write 776f726c64\nmove s>c\n"
                             "c read 100\nc unwrap\nmove c>s\n"
                             "s read 100\ns unwrap\nmove s>c\n";

struct connection {
    struct arena a;
    bool played;
    struct slice flight[ENDPOINTS][FLIGHTS_PER_SENDER];
};

struct membio_flights {
    struct flights flights;
    struct engine *engine;
    struct connection connection[FLIGHTS_MAX / 8]; /* by row */
};

static void take_flights(struct connection *k, const struct trace *t)
{
    size_t count[ENDPOINTS] = {0};

    for (size_t i = 0; i < t->count; i++) {
        const struct observation *o = &t->list[i];
        enum endpoint sender = o->who == CLIENT ? SERVER : CLIENT;

        if (o->op->id == OP_MOVE && count[sender] < FLIGHTS_PER_SENDER) {
            k->flight[sender][count[sender]++] =
                (struct slice){(const char *)o->carried, o->carried_len};
        }
    }
}

/* The engine draws from streams of its own: nobody else's go on by it. */
static void play_connection(struct membio_flights *f, struct connection *k,
                            unsigned number)
{
    struct scenario s = {NULL, 0};
    struct stage stage = {.engine = {f->engine, f->engine}};
    struct complaint c;
    struct trace t;
    char *text = arena_printf(&k->a, "setup %s\n%s", flight_words(number), script);

    if (!scenario_parse(&k->a, &s, (struct slice){text, strlen(text)}, 1, &c)) {
        fprintf(stderr, "flight %s: line %u: %s\n", flight_words(number), c.line, c.text);
        exit(99);
    }
    stage_play(&stage, &k->a, &s, NULL, &t);
    take_flights(k, &t);
}

static bool give(struct flights *flights, unsigned number, struct slice *bytes)
{
    struct membio_flights *f = (struct membio_flights *)flights;
    struct connection *k = &f->connection[number >> 3];

    if (!k->played) {
        play_connection(f, k, number);
        k->played = true;
    }
    *bytes = k->flight[number >> 2 & 1][number % FLIGHTS_PER_SENDER];
    return true;
}

struct flights *flights_membio_new(const char *world)
{
    struct membio_flights *f = calloc(1, sizeof *f);

    if (f == NULL) {
        fputs("out of memory\n", stderr);
        exit(99);
    }
    f->flights.give = give;
    f->engine = engine_membio_new(world);
    engine_membio_repeat(f->engine, world_rand_swap);
    return &f->flights;
}

void flights_membio_free(struct flights *flights)
{
    struct membio_flights *f = (struct membio_flights *)flights;

    for (unsigned i = 0; f != NULL && i < FLIGHTS_MAX / 8; i++) {
        arena_free(&f->connection[i].a);
    }
    if (f != NULL) {
        engine_membio_free(f->engine);
    }
    free(f);
}
