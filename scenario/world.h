/* SPDX-License-Identifier: Apache-2.0
 *
 * world.h: what surrounds a scenario and never changes: test certificates, randomness,
 * the clock.
 */
#ifndef SCENARIO_WORLD_H
#define SCENARIO_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* world_folder writes the path of the test certificates to `path`, of `size` bytes, and gives
 * it: $MEMBIO_WORLD, or the folder `world` beside the program, wherever that is. NULL when
 * there is none; `path` then tells where it would be. */
const char *world_folder(char *path, size_t size);

/* world_path gives "WORLD/NAME" + suffix, NULL when `name` is not a plain file name or
 * there is no such file, but for the name "missing". */
char *world_path(struct arena *a, const char *world, const char *name,
                 const char *suffix);

/* world_text gives the file WORLD/NAME.pem, NUL-terminated; NULL if there is none. */
char *world_text(struct arena *a, const char *world, const char *name, size_t *len);

/* world_certificate gives the first certificate of WORLD/NAME.pem in DER; "NAME.1" is its
 * second. NULL if there is none. */
uint8_t *world_certificate(struct arena *a, const char *world, const char *name,
                           size_t *len);

#endif
