/* SPDX-License-Identifier: Apache-2.0
 *
 * act.c: the ops on the wire: moving bytes, and what can happen to them on their way.
 */
#include "run.h"

#include <string.h>

#include "keyed.h"

/* `pump` gives up after so many rounds; a handshake takes three. */
#define PUMP_ROUNDS_MAX 16

/* Takes the first `*len` bytes off the wire, or what there is; NULL for nothing. */
static const uint8_t *take(struct run *r, enum endpoint sender, size_t *len)
{
    struct wire *wire = &r->wire[sender];
    const uint8_t *bytes;

    *len = *len < wire->len ? *len : wire->len;
    if (*len == 0) {
        return NULL;
    }
    bytes = arena_copy(r->a, wire->data, *len);
    wire_drop(wire, *len);
    return bytes;
}

/* *answer is what incoming.write gave, `ok 0` if there was nothing to deliver. */
static bool deliver_bytes(struct run *r, enum endpoint sender, const uint8_t *bytes,
                          size_t len, struct answer *answer)
{
    enum endpoint receiver = sender == CLIENT ? SERVER : CLIENT;

    answer_init(answer, STATUS_OK);
    answer->value.kind = VALUE_INT;
    return len == 0 || run_op(r, receiver, OP_INCOMING_WRITE, bytes, len, answer);
}

/* Delivers what nobody has given a size: in pieces, if the weather is so. */
static bool deliver_freely(struct run *r, enum endpoint sender, const uint8_t *bytes,
                           size_t len, struct answer *answer)
{
    enum endpoint receiver = sender == CLIENT ? SERVER : CLIENT;
    bool held;

    return transit_move(r, receiver, bytes, len, &held, answer) &&
           (held || deliver_bytes(r, sender, bytes, len, answer));
}

/* How much a `move` moves. */
static size_t move_length(const struct wire *wire, const struct move_args *args)
{
    size_t start, len;

    switch (args->what) {
    case MOVE_ALL: break;
    case MOVE_COUNT: return args->count;
    case MOVE_RECORD: return wire_record(wire, 0, &start, &len) ? len : 0;
    }
    return SIZE_MAX;
}

static bool act_move(struct run *r, const struct call *call, struct answer *answer)
{
    enum endpoint sender = (enum endpoint)call->arg[0].num;
    struct move_args args;
    size_t len;

    if (!args_move(call, &args)) {
        return run_stop(r, TRACE_SENSELESS, args_check(r->a, call));
    }
    if (!run_collect(r, sender, answer)) {
        return false;
    }
    if (answer->status != STATUS_OK) {
        return true;
    }
    len = move_length(&r->wire[sender], &args);
    r->carried = take(r, sender, &len);
    r->carried_len = len;
    if (args.what == MOVE_ALL) {
        return deliver_freely(r, sender, r->carried, len, answer);
    }
    return transit_settle(r, sender == CLIENT ? SERVER : CLIENT) &&
           deliver_bytes(r, sender, r->carried, len, answer);
}

/* cut, flip, drop, dup, swap, insert: the number of bytes then on the wire. */
static bool act_edit(struct run *r, const struct call *call, struct answer *answer)
{
    struct wire *w = &r->wire[call->arg[0].num];
    int64_t n = call->arg[1].num;
    bool done = false;

    if (!run_collect(r, (enum endpoint)call->arg[0].num, answer)) {
        return false;
    }
    switch (call->op->id) {
    case OP_CUT: done = wire_cut(w, n); break;
    case OP_FLIP: done = wire_flip(w, n, call->arg[2].num); break;
    case OP_DROP: done = wire_drop_record(w, n); break;
    case OP_DUP: done = wire_dup_record(w, n); break;
    case OP_SWAP: done = wire_swap_records(w, n); break;
    case OP_INSERT:
        done = wire_insert(w, call->arg[1].data, call->arg[1].len,
                           call->arg[2].given ? call->arg[2].num : (int64_t)w->len);
        break;
    default: break;
    }
    answer_init(answer, done ? STATUS_OK : STATUS_BAD);
    if (done) {
        answer->value = (struct value){VALUE_INT, (int64_t)w->len, NULL, 0};
    }
    return true;
}

static bool act_eof(struct run *r, const struct call *call, struct answer *answer)
{
    enum endpoint receiver = call->arg[0].num == CLIENT ? SERVER : CLIENT;

    bool held;

    return transit_eof(r, receiver, &held, answer) &&
           (held || run_op(r, receiver, OP_INCOMING_WRITE_EOF, NULL, 0, answer));
}

/* Adds one status to a list of runs such as "want_read*3 ok". */
struct runs {
    char *text;
    enum status status;
    unsigned length;
};

static char *runs_text(struct arena *a, const struct runs *runs)
{
    const char *sep = runs->text == NULL ? "" : " ";
    const char *before = runs->text == NULL ? "" : runs->text;

    if (runs->length == 0) {
        return arena_printf(a, "%s", before);
    }
    return runs->length == 1
               ? arena_printf(a, "%s%s%s", before, sep, status_name(runs->status))
               : arena_printf(a, "%s%s%s*%u", before, sep, status_name(runs->status),
                              runs->length);
}

static void runs_add(struct arena *a, struct runs *runs, enum status status,
                     unsigned length)
{
    if (runs->length > 0 && runs->status != status) {
        runs->text = runs_text(a, runs);
        runs->length = 0;
    }
    runs->status = status;
    runs->length += length;
}

/* One piece and a call, or as many as an engine takes for one request. */
static bool drip_some(struct run *r, const struct call *call, const struct call *repeated,
                      struct answer *answer)
{
    enum endpoint sender = (enum endpoint)call->arg[0].num;
    struct wire *wire = &r->wire[sender];
    const uint8_t *bytes;
    size_t step = (size_t)call->arg[1].num;

    if (r->stage->drips[repeated->who] && !r->stage->frozen) {
        struct slice all = {arena_copy(r->a, wire->data, wire->len), wire->len};
        size_t delivered;

        if (!run_drip(r, repeated, &all, step, &delivered, answer)) {
            return false;
        }
        wire_drop(wire, delivered);
        return true;
    }
    bytes = take(r, sender, &step);
    if (!deliver_bytes(r, sender, bytes, step, answer) ||
        (answer->status == STATUS_OK && !run_perform(r, repeated, answer))) {
        return false;
    }
    answer->calls = 1;
    return true;
}

static bool act_drip(struct run *r, const struct call *call, struct answer *answer)
{
    enum endpoint sender = (enum endpoint)call->arg[0].num;
    struct call repeated;
    struct runs runs = {NULL, STATUS_OK, 0};

    if (!args_drip(r->a, call, &repeated)) {
        return run_stop(r, TRACE_SENSELESS, args_check(r->a, call));
    }
    if (!transit_settle(r, repeated.who) || !run_collect(r, sender, answer)) {
        return false;
    }
    while (r->wire[sender].len > 0) {
        if (!drip_some(r, call, &repeated, answer)) {
            return false;
        }
        if (answer->calls > 1) {
            runs_add(r->a, &runs, STATUS_WANT_READ, (unsigned)answer->calls - 1);
        }
        runs_add(r->a, &runs, answer->status, 1);
    }
    answer->calls = 0;
    answer->value.kind = VALUE_WORDS;
    answer->value.data = (const uint8_t *)runs_text(r->a, &runs);
    answer->value.len = strlen((const char *)answer->value.data);
    return true;
}

/* What `pump` knows of one side. */
struct shaking {
    bool over; /* its do_handshake has returned something else than want_read */
    struct answer result;
};

/* Both sides, and the first failure in time. */
struct pump {
    struct shaking side[ENDPOINTS];
    bool moved, failed;
    struct answer failure;
};

static bool pump_side(struct run *r, enum endpoint who, struct pump *p)
{
    struct shaking *side = &p->side[who];
    struct call call = {op_by_code(OP_DO_HANDSHAKE), who, {{false, 0, NULL, 0}}};
    const uint8_t *bytes;
    size_t len = SIZE_MAX;
    struct answer answer;

    if (!side->over) {
        if (!transit_call(r, &call, &side->result)) {
            return false;
        }
        run_observe(r, call.op, who, call_format(r->a, &call), &side->result);
        side->over = side->result.status != STATUS_WANT_READ;
        if (side->over && side->result.status != STATUS_OK && !p->failed) {
            p->failed = true;
            p->failure = side->result;
        }
    }
    if (!run_collect(r, who, &answer)) {
        return false;
    }
    bytes = take(r, who, &len);
    if (!deliver_freely(r, who, bytes, len, &answer)) {
        return false;
    }
    p->moved = p->moved || (answer.status == STATUS_OK && answer.value.num > 0);
    return true;
}

/* Answers with the first failure, else with a side that still wants, else ok. */
static bool act_pump(struct run *r, struct answer *answer)
{
    struct pump p = {.moved = true};

    for (int round = 0; p.moved && round < PUMP_ROUNDS_MAX; round++) {
        p.moved = false;
        if (!pump_side(r, CLIENT, &p) || !pump_side(r, SERVER, &p)) {
            return false;
        }
    }
    if (p.failed) {
        *answer = p.failure;
    } else {
        *answer = p.side[p.side[CLIENT].over ? SERVER : CLIENT].result;
    }
    return true;
}

bool act(struct run *r, const struct call *call, struct answer *answer)
{
    switch (call->op->id) {
    case OP_MOVE: return act_move(r, call, answer);
    case OP_EOF: return act_eof(r, call, answer);
    case OP_DRIP: return act_drip(r, call, answer);
    case OP_PUMP: return act_pump(r, answer);
    case OP_KEYED:
    case OP_KEYED_SEEN: return keyed_act(r, call, answer);
    default: return act_edit(r, call, answer);
    }
}
