/* SPDX-License-Identifier: Apache-2.0
 *
 * arena.h: memory that is freed all at once, for scenarios, traces and everything else
 * that lives as long as one case.
 */
#ifndef SCENARIO_ARENA_H
#define SCENARIO_ARENA_H

#include <stddef.h>

struct arena_block;

/* All zero is an empty arena. */
struct arena {
    struct arena_block *block;
};

/* Give memory until arena_free; zeroed, aligned for anything. They never return NULL:
 * when the system has no memory the program ends with a message (harness fault, exit 99).
 */
void *arena_alloc(struct arena *a, size_t size);
void *arena_copy(struct arena *a, const void *data, size_t size);
char *arena_text(struct arena *a, const char *text, size_t len);
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

/* arena_grow returns room for `count` + 1 items where `items` holds `count`, moving them
 * to twice the room whenever `count` is 0 or a power of two. */
void *arena_grow(struct arena *a, void *items, size_t count, size_t item_size);

/* arena_join gives all memory of `from` to `a`. */
void arena_join(struct arena *a, struct arena *from);

void arena_free(struct arena *a);

#endif
