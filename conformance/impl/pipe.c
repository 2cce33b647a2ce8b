/* SPDX-License-Identifier: Apache-2.0
 *
 * pipe.c: talking to an adapter.
 *
 *     ALIVE --no answer in time--> HUNG
 *     ALIVE --end of its output--> CRASHED
 *     ALIVE --not an answer, or two--> GARBLED
 *
 * Once it has left ALIVE it is killed and nothing more is asked of it.
 */
#include "pipe.h"

#include "conformance/check.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "scenario/drip.h"
#include "spawn.h"

/* The longest answer line, in bytes. */
#define LINE_MAX_BYTES ((size_t)64 * 1024 * 1024)
/* How much of stderr is shown, in bytes. */
#define EVIDENCE_MAX ((size_t)4096)
/* How long an adapter may take to leave after `bye`, in seconds. */
#define BYE_SECONDS 1.0
/* The deadline of `hello` is longer: interpreters start slowly. */
#define HELLO_FACTOR 10.0

struct pipe_engine {
    struct engine engine;
    struct pipe_hello hello;
    struct arena arena; /* of hello */
    const char *hello_request;
    struct slice hello_answer;
    struct recorder *recorder; /* NULL: nothing is kept */
    enum pipe_fate fate;
    const char *why; /* static text */
    const char *check;
    pid_t pid; /* -1 when it has been waited for */
    int wait_status;
    int to, from, evidence;
    double timeout;
    char *buffer; /* what was read and not yet taken */
    size_t len, room;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Kills the adapter with all that it has started. */
static void kill_group(struct pipe_engine *p)
{
    if (p->pid > 0) {
        kill(-p->pid, SIGKILL);
        waitpid(p->pid, &p->wait_status, 0);
        spawn_forget(p->pid);
        p->pid = -1;
    }
}

/* Waits until the adapter has ended or `seconds` are over. */
static bool wait_for(struct pipe_engine *p, double seconds)
{
    double end = now() + seconds;
    struct timespec pause = {0, 1000000};

    while (p->pid > 0) {
        siginfo_t ended = {0};

        /* WNOWAIT: its group keeps its number until what it started is killed too. */
        if (waitid(P_PID, (id_t)p->pid, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            ended.si_pid == p->pid) {
            kill_group(p);
            break;
        }
        if (now() >= end) {
            return false;
        }
        nanosleep(&pause, NULL);
    }
    return true;
}

static bool fail(struct pipe_engine *p, enum pipe_fate fate, const char *why)
{
    static const char *const checks[] = {
        [PIPE_CRASHED] = CHECK_LIFE,
        [PIPE_HUNG] = CHECK_DEADLINE,
        [PIPE_GARBLED] = CHECK_FORM,
    };

    p->fate = fate;
    p->why = why;
    p->check = checks[fate];
    /* A crash is shown with its own exit status, if it takes place at once. */
    if (fate != PIPE_CRASHED || !wait_for(p, BYE_SECONDS)) {
        kill_group(p);
    }
    return false;
}

/* The same, when a check of its own has found it. */
static bool fail_check(struct pipe_engine *p, const char *check, const char *why)
{
    fail(p, PIPE_GARBLED, why);
    p->check = check;
    return false;
}

/* Waits until the pipe can be read or written. */
static bool wait_ready(struct pipe_engine *p, int fd, short events, double end)
{
    for (;;) {
        struct pollfd pfd = {fd, events, 0};
        double left = end - now();
        int n = poll(&pfd, 1, left > 0 ? (int)(left * 1000) + 1 : 0);

        if (n > 0) {
            return true;
        }
        if (n == 0) {
            return fail(p, PIPE_HUNG, "no answer within the deadline");
        }
        if (errno != EINTR) {
            return fail(p, PIPE_CRASHED, "poll failed");
        }
    }
}

static bool send_all(struct pipe_engine *p, const char *data, size_t len, double end)
{
    while (len > 0) {
        ssize_t n = write(p->to, data, len);

        if (n > 0) {
            data += n;
            len -= (size_t)n;
        } else if (errno == EAGAIN) {
            if (!wait_ready(p, p->to, POLLOUT, end)) {
                return false;
            }
        } else if (errno != EINTR) {
            return fail(p, PIPE_CRASHED, "it closed its input");
        }
    }
    return true;
}

/* Reads what there is; false at the end of the stream. */
static bool fill(struct pipe_engine *p)
{
    ssize_t n;

    if (p->room - p->len < 4096) {
        size_t room = p->room == 0 ? 65536 : p->room * 2;
        char *more = room > LINE_MAX_BYTES ? NULL : realloc(p->buffer, room);

        if (more == NULL) {
            return fail(p, PIPE_GARBLED, "an answer of more than 64 MiB");
        }
        p->buffer = more;
        p->room = room;
    }
    n = read(p->from, p->buffer + p->len, p->room - p->len);
    if (n > 0) {
        p->len += (size_t)n;
    }
    if (n == 0) {
        return fail(p, PIPE_CRASHED, "it ended");
    }
    return n > 0 || errno == EAGAIN || errno == EINTR ||
           fail(p, PIPE_CRASHED, "its output cannot be read");
}

/* Waits for one line and takes it; whatever stands behind it is one answer too many. */
static bool receive_line(struct pipe_engine *p, struct arena *a, struct slice *line,
                         double end)
{
    const char *newline;

    while ((newline = p->len == 0 ? NULL : memchr(p->buffer, '\n', p->len)) == NULL) {
        if (!wait_ready(p, p->from, POLLIN, end) || !fill(p)) {
            return false;
        }
    }
    line->len = (size_t)(newline - p->buffer);
    line->p = arena_text(a, p->buffer, line->len);
    if (line->len + 1 != p->len) {
        return fail_check(p, CHECK_ONE_ANSWER, "more than one answer to one request");
    }
    p->len = 0;
    return true;
}

/* Did the adapter say something that nobody asked for? */
bool pipe_silent(struct pipe_engine *p, double seconds)
{
    struct pollfd pfd = {p->from, POLLIN, 0};

    if (p->fate != PIPE_ALIVE || poll(&pfd, 1, (int)(seconds * 1000)) <= 0) {
        return p->fate == PIPE_ALIVE;
    }
    if (!fill(p)) {
        return false;
    }
    return p->len == 0 ||
           fail_check(
               p, CHECK_ONE_ANSWER,
               arena_printf(&p->arena, "an answer that nobody asked for: %.*s",
                            (int)strcspn(arena_text(&p->arena, p->buffer, p->len), "\n"),
                            p->buffer));
}

static bool ask(struct pipe_engine *p, struct arena *a, const char *request,
                struct slice *answer, double factor)
{
    double end = now() + p->timeout * factor;
    size_t len = strlen(request);
    char *line = arena_text(a, request, len + 1);
    bool ok;

    line[len] = '\n';
    ok = pipe_silent(p, 0) && send_all(p, line, len + 1, end) &&
         receive_line(p, a, answer, end);
    /* How much it holds is another number in every run, and no part of a case. */
    if (p->recorder != NULL && strcmp(request, "mem") != 0) {
        recorder_add(p->recorder, request, ok ? answer : NULL);
    }
    return ok;
}

bool pipe_ask(struct pipe_engine *p, struct arena *a, const char *request,
              struct slice *answer)
{
    bool hello = strncmp(request, "hello", 5) == 0;

    return ask(p, a, request, answer, hello ? HELLO_FACTOR : p->hello.slow);
}

void pipe_record(struct pipe_engine *p, struct recorder *recorder)
{
    p->recorder = recorder;
    if (recorder != NULL) {
        recorder_add(recorder, p->hello_request, &p->hello_answer);
    }
}

static bool perform(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct pipe_engine *p = (struct pipe_engine *)engine;
    enum op_result result;
    struct slice line;

    if (!ask(p, a, call_format(a, call), &line, p->hello.slow)) {
        return false;
    }
    result = call->op->id == OP_INCOMING_DRIP ? drip_result(a, call) : call->op->result;
    p->why = answer_parse(a, line, result, answer);
    return p->why == NULL || fail(p, PIPE_GARBLED, p->why);
}

static bool reset(struct engine *engine)
{
    struct pipe_engine *p = (struct pipe_engine *)engine;
    struct arena a = {NULL};
    struct slice line = {"", 0};
    bool ok = ask(p, &a, "reset", &line, p->hello.slow);

    if (ok && !slice_is(line, "ok 0")) {
        ok = line.len > 3 && memcmp(line.p, "ok ", 3) == 0
                 ? fail_check(p, CHECK_RESET, "objects are alive after reset")
                 : fail(p, PIPE_GARBLED, "reset was not answered by `ok 0`");
    }
    arena_free(&a);
    return ok;
}

/* Takes one word of the answer to hello. */
static void take_hello(struct pipe_engine *p, struct slice word)
{
    static const char *const names[] = {"impl=", "lib=", "caps=", "slow="};
    const char **places[] = {&p->hello.impl, &p->hello.lib, &p->hello.caps, NULL};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);

        if (word.len > len && memcmp(word.p, names[i], len) == 0) {
            char *text = arena_text(&p->arena, word.p + len, word.len - len);

            if (places[i] != NULL) {
                *places[i] = text;
            } else {
                p->hello.slow = strtod(text, NULL);
            }
        }
    }
}

static bool say_hello(struct pipe_engine *p, const char *world)
{
    struct slice line = {"", 0}, word;
    char *request = arena_printf(&p->arena, "hello 1 world=%s",
                                 format_text(&p->arena, world, strlen(world)));

    p->hello_request = request;
    if (!ask(p, &p->arena, request, &line, HELLO_FACTOR)) {
        return false;
    }
    p->hello_answer = line;
    if (!next_word(&line, &word) || !slice_is(word, "ok") || !next_word(&line, &word) ||
        !slice_is(word, "proto=1.0")) {
        return fail(p, PIPE_GARBLED, "hello was not answered by `ok proto=1.0`");
    }
    while (next_word(&line, &word)) {
        take_hello(p, word);
    }
    p->hello.slow = p->hello.slow >= 1 ? p->hello.slow : 1;
    return true;
}

/* Starts the command with its standard streams on our pipes. */
static bool spawn(struct pipe_engine *p, const char *command)
{
    char *line = arena_printf(&p->arena, "exec %s", command);
    int in[2], out[2];

    p->evidence = memfd_create("stderr", MFD_CLOEXEC);
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 || p->evidence < 0) {
        return fail(p, PIPE_CRASHED, "no pipe for it");
    }
    p->to = in[1];
    p->from = out[0];
    fcntl(p->to, F_SETFL, O_NONBLOCK);
    fcntl(p->from, F_SETFL, O_NONBLOCK);
    p->pid = spawn_shell(line, &(struct spawn_streams){in[0], out[1], p->evidence});
    close(in[0]);
    close(out[1]);
    return p->pid > 0 || fail(p, PIPE_CRASHED, "it cannot be started");
}

struct pipe_engine *pipe_start(const char *command, double timeout)
{
    struct pipe_engine *p = calloc(1, sizeof *p);

    if (p == NULL) {
        fputs("out of memory\n", stderr);
        exit(99);
    }
    p->engine = (struct engine){perform, reset};
    p->hello = (struct pipe_hello){"?", "?", "", 1};
    p->pid = p->to = p->from = p->evidence = -1;
    p->timeout = timeout;
    spawn(p, command);
    return p;
}

struct pipe_engine *pipe_open(const char *command, const char *world, double timeout)
{
    struct pipe_engine *p = pipe_start(command, timeout);

    if (p->fate == PIPE_ALIVE) {
        say_hello(p, world);
    }
    return p;
}

/* Closes a pipe once. */
static void close_end(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}

bool pipe_left(struct pipe_engine *p)
{
    close_end(&p->to);
    return wait_for(p, BYE_SECONDS) && p->pid < 0 && WIFEXITED(p->wait_status) &&
           WEXITSTATUS(p->wait_status) == 0;
}

void pipe_close(struct pipe_engine *p)
{
    if (p == NULL) {
        return;
    }
    if (p->fate == PIPE_ALIVE && p->to >= 0) {
        struct arena a = {NULL};
        struct slice line;

        ask(p, &a, "bye", &line, 1);
        arena_free(&a);
    }
    close_end(&p->to);
    if (!wait_for(p, BYE_SECONDS)) {
        kill_group(p);
    }
    close_end(&p->from);
    close_end(&p->evidence);
    free(p->buffer);
    arena_free(&p->arena);
    free(p);
}

struct engine *pipe_engine(struct pipe_engine *p)
{
    return &p->engine;
}

const struct pipe_hello *pipe_hello(const struct pipe_engine *p)
{
    return &p->hello;
}

enum pipe_fate pipe_fate(const struct pipe_engine *p)
{
    return p->fate;
}

const char *pipe_check(const struct pipe_engine *p)
{
    return p->check;
}

char *pipe_why(const struct pipe_engine *p, struct arena *a)
{
    if (p->fate == PIPE_ALIVE) {
        return arena_printf(a, "nothing");
    }
    if (p->fate != PIPE_CRASHED) {
        return arena_printf(a, "%s", p->why);
    }
    if (WIFSIGNALED(p->wait_status)) {
        return arena_printf(a, "%s, by signal %d", p->why, WTERMSIG(p->wait_status));
    }
    return arena_printf(a, "%s, with exit status %d", p->why,
                        WEXITSTATUS(p->wait_status));
}

char *pipe_stderr(const struct pipe_engine *p, struct arena *a)
{
    char *text = arena_alloc(a, EVIDENCE_MAX + 1);
    off_t limit = (off_t)EVIDENCE_MAX, from;
    struct stat st;

    if (p->evidence < 0 || fstat(p->evidence, &st) != 0) {
        return text;
    }
    from = st.st_size > limit ? st.st_size - limit : 0;
    if (pread(p->evidence, text, EVIDENCE_MAX, from) < 0) {
        text[0] = '\0';
    }
    return text;
}
