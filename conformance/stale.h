/* SPDX-License-Identifier: Apache-2.0
 *
 * stale.h: deviation entries that are no longer true. Each counts as failed.
 */
#ifndef CONFORMANCE_STALE_H
#define CONFORMANCE_STALE_H

#include "result.h"

/* stale_find adds the entries, and the patterns of entries, that name no case of the suite:
 * before cases are selected. It also says which are past their review date, which fails
 * nothing. */
void stale_find(struct arena *a, struct report *report);

/* stale_find_unused adds the entries that apply, whose cases were all played, and that fit none
 * of them: after the run. */
void stale_find_unused(struct arena *a, struct report *report);

#endif
