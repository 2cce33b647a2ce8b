/* SPDX-License-Identifier: Apache-2.0
 *
 * mutants.c: reading the table that ci/mutants writes: a head, then lines with tabs.
 */
#include "mutants.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "conformance/suite.h"

#define COLUMNS_MAX 8

static const char head_wrong[] = "the head has no mutant, clause and verdict";

struct columns {
    size_t mutant, clause, verdict, killer;
};

static bool complain(const char *path, unsigned line, const char *why)
{
    fprintf(stderr, "membio-conform: %s:%u: %s\n", path, line, why);
    return false;
}

static size_t split(char *line, char **field)
{
    size_t count = 0;

    while (line != NULL && count < COLUMNS_MAX) {
        field[count++] = line;
        line = strchr(line, '\t');
        if (line != NULL) {
            *line++ = '\0';
        }
    }
    return count;
}

static size_t find_column(char *const *field, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(field[i], name) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Who killed it may be missing. */
static bool take_columns(char *const *field, size_t count, struct columns *c)
{
    *c = (struct columns){
        find_column(field, count, "mutant"), find_column(field, count, "clause"),
        find_column(field, count, "verdict"), find_column(field, count, "killed by")};
    return c->mutant < count && c->clause < count && c->verdict < count;
}

static bool take_line(struct arena *a, struct mutants *mutants, char *line,
                      const struct columns *c)
{
    char *field[COLUMNS_MAX];
    size_t count = split(line, field);

    if (c->mutant >= count || c->clause >= count || c->verdict >= count) {
        return false;
    }
    mutants->list = arena_grow(a, mutants->list, mutants->count, sizeof *mutants->list);
    mutants->list[mutants->count++] =
        (struct mutant){field[c->mutant], field[c->clause], field[c->verdict],
                        c->killer < count ? field[c->killer] : "-"};
    return true;
}

/* Ends a line and gives the next. */
static char *end_line(char *line)
{
    char *next = line + strcspn(line, "\n");

    if (*next == '\n') {
        *next++ = '\0';
    }
    return next;
}

bool mutants_read(struct arena *a, struct mutants *mutants, const char *path)
{
    size_t len;
    char *text = read_whole_file(a, path, &len), *next;
    char *field[COLUMNS_MAX];
    struct columns c;

    *mutants = (struct mutants){NULL, 0};
    if (text == NULL) {
        return false;
    }
    next = end_line(text);
    if (!take_columns(field, split(text, field), &c)) {
        return complain(path, 1, head_wrong);
    }
    for (unsigned number = 2; *next != '\0'; number++) {
        char *line = next;

        next = end_line(line);
        if (!take_line(a, mutants, line, &c)) {
            return complain(path, number, "fewer fields than the head");
        }
    }
    return true;
}
