/* SPDX-License-Identifier: Apache-2.0
 *
 * arena.c: a list of blocks, filled from the front.
 */
#include "arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The usual size of a block, in bytes; larger requests get a block of their own. */
#define BLOCK_SIZE ((size_t)16384)

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    alignas(max_align_t) unsigned char data[];
};

static struct arena_block *add_block(struct arena *a, size_t size)
{
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct arena_block *b = malloc(sizeof *b + room);

    if (b == NULL) {
        fprintf(stderr, "out of memory for %zu bytes\n", room);
        exit(99);
    }
    b->used = 0;
    b->size = room;
    b->next = a->block;
    a->block = b;
    return b;
}

/* Memory with what was in it. */
static void *take(struct arena *a, size_t size)
{
    size_t align = alignof(max_align_t);
    size_t rounded = (size + align - 1) / align * align;
    struct arena_block *b = a->block;
    void *p;

    if (b == NULL || b->size - b->used < rounded) {
        b = add_block(a, rounded);
    }
    p = b->data + b->used;
    b->used += rounded;
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    return memset(take(a, size), 0, size);
}

void *arena_copy(struct arena *a, const void *data, size_t size)
{
    void *p = take(a, size);

    if (size > 0) {
        memcpy(p, data, size);
    }
    return p;
}

char *arena_text(struct arena *a, const char *text, size_t len)
{
    char *p = take(a, len + 1);

    memcpy(p, text, len);
    p[len] = '\0';
    return p;
}

/* Formats into what is left of the block; only what does not fit is formatted twice. */
char *arena_printf(struct arena *a, const char *format, ...)
{
    struct arena_block *b = a->block;
    size_t room = b == NULL ? 0 : b->size - b->used, size;
    char *p = room == 0 ? NULL : (char *)b->data + b->used;
    va_list args;

    va_start(args, format);
    size = (size_t)vsnprintf(p, room, format, args) + 1;
    va_end(args);
    if (size <= room) {
        return take(a, size);
    }
    p = take(a, size);
    va_start(args, format);
    vsnprintf(p, size, format, args);
    va_end(args);
    return p;
}

void *arena_grow(struct arena *a, void *items, size_t count, size_t item_size)
{
    void *more;

    if (count != 0 && (count & (count - 1)) != 0) {
        return items;
    }
    more = arena_alloc(a, (count == 0 ? 1 : count * 2) * item_size);
    if (count > 0) {
        memcpy(more, items, count * item_size);
    }
    return more;
}

void arena_free(struct arena *a)
{
    struct arena_block *b = a->block;

    while (b != NULL) {
        struct arena_block *next = b->next;

        free(b);
        b = next;
    }
    a->block = NULL;
}

void arena_join(struct arena *a, struct arena *from)
{
    struct arena_block **tail = &a->block;

    while (*tail != NULL) {
        tail = &(*tail)->next;
    }
    *tail = from->block;
    from->block = NULL;
}
