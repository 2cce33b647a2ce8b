/* SPDX-License-Identifier: Apache-2.0
 *
 * emit_helper.h: what the languages share: texts that grow, helpers, test certificates.
 */
#ifndef SCENARIO_EMIT_HELPER_H
#define SCENARIO_EMIT_HELPER_H

#include "emit.h"

/* A program that is being written. `why` is not NULL when something cannot be said. */
struct program {
    struct arena *a;
    const struct emit_language *language;
    const struct tcase *tc;
    const char *world;
    const char *why;
    char *helpers, *body; /* texts so far */
    struct words used;    /* helpers, by name */
    struct words files;   /* of the world: "ed25519.pem" */
    const char *variable; /* of a sweep: it stands for a number; NULL */
    char *before;         /* functions before the body, of C */
    unsigned calls;       /* how many of them */
};

/* How a language writes what a scenario is made of. */
struct program_writer {
    void (*line)(struct program *p, const struct call *call, const char *line,
                 const char *expect);
    void (*comment)(struct program *p, const char *text);
    void (*each)(struct program *p, const struct call *call, const char *line);
};

/* program_steps writes all steps, macros as their lines. */
void program_steps(struct program *p, const struct program_writer *writer);

/* program_end is the endpoint whose BIOs an observation of the call shows. */
enum endpoint program_end(const struct call *call);

/* program_use adds helpers and what they need, once; program_file a file of the world, or with
 * a folder's name all that are in it. */
void program_use(struct program *p, const char *names);
bool program_uses(const struct program *p, const char *name);
void program_file(struct program *p, const char *name, const char *suffix);

/* program_files adds those that a call names, and program_expect those of an expectation. */
void program_files(struct program *p, const struct call *call);
void program_expect(struct program *p, const char *expect);

/* program_text gives the whole of a file of the world. */
const char *program_text(struct program *p, const char *name);

/* program_add adds to the body. */
void program_add(struct program *p, const char *text);

/* template_fill writes a template; `param` writes parameter `i` as `kind` says it, in the
 * language at hand. */
char *template_fill(struct program *p, const char *text, const struct call *call,
                    const char *line,
                    char *(*param)(struct program *p, const struct call *call, int i,
                                   const char *kind, const char *line));

/* template_number writes a number, or the name of the variable if that stands in the line's
 * word for it. */
char *template_number(struct program *p, const struct call *call, int i,
                      const char *line);

#endif
