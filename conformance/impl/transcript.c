/* SPDX-License-Identifier: Apache-2.0
 *
 * transcript.c: reading transcripts.
 */
#include "transcript.h"

#include <string.h>

#include "conformance/screen.h"
#include "conformance/suite.h"

static bool add_request(struct arena *a, struct transcript *t, unsigned line, char end,
                        const char *request)
{
    t->list = arena_grow(a, t->list, t->count, sizeof *t->list);
    t->list[t->count++] = (struct exchange){line, end, request, NULL};
    return *request != '\0' || complain_of(t->file, line, "an empty request");
}

static bool add_answer(struct transcript *t, unsigned line, char end, const char *answer)
{
    if (t->count == 0 || t->list[t->count - 1].answer != NULL ||
        t->list[t->count - 1].end != end) {
        return complain_of(t->file, line, "an answer without a request");
    }
    t->list[t->count - 1].answer = answer;
    return true;
}

static bool take_line(struct arena *a, struct transcript *t, unsigned number, char *line)
{
    char end = '\0', mark;

    if (line[0] == 'c' || line[0] == 's') {
        end = line[0];
    }
    mark = line[end != '\0'];
    if (line[0] == '\0' || mark == '#') {
        return true;
    }
    line += end != '\0';
    if ((mark != '>' && mark != '<') || line[1] != ' ') {
        return complain_of(t->file, number, "a line begins with `> `, `< ` or `#`");
    }
    return mark == '>' ? add_request(a, t, number, end, line + 2)
                       : add_answer(t, number, end, line + 2);
}

bool transcript_read(struct arena *a, struct transcript *t, const char *file)
{
    unsigned number = 0;
    size_t len;
    char *text = read_whole_file(a, file, &len);

    memset(t, 0, sizeof *t);
    t->file = file;
    if (text == NULL) {
        return false;
    }
    for (char *line = text, *next; line != NULL && *line != '\0'; line = next) {
        next = strchr(line, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        if (!take_line(a, t, ++number, line)) {
            return false;
        }
    }
    return t->count > 0 || complain_of(t->file, number, "no request in it");
}
