/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_form.c: `scn text`, `scn bytes`, `scn ops`: one form of a scenario as another.
 */
#include "scn.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "scenario/bytes.h"

int scn_text(const struct scn_options *o)
{
    struct arena a = {NULL};
    struct slice data;
    struct scenario s;
    bool ok;

    if (o->files[1] != NULL) {
        scn_complain(o->files[1], 0, "text takes one file; see --help");
        return SCN_USAGE;
    }
    ok = scn_read(&a, o->files[0], &data);
    if (ok) {
        const char *text;

        bytes_decode(&a, &s, (const uint8_t *)data.p, data.len);
        text = scenario_format(&a, &s);
        ok = scn_write(o->out, text, strlen(text));
    }
    arena_free(&a);
    return ok ? SCN_OK : SCN_USAGE;
}

static bool write_bytes(struct arena *a, const char *file, const struct tcase *tc,
                        const char *out)
{
    struct complaint c;
    uint8_t *data;
    size_t len;

    return bytes_encode(a, &tc->scenario, &data, &len, &c)
               ? scn_write(out, data, len)
               : scn_complain(file, c.line == 0 ? tc->line : c.line, c.text);
}

struct seeds {
    const char *into;
    unsigned written, refused;
};

/* Every case of a file becomes a file; what cannot is said, and counted. */
static bool write_seeds(const char *file, void *arg)
{
    struct seeds *seeds = arg;
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    bool ok = true;

    if (scn_is_case(file)) {
        ok = scn_load(&a, file, &cases);
    }
    for (size_t i = 0; i < cases.count; i++) {
        const struct tcase *tc = &cases.list[i];
        const char *name = tc->id == NULL ? tc->name : tc->id;
        bool written =
            write_bytes(&a, file, tc, arena_printf(&a, "%s/%s", seeds->into, name));

        seeds->written += written;
        seeds->refused += !written;
    }
    arena_free(&a);
    return ok;
}

static int write_all(const struct scn_options *o)
{
    struct seeds seeds = {o->into, 0, 0};
    struct stat st;
    bool ok = (stat(o->into, &st) == 0 && S_ISDIR(st.st_mode)) ||
              scn_complain(o->into, 0, "not a folder");

    for (char **file = o->files; ok && *file != NULL; file++) {
        ok = scn_each(*file, write_seeds, &seeds);
    }
    if (!ok) {
        return SCN_USAGE;
    }
    fprintf(stderr, "scn: %u cases as bytes, %u without a byte form\n", seeds.written,
            seeds.refused);
    return seeds.refused == 0 ? SCN_OK : SCN_FOUND;
}

int scn_bytes(const struct scn_options *o)
{
    struct arena a = {NULL};
    struct cases cases;
    int status = SCN_USAGE;

    if (o->into != NULL) {
        return write_all(o);
    }
    if (!scn_is_case(o->files[0])) {
        scn_complain(o->files[0], 0, "bytes reads cases: a file named *.case");
    } else if (scn_load(&a, o->files[0], &cases)) {
        if (cases.count != 1 || o->files[1] != NULL) {
            scn_complain(o->files[0], 0, "not one case; with --into each is a file");
        } else {
            status =
                write_bytes(&a, o->files[0], cases.list, o->out) ? SCN_OK : SCN_FOUND;
        }
    }
    arena_free(&a);
    return status;
}

/* doc/op-bytes.tsv; tests/scn.test compares. */
int scn_ops(const struct scn_options *o)
{
    struct arena a = {NULL};
    char *text = arena_printf(&a, "byte\tform\n");
    bool ok;

    for (unsigned code = 0; code < 256; code++) {
        const struct op *op = op_by_code((uint8_t)code);
        char form[256];

        if (op != NULL) {
            op_usage(op, form, sizeof form);
            text = arena_printf(&a, "%s%02x\t%s\n", text, code, form);
        }
    }
    ok = scn_write(o->out, text, strlen(text));
    arena_free(&a);
    return ok ? SCN_OK : SCN_USAGE;
}
