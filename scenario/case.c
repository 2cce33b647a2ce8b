/* SPDX-License-Identifier: Apache-2.0
 *
 * case.c: reading case files.
 */
#include "case.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The largest case file, in bytes. */
#define FILE_MAX (4L * 1024 * 1024)

/* Walks over the lines of a text. */
struct lines {
    struct slice rest;
    unsigned number; /* of the line that next_line gave */
};

static bool next_line(struct lines *lines, struct slice *line)
{
    const char *end;

    if (lines->rest.len == 0) {
        return false;
    }
    end = memchr(lines->rest.p, '\n', lines->rest.len);
    line->p = lines->rest.p;
    line->len = end == NULL ? lines->rest.len : (size_t)(end - line->p);
    lines->rest.p += line->len + (end == NULL ? 0 : 1);
    lines->rest.len -= line->len + (end == NULL ? 0 : 1);
    lines->number++;
    return true;
}

struct words parse_words(struct arena *a, struct slice text)
{
    struct words w = {NULL, 0};
    struct slice word;

    while (next_word(&text, &word)) {
        w.word = arena_grow(a, w.word, w.count, sizeof *w.word);
        w.word[w.count++] = arena_text(a, word.p, word.len);
    }
    return w;
}

/* A key whose value is one text; NULL when there is no such key. */
static const char **text_key(struct tcase *tc, struct slice key)
{
    const struct {
        const char *name;
        const char **place;
    } texts[] = {{"id", &tc->id}, {"why", &tc->why}, {"probe", &tc->probe}};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (slice_is(key, texts[i].name)) {
            return texts[i].place;
        }
    }
    return NULL;
}

static const char *set_words(struct arena *a, struct words *words, struct slice value)
{
    if (words->count > 0) {
        return "a key is given twice";
    }
    *words = parse_words(a, value);
    return NULL;
}

static const char *set_key(struct arena *a, struct tcase *tc, struct slice key,
                           struct slice value)
{
    const char **text = text_key(tc, key);

    if (value.len == 0) {
        return "a key without value";
    }
    if (slice_is(key, "level")) {
        return level_by_name(value, &tc->level)
                   ? NULL
                   : "level is alive, stream, signal, contract or wire";
    }
    if (slice_is(key, "clauses")) {
        return set_words(a, &tc->clauses, value);
    }
    if (slice_is(key, "needs")) {
        return set_words(a, &tc->needs, value);
    }
    if (text == NULL) {
        return arena_printf(a, "unknown key: %.*s", (int)key.len, key.p);
    }
    if (*text != NULL) {
        return "a key is given twice";
    }
    *text = arena_text(a, value.p, value.len);
    return NULL;
}

/* Splits "key: value"; false when there is no colon. */
static bool split_key(struct slice line, struct slice *key, struct slice *value)
{
    const char *colon = memchr(line.p, ':', line.len);

    if (colon == NULL) {
        return false;
    }
    *key = trim((struct slice){line.p, (size_t)(colon - line.p)});
    *value = trim((struct slice){colon + 1, line.len - (size_t)(colon + 1 - line.p)});
    return true;
}

static bool is_start(struct slice line)
{
    return line.len > 5 && memcmp(line.p, "case:", 5) == 0;
}

/* Reads the header up to `--`. */
static const char *parse_header(struct arena *a, struct lines *lines, struct tcase *tc)
{
    struct slice line, key, value;
    const char *wrong = NULL;

    while (wrong == NULL && next_line(lines, &line)) {
        line = trim(line);
        if (slice_is(line, "--")) {
            return tc->id == NULL ? "the case has no id" : NULL;
        }
        if (line.len == 0 || line.p[0] == '#') {
            continue;
        }
        wrong = split_key(line, &key, &value) ? set_key(a, tc, key, value)
                                              : "a header line is `key: value`";
    }
    return wrong == NULL ? "the case has no `--` line" : wrong;
}

/* Takes the lines up to the next case as the body. */
static void take_body(struct lines *lines, struct tcase *tc)
{
    struct lines ahead = *lines;
    struct slice line;

    tc->body = (struct slice){lines->rest.p, 0};
    tc->body_line = lines->number + 1;
    while (next_line(&ahead, &line) && !is_start(line)) {
        *lines = ahead;
        tc->body.len = (size_t)(lines->rest.p - tc->body.p);
    }
}

static bool parse_one(struct arena *a, struct cases *cases, const char *file,
                      struct slice start, struct lines *lines, struct complaint *c)
{
    struct slice key, value;
    struct tcase *tc;

    cases->list = arena_grow(a, cases->list, cases->count, sizeof *cases->list);
    tc = &cases->list[cases->count++];
    memset(tc, 0, sizeof *tc);
    split_key(start, &key, &value);
    tc->file = file;
    tc->line = lines->number;
    tc->level = LEVEL_CONTRACT;
    tc->name = arena_text(a, value.p, value.len);
    c->text = value.len == 0 ? "the case has no name" : parse_header(a, lines, tc);
    c->line = lines->number;
    if (c->text != NULL) {
        return false;
    }
    take_body(lines, tc);
    return scenario_parse(a, &tc->scenario, tc->body, tc->body_line, c);
}

bool case_parse(struct arena *a, struct cases *cases, const char *file, struct slice text,
                struct complaint *c)
{
    struct lines lines = {text, 0};
    struct slice line;

    while (next_line(&lines, &line)) {
        struct slice bare = trim(line);

        if (bare.len == 0 || bare.p[0] == '#') {
            continue;
        }
        if (!is_start(line)) {
            *c = (struct complaint){lines.number, "a case begins with `case: NAME`"};
            return false;
        }
        if (!parse_one(a, cases, file, line, &lines, c)) {
            return false;
        }
    }
    return true;
}

/* Reads the whole of a file; NULL, or what is wrong. */
static const char *read_text(struct arena *a, FILE *stream, struct slice *text)
{
    char *data;
    long size;

    if (fseek(stream, 0, SEEK_END) != 0 || (size = ftell(stream)) < 0 ||
        fseek(stream, 0, SEEK_SET) != 0) {
        return strerror(errno);
    }
    if (size > FILE_MAX) {
        return "larger than 4 MiB";
    }
    data = arena_alloc(a, (size_t)size + 1);
    errno = 0;
    *text = (struct slice){data, fread(data, 1, (size_t)size, stream)};
    return ferror(stream) ? strerror(errno) : NULL;
}

bool case_read_file(struct arena *a, struct cases *cases, const char *file,
                    struct complaint *c)
{
    struct slice text;
    struct stat st;
    FILE *stream;

    *c = (struct complaint){0, NULL};
    if (stat(file, &st) == 0 && !S_ISREG(st.st_mode)) {
        c->text = "not a regular file"; /* opening a pipe would wait for its writer */
        return false;
    }
    stream = fopen(file, "rb");
    if (stream == NULL) {
        c->text = strerror(errno);
        return false;
    }
    c->text = read_text(a, stream, &text);
    fclose(stream);
    return c->text == NULL && case_parse(a, cases, file, text, c);
}

enum level case_lowest(const struct tcase *tc)
{
    enum level lowest = LEVELS;

    for (size_t i = 0; i < tc->scenario.count; i++) {
        const struct step *step = &tc->scenario.steps[i];
        enum level level =
            step->expect == NULL ? LEVELS : expect_lowest(step->expect, &step->call);

        lowest = level < lowest ? level : lowest;
    }
    return lowest;
}

/* What is asked of the two endpoints, and what one of them lacks. */
struct needs {
    has_fn *has;
    const void *arg;
    const char *missing; /* the first; NULL so far */
    enum endpoint who;   /* lacks it */
};

static void need(struct needs *n, enum endpoint who, const char *name)
{
    if (n->missing == NULL && !n->has(who, name, n->arg)) {
        n->missing = name;
        n->who = who;
    }
}

static void need_of_both(struct needs *n, const char *name)
{
    need(n, CLIENT, name);
    need(n, SERVER, name);
}

/* An op needs its capability of its own endpoint. */
static void need_of_ops(struct needs *n, const struct scenario *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct call *call = &s->steps[i].call;

        if (call->op != NULL && call->op->capability != NULL) {
            need(n, call->who, call->op->capability);
        }
    }
}

/* A word of the header: of one endpoint, or of both. */
static void need_of_word(struct needs *n, const char *word)
{
    if (strncmp(word, "c:", 2) == 0) {
        need(n, CLIENT, word + 2);
    } else if (strncmp(word, "s:", 2) == 0) {
        need(n, SERVER, word + 2);
    } else {
        need_of_both(n, word);
    }
}

/* A macro needs what its ops need, and the version that it names. */
static void need_of_macro(struct arena *a, struct needs *n, const struct call *macro)
{
    struct scenario ops = {NULL, 0};
    struct slice rest = {(const char *)macro->arg[0].data, macro->arg[0].len}, word;

    next_word(&rest, &word);
    need_of_both(n, arena_text(a, word.p, word.len));
    macro_expand(a, &ops, macro);
    need_of_ops(n, &ops);
}

const char *case_capability(struct arena *a, const struct tcase *tc, has_fn *has,
                            const void *arg, enum endpoint *who)
{
    struct needs n = {has, arg, NULL, CLIENT};

    need_of_ops(&n, &tc->scenario);
    for (size_t i = 0; i < tc->needs.count; i++) {
        need_of_word(&n, tc->needs.word[i]);
    }
    for (size_t i = 0; i < tc->scenario.count; i++) {
        const struct call *call = &tc->scenario.steps[i].call;

        if (call->op != NULL && call->op->kind == OP_MACRO) {
            need_of_macro(a, &n, call);
        }
    }
    *who = n.who;
    return n.missing;
}
