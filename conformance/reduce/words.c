/* SPDX-License-Identifier: Apache-2.0
 *
 * words.c: macros with fewer options, operands that are shorter and simpler.
 */
#include "reduce.h"

#include <stdlib.h>
#include <string.h>

static const char plain = 'a';

/* ---- Macros. */

static bool parse_line(struct arena *a, const char *request, struct call *call)
{
    struct slice line = {request, strlen(request)};
    bool unknown;

    return strchr(request, '$') == NULL && call_parse(a, line, call, &unknown) == NULL;
}

static bool try_request(struct reducer *x, size_t at, const char *request)
{
    struct draft d = draft_copy(x->a, &x->best, 0);

    d.lines[at].request = request;
    return strcmp(request, x->best.lines[at].request) != 0 && reduce_try(x, d);
}

/* The line without its word number `drop`. */
static const char *without_word(struct arena *a, const char *request, size_t drop)
{
    struct words w = parse_words(a, (struct slice){request, strlen(request)});
    const char *text = w.word[0];

    for (size_t i = 1; i < w.count; i++) {
        text = i == drop ? text : arena_printf(a, "%s %s", text, w.word[i]);
    }
    return text;
}

static void drop_options(struct reducer *x, size_t at)
{
    const char *request = x->best.lines[at].request;
    struct words w = parse_words(x->a, (struct slice){request, strlen(request)});

    for (size_t i = w.count; i-- > 2;) {
        try_request(x, at, without_word(x->a, x->best.lines[at].request, i));
    }
    if (strcmp(w.word[0], "pair") == 0) {
        try_request(x, at, arena_printf(x->a, "setup%s", request + strlen("pair")));
    }
}

/* Another way to say a line is kept when fewer lines are then enough. */
static bool try_instead(struct reducer *x, size_t at, const struct draft *lines,
                        size_t at_most)
{
    struct draft before = x->best;

    if (reduce_try(x, draft_put(x->a, &x->best, at, lines))) {
        reduce_lines(x);
        if (x->best.count <= at_most) {
            return true;
        }
        x->best = before;
    }
    return false;
}

/* A handshake that is written down step by step is `pair`. */
static bool shake_hands(struct reducer *x, size_t at)
{
    const char *request = x->best.lines[at].request;
    struct draft_line line = {NULL, x->best.lines[at].expect};
    struct draft d = {&line, 1};

    if (strncmp(request, "setup ", 6) != 0) {
        return false;
    }
    line.request = arena_printf(x->a, "pair %s", request + 6);
    return try_instead(x, at, &d, x->best.count - 1);
}

static bool expand(struct reducer *x, size_t at, const struct call *call)
{
    struct scenario ops = {NULL, 0};
    struct draft d;

    if (macro_expand(x->a, &ops, call) != NULL) {
        return false;
    }
    d = (struct draft){arena_alloc(x->a, ops.count * sizeof *d.lines), ops.count};
    for (size_t i = 0; i < ops.count; i++) {
        d.lines[i].request = ops.steps[i].text;
    }
    return try_instead(x, at, &d, x->best.count);
}

void reduce_macros(struct reducer *x)
{
    for (size_t i = 0; i < x->best.count && !trials_over(x->trials); i++) {
        struct call call;

        if (!parse_line(x->a, x->best.lines[i].request, &call) ||
            call.op->kind != OP_MACRO) {
            continue;
        }
        drop_options(x, i);
        if (shake_hands(x, i) ||
            (parse_line(x->a, x->best.lines[i].request, &call) && expand(x, i, &call))) {
            return; /* the lines are others now */
        }
    }
}

/* ---- Operands. */

static bool try_arg(struct reducer *x, size_t at, struct call *call, int i,
                    struct arg arg)
{
    struct arg before = call->arg[i];

    call->arg[i] = arg;
    if (try_request(x, at, call_format(x->a, call))) {
        return true;
    }
    call->arg[i] = before;
    return false;
}

static struct arg filled(struct arena *a, char byte, size_t len)
{
    uint8_t *data = arena_alloc(a, len + 1);

    memset(data, byte, len);
    return (struct arg){true, 0, data, len};
}

static void shorten_bytes(struct reducer *x, size_t at, struct call *call, int i)
{
    struct arg arg = call->arg[i];
    struct arg simple = filled(x->a, plain, arg.len);

    if (arg.len == 0 || try_arg(x, at, call, i, filled(x->a, plain, 1)) ||
        memcmp(arg.data, simple.data, arg.len) == 0) {
        return; /* as short as can be, or made so before */
    }
    for (size_t len = call->arg[i].len / 2; len > 0; len /= 2) {
        arg = call->arg[i];
        while (arg.len > len) {
            arg.len -= len;
            if (!try_arg(x, at, call, i, arg)) {
                break;
            }
        }
    }
    if (!try_arg(x, at, call, i, filled(x->a, plain, call->arg[i].len))) {
        try_arg(x, at, call, i, filled(x->a, '\0', call->arg[i].len));
    }
}

static void lower_number(struct reducer *x, size_t at, struct call *call, int i)
{
    struct arg arg = {true, 0, NULL, 0};

    if (call->arg[i].num == 0 || try_arg(x, at, call, i, arg)) {
        return;
    }
    arg.num = 1;
    if (call->arg[i].num == 1 || try_arg(x, at, call, i, arg)) {
        return;
    }
    for (int64_t by = call->arg[i].num / 2; by != 0; by /= 2) {
        do {
            arg.num = call->arg[i].num - by;
        } while (llabs(arg.num) > 1 && try_arg(x, at, call, i, arg));
    }
}

static void simplify_text(struct reducer *x, size_t at, struct call *call, int i)
{
    if (call->arg[i].len > 1) {
        try_arg(x, at, call, i, filled(x->a, plain, 1));
    }
}

static void simplify_arg(struct reducer *x, size_t at, struct call *call, int i)
{
    const struct param *p = &call->op->params[i];

    if (!call->arg[i].given ||
        (p->form == PARAM_OPTIONAL &&
         try_arg(x, at, call, i, (struct arg){false, 0, NULL, 0}))) {
        return;
    }
    switch (p->type) {
    case PARAM_HEX: shorten_bytes(x, at, call, i); return;
    case PARAM_INT: lower_number(x, at, call, i); return;
    case PARAM_TEXT: simplify_text(x, at, call, i); return;
    default: return; /* a bit, a direction, a call inside a call */
    }
}

void reduce_words(struct reducer *x)
{
    for (size_t at = 0; at < x->best.count && !trials_over(x->trials); at++) {
        struct call call;

        if (parse_line(x->a, x->best.lines[at].request, &call) &&
            call.op->kind != OP_MACRO && call.op->kind != OP_SWEEP) {
            for (int i = 0; call.op->params[i].type != PARAM_END; i++) {
                simplify_arg(x, at, &call, i);
            }
        }
    }
}
