/* SPDX-License-Identifier: Apache-2.0
 *
 * everything_say.h: how the files of everything make calls and note what they gave.
 */
#ifndef TESTS_EVERYTHING_SAY_H
#define TESTS_EVERYTHING_SAY_H

#include "everything.h"
#include "reach.h"

void add_line(struct log *log, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void said(struct log *log, const char *call, mbio_status status);
void told(struct log *log, const char *call, long long value);

/* DO makes a call whose last argument is the error. TELL makes one without, and notes what
 * it gives as a number; of a pointer only whether it is one. MAKE notes nothing. */
#define DO(call, ...)                                                                    \
    do {                                                                                 \
        log->before(log->kind);                                                          \
        said(log, #call, REACH(call)(__VA_ARGS__, &log->err));                           \
    } while (0)
#define TELL(call, ...)                                                                  \
    do {                                                                                 \
        log->before(log->kind);                                                          \
        told(log, #call, (long long)REACH(call)(__VA_ARGS__));                           \
    } while (0)
#define TELL_IF(call, ...)                                                               \
    do {                                                                                 \
        log->before(log->kind);                                                          \
        told(log, #call, REACH(call)(__VA_ARGS__) != NULL);                              \
    } while (0)
#define MAKE(call, ...)                                                                  \
    do {                                                                                 \
        log->before(log->kind);                                                          \
        REACH(call)(__VA_ARGS__);                                                        \
        told(log, #call, 0);                                                             \
    } while (0)

/* everything_ctx.c: makes a context of this protocol and sets it up. */
void use_context(struct log *log, mbio_protocol protocol, mbio_ctx **ctx);
/* The other ways to make one. */
void use_contexts(struct log *log);

#endif
