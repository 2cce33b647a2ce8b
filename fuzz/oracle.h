/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle.h: what a trace must be, besides free of crashes.
 *
 * An oracle is a row of the table in oracle.c: an id, which never changes, the clause that
 * it guards, what must hold in a few words, and how often it looks.
 */
#ifndef FUZZ_ORACLE_H
#define FUZZ_ORACLE_H

#include "scenario/weather.h"
#include "target.h"

/* What oracles look at, and what one of them says. */
struct inquiry {
    struct arena *a;
    const struct scenario *scenario;
    const struct trace *trace;
    /* An objection: the step, and more words for people. `oracle`, `rule` and `clause` are the
     * row's unless the oracle knows better. */
    size_t at;
    const char *oracle, *rule, *clause, *detail;
};

/* oracles_hold asks each; false when one objects, which *q then tells. With `all` each looks;
 * else the dear ones look at inputs that their digest chooses. */
bool oracles_hold(struct inquiry *q, bool all);

/* oracle_completed: an object of this endpoint has completed a handshake. */
bool oracle_completed(const struct trace *t, enum endpoint who);

/* oracle_stands_weather: the trace is as good in this weather. */
#define ORACLE_WEATHERS 4
extern const struct weather oracle_weathers[ORACLE_WEATHERS];
bool oracle_stands_weather(struct inquiry *q, const struct weather *weather);

/* oracle_list prints the table, a line each: id, clause, one input of how many, rule. */
void oracle_list(void);

#endif
