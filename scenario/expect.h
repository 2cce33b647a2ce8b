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
 */
#ifndef SCENARIO_EXPECT_H
#define SCENARIO_EXPECT_H

#include "answer.h"

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

/* What an answer that does not match misses at least: of several outcomes, of the nearest. */
enum mismatch { MISMATCH_FIELD, MISMATCH_BIO, MISMATCH_VALUE, MISMATCH_STATUS };

enum mismatch expect_mismatch(struct arena *a, const struct expect *expect,
                              const struct answer *answer, struct bindings *bindings);

/* expect_is_set says whether several outcomes are as expected. */
bool expect_is_set(const struct expect *expect);

/* expect_text returns the expectation as written; expect_facts counts the facts it
 * states: status, value and fields. */
const char *expect_text(const struct expect *expect);
unsigned expect_facts(const struct expect *expect);

#endif
