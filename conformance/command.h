/* SPDX-License-Identifier: Apache-2.0
 *
 * command.h: the subcommands of membio-conform.
 */
#ifndef CONFORMANCE_COMMAND_H
#define CONFORMANCE_COMMAND_H

#include "impl.h"
#include "run.h"
#include "sweep.h"
#include "weathers.h"

/* Exit statuses of every subcommand. */
enum exit_status {
    EXIT_AS_EXPECTED = 0,
    EXIT_UNEXPECTED = 1, /* verdicts that are not as they should be */
    EXIT_USAGE = 2,      /* options, files, cases that cannot be read */
    EXIT_UNUSABLE = 3,   /* an adapter that cannot be used */
    EXIT_NOTHING = 77,   /* no case applies */
    EXIT_HARNESS = 99    /* a fault of ours */
};

/* What the command line says. Unset texts are NULL. */
struct options {
    const char *program;
    const char *suite;
    const char *format, *html, *totals;
    const char *oracle;
    const char *frozen; /* the preload library for adapters */
    const char *weather;
    struct weathers weathers;
    const char *sweep;
    struct sweeps sweeps;
    struct impl_spec {
        const char *text;
        bool is_command; /* --adapter, else --impl */
    } * impls;
    size_t impls_count;
    enum level level;
    unsigned jobs;
    double timeout;
    bool stop; /* with the first case that is not as expected */
    struct selection wanted;
};

/* options_parse reads the arguments behind the subcommand. False after one line on
 * stderr. */
bool options_parse(struct arena *a, struct options *o, int argc, char **argv);

/* open_run loads the suite, selects cases and meets the implementations: what run and
 * explain have in common. EXIT_AS_EXPECTED, or the status to leave with. */
enum exit_status open_run(struct arena *a, const struct options *o, struct suite *suite,
                          struct report *report);

enum exit_status command_run(struct arena *a, const struct options *o);
enum exit_status command_adapter_lint(struct arena *a, const struct options *o);
enum exit_status command_replay(struct arena *a, const struct options *o);
enum exit_status command_triage(struct arena *a, const struct options *o);
enum exit_status command_compare(struct arena *a, const struct options *o);
enum exit_status command_list(struct arena *a, const struct options *o);
enum exit_status command_explain(struct arena *a, const struct options *o);
enum exit_status command_lint(struct arena *a, const struct options *o);
enum exit_status command_ops(struct arena *a, const struct options *o);

#endif
