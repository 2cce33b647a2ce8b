/* SPDX-License-Identifier: Apache-2.0
 *
 * liar_answer.c: lies that make an answer.
 */
#include "liar.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What means something in attributes, XML, Markdown and shells, besides SCRIPT;
 * percent-encoded also for terminals. */
#define QUOTES "'\"]]>|`id`$(id)&lt;\\"
#define ESCAPES                                                                          \
    "%1b[31m%07%08%00%ff%e2%80%ae%0aok%0d<img%20src%3dx%20onerror%3dalert(2)>"           \
    "[x](javascript:alert(3))"

bool lie_honest(struct engine *engine, struct arena *a, const struct call *call,
                struct answer *answer)
{
    return engine->perform(engine, a, call, answer);
}

bool lie_swap_eof(struct engine *engine, struct arena *a, const struct call *call,
                  struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);

    if (answer->status == STATUS_EOF) {
        answer->status = STATUS_ZERO_RETURN;
    } else if (answer->status == STATUS_ZERO_RETURN) {
        answer->status = STATUS_EOF;
    }
    return ok;
}

/* Says that it took the seed. */
bool lie_unseeded(struct engine *engine, struct arena *a, const struct call *call,
                  struct answer *answer)
{
    if (call->op->id != OP_SEED) {
        return lie_honest(engine, a, call, answer);
    }
    answer_init(answer, STATUS_OK);
    return true;
}

/* Empty BIOs, whatever was done. */
static void answer_empty(struct answer *answer, enum status status)
{
    answer_init(answer, status);
    answer->bio[INCOMING].pending = 0;
    answer->bio[OUTGOING].pending = 0;
}

bool lie_always_ok(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    static const enum value_kind kinds[] = {
        [RESULT_NONE] = VALUE_ABSENT, [RESULT_INT] = VALUE_INT,
        [RESULT_BOOL] = VALUE_INT,    [RESULT_BYTES] = VALUE_BYTES,
        [RESULT_TEXT] = VALUE_NONE,   [RESULT_ANY] = VALUE_NONE,
    };

    (void)engine;
    (void)a;
    answer_empty(answer, STATUS_OK);
    answer->value.kind = kinds[call->op->result];
    return true;
}

bool lie_always_want_read(struct engine *engine, struct arena *a, const struct call *call,
                          struct answer *answer)
{
    (void)engine;
    (void)a;
    (void)call;
    answer_empty(answer, STATUS_WANT_READ);
    return true;
}

bool lie_off_by_one(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);

    if (call->op->id == OP_PENDING || call->op->id == OP_INCOMING_PENDING ||
        call->op->id == OP_OUTGOING_PENDING) {
        answer->value.num++;
    }
    return ok;
}

bool lie_drop_byte(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);

    if (call->op->id == OP_READ && answer->value.len > 0) {
        answer->value.len--;
    }
    return ok;
}

/* Asks for `pending` instead: the answer has the state of the BIOs. */
bool lie_ignore_eof(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct call pending = *call;
    bool ok;

    if (call->op->id != OP_INCOMING_WRITE_EOF && call->op->id != OP_OUTGOING_WRITE_EOF) {
        return lie_honest(engine, a, call, answer);
    }
    pending.op = op_by_code(OP_INCOMING_PENDING);
    ok = lie_honest(engine, a, &pending, answer);
    answer->value.kind = VALUE_ABSENT;
    return ok;
}

bool lie_wrong_reason(struct engine *engine, struct arena *a, const struct call *call,
                      struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);

    if (answer->field[FIELD_REASON] != NULL) {
        answer->field[FIELD_REASON] = "WRONG_REASON";
    }
    return ok;
}

/* Does not survive the end of a connection, whenever that is. */
bool lie_fragile(struct engine *engine, struct arena *a, const struct call *call,
                 struct answer *answer)
{
    if (call->op->id == OP_UNWRAP) {
        abort();
    }
    return lie_honest(engine, a, call, answer);
}

bool lie_stuck(struct engine *engine, struct arena *a, const struct call *call,
               struct answer *answer)
{
    while (call->op->id == OP_UNWRAP) {
        pause();
    }
    return lie_honest(engine, a, call, answer);
}

/* Leaves the BIOs out, as if the implementation had none. */
bool lie_hide_bios(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);

    answer->bio[INCOMING].pending = -1;
    answer->bio[OUTGOING].pending = -1;
    return ok;
}

bool lie_no_alpn(struct engine *engine, struct arena *a, const struct call *call,
                 struct answer *answer)
{
    struct call pending = *call;
    bool ok;

    if (call->op->id != OP_CONTEXT_SET_ALPN_PROTOCOLS) {
        return lie_honest(engine, a, call, answer);
    }
    pending.op = op_by_code(OP_INCOMING_PENDING);
    ok = lie_honest(engine, a, &pending, answer);
    answer->value.kind = VALUE_ABSENT;
    return ok;
}

/* Has nothing to tell where only newer libraries have lists. */
bool lie_no_lists(struct engine *engine, struct arena *a, const struct call *call,
                  struct answer *answer)
{
    struct call pending = *call;
    bool ok;

    if (call->op->id != OP_CONTEXT_GET_GROUPS && call->op->id != OP_GET_SIGALGS) {
        return lie_honest(engine, a, call, answer);
    }
    pending.op = op_by_code(OP_INCOMING_PENDING);
    ok = lie_honest(engine, a, &pending, answer);
    answer->value.kind = VALUE_NONE;
    return ok;
}

/* Puts what is written in front of what goes out. */
bool lie_plaintext(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    static uint8_t text[64];
    static size_t len;
    bool ok;

    if (call->op->id == OP_WRITE && len == 0 && call->arg[0].len <= sizeof text) {
        len = call->arg[0].len;
        memcpy(text, call->arg[0].data, len);
    }
    ok = lie_honest(engine, a, call, answer);
    if (call->op->id == OP_OUTGOING_READ && answer->value.len > 0 && len > 0) {
        uint8_t *both = arena_alloc(a, len + answer->value.len);

        memcpy(both, text, len);
        memcpy(both + len, answer->value.data, answer->value.len);
        answer->value.data = both;
        answer->value.len += len;
        len = 0;
    }
    return ok;
}

/* Reads give twice what was sent. */
bool lie_repeat(struct engine *engine, struct arena *a, const struct call *call,
                struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);
    size_t len = answer->value.len;

    if (call->op->id == OP_READ && len > 0) {
        uint8_t *both = arena_alloc(a, 2 * len);

        memcpy(both, answer->value.data, len);
        memcpy(both + len, answer->value.data, len);
        answer->value.data = both;
        answer->value.len = 2 * len;
    }
    return ok;
}

/* Hands out data although it has refused the certificate. */
bool lie_careless(struct engine *engine, struct arena *a, const struct call *call,
                  struct answer *answer)
{
    static bool refused[ENDPOINTS];
    bool ok = lie_honest(engine, a, call, answer);

    if (call->op->id == OP_CONTEXT) {
        refused[call->who] = false;
    }
    refused[call->who] |= answer->status == STATUS_CERT_VERIFY;
    if (call->op->id == OP_READ && refused[call->who]) {
        struct bio_state bio[BIOS] = {answer->bio[INCOMING], answer->bio[OUTGOING]};

        answer_init(answer, STATUS_OK);
        answer->value = (struct value){VALUE_BYTES, 0, (const uint8_t *)"hi", 2};
        memcpy(answer->bio, bio, sizeof bio);
    }
    return ok;
}

bool lie_html(struct engine *engine, struct arena *a, const struct call *call,
              struct answer *answer)
{
    bool ok = lie_honest(engine, a, call, answer);

    if (answer->status != STATUS_OK) {
        answer->field[FIELD_REASON] = SCRIPT QUOTES;
        answer->field[FIELD_NATIVE] = SCRIPT QUOTES ESCAPES;
    }
    return ok;
}
