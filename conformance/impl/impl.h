/* SPDX-License-Identifier: Apache-2.0
 *
 * impl.h: an implementation under test: how to start it, what it is, how it differs.
 */
#ifndef CONFORMANCE_IMPL_H
#define CONFORMANCE_IMPL_H

#include "conformance/deviation.h"
#include "conformance/suite.h"
#include "pipe.h"

struct golden;

/* What is wrong with an adapter itself: the name of a check (check.h), and words. */
struct finding {
    const char *check, *text;
};

/* The level that a profile claims, for an area or (NULL) for the others. */
struct claim {
    const char *area;
    enum level level;
};

struct impl {
    const char *name;    /* "cpython"; of --adapter the command's first word */
    const char *command; /* for the shell */
    const char *spec; /* as given, to run it again: "--impl cpython@/usr/bin/python3" */
    const char *word; /* of that the last word, as given */
    /* Of a pair, who plays which endpoint; NULL of one that plays both. */
    const struct impl *end[ENDPOINTS];
    bool oracle;
    struct claim *claims; /* `level: signal`, `level read: stream` of the impl file */
    size_t claims_count;
    double timeout; /* of one request, in seconds */
    bool usable;    /* it said hello */
    /* What hello said and probes found. */
    const char *identity; /* "cpython/3.13.0 OpenSSL_3.0.19" */
    const char *lib, *caps;
    struct trait *traits;
    size_t traits_count;
    struct deviations deviations;
    struct finding *findings; /* of its oath: with any, it is not believed */
    size_t findings_count;
    /* A recorded oracle (golden.h): nothing is started. NULL: a live one. */
    const struct golden *golden;
    const char *golden_version; /* that was asked for */
    size_t golden_at;           /* which of its oracles */
};

/* impl_named finds SUITE/adapters/NAME/impl for "NAME" or "NAME@PROGRAM", where PROGRAM
 * takes the place of the command's first word. impl_command takes a command as it is.
 * False after one line on stderr. */
bool impl_named(struct arena *a, struct impl *impl, const struct suite *suite,
                const char *program, const char *name);
bool impl_command(struct arena *a, struct impl *impl, const char *command);

/* impl_word does one or the other: a word with a blank, or with a slash in its name, is a
 * command. */
bool impl_word(struct arena *a, struct impl *impl, const struct suite *suite,
               const char *program, const char *word);

/* impl_meet starts the adapter once, keeps what it says of itself, plays the probes, and
 * takes its oath, and loads the deviation file. An adapter that cannot be used is said on stderr and is not
 * `usable`. False, after one line on stderr, when the deviation file is malformed. */
bool impl_meet(struct arena *a, struct impl *impl, const struct suite *suite);

/* impl_is_golden says whether a text names a recorded oracle: golden:WHAT. impl_recorded reads
 * its file, unless one of the others has; impl_recall chooses one of the file's oracles, of several the one over the library
 * `lib` (NULL: any), and is to it what impl_meet is to an adapter. False after one line on
 * stderr. */
bool impl_is_golden(const char *spec);
bool impl_recorded(struct arena *a, struct impl *impl, const struct suite *suite,
                   const char *spec, const struct impl *others, size_t others_count);
bool impl_recall(struct arena *a, struct impl *impl, const struct suite *suite,
                 const char *lib);

/* impl_name_traits adds the traits that its two versioned names are: impl, version, lib,
 * libversion. impl_load_deviations reads the suite's file of its known differences; false after
 * one line on stderr. */
void impl_name_traits(struct arena *a, struct impl *impl, const char *name,
                      const char *lib);
bool impl_load_deviations(struct arena *a, struct impl *impl, const struct suite *suite);

/* impl_believed says whether it can be used and has kept its oath. */
bool impl_believed(const struct impl *impl);

/* impl_end says who plays an endpoint: of a pair one of the two, else itself. */
const struct impl *impl_end(const struct impl *impl, enum endpoint who);

/* impl_claims gives the level that each endpoint claims for an area, `level` without a claim. */
void impl_claims(const struct impl *impl, const char *area, enum level level,
                 enum level *claim);

/* impl_know adds known differences of a file beside the suite's. False after one line on
 * stderr. */
bool impl_know(struct arena *a, struct impl *impl, const char *path);

/* impl_has says whether it claims a capability. */
bool impl_has(const char *capability, const struct impl *impl);

/* impl_end_has says so of who plays an endpoint: as case_capability asks. */
bool impl_end_has(enum endpoint who, const char *capability, const void *impl);

#endif
