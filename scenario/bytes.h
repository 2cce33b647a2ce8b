/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes.h: the byte form of a scenario, for fuzzers; doc/scenario.md has its layout.
 *
 * Decoding is total: every byte string means some scenario, and cutting its tail behind the
 * header only drops steps (or the end of the last bytes operand). Op bytes are those of
 * op.def and frozen; unassigned ones are no-ops, so a corpus outlives new ops.
 */
#ifndef SCENARIO_BYTES_H
#define SCENARIO_BYTES_H

#include "scenario.h"

/* What the first byte says. There is no other form: any value is read like this one. */
#define BYTES_FORMAT 1
/* The fixed header, and the most steps and bytes that are looked at. */
#define BYTES_HEADER_LEN ((size_t)12)
#define BYTES_STEPS_MAX  ((size_t)256)
#define BYTES_LEN_MAX    ((size_t)65536)

/* bytes_decode makes a scenario of any bytes. */
void bytes_decode(struct arena *a, struct scenario *scenario, const uint8_t *data,
                  size_t len);

/* bytes_encode is its inverse for every scenario without a sweep and within the limits;
 * expectations stay behind. False when a step cannot be expressed; *c says which and why,
 * line 0 if it is none in particular. What it gives decodes to the same steps: it looks. */
bool bytes_encode(struct arena *a, const struct scenario *scenario, uint8_t **data,
                  size_t *len, struct complaint *c);

#endif
