/* SPDX-License-Identifier: Apache-2.0
 *
 * main.c: membio-conform, the judge.
 */
#include "command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static const struct subcommand {
    const char *name;
    enum exit_status (*run)(struct arena *a, const struct options *o);
    const char *about;
} subcommands[] = {
    {"run", command_run, "play cases on implementations and judge them"},
    {"list", command_list, "list the cases"},
    {"compare", command_compare,
     "show where implementations differ: compare A B [PATTERN...]"},
    {"explain", command_explain, "show cases with their clauses and what each call gave"},
    {"lint", command_lint, "check the cases against the clause register"},
    {"adapter-lint", command_adapter_lint, "try the rules of the protocol on an adapter"},
    {"replay", command_replay, "ask an adapter again what a transcript asked"},
    {"triage", command_triage, "propose deviation entries for what a run finds"},
    {"ops", command_ops, "list the ops of the scenario language"},
};

static const char options_help[] =
    "Options:\n"
    "  --impl NAME[@PROGRAM]  an implementation of the suite (adapters/NAME), started "
    "with\n"
    "                         another program if given: cpython@/usr/bin/python3.12\n"
    "  --adapter COMMAND      any adapter, started by the shell; both can be repeated;\n"
    "                         membio if neither is given\n"
    "  --oracle NAME|none     the implementation to compare with, call by call; cpython "
    "if\n"
    "                         there is a python3\n"
    "  --level LEVEL          stream, signal or contract: how much is compared with the\n"
    "                         oracle; contract if not given\n"
    "  --frozen LIBRARY       compare the bytes on the wire, too: adapters run with "
    "this\n"
    "                         preload library (membio-frozen.so) that fixes randomness "
    "and\n"
    "                         clock; oracle and implementation over one OpenSSL\n"
    "  --weather WEATHER      how the wire carries bytes, besides calm: chunk=N, "
    "record-1,\n"
    "                         record+1, random[=SEED], coalesce, late, several joined "
    "by\n"
    "                         commas, or all; some (one for each case) if not given; "
    "calm\n"
    "  --sweep cut|flip|all   instead of cases: a cut and the end at every offset of "
    "every\n"
    "                         flight, a flipped bit in every record; --deep: in every "
    "byte\n"
    "                         of the handshake\n"
    "  --clause GLOB          only cases that cite such a fact of the contract; can be\n"
    "                         repeated: 'OBJ-READ-05.*'\n"
    "  --stop                 end with the first case that is not as expected\n"
    "  --suite DIR            where cases, clauses and adapters are\n"
    "  --jobs N               so many cases at a time, 1 to 64; 2 if not given\n"
    "  --timeout SECONDS      for one request, 0.1 to 3600; 2 if not given\n"
    "  --format FORMAT        terminal, tap or json (lines), on stdout\n"
    "  --html FILE            a page that needs nothing else\n"
    "  --totals FILE          three numbers: passed, failed, skipped\n"
    "  --help, --version\n"
    "\n"
    "A PATTERN is a glob over ids, names and areas: 'MB-03*', 'read-*', handshake.\n"
    "Exit status: 0 as expected, 1 unexpected verdicts, 2 usage, 3 adapter unusable,\n"
    "77 nothing applicable, 99 harness fault.\n";

static void print_help(void)
{
    puts("usage: membio-conform COMMAND [OPTIONS] [PATTERN...]\n");
    puts(
        "Verifies implementations of the memory-BIO contract of CPython's ssl module.\n");
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++) {
        printf("  %-12s %s\n", subcommands[i].name, subcommands[i].about);
    }
    printf("\n%s", options_help);
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

int main(int argc, char **argv)
{
    struct arena a = {NULL};
    struct options o;
    enum exit_status status = EXIT_USAGE;

    signal(SIGPIPE, SIG_IGN);
    if (is_asked(argc, argv, "--help")) {
        print_help();
        return leave(EXIT_AS_EXPECTED);
    }
    if (is_asked(argc, argv, "--version")) {
        puts("membio-conform " VERSIONS);
        return leave(EXIT_AS_EXPECTED);
    }
    if (argc < 2) {
        fputs("membio-conform: a command is missing; see membio-conform --help\n",
              stderr);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++) {
        if (strcmp(argv[1], subcommands[i].name) == 0) {
            if (options_parse(&a, &o, argc, argv)) {
                status = subcommands[i].run(&a, &o);
            }
            arena_free(&a);
            return leave(status);
        }
    }
    fprintf(stderr, "membio-conform: unknown command: %s; see membio-conform --help\n",
            argv[1]);
    return EXIT_USAGE;
}
