/* SPDX-License-Identifier: Apache-2.0
 *
 * engine.c: performs ops on libmembio in this process.
 *
 * One arm per op: it makes the call and says what came of it, nothing more. An arm is a
 * function and a row in the table at the end of its file, *.c here.
 */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct arm *const tables[] = {
    arms_bio,      arms_ctx,     arms_tls,   arms_trust, arms_ssl,
    arms_cert,     arms_session, arms_peer,  arms_post,  arms_renegotiate,
    arms_callback, arms_secret,  arms_hello,
};

const struct arm *find_arm(enum op_id id)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (const struct arm *arm = tables[i]; arm->fn != NULL; arm++) {
            if (arm->id == id) {
                return arm;
            }
        }
    }
    return NULL;
}

static bool is_met(enum need need, const struct side *side)
{
    return need == NEED_NOTHING || (need == NEED_CTX && side->ctx != NULL) ||
           (need == NEED_SSL && side->ssl != NULL);
}

void membio_arm(struct job *j)
{
    const struct arm *arm = find_arm(j->call->op->id);

    answer_init(j->answer, STATUS_UNSUPPORTED);
    if (arm == NULL) {
        return;
    }
    if (call_is_symbolic(j->call) || !is_met(arm->need, j->side) || !arm->fn(j)) {
        answer_init(j->answer, STATUS_BAD);
    } else if (j->answer->status != STATUS_OK) {
        j->answer->value = (struct value){VALUE_ABSENT, 0, NULL, 0};
    }
}

static bool perform(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct membio_engine *e = (struct membio_engine *)engine;
    struct side *side = &e->side[call->who];
    struct job job = {.e = e, .side = side, .a = a, .call = call, .answer = answer};

    share_begin_call(&job);
    if (!share_perform(&job)) {
        membio_arm(&job);
    }
    share_end_call(&job);
    if (answer->status == STATUS_BAD || answer->status == STATUS_UNSUPPORTED) {
        return true;
    }
    for (int i = 0; i < BIOS; i++) {
        answer->bio[i].pending = (int64_t)mbio_pending(side->bio[i]);
        answer->bio[i].eof = mbio_eof(side->bio[i]);
    }
    return true;
}

static _Noreturn void give_up(mbio_status status)
{
    fprintf(stderr, "libmembio: %s\n", mbio_status_name(status));
    exit(99);
}

static void must(mbio_status status)
{
    if (status != MBIO_OK) {
        give_up(status);
    }
}

void free_bios(struct side *side)
{
    mbio_free(side->bio[INCOMING]);
    if (side->bio[OUTGOING] != side->bio[INCOMING]) {
        mbio_free(side->bio[OUTGOING]);
    }
}

void make_bios(struct side *side)
{
    must(mbio_new(&side->bio[INCOMING], NULL));
    must(mbio_new(&side->bio[OUTGOING], NULL));
}

static void free_side(struct side *side)
{
    mbio_session_free(side->session);
    mbio_ssl_free(side->ssl);
    if (!side->borrowed) {
        mbio_ctx_free(side->ctx);
    }
    if (side->kept_ctx != side->ctx) {
        mbio_ctx_free(side->kept_ctx);
    }
    witness_free(side);
    free_bios(side);
    memset(side, 0, sizeof *side);
}

static bool reset(struct engine *engine)
{
    struct membio_engine *e = (struct membio_engine *)engine;

    for (int i = 0; i < ENDPOINTS; i++) {
        free_side(&e->side[i]);
        make_bios(&e->side[i]);
    }
    share_reset(e);
    return true;
}

struct engine *engine_membio_new(const char *world)
{
    struct membio_engine *e = calloc(1, sizeof *e);

    if (e == NULL) {
        give_up(MBIO_NO_MEMORY);
    }
    e->engine = (struct engine){perform, reset};
    e->world = world;
    for (int i = 0; i < ENDPOINTS; i++) {
        make_bios(&e->side[i]);
    }
    return &e->engine;
}

void engine_membio_free(struct engine *engine)
{
    struct membio_engine *e = (struct membio_engine *)engine;

    if (e != NULL) {
        free_side(&e->side[CLIENT]);
        free_side(&e->side[SERVER]);
        share_free(e);
        free(e);
    }
}
