/* SPDX-License-Identifier: Apache-2.0
 *
 * torture_run.c: each n-th allocation of a scenario fails in turn.
 *
 * The scenario is played once without a fault. Just before its n-th allocation a process
 * is forked off, for which it fails and which plays on to the end: so each n costs but the
 * rest of the play, starts from the same state as the others, and may crash or hang. In
 * one process, where forks would hide leaks from a sanitizer, each n is a play of its own.
 */
#include "torture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "fault.h"
#include "scenario/world_rand.h"

/* Above this n only every SAMPLE_STEP-th is played, but with --full. */
#define SAMPLE_FROM ((size_t)300)
#define SAMPLE_STEP ((size_t)101)

/* Each run draws the same random bytes: the n-th allocation is always the same one. */
#define RANDOM_SEED 2026

static struct torture run;               /* what a signal handler shows */
static bool (*decides)(size_t n);        /* which allocation fails, if not run.n */
static const struct torture_plan *forks; /* which processes are forked off */
static bool is_fork;                     /* this is one of them */
static size_t asked, started, running;   /* allocations; forks, and those that live */
static bool all_good;                    /* what the forks said */

/* A crash says where it was; a process that takes too long, too. */
static void crashed(int number)
{
    char text[200];
    int line;
    const char *place = fault_place(&line);
    int n = snprintf(text, sizeof text, "# signal %d in %s n=%zu every=%zu (%s:%d)\n",
                     number, run.scenario, run.n, run.every, place, line);

    if (write(STDOUT_FILENO, text, (size_t)n) != n) {
        _exit(98);
    }
    signal(number, SIG_DFL);
    kill(getpid(), number); /* raise would take the thread of another: see copy_process */
}

/* ------------------------------------------------------------------------- forks */

static bool is_chosen(const struct torture_plan *plan, size_t n)
{
    return n >= plan->from && n <= plan->to &&
           (plan->full || n <= SAMPLE_FROM || (n - SAMPLE_FROM) % SAMPLE_STEP == 0);
}

/* fork() would give the thread another number, by which a lock knows who holds it; and
 * OpenSSL allocates while it holds locks. */
static pid_t copy_process(void)
{
    return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static void wait_for_one(void)
{
    int status = 0;

    while (waitpid(-1, &status, 0) < 0) {
        if (errno != EINTR) {
            perror("waitpid");
            exit(99);
        }
    }
    running--;
    all_good = all_good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Is this the allocation that fails? It is for the process that is made here. */
static bool fork_off(size_t n)
{
    pid_t pid;

    asked = n;
    if (!is_chosen(forks, n)) {
        return false;
    }
    while (running >= forks->jobs) {
        wait_for_one();
    }
    fflush(stdout);
    pid = copy_process();
    if (pid < 0) {
        perror("clone");
        exit(99);
    }
    if (pid > 0) {
        started++;
        running++;
        return false;
    }
    run.n = n;
    is_fork = true;
    alarm(forks->seconds);
    return true;
}

void torture_start(const struct torture *t)
{
    if (decides != NULL) {
        fault_ask(decides, t->every);
    } else {
        fault_arm(t->n, t->every);
    }
}

/* -------------------------------------------------------------------------- runs */

static bool play(const struct torture_scenario *s, size_t n, size_t every)
{
    bool ok;

    memset(&run, 0, sizeof run);
    run.scenario = s->name;
    run.n = n;
    run.every = every;
    world_rand_seed(RANDOM_SEED);
    if (!s->late) {
        torture_start(&run);
    }
    ok = s->play(&run);
    torture_counts->injected += fault_disarm();
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
 * back before blocks are counted. What is more then may still be a cache, which fills once;
 * a leak is there again when the same allocation fails again. */
static bool nothing_leaked(const struct torture_scenario *s, size_t *base)
{
    size_t n = run.n, every = run.every, first, last;

    if (fault_live() == *base) {
        return true;
    }
    decides = NULL;
    play(s, 0, 0);
    if (fault_live() == *base) {
        return true;
    }
    *base = fault_live();
    first = fault_serial();
    play(s, n, every);
    last = fault_serial();
    play(s, 0, 0);
    if (fault_live() == *base) {
        return true;
    }
    printf("# %s n=%zu every=%zu: %zu blocks, not %zu; of that run:\n", s->name, n, every,
           fault_live(), *base);
    fault_list(first + 1, last);
    *base = fault_live();
    return false;
}

/* What OpenSSL makes once stays; what it does at the second time only is done, too. */
static bool warm_up(const struct torture_scenario *s, size_t *base)
{
    bool good = true;

    for (int i = 0; i < 3; i++) {
        good = play(s, 0, 0) && good;
    }
    *base = fault_live();
    return good;
}

static bool run_forks(const struct torture_scenario *s, size_t every,
                      const struct torture_plan *plan, struct torture_tally *tally)
{
    size_t base;
    bool good = warm_up(s, &base);

    asked = started = 0;
    all_good = true;
    forks = plan;
    decides = fork_off;
    good = play(s, 0, every) && good;
    good = nothing_leaked(s, &base) && good;
    decides = NULL;
    if (is_fork) {
        fflush(stdout);
        _exit(good ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    while (running > 0) {
        wait_for_one();
    }
    tally->runs += started;
    tally->allocations += asked;
    return good && all_good;
}

static bool run_here(const struct torture_scenario *s, size_t every,
                     const struct torture_plan *plan, struct torture_tally *tally)
{
    size_t base;
    bool good = warm_up(s, &base);

    for (size_t n = plan->from; n <= plan->to; n++) {
        if (is_chosen(plan, n)) {
            good = play(s, n, every) && good;
            if (fault_fired() == 0) {
                break;
            }
            good = nothing_leaked(s, &base) && good;
            tally->runs++;
            tally->allocations = n;
        }
    }
    return good;
}

bool torture_run(const struct torture_scenario *s, size_t every,
                 const struct torture_plan *plan, struct torture_tally *tally)
{
    signal(SIGSEGV, crashed);
    signal(SIGABRT, crashed);
    signal(SIGALRM, crashed);
    return plan->forks ? run_forks(s, every, plan, tally)
                       : run_here(s, every, plan, tally);
}

static bool count(size_t n)
{
    asked = n;
    return false;
}

size_t torture_measure(const struct torture_scenario *s, long *microseconds)
{
    struct timespec begin, end;
    size_t base;

    warm_up(s, &base);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    play(s, 0, 0);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    *microseconds =
        (end.tv_sec - begin.tv_sec) * 1000000L + (end.tv_nsec - begin.tv_nsec) / 1000;
    asked = 0;
    decides = count;
    play(s, 0, 0);
    decides = NULL;
    return asked;
}
