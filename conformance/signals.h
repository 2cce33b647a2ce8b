/* SPDX-License-Identifier: Apache-2.0
 *
 * signals.h: the end by a signal leaves no adapter and no partial file.
 */
#ifndef CONFORMANCE_SIGNALS_H
#define CONFORMANCE_SIGNALS_H

#include <stdbool.h>

/* signals_watch waits, in a thread of its own, for the signals that end a program. To be
 * called once, before there are other threads. False when there is no such thread: then
 * the signals end the program as ever. */
bool signals_watch(void);

/* For who has something to finish first: signals_hold keeps them back, signals_came says whether
 * one is waiting, signals_let_go lets it end the program. */
void signals_hold(void);
bool signals_came(void);
void signals_let_go(void);

#endif
