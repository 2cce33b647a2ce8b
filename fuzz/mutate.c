/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate.c: adds, removes, repeats, exchanges, redirects and rewrites ops.
 */
#include "mutate.h"

#include <string.h>

#include "generate.h"
#include "scenario/bytes.h"
#include "scenario/flight.h"

/* The most bytes of an operand that mutation makes. */
#define OPERAND_MAX ((size_t)4096)

struct mutation {
    struct arena *a;
    struct scenario *s;
    struct dice dice;
    mutate_bytes_fn *bytes;
};

static size_t any_step(struct mutation *m)
{
    return dice_below(&m->dice, (uint32_t)m->s->count);
}

static void remove_step(struct mutation *m)
{
    size_t at = any_step(m);

    memmove(&m->s->steps[at], &m->s->steps[at + 1],
            (m->s->count - at - 1) * sizeof *m->s->steps);
    m->s->count--;
}

/* Makes room in front of step `at`. */
static void insert_call(struct mutation *m, size_t at, const struct call *call)
{
    struct step step;

    scenario_add(m->a, m->s, call);
    step = m->s->steps[m->s->count - 1];
    memmove(&m->s->steps[at + 1], &m->s->steps[at],
            (m->s->count - 1 - at) * sizeof *m->s->steps);
    m->s->steps[at] = step;
}

static void repeat_step(struct mutation *m)
{
    struct call call = m->s->steps[any_step(m)].call;

    insert_call(m, any_step(m), &call);
}

static void exchange_steps(struct mutation *m)
{
    size_t i = any_step(m), k = any_step(m);
    struct step step = m->s->steps[i];

    m->s->steps[i] = m->s->steps[k];
    m->s->steps[k] = step;
}

static void add_step(struct mutation *m)
{
    struct call call;

    generate_call(m->a, &m->dice, &call);
    insert_call(m, dice_below(&m->dice, (uint32_t)m->s->count + 1), &call);
}

/* The same to the other end, or the other way. */
static void redirect_step(struct mutation *m)
{
    struct call *call = &m->s->steps[any_step(m)].call;

    if (call->op->kind == OP_CALL) {
        call->who = call->who == CLIENT ? SERVER : CLIENT;
    } else if (call->op->params[0].type == PARAM_WIRE) {
        call->arg[0].num = 1 - call->arg[0].num;
    }
}

/* The record or the flight beside it, if there is one. */
static void rewrite_name(struct mutation *m, struct arg *arg)
{
    int64_t other = arg->num + (int64_t)dice_below(&m->dice, 3) - 1;

    if (other >= 0 && (arg->given == GIVEN_PEER || flight_is((unsigned)other))) {
        arg->num = other;
    }
}

static void rewrite_bytes(struct mutation *m, struct arg *arg)
{
    uint8_t *data = arena_alloc(m->a, OPERAND_MAX + 1);
    size_t len = arg->len < OPERAND_MAX ? arg->len : OPERAND_MAX;

    if (arg->given != GIVEN) {
        rewrite_name(m, arg);
        return;
    }
    if (arg->data != NULL) {
        memcpy(data, arg->data, len);
    }
    arg->len = m->bytes(data, len, OPERAND_MAX);
    data[arg->len] = '\0'; /* for who takes it for a text */
    arg->data = data;
}

/* Names, lists and suites are mostly those that somebody knows. */
static bool is_rewritten(struct mutation *m, enum param_type type)
{
    return type == PARAM_HEX || (type == PARAM_TEXT && dice_below(&m->dice, 4) == 0);
}

/* One argument anew; bytes are changed, not thrown. */
static void rewrite_argument(struct mutation *m)
{
    struct call *call = &m->s->steps[any_step(m)].call;
    int count = 0, i;

    while (call->op->params[count].type != PARAM_END) {
        count++;
    }
    if (count == 0 || call->op->kind == OP_MACRO) {
        return;
    }
    i = (int)dice_below(&m->dice, (uint32_t)count);
    if (call->arg[i].given != NOT_GIVEN && is_rewritten(m, call->op->params[i].type)) {
        rewrite_bytes(m, &call->arg[i]);
    } else {
        generate_argument(m->a, &m->dice, call->op, i, &call->arg[i]);
    }
}

static void cut_end(struct mutation *m)
{
    m->s->count = any_step(m) + 1;
}

/* How often each is chosen, of the sum. */
static const struct kind {
    unsigned weight;
    void (*change)(struct mutation *m);
} kinds[] = {
    {4, add_step},         {3, remove_step},   {3, repeat_step}, {2, exchange_steps},
    {6, rewrite_argument}, {1, redirect_step}, {1, cut_end},
};

static void change_once(struct mutation *m)
{
    unsigned sum = 0, drawn;
    size_t i = 0;

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        sum += kinds[k].weight;
    }
    drawn = dice_below(&m->dice, sum);
    while (drawn >= kinds[i].weight) {
        drawn -= kinds[i++].weight;
    }
    if (m->s->count == 0) {
        add_step(m);
    } else {
        kinds[i].change(m);
    }
}

/* Steps that cannot be said in bytes are left out, from the end. Returns 0 when nothing fits. */
static size_t put(struct arena *a, const struct scenario *changed, uint8_t *out,
                  size_t size)
{
    struct scenario s = {NULL, 0};
    struct complaint c;
    uint8_t *data;
    size_t len;

    for (size_t i = 0; i < changed->count; i++) { /* the texts are those of before */
        scenario_add(a, &s, &changed->steps[i].call);
    }
    while (!bytes_encode(a, &s, &data, &len, &c) || len > size) {
        if (s.count == 0) {
            return 0;
        }
        s.count--;
    }
    memcpy(out, data, len);
    return len;
}

/* The configuration has fixed places: it is changed there. */
static size_t change_header(struct dice *dice, uint8_t *data, size_t len)
{
    size_t at = 1 + dice_below(dice, (uint32_t)BYTES_HEADER_LEN - 1);

    if (at < len) {
        data[at] = (uint8_t)dice_next(dice);
    }
    return len;
}

size_t mutate(uint8_t *data, size_t len, size_t size, uint64_t seed,
              mutate_bytes_fn *bytes)
{
    struct arena a = {NULL};
    struct scenario s = {NULL, 0};
    struct mutation m = {&a, &s, {seed}, bytes};
    unsigned kind = dice_below(&m.dice, 16);
    size_t made;

    if (kind == 0 || len < BYTES_HEADER_LEN) {
        return bytes(data, len, size);
    }
    if (kind == 1) {
        return change_header(&m.dice, data, len);
    }
    bytes_decode(&a, &s, data, len);
    for (unsigned n = 1 + dice_below(&m.dice, 3); n > 0; n--) {
        change_once(&m);
    }
    made = put(&a, &s, data, size);
    arena_free(&a);
    return made > 0 ? made : bytes(data, len, size);
}

size_t mutate_cross(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len,
                    uint8_t *out, size_t size, uint64_t seed)
{
    struct arena arena = {NULL};
    struct scenario first = {NULL, 0}, second = {NULL, 0};
    struct dice dice = {seed};
    size_t keep, from, len;

    bytes_decode(&arena, &first, a, a_len);
    bytes_decode(&arena, &second, b, b_len);
    keep = dice_below(&dice, (uint32_t)first.count + 1);
    from = dice_below(&dice, (uint32_t)second.count + 1);
    first.count = keep;
    for (size_t i = from; i < second.count; i++) {
        if (second.steps[i].call.op->kind != OP_MACRO) {
            scenario_add(&arena, &first, &second.steps[i].call);
        }
    }
    len = put(&arena, &first, out, size);
    arena_free(&arena);
    return len;
}

size_t mutate_flips(uint8_t *data, size_t len, size_t size)
{
    static struct dice dice = {1};

    if (len == 0) {
        if (size > 0) {
            data[len++] = (uint8_t)dice_next(&dice);
        }
    } else if (dice_below(&dice, 8) == 0) {
        len = 1 + dice_below(&dice, (uint32_t)len);
    } else {
        data[dice_below(&dice, (uint32_t)len)] ^= (uint8_t)(1u << dice_below(&dice, 8));
    }
    return len;
}
