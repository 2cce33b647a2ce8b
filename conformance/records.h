/* SPDX-License-Identifier: Apache-2.0
 *
 * records.h: bytes as TLS records, in words: "3.3 handshake 122, ccs 1".
 */
#ifndef CONFORMANCE_RECORDS_H
#define CONFORMANCE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/arena.h"

/* records_begin says whether the bytes begin with the header of a record. */
bool records_begin(const uint8_t *p, size_t len);

/* records_format names the records, each with the length of its body unless these vary
 * from run to run; the version stands where it changes. Bytes that are no record are
 * counted. */
char *records_format(struct arena *a, const uint8_t *p, size_t len, bool lengths);

#endif
