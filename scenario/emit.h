/* SPDX-License-Identifier: Apache-2.0
 *
 * emit.h: a scenario as a program that runs on its own: Python on ssl.MemoryBIO, or C on
 * membio.h.
 *
 * A program is a head, the certificates that it needs, helpers, and a line for each op. Helpers
 * are files beside the test certificates, WORLD/../emit/LANGUAGE/NAME.SUFFIX.in: only those that are
 * used stand in the program. A language is a table with a row for each op.
 */
#ifndef SCENARIO_EMIT_H
#define SCENARIO_EMIT_H

#include "case.h"

/* How one op is said in a language. In a template {e} is the endpoint, {NAME} a parameter,
 * {NAME:KIND} a parameter as KIND says it, {*} all that are given, by position, {**} likewise,
 * optional ones by name; {**,} with a comma before them. */
struct emit_row {
    enum op_id op;
    const char *say;     /* NULL: it cannot be said, for the reason `why` */
    const char *say_set; /* with the first parameter given; NULL: `say` */
    const char *needs;   /* helpers */
    const char *why;
};

struct emit_language {
    const char *name, *suffix; /* "python", "py" */
    const struct emit_row *rows;
    size_t count;
    /* Writes the program. NULL, and *why, when the case cannot be said. */
    char *(*write)(struct arena *a, const struct tcase *tc, const char *world,
                   const char *note, const char **why);
};

/* emit_language finds python or c, NULL for anything else; emit_row an op's row in it, never
 * NULL for an op of the table: tests/test_emit.c. */
const struct emit_language *emit_language(const char *name);
const struct emit_row *emit_row(const struct emit_language *language, enum op_id op);

/* emit_case writes a case as a program. `note` is a line for people about what was seen, or
 * NULL. NULL, and *why, when it cannot be said. */
char *emit_case(struct arena *a, const struct emit_language *language,
                const struct tcase *tc, const char *world, const char *note,
                const char **why);

extern const struct emit_language emit_python, emit_c;

#endif
