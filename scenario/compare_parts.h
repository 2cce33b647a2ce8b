/* SPDX-License-Identifier: Apache-2.0
 *
 * compare_parts.h: how a difference is said; for compare*.c only.
 */
#ifndef SCENARIO_COMPARE_PARTS_H
#define SCENARIO_COMPARE_PARTS_H

#include "compare.h"
#include "flow.h"

/* outcome is the status with its value, as people read it. */
const char *outcome(struct arena *a, const struct answer *answer);

void differ(struct difference *d, size_t at, const char *want, const char *got);

#endif
