/* SPDX-License-Identifier: Apache-2.0
 *
 * pipe.h: an engine that is an adapter at the other end of two pipes (doc/protocol.md).
 */
#ifndef CONFORMANCE_PIPE_H
#define CONFORMANCE_PIPE_H

#include "recorder.h"
#include "scenario/engine.h"

/* What became of an adapter. Everything but PIPE_ALIVE is final. */
enum pipe_fate {
    PIPE_ALIVE,
    PIPE_CRASHED, /* it ended, or closed its output */
    PIPE_HUNG,    /* no answer within the deadline */
    PIPE_GARBLED  /* an answer that is not well-formed, or one too many */
};

struct pipe_engine;

/* What `hello` answered. The texts belong to the engine. */
struct pipe_hello {
    const char *impl, *lib; /* "cpython/3.13.0", "OpenSSL_3.0.19"; never NULL */
    const char *caps;       /* joined by commas */
    double slow;            /* factor of the deadlines, from 1 */
};

/* pipe_open starts `command` by the shell and says hello. It gives an engine also when
 * that fails: see its fate. `timeout` is the deadline of one request in seconds. */
struct pipe_engine *pipe_open(const char *command, const char *world, double timeout);

/* pipe_start starts it and says nothing. pipe_left closes its input, and says whether it
 * then leaves by itself within a second, with exit status 0. */
struct pipe_engine *pipe_start(const char *command, double timeout);
bool pipe_left(struct pipe_engine *pipe);

/* pipe_close says bye, waits a second, kills, and frees. */
void pipe_close(struct pipe_engine *pipe);

struct engine *pipe_engine(struct pipe_engine *pipe);
const struct pipe_hello *pipe_hello(const struct pipe_engine *pipe);
enum pipe_fate pipe_fate(const struct pipe_engine *pipe);

/* pipe_ask sends any line and gives the line that answers it; false when the adapter is
 * gone. pipe_silent says whether it has said nothing since; it waits `seconds` for that. */
bool pipe_ask(struct pipe_engine *pipe, struct arena *a, const char *request,
              struct slice *answer);
bool pipe_silent(struct pipe_engine *pipe, double seconds);

/* pipe_check names the check that found it unfit: check.h. */
const char *pipe_check(const struct pipe_engine *pipe);

/* pipe_record keeps what is said from now on, beginning with hello; NULL: no longer. */
void pipe_record(struct pipe_engine *pipe, struct recorder *recorder);

/* pipe_why says what is wrong, with how it ended; pipe_stderr gives the last 4 KiB that
 * the adapter wrote to stderr. The memory is the arena's. */
char *pipe_why(const struct pipe_engine *pipe, struct arena *a);
char *pipe_stderr(const struct pipe_engine *pipe, struct arena *a);

#endif
