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
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define VARIANTS_MAX 32
#define WORD_MAX     128

/* A line of the table: KEY REF GOAL COMMAND. */
struct row {
    char key[WORD_MAX], ref[WORD_MAX], goal[WORD_MAX], command[4096];
    FILE *to, *from;
    pid_t pid;
};

static struct row rows[VARIANTS_MAX];
static struct variant variants[VARIANTS_MAX];
static size_t count;

static void fail(const char *what, const char *which)
{
    fprintf(stderr, "bench/fuzz: %s: %s\n", which, what);
    exit(99);
}

static void child(const struct row *r, int in, int out)
{
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    for (int fd = 3; fd < 3 + 4 * VARIANTS_MAX; fd++) {
        close(fd);
    }
    execl("/bin/sh", "sh", "-c", r->command, (char *)NULL);
    _exit(127);
}

static void begin(struct row *r)
{
    int to[2], from[2];

    if (pipe(to) != 0 || pipe(from) != 0) {
        fail("no pipe", r->key);
    }
    fflush(NULL);
    r->pid = fork();
    if (r->pid == 0) {
        child(r, to[0], from[1]);
    }
    close(to[0]);
    close(from[1]);
    r->to = fdopen(to[1], "w");
    r->from = fdopen(from[0], "r");
}

/* One time over all inputs: ns of CPU time for one of them. */
static double measure(struct row *r)
{
    double ns = 0;

    if (fputs("\n", r->to) < 0 || fflush(r->to) != 0 ||
        fscanf(r->from, "%lf", &ns) != 1 || ns <= 0) {
        fail("it has ended, or said no number", r->key);
    }
    return ns;
}

static void end(struct row *r)
{
    int status;

    fclose(r->to);
    fclose(r->from);
    waitpid(r->pid, &status, 0);
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
        begin(&rows[i]);
    }
    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < count; i++) {
            size_t at = (i + round) % count;

            variants[at].ns[round] = measure(&rows[at]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        end(&rows[i]);
    }
}

/* A goal is a ratio, or with a slash so many inputs per second. */
static bool judge(size_t i, unsigned rounds)
{
    const char *text = rows[i].goal;
    double ratio, goal = strtod(text, NULL);
    bool met;

    if (strcmp(text, "-") == 0) {
        return true;
    }
    if (strchr(text, '/') != NULL) {
        ratio = 1e9 / bench_ns(&variants[i], rounds);
        met = ratio >= goal;
        printf("BENCH %s/rate persecond=%.0f goal=%.0f %s\n", rows[i].key, ratio, goal,
               met ? "met" : "missed");
        return met;
    }
    ratio = bench_ratio(&variants[i], &variants[find(rows[i].ref)], rounds);
    met = ratio >= goal;
    printf("BENCH %s/faster ratio=%.2f goal=%.1f %s\n", rows[i].key, ratio, goal,
           met ? "met" : "missed");
    return met;
}

static void help(void)
{
    puts("usage: bench/fuzz [--rounds N] [--goals] TABLE\n\n"
         "Measures fuzz targets in warm loops, in turns. TABLE has a line for each: KEY "
         "REF GOAL\n"
         "COMMAND; REF is the key it is compared with or -, GOAL how many times faster "
         "it has to\n"
         "be, or N/s inputs per second, or -; COMMAND a bench/fuzz_loop_NAME with its "
         "inputs.\n"
         "ci/fuzz-speed makes the builds and the table.\n\n"
         "  --rounds N   so many, 1 to 1000; 7\n"
         "  --goals      exit status 1 when a goal is missed\n"
         "  --help       this\n\n"
         "Exit status: 0 measured, 1 a goal is missed, 2 usage, 99 something does not "
         "work.");
}

static int usage(const char *what)
{
    fprintf(stderr, "bench/fuzz: %s; see --help\n", what);
    return 2;
}

int main(int argc, char **argv)
{
    unsigned long rounds = 7;
    bool goals = false, met = true;
    int at = 1;

    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        if (strcmp(argv[at], "--help") == 0) {
            help();
            return 0;
        } else if (strcmp(argv[at], "--goals") == 0) {
            goals = true;
        } else if (strcmp(argv[at], "--rounds") == 0 && at + 1 < argc) {
            rounds = strtoul(argv[++at], NULL, 10);
        } else {
            return usage("an unknown option, or one without its value");
        }
    }
    if (rounds < 1 || rounds > BENCH_ROUNDS_MAX || argc - at != 1) {
        return usage("wants 1 to 1000 rounds and a table");
    }
    read_table(argv[at]);
    bench_header();
    measure_all((unsigned)rounds);
    bench_print(variants, count, (unsigned)rounds);
    for (size_t i = 0; i < count; i++) {
        met &= judge(i, (unsigned)rounds);
    }
    return goals && !met ? 1 : 0;
}
