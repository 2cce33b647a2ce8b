/* SPDX-License-Identifier: Apache-2.0
 *
 * drip.h: `incoming.drip`, many calls for one request, made of single ones.
 */
#ifndef SCENARIO_DRIP_H
#define SCENARIO_DRIP_H

#include "engine.h"

/* drip_perform makes the calls of an `incoming.drip` one by one: what an engine does that
 * knows no better. False when the engine is gone. */
bool drip_perform(struct engine *engine, struct arena *a, const struct call *drip,
                  struct answer *answer);

/* drip_result is the kind of value that its answer has: that of the call it makes. */
enum op_result drip_result(struct arena *a, const struct call *drip);

#endif
