/* SPDX-License-Identifier: Apache-2.0
 *
 * flaw.h: what is wrong with a run besides the verdicts of cases.
 */
#ifndef CONFORMANCE_FLAW_H
#define CONFORMANCE_FLAW_H

#include "conformance/stream/stream.h"

struct flaw {
    const char *kind; /* "not believed", "THIN", "STALE" */
    const char *who;  /* the implementation; "deviations" */
    const char *text;
};

struct flaws {
    struct flaw *list;
    size_t count;
};

/* flaws_of lists what the oath of adapters has found (memory and refusals among it), weathers
 * that have shown nothing, and entries of deviation files that are out of date. */
void flaws_of(struct arena *a, struct flaws *f, const struct stream *s);

#endif
