/* SPDX-License-Identifier: Apache-2.0
 *
 * call.h: one op with its arguments: a request line in parsed form.
 */
#ifndef SCENARIO_CALL_H
#define SCENARIO_CALL_H

#include "op.h"
#include "text.h"

enum endpoint { CLIENT, SERVER, ENDPOINTS };

/* How an argument is given. The last two stand for bytes (PARAM_HEX) that are known only when
 * the stage plays: `peer:N` and `flight:NAME`. An engine is never asked with them. */
enum given {
    NOT_GIVEN = 0,
    GIVEN = 1,
    GIVEN_PEER,  /* TLS record `num` of all that the other end has put out */
    GIVEN_FLIGHT /* flight `num` of flight.h */
};

/* An argument. `num` holds PARAM_INT, PARAM_BOOL and PARAM_WIRE (the sender); `data`
 * holds bytes and decoded text, NUL-terminated behind `len`. */
struct arg {
    enum given given;
    int64_t num;
    const uint8_t *data;
    size_t len;
};

struct call {
    const struct op *op;
    enum endpoint who; /* of OP_CALL */
    struct arg arg[OP_PARAMS_MAX];
};

/* call_parse reads "c read 100" or "move s>c 9". NULL when it is well-formed, else what
 * is wrong; *unknown says that the op itself is not known. */
const char *call_parse(struct arena *a, struct slice line, struct call *call,
                       bool *unknown);

/* call_format is the inverse. */
char *call_format(struct arena *a, const struct call *call);

/* call_is_symbolic: an argument stands for bytes that only the stage knows. */
bool call_is_symbolic(const struct call *call);

/* The letters of the endpoints in the text. */
char endpoint_letter(enum endpoint who);

#endif
