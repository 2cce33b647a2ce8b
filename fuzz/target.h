/* SPDX-License-Identifier: Apache-2.0
 *
 * target.h: a fuzz target is a choice: which calls it lets through, what comes before
 * them, and what a trace is held against. The rest is target.c, the same for all.
 */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include "scenario/engine.h"
#include "scenario/scenario.h"
#include "scenario/trace.h"

struct target {
    const char *name;
    /* Lines that are played before what the input says; NULL for none. */
    const char *opening;
    /* What an input may ask for; it may also change a call. */
    bool (*admits)(struct call *call);
    /* Another engine that must give the same trace; NULL: only the invariants hold. */
    struct engine *(*model)(void);
};

/* Defined by each target. */
extern const struct target target;

/* The engines' entry points. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* target_start installs what makes runs repeatable; target_play plays one scenario as an
 * input would, and ends the program with a message when a rule is broken. It returns
 * false when nothing of the scenario was for this target. */
void target_start(void);
bool target_play(struct arena *a, const struct scenario *scenario);

#endif
