/* SPDX-License-Identifier: Apache-2.0
 *
 * op.h: the op table, the one list of everything that a scenario can ask for.
 *
 * A row is all that the text codec, the byte codec, the stage, the adapter protocol and
 * the documentation need to know of an op. Adding an op is a row here and an arm in each
 * engine. Names are CPython's.
 */
#ifndef SCENARIO_OP_H
#define SCENARIO_OP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most parameters that an op has. */
#define OP_PARAMS_MAX 5

enum op_kind {
    OP_CALL,  /* a call on one endpoint: `c read 100`; an engine performs it */
    OP_WIRE,  /* an act on the wire between the endpoints: `move s>c 9`; the stage does it
               */
    OP_MACRO, /* stands for other ops: `pair tls1.3`; the stage expands it */
    OP_SWEEP  /* `each n in 0..len(s>c)`: plays the scenario once for every value */
};

enum param_type {
    PARAM_END = 0,
    PARAM_HEX,  /* bytes as lower-case hex, - for none */
    PARAM_INT,  /* decimal, 64 bits */
    PARAM_BOOL, /* 0 or 1 */
    PARAM_TEXT, /* one word, percent-encoded, - for the empty text */
    PARAM_WIRE, /* c>s or s>c */
    PARAM_REST  /* the rest of the line, as it stands */
};

/* How a parameter is given. */
enum param_form {
    PARAM_NEEDED,  /* by position */
    PARAM_OPTIONAL /* by position, may be left out; or name=value */
};

struct param {
    const char *name;
    enum param_type type;
    enum param_form form;
};

/* What follows `ok`. */
enum op_result {
    RESULT_NONE,
    RESULT_INT,
    RESULT_BOOL,
    RESULT_BYTES, /* hex, or - */
    RESULT_TEXT,  /* words; `none` for Python's None */
    RESULT_ANY    /* bytes if it is hex, else words */
};

enum op_id {
#define OP(id, code, ...) OP_##id = code,
#include "op.def"
#undef OP
};

struct op {
    enum op_id id; /* also the op byte of the byte form: never reused */
    const char *name;
    enum op_kind kind;
    enum op_result result;
    const char *capability; /* what an adapter must claim; NULL: every adapter has it */
    const char *help;
    struct param params[OP_PARAMS_MAX + 1];
};

/* op_by_name, op_by_code find a row; NULL when there is none. */
const struct op *op_by_name(const char *name, size_t len);
const struct op *op_by_code(uint8_t code);

/* op_all returns the table and its length, in order of the op byte. */
const struct op *op_all(size_t *count);

/* op_reads_incoming: a call of an object that takes what has come, and can want to read. */
bool op_reads_incoming(const struct op *op);

/* op_usage writes the form of an op ("read n:int") to `out`, NUL-terminated. */
void op_usage(const struct op *op, char *out, size_t size);

#endif
