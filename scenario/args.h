/* SPDX-License-Identifier: Apache-2.0
 *
 * args.h: arguments that are a small language of their own: those of move, drip and each.
 *
 * They are read when a scenario is parsed, so that a mistake is found with its line, and
 * again when the op is played.
 */
#ifndef SCENARIO_ARGS_H
#define SCENARIO_ARGS_H

#include "call.h"

/* What `move` delivers. */
struct move_args {
    enum { MOVE_ALL, MOVE_RECORD, MOVE_COUNT } what;
    size_t count;
};

/* A bound of `each`: a number, or the bytes on a wire. */
struct bound {
    bool is_len;
    int64_t number;
    enum endpoint sender;
};

/* `each NAME in FROM..END [step STEP]`. */
struct each_args {
    const char *name;
    struct bound from, end;
    int64_t step;
};

/* They return false when the words are malformed. */
bool args_move(const struct call *call, struct move_args *args);
bool args_drip(struct arena *a, const struct call *call, struct call *repeated);
bool args_each(struct arena *a, const struct call *call, struct each_args *args);

/* args_check says what is wrong with the arguments of any call, NULL for nothing. */
const char *args_check(struct arena *a, const struct call *call);

/* args_bind puts a number for `$NAME` in a line. */
const char *args_bind(struct arena *a, const char *text, const char *name, int64_t value);

#endif
