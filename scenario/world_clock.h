/* SPDX-License-Identifier: Apache-2.0
 *
 * world_clock.h: a clock that stands still. A program that asks whether it does has it: the
 * linker takes an object of a library only when something in it is wanted.
 */
#ifndef SCENARIO_WORLD_CLOCK_H
#define SCENARIO_WORLD_CLOCK_H

#include <stdbool.h>
#include <time.h>

/* world_clock_stands says whether time() is ours in this program. */
bool world_clock_stands(void);

#endif
