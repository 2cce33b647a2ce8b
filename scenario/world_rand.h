/* SPDX-License-Identifier: Apache-2.0
 *
 * world_rand.h: randomness that is the same every time.
 */
#ifndef SCENARIO_WORLD_RAND_H
#define SCENARIO_WORLD_RAND_H

#include <stdbool.h>
#include <stdint.h>

/* world_rand_install makes OpenSSL's default context draw from our stream; once, before
 * any other use of OpenSSL. False when this OpenSSL refuses. */
bool world_rand_install(void);

/* world_rand_seed starts the calling thread's stream anew. */
void world_rand_seed(uint64_t seed);

/* world_rand_swap goes on in another stream, and returns where this one stands. */
uint64_t world_rand_swap(uint64_t other);

#endif
