/* SPDX-License-Identifier: Apache-2.0
 *
 * answer.h: what one op gave: a status, a value, fields, and the endpoint's two BIOs.
 *
 * The text form is an answer line of doc/protocol.md.
 */
#ifndef SCENARIO_ANSWER_H
#define SCENARIO_ANSWER_H

#include "op.h"
#include "text.h"

enum status {
    STATUS_OK,
    STATUS_WANT_READ,
    STATUS_WANT_WRITE,
    STATUS_ZERO_RETURN,
    STATUS_EOF,
    STATUS_CERT_VERIFY,
    STATUS_SSL,
    STATUS_SYSCALL,
    STATUS_API,
    STATUS_NOMEM,
    STATUS_UNSUPPORTED,
    STATUS_BAD,
    STATUS_COUNT
};

enum value_kind {
    VALUE_ABSENT, /* no word after ok */
    VALUE_NONE,   /* Python's None */
    VALUE_INT,
    VALUE_BYTES,
    VALUE_WORDS /* text, already in its encoded form */
};

struct value {
    enum value_kind kind;
    int64_t num;
    const uint8_t *data;
    size_t len;
};

/* One memory BIO. `pending` is -1 where the implementation has none or did not say. */
struct bio_state {
    int64_t pending;
    bool eof;
};

enum { INCOMING, OUTGOING, BIOS };

/* The fields of an error. The order is that of the answer line. */
enum field {
    FIELD_ERRNO,
    FIELD_LIB,
    FIELD_REASON,
    FIELD_CLASS,
    FIELD_VERIFY_CODE,
    FIELD_VERIFY_MESSAGE,
    FIELD_NATIVE,
    FIELD_COUNT
};

struct answer {
    enum status status;
    struct value value;
    const char *field[FIELD_COUNT]; /* encoded words; NULL when absent */
    struct bio_state bio[BIOS];
    int64_t calls; /* of `incoming.drip`: how many were made; 0 of every other op */
};

const char *status_name(enum status status);
bool status_by_name(struct slice name, enum status *status);
const char *field_name(enum field field);
bool field_by_name(struct slice name, enum field *field);

/* answer_init makes an answer with nothing but a status. */
void answer_init(struct answer *answer, enum status status);

/* answer_parse reads a line (without its newline) whose value is of kind `result`.
 * Unknown fields are ignored. NULL when it is well-formed, else what is wrong with it. */
const char *answer_parse(struct arena *a, struct slice line, enum op_result result,
                         struct answer *answer);

/* answer_format is the inverse; value_format and bio_format write their parts. */
char *answer_format(struct arena *a, const struct answer *answer);
char *value_format(struct arena *a, const struct value *value);
char *bio_format(struct arena *a, const struct bio_state *bio);

#endif
