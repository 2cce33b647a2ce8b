/* SPDX-License-Identifier: Apache-2.0
 *
 * expect_parts.h: what an expectation is made of; for expect*.c only.
 */
#ifndef SCENARIO_EXPECT_PARTS_H
#define SCENARIO_EXPECT_PARTS_H

#include "expect.h"

enum pattern {
    PATTERN_ANY,      /* no value is stated */
    PATTERN_TEXT,     /* exactly this text */
    PATTERN_WILDCARD, /* some value */
    PATTERN_CAPTURE,
    PATTERN_RELATION,
    PATTERN_CERTIFICATE,
    PATTERN_HAS, /* a list with these words among its own */
    PATTERN_RUNS
};

struct wanted_field {
    struct wanted_field *next;
    const char *name, *value;
};

struct alternative {
    struct alternative *next;
    bool anything, negated;
    enum status status;
    enum pattern pattern;
    /* Of the pattern: value, variable, relation sign, certificate, words, runs. */
    const char *text;
    int64_t bound;
    struct wanted_field *fields;
};

struct expect {
    const char *text;
    bool leveled; /* it says itself at which level it holds */
    enum level level;
    struct alternative *first;
};

/* match_status, match_value: these parts alone. is_bio_field: incoming=, outgoing=. */
bool match_status(const struct alternative *alt, const struct answer *answer);
bool match_value(struct arena *a, const struct alternative *alt, const struct value *v,
                 struct bindings *b);
bool is_bio_field(const struct wanted_field *f);

#endif
