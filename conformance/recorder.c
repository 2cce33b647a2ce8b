/* SPDX-License-Identifier: Apache-2.0
 *
 * recorder.c: what is said between the runner and an adapter, as files.
 */
#include "recorder.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool complain(const char *path)
{
    fprintf(stderr, "membio-conform: %s: %s\n", path, strerror(errno));
    return false;
}

bool recorder_folder(const char *dir)
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

bool recorder_open(struct recorder *r, const char *dir, const char *id, const char *label)
{
    struct arena a = {NULL};

    r->requests = NULL;
    r->transcript = open_one(file_name(&a, dir, id, label, "transcript"));
    if (r->transcript != NULL) {
        r->requests = open_one(file_name(&a, dir, id, label, "requests"));
        fprintf(r->transcript, "# case: %s\n# implementation: %s\n", id, label);
    }
    if (r->requests == NULL && r->transcript != NULL) {
        fclose(r->transcript);
    }
    arena_free(&a);
    return r->requests != NULL;
}

void recorder_add(struct recorder *r, const char *request, const struct slice *answer)
{
    fprintf(r->requests, "%s\n", request);
    fprintf(r->transcript, "> %s\n", request);
    if (answer != NULL) {
        fputs("< ", r->transcript);
        fwrite(answer->p, 1, answer->len, r->transcript);
        fputc('\n', r->transcript);
    }
}

bool recorder_close(struct recorder *r)
{
    static const struct slice ok_line = {"ok", 2};
    bool ok;

    recorder_add(r, "bye", &ok_line);
    ok = !ferror(r->requests) && !ferror(r->transcript);
    ok = fclose(r->requests) == 0 && ok;
    ok = fclose(r->transcript) == 0 && ok;
    return ok || complain("a transcript");
}
