/* SPDX-License-Identifier: Apache-2.0
 *
 * deviation.h: known differences of an implementation, as data with a reason.
 *
 *     id: MB-0601 MB-061*
 *     when: impl=cpython version<3.11.3 truncation=ok
 *     observed: c read 100 = ok -
 *     class: bug
 *     link: https://github.com/python/cpython/issues/95494
 *     since: 2026-11-22
 *     reason: reports a truncated stream as a clean end
 *     review-by: 2027-06-01      (optional)
 *
 * Blocks are separated by blank lines, `#` begins a comment line. `id` and `observed` are
 * globs. `observed: peer c session_reused = ok 0` is what the other end of a pair sees, when this
 * implementation is one end alone; such entries count in pairs only. `when` compares what `hello` said (impl, version, lib, libversion) and the
 * traits that probes found; all terms must hold.
 */
#ifndef CONFORMANCE_DEVIATION_H
#define CONFORMANCE_DEVIATION_H

#include "scenario/case.h"

struct deviation {
    const char *file;
    unsigned line, when_line;
    struct words id, when;
    const char *observed, *class, *link, *since, *reason;
    const char *review_by; /* a date; NULL without one */
    size_t cases;          /* of the suite, that it names; stale.h */
    bool applies;          /* `when` holds for the implementation at hand */
};

struct deviations {
    struct deviation *list;
    size_t count;
};

/* A fact that `when` can ask for. */
struct trait {
    const char *name, *value;
};

/* deviations_load reads a file; one that is not there is empty. deviations_add reads one
 * more, which has to be there. False after one line on stderr. */
bool deviations_load(struct arena *a, struct deviations *d, const char *path);
bool deviations_add(struct arena *a, struct deviations *d, const char *path);

/* deviations_apply decides `applies` of every entry. False after one line on stderr: an
 * entry asks for a trait that nobody has. */
bool deviations_apply(struct arena *a, struct deviations *d, const struct trait *traits,
                      size_t count);

/* deviation_names says whether an entry is about a case; deviation_fits, whether it is
 * about a fingerprint ("c read 100 = ok -"). */
bool deviation_names(const struct deviation *d, const char *id);
bool deviation_fits(const struct deviation *d, const char *fingerprint);

/* deviation_of_peer says whether an entry is about what the peer sees. */
bool deviation_of_peer(const struct deviation *d);

#endif
