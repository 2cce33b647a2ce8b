/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate.h: one step from an input to the next, on ops instead of on bytes.
 *
 * The core knows no fuzzing engine: mutate_libfuzzer.c and mutate_afl.c are its two doors.
 */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* What an engine does to bytes itself: changes `len` of `size` in place, returns the new
 * length. */
typedef size_t mutate_bytes_fn(uint8_t *data, size_t len, size_t size);

/* mutate changes an input of `len` bytes in place, to at most `size`, and returns its new
 * length. One mutation of sixteen is the engine's own, on the raw bytes. The same seed gives
 * the same, as far as `bytes` does. */
size_t mutate(uint8_t *data, size_t len, size_t size, uint64_t seed,
              mutate_bytes_fn *bytes);

/* mutate_cross writes to `out` the beginning of one input and an end of another. */
size_t mutate_cross(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len,
                    uint8_t *out, size_t size, uint64_t seed);

/* mutate_flips is for engines that have no function of their own: it flips bits, and cuts. */
size_t mutate_flips(uint8_t *data, size_t len, size_t size);

#endif
