/* SPDX-License-Identifier: Apache-2.0
 *
 * scn.c: the command line of scn.
 */
#include "scn.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "scenario/engine.h"
#include "scenario/version.h"

static const struct command {
    const char *name;
    const char *options; /* letters of the table below */
    int (*run)(const struct scn_options *o);
    bool no_files;
} commands[] = {
    {"text", "o", scn_text, false},
    {"bytes", "od", scn_bytes, false},
    {"ops", "o", scn_ops, true},
    {"dict", "o", scn_dict, true},
    {"world", "d", scn_sow_world, true},
    {"run", "", scn_run, false},
    {"python", "o", scn_python, false},
    {"import", "dnywia", scn_import, false},
    {"import-foreign", "dft", scn_import_foreign, false},
};

static const struct option long_options[] = {
    {"out", required_argument, NULL, 'o'},  {"into", required_argument, NULL, 'd'},
    {"name", required_argument, NULL, 'n'}, {"why", required_argument, NULL, 'y'},
    {"with", required_argument, NULL, 'w'}, {"id", required_argument, NULL, 'i'},
    {"as-is", no_argument, NULL, 'a'},      {"from", required_argument, NULL, 'f'},
    {"text", no_argument, NULL, 't'},       {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},    {NULL, 0, NULL, 0},
};

static const char usage[] =
    "usage: scn text [--out OUT] FILE            bytes of a fuzzer as a scenario in "
    "text\n"
    "       scn bytes [--out OUT] FILE           a case as bytes\n"
    "       scn bytes --into DIR FILE|FOLDER...  every case as a file of bytes, named by "
    "id\n"
    "       scn run FILE...                      plays on libmembio with every "
    "invariant\n"
    "       scn python [--out OUT] FILE          a program on ssl.MemoryBIO and "
    "SSLObject\n"
    "       scn import ARTEFACT --name NAME [--with COMMAND] [--into DIR] [--id ID]\n"
    "                  [--why TEXT] [--as-is]    a fuzzer's finding as a minimal case\n"
    "       scn import-foreign --into DIR [--from KIND] [--text] FILE|FOLDER...\n"
    "                                            OpenSSL's and BoringSSL's corpora\n"
    "       scn ops [--out OUT]                  the op bytes\n"
    "       scn dict [--out OUT]                 a dictionary for fuzzers\n"
    "       scn world --into DIR                 seeds that load the world's files from "
    "memory\n"
    "A file named *.case holds cases in text, any other one the bytes of one input.\n"
    "  --with COMMAND  plays the case that is its $1, as `fuzz/fuzz_server \"$1\"` "
    "does;\n"
    "                  without it scn plays itself\n"
    "  --into DIR      where the case goes: corpus/regress\n"
    "  --as-is         takes what plays without a finding, too\n"
    "  --from KIND     openssl-server openssl-client boringssl-server boringssl-client;\n"
    "                  without it the folder of the file tells\n"
    "Exit status: 0 done, 1 a finding or something that could not be expressed, 2 usage "
    "or\n"
    "a bad file, 99 a fault of scn.\n";

static int refuse(const char *why, const char *what)
{
    fprintf(stderr, "scn: %s%s; see --help\n", why, what);
    return SCN_USAGE;
}

static const char **place(struct scn_options *o, int letter)
{
    switch (letter) {
    case 'o': return &o->out;
    case 'd': return &o->into;
    case 'n': return &o->name;
    case 'y': return &o->why;
    case 'w': return &o->with;
    case 'i': return &o->id;
    default: return &o->from;
    }
}

/* False when the line is refused; it has been said why. */
static bool read_options(int argc, char **argv, const struct command *command,
                         struct scn_options *o)
{
    int letter, at;

    opterr = 0;
    while (at = optind,
           (letter = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (letter == '?' || strchr(command->options, letter) == NULL) {
            refuse("unknown option, or one without its value: ",
                   argv[optind > at ? optind - 1 : at]);
            return false;
        }
        switch (letter) {
        case 'a': o->as_is = true; break;
        case 't': o->text = true; break;
        default: *place(o, letter) = optarg;
        }
    }
    o->files = argv + optind;
    return true;
}

static int run(int argc, char **argv, const struct command *command)
{
    struct scn_options o = {.out = NULL};

    if (!read_options(argc, argv, command, &o)) {
        return SCN_USAGE;
    }
    if (command->no_files == (*o.files != NULL)) {
        return command->no_files ? refuse("this command takes no file: ", *o.files)
                                 : refuse("no file to read: scn ", command->name);
    }
    return command->run(&o);
}

int main(int argc, char **argv)
{
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 ||
                      (argc == 3 && strcmp(argv[2], "--help") == 0))) {
        fputs(usage, stdout);
        return SCN_OK;
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("scn " VERSIONS " %s\n", engine_membio_hello());
        return SCN_OK;
    }
    for (size_t i = 0; argc >= 2 && i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return run(argc - 1, argv + 1, &commands[i]);
        }
    }
    return argc < 2 ? refuse("no command", "") : refuse("unknown command: ", argv[1]);
}
