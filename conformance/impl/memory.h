/* SPDX-License-Identifier: Apache-2.0
 *
 * memory.h: does a case leave bytes behind every time it is played? For adapters with the
 * capability `mem`.
 */
#ifndef CONFORMANCE_MEMORY_H
#define CONFORMANCE_MEMORY_H

#include "pair.h"

/* How many bytes the adapter of each endpoint held last; -1: not known, or it does not tell. */
struct memory {
    int64_t bytes[ENDPOINTS];
};

static const struct memory memory_unknown = {{-1, -1}};

/* memory_now asks for the live bytes; -1 when the adapter does not say. */
int64_t memory_now(struct pipe_engine *pipe);

/* memory_begin asks the adapters that tell and are not known yet. */
void memory_begin(struct memory *memory, const struct pair *pair,
                  const struct impl *impl);

/* memory_step returns by how many bytes at least an adapter, that of *who, grows whenever the
 * case is played; 0 when none does. *last is what they held before the case was played the first
 * time, and becomes what they hold now. */
int64_t memory_step(const struct pair *pair, const struct tcase *tc, bool frozen,
                    struct memory *last, enum endpoint *who);

#endif
