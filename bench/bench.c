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

void bench_rounds(struct variant *list, size_t count, unsigned rounds, void *arg)
{
    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < count; i++) {
            struct variant *v = &list[(i + round) % count];

            v->ns[round] = v->measure(arg);
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

double bench_ns(const struct variant *v, unsigned rounds)
{
    return median(v->ns, rounds);
}

static void ratios(const struct variant *v, const struct variant *other, unsigned rounds,
                   double *list)
{
    for (unsigned i = 0; i < rounds; i++) {
        list[i] = other->ns[i] / v->ns[i];
    }
}

double bench_ratio(const struct variant *v, const struct variant *other, unsigned rounds)
{
    double list[BENCH_ROUNDS_MAX];

    ratios(v, other, rounds, list);
    return median(list, rounds);
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
        printf("BENCH %s ns=%.0f", list[i].key, bench_ns(&list[i], rounds));
        for (size_t k = 0; k < count && list[i].ref != NULL; k++) {
            if (strcmp(list[k].key, list[i].ref) == 0) {
                put_ratio(&list[i], &list[k], rounds);
            }
        }
        printf(" rounds=%u\n", rounds);
    }
}
