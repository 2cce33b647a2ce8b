/* SPDX-License-Identifier: Apache-2.0
 *
 * case.h: a conformance case: a scenario in text with an id, clauses and expectations.
 *
 *     case: read-half-record
 *     id: MB-0142
 *     clauses: OBJ-READ-05.b BIO-USE-02.b
 *     level: signal
 *     why: half a record is taken in, gives nothing and is not lost
 *     --
 *     pair tls1.3
 *     ...
 *
 * A file holds one case or several; each begins with its `case:` line.
 */
#ifndef SCENARIO_CASE_H
#define SCENARIO_CASE_H

#include "scenario.h"

struct words {
    const char **word;
    size_t count;
};

/* parse_words splits a text at its blanks. */
struct words parse_words(struct arena *a, struct slice text);

struct tcase {
    unsigned at; /* its place among all cases of its suite */
    const char *file;
    unsigned line;         /* of `case:` */
    const char *name, *id; /* MB-nnnn, immutable */
    struct words clauses;  /* facts of the register */
    enum level level;      /* what the header says that case_lowest gives */
    struct words needs;    /* capabilities, besides those of its ops: NAME, or c:NAME */
    const char *why;       /* one sentence */
    const char *probe; /* name of the trait that the last status is; NULL: a plain case */
    struct slice body; /* the lines behind `--` */
    unsigned body_line;
    struct scenario scenario;
};

struct cases {
    struct tcase *list;
    size_t count;
};

/* case_parse adds the cases of `text`. False when it is malformed; *c says where. */
bool case_parse(struct arena *a, struct cases *cases, const char *file, struct slice text,
                struct complaint *c);

/* case_read_file does so for a file; an unreadable file is a complaint of line 0. */
bool case_read_file(struct arena *a, struct cases *cases, const char *file,
                    struct complaint *c);

/* case_lowest is the lowest level of the case's expectations: who claims less is told nothing
 * by it. LEVELS when it states nothing. */
enum level case_lowest(const struct tcase *tc);

/* Whether an endpoint has a capability. */
typedef bool has_fn(enum endpoint who, const char *name, const void *arg);

/* case_capability returns the first capability that the case needs of an endpoint, by its
 * header or its ops, and that `has` says is not there: *who lacks it. NULL when all are. */
const char *case_capability(struct arena *a, const struct tcase *tc, has_fn *has,
                            const void *arg, enum endpoint *who);

#endif
