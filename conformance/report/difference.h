/* SPDX-License-Identifier: Apache-2.0
 *
 * difference.h: what changed from one run to another.
 */
#ifndef CONFORMANCE_DIFFERENCE_H
#define CONFORMANCE_DIFFERENCE_H

#include "conformance/stream/stream.h"

enum change {
    CHANGE_NONE,
    CHANGE_VERDICT,
    CHANGE_OUTCOME, /* the same verdict for another reason */
    CHANGE_TRACE,   /* the same outcome, but another trace */
    CHANGE_ADDED,   /* only the second run has it */
    CHANGE_REMOVED,
    CHANGES
};

struct change_row {
    enum change change;
    const struct stream_case *tc;
    const struct stream_impl *impl;
    const struct stream_result *before, *after; /* NULL: not played */
};

struct changes {
    struct change_row *list;
    size_t count;
    unsigned of[CHANGES];
};

/* changes_find compares by case and implementation. An implementation is looked up by its
 * label, or else, when that is not in both, by its name and the place among those. */
void changes_find(struct arena *a, const struct stream *before,
                  const struct stream *after, struct changes *changes);

const char *change_name(enum change change);

/* changes_markdown writes a summary for people who look at a change. */
void changes_markdown(const struct stream *before, const struct stream *after,
                      const struct changes *changes, FILE *out);

#endif
