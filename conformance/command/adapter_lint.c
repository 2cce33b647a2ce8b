/* SPDX-License-Identifier: Apache-2.0
 *
 * adapter_lint.c: membio-conform adapter-lint: is this adapter well-formed?
 *
 * Prints TAP, for people first: what was asked, what came, what should have come, and what
 * to look at.
 */
#include "command.h"

#include <string.h>

#include "conformance/impl/rules.h"
#include "conformance/screen.h"

/* The longest part of an answer that is shown. */
#define SHOWN 400

static void print_line(struct arena *a, const char *before, const char *text)
{
    print_lines(stdout, before, arena_printf(a, "%.*s", SHOWN, text));
}

static void print_broken(const struct rule *rule, const struct trial *t)
{
    print_line(t->a, "#   asked:    ", t->asked);
    print_line(t->a,
               "#   answered: ", *t->answered == '\0' ? "(an empty line)" : t->answered);
    print_line(t->a, "#   wanted:   ", t->wanted);
    print_line(t->a, "#   hint:     ", rule->hint);
    print_lines(stdout, "#   stderr:   ", pipe_stderr(t->pipe, t->a));
}

static bool print_rule(const struct rule *rule, size_t number, struct trial *t)
{
    rule_try(rule, t);
    printf("%s %zu - %s\n", t->broken ? "not ok" : "ok", number, rule->text);
    if (t->broken) {
        print_broken(rule, t);
    }
    pipe_close(t->pipe);
    return !t->broken;
}

/* The command of the adapter; NULL after one line on stderr. */
static const char *find_command(struct arena *a, const struct options *o)
{
    struct suite suite = {.dir = o->suite};
    struct impl impl;

    if (o->wanted.patterns_count + o->impls_count != 1) {
        fputs("membio-conform: adapter-lint takes one adapter: a command, --adapter or "
              "--impl\n",
              stderr);
        return NULL;
    }
    if (o->wanted.patterns_count == 1 || o->impls[0].is_command) {
        const char *text =
            o->wanted.patterns_count == 1 ? o->wanted.patterns[0] : o->impls[0].text;

        return impl_command(a, &impl, text) ? impl.command : NULL;
    }
    return impl_named(a, &impl, &suite, o->program, o->impls[0].text) ? impl.command
                                                                      : NULL;
}

enum exit_status command_adapter_lint(struct arena *a, const struct options *o)
{
    const char *command = find_command(a, o);
    struct trial t = {.a = a, .command = command, .timeout = o->timeout};
    size_t count, kept = 0, first = 0;
    const struct rule *rules = rules_all(&count);

    if (command == NULL) {
        return EXIT_USAGE;
    }
    t.world = arena_printf(a, "%s/../scenario/world", o->suite);
    printf("1..%zu\n", count);
    for (size_t i = 0; i < count; i++) {
        if (print_rule(&rules[i], i + 1, &t)) {
            kept++;
        } else if (first == 0) {
            first = i + 1;
        }
        if (first == 1) {
            puts("Bail out! it does not say hello: the other rules cannot be tried");
            return EXIT_UNUSABLE;
        }
    }
    printf("# %zu of %zu rules of doc/protocol.md are kept", kept, count);
    printf(first == 0 ? "; next: membio-conform run --adapter '%s' bio\n"
                      : "; begin with the first that is not\n",
           command);
    return first == 0 ? EXIT_AS_EXPECTED : EXIT_UNEXPECTED;
}
