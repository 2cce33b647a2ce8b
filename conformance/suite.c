/* SPDX-License-Identifier: Apache-2.0
 *
 * suite.c: reading the suite from disk.
 */
#include "suite.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "screen.h"

#ifndef MEMBIO_SUITE
#define MEMBIO_SUITE "/usr/local/share/membio/conformance"
#endif

/* The largest text file of a suite, in bytes. */
#define TEXT_MAX (16L * 1024 * 1024)

char *read_whole_file(struct arena *a, const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    struct stat st;

    if (file == NULL || fstat(fileno(file), &st) != 0) {
        complain_of(path, 0, strerror(errno));
    } else if (!S_ISREG(st.st_mode) || st.st_size > TEXT_MAX) {
        complain_of(path, 0, "not a text file of at most 16 MiB");
    } else {
        text = arena_alloc(a, (size_t)st.st_size + 1);
        *len = fread(text, 1, (size_t)st.st_size, file);
    }
    if (file != NULL) {
        fclose(file);
    }
    return text;
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);

    return n > m && strcmp(name + n - m, suffix) == 0;
}

static bool load_file(struct arena *a, struct cases *cases, const char *path)
{
    struct complaint c;

    if (!ends_with(path, ".case")) {
        return true;
    }
    return case_read_file(a, cases, path, &c) || complain_of(path, c.line, c.text);
}

/* Reads a folder and those in it, in the order of their names. */
static bool load_folder(struct arena *a, struct cases *cases, const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    bool ok = true;

    if (count < 0) {
        return complain_of(path, 0, strerror(errno));
    }
    for (int i = 0; i < count; i++) {
        char *inner = arena_printf(a, "%s/%s", path, entries[i]->d_name);

        if (ok && entries[i]->d_name[0] != '.') {
            ok = is_folder(inner) ? load_folder(a, cases, inner)
                                  : load_file(a, cases, inner);
        }
        free(entries[i]);
    }
    free(entries);
    return ok;
}

/* Suites may do without. */
static bool load_proofs(struct arena *a, struct suite *suite)
{
    char *path = arena_printf(a, "%s/proofs", suite->dir);

    return access(path, F_OK) != 0 || load_folder(a, &suite->proofs, path);
}

static bool check_ids(const struct cases *cases)
{
    for (size_t i = 0; i < cases->count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(cases->list[i].id, cases->list[k].id) == 0) {
                return complain_of(cases->list[i].file, cases->list[i].line,
                                   "an id that another case has already");
            }
        }
    }
    return true;
}

static bool parse_clause(char *line, struct clause *clause)
{
    const char **field[] = {&clause->id,  &clause->strength, &clause->class,
                            &clause->c,   &clause->source,   &clause->summary,
                            &clause->note};
    size_t i = 0;

    clause->note = NULL;

    for (char *p = line; p != NULL; i++) {
        char *tab = strchr(p, '\t');

        if (tab != NULL) {
            *tab = '\0';
        }
        if (i == sizeof field / sizeof *field) {
            return false;
        }
        *field[i] = p;
        p = tab == NULL ? NULL : tab + 1;
    }
    return i + 1 >= sizeof field / sizeof *field;
}

static bool load_clauses(struct arena *a, struct suite *suite)
{
    char *path = arena_printf(a, "%s/clauses.tsv", suite->dir);
    size_t len;
    char *text = read_whole_file(a, path, &len);
    unsigned number = 0;

    if (text == NULL) {
        return false;
    }
    for (char *line = text, *next; line != NULL && *line != '\0'; line = next) {
        struct clause clause;

        next = strchr(line, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        number++;
        if (number == 1 || *line == '#') {
            continue;
        }
        if (!parse_clause(line, &clause)) {
            return complain_of(path, number, "a clause has six fields, or seven");
        }
        suite->clauses =
            arena_grow(a, suite->clauses, suite->clauses_count, sizeof *suite->clauses);
        suite->clauses[suite->clauses_count++] = clause;
    }
    return true;
}

bool suite_load(struct arena *a, struct suite *suite, const char *dir)
{
    memset(suite, 0, sizeof *suite);
    if (!is_folder(dir)) {
        return complain_of(dir, 0, "not a folder");
    }
    suite->dir = arena_printf(a, "%s", dir);
    suite->world = arena_printf(a, "%s/../scenario/world", suite->dir);
    return load_folder(a, &suite->cases, arena_printf(a, "%s/cases", suite->dir)) &&
           load_folder(a, &suite->probes, arena_printf(a, "%s/probes", suite->dir)) &&
           load_proofs(a, suite) && check_ids(&suite->cases) && load_clauses(a, suite);
}

const char *suite_dir(struct arena *a, const char *program)
{
    const char *named = getenv("MEMBIO_SUITE");
    char *copy = arena_printf(a, "%s", program), *folder = dirname(copy);
    char *beside = arena_printf(a, "%s/clauses.tsv", folder);

    if (named != NULL && *named != '\0') {
        return named;
    }
    return access(beside, R_OK) == 0 ? folder : MEMBIO_SUITE;
}

const char *suite_area(struct arena *a, const struct tcase *tc)
{
    char *copy = arena_printf(a, "%s", tc->file);

    return basename(dirname(copy));
}

const struct clause *suite_clause(const struct suite *suite, const char *id)
{
    for (size_t i = 0; i < suite->clauses_count; i++) {
        if (strcmp(suite->clauses[i].id, id) == 0) {
            return &suite->clauses[i];
        }
    }
    return NULL;
}

static bool matches(struct arena *a, const struct tcase *tc, const struct selection *s)
{
    for (size_t i = 0; i < s->patterns_count; i++) {
        if (fnmatch(s->patterns[i], tc->id, 0) == 0 ||
            fnmatch(s->patterns[i], tc->name, 0) == 0 ||
            fnmatch(s->patterns[i], suite_area(a, tc), 0) == 0) {
            return true;
        }
    }
    return s->patterns_count == 0;
}

static bool cites(const struct tcase *tc, const struct selection *s)
{
    for (size_t i = 0; i < s->clauses_count; i++) {
        for (size_t k = 0; k < tc->clauses.count; k++) {
            if (fnmatch(s->clauses[i], tc->clauses.word[k], 0) == 0) {
                return true;
            }
        }
    }
    return s->clauses_count == 0;
}

/* Words that name case files, and those that are patterns. */
static void sort_words(struct arena *a, const struct selection *wanted,
                       struct words *files, struct selection *patterns)
{
    char **left = arena_alloc(a, (wanted->patterns_count + 1) * sizeof *left);

    *patterns = *wanted;
    patterns->patterns = left;
    patterns->patterns_count = 0;
    for (size_t i = 0; i < wanted->patterns_count; i++) {
        if (ends_with(wanted->patterns[i], ".case")) {
            files->word = arena_grow(a, files->word, files->count, sizeof *files->word);
            files->word[files->count++] = wanted->patterns[i];
        } else {
            left[patterns->patterns_count++] = wanted->patterns[i];
        }
    }
}

bool suite_take_files(struct arena *a, struct suite *suite, struct selection *wanted)
{
    struct cases cases = {NULL, 0};
    struct words files = {NULL, 0};
    struct selection patterns;

    sort_words(a, wanted, &files, &patterns);
    if (files.count == 0) {
        return true;
    }
    for (size_t i = 0; i < files.count; i++) {
        if (!load_file(a, &cases, files.word[i])) {
            return false;
        }
    }
    for (size_t i = 0; patterns.patterns_count > 0 && i < suite->cases.count; i++) {
        if (matches(a, &suite->cases.list[i], &patterns)) {
            cases.list = arena_grow(a, cases.list, cases.count, sizeof *cases.list);
            cases.list[cases.count++] = suite->cases.list[i];
        }
    }
    suite->cases = cases;
    wanted->patterns_count = 0;
    return check_ids(&suite->cases);
}

size_t suite_select(struct arena *a, struct suite *suite, const struct selection *wanted)
{
    size_t kept = 0;

    for (size_t i = 0; i < suite->cases.count; i++) {
        struct tcase *tc = &suite->cases.list[i];

        tc->at = (unsigned)i;
        if (matches(a, tc, wanted) && cites(tc, wanted)) {
            suite->cases.list[kept++] = *tc;
        }
    }
    suite->cases.count = kept;
    return kept;
}
