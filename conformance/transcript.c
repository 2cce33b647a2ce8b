/* SPDX-License-Identifier: Apache-2.0
 *
 * transcript.c: what was said between the runner and an adapter, as files.
 */
#include "transcript.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool complain(const char *path)
{
    fprintf(stderr, "membio-conform: %s: %s\n", path, strerror(errno));
    return false;
}

bool transcript_folder(const char *dir)
{
    struct stat st;

    if (mkdir(dir, 0777) != 0 && errno != EEXIST) {
        return complain(dir);
    }
    if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
        errno = ENOTDIR;
        return complain(dir);
    }
    return true;
}

/* Labels come from adapters: no part of them is a path. */
static char *file_name(struct arena *a, const char *dir, const char *id,
                       const char *label, const char *suffix)
{
    char *name = arena_printf(a, "%s.%s.%s", id, label, suffix);

    for (char *p = name; *p != '\0'; p++) {
        if (!isalnum((unsigned char)*p) && strchr("._-", *p) == NULL) {
            *p = '_';
        }
    }
    return arena_printf(a, "%s/%s", dir, name);
}

static FILE *open_one(const char *path)
{
    FILE *file = fopen(path, "w");

    if (file == NULL) {
        complain(path);
    }
    return file;
}

bool transcript_open(struct transcript *t, const char *dir, const char *id,
                     const char *label)
{
    struct arena a = {NULL};

    t->requests = open_one(file_name(&a, dir, id, label, "requests"));
    t->answers =
        t->requests == NULL ? NULL : open_one(file_name(&a, dir, id, label, "answers"));
    if (t->answers == NULL && t->requests != NULL) {
        fclose(t->requests);
    }
    arena_free(&a);
    return t->answers != NULL;
}

void transcript_add(struct transcript *t, const char *request, const struct slice *answer)
{
    fprintf(t->requests, "%s\n", request);
    if (answer != NULL) {
        fwrite(answer->p, 1, answer->len, t->answers);
        fputc('\n', t->answers);
    }
}

bool transcript_close(struct transcript *t)
{
    bool ok;

    fputs("bye\n", t->requests);
    fputs("ok\n", t->answers);
    ok = !ferror(t->requests) && !ferror(t->answers);
    ok = fclose(t->requests) == 0 && ok;
    ok = fclose(t->answers) == 0 && ok;
    return ok || complain("a transcript");
}
