/* SPDX-License-Identifier: Apache-2.0
 *
 * world_rand.h: randomness that is the same every time.
 */
#ifndef SCENARIO_WORLD_RAND_H
#define SCENARIO_WORLD_RAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* world_rand_install makes OpenSSL's default context draw from our stream; once, before
 * any other use of OpenSSL. False when this OpenSSL refuses. */
bool world_rand_install(void);

bool world_rand_installed(void);

/* world_rand_seed starts the calling thread's stream anew. */
void world_rand_seed(uint64_t seed);

/* world_rand_enter says who draws from now on, until the next seed: each role has a stream of
 * its own, and in it each connection, and in that each length that is asked for. So what one
 * end draws does not depend on whether, and when, the other one does; nor does a draw more of
 * one purpose (RSA blinding) shift those of others. `next` begins the role's next connection. */
enum role { ROLE_NONE, ROLE_CLIENT, ROLE_SERVER, ROLES };
void world_rand_enter(enum role role, bool next);

/* The state of a thread's randomness, to come back to. */
#define WORLD_RAND_LENGTHS 16
struct world_rand {
    uint64_t seed, stream;
    enum role role;
    struct {
        uint64_t connection;
        struct {
            size_t len;
            uint64_t draws;
        } of[WORLD_RAND_LENGTHS]; /* the last one counts for every other length, too */
    } drawn[ROLES];
};
struct world_rand world_rand_save(void);
void world_rand_restore(const struct world_rand *state);

#endif
