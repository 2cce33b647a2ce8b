/* SPDX-License-Identifier: Apache-2.0
 *
 * records.h: bytes as TLS records, in words: "3.3 handshake 122, ccs 1".
 */
#ifndef CONFORMANCE_RECORDS_H
#define CONFORMANCE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/text.h"

/* The largest ciphertext of a TLS record (RFC 5246, 6.2.3). */
#define RECORD_MAX (16384 + 2048)

/* records_type names a type of record; NULL when there is no such. */
const char *records_type(uint8_t type);

/* records_begin says whether the bytes begin with the header of a record. */
bool records_begin(const uint8_t *p, size_t len);

/* records_format names the records, each with the length of its body unless these vary
 * from run to run; the version stands where it changes. Bytes that are no record are
 * counted. */
char *records_format(struct arena *a, const uint8_t *p, size_t len, bool lengths);

/* records_parse makes bytes that records_format would name so; their bodies are `fill`. False
 * when the text is none of its. */
bool records_parse(struct arena *a, struct slice text, uint8_t fill, uint8_t **data,
                   size_t *len);

#endif
