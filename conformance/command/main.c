/* SPDX-License-Identifier: Apache-2.0
 *
 * main.c: membio-conform, the judge.
 */
#include "command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct subcommand subcommands[] = {
    {"run", command_run, "[PATTERN...]", "play cases on implementations and judge them",
     FOR_RUN},
    {"report", command_report, "FILE...", "make a report of what `run --json` wrote",
     FOR_REPORT},
    {"diff", command_diff, "OLD NEW", "say what changed from one run to another",
     FOR_DIFF},
    {"list", command_list, "[PATTERN...]", "list the cases", FOR_LIST},
    {"explain", command_explain, "PATTERN...",
     "show cases, clauses and what each call gave", FOR_EXPLAIN},
    {"compare", command_compare, "A B [PATTERN...]", "show where implementations differ",
     FOR_COMPARE},
    {"triage", command_triage, "[PATTERN...]",
     "propose deviation entries for what a run finds", FOR_TRIAGE},
    {"adapter-lint", command_adapter_lint, "[ADAPTER]",
     "try the rules of the protocol on an adapter", FOR_ADAPTER_LINT},
    {"replay", command_replay, "FILE", "ask an adapter again what a transcript asked",
     FOR_REPLAY},
    {"reduce", command_reduce, "CASE|FILE", "find the smallest case that fails so, too",
     FOR_REDUCE},
    {"reproduce", command_reproduce, "CASE|FILE", "write a case as a program of its own",
     FOR_REPRODUCE},
    {"record", command_record, "[PATTERN...]", "write down what oracles answer: a golden",
     FOR_RECORD},
    {"verify-golden", command_verify_golden, "[PATTERN...]",
     "compare live oracles with what is recorded", FOR_VERIFY_GOLDEN},
    {"timeline", command_timeline, "[PATTERN...]",
     "show where versions of the oracle differ", FOR_TIMELINE},
    {"clauses", command_clauses, "[RUN.json...]",
     "say which facts are cited, exercised and proved", FOR_CLAUSES},
    {"lint", command_lint, "[PATTERN...]", "check the cases against the clause register",
     FOR_LINT},
    {"ops", command_ops, "", "list the ops of the scenario language", FOR_OPS},
};

#define SUBCOMMANDS (sizeof subcommands / sizeof *subcommands)

static const char statuses[] =
    "Exit status: 0 as expected, 1 unexpected verdicts or a difference, 2 usage,\n"
    "3 adapter unusable, 77 nothing applicable, 99 harness fault.\n";

static void print_help(void)
{
    puts("usage: membio-conform COMMAND [OPTIONS] [WORDS...]\n");
    puts(
        "Verifies implementations of the memory-BIO contract of CPython's ssl module.\n");
    for (size_t i = 0; i < SUBCOMMANDS; i++) {
        printf("  %-13s %-16s %s\n", subcommands[i].name, subcommands[i].words,
               subcommands[i].about);
    }
    printf("\nmembio-conform COMMAND --help lists the options of a command.\n"
           "--version tells versions, --completion bash or zsh writes a completion.\n%s",
           statuses);
}

static void print_command_help(const struct subcommand *command)
{
    bool patterns = strstr(command->words, "PATTERN") != NULL;

    printf("usage: membio-conform %s [OPTIONS] %s\n", command->name, command->words);
    if (patterns) {
        puts("A PATTERN is a glob over ids, names and areas: 'MB-03*', handshake.");
    }
    putchar('\n');
    options_help(command, stdout);
    fputs(statuses, stdout);
}

static const struct subcommand *find_command(const char *name)
{
    for (size_t i = 0; i < SUBCOMMANDS; i++) {
        if (strcmp(subcommands[i].name, name) == 0) {
            return &subcommands[i];
        }
    }
    return NULL;
}

static int leave(enum exit_status status)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("membio-conform: the output cannot be written\n", stderr);
        return EXIT_HARNESS;
    }
    return (int)status;
}

static bool is_asked(int argc, char **argv, const char *option)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], option) == 0) {
            return true;
        }
    }
    return false;
}

/* --help and --version, wherever they stand. */
static bool answer_question(int argc, char **argv)
{
    const struct subcommand *command = argc < 2 ? NULL : find_command(argv[1]);

    if (is_asked(argc, argv, "--help")) {
        if (command == NULL) {
            print_help();
        } else {
            print_command_help(command);
        }
        return true;
    }
    if (is_asked(argc, argv, "--version")) {
        puts("membio-conform " VERSIONS);
        return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    struct arena a = {NULL};
    struct options o;
    const struct subcommand *command;
    enum exit_status status = EXIT_USAGE;

    signal(SIGPIPE, SIG_IGN);
    if (answer_question(argc, argv)) {
        return leave(EXIT_AS_EXPECTED);
    }
    if (argc < 2) {
        fputs("membio-conform: a command is missing; see membio-conform --help\n",
              stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--completion") == 0) {
        return leave(completion(subcommands, SUBCOMMANDS, argc == 3 ? argv[2] : ""));
    }
    command = find_command(argv[1]);
    if (command == NULL) {
        fprintf(stderr,
                "membio-conform: unknown command: %s; see membio-conform --help\n",
                argv[1]);
        return EXIT_USAGE;
    }
    if (options_parse(&a, &o, command, argc, argv)) {
        status = command->run(&a, &o);
    }
    arena_free(&a);
    return leave(status);
}
