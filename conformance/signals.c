/* SPDX-License-Identifier: Apache-2.0
 *
 * signals.c: waiting for the end by a signal.
 *
 * In a run the signals are blocked in every thread, and one thread takes them by sigwait: there it
 * may lock, unlink and kill like any other code. What an adapter inherits, spawn.c sets
 * right again.
 */
#include "signals.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "conformance/impl/spawn.h"
#include "output.h"

static sigset_t ending;

static void *watch(void *arg)
{
    int number;

    (void)arg;
    if (sigwait(&ending, &number) == 0) {
        spawn_kill_all();
        output_abandon();
        signal(number, SIG_DFL);
        pthread_sigmask(SIG_UNBLOCK, &ending, NULL);
        kill(getpid(), number);
        pause();
    }
    return NULL;
}

/* One that whoever started us wants ignored (nohup) stays ignored. */
static void add_unless_ignored(int number)
{
    struct sigaction now;

    if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_IGN) {
        sigaddset(&ending, number);
    }
}

static void block_ending(void)
{
    sigemptyset(&ending);
    add_unless_ignored(SIGHUP);
    add_unless_ignored(SIGINT);
    add_unless_ignored(SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
}

void signals_hold(void)
{
    block_ending();
}

bool signals_came(void)
{
    sigset_t pending;

    sigpending(&pending);
    return sigismember(&pending, SIGHUP) == 1 || sigismember(&pending, SIGINT) == 1 ||
           sigismember(&pending, SIGTERM) == 1;
}

void signals_let_go(void)
{
    pthread_sigmask(SIG_UNBLOCK, &ending, NULL);
}

bool signals_watch(void)
{
    pthread_t thread;

    block_ending();
    if (pthread_create(&thread, NULL, watch, NULL) != 0) {
        pthread_sigmask(SIG_UNBLOCK, &ending, NULL);
        return false;
    }
    pthread_detach(thread);
    return true;
}
