/* SPDX-License-Identifier: Apache-2.0
 *
 * invariant.c: rules over traces. Each looks at one observation and at what its endpoint
 * has done before.
 */
#include "invariant.h"

#include <string.h>

/* What is known of an endpoint on the way through a trace. */
struct history {
    bool failed; /* do_handshake, read or write has reported an end or a fatal error */
    uint64_t output; /* all that it has put out, on the wire or not yet, in bytes */
};

struct look {
    const struct observation *o;
    const struct history *before;
};

static bool eof_needs_drained(const struct look *l)
{
    for (int i = 0; i < BIOS; i++) {
        if (l->o->answer.bio[i].eof && l->o->answer.bio[i].pending > 0) {
            return false;
        }
    }
    return true;
}

static bool never_wants_write(const struct look *l)
{
    return l->o->answer.status != STATUS_WANT_WRITE;
}

/* libssl asks for more only when it has taken all there is, and not after the end. */
static bool wants_when_dry(const struct look *l)
{
    const struct bio_state *incoming = &l->o->answer.bio[INCOMING];

    return !op_reads_incoming(l->o->op) || l->o->answer.status != STATUS_WANT_READ ||
           (incoming->pending == 0 && !incoming->eof);
}

/* "c read 0": nothing is asked for, in any state. */
static bool asks_for_nothing(const struct observation *o)
{
    size_t len = strlen(o->request);

    return o->op->id == OP_READ && len > 2 && strcmp(o->request + len - 2, " 0") == 0;
}

static bool failed_stays_failed(const struct look *l)
{
    return !l->before->failed || !op_reads_incoming(l->o->op) ||
           l->o->answer.status != STATUS_OK || asks_for_nothing(l->o);
}

static bool failed_does_not_end(const struct look *l)
{
    return !l->before->failed || l->o->op->id != OP_READ ||
           l->o->answer.status != STATUS_ZERO_RETURN;
}

static uint64_t output(const struct observation *o, enum endpoint who)
{
    int64_t pending = o->bio[who][OUTGOING].pending;

    return o->sent[who].bytes + (pending > 0 ? (uint64_t)pending : 0);
}

/* Bytes come into a BIO from outside, which may be the one for both ways. */
static bool is_fed(const struct op *op)
{
    return op->id == OP_OUTGOING_WRITE || op->id == OP_INCOMING_WRITE ||
           op->id == OP_MOVE || op->id == OP_PUMP || op->id == OP_DRIP;
}

/* The alert comes with the failure. */
static bool failed_is_silent(const struct look *l)
{
    return !l->before->failed || is_fed(l->o->op) ||
           output(l->o, l->o->who) <= l->before->output;
}

static bool write_takes_all(const struct look *l)
{
    return l->o->op->id != OP_WRITE || l->o->answer.status != STATUS_OK ||
           l->o->answer.value.kind == VALUE_INT;
}

static bool read_fits_a_record(const struct look *l)
{
    return l->o->op->id != OP_READ || l->o->answer.value.len <= 16384;
}

static bool verify_has_a_code(const struct look *l)
{
    return l->o->answer.status != STATUS_CERT_VERIFY ||
           l->o->answer.field[FIELD_VERIFY_CODE] != NULL;
}

static const struct rule {
    const char *oracle, *name, *clause;
    bool (*holds)(const struct look *l);
} rules[] = {
    {"O6", "eof needs a drained BIO", "BIO-EOF-01.a", eof_needs_drained},
    {"O7", "want_write cannot be", "OBJ-WRITE-07", never_wants_write},
    {"O7", "want_read leaves nothing in the incoming BIO", "BIO-USE-02", wants_when_dry},
    {"O9", "after a failure nothing succeeds", "OBJ-HS-05", failed_stays_failed},
    {"O9", "after a failure no read is a clean end", "LIB-11", failed_does_not_end},
    {"O11", "after a failure nothing is put out", "OBJ-HS-04", failed_is_silent},
    {"O7", "write takes all or nothing", "OBJ-WRITE-01", write_takes_all},
    {"O7", "read gives at most one record", "OBJ-READ-04", read_fits_a_record},
    {"O7", "a refused certificate has a verify code", "ERR-04", verify_has_a_code},
};

static bool has_reason(const struct observation *o, const char *reason)
{
    const char *said = o->answer.field[FIELD_REASON];

    return said != NULL && strcmp(said, reason) == 0;
}

static bool is_failure(const struct observation *o)
{
    if (!op_reads_incoming(o->op)) {
        return false;
    }
    if (o->answer.status == STATUS_EOF || o->answer.status == STATUS_CERT_VERIFY) {
        return true;
    }
    return o->answer.status == STATUS_SSL && !has_reason(o, "PROTOCOL_IS_SHUTDOWN") &&
           !has_reason(o, "SHUTDOWN_WHILE_IN_INIT");
}

static void remember(struct history *history, const struct observation *o)
{
    struct history *own = &history[o->who];

    if ((o->op->id == OP_WRAP_BIO || o->op->id == OP_BIOS) &&
        o->answer.status == STATUS_OK) {
        own->failed = false;
    } else if (is_failure(o)) {
        own->failed = true;
    }
    for (int i = 0; i < ENDPOINTS; i++) {
        history[i].output = output(o, (enum endpoint)i);
    }
}

bool check_oracle(const struct trace *trace, const char *oracle, struct breach *breach)
{
    struct history history[ENDPOINTS] = {{.failed = false}};

    for (size_t i = 0; i < trace->count; i++) {
        const struct observation *o = &trace->list[i];
        struct look look = {o, &history[o->who]};

        for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
            const struct rule *r = &rules[k];

            if ((oracle == NULL || strcmp(r->oracle, oracle) == 0) && !r->holds(&look)) {
                *breach = (struct breach){r->oracle, r->name, r->clause, i};
                return true;
            }
        }
        remember(history, o);
    }
    return false;
}

bool check_invariants(const struct trace *trace, struct breach *breach)
{
    return check_oracle(trace, NULL, breach);
}
