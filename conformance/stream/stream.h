/* SPDX-License-Identifier: Apache-2.0
 *
 * stream.h: a run as its reports see it: what the JSON lines of doc/report.md hold.
 *
 *     struct report --stream_lines--> json --stream_take--> struct stream --> every report
 *                                      |                        ^
 *                                      +---> file ----stream_read
 *
 * There is one way: a report made at the end of a run has seen no more than one made from
 * the file later.
 */
#ifndef CONFORMANCE_STREAM_H
#define CONFORMANCE_STREAM_H

#include <jansson.h>

#include "conformance/verdict.h"
#include "scenario/case.h"

/* The version of the schema; raised when a reader of the old one would misread. */
#define STREAM_SCHEMA 1

struct stream_impl {
    const char *label; /* unique in the stream */
    const char *name, *lib, *spec;
    const char *client, *server; /* of a pair: who is which end; NULL: both ends */
    bool oracle, usable;
    /* What its oath has found, and is not believed for: "[deadline] it ...". */
    struct words findings;
    const char *weather; /* what was played in weather, in words; NULL when it was calm */
    struct words thin;   /* weathers that have shown nothing: each counts as failed */
    unsigned sweeps;     /* runs of sweeps */
};

struct stream_clause {
    const char *id, *class, *summary;
    const char *proved; /* the mutant that a case citing it has found; NULL */
};

/* One observation in words. */
struct stream_row {
    unsigned line; /* of the case file */
    const char *request, *answer;
    const char *native; /* the implementation's own words; NULL */
    const char *wire;   /* the TLS records that moved; NULL */
    const char *bios;   /* "0 517 0 0,eof": c in, c out, s in, s out */
    bool alike;         /* as the base's row, but for what differs from run to run */
};

struct stream_trace {
    struct stream_row *rows;
    size_t count;
    const char *stopped; /* why it is not complete; NULL */
};

struct stream_case {
    const char *id, *name, *area, *level, *why, *file, *text;
    unsigned at; /* its place in the suite */
    unsigned line, text_line;
    struct words clauses;
    const struct stream_trace *base; /* the oracle's, or the first that there is; NULL */
    size_t base_impl;
    bool base_swept;
    int64_t base_value;
};

struct stream_deviation {
    const char *class, *reason, *link, *since, *observed, *file;
    unsigned line;
};

struct stream_result {
    enum verdict verdict;
    unsigned facts;
    double seconds;
    const char *digest;      /* of all that was seen; NULL */
    const char *sent_digest; /* of what was put onto the wire, when frozen; NULL */
    uint64_t sent;           /* bytes */
    const char *request, *want, *got, *by; /* NULL when nothing differs */
    const char *end;                       /* of a pair, at which it shows; NULL */
    unsigned line;
    size_t at; /* the row that differs */
    bool swept;
    int64_t value; /* of the sweep's variable */
    unsigned runs;
    const char *check;   /* what found it; NULL */
    const char *weather; /* in which weather; NULL when it was calm */
    const char *note, *needs, *native;
    const char *flaky; /* what a repeat gave instead; NULL */
    const struct stream_deviation *deviation;
    const struct stream_trace *trace; /* NULL of those that pass */
    const struct stream_trace *base;  /* beside it, when it is not the case's */
};

/* Where an oracle does not give what the one before it does. */
struct stream_difference {
    const char *id; /* of the case */
    const char *from, *to;
    const char *request; /* the call; NULL: the case applies to one of them only */
    const char *needs;   /* and that is the missing capability */
    const char *before, *after;
    unsigned line;
};

struct stream {
    const char *version, *suite, *protocol, *directory, *level, *oracle, *started;
    const char *platform, *shard;
    const char *frozen; /* the preload library; NULL */
    const char *sweep;  /* "cut": generated cases; NULL */
    bool deep;
    double timeout;
    struct stream_impl *impls;
    size_t impls_count;
    struct stream_clause *clauses;
    size_t clauses_count;
    struct stream_case *cases;
    size_t cases_count;
    struct stream_result **results;        /* [case][implementation]; NULL: not played */
    struct stream_difference *differences; /* of oracles */
    size_t differences_count;
    const char **stale; /* deviation entries out of date, a line each */
    size_t stale_count;
    const char **reviews; /* those to be looked at, a line each */
    size_t reviews_count;
    double seconds;
    bool complete; /* every case was played */
};

/* The lines of a run: write.h makes them. */
struct stream_lines {
    json_t **line;
    size_t count;
};

/* ---- Reading: take.c, read.c */

/* A result, and where it belongs. */
struct stream_slot {
    size_t tc, impl;
    struct stream_result *result;
};

/* A stream that grows by lines and files; all zero but `a` and `s`. */
struct stream_reader {
    struct arena *a;
    struct stream *s;
    bool begun, ended;         /* in the file at hand */
    size_t *impl_at;           /* the file's implementations in the stream */
    size_t impls;              /* of the file */
    struct stream_slot *slots; /* results in the order of their arrival */
    size_t slots_count;
};

/* stream_take adds one line. NULL, or what is wrong with it. */
const char *stream_take(struct stream_reader *r, const json_t *line);

/* stream_take_result is its part for a result. */
const char *stream_take_result(struct stream_reader *r, const json_t *line);

/* stream_finish brings the results into the suite's order, once all files are read. */
void stream_finish(struct stream_reader *r);

/* stream_read reads files into one stream. False after one line on stderr that names file,
 * line and reason; also when one has no footer. */
bool stream_read(struct arena *a, struct stream *s, char *const *paths, size_t count);

/* stream_of_run does so for a run that has just ended. */
void stream_of_run(struct arena *a, struct stream *s, const struct stream_lines *lines);

/* ---- Asking: stream.c */

/* stream_result returns NULL when the case was not played. */
const struct stream_result *stream_result(const struct stream *s, size_t tc, size_t impl);
const struct stream_clause *stream_clause(const struct stream *s, const char *id);

/* stream_count counts the results with a verdict, of one implementation or of all (-1). */
unsigned stream_count(const struct stream *s, int impl, enum verdict verdict);
void stream_totals(const struct stream *s, unsigned *passed, unsigned *failed,
                   unsigned *skipped);
/* stream_as_expected says whether all is as it should be, and something was played;
 * stream_judgement so in words. */
bool stream_as_expected(const struct stream *s);
const char *stream_judgement(const struct stream *s);

unsigned stream_facts(const struct stream *s, size_t impl);

/* stream_unexpected says whether a result is not as it should be. */
bool stream_unexpected(const struct stream_result *x);

/* stream_path gives the path of a file below the suite as it is there. */
const char *stream_path(const struct stream *s, const char *path);

/* stream_again writes the command that plays a case again on one implementation. */
char *stream_again(struct arena *a, const struct stream *s, size_t tc, size_t impl);

/* stream_again_any writes the one for any case, called ID, on all of them. */
char *stream_again_any(struct arena *a, const struct stream *s);

/* stream_explain writes the one that shows its calls; NULL of a generated case. */
char *stream_explain(struct arena *a, const struct stream *s, size_t tc, size_t impl);

#endif
