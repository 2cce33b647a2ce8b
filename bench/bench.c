/* SPDX-License-Identifier: Apache-2.0
 *
 * bench.c: rounds, medians, lines.
 */
#include "bench.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void bench_fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(99);
}

double bench_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* The processor's name, as far as the system tells it. */
static void put_cpu(void)
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    char line[256] = "";
    const char *name = NULL;

    while (file != NULL && name == NULL && fgets(line, sizeof line, file) != NULL) {
        name = strncmp(line, "model name", 10) == 0 ? strchr(line, ':') : NULL;
    }
    printf("# cpu:%s", name == NULL ? " unknown\n" : name + 1);
    if (file != NULL) {
        fclose(file);
    }
}

void bench_header(void)
{
    const char *commit = getenv("MEMBIO_COMMIT");

    put_cpu();
    printf("# libssl: %s\n# compiler: %s\n# commit: %s\n",
           OpenSSL_version(OPENSSL_VERSION), __VERSION__,
           commit == NULL || *commit == '\0' ? "release " PACKAGE_VERSION : commit);
}

/* ---- Options. */

static int wrong(const char *what)
{
    fprintf(stderr, "bench: %s; see --help\n", what);
    return -1;
}

int bench_options(struct bench_options *options, int argc, char **argv, const char *help)
{
    int at = 1;

    *options = (struct bench_options){15, false, NULL};
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        if (strcmp(argv[at], "--help") == 0) {
            fputs(help, stdout);
            return 0;
        } else if (strcmp(argv[at], "--goals") == 0) {
            options->goals = true;
        } else if (strcmp(argv[at], "--only") == 0 && at + 1 < argc) {
            options->only = argv[++at];
        } else if (strcmp(argv[at], "--rounds") == 0 && at + 1 < argc) {
            options->rounds = (unsigned)strtoul(argv[++at], NULL, 10);
        } else {
            return wrong("an unknown option, or one without its value");
        }
    }
    if (options->rounds < 1 || options->rounds > BENCH_ROUNDS_MAX) {
        return wrong("wants 1 to 1000 rounds");
    }
    return at;
}

/* ---- Rounds. */

static bool wanted(const struct variant *v, const struct bench_options *options)
{
    return options->only == NULL || strstr(v->key, options->only) != NULL;
}

void bench_rounds(struct variant *list, size_t count, const struct bench_options *options,
                  void *arg)
{
    for (unsigned round = 0; round < options->rounds; round++) {
        for (size_t i = 0; i < count; i++) {
            struct variant *v = &list[(i + round) % count];

            v->value[round] = wanted(v, options) ? v->measure(arg) : 0;
        }
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static double median(const double *list, unsigned count)
{
    double sorted[BENCH_ROUNDS_MAX];

    memcpy(sorted, list, count * sizeof *list);
    qsort(sorted, count, sizeof *sorted, by_size);
    return count % 2 == 1 ? sorted[count / 2]
                          : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

double bench_value(const struct variant *v, unsigned rounds)
{
    return median(v->value, rounds);
}

static void ratios(const struct variant *v, const struct variant *other, unsigned rounds,
                   double *list)
{
    for (unsigned i = 0; i < rounds; i++) {
        list[i] = v->value[i] > 0 ? other->value[i] / v->value[i] : 0;
    }
}

double bench_ratio(const struct variant *v, const struct variant *other, unsigned rounds)
{
    double list[BENCH_ROUNDS_MAX];

    ratios(v, other, rounds, list);
    return median(list, rounds);
}

/* ---- Lines. */

/* One that was measured. */
static const struct variant *find(const struct variant *list, size_t count,
                                  const char *key)
{
    for (size_t i = 0; i < count && key != NULL; i++) {
        if (strcmp(list[i].key, key) == 0 && list[i].value[0] != 0) {
            return &list[i];
        }
    }
    return NULL;
}

/* The ratio, and between what parts of it the rounds lie. */
static void put_ratio(const struct variant *v, const struct variant *other,
                      unsigned rounds)
{
    double list[BENCH_ROUNDS_MAX], middle;

    ratios(v, other, rounds, list);
    middle = median(list, rounds);
    qsort(list, rounds, sizeof *list, by_size);
    printf(" ref=%s ratio=%.2f spread=%.2f..%.2f", other->key, middle, list[0] / middle,
           list[rounds - 1] / middle);
}

void bench_print(const struct variant *list, size_t count, unsigned rounds)
{
    for (size_t i = 0; i < count; i++) {
        const struct variant *v = &list[i], *other = find(list, count, v->ref);
        double value = bench_value(v, rounds);

        if (value == 0) {
            continue;
        }
        printf("BENCH %s %s=%.*f", v->key, v->unit == NULL ? "ns" : v->unit,
               value < 1000 && v->unit == NULL ? 1 : 0, value);
        if (other != NULL) {
            put_ratio(v, other, rounds);
        }
        printf(" rounds=%u\n", rounds);
    }
}

static bool put_goal(const struct goal *g, const struct variant *v,
                     const struct variant *other, unsigned rounds)
{
    double value = other == NULL ? bench_value(v, rounds) : bench_ratio(v, other, rounds);
    bool met = g->bound == GOAL_LEAST ? value >= g->limit : value <= g->limit;

    printf("GOAL %s %s %s=%.*f %s=%.*f %s\n", g->id, g->key,
           other == NULL ? "value" : "ratio", other == NULL ? 0 : 2, value,
           g->bound == GOAL_LEAST ? "least" : "most", other == NULL ? 0 : 2, g->limit,
           met ? "met" : "missed");
    return met;
}

bool bench_goals(const struct goal *goals, size_t goal_count, const struct variant *list,
                 size_t count, unsigned rounds)
{
    bool met = true;

    for (size_t i = 0; i < goal_count; i++) {
        const struct goal *g = &goals[i];
        const struct variant *v = find(list, count, g->key);
        const struct variant *other = find(list, count, g->ref);

        if (v != NULL && (g->ref == NULL || other != NULL)) {
            met = put_goal(g, v, other, rounds) && met;
        }
    }
    return met;
}
