/* SPDX-License-Identifier: Apache-2.0
 *
 * wire.h: the bytes on their way from one endpoint to the other, and what can happen to
 * them.
 *
 * Faults are made here, in the harness, so that they are the same for every engine.
 */
#ifndef SCENARIO_WIRE_H
#define SCENARIO_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One direction. All zero is empty. */
struct wire {
    uint8_t *data;
    size_t len, cap;
};

void wire_free(struct wire *wire);
void wire_append(struct wire *wire, const void *data, size_t len);
/* wire_drop removes the first `len` bytes. */
void wire_drop(struct wire *wire, size_t len);

/* wire_record finds TLS record number `k`, from 0: its start and length with header. A
 * last record that is not complete counts as far as it goes. False when there is none. */
bool wire_record(const struct wire *wire, size_t k, size_t *start, size_t *len);

/* The acts. They return false, and change nothing, when there is no such byte or record.
 */
bool wire_cut(struct wire *wire, int64_t keep);
bool wire_flip(struct wire *wire, int64_t byte, int64_t bit);
bool wire_drop_record(struct wire *wire, int64_t k);
bool wire_dup_record(struct wire *wire, int64_t k);
bool wire_swap_records(struct wire *wire, int64_t k);
bool wire_insert(struct wire *wire, const void *data, size_t len, int64_t at);

#endif
