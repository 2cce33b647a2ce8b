/* SPDX-License-Identifier: Apache-2.0
 *
 * scenario.h: a scenario is data: a list of steps, each an op and perhaps an expectation.
 */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "call.h"
#include "expect.h"

struct step {
    unsigned line;         /* in the file, from 1; 0 when there is none */
    const char *text;      /* the request as written */
    bool has_variable;     /* `$n` of a sweep stands in it: parsed again when played */
    struct call call;      /* with 1 for the variable */
    struct expect *expect; /* NULL: nothing is stated */
};

struct scenario {
    struct step *steps;
    size_t count;
};

/* What is wrong with a text, and where. */
struct complaint {
    unsigned line;
    const char *text;
};

/* scenario_parse adds the steps of `text`, whose first line has number `line`. False when
 * a line is malformed; *c says which. Blank lines and comments are skipped. */
bool scenario_parse(struct arena *a, struct scenario *scenario, struct slice text,
                    unsigned line, struct complaint *c);

/* scenario_format is the inverse: a line for each step, with what it expects; comments and
 * what only widens a line stay behind. */
char *scenario_format(struct arena *a, const struct scenario *scenario);

/* scenario_add adds one step without text or expectation. */
void scenario_add(struct arena *a, struct scenario *scenario, const struct call *call);

/* macro_expand replaces a macro by its ops. NULL, or what is wrong with its arguments. */
const char *macro_expand(struct arena *a, struct scenario *out, const struct call *macro);

#endif
