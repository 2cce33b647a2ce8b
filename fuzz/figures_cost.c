/* SPDX-License-Identifier: Apache-2.0
 *
 * figures_cost.c: CPU time by configuration: the calls that make contexts and objects. What a
 * scenario does besides is not the configuration's affair, so of all seeds with the same one
 * and a complete handshake the one with the fewest steps counts.
 */
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "oracle.h"

/* What is measured takes at least so long, in seconds of CPU: clocks may be coarse. */
#define LONG_ENOUGH 0.05

/* The slowest configuration of a target that leaves the slow ones to another, in medians. */
#define TIMES_MAX 3

struct cost {
    const char *configuration;
    const struct seed *seed;
    double us;
};

static bool configures(const struct call *call)
{
    return call->op->id == OP_WRAP_BIO ||
           strncmp(call->op->name, "context", strlen("context")) == 0;
}

static const char *configuration_of(struct arena *a, const struct scenario *s)
{
    const char *text = "";

    for (size_t i = 0; i < s->count; i++) {
        if (configures(&s->steps[i].call)) {
            text = arena_printf(a, "%s%s; ", text, call_format(a, &s->steps[i].call));
        }
    }
    return text;
}

static bool completes(const struct scenario *s)
{
    struct arena a = {NULL};
    struct trace t;
    bool complete;

    target_run(&a, s, NULL, false, &t);
    complete = oracle_completed(&t, CLIENT) || oracle_completed(&t, SERVER);
    arena_free(&a);
    return complete;
}

/* CPU time of one run, in microseconds. */
static double cost_of(const struct scenario *s)
{
    clock_t begin = clock(), passed;
    unsigned runs = 0;

    do {
        completes(s);
        runs++;
        passed = clock() - begin;
    } while ((double)passed < LONG_ENOUGH * CLOCKS_PER_SEC);
    return (double)passed * 1e6 / CLOCKS_PER_SEC / runs;
}

static struct cost *find(struct cost *list, size_t count, const char *configuration)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].configuration, configuration) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

static int by_cost(const void *a, const void *b)
{
    double x = ((const struct cost *)a)->us, y = ((const struct cost *)b)->us;

    return (x > y) - (x < y);
}

/* The seeds with the fewest steps, one for each configuration. */
static size_t choose(struct arena *a, const struct seeds *seeds, struct cost **out)
{
    struct cost *list = NULL;
    size_t count = 0;

    for (size_t i = 0; i < seeds->count; i++) {
        const struct seed *seed = &seeds->list[i];
        const char *configuration = configuration_of(a, &seed->scenario);
        struct cost *known = find(list, count, configuration);

        if (known != NULL && known->seed->scenario.count <= seed->scenario.count) {
            continue;
        }
        if (!completes(&seed->scenario)) {
            continue;
        }
        if (known == NULL) {
            list = arena_grow(a, list, count, sizeof *list);
            known = &list[count++];
        }
        *known = (struct cost){configuration, seed, 0};
    }
    *out = list;
    return count;
}

bool figure_costs(struct arena *a, const struct seeds *seeds, unsigned n)
{
    struct cost *list, *slowest;
    size_t count = choose(a, seeds, &list);
    double median;

    (void)n;
    if (count == 0) {
        printf("fuzz_%s: costs: no seed completes a handshake\n", target.name);
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        list[i].us = cost_of(&list[i].seed->scenario);
    }
    qsort(list, count, sizeof *list, by_cost);
    median = list[count / 2].us;
    slowest = &list[count - 1];
    printf("fuzz_%s: costs: %zu configurations, median %.0f us, slowest %.1f times that, "
           "of %s\n",
           target.name, count, median, slowest->us / median, slowest->seed->name);
    for (size_t i = count; i-- > 0 && list[i].us > TIMES_MAX * median;) {
        printf("#   %.0f us, %s: %s\n", list[i].us, list[i].seed->name,
               list[i].configuration);
    }
    return target.leaves_out == 0 || slowest->us <= TIMES_MAX * median;
}
