/* SPDX-License-Identifier: Apache-2.0
 *
 * figures.c: figures that have to be perfect: the same alone, in sequence and shuffled; the same
 * in every weather; every stated end reached.
 */
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "generate.h"
#include "oracle.h"

/* So many of those that differ are named. */
#define NAMED_MAX 5

static void name(unsigned *named, const char *seed, const char *why)
{
    if ((*named)++ < NAMED_MAX) {
        printf("#   %s%s%s\n", seed, *why == '\0' ? "" : ": ", why);
    }
}

/* All that a run can be told apart by: answers, and what was put out. */
static uint64_t digest(const struct scenario *s)
{
    struct arena a = {NULL};
    struct trace t;
    uint64_t h = 0xcbf29ce484222325u;

    target_run(&a, s, NULL, false, &t);
    for (size_t i = 0; i < t.count; i++) {
        for (const char *p = answer_format(&a, &t.list[i].answer); *p != '\0'; p++) {
            h = (h ^ (uint8_t)*p) * 0x100000001b3u;
        }
    }
    h ^= t.sent[CLIENT].digest + 3 * t.sent[SERVER].digest;
    arena_free(&a);
    return h;
}

/* Plays seeds in a child of a process that has played nothing; their digests, in the order of
 * the list, into `to`. */
static bool play_apart(const struct seeds *seeds, const size_t *order, size_t count,
                       uint64_t *to)
{
    int ends[2], status = 1;
    size_t got = 0;
    pid_t child;

    if (pipe(ends) != 0 || (child = fork()) < 0) {
        perror("fork");
        exit(99);
    }
    if (child == 0) {
        for (size_t i = 0; i < count; i++) {
            uint64_t h = digest(&seeds->list[order[i]].scenario);

            if (write(ends[1], &h, sizeof h) != (ssize_t)sizeof h) {
                _exit(1);
            }
        }
        _exit(0);
    }
    close(ends[1]);
    for (uint64_t h; got < count && read(ends[0], &h, sizeof h) == (ssize_t)sizeof h;) {
        to[order[got++]] = h;
    }
    close(ends[0]);
    waitpid(child, &status, 0);
    return got == count && status == 0;
}

static void shuffle(size_t *order, size_t count)
{
    struct dice dice = {1};

    for (size_t i = count; i > 1; i--) {
        size_t k = dice_below(&dice, (uint32_t)i), kept = order[i - 1];

        order[i - 1] = order[k];
        order[k] = kept;
    }
}

static bool figure_order(struct arena *a, const struct seeds *seeds, unsigned n)
{
    size_t count = seeds->count, *order = arena_alloc(a, (count + 1) * sizeof *order);
    uint64_t *digests[3];
    unsigned differ = 0;
    bool ok = true;

    (void)n;
    for (int i = 0; i < 3; i++) {
        digests[i] = arena_alloc(a, (count + 1) * sizeof **digests);
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
        ok = play_apart(seeds, &order[i], 1, digests[0]) && ok;
    }
    ok = play_apart(seeds, order, count, digests[1]) && ok;
    shuffle(order, count);
    ok = play_apart(seeds, order, count, digests[2]) && ok;
    for (size_t i = 0; i < count; i++) {
        if (digests[0][i] != digests[1][i] || digests[0][i] != digests[2][i]) {
            name(&differ, seeds->list[i].name, "");
        }
    }
    printf("fuzz_%s: order: %zu seeds alone, in sequence and shuffled: %u differ\n",
           target.name, count, differ);
    return ok && differ == 0;
}

static bool figure_chunks(struct arena *a, const struct seeds *seeds, unsigned n)
{
    unsigned exceptions = 0, fit = 0;

    (void)a;
    (void)n;
    for (size_t i = 0; i < seeds->count; i++) {
        struct arena own = {NULL};
        struct trace trace;
        struct inquiry q = {
            .a = &own, .scenario = &seeds->list[i].scenario, .trace = &trace};

        if (weather_fit(q.scenario) == WEATHER_FITS) {
            fit++;
            target_run(&own, q.scenario, NULL, false, &trace);
            for (int k = 0; k < ORACLE_WEATHERS; k++) {
                if (!oracle_stands_weather(&q, &oracle_weathers[k])) {
                    name(&exceptions, seeds->list[i].name, q.detail);
                }
            }
        }
        arena_free(&own);
    }
    printf(
        "fuzz_%s: chunks: %u seeds with unsized moves in pieces of 1, 7, 100 and random "
        "bytes: %u exceptions\n",
        target.name, fit, exceptions);
    return exceptions == 0;
}

static bool figure_ends(struct arena *a, const struct seeds *seeds, unsigned n)
{
    unsigned count[STATED_MISSED + 1] = {0}, missed = 0;

    (void)a;
    (void)n;
    for (size_t i = 0; i < seeds->count; i++) {
        const struct seed *seed = &seeds->list[i];

        count[seed->stated]++;
        if (seed->stated == STATED_MISSED) {
            name(&missed, seed->name, seed->why);
        }
    }
    printf("fuzz_%s: ends: %u of %u that state an end reach it; %u state one and are "
           "played in "
           "part, %u state none\n",
           target.name, count[STATED_REACHED], count[STATED_REACHED] + missed,
           count[STATED_PARTLY], count[STATED_NOT]);
    return missed == 0;
}

const struct figure figures[] = {
    {"--order", "which seeds differ alone, in sequence and shuffled", figure_order,
     false},
    {"--chunks", "which differ when bytes come in pieces", figure_chunks, false},
    {"--ends", "which cases do not come to the end that they state", figure_ends, false},
    {"--mutants", "of N mutants of the seeds, how many complete a handshake",
     figure_mutants, true},
    {"--costs", "what a handshake costs, by configuration", figure_costs, false},
    {NULL, NULL, NULL, false},
};
