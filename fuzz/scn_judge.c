/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_judge.c: whether a scenario leads to a finding, and to which: played by a process of its
 * own, which may crash.
 */
#include "scn.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Seconds until a play is called a hang. */
#define SECONDS 20

/* Words in what a process says of its end: from them on the line tells findings apart. */
static const char *const marks[] = {"MEMBIO-FUZZ ", "SUMMARY: ", "runtime error: "};

_Noreturn static void fail(const char *what)
{
    fprintf(stderr, "scn: %s: %s\n", what, strerror(errno));
    exit(SCN_FAULT);
}

/* In the child. A finding of our own is said as a target says it. */
static void play_here(const struct scenario *s)
{
    struct arena a = {NULL};
    struct tcase tc = {.scenario = *s};
    struct sweep sweep = {.started = false};
    struct trace trace;
    const char *finding;

    scn_begin();
    finding = scn_finding(&a, &tc, &sweep, &trace);
    if (finding != NULL) {
        fprintf(stderr, "%s\n", finding);
        abort();
    }
    arena_free(&a);
    _exit(0);
}

static void play_there(const char *command, const char *file)
{
    execl("/bin/sh", "sh", "-c", command, "sh", file, (char *)NULL);
    fail("/bin/sh");
}

static char *write_case(struct arena *a, const struct scenario *s)
{
    const char *folder = getenv("TMPDIR");
    char *file = arena_printf(a, "%s/scn-XXXXXX.case", folder == NULL ? "/tmp" : folder);
    char *text = arena_printf(a, "case: candidate\nid: FUZZ-0000\nwhy: tried\n--\n%s",
                              scenario_format(a, s));
    int fd = mkstemps(file, (int)strlen(".case"));

    if (fd == -1) {
        fail(file);
    }
    close(fd);
    if (!scn_write(file, text, strlen(text))) {
        exit(SCN_FAULT);
    }
    return file;
}

/* Plays in a child; gives its wait status and what it said on stderr. */
static int play_apart(struct arena *a, const struct scenario *s, const char *command,
                      const char *file, char **said)
{
    FILE *out = tmpfile();
    struct rlimit no_core = {0, 0};
    size_t room = 1 << 20;
    pid_t child = -1;
    int status;

    if (out != NULL && fflush(NULL) == 0) {
        child = fork();
    }
    if (child == -1) {
        fail("a process of its own");
    }
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &no_core);
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(out), STDERR_FILENO);
        alarm(SECONDS);
        if (command == NULL) {
            play_here(s);
        }
        play_there(command, file);
    }
    while (waitpid(child, &status, 0) == -1 && errno == EINTR) {
    }
    rewind(out);
    *said = arena_alloc(a, room + 1);
    (void)!fread(*said, 1, room, out);
    fclose(out);
    return status;
}

/* The first line with a mark, from the mark on, without what differs from run to run: numbers
 * in hex, and what stands in brackets. */
static char *marked_line(struct arena *a, const char *said)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *p = strstr(said, marks[i]);

        if (p != NULL) {
            char *line = arena_text(a, p, strcspn(p, "\n")), *cut = strstr(line, " (/");

            if (cut != NULL) {
                *cut = '\0';
            }
            return line;
        }
    }
    return NULL;
}

static const char *ending(struct arena *a, int status)
{
    if (WIFSIGNALED(status)) {
        return WTERMSIG(status) == SIGALRM
                   ? arena_printf(a, "no end within %d seconds", SECONDS)
                   : arena_printf(a, "signal %d", WTERMSIG(status));
    }
    return WEXITSTATUS(status) == 0 ? ""
                                    : arena_printf(a, "exit %d", WEXITSTATUS(status));
}

const char *scn_judge(struct arena *a, const struct scenario *s, const char *command)
{
    char *file = command == NULL ? NULL : write_case(a, s), *said, *line;
    int status = play_apart(a, s, command, file, &said);
    const char *end = ending(a, status);

    if (file != NULL) {
        unlink(file);
    }
    if (*end == '\0') {
        return end;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        fprintf(stderr, "scn: %.*s\n", (int)strcspn(said, "\n"), said);
        exit(SCN_USAGE);
    }
    line = marked_line(a, said);
    return line != NULL ? line : end;
}
