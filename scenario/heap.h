/* SPDX-License-Identifier: Apache-2.0
 *
 * heap.h: how many bytes this process has allocated and not freed.
 */
#ifndef SCENARIO_HEAP_H
#define SCENARIO_HEAP_H

#include <stdint.h>

/* heap_bytes returns the live bytes of malloc; -1 where nobody counts them. */
int64_t heap_bytes(void);

#endif
