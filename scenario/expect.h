/* SPDX-License-Identifier: Apache-2.0
 *
 * expect.h: what a case says that an op gives, the part of a line after " = ".
 *
 *     ok 5                       exactly this status and value
 *     want_read                  this status, whatever the fields
 *     ssl reason=BAD_EXTENSION   this status and these fields
 *     ok incoming=0 outgoing=27  BIO states are fields, too
 *     !ok                        any other status
 *     *                          anything; `ok *` any value
 *     ok $x                      remembers the value, or compares with the one remembered
 *     ok <= 16384                a relation: < <= > >= !=
 *     ok has x25519 P-256        a list with these words among its own
 *     ok @ed25519                the DER of that certificate of the world
 *     want_read*516 ok           runs of statuses, of `drip`
 *     eof | ok - why NAME        one of several outcomes, with the reason why
 *     @stream eof                as it stands at this level and above, below not at all
 */
#ifndef SCENARIO_EXPECT_H
#define SCENARIO_EXPECT_H

#include "answer.h"
#include "call.h"
#include "level.h"

struct expect;

struct binding {
    const char *name, *value;
};

/* What `ok $x` has remembered, and where certificates are. All zero but world: empty. */
struct bindings {
    const char *world;
    struct binding *list;
    size_t count;
};

/* expect_parse reads an expectation; NULL and *wrong when it is malformed. */
struct expect *expect_parse(struct arena *a, struct slice text, const char **wrong);

/* expect_match says whether an answer is as expected. */
bool expect_match(struct arena *a, const struct expect *expect,
                  const struct answer *answer, struct bindings *bindings);

/* expect_is_set says whether several outcomes are as expected. */
bool expect_is_set(const struct expect *expect);

/* expect_text returns the expectation as written. */
const char *expect_text(const struct expect *expect);

/* Levels ---------------------------------------------------------------------------
 *
 * Each fact that an expectation states has a lowest level, at which it is first compared:
 *
 *     stream    the bytes that a read delivers; how the stream or the handshake ends
 *     signal    every status; whether something is pending, eof
 *     contract  values, numbers, and the fields of errors
 *
 * unless the line begins with a level of its own: then it is compared whole, from there on.
 * `call` is the op that the expectation is about. */

/* expect_lowest, expect_highest: of all its facts; LEVELS when it states none. */
enum level expect_lowest(const struct expect *expect, const struct call *call);
enum level expect_highest(const struct expect *expect, const struct call *call);

/* expect_facts counts the facts up to a level: status, value, fields. */
unsigned expect_facts(const struct expect *expect, const struct call *call,
                      enum level level);

/* expect_match_at says whether this one answer is as expected, as far as single answers are
 * compared at a level: at `stream` a read may give now or later what it gives. */
bool expect_match_at(struct arena *a, const struct expect *expect,
                     const struct call *call, enum level level,
                     const struct answer *answer, struct bindings *bindings);

/* What an expectation says of its endpoint's stream: nothing at all; whatever `answer` did;
 * bytes or an end, as in *says. */
enum says { SAYS_NOTHING, SAYS_WHATEVER, SAYS_THIS };

enum says expect_stream(struct arena *a, const struct expect *expect,
                        const struct call *call, const struct answer *answer,
                        struct bindings *bindings, struct answer *says);

#endif
