/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes_form.h: what the files of the byte form share.
 *
 *     bytes.c -> bytes_header.c, bytes_step.c -> bytes_value.c
 */
#ifndef SCENARIO_BYTES_FORM_H
#define SCENARIO_BYTES_FORM_H

#include "bytes.h"

struct reader {
    const uint8_t *p, *end;
    bool short_of; /* something was missing: the step is none */
};

struct writer {
    uint8_t *data; /* of BYTES_LEN_MAX bytes */
    size_t len;
    const char *wrong; /* NULL, or what cannot be written */
};

/* bytes_value.c: arguments. take_arg leaves `given` alone for bytes that mean nothing. */
uint8_t take_byte(struct reader *r);
void take_arg(struct arena *a, struct reader *r, enum param_type type, struct arg *arg);
void put_byte(struct writer *w, uint8_t byte);
void put_arg(struct writer *w, enum param_type type, const struct arg *arg);

/* bytes_step.c: an op byte and what belongs to it. take_step returns false when the bytes
 * are no step: an op that is not assigned, an argument that is missing or makes no sense. */
bool take_step(struct arena *a, struct reader *r, struct call *call);
void put_step(struct writer *w, const struct call *call);

/* bytes_header.c: the header stands for the first steps: `c seed N`, then a macro.
 * put_header writes it and returns how many steps it stands for. */
void take_header(struct arena *a, struct reader *r, struct scenario *scenario);
size_t put_header(struct arena *a, struct writer *w, const struct scenario *scenario);

#endif
