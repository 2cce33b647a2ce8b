/* SPDX-License-Identifier: Apache-2.0
 *
 * twin.c: every answer of two traces, every state of a BIO and every byte put out, compared.
 *
 * Both engines are asked the same, draw the same randomness and see the same time, over the
 * same libssl. So what differs is libmembio's or CPython's, and a finding, unless a row of
 * excuse.c knows it. What a row excuses is one answer: the bytes must still be the same, and
 * all that follows, unless the row says that nothing is alike any more.
 */
#include "twin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/engine_cpython.h"
#include "scenario/world_rand.h"

/* The longest read, in bytes. */
#define READ_MAX ((int64_t)1 << 20)

static struct engine *twin;
static const char *capabilities;
static unsigned identical, excused;

static void tell_row(const char *entry, const char *what, unsigned uses)
{
    printf("fuzz_%s: %6u x %s: %s\n", target.name, uses, entry, what);
}

/* What was played, and what each row was good for. */
static void tell(void)
{
    struct arena words = {NULL};

    if (identical + excused == 0) {
        engine_cpython_free(twin);
        return;
    }
    printf("fuzz_%s: %u byte for byte, %u but for what is excused\n", target.name,
           identical, excused);
    for (const struct remedy *r = engine_cpython_remedies; r->name != NULL; r++) {
        tell_row(r->entry, r->text, engine_cpython_remedied(twin, r));
    }
    for (const struct excuse *e = excuse_all(); e->entry != NULL; e++) {
        tell_row(e->entry,
                 arena_printf(&words, "%s = %s, not %s", e->request, e->theirs, e->ours),
                 e->uses);
    }
    arena_free(&words);
    engine_cpython_free(twin);
}

static const char *caps_of(const char *hello)
{
    const char *caps = strstr(hello, " caps=");

    return caps == NULL ? "" : caps + strlen(" caps=");
}

void twin_starts(const char *world)
{
    twin = engine_cpython_new(world, world_rand_swap);
    if (twin == NULL) {
        exit(99);
    }
    capabilities = caps_of(engine_cpython_hello(twin));
    atexit(tell);
}

bool twin_admits(struct call *call)
{
    const char *capability = call->op->capability;

    /* CPython makes room for as much as it is asked for. More than an int is refused. */
    if (call->op->id == OP_READ && call->arg[0].num > READ_MAX &&
        call->arg[0].num <= INT32_MAX) {
        call->arg[0].num = READ_MAX;
    }
    return capability == NULL || (list_has(capabilities, capability) &&
                                  list_has(caps_of(engine_membio_hello()), capability));
}

/* What an answer says, without the implementation's own words. */
static const char *said(struct arena *a, const struct answer *answer)
{
    struct answer bare = *answer;

    bare.field[FIELD_NATIVE] = NULL;
    return answer_format(a, &bare);
}

static bool same_bios(const struct observation *a, const struct observation *b)
{
    for (int who = 0; who < ENDPOINTS; who++) {
        for (int i = 0; i < BIOS; i++) {
            if (a->bio[who][i].pending != b->bio[who][i].pending ||
                a->bio[who][i].eof != b->bio[who][i].eof) {
                return false;
            }
        }
    }
    return true;
}

static bool same_sent(const struct sent *a, const struct sent *b)
{
    return a->bytes == b->bytes && a->digest == b->digest;
}

/* The bytes: those that wait in the four BIOs, those that were put out, those that came. */
static bool same_bytes(const struct observation *a, const struct observation *b)
{
    return same_bios(a, b) && same_sent(&a->sent[CLIENT], &b->sent[CLIENT]) &&
           same_sent(&a->sent[SERVER], &b->sent[SERVER]) &&
           a->carried_len == b->carried_len &&
           (a->carried_len == 0 || memcmp(a->carried, b->carried, a->carried_len) == 0);
}

static bool object(struct inquiry *q, size_t at, const char *detail)
{
    q->at = at;
    q->detail = detail;
    return false;
}

/* One observation of each. *ends: the rest is not alike. */
static bool alike(struct inquiry *q, const struct trace *other, size_t at, bool *odd,
                  bool *ends)
{
    const struct observation *ours = &q->trace->list[at], *theirs = &other->list[at];
    const char *we = said(q->a, &ours->answer), *they = said(q->a, &theirs->answer);
    bool same = strcmp(we, they) == 0, same_wire = same_bytes(ours, theirs);
    struct excuse *excuse = NULL;

    if (same && same_wire) {
        return true;
    }
    excuse = excuse_find(q->trace, at, they, we);
    if (excuse == NULL || (!excuse->ends && (same || !same_wire))) {
        return object(q, at,
                      arena_printf(q->a, "CPython: %s%s", they,
                                   same_wire ? "" : ", and other bytes were put out"));
    }
    excuse->uses++;
    *odd = true;
    *ends = excuse->ends;
    return true;
}

bool twin_agrees(struct inquiry *q)
{
    const struct trace *ours = q->trace;
    struct trace theirs;
    bool odd = false, ends = false;

    engine_cpython_share(twin, engine_membio_may_share(q->scenario));
    target_run_on(twin, q->a, q->scenario, &theirs);
    if (theirs.end == TRACE_LOST) {
        return object(q, theirs.count, "CPython is gone");
    }
    for (size_t i = 0; i < ours->count && i < theirs.count && !ends; i++) {
        if (!alike(q, &theirs, i, &odd, &ends)) {
            return false;
        }
    }
    if (!ends && (ours->count != theirs.count || ours->end != theirs.end)) {
        return object(q, ours->count, "CPython went on, or no further");
    }
    identical += !odd;
    excused += odd;
    return true;
}
