/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_python.c: `scn python`: a scenario as a program on ssl.MemoryBIO and SSLObject, which
 * shows what CPython makes of it.
 */
#include "scn.h"

#include <string.h>

#include "scenario/emit.h"

/* A fuzzer's input has no header, but a program has a title. */
static void entitle(struct tcase *tc)
{
    tc->name = tc->name == NULL ? "input" : tc->name;
    tc->id = tc->id == NULL ? "FUZZ-0000" : tc->id;
    tc->why = tc->why == NULL ? "an input of a fuzzer" : tc->why;
}

static int write_program(struct arena *a, const struct scn_options *o, struct tcase *tc)
{
    const char *why;
    char *program;

    entitle(tc);
    program = emit_case(a, emit_language("python"), tc, scn_world(), NULL, &why);
    if (program == NULL) {
        scn_complain(o->files[0], tc->line, why);
        return SCN_FOUND;
    }
    return scn_write(o->out, program, strlen(program)) ? SCN_OK : SCN_USAGE;
}

int scn_python(const struct scn_options *o)
{
    struct arena a = {NULL};
    struct cases cases;
    int status = SCN_USAGE;

    if (o->files[1] != NULL) {
        scn_complain(o->files[1], 0, "python takes one file; see --help");
    } else if (scn_load(&a, o->files[0], &cases)) {
        if (cases.count != 1) {
            scn_complain(o->files[0], 0, "python takes one case");
        } else {
            status = write_program(&a, o, cases.list);
        }
    }
    arena_free(&a);
    return status;
}
