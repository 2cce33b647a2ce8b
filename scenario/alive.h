/* SPDX-License-Identifier: Apache-2.0
 *
 * alive.h: what no TLS may do, at any level of comparison, whatever the case says.
 */
#ifndef SCENARIO_ALIVE_H
#define SCENARIO_ALIVE_H

#include "compare.h"

/* check_alive finds the first call that delivers what nobody wrote, delivers anything after a
 * certificate was refused, or puts plaintext onto the wire. */
void check_alive(struct arena *a, const struct trace *trace, struct difference *d);

#endif
