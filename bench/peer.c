/* SPDX-License-Identifier: Apache-2.0
 *
 * peer.c: a process at the other end of two pipes.
 */
#include "peer.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

struct peer {
    FILE *to, *from;
    pid_t pid;
};

static void become(const char *command, int in, int out)
{
    signal(SIGPIPE, SIG_DFL);
    if (dup2(in, 0) == 0 && dup2(out, 1) == 1) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    }
    _exit(127);
}

struct peer *peer_start(const char *command)
{
    struct peer *peer;
    int in[2], out[2];

    if (command == NULL) {
        return NULL;
    }
    signal(SIGPIPE, SIG_IGN); /* one that has ended is told of by its answer */
    peer = calloc(1, sizeof *peer);
    if (peer == NULL || pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
        bench_fail("no pipes for a peer");
    }
    peer->pid = fork();
    if (peer->pid == 0) {
        become(command, in[0], out[1]);
    }
    close(in[0]);
    close(out[1]);
    peer->to = fdopen(in[1], "w");
    peer->from = fdopen(out[0], "r");
    if (peer->pid < 0 || peer->to == NULL || peer->from == NULL) {
        bench_fail("a peer cannot be started");
    }
    return peer;
}

double peer_measure(struct peer *peer, const char *name)
{
    double ns;

    if (peer == NULL) {
        return 0;
    }
    if (fprintf(peer->to, "%s\n", name) < 0 || fflush(peer->to) != 0 ||
        fscanf(peer->from, "%lf", &ns) != 1) {
        bench_fail("a peer does not answer");
    }
    return ns;
}

void peer_end(struct peer *peer)
{
    if (peer == NULL) {
        return;
    }
    fclose(peer->to);
    fclose(peer->from);
    waitpid(peer->pid, NULL, 0);
    free(peer);
}
