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

static bool failed_stays_failed(const struct look *l)
{
    return !l->before->failed || !op_reads_incoming(l->o->op) ||
           l->o->answer.status != STATUS_OK ||
           (l->o->op->id == OP_READ && l->o->answer.value.len == 0);
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
    {"O7", "write takes all or nothing", "OBJ-WRITE-01", write_takes_all},
    {"O7", "read gives at most one record", "OBJ-READ-04", read_fits_a_record},
    {"O7", "a refused certificate has a verify code", "ERR-04", verify_has_a_code},
};

static bool is_failure(const struct observation *o)
{
    if (o->op->id != OP_DO_HANDSHAKE && o->op->id != OP_READ && o->op->id != OP_WRITE) {
        return false;
    }
    if (o->answer.status == STATUS_EOF || o->answer.status == STATUS_CERT_VERIFY) {
        return true;
    }
    return o->answer.status == STATUS_SSL &&
           (o->answer.field[FIELD_REASON] == NULL ||
            strcmp(o->answer.field[FIELD_REASON], "PROTOCOL_IS_SHUTDOWN") != 0);
}

bool check_invariants(const struct trace *trace, struct breach *breach)
{
    struct history history[ENDPOINTS] = {{false}};

    for (size_t i = 0; i < trace->count; i++) {
        const struct observation *o = &trace->list[i];
        struct look look = {o, &history[o->who]};

        for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
            if (!rules[k].holds(&look)) {
                *breach =
                    (struct breach){rules[k].oracle, rules[k].name, rules[k].clause, i};
                return true;
            }
        }
        if ((o->op->id == OP_WRAP_BIO || o->op->id == OP_BIOS) &&
            o->answer.status == STATUS_OK) {
            history[o->who].failed = false;
        } else if (is_failure(o)) {
            history[o->who].failed = true;
        }
    }
    return false;
}
