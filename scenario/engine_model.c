/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_model.c: the memory BIOs of the contract as the simplest thing that can be
 * right: a growing array with a read position. Knows nothing but the ops of section 1.1.
 */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* BIO-READ-03, BIO-WRITE-05: a size is a C int. */
#define INT_LIMIT ((int64_t)2147483647)

struct model_bio {
    uint8_t *data;
    size_t read, written;
    bool ended;
};

struct model_engine {
    struct engine engine;
    struct model_bio bio[ENDPOINTS][BIOS];
};

static void model_write(struct model_bio *b, const struct arg *buf, struct answer *answer)
{
    uint8_t *data;

    if (b->ended) {
        answer_init(answer, STATUS_SSL);
        return;
    }
    data = realloc(b->data, b->written + buf->len + 1);
    if (data == NULL) {
        fputs("out of memory\n", stderr);
        exit(99);
    }
    b->data = data;
    if (buf->len > 0) {
        memcpy(data + b->written, buf->data, buf->len);
    }
    b->written += buf->len;
    answer->value = (struct value){VALUE_INT, (int64_t)buf->len, NULL, 0};
}

static void model_read(struct model_bio *b, struct arena *a, const struct arg *n,
                       struct answer *answer)
{
    int64_t wanted = n->given ? n->num : -1;
    size_t len = b->written - b->read;

    if (wanted > INT_LIMIT || wanted < -INT_LIMIT - 1) {
        answer_init(answer, STATUS_API);
        answer->field[FIELD_CLASS] = "OverflowError";
        return;
    }
    if (wanted >= 0 && (size_t)wanted < len) {
        len = (size_t)wanted;
    }
    answer->value = (struct value){
        VALUE_BYTES, 0, arena_copy(a, b->data == NULL ? NULL : b->data + b->read, len),
        len};
    b->read += len;
}

static void model_state(const struct model_bio *b, struct bio_state *state)
{
    state->pending = (int64_t)(b->written - b->read);
    state->eof = b->ended && b->written == b->read;
}

static bool perform(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct model_bio *bio = ((struct model_engine *)engine)->bio[call->who];
    struct bio_state state[BIOS];

    answer_init(answer, STATUS_OK);
    model_state(&bio[INCOMING], &state[INCOMING]);
    model_state(&bio[OUTGOING], &state[OUTGOING]);
    switch (call->op->id) {
    case OP_INCOMING_WRITE: model_write(&bio[INCOMING], &call->arg[0], answer); break;
    case OP_OUTGOING_WRITE: model_write(&bio[OUTGOING], &call->arg[0], answer); break;
    case OP_INCOMING_READ: model_read(&bio[INCOMING], a, &call->arg[0], answer); break;
    case OP_OUTGOING_READ: model_read(&bio[OUTGOING], a, &call->arg[0], answer); break;
    case OP_INCOMING_WRITE_EOF: bio[INCOMING].ended = true; break;
    case OP_OUTGOING_WRITE_EOF: bio[OUTGOING].ended = true; break;
    case OP_INCOMING_PENDING:
        answer->value = (struct value){VALUE_INT, state[INCOMING].pending, NULL, 0};
        break;
    case OP_OUTGOING_PENDING:
        answer->value = (struct value){VALUE_INT, state[OUTGOING].pending, NULL, 0};
        break;
    case OP_INCOMING_EOF:
        answer->value = (struct value){VALUE_INT, state[INCOMING].eof, NULL, 0};
        break;
    case OP_OUTGOING_EOF:
        answer->value = (struct value){VALUE_INT, state[OUTGOING].eof, NULL, 0};
        break;
    default: answer_init(answer, STATUS_UNSUPPORTED); return true;
    }
    model_state(&bio[INCOMING], &answer->bio[INCOMING]);
    model_state(&bio[OUTGOING], &answer->bio[OUTGOING]);
    return true;
}

static bool reset(struct engine *engine)
{
    struct model_engine *e = (struct model_engine *)engine;

    for (int who = 0; who < ENDPOINTS; who++) {
        for (int i = 0; i < BIOS; i++) {
            free(e->bio[who][i].data);
        }
    }
    memset(e->bio, 0, sizeof e->bio);
    return true;
}

struct engine *engine_model_new(void)
{
    struct model_engine *e = calloc(1, sizeof *e);

    if (e == NULL) {
        fputs("out of memory\n", stderr);
        exit(99);
    }
    e->engine = (struct engine){perform, reset};
    return &e->engine;
}

void engine_model_free(struct engine *engine)
{
    if (engine != NULL) {
        reset(engine);
        free(engine);
    }
}
