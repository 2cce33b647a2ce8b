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
#include "profile.h"

/* What is measured takes at least so long, in seconds of CPU: clocks may be coarse. */
#define LONG_ENOUGH 0.05

/* The slowest configuration of a target that leaves slow ones and RSA to others, in medians. */
#define TIMES_MAX 3
/* So many of those with contexts of their own are enough for a median. */
#define OWN_MAX ((size_t)40)

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

/* The calls that make the first objects; NULL where a context is made for this scenario alone,
 * since something in it could be seen by others. */
static const char *configuration_of(struct arena *a, const struct scenario *s)
{
    unsigned wraps = 0, ends = target.ends == ENDS_BOTH ? 2 : 1;
    const char *text = "";

    if (!engine_membio_may_share(s)) {
        return NULL;
    }
    for (size_t i = 0; i < s->count && wraps < ends; i++) {
        const struct call *call = &s->steps[i].call;

        wraps += call->op->id == OP_WRAP_BIO;
        if (configures(call)) {
            text = arena_printf(a, "%s%s; ", text, call_format(a, call));
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

/* The seed with the fewest steps for each configuration, and all whose contexts are theirs. */
struct choice {
    struct cost *shared, *own;
    size_t shared_count, own_count;
};

static void choose(struct arena *a, struct choice *c, const struct seed *seed)
{
    const char *configuration = configuration_of(a, &seed->scenario);
    struct cost *known;

    if (configuration == NULL) {
        c->own = arena_grow(a, c->own, c->own_count, sizeof *c->own);
        c->own[c->own_count++] = (struct cost){"", seed, 0};
        return;
    }
    known = find(c->shared, c->shared_count, configuration);
    if (known == NULL) {
        c->shared = arena_grow(a, c->shared, c->shared_count, sizeof *c->shared);
        c->shared[c->shared_count++] = (struct cost){configuration, seed, 0};
    } else if (seed->scenario.count < known->seed->scenario.count) {
        known->seed = seed;
    }
}

/* Measures, sorts, and gives the median. */
static double measure(struct cost *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        list[i].us = cost_of(&list[i].seed->scenario);
    }
    if (count > 0) {
        qsort(list, count, sizeof *list, by_cost);
    }
    return count == 0 ? 0 : list[count / 2].us;
}

bool figure_costs(struct arena *a, const struct seeds *seeds, unsigned n)
{
    struct choice c = {NULL, NULL, 0, 0};
    const struct cost *slowest;
    double median;

    (void)n;
    for (size_t i = 0; i < seeds->count; i++) {
        if (completes(&seeds->list[i].scenario)) {
            choose(a, &c, &seeds->list[i]);
        }
    }
    median = measure(c.shared, c.shared_count);
    if (c.shared_count == 0) {
        printf("fuzz_%s: costs: no seed completes a handshake\n", target.name);
        return true;
    }
    slowest = &c.shared[c.shared_count - 1];
    printf("fuzz_%s: costs: %zu configurations, median %.0f us, slowest %.1f times that; "
           "%zu "
           "seeds with contexts of their own, median %.1f times that\n",
           target.name, c.shared_count, median, slowest->us / median, c.own_count,
           measure(c.own, c.own_count < OWN_MAX ? c.own_count : OWN_MAX) / median);
    for (size_t i = c.shared_count; i-- > 0 && c.shared[i].us > TIMES_MAX * median;) {
        printf("#   %.0f us, %s: %s\n", c.shared[i].us, c.shared[i].seed->name,
               c.shared[i].configuration);
    }
    return (target.leaves_out & PROFILE_RSA) == 0 || slowest->us <= TIMES_MAX * median;
}
