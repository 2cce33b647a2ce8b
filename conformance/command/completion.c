/* SPDX-License-Identifier: Apache-2.0
 *
 * completion.c: completions for bash and zsh, from the tables of commands and options.
 *
 * zsh runs bash's function by its bashcompinit.
 */
#include <string.h>

#include "command.h"

static const char head[] =
    "# completion of membio-conform for %s; written by membio-conform --completion\n"
    "%s"
    "_membio_conform()\n{\n"
    "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
    "    local command=${COMP_WORDS[1]-} options= kind= table=\n"
    "    COMPREPLY=()\n"
    "    if [ \"$COMP_CWORD\" -le 1 ]; then\n"
    "        COMPREPLY=($(compgen -W '%s--help --version' -- \"$current\"))\n"
    "        return\n"
    "    fi\n"
    "    case $command in\n";

static const char tail[] =
    "    esac\n"
    "    while IFS=$'\\t' read -r option what; do\n"
    "        [ \"$option\" = \"$before\" ] && kind=$what\n"
    "        options=\"$options $option\"\n"
    "    done <<<\"$table\"\n"
    "    case $kind in\n"
    "    words*) COMPREPLY=($(compgen -W \"${kind#words}\" -- \"$current\")) ;;\n"
    "    dir) COMPREPLY=($(compgen -d -- \"$current\")) ;;\n"
    "    file) COMPREPLY=($(compgen -f -- \"$current\")) ;;\n"
    "    value) ;;\n"
    "    *)\n"
    "        case $command,$current in\n"
    "        *,-*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
    "        report,* | diff,*) COMPREPLY=($(compgen -f -- \"$current\")) ;;\n"
    "        *) COMPREPLY=($(compgen -W \"$(membio-conform list 2>/dev/null |\n"
    "            awk '{ print $1; print $2; print $4 }')\" -- \"$current\")) ;;\n"
    "        esac ;;\n"
    "    esac\n"
    "}\n"
    "complete -o bashdefault -F _membio_conform membio-conform\n";

enum exit_status completion(const struct subcommand *commands, size_t count,
                            const char *shell)
{
    bool zsh = strcmp(shell, "zsh") == 0;
    struct arena a = {NULL};
    char *names;

    if (!zsh && strcmp(shell, "bash") != 0) {
        fputs("membio-conform: --completion: not bash or zsh\n", stderr);
        return EXIT_USAGE;
    }
    names = arena_printf(&a, "%s", "");
    for (size_t i = 0; i < count; i++) {
        names = arena_printf(&a, "%s%s ", names, commands[i].name);
    }
    printf(head, shell, zsh ? "autoload -U +X bashcompinit && bashcompinit\n" : "",
           names);
    for (size_t i = 0; i < count; i++) {
        printf("    %s) table='", commands[i].name);
        options_words(&commands[i], stdout);
        puts("' ;;");
    }
    fputs(tail, stdout);
    arena_free(&a);
    return EXIT_AS_EXPECTED;
}
