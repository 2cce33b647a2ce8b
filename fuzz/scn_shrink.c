/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_shrink.c: fewer steps, then fewer bytes, as long as the finding stays the same.
 */
#include "scn.h"

#include <string.h>

/* The most plays: each is a process. */
#define TRIES_MAX 2000u

struct shrinking {
    struct arena *a;
    struct scenario *s; /* the smallest so far */
    const char *finding, *command;
    unsigned tries;
};

/* Takes a smaller one if it still leads there. */
static bool take_if_same(struct shrinking *x, const struct scenario *smaller)
{
    struct arena scratch = {NULL};
    bool same = x->tries < TRIES_MAX &&
                strcmp(scn_judge(&scratch, smaller, x->command), x->finding) == 0;

    x->tries++;
    arena_free(&scratch);
    if (same) {
        *x->s = *smaller;
    }
    return same;
}

static bool try_without(struct shrinking *x, size_t from, size_t count)
{
    struct scenario left = {arena_alloc(x->a, x->s->count * sizeof *left.steps), 0};

    for (size_t i = 0; i < x->s->count; i++) {
        if (i < from || i >= from + count) {
            left.steps[left.count++] = x->s->steps[i];
        }
    }
    return left.count > 0 && take_if_same(x, &left);
}

/* From halves to single steps, and again as long as single steps go. */
static void fewer_steps(struct shrinking *x)
{
    size_t size = (x->s->count + 1) / 2;
    bool gone;

    do {
        gone = false;
        for (size_t at = 0; at < x->s->count;) {
            if (try_without(x, at, size)) {
                gone = true;
            } else {
                at += size;
            }
        }
        size = size > 1 ? (size + 1) / 2 : size;
    } while (size > 1 || gone);
}

static bool try_arg(struct shrinking *x, size_t step, int arg, const struct arg *value)
{
    struct scenario s = {NULL, x->s->count};
    struct step *steps = arena_copy(x->a, x->s->steps, x->s->count * sizeof *x->s->steps);

    s.steps = steps;
    steps[step].call.arg[arg] = *value;
    return take_if_same(x, &s);
}

/* The bytes without `count` of them. */
static struct arg bytes_without(struct arena *a, const struct arg *whole, size_t from,
                                size_t count)
{
    struct arg left = *whole;
    uint8_t *data = arena_alloc(a, whole->len + 1);

    memcpy(data, whole->data, from);
    memcpy(data + from, whole->data + from + count, whole->len - from - count);
    left.data = data;
    left.len = whole->len - count;
    return left;
}

static void fewer_bytes(struct shrinking *x, size_t step, int arg)
{
    for (size_t size = x->s->steps[step].call.arg[arg].len; size > 0; size /= 2) {
        size_t at = 0, len;

        while (len = x->s->steps[step].call.arg[arg].len, at < len) {
            size_t count = size < len - at ? size : len - at;
            struct arg left =
                bytes_without(x->a, &x->s->steps[step].call.arg[arg], at, count);

            if (!try_arg(x, step, arg, &left)) {
                at += count;
            }
        }
    }
}

/* An optional argument goes, a number becomes 0 or 1, bytes become fewer. */
static void smaller_arg(struct shrinking *x, size_t step, int i)
{
    const struct call *call = &x->s->steps[step].call;
    const struct param *param = &call->op->params[i];
    struct arg none = {NOT_GIVEN, 0, NULL, 0}, number = {GIVEN, 0, NULL, 0};

    if (call->arg[i].given == NOT_GIVEN ||
        (param->form == PARAM_OPTIONAL && try_arg(x, step, i, &none))) {
        return;
    }
    if (param->type == PARAM_HEX && call->arg[i].given == GIVEN) {
        fewer_bytes(x, step, i);
    }
    if (param->type == PARAM_INT && call->arg[i].num != 0 && call->arg[i].num != 1 &&
        !try_arg(x, step, i, &number)) {
        number.num = 1;
        try_arg(x, step, i, &number);
    }
}

void scn_shrink(struct arena *a, struct scenario *s, const char *finding,
                const char *command)
{
    struct shrinking x = {a, s, finding, command, 0};

    fewer_steps(&x);
    for (size_t step = 0; step < s->count; step++) {
        for (int i = 0; s->steps[step].call.op->params[i].type != PARAM_END; i++) {
            smaller_arg(&x, step, i);
        }
    }
    fewer_steps(&x);
}
