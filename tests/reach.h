/* SPDX-License-Identifier: Apache-2.0
 *
 * reach.h: which public functions a program called, against the symbol map.
 */
#ifndef TESTS_REACH_H
#define TESTS_REACH_H

#include <stdbool.h>

/* REACH notes that a public function is called; it stands for the function. */
#define REACH(function) (reach_note(#function), function)

void reach_note(const char *function);

/* reached_all compares what was noted with lib/libmembio.map of $top_srcdir, prints what
 * differs as TAP comments, and is true when nothing does. */
bool reached_all(void);

#endif
