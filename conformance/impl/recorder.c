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

/* Opens the transcript and the requests of `count` adapters: all or none. */
static bool open_all(struct recorder *r, size_t count, FILE *transcript,
                     const char *const *requests)
{
    for (size_t i = 0; i < count; i++) {
        r[i].transcript = transcript;
        r[i].requests = transcript == NULL ? NULL : open_one(requests[i]);
        if (r[i].requests == NULL) {
            while (i > 0) {
                fclose(r[--i].requests);
            }
            if (transcript != NULL) {
                fclose(transcript);
            }
            return false;
        }
    }
    return true;
}

bool recorder_open(struct recorder *r, const char *dir, const char *id, const char *label)
{
    struct arena a = {NULL};
    const char *requests = file_name(&a, dir, id, label, "requests");
    bool ok =
        open_all(r, 1, open_one(file_name(&a, dir, id, label, "transcript")), &requests);

    if (ok) {
        fprintf(r->transcript, "# case: %s\n# implementation: %s\n", id, label);
        r->mark = "";
    }
    arena_free(&a);
    return ok;
}

bool recorder_open_pair(struct recorder *r, const char *dir, const char *id,
                        const char *label, const char *const *ends)
{
    struct arena a = {NULL};
    const char *requests[] = {file_name(&a, dir, id, label, "c.requests"),
                              file_name(&a, dir, id, label, "s.requests")};
    bool ok =
        open_all(r, 2, open_one(file_name(&a, dir, id, label, "transcript")), requests);

    if (ok) {
        fprintf(r->transcript, "# case: %s\n# client: %s\n# server: %s\n", id, ends[0],
                ends[1]);
        r[0].mark = "c";
        r[1].mark = "s";
    }
    arena_free(&a);
    return ok;
}

void recorder_add(struct recorder *r, const char *request, const struct slice *answer)
{
    fprintf(r->requests, "%s\n", request);
    fprintf(r->transcript, "%s> %s\n", r->mark, request);
    if (answer != NULL) {
        fprintf(r->transcript, "%s< ", r->mark);
        fwrite(answer->p, 1, answer->len, r->transcript);
        fputc('\n', r->transcript);
    }
}

bool recorder_close(struct recorder *r, size_t count)
{
    static const struct slice ok_line = {"ok", 2};
    bool ok = true;

    for (size_t i = 0; i < count; i++) {
        recorder_add(&r[i], "bye", &ok_line);
        ok = !ferror(r[i].requests) && ok;
        ok = fclose(r[i].requests) == 0 && ok;
    }
    ok = !ferror(r->transcript) && ok;
    ok = fclose(r->transcript) == 0 && ok;
    return ok || complain("a transcript");
}
