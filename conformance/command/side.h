/* SPDX-License-Identifier: Apache-2.0
 *
 * side.h: the traces of several implementations side by side, on a screen of 80 columns.
 */
#ifndef CONFORMANCE_SIDE_H
#define CONFORMANCE_SIDE_H

#include "conformance/result.h"

/* side_differences counts the calls of a case that do not give the same everywhere; with a
 * verdict that is not everywhere the same, at least one. */
unsigned side_differences(struct arena *a, const struct report *r, size_t tc);

/* side_print writes the calls of a case, one below the other: what is the same everywhere
 * once, what differs beside each other. At most `limit` calls that differ, and only those,
 * unless limit is 0. */
void side_print(struct arena *a, const struct report *r, size_t tc, unsigned limit);

#endif
