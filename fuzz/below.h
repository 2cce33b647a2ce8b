/* SPDX-License-Identifier: Apache-2.0
 *
 * below.h: what the oracles see of OpenSSL below libmembio. No other file of fuzz/ knows it.
 */
#ifndef FUZZ_BELOW_H
#define FUZZ_BELOW_H

#include <stdbool.h>

/* below_install counts from now on how many blocks OpenSSL's allocator has given and not
 * taken back, which is libmembio's, too; before any other use of OpenSSL. */
void below_install(void);
long below_live(void);

/* below_fail_at lets the n-th allocation from now fail, once; 0 none. It returns what is left of
 * the last n. */
long below_fail_at(long n);

/* below_litter leaves an error in the queue, as other code of a program would. below_littered
 * says whether there is one, below_clean takes all away. */
void below_litter(void);
bool below_littered(void);
void below_clean(void);

#endif
