/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_file.c: files and folders of scn.
 */
#include "scn.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scenario/bytes.h"

/* The largest file, in bytes. */
#define FILE_MAX ((size_t)4 << 20)

bool scn_complain(const char *file, unsigned line, const char *why)
{
    if (line == 0) {
        fprintf(stderr, "scn: %s: %s\n", file, why);
    } else {
        fprintf(stderr, "scn: %s:%u: %s\n", file, line, why);
    }
    return false;
}

bool scn_read(struct arena *a, const char *file, struct slice *data)
{
    struct stat st;
    FILE *in;
    char *bytes;
    bool ok;

    if (stat(file, &st) == 0 && !S_ISREG(st.st_mode)) {
        return scn_complain(file, 0, "not a regular file");
    }
    in = fopen(file, "rb");
    if (in == NULL) {
        return scn_complain(file, 0, strerror(errno));
    }
    bytes = arena_alloc(a, FILE_MAX + 2);
    *data = (struct slice){bytes, fread(bytes, 1, FILE_MAX + 1, in)};
    ok = !ferror(in) || scn_complain(file, 0, strerror(errno));
    fclose(in);
    return ok && (data->len <= FILE_MAX || scn_complain(file, 0, "larger than 4 MiB"));
}

bool scn_write(const char *file, const void *data, size_t len)
{
    FILE *out = file == NULL ? stdout : fopen(file, "wb");
    bool ok;

    if (out == NULL) {
        return scn_complain(file, 0, strerror(errno));
    }
    ok = fwrite(data, 1, len, out) == len;
    ok = (file == NULL ? fflush(out) : fclose(out)) == 0 && ok;
    return ok || scn_complain(file == NULL ? "stdout" : file, 0, strerror(errno));
}

bool scn_is_case(const char *file)
{
    static const char suffix[] = ".case";
    size_t len = strlen(file), n = sizeof suffix - 1;

    return len > n && strcmp(file + len - n, suffix) == 0;
}

bool scn_load(struct arena *a, const char *file, struct cases *cases)
{
    struct complaint c;
    struct slice data;

    *cases = (struct cases){NULL, 0};
    if (scn_is_case(file)) {
        return case_read_file(a, cases, file, &c) || scn_complain(file, c.line, c.text);
    }
    if (!scn_read(a, file, &data)) {
        return false;
    }
    *cases = (struct cases){arena_alloc(a, sizeof *cases->list), 1};
    cases->list->file = file;
    bytes_decode(a, &cases->list->scenario, (const uint8_t *)data.p, data.len);
    return true;
}

static bool each_entry(const char *folder, struct dirent **entries, int count,
                       bool (*fn)(const char *file, void *arg), void *arg)
{
    bool ok = true;

    for (int i = 0; i < count; i++) {
        struct arena a = {NULL};
        const char *name = entries[i]->d_name;

        if (name[0] != '.' && strcmp(name, "README.md") != 0) {
            ok = scn_each(arena_printf(&a, "%s/%s", folder, name), fn, arg) && ok;
        }
        arena_free(&a);
        free(entries[i]);
    }
    return ok;
}

bool scn_each(const char *path, bool (*fn)(const char *file, void *arg), void *arg)
{
    struct dirent **entries;
    struct stat st;
    int count;
    bool ok;

    if (stat(path, &st) != 0) {
        return scn_complain(path, 0, strerror(errno));
    }
    if (!S_ISDIR(st.st_mode)) {
        return fn(path, arg);
    }
    count = scandir(path, &entries, NULL, alphasort);
    if (count < 0) {
        return scn_complain(path, 0, strerror(errno));
    }
    ok = each_entry(path, entries, count, fn, arg);
    free(entries);
    return ok;
}
