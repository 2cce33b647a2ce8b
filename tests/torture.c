/* SPDX-License-Identifier: Apache-2.0
 *
 * torture.c: each n-th allocation fails in turn, OpenSSL's and ours by one hook (LIB-07).
 *
 *     tests/torture [--full] [SCENARIO]
 *
 * For each scenario n goes from 1 until a run ends without the fault firing, once with
 * that allocation alone, once with every one from the n-th on, once with every third.
 * After each run as many blocks live as before it. Without --full only some n above
 * SAMPLE_FROM are played.
 */
#include "torture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fault.h"
#include "scenario/world_rand.h"

/* Above this n only every SAMPLE_STEP-th is played, but with --full. */
#define SAMPLE_FROM ((size_t)300)
#define SAMPLE_STEP ((size_t)101)

/* Each run draws the same random bytes: the n-th allocation is always the same one. */
#define RANDOM_SEED 2026

static bool full;
static struct torture run; /* what a signal handler shows */

/* A crash says where it was. */
static void crashed(int number)
{
    char text[200];
    int n = snprintf(text, sizeof text, "# crash: signal %d in %s n=%zu every=%zu\n",
                     number, run.scenario, run.n, run.every);

    if (write(STDOUT_FILENO, text, (size_t)n) != n) {
        _exit(98);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static bool play(const struct torture_scenario *s, size_t n, size_t every)
{
    bool ok;

    memset(&run, 0, sizeof run);
    run.scenario = s->name;
    run.n = n;
    run.every = every;
    world_rand_seed(RANDOM_SEED);
    fault_arm(s->late ? 0 : n, every);
    ok = s->play(&run);
    torture_counts.injected += fault_disarm();
    for (int i = 0; i < 4; i++) {
        free(run.held[i].bytes);
        run.held[i].bytes = NULL;
    }
    if (fault_fired() == 0) {
        torture_check(&run, ok, "a run without a fault did not end well");
    }
    return !run.broken;
}

/* OpenSSL drops and fills caches when an allocation fails: a run without faults puts them
 * back before blocks are counted. */
static bool nothing_leaked(const struct torture_scenario *s, size_t *base, size_t serial)
{
    size_t last = fault_serial(), n = run.n, every = run.every;

    if (fault_live() == *base) {
        return true;
    }
    play(s, 0, 0);
    if (fault_live() == *base) {
        return true;
    }
    printf("# %s n=%zu every=%zu: %zu blocks, not %zu; of that run:\n", s->name, n, every,
           fault_live(), *base);
    fault_list(serial + 1, last);
    *base = fault_live();
    return false;
}

/* One scenario with one kind of fault; returns the number of runs, 0 when one was bad. */
static bool torture(const struct torture_scenario *s, size_t every, size_t *runs)
{
    size_t base, serial, n;
    bool good = true;

    /* What OpenSSL makes once stays. */
    for (int i = 0; i < 3; i++) {
        good = play(s, 0, 0) && good;
    }
    base = fault_live();
    for (n = 1;; n += full || n < SAMPLE_FROM ? 1 : SAMPLE_STEP) {
        serial = fault_serial();
        good = play(s, n, every) && good;
        if (fault_fired() == 0) {
            return good;
        }
        good = nothing_leaked(s, &base, serial) && good;
        (*runs)++;
    }
}

int main(int argc, char **argv)
{
    static const size_t kinds[] = {0, 1, 3};
    const char *only = NULL;
    bool good = true;
    size_t number = 0;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--full") == 0) {
            full = true;
        } else {
            only = argv[i];
        }
    }
    signal(SIGSEGV, crashed);
    signal(SIGABRT, crashed);
    setvbuf(stdout, NULL, _IOLBF, 0);
    fault_install();
    if (!world_rand_install()) {
        puts("# this OpenSSL draws its own randomness: n may mean another allocation");
    }
    for (size_t i = 0; i < torture_scenarios_count; i++) {
        const struct torture_scenario *s = &torture_scenarios[i];

        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            size_t runs = 0;
            bool ok;

            if (only != NULL && strcmp(only, s->name) != 0) {
                continue;
            }
            ok = torture(s, kinds[k], &runs);
            good = good && ok;
            printf("%s %zu - %s, %s: %zu runs\n", ok ? "ok" : "not ok", ++number, s->name,
                   kinds[k] == 0   ? "one"
                   : kinds[k] == 1 ? "all from it on"
                                   : "every third from it on",
                   runs);
        }
    }
    if (only == NULL) {
        bool all = reached_all();

        good = good && all;
        printf("%s %zu - every public function is reached\n", all ? "ok" : "not ok",
               ++number);
        all = torture_excuses(full);
        good = good && all;
        printf("%s %zu - every excuse is needed\n", all ? "ok" : "not ok", ++number);
    }
    printf("1..%zu\n", number);
    printf("# %zu failures injected%s: %zu calls NO_MEMORY, %zu excused; made again %zu "
           "went well, %zu did not\n",
           torture_counts.injected,
           full ? "" : " (sampled above n = 300; --full plays all)",
           torture_counts.no_memory, torture_counts.excused, torture_counts.repeated,
           torture_counts.final);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
