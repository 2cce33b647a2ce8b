/* SPDX-License-Identifier: Apache-2.0
 *
 * command.h: the subcommands of membio-conform.
 */
#ifndef CONFORMANCE_COMMAND_H
#define CONFORMANCE_COMMAND_H

#include "conformance/impl/impl.h"
#include "conformance/run.h"
#include "conformance/sweep.h"
#include "conformance/weathers.h"

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
    const char *format, *html, *json, *totals, *output, *mutants, *snapshot, *transcripts;
    const char *oracle;   /* the first of them */
    const char **oracles; /* `none` is none */
    size_t oracles_count;
    const char *golden; /* the file of verify-golden */
    const char *frozen; /* the preload library for adapters */
    const char *shard;  /* "1/4", as given */
    const char *weather;
    struct weathers weathers;
    const char *sweep;
    struct sweeps sweeps;
    struct impl_spec {
        const char *text;
        bool is_command; /* --adapter, else --impl */
    } * impls;
    size_t impls_count;
    const char **pairs; /* --pair CLIENT:SERVER */
    size_t pairs_count;
    bool all_pairs;     /* of the implementations given */
    const char **known; /* deviation files beside the suite's */
    size_t known_count;
    enum level level;
    unsigned jobs, repeat;
    unsigned budget;             /* plays of `reduce` */
    const char *language;        /* of `reproduce` */
    unsigned shard_at, shard_of; /* 1 of 4; 0 of 0 without */
    uint64_t seed;
    bool shuffle, fail_fast, list;
    double timeout;
    struct selection wanted;
};

/* A subcommand: a row of the table in main.c. */
struct subcommand {
    const char *name;
    enum exit_status (*run)(struct arena *a, const struct options *o);
    const char *words; /* what stands behind the options: "[PATTERN...]" */
    const char *about;
    unsigned bit; /* in the option table's rows */
};

/* options_parse reads the arguments behind the subcommand. False after one line on
 * stderr. */
bool options_parse(struct arena *a, struct options *o, const struct subcommand *command,
                   int argc, char **argv);

/* options_help writes the options of a subcommand, a line each. */
void options_help(const struct subcommand *command, FILE *out);

/* options_words writes what a shell needs to complete them: NAME, a tab, and what its value
 * is, a line each: `file`, `dir`, `words A B C`, or nothing. */
void options_words(const struct subcommand *command, FILE *out);

/* completion writes a completion for a shell, of the table of subcommands. */
enum exit_status completion(const struct subcommand *commands, size_t count,
                            const char *shell);

/* Bits of subcommands. */
enum {
    FOR_RUN = 1,
    FOR_LIST = 2,
    FOR_EXPLAIN = 4,
    FOR_LINT = 8,
    FOR_OPS = 16,
    FOR_REPORT = 32,
    FOR_DIFF = 64,
    FOR_COMPARE = 128,
    FOR_TRIAGE = 256,
    FOR_ADAPTER_LINT = 512,
    FOR_REPLAY = 1024,
    FOR_REDUCE = 2048,
    FOR_REPRODUCE = 4096,
    FOR_RECORD = 8192,
    FOR_VERIFY_GOLDEN = 16384,
    FOR_TIMELINE = 32768,
    FOR_CLAUSES = 65536,
    FOR_PAIRS = FOR_RUN | FOR_EXPLAIN | FOR_COMPARE,
    FOR_ORACLES = FOR_RECORD | FOR_VERIFY_GOLDEN | FOR_TIMELINE,
    FOR_PLAYING = FOR_RUN | FOR_EXPLAIN | FOR_COMPARE | FOR_TRIAGE,
    FOR_ADAPTERS = FOR_PLAYING | FOR_ADAPTER_LINT | FOR_REPLAY | FOR_REDUCE,
    FOR_SUITE =
        FOR_ADAPTERS | FOR_ORACLES | FOR_LIST | FOR_LINT | FOR_REPRODUCE | FOR_CLAUSES,
    FOR_ALL = 0x7fffffff
};

/* pairs_name finds who the pairs are, before anybody is met; pairs_meet meets those that are no
 * column of the report, and adds a column for each pair. False after one line on stderr. */
bool pairs_name(struct arena *a, const struct options *o, struct report *report);
bool pairs_meet(struct arena *a, const struct options *o, struct report *report);

/* pairs_word finds one of the two words of a --pair, CLIENT:SERVER. NULL when it is no pair. */
const char *pairs_word(struct arena *a, const char *pair, enum endpoint who);

/* meet_impl meets an implementation and adds what --known knows of it. False after one line
 * on stderr. */
bool meet_impl(struct arena *a, const struct options *o, struct impl *impl,
               const struct suite *suite);

/* open_run loads the suite, selects cases and meets the implementations: what run and
 * explain have in common. EXIT_AS_EXPECTED, or the status to leave with. */
enum exit_status open_run(struct arena *a, const struct options *o, struct suite *suite,
                          struct report *report);

/* open_oracles does so for oracles alone, of which there is at least one: what record,
 * verify-golden and timeline have in common. */
enum exit_status open_oracles(struct arena *a, const struct options *o,
                              struct suite *suite, struct report *report);

/* how_to_run is what those ask of run_cases, and compare. */
struct run_options how_to_run(const struct options *o);

enum exit_status command_record(struct arena *a, const struct options *o);
enum exit_status command_verify_golden(struct arena *a, const struct options *o);
enum exit_status command_timeline(struct arena *a, const struct options *given);
enum exit_status command_run(struct arena *a, const struct options *o);
enum exit_status command_report(struct arena *a, const struct options *o);
enum exit_status command_diff(struct arena *a, const struct options *o);
enum exit_status command_compare(struct arena *a, const struct options *given);
enum exit_status command_triage(struct arena *a, const struct options *o);
enum exit_status command_adapter_lint(struct arena *a, const struct options *o);
enum exit_status command_replay(struct arena *a, const struct options *o);
enum exit_status command_reduce(struct arena *a, const struct options *o);
enum exit_status command_reproduce(struct arena *a, const struct options *o);
enum exit_status command_list(struct arena *a, const struct options *o);
enum exit_status command_explain(struct arena *a, const struct options *o);
enum exit_status command_clauses(struct arena *a, const struct options *o);
enum exit_status command_lint(struct arena *a, const struct options *o);
enum exit_status command_ops(struct arena *a, const struct options *o);

#endif
