/* SPDX-License-Identifier: Apache-2.0
 *
 * run.c: calls of the engines, and the state of the BIOs after them.
 */
#include "run.h"

#include <string.h>

#include "keyed.h"
#include "operand.h"

bool run_stop(struct run *r, enum trace_end end, const char *why)
{
    r->trace->end = end;
    r->trace->end_step = r->step;
    r->trace->why = why;
    return false;
}

void run_observe(struct run *r, const struct op *op, enum endpoint who,
                 const char *request, const struct answer *answer)
{
    struct trace *t = r->trace;
    struct observation *o;

    t->list = arena_grow(r->a, t->list, t->count, sizeof *t->list);
    o = &t->list[t->count++];
    memset(o, 0, sizeof *o);
    o->step = r->step;
    o->request = request;
    o->op = op;
    o->who = who;
    o->wrapped = r->wrapped[who];
    o->answer = *answer;
    o->carried = r->carried;
    o->carried_len = r->carried_len;
    r->carried = NULL;
    r->carried_len = 0;
    memcpy(o->bio, r->bio, sizeof o->bio);
    for (int i = 0; i < ENDPOINTS; i++) {
        transit_show(&r->transit[i], &o->bio[i][INCOMING]);
    }
    transit_show(&r->transit[who], &o->answer.bio[INCOMING]);
    memcpy(o->sent, t->sent, sizeof o->sent);
}

/* Seeds the engine for its next call, by the number of that call. */
static bool freeze(struct run *r, enum endpoint who)
{
    struct engine *engine = r->stage->engine[who];
    struct call seed = {op_by_code(OP_SEED), who, {{true, r->calls, NULL, 0}}};
    struct answer answer;

    if (!engine->perform(engine, r->a, &seed, &answer)) {
        return run_stop(r, TRACE_LOST, "the engine is gone");
    }
    return answer.status == STATUS_OK ||
           run_stop(r, TRACE_SENSELESS, "the engine is not frozen");
}

static void sent_add(struct sent *sent, const uint8_t *data, size_t len)
{
    sent->bytes += len;
    for (size_t i = 0; i < len; i++) {
        sent->digest = (sent->digest ^ data[i]) * 0x100000001b3u;
    }
}

/* Makes one call of an engine, and remembers the state of the endpoint's BIOs. */
bool run_perform(struct run *r, const struct call *call, struct answer *answer)
{
    if (r->stage->calls_max != 0 && r->calls >= r->stage->calls_max) {
        return run_stop(r, TRACE_SENSELESS, "too many calls");
    }
    r->calls++;
    if (r->stage->frozen && !freeze(r, call->who)) {
        return false;
    }
    r->trace->request = call_format(r->a, call);
    if (!r->stage->engine[call->who]->perform(r->stage->engine[call->who], r->a, call,
                                              answer)) {
        return run_stop(r, TRACE_LOST, "the engine is gone");
    }
    if (answer->status != STATUS_UNSUPPORTED && answer->status != STATUS_BAD) {
        memcpy(r->bio[call->who], answer->bio, sizeof answer->bio);
    }
    operand_heard(r, call, answer);
    if (call->op->id == OP_WRAP_BIO && answer->status == STATUS_OK) {
        if (r->wrapped[call->who]) {
            keyed_restart(r);
        }
        r->wrapped[call->who] = true;
    }
    if (call->op->id == OP_BIOS && answer->status == STATUS_OK) {
        r->wrapped[call->who] = false;
        keyed_restart(r);
        wire_drop(&r->wire[call->who], r->wire[call->who].len);
    }
    return true;
}

bool run_op(struct run *r, enum endpoint who, enum op_id id, const void *data, size_t len,
            struct answer *answer)
{
    struct call call = {op_by_code((uint8_t)id), who, {{false, 0, NULL, 0}}};

    if (data != NULL) {
        call.arg[0] = (struct arg){true, 0, data, len};
    }
    return run_perform(r, &call, answer);
}

bool run_drip(struct run *r, const struct call *call, const struct slice *bytes,
              size_t step, size_t *delivered, struct answer *answer)
{
    const char *line = call_format(r->a, call) + 2; /* without the endpoint */
    struct call drip = {op_by_code(OP_INCOMING_DRIP), call->who, {{false, 0, NULL, 0}}};
    uint64_t all = (bytes->len - 1) / step + 1, made;

    drip.arg[0] = (struct arg){true, 0, (const uint8_t *)bytes->p, bytes->len};
    drip.arg[1] = (struct arg){true, (int64_t)step, NULL, 0};
    drip.arg[2] = (struct arg){true, 0, (const uint8_t *)line, strlen(line)};
    if (!run_perform(r, &drip, answer)) {
        return false;
    }
    made = answer->calls < 0 ? 0 : (uint64_t)answer->calls;
    if (made < 1 || made > all || (answer->status == STATUS_WANT_READ && made < all)) {
        answer_init(answer, STATUS_BAD);
        answer->calls = 1;
        made = all;
    }
    *delivered = made < all ? (size_t)made * step : bytes->len;
    return true;
}

/* Takes what the sender has put out onto the wire. */
bool run_collect(struct run *r, enum endpoint sender, struct answer *answer)
{
    answer_init(answer, STATUS_OK);
    if (r->bio[sender][OUTGOING].pending != 0) {
        if (!run_op(r, sender, OP_OUTGOING_READ, NULL, 0, answer)) {
            return false;
        }
        if (answer->status != STATUS_OK) {
            return true;
        }
        sent_add(&r->trace->sent[sender], answer->value.data, answer->value.len);
    }
    if (r->keyed != NULL) { /* what he kept back may go on now */
        return keyed_pass(r, sender, answer->value.data, answer->value.len);
    }
    wire_append(&r->wire[sender], answer->value.data, answer->value.len);
    return true;
}
