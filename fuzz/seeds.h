/* SPDX-License-Identifier: Apache-2.0
 *
 * seeds.h: the scenarios of a corpus as a target would play them, in a process that has played
 * none yet: a recording is made in a child.
 */
#ifndef FUZZ_SEEDS_H
#define FUZZ_SEEDS_H

#include "target.h"

/* What a case says of its end, and what became of it on the target. */
enum stated {
    STATED_NOT,    /* nothing: it is played for what oracles say */
    STATED_PARTLY, /* the target leaves steps out, or plays others: it is another scenario */
    STATED_REACHED,
    STATED_MISSED
};

struct seed {
    const char *name;
    enum stated stated;
    const char *why;          /* missed: what is otherwise */
    struct scenario scenario; /* what is played */
    struct scenario whole;    /* and what that was narrowed from */
};

struct seeds {
    struct seed *list;
    size_t count;
};

/* A file to be written by the child, and read by its parent. */
struct seed_file;

/* seeds_collect calls `walk` in a child, which is to call seeds_put for each scenario, and takes
 * every `every`th of what was put. False when the child failed, who has said why. */
bool seeds_collect(struct arena *a, struct seeds *seeds, unsigned every,
                   bool (*walk)(struct seed_file *out, void *arg), void *arg);

/* seeds_put adds a case, or an input: then there is no `tc`. `played` is what the target is
 * given of it. */
struct tcase;
void seeds_put(struct seed_file *out, const char *name, const struct tcase *tc,
               const struct scenario *played);

#endif
