/* SPDX-License-Identifier: Apache-2.0
 *
 * level.h: how much of a trace is compared.
 */
#ifndef SCENARIO_LEVEL_H
#define SCENARIO_LEVEL_H

#include "text.h"

enum level {
    LEVEL_ALIVE,
    LEVEL_STREAM,
    LEVEL_SIGNAL,
    LEVEL_CONTRACT,
    LEVEL_WIRE,
    LEVELS
};

const char *level_name(enum level level);
bool level_by_name(struct slice name, enum level *level);

#endif
