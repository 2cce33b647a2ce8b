/* SPDX-License-Identifier: Apache-2.0
 *
 * row.h: observations in words that are the same from run to run.
 */
#ifndef CONFORMANCE_STREAM_ROW_H
#define CONFORMANCE_STREAM_ROW_H

#include "conformance/result.h"

/* Bytes of a value that are told; of longer ones the rest is a length and a digest. */
#define ROW_BYTES_SHOWN ((size_t)64)

/* One observation in words. Bytes that TLS made are told as records; `~32` is so many
 * bytes that are not told, `6161~200:DIGEST` are 200 bytes of which the first are told. */
struct row {
    unsigned line;
    const char *request, *answer, *native, *wire, *bios;
    const char
        *alike; /* the answer without what another implementation may do otherwise */
};

struct rows {
    struct row *list;
    size_t count;
};

/* rows_of puts a trace into words. */
struct rows rows_of(struct arena *a, const struct result *x, size_t run, bool frozen);

/* row_is_opaque says whether an observation's value are bytes that TLS made, or a secret;
 * row_has_records, whether they are records; row_is_size, whether it is a number of such bytes.
 * row_blind puts `~32` where a text has so many of them. */
bool row_is_opaque(const struct observation *o);
bool row_has_records(const struct observation *o);
bool row_is_size(const struct observation *o);
char *row_blind(struct arena *a, const char *text, bool lengths);

/* A key log has its secrets in hex of so many digits and more. */
#define ROW_SECRET_MIN ((size_t)48)

/* row_line cuts the long hex of a line of text. */
char *row_line(struct arena *a, const char *line);

/* rows_digest adds all that is the same from run to run. Start with ROWS_DIGEST_START. */
#define ROWS_DIGEST_START UINT64_C(0xcbf29ce484222325)
uint64_t rows_digest(uint64_t digest, const struct rows *rows, const struct trace *t);

#endif
