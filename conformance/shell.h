/* SPDX-License-Identifier: Apache-2.0
 *
 * shell.h: words for the shell.
 */
#ifndef CONFORMANCE_SHELL_H
#define CONFORMANCE_SHELL_H

#include "scenario/arena.h"

/* shell_word writes a word so that the shell reads it as it is. */
char *shell_word(struct arena *a, const char *word);

#endif
