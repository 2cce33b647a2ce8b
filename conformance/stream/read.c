/* SPDX-License-Identifier: Apache-2.0
 *
 * read.c: reading streams from files.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "conformance/screen.h"
#include "stream.h"

/* The longest line, in bytes. */
#define LINE_MAX_BYTES (64L * 1024 * 1024)

static bool take_line(struct stream_reader *r, const char *path, unsigned number,
                      const char *text, size_t len)
{
    json_error_t error;
    json_t *line = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    const char *wrong = line == NULL ? arena_printf(r->a, "no JSON: %s", error.text)
                                     : stream_take(r, line);

    json_decref(line);
    return wrong == NULL || complain_of(path, number, wrong);
}

static bool take_lines(struct stream_reader *r, const char *path, FILE *file)
{
    char *text = NULL;
    size_t room = 0;
    ssize_t len;
    unsigned number = 0;
    bool ok = true;

    while (ok && (len = getline(&text, &room, file)) > 0) {
        number++;
        ok = len <= LINE_MAX_BYTES
                 ? take_line(r, path, number, text, (size_t)len)
                 : complain_of(path, number, "a line of more than 64 MiB");
    }
    free(text);
    if (ok && ferror(file)) {
        return complain_of(path, 0, strerror(errno));
    }
    if (ok && number == 0) {
        return complain_of(path, 0, "not a report: it is empty");
    }
    return ok;
}

static bool read_file(struct stream_reader *r, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat st;
    bool ok;

    if (file == NULL || fstat(fileno(file), &st) != 0) {
        ok = complain_of(path, 0, strerror(errno));
    } else if (S_ISDIR(st.st_mode)) {
        ok = complain_of(path, 0, "a folder");
    } else {
        r->begun = r->ended = false;
        ok = take_lines(r, path, file) &&
             (r->ended ||
              complain_of(path, 0, "the run was interrupted: the last line is no end"));
    }
    if (file != NULL) {
        fclose(file);
    }
    return ok;
}

bool stream_read(struct arena *a, struct stream *s, char *const *paths, size_t count)
{
    struct stream_reader r = {.a = a, .s = s};

    memset(s, 0, sizeof *s);
    s->complete = true;
    for (size_t i = 0; i < count; i++) {
        if (!read_file(&r, paths[i])) {
            return false;
        }
    }
    stream_finish(&r);
    return true;
}

void stream_of_run(struct arena *a, struct stream *s, const struct stream_lines *lines)
{
    struct stream_reader r = {.a = a, .s = s};

    memset(s, 0, sizeof *s);
    s->complete = true;
    for (size_t i = 0; i < lines->count; i++) {
        const char *wrong = stream_take(&r, lines->line[i]);

        if (wrong != NULL) {
            fprintf(stderr, "membio-conform: a line of our own: %s\n", wrong);
            exit(99);
        }
    }
    stream_finish(&r);
}
