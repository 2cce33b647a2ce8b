/* SPDX-License-Identifier: Apache-2.0
 *
 * spawn.h: starting adapters, and ending them all.
 */
#ifndef CONFORMANCE_SPAWN_H
#define CONFORMANCE_SPAWN_H

#include <sys/types.h>

/* The standard streams of a program to start. */
struct spawn_streams {
    int in, out, err;
};

/* spawn_shell starts a command by the shell, in a process group of its own, which the
 * kernel kills when the thread that started it ends, however it ends. -1: it cannot. */
pid_t spawn_shell(const char *command, const struct spawn_streams *streams);

/* spawn_forget is to be called once the program has been waited for. */
void spawn_forget(pid_t pid);

/* spawn_kill_all kills whatever was started and not yet forgotten, and lets nothing more
 * be started. */
void spawn_kill_all(void);

#endif
