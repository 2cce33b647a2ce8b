/* SPDX-License-Identifier: Apache-2.0
 *
 * reproduce.c: membio-conform reproduce.
 */
#include "command.h"

#include <string.h>

#include "conformance/output.h"
#include "scenario/emit.h"

enum exit_status command_reproduce(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct selection wanted = o->wanted;
    const char *why;
    char *text;

    if (wanted.patterns_count != 1) {
        fputs("membio-conform: reproduce: it needs one case, by id, name or file\n",
              stderr);
        return EXIT_USAGE;
    }
    if (!suite_load(a, &suite, o->suite) || !suite_take_files(a, &suite, &wanted)) {
        return EXIT_USAGE;
    }
    if (suite_select(a, &suite, &wanted) == 0) {
        fputs("membio-conform: no case matches\n", stderr);
        return EXIT_NOTHING;
    }
    if (suite.cases.count != 1) {
        fputs("membio-conform: reproduce: one case at a time\n", stderr);
        return EXIT_USAGE;
    }
    text = emit_case(a, emit_language(o->language), &suite.cases.list[0], suite.world,
                     NULL, &why);
    if (text == NULL) {
        fprintf(stderr, "membio-conform: %s: cannot be said in %s: %s\n",
                suite.cases.list[0].id, o->language, why);
        return EXIT_NOTHING;
    }
    return output_text(a, o->output, text) ? EXIT_AS_EXPECTED : EXIT_USAGE;
}
