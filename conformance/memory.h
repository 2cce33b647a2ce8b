/* SPDX-License-Identifier: Apache-2.0
 *
 * memory.h: does a case leave bytes behind every time it is played? For adapters with the
 * capability `mem`.
 */
#ifndef CONFORMANCE_MEMORY_H
#define CONFORMANCE_MEMORY_H

#include "run.h"

/* memory_now asks for the live bytes; -1 when the adapter does not say. */
int64_t memory_now(struct pipe_engine *pipe);

/* memory_step returns by how many bytes at least the adapter grows whenever the case is
 * played; 0 when it does not. *last is what memory_now gave before the case was played the first
 * time, and becomes what it gives now. */
int64_t memory_step(struct pipe_engine *pipe, const struct tcase *tc, bool frozen,
                    int64_t *last);

#endif
