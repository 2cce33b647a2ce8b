/* SPDX-License-Identifier: Apache-2.0
 *
 * level.c: the names of levels.
 */
#include "level.h"

static const char *const level_names[LEVELS] = {"alive", "stream", "signal", "contract",
                                                "wire"};

const char *level_name(enum level level)
{
    return level_names[level];
}

bool level_by_name(struct slice name, enum level *level)
{
    for (int i = 0; i < LEVELS; i++) {
        if (slice_is(name, level_names[i])) {
            *level = (enum level)i;
            return true;
        }
    }
    return false;
}
