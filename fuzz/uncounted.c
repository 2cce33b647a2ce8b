/* SPDX-License-Identifier: Apache-2.0
 *
 * uncounted.c: what instrumented code calls, for programs without an engine that counts: the
 * OpenSSL of ci/instrumented-openssl is linked into those that replay, too. A sanitizer's
 * runtime and an engine bring their own, so these are weak.
 */
#include <stdint.h>

#define WEAK __attribute__((weak))

/* The names and parameters are the compiler's. */
#define UNCOUNTED_1(name, type)                                                          \
    void name(type a);                                                                   \
    WEAK void name(type a)                                                               \
    {                                                                                    \
        (void)a;                                                                         \
    }
#define UNCOUNTED_2(name, type, other)                                                   \
    void name(type a, other b);                                                          \
    WEAK void name(type a, other b)                                                      \
    {                                                                                    \
        (void)a;                                                                         \
        (void)b;                                                                         \
    }

extern _Thread_local uintptr_t __sancov_lowest_stack;
WEAK _Thread_local uintptr_t __sancov_lowest_stack;

UNCOUNTED_2(__sanitizer_cov_8bit_counters_init, uint8_t *, const uint8_t *)
UNCOUNTED_2(__sanitizer_cov_pcs_init, const uintptr_t *, const uintptr_t *)
UNCOUNTED_2(__sanitizer_cov_trace_cmp1, uint8_t, uint8_t)
UNCOUNTED_2(__sanitizer_cov_trace_cmp2, uint16_t, uint16_t)
UNCOUNTED_2(__sanitizer_cov_trace_cmp4, uint32_t, uint32_t)
UNCOUNTED_2(__sanitizer_cov_trace_cmp8, uint64_t, uint64_t)
UNCOUNTED_2(__sanitizer_cov_trace_const_cmp1, uint8_t, uint8_t)
UNCOUNTED_2(__sanitizer_cov_trace_const_cmp2, uint16_t, uint16_t)
UNCOUNTED_2(__sanitizer_cov_trace_const_cmp4, uint32_t, uint32_t)
UNCOUNTED_2(__sanitizer_cov_trace_const_cmp8, uint64_t, uint64_t)
UNCOUNTED_2(__sanitizer_cov_trace_switch, uint64_t, const uint64_t *)
UNCOUNTED_1(__sanitizer_cov_trace_div4, uint32_t)
UNCOUNTED_1(__sanitizer_cov_trace_div8, uint64_t)
UNCOUNTED_1(__sanitizer_cov_trace_gep, uintptr_t)
UNCOUNTED_1(__sanitizer_cov_trace_pc_indir, uintptr_t)
