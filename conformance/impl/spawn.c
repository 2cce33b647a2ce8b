/* SPDX-License-Identifier: Apache-2.0
 *
 * spawn.c: starting adapters, and ending them all.
 *
 * An adapter must not outlive the runner. When the runner is ended by a signal that it
 * can take, it kills all groups; when it is killed, the kernel kills the adapter itself
 * (PR_SET_PDEATHSIG) and what the adapter had started meets the end of its input.
 */
#include "spawn.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than 64 threads with a few implementations each. */
#define PROGRAMS_MAX 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pid_t programs[PROGRAMS_MAX];

static void replace(pid_t old, pid_t new)
{
    for (int i = 0; i < PROGRAMS_MAX; i++) {
        if (programs[i] == old) {
            programs[i] = new;
            return;
        }
    }
}

/* In the child: only what is safe between fork and exec. */
static void become(const char *command, const struct spawn_streams *streams, pid_t parent)
{
    sigset_t none;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (getppid() != parent || dup2(streams->in, STDIN_FILENO) < 0 ||
        dup2(streams->out, STDOUT_FILENO) < 0 || dup2(streams->err, STDERR_FILENO) < 0) {
        _exit(127);
    }
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

pid_t spawn_shell(const char *command, const struct spawn_streams *streams)
{
    pid_t parent = getpid(), pid;

    pthread_mutex_lock(&lock);
    pid = fork();
    if (pid == 0) {
        become(command, streams, parent);
    }
    if (pid > 0) {
        setpgid(pid, pid); /* whoever is first */
        replace(0, pid);
    }
    pthread_mutex_unlock(&lock);
    return pid;
}

void spawn_forget(pid_t pid)
{
    pthread_mutex_lock(&lock);
    replace(pid, 0);
    pthread_mutex_unlock(&lock);
}

void spawn_kill_all(void)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < PROGRAMS_MAX; i++) {
        if (programs[i] > 0) {
            kill(-programs[i], SIGKILL);
            waitpid(programs[i], NULL, 0); /* not every init does */
        }
    }
    /* Kept: whoever wants to start one now waits until the process has ended. */
}
