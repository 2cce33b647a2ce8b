/* SPDX-License-Identifier: Apache-2.0
 *
 * fault.c: see fault.h.
 *
 *     struct head | the block, aligned as malloc does
 *
 * All living blocks are in one ring, so that a leak has a place in the source; and a leak
 * of OpenSSL's stays reachable for the leak sanitizer. One thread.
 */
#include "fault.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>

/* The most blocks that fault_list prints. */
#define LIST_MAX 20

struct head {
    alignas(max_align_t) struct head *next;
    struct head *prev;
    size_t serial, size;
    const char *file;
    int line;
};

static struct head ring = {.next = &ring, .prev = &ring};
static size_t live, serial;

/* The plan: allocations to go until the next failure, 0 for none; the step after it. */
static size_t to_go, step, fired;
/* Who decides instead, and how often it was asked. */
static bool (*decides)(size_t n);
static size_t asked;
/* Where the first one was. */
static const char *place;
static int place_line;

static bool fails(const char *file, int line)
{
    if (decides != NULL) {
        if (!decides(++asked)) {
            return false;
        }
        decides = NULL;
        to_go = 1;
    }
    if (to_go == 0 || --to_go > 0) {
        return false;
    }
    to_go = step;
    if (fired++ == 0) {
        place = file;
        place_line = line;
    }
    return true;
}

/* The slots of OpenSSL's error queue keep their texts for reuse: no leak, not counted. */
static bool of_queue(const struct head *h)
{
    return h->file != NULL && strstr(h->file, "crypto/err/") != NULL;
}

static void link_in(struct head *h)
{
    h->next = &ring;
    h->prev = ring.prev;
    ring.prev->next = h;
    ring.prev = h;
    live += !of_queue(h);
}

static void link_out(struct head *h)
{
    h->next->prev = h->prev;
    h->prev->next = h->next;
    live -= !of_queue(h);
}

static void fault_free(void *block, const char *file, int line)
{
    (void)file;
    (void)line;
    if (block != NULL) {
        struct head *h = (struct head *)block - 1;

        link_out(h);
        free(h);
    }
}

static void *fault_malloc(size_t size, const char *file, int line)
{
    struct head *h;

    if (fails(file, line)) {
        return NULL;
    }
    h = malloc(sizeof *h + size);
    if (h == NULL) {
        return NULL;
    }
    h->serial = ++serial;
    h->size = size;
    h->file = file;
    h->line = line;
    link_in(h);
    return h + 1;
}

static void *fault_realloc(void *block, size_t size, const char *file, int line)
{
    struct head *h, *moved;

    if (block == NULL) {
        return fault_malloc(size, file, line);
    }
    if (size == 0) {
        fault_free(block, file, line);
        return NULL;
    }
    if (fails(file, line)) {
        return NULL;
    }
    h = (struct head *)block - 1;
    link_out(h);
    moved = realloc(h, sizeof *h + size);
    if (moved == NULL) {
        link_in(h);
        return NULL;
    }
    moved->size = size;
    link_in(moved);
    return moved + 1;
}

void fault_install(void)
{
    if (CRYPTO_set_mem_functions(fault_malloc, fault_realloc, fault_free) != 1) {
        fprintf(stderr, "fault_install: too late\n");
        exit(99);
    }
}

void fault_arm(size_t n, size_t every)
{
    to_go = n;
    step = every;
    fired = 0;
    place = NULL;
    place_line = 0;
    decides = NULL;
}

void fault_ask(bool (*function)(size_t n), size_t every)
{
    fault_arm(0, every);
    decides = function;
    asked = 0;
}

size_t fault_disarm(void)
{
    to_go = 0;
    decides = NULL;
    return fired;
}

size_t fault_fired(void)
{
    return fired;
}

const char *fault_place(int *line)
{
    *line = place_line;
    return place == NULL ? "?" : place;
}

size_t fault_live(void)
{
    return live;
}

size_t fault_serial(void)
{
    return serial;
}

void fault_list(size_t first, size_t last)
{
    int count = 0;

    for (struct head *h = ring.next; h != &ring && count < LIST_MAX; h = h->next) {
        if (h->serial >= first && h->serial <= last && !of_queue(h)) {
            printf("#   %zu bytes from %s:%d\n", h->size, h->file, h->line);
            count++;
        }
    }
}
