/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate_libfuzzer.c: mutation on ops for libFuzzer, and for engines that call as it does.
 */
#include "mutate.h"

/* The engine's own; not every engine has it. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t len, size_t size) __attribute__((weak));

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t len, size_t size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_len, const uint8_t *b,
                                 size_t b_len, uint8_t *out, size_t size, unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t len, size_t size, unsigned seed)
{
    return mutate(data, len, size, seed,
                  LLVMFuzzerMutate == NULL ? mutate_flips : LLVMFuzzerMutate);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_len, const uint8_t *b,
                                 size_t b_len, uint8_t *out, size_t size, unsigned seed)
{
    return mutate_cross(a, a_len, b, b_len, out, size, seed);
}
