/* SPDX-License-Identifier: Apache-2.0
 *
 * args.c: the arguments of move, drip and each.
 */
#include "args.h"

#include <inttypes.h>
#include <string.h>

#include "keyed.h"
#include "scenario.h"

bool args_move(const struct call *call, struct move_args *args)
{
    struct slice how = {(const char *)call->arg[1].data, call->arg[1].len};
    int64_t n;

    *args = (struct move_args){MOVE_ALL, 0};
    if (!call->arg[1].given || slice_is(how, "rest") || slice_is(how, "flight")) {
        return true;
    }
    if (slice_is(how, "record")) {
        args->what = MOVE_RECORD;
        return true;
    }
    if (!parse_int(how, &n) || n < 0) {
        return false;
    }
    *args = (struct move_args){MOVE_COUNT, (size_t)n};
    return true;
}

/* NULL, or what is wrong with the call that `drip` repeats. */
static const char *parse_drip(struct arena *a, const struct call *call,
                              struct call *repeated)
{
    enum endpoint receiver = call->arg[0].num == CLIENT ? SERVER : CLIENT;
    char *text;
    struct slice line;
    const char *wrong;
    bool unknown;

    if (call->arg[1].num <= 0) {
        return "the step of drip is a number above 0";
    }
    receiver = call->op->kind == OP_CALL ? call->who : receiver;
    text = arena_printf(a, "%c %s", endpoint_letter(receiver),
                        (const char *)call->arg[2].data);
    line = (struct slice){text, strlen(text)};
    wrong = call_parse(a, line, repeated, &unknown);
    if (wrong == NULL && call_is_symbolic(repeated)) {
        return "drip makes a call whose bytes are written down";
    }
    return wrong == NULL && repeated->op->id == OP_INCOMING_DRIP
               ? "drip does not make itself"
               : wrong;
}

bool args_drip(struct arena *a, const struct call *call, struct call *repeated)
{
    return parse_drip(a, call, repeated) == NULL;
}

/* A number or len(s>c). */
static bool parse_bound(struct arena *a, struct slice word, struct bound *bound)
{
    static const char open[] = "len(";
    size_t open_len = sizeof open - 1;
    char *line;
    struct call on_wire;
    bool unknown;

    bound->is_len = !parse_int(word, &bound->number);
    if (!bound->is_len) {
        return true;
    }
    if (word.len <= open_len + 1 || memcmp(word.p, open, open_len) != 0 ||
        word.p[word.len - 1] != ')') {
        return false;
    }
    /* The wire is written as the argument of any act is. */
    line = arena_printf(a, "eof %.*s", (int)(word.len - open_len - 1), word.p + open_len);
    if (call_parse(a, (struct slice){line, strlen(line)}, &on_wire, &unknown) != NULL) {
        return false;
    }
    bound->sender = (enum endpoint)on_wire.arg[0].num;
    return true;
}

static bool parse_range(struct arena *a, struct slice range, struct each_args *args)
{
    const char *dots = memmem(range.p, range.len, "..", 2);

    if (dots == NULL) {
        return false;
    }
    return parse_bound(a, (struct slice){range.p, (size_t)(dots - range.p)},
                       &args->from) &&
           parse_bound(a,
                       (struct slice){dots + 2, range.len - (size_t)(dots + 2 - range.p)},
                       &args->end);
}

bool args_each(struct arena *a, const struct call *call, struct each_args *args)
{
    struct slice rest = {(const char *)call->arg[0].data, call->arg[0].len};
    struct slice name, in, range, word;

    memset(args, 0, sizeof *args);
    args->step = 1;
    if (!next_word(&rest, &name) || !next_word(&rest, &in) || !slice_is(in, "in") ||
        !next_word(&rest, &range) || !parse_range(a, range, args)) {
        return false;
    }
    args->name = arena_text(a, name.p, name.len);
    if (!next_word(&rest, &word)) {
        return true;
    }
    return slice_is(word, "step") && next_word(&rest, &word) &&
           parse_int(word, &args->step) && args->step > 0 && trim(rest).len == 0;
}

const char *args_check(struct arena *a, const struct call *call)
{
    struct scenario ops = {NULL, 0};
    struct move_args move;
    struct each_args each;
    struct call repeated;

    switch (call->op->id) {
    case OP_MOVE:
        return args_move(call, &move) ? NULL
                                      : "move takes a number, rest, record or flight";
    case OP_DRIP:
    case OP_INCOMING_DRIP: return parse_drip(a, call, &repeated);
    case OP_KEYED: return keyed_check(a, call);
    case OP_EACH:
        return args_each(a, call, &each) ? NULL
                                         : "each is written: each NAME in A..B [step K]";
    case OP_SETUP:
    case OP_PAIR: return macro_expand(a, &ops, call);
    default: return NULL;
    }
}

const char *args_bind(struct arena *a, const char *text, const char *name, int64_t value)
{
    char *variable = arena_printf(a, "$%s", name), *at;

    while ((at = strstr(text, variable)) != NULL) {
        text = arena_printf(a, "%.*s%" PRId64 "%s", (int)(at - text), text, value,
                            at + strlen(variable));
    }
    return text;
}
