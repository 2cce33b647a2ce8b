/* SPDX-License-Identifier: Apache-2.0
 *
 * liar_coarse.c: honest implementations that tell less than CPython does, for the levels that
 * they may claim; and one of them that lies.
 */
#include "liar.h"

#include <string.h>

/* Statuses, pending and eof are right; errors have neither numbers nor words. */
bool lie_no_fields(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);

    memset(answer->field, 0, sizeof answer->field);
    return ok;
}

/* What a read that went on has met behind its bytes: the next read tells it. */
static struct {
    bool met;
    enum status status;
} ahead[ENDPOINTS];

/* An answer with nothing but a status, and the state of the BIOs. */
static bool answer_bare(struct engine *engine, struct arena *a, const struct call *call,
                        enum status status, struct answer *answer)
{
    struct call pending = *call;
    bool ok;

    pending.op = op_by_code(OP_INCOMING_PENDING);
    ok = lie_honest(engine, a, &pending, answer);
    answer->status = status;
    answer->value = (struct value){.kind = VALUE_ABSENT};
    if (status == STATUS_OK) {
        answer->value.kind = VALUE_BYTES;
    }
    return ok;
}

/* Adds the bytes of another read; false when it gave none. */
static bool append(struct arena *a, struct value *value, const struct answer *more)
{
    uint8_t *both;

    if (more->status != STATUS_OK || more->value.len == 0) {
        return false;
    }
    both = arena_alloc(a, value->len + more->value.len);
    memcpy(both, value->data, value->len);
    memcpy(both + value->len, more->value.data, more->value.len);
    value->data = both;
    value->len += more->value.len;
    return true;
}

static bool read_on(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct call rest = *call;
    struct answer more;
    bool ok = lie_honest(engine, a, call, answer);

    while (ok && answer->status == STATUS_OK && answer->value.len > 0 &&
           (int64_t)answer->value.len < call->arg[0].num) {
        rest.arg[0].num = call->arg[0].num - (int64_t)answer->value.len;
        ok = lie_honest(engine, a, &rest, &more);
        memcpy(answer->bio, more.bio, sizeof answer->bio);
        if (!append(a, &answer->value, &more)) {
            ahead[call->who].met = more.status != STATUS_WANT_READ;
            ahead[call->who].status = more.status;
            break;
        }
    }
    return ok;
}

/* The bytes and their ends are right, but a read takes all that is there, records or not: so
 * fewer reads have some, and more want to read. */
bool lie_reads_on(struct engine *engine, struct arena *a, const struct call *call,
                  struct answer *answer)
{
    if (call->op->id == OP_CONTEXT || call->op->id == OP_WRAP_BIO ||
        call->op->id == OP_BIOS) {
        ahead[call->who].met = false;
    }
    if (call->op->id == OP_READ && ahead[call->who].met) {
        ahead[call->who].met = false;
        return answer_bare(engine, a, call, ahead[call->who].status, answer);
    }
    return (call->op->id == OP_READ ? read_on : lie_honest)(engine, a, call, answer);
}

/* Likewise, but the last byte gets lost. */
bool lie_reads_on_badly(struct engine *engine, struct arena *a, const struct call *call,
                        struct answer *answer)
{
    bool ok = lie_reads_on(engine, a, call, answer);

    if (call->op->id == OP_READ && answer->value.len > 1) {
        answer->value.len--;
    }
    return ok;
}
