/* SPDX-License-Identifier: Apache-2.0
 *
 * deviation.c: reading deviation files and deciding which entries apply.
 */
#include "deviation.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "screen.h"
#include "suite.h"

static const char *const classes[] = {"bug", "by-design", "unclear-clause",
                                      "adapter-limit"};

static const char *check_when(const struct deviation *d)
{
    for (size_t i = 0; i < d->when.count; i++) {
        if (strpbrk(d->when.word[i], "<>=!") == NULL) {
            return "a term of when is NAME SIGN VALUE, without blanks";
        }
    }
    return NULL;
}

static const char *set_key(struct arena *a, struct deviation *d, struct slice line)
{
    const char *colon = memchr(line.p, ':', line.len);
    struct slice key = {line.p, colon == NULL ? 0 : (size_t)(colon - line.p)};
    struct slice value = {key.p + key.len + 1, line.len - key.len - 1};
    const struct {
        const char *name;
        const char **place;
    } texts[] = {
        {"observed", &d->observed}, {"class", &d->class},   {"link", &d->link},
        {"since", &d->since},       {"reason", &d->reason}, {"review-by", &d->review_by},
    };

    if (colon == NULL || trim(value).len == 0) {
        return slice_is(key, "class")
                   ? "an entry is lines of `key: value`: a person decides the class"
                   : "an entry is lines of `key: value`";
    }
    value = trim(value);
    if (slice_is(key, "id") || slice_is(key, "when")) {
        struct words *words = slice_is(key, "id") ? &d->id : &d->when;

        if (words->count > 0) {
            return "a key is given twice";
        }
        *words = parse_words(a, value);
        return words == &d->when ? check_when(d) : NULL;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (slice_is(key, texts[i].name)) {
            if (*texts[i].place != NULL) {
                return "a key is given twice";
            }
            *texts[i].place = arena_text(a, value.p, value.len);
            return NULL;
        }
    }
    return arena_printf(a, "unknown key: %.*s", (int)key.len, key.p);
}

/* YYYY-MM-DD: dates in this form compare as texts. */
static bool is_date(const char *text)
{
    return fnmatch("[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]", text, 0) == 0;
}

static const char *check(const struct deviation *d)
{
    if (d->id.count == 0 || d->when.count == 0 || d->observed == NULL ||
        d->since == NULL || d->reason == NULL) {
        return "an entry needs id, when, observed, class, link, since and reason";
    }
    if (d->link == NULL || strstr(d->link, "://") == NULL) {
        return "no link, no entry";
    }
    if (!is_date(d->since) || (d->review_by != NULL && !is_date(d->review_by))) {
        return "since and review-by are dates, YYYY-MM-DD";
    }
    for (size_t i = 0; d->class != NULL && i < sizeof classes / sizeof *classes; i++) {
        if (strcmp(d->class, classes[i]) == 0) {
            return NULL;
        }
    }
    return "class is bug, by-design, unclear-clause or adapter-limit";
}

static struct deviation *add(struct arena *a, struct deviations *d, const char *path,
                             unsigned line)
{
    struct deviation *entry;

    d->list = arena_grow(a, d->list, d->count, sizeof *d->list);
    entry = &d->list[d->count++];
    memset(entry, 0, sizeof *entry);
    entry->file = path;
    entry->line = line;
    return entry;
}

/* Ends an entry; its faults are those of its first line. */
static bool end_entry(const char *path, struct deviation **entry)
{
    const char *wrong = *entry == NULL ? NULL : check(*entry);
    unsigned line = *entry == NULL ? 0 : (*entry)->line;

    *entry = NULL;
    return wrong == NULL || complain_of(path, line, wrong);
}

static bool parse(struct arena *a, struct deviations *d, const char *path, char *text)
{
    struct deviation *entry = NULL;
    unsigned number = 0;

    for (char *line = text, *next; line != NULL; line = next) {
        const char *wrong;
        struct slice s;

        next = strchr(line, '\n');
        s = trim(
            (struct slice){line, next == NULL ? strlen(line) : (size_t)(next - line)});
        next = next == NULL ? NULL : next + 1;
        number++;
        if (s.len == 0) {
            if (!end_entry(path, &entry)) {
                return false;
            }
            continue;
        }
        if (s.p[0] == '#') {
            continue;
        }
        entry = entry == NULL ? add(a, d, path, number) : entry;
        wrong = set_key(a, entry, s);
        entry->when_line =
            entry->when_line == 0 && entry->when.count > 0 ? number : entry->when_line;
        if (wrong != NULL) {
            return complain_of(path, number, wrong);
        }
    }
    return end_entry(path, &entry);
}

bool deviations_add(struct arena *a, struct deviations *d, const char *path)
{
    size_t len;
    char *text = read_whole_file(a, path, &len);

    return text != NULL && parse(a, d, path, text);
}

bool deviations_load(struct arena *a, struct deviations *d, const char *path)
{
    memset(d, 0, sizeof *d);
    return access(path, F_OK) != 0 || deviations_add(a, d, path);
}

/* Compares dotted numbers, "3.11.2" before "3.11.10". */
static int compare_versions(const char *a, const char *b)
{
    while (*a != '\0' || *b != '\0') {
        char *end_a, *end_b;
        unsigned long x = strtoul(a, &end_a, 10), y = strtoul(b, &end_b, 10);

        if (x != y) {
            return x < y ? -1 : 1;
        }
        if (end_a == a || end_b == b) {
            return strcmp(a, b);
        }
        a = end_a + (*end_a == '.');
        b = end_b + (*end_b == '.');
    }
    return 0;
}

static const char *value_of(const struct trait *traits, size_t count, const char *name,
                            size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(traits[i].name) == len && memcmp(traits[i].name, name, len) == 0) {
            return traits[i].value;
        }
    }
    return NULL;
}

/* One term: NAME SIGN VALUE without blanks. */
static bool holds(const char *term, const char *have)
{
    size_t name = strcspn(term, "<>=!");
    size_t sign = strspn(term + name, "<>=!");
    int order = compare_versions(have, term + name + sign);

    switch (term[name]) {
    case '<': return order < 0 || (sign == 2 && order == 0);
    case '>': return order > 0 || (sign == 2 && order == 0);
    case '!': return order != 0;
    default: return order == 0;
    }
}

static bool apply(struct arena *a, struct deviation *d, const struct trait *traits,
                  size_t count)
{
    d->applies = true;
    for (size_t i = 0; i < d->when.count; i++) {
        const char *term = d->when.word[i];
        const char *have = value_of(traits, count, term, strcspn(term, "<>=!"));

        if (have == NULL) {
            return complain_of(
                d->file, d->when_line,
                arena_printf(a, "when asks for what is not known: %s", term));
        }
        d->applies = d->applies && holds(term, have);
    }
    return true;
}

bool deviations_apply(struct arena *a, struct deviations *d, const struct trait *traits,
                      size_t count)
{
    for (size_t i = 0; i < d->count; i++) {
        if (!apply(a, &d->list[i], traits, count)) {
            return false;
        }
    }
    return true;
}

bool deviation_names(const struct deviation *d, const char *id)
{
    for (size_t i = 0; i < d->id.count; i++) {
        if (fnmatch(d->id.word[i], id, 0) == 0) {
            return true;
        }
    }
    return false;
}

/* Before what the peer sees. */
static const char of_peer[] = "peer ";

bool deviation_of_peer(const struct deviation *d)
{
    return strncmp(d->observed, of_peer, sizeof of_peer - 1) == 0;
}

bool deviation_fits(const struct deviation *d, const char *fingerprint)
{
    size_t mark = deviation_of_peer(d) ? sizeof of_peer - 1 : 0;

    return fnmatch(d->observed + mark, fingerprint, 0) == 0;
}
