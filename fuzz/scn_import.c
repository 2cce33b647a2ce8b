/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_import.c: `scn import`: what a fuzzer wrote when it found something, as a case that
 * people read.
 */
#include "scn.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define INTO "corpus/regress"

/* What a folder of cases already has. */
struct taken {
    const char *name;
    unsigned number; /* the highest of its ids FUZZ-nnnn */
    bool is_there;   /* a case of that name */
};

static bool look(const char *file, void *arg)
{
    struct taken *t = arg;
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    bool ok = !scn_is_case(file) || scn_load(&a, file, &cases);

    for (size_t i = 0; i < cases.count; i++) {
        const char *id = cases.list[i].id;
        unsigned long number = 0;

        t->is_there |= strcmp(cases.list[i].name, t->name) == 0;
        if (id != NULL && strncmp(id, "FUZZ-", 5) == 0) {
            number = strtoul(id + 5, NULL, 10);
        }
        if (number > t->number && number < UINT_MAX) {
            t->number = (unsigned)number;
        }
    }
    arena_free(&a);
    return ok;
}

/* Names are file names, too: words of small letters and digits, joined by "-". */
static bool is_name(const char *name)
{
    return *name >= 'a' && *name <= 'z' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

/* False, and said why, when there is no place for such a case. */
static bool find_place(const struct scn_options *o, const char *into, struct taken *t)
{
    struct stat st;

    if (o->name == NULL || !is_name(o->name)) {
        return scn_complain(o->name == NULL ? o->files[0] : o->name, 0,
                            "a case needs a name: --name with a-z, 0-9 and -");
    }
    if (stat(into, &st) != 0 || !S_ISDIR(st.st_mode)) {
        return scn_complain(into, 0, "not a folder; --into names one");
    }
    if (!scn_each(into, look, t)) {
        return false;
    }
    return !t->is_there || scn_complain(into, 0, "there is a case of that name");
}

static char *case_text(struct arena *a, const struct scn_options *o, const char *id,
                       const char *finding, const struct scenario *s)
{
    const char *why = o->why;

    if (why == NULL) {
        why = *finding == '\0' ? "taken from a fuzzer as it was"
                               : arena_printf(a, "found by fuzzing: %s", finding);
    }
    return arena_printf(a, "case: %s\nid: %s\nwhy: %s\n--\n%s", o->name, id, why,
                        scenario_format(a, s));
}

/* The scenario, smallest; false, and said why, when it is not to be taken. */
static bool minimise(struct arena *a, const struct scn_options *o, struct scenario *s,
                     const char **finding)
{
    size_t before = s->count;

    *finding = scn_judge(a, s, o->with);
    if (**finding == '\0') {
        return o->as_is ||
               scn_complain(o->files[0], 0,
                            "plays without a finding; --as-is takes it all the same");
    }
    scn_shrink(a, s, *finding, o->with);
    fprintf(stderr, "scn: %s: %s\nscn: %zu steps of %zu are left\n", o->files[0],
            *finding, s->count, before);
    return true;
}

static int import(struct arena *a, const struct scn_options *o)
{
    const char *into = o->into == NULL ? INTO : o->into, *finding, *text, *file, *id;
    struct taken t = {o->name, 0, false};
    struct cases cases;
    struct stat st;

    if (!find_place(o, into, &t) || !scn_load(a, o->files[0], &cases)) {
        return SCN_USAGE;
    }
    if (cases.count != 1 || cases.list[0].scenario.count == 0) {
        scn_complain(o->files[0], 0, "not one scenario with steps");
        return SCN_USAGE;
    }
    if (!minimise(a, o, &cases.list[0].scenario, &finding)) {
        return SCN_FOUND;
    }
    id = o->id == NULL ? arena_printf(a, "FUZZ-%04u", t.number + 1) : o->id;
    text = case_text(a, o, id, finding, &cases.list[0].scenario);
    file = arena_printf(a, "%s/%s.case", into, o->name);
    if (stat(file, &st) == 0) {
        scn_complain(file, 0, strerror(EEXIST));
        return SCN_USAGE;
    }
    if (!scn_write(file, text, strlen(text))) {
        return SCN_USAGE;
    }
    printf("%s\n", file);
    return SCN_OK;
}

int scn_import(const struct scn_options *o)
{
    struct arena a = {NULL};
    int status = SCN_USAGE;

    if (o->files[1] != NULL) {
        scn_complain(o->files[1], 0, "import takes one file; see --help");
    } else {
        status = import(&a, o);
    }
    arena_free(&a);
    return status;
}
