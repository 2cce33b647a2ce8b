/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz.c: what an input costs fuzz targets, side by side.
 *
 * Each variant is a process that has its target warm (fuzz_loop.c) and plays its inputs once
 * whenever it is told to; so builds that cannot be linked into one program take turns within a
 * round. CPU time is what counts: the machine has other things to do.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "peer.h"

#define VARIANTS_MAX 32
#define WORD_MAX     128

/* A line of the table: KEY REF GOAL COMMAND. */
struct row {
    char key[WORD_MAX], ref[WORD_MAX], goal[WORD_MAX], command[4096];
    struct peer *peer;
};

static struct row rows[VARIANTS_MAX];
static struct variant variants[VARIANTS_MAX];
static struct goal goals[VARIANTS_MAX];
static size_t count, goals_count;

static void fail(const char *what, const char *which)
{
    fprintf(stderr, "bench/fuzz: %s: %s\n", which, what);
    exit(99);
}

static size_t find(const char *key)
{
    size_t i = 0;

    while (i < count && strcmp(rows[i].key, key) != 0) {
        i++;
    }
    return i;
}

static void read_table(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[sizeof(struct row)];

    if (file == NULL) {
        fail("cannot be read", path);
    }
    while (count < VARIANTS_MAX && fgets(line, sizeof line, file) != NULL) {
        struct row *r = &rows[count];

        if (*line != '#' && sscanf(line, "%127s %127s %127s %4095[^\n]", r->key, r->ref,
                                   r->goal, r->command) != 4) {
            fail("a line is not KEY REF GOAL COMMAND", path);
        }
        variants[count] = (struct variant){.key = r->key, .ref = r->ref};
        count += *line != '#';
    }
    fclose(file);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].ref, "-") == 0) {
            variants[i].ref = NULL;
        } else if (find(rows[i].ref) == count) {
            fail("no such key", rows[i].ref);
        }
    }
}

/* Another order in each round. */
static void measure_all(unsigned rounds)
{
    for (size_t i = 0; i < count; i++) {
        rows[i].peer = peer_start(rows[i].command);
    }
    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < count; i++) {
            size_t at = (i + round) % count;

            variants[at].value[round] = peer_measure(rows[at].peer, "");
            if (variants[at].value[round] <= 0) {
                fail("it said no number", rows[at].key);
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        peer_end(rows[i].peer);
    }
}

/* A goal is a ratio, or with a slash so many inputs per second. */
static void take_goals(void)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = rows[i].goal;
        bool rate = strchr(text, '/') != NULL;
        double number = strtod(text, NULL);

        if (strcmp(text, "-") != 0) {
            goals[goals_count++] = (struct goal){
                "fuzz", rows[i].key, rate ? NULL : rows[i].ref,
                rate ? GOAL_MOST : GOAL_LEAST, rate ? 1e9 / number : number};
        }
    }
}

static const char help[] =
    "usage: bench/fuzz [--rounds N] [--goals] TABLE\n\n"
    "Measures fuzz targets in warm loops, in turns. TABLE has a line for each: KEY REF "
    "GOAL\n"
    "COMMAND; REF is the key it is compared with or -, GOAL how many times faster it has "
    "to\n"
    "be, or N/s inputs per second, or -; COMMAND a bench/fuzz_loop_NAME with its "
    "inputs.\n"
    "ci/fuzz-speed makes the builds and the table.\n\n"
    "  --rounds N   so many, 1 to 1000; 15\n"
    "  --goals      exit status 1 when a goal is missed\n"
    "  --help       this\n\n"
    "Exit status: 0 measured, 1 a goal is missed, 2 usage, 99 something does not work.\n";

int main(int argc, char **argv)
{
    struct bench_options options;
    bool met;
    int at = bench_options(&options, argc, argv, help);

    if (at <= 0) {
        return at < 0 ? 2 : 0;
    }
    if (argc - at != 1) {
        fputs("bench/fuzz: wants a table; see --help\n", stderr);
        return 2;
    }
    read_table(argv[at]);
    take_goals();
    bench_header();
    measure_all(options.rounds);
    bench_print(variants, count, options.rounds);
    met = bench_goals(goals, goals_count, variants, count, options.rounds);
    return options.goals && !met ? 1 : 0;
}
