/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_cpython.h: the ssl module of a Python that is part of this process, as an engine. It
 * makes the calls of the conformance adapter for CPython, over the same libssl as libmembio.
 */
#ifndef SCENARIO_ENGINE_CPYTHON_H
#define SCENARIO_ENGINE_CPYTHON_H

#include "engine.h"

/* engine_cpython_new starts Python; one per process. `world` is the folder of the test
 * certificates in the source tree, by which the adapter is found. `swap` is that of
 * engine_membio_repeat: the same calls draw the same randomness on both engines. NULL, with
 * a line on stderr, where Python does not start or has another libssl. */
struct engine *engine_cpython_new(const char *world, uint64_t (*swap)(uint64_t stream));
void engine_cpython_free(struct engine *engine);

/* engine_cpython_share is engine_membio_share. */
void engine_cpython_share(struct engine *engine, bool shares);

/* engine_cpython_hello returns what the adapter says of itself. */
const char *engine_cpython_hello(struct engine *engine);

/* What Python is spared, so that it shows more than its known bugs. _remedied tells how often;
 * NULL for the name ends the list. */
struct remedy {
    const char *name;  /* in engine_cpython.py */
    const char *entry; /* where it is known from */
    const char *text;
};
extern const struct remedy engine_cpython_remedies[];
unsigned engine_cpython_remedied(struct engine *engine, const struct remedy *remedy);

#endif
