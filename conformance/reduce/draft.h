/* SPDX-License-Identifier: Apache-2.0
 *
 * draft.h: a case that is being changed: lines of text, without comments.
 */
#ifndef CONFORMANCE_DRAFT_H
#define CONFORMANCE_DRAFT_H

#include "scenario/case.h"

struct draft_line {
    const char *request, *expect; /* NULL: nothing is stated */
};

struct draft {
    struct draft_line *lines;
    size_t count;
};

/* draft_of takes the lines of a case; draft_copy another draft, with room for `more` lines. */
struct draft draft_of(struct arena *a, const struct tcase *tc);
struct draft draft_copy(struct arena *a, const struct draft *d, size_t more);

/* draft_cut takes `count` lines out, from `at`. draft_put replaces line `at` by those of
 * another. */
struct draft draft_cut(struct arena *a, const struct draft *d, size_t at, size_t count);
struct draft draft_put(struct arena *a, const struct draft *d, size_t at,
                       const struct draft *lines);

/* draft_body writes the lines, a newline behind each. */
const char *draft_body(struct arena *a, const struct draft *d);

/* draft_case makes a case of it, with the header of `like`; false when it is malformed. */
bool draft_case(struct arena *a, const struct draft *d, const struct tcase *like,
                struct tcase *tc);

/* draft_text writes the whole case, as a file. `comment` is lines before the header. */
const char *draft_text(struct arena *a, const struct draft *d, const struct tcase *like,
                       const char *comment, const char *why);

#endif
