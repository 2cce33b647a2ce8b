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

/* end_of tells whose doing an observation is: of a call its endpoint's, of bytes on the wire the
 * sender's; 0 of a pump. */
char end_of(const struct observation *o);

/* level_of_both is what can be asked of both ends: where one claims no more than the stream the
 * calls of the other are no matter, either. level_asked is what can be asked of an
 * observation: both ends have a part in what the wire carries. */
enum level level_of_both(const enum level *level);
enum level level_asked(const enum level *level, const struct observation *o);

void differ(struct difference *d, size_t at, const char *want, const char *got);

#endif
