/* SPDX-License-Identifier: Apache-2.0
 *
 * torture.c: each n-th allocation fails in turn, OpenSSL's and ours by one hook: the
 * status is no-memory (LIB-07.a), what there is can be freed (LIB-07.b), BIOs keep their
 * bytes (LIB-07.c), nothing leaks (LIB-07.d).
 *
 * For each scenario n goes from 1 to its last allocation, once with that one alone, once
 * with every one from it on, once with every third. After each run as many blocks live as
 * before it. What is wrong on purpose must be found first.
 */
#include "torture.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>

#include "fault.h"
#include "scenario/world_rand.h"

#define HELP                                                                             \
    "usage: torture [OPTION...] [SCENARIO...]\n"                                         \
    "Lets each n-th allocation of each scenario fail in turn, or of those named; TAP.\n" \
    "  --full        every n; else every one up to 300, and a sample of the others\n"    \
    "  --jobs N      so many processes at a time, 1 to 64; as many as there are CPUs\n"  \
    "  --kind KIND   one: that allocation alone; all: those behind it, too; third:\n"    \
    "                every third behind it; all three kinds\n"                           \
    "  --from N, --to N   no other n\n"                                                  \
    "  --list        the scenarios, their allocations, and the time of a play\n"         \
    "With CK_FORK=no in one process, for sanitizers: each n is played from the start.\n" \
    "Exit status: 0 all is well, 1 not, 2 usage, 99 it could not be played.\n"

static const struct kind {
    const char *name, *title;
    size_t every;
} kinds[] = {
    {"one", "one", 0},
    {"all", "all from it on", 1},
    {"third", "every third from it on", 3},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static struct torture_plan plan = {
    .forks = true, .jobs = 0, .from = 1, .to = SIZE_MAX, .seconds = 120};
static bool wanted[64]; /* scenarios, when some are named */
static bool some;
static const struct kind *only;
static size_t points;

static void usage(const char *what, const char *word)
{
    fprintf(stderr, "torture: %s: %s; see --help\n", what, word);
    exit(2);
}

static size_t number(const char *text, size_t max)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);

    if (*text < '0' || *text > '9' || *end != '\0' || n < 1 || n > max) {
        usage("not a number that is possible here", text);
    }
    return n;
}

static const struct kind *kind_of(const char *name)
{
    for (size_t k = 0; k < KINDS; k++) {
        if (strcmp(kinds[k].name, name) == 0) {
            return &kinds[k];
        }
    }
    usage("no such kind", name);
    return NULL;
}

static void want(const char *name)
{
    for (size_t i = 0; i < torture_scenarios_count; i++) {
        if (strcmp(torture_scenarios[i].name, name) == 0) {
            wanted[i] = some = true;
            return;
        }
    }
    usage("no such scenario", name);
}

/* Does what the options say; true when --list is one. */
static bool take_options(int argc, char **argv)
{
    static const struct option options[] = {
        {"full", no_argument, NULL, 'f'},       {"jobs", required_argument, NULL, 'j'},
        {"kind", required_argument, NULL, 'k'}, {"from", required_argument, NULL, 'a'},
        {"to", required_argument, NULL, 'b'},   {"list", no_argument, NULL, 'l'},
        {"help", no_argument, NULL, 'h'},       {NULL, 0, NULL, 0},
    };
    bool lists = false;
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'f': plan.full = true; break;
        case 'j': plan.jobs = number(optarg, 64); break;
        case 'k': only = kind_of(optarg); break;
        case 'a': plan.from = number(optarg, LONG_MAX); break;
        case 'b': plan.to = number(optarg, LONG_MAX); break;
        case 'l': lists = true; break;
        case 'h': fputs(HELP, stdout); exit(0);
        default: exit(2); /* getopt_long said why */
        }
    }
    while (optind < argc) {
        want(argv[optind++]);
    }
    return lists;
}

static bool point(bool ok, const char *name)
{
    printf("%s %zu - %s\n", ok ? "ok" : "not ok", ++points, name);
    return ok;
}

/* Is what is wrong found, and does it say so? What it says is of no interest. */
static bool prove(void)
{
    struct torture_plan all = {.full = true, .forks = true, .jobs = 1, .to = 2};
    struct torture_tally tally = {0, 0};
    bool good = true;

    all.from = all.seconds = 1;
    for (size_t i = 0; i < torture_proofs_count; i++) {
        int shown = dup(STDOUT_FILENO);
        bool found;

        if (shown < 0 || freopen("/dev/null", "w", stdout) == NULL) {
            exit(99);
        }
        found = !torture_run(&torture_proofs[i], 0, &all, &tally);
        fflush(stdout);
        dup2(shown, STDOUT_FILENO);
        close(shown);
        if (!found) {
            printf("# not found: %s\n", torture_proofs[i].name);
        }
        good = good && found;
    }
    memset(torture_counts, 0, sizeof *torture_counts);
    return point(good && tally.runs == 2 * torture_proofs_count,
                 "what is wrong on purpose is found");
}

static bool torture(const struct torture_scenario *s, const struct kind *kind)
{
    struct torture_tally tally = {0, 0};
    bool ok = torture_run(s, kind->every, &plan, &tally);
    char name[100];

    snprintf(name, sizeof name, "%s, %s: %zu runs, %zu allocations", s->name, kind->title,
             tally.runs, tally.allocations);
    return point(ok, name);
}

static void list(void)
{
    for (size_t i = 0; i < torture_scenarios_count; i++) {
        long microseconds;
        size_t n = torture_measure(&torture_scenarios[i], &microseconds);

        printf("%-12s %6zu allocations %6ld us\n", torture_scenarios[i].name, n,
               microseconds);
    }
}

/* What all scenarios must show together. */
static bool check(bool whole)
{
    bool good = torture_excuses(whole, plan.full);

    if (whole) {
        point(good, "every excuse is needed");
        good = point(reached_all(), "every public function is reached") && good;
    }
    return good;
}

/* The certificates are in the source tree. */
static void find_world(void)
{
    if (access(world_file("ca-rsa2048.pem"), R_OK) != 0) {
        fprintf(stderr, "torture: %s: cannot be read; set top_srcdir\n",
                world_file("ca-rsa2048.pem"));
        exit(99);
    }
}

static void start(void)
{
    const char *fork_or_not = getenv("CK_FORK");
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);

    if (plan.jobs == 0) {
        plan.jobs = cpus < 1 ? 1 : cpus > 64 ? 64 : (size_t)cpus;
    }
    plan.forks = fork_or_not == NULL || strcmp(fork_or_not, "no") != 0;
    torture_counts = mmap(NULL, sizeof *torture_counts, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (torture_counts == MAP_FAILED) {
        perror("torture: mmap");
        exit(99);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    fault_install();
    if (!world_rand_install()) {
        puts("# this OpenSSL draws its own randomness: n may mean another allocation");
    }
}

int main(int argc, char **argv)
{
    bool lists = take_options(argc, argv), good, whole;

    find_world();
    start();
    if (lists) {
        list();
        return EXIT_SUCCESS;
    }
    whole = !some && only == NULL && plan.from == 1 && plan.to == SIZE_MAX;
    good = !whole || prove();
    for (size_t i = 0; i < torture_scenarios_count; i++) {
        for (size_t k = 0; (!some || wanted[i]) && k < KINDS; k++) {
            if (only == NULL || only == &kinds[k]) {
                good = torture(&torture_scenarios[i], &kinds[k]) && good;
            }
        }
    }
    good = check(whole) && good;
    printf("1..%zu\n", points);
    printf("# %zu failures injected%s: %zu calls NO_MEMORY, %zu excused; made again %zu "
           "went well, %zu did not\n",
           torture_counts->injected,
           plan.full ? "" : " (sampled above n = 300; --full plays all)",
           torture_counts->no_memory, torture_counts->excused, torture_counts->repeated,
           torture_counts->final);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
