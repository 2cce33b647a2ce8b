/* SPDX-License-Identifier: Apache-2.0
 *
 * take.c: from lines to a stream: the first, the last, all.
 *
 * Streams of several files are laid side by side: the same implementation or case is one
 * column or row, and what a later file says of both takes the place of what was said
 * before. The texts of the stream are copies in its arena.
 */
#include <string.h>

#include "json.h"
#include "stream.h"

/* ---- The head. */

static void add_word(struct arena *a, struct words *w, const char *text)
{
    w->word = arena_grow(a, w->word, w->count, sizeof *w->word);
    w->word[w->count++] = text;
}

static void take_findings(struct arena *a, const json_t *array, struct words *findings)
{
    const json_t *one;
    size_t i;

    *findings = (struct words){NULL, 0};
    json_array_foreach(array, i, one)
    {
        const char *check = json_string_value(json_object_get(one, "check"));
        const char *text = json_string_value(json_object_get(one, "text"));

        if (check != NULL && text != NULL) {
            add_word(a, findings, arena_printf(a, "[%s] %s", check, text));
        }
    }
}

static const char *take_impl(struct stream_reader *r, const json_t *object)
{
    struct stream *s = r->s;
    struct stream_impl it = {.oracle = false};
    const struct js_member members[] = {
        {"label", NEEDED, &it.label}, {"name", NEEDED, &it.name},
        {"lib", TEXT, &it.lib},       {"spec", NEEDED, &it.spec},
        {"client", TEXT, &it.client}, {"server", TEXT, &it.server},
    };
    const char *wrong = JS_TAKE(r->a, object, members);
    size_t at = 0;

    if (wrong != NULL) {
        return wrong;
    }
    it.oracle = json_is_true(json_object_get(object, "oracle"));
    it.usable = json_is_true(json_object_get(object, "usable"));
    take_findings(r->a, json_object_get(object, "findings"), &it.findings);
    while (at < s->impls_count && strcmp(s->impls[at].label, it.label) != 0) {
        at++;
    }
    if (at == s->impls_count) {
        s->impls = arena_grow(r->a, s->impls, s->impls_count, sizeof *s->impls);
        s->impls[s->impls_count++] = it;
    }
    r->impl_at = arena_grow(r->a, r->impl_at, r->impls, sizeof *r->impl_at);
    r->impl_at[r->impls++] = at;
    return NULL;
}

static void take_clauses(struct stream_reader *r, const json_t *array)
{
    struct stream *s = r->s;
    const json_t *one;
    size_t i;

    json_array_foreach(array, i, one)
    {
        struct stream_clause c = {js_copy(r->a, json_array_get(one, 0)),
                                  js_copy(r->a, json_array_get(one, 1)),
                                  js_copy(r->a, json_array_get(one, 2)), NULL};

        if (c.id != NULL && c.class != NULL && c.summary != NULL &&
            stream_clause(s, c.id) == NULL) {
            s->clauses =
                arena_grow(r->a, s->clauses, s->clauses_count, sizeof *s->clauses);
            s->clauses[s->clauses_count++] = c;
        }
    }
}

static const char *take_head(struct stream_reader *r, const json_t *line)
{
    struct stream *s = r->s;
    const json_t *impls = json_object_get(line, "implementations"), *one;
    const struct js_member members[] = {
        {"version", NEEDED, &s->version},     {"suite", NEEDED, &s->suite},
        {"protocol", NEEDED, &s->protocol},   {"level", NEEDED, &s->level},
        {"directory", NEEDED, &s->directory}, {"oracle", TEXT, &s->oracle},
        {"written", NEEDED, &s->started},     {"platform", TEXT, &s->platform},
        {"frozen", TEXT, &s->frozen},         {"shard", TEXT, &s->shard},
        {"sweep", TEXT, &s->sweep},
    };
    const char *wrong = NULL;
    size_t i;

    if (json_integer_value(json_object_get(line, "schema")) != STREAM_SCHEMA) {
        return "not of schema 1";
    }
    wrong = JS_TAKE(r->a, line, members);
    s->timeout = json_number_value(json_object_get(line, "timeout"));
    s->deep = json_is_true(json_object_get(line, "deep"));
    if (wrong == NULL && json_array_size(impls) == 0) {
        wrong = "no implementations";
    }
    r->impls = 0;
    r->impl_at = NULL;
    json_array_foreach(impls, i, one)
    {
        wrong = wrong == NULL ? take_impl(r, one) : wrong;
    }
    take_clauses(r, json_object_get(line, "clauses"));
    r->begun = true;
    return wrong;
}

/* ---- The foot, and all lines. */

/* What an implementation has gone through besides; a later file adds to it. */
static const char *take_trial(struct stream_reader *r, const json_t *object)
{
    const char *label = NULL, *weather = NULL;
    struct stream_impl *it = NULL;
    unsigned sweeps = 0;
    const struct js_member members[] = {
        {"implementation", NEEDED, &label},
        {"weather", TEXT, &weather},
        {"sweeps", NUMBER, &sweeps},
    };
    const char *wrong = JS_TAKE(r->a, object, members);
    const json_t *one;
    size_t i;

    for (i = 0; wrong == NULL && i < r->impls; i++) {
        struct stream_impl *other = &r->s->impls[r->impl_at[i]];

        it = strcmp(other->label, label) == 0 ? other : it;
    }
    if (it == NULL) {
        return wrong == NULL ? "a trial of an unknown implementation" : wrong;
    }
    it->sweeps += sweeps;
    it->weather = it->weather == NULL ? weather
                  : weather == NULL
                      ? it->weather
                      : arena_printf(r->a, "%s, and %s", it->weather, weather);
    json_array_foreach(json_object_get(object, "thin"), i, one)
    {
        if (json_is_string(one)) {
            add_word(r->a, &it->thin, js_copy(r->a, one));
        }
    }
    return NULL;
}

static const char *take_foot(struct stream_reader *r, const json_t *line)
{
    struct stream *s = r->s;
    const json_t *complete = json_object_get(line, "complete"), *one;
    const char *wrong = NULL;
    size_t i;

    if (!json_is_boolean(complete)) {
        return "the end does not say whether the run is complete";
    }
    json_array_foreach(json_object_get(line, "stale"), i, one)
    {
        if (json_is_string(one)) {
            s->stale = arena_grow(r->a, s->stale, s->stale_count, sizeof *s->stale);
            s->stale[s->stale_count++] = js_copy(r->a, one);
        }
    }
    json_array_foreach(json_object_get(line, "reviews"), i, one)
    {
        if (json_is_string(one)) {
            s->reviews =
                arena_grow(r->a, s->reviews, s->reviews_count, sizeof *s->reviews);
            s->reviews[s->reviews_count++] = js_copy(r->a, one);
        }
    }
    s->seconds += json_number_value(json_object_get(line, "seconds"));
    s->complete = s->complete && json_is_true(complete);
    json_array_foreach(json_object_get(line, "trials"), i, one)
    {
        wrong = wrong == NULL ? take_trial(r, one) : wrong;
    }
    r->ended = true;
    return wrong;
}

static const char *take_difference(struct stream_reader *r, const json_t *line)
{
    struct stream *s = r->s;
    struct stream_difference d = {.line = 0};
    const struct js_member members[] = {
        {"case", NEEDED, &d.id},     {"from", NEEDED, &d.from},
        {"to", NEEDED, &d.to},       {"request", TEXT, &d.request},
        {"needs", TEXT, &d.needs},   {"before", NEEDED, &d.before},
        {"after", NEEDED, &d.after},
    };
    const char *wrong = JS_TAKE(r->a, line, members);

    d.line = (unsigned)json_integer_value(json_object_get(line, "line"));
    if (wrong == NULL) {
        s->differences = arena_grow(r->a, s->differences, s->differences_count, sizeof d);
        s->differences[s->differences_count++] = d;
    }
    return wrong;
}

const char *stream_take(struct stream_reader *r, const json_t *line)
{
    static const struct {
        const char *type;
        const char *(*take)(struct stream_reader *r, const json_t *line);
    } types[] = {{"run", take_head},
                 {"result", stream_take_result},
                 {"difference", take_difference},
                 {"end", take_foot}};
    const char *type = json_string_value(json_object_get(line, "type"));

    if (type == NULL) {
        return "not a line of a report";
    }
    if (r->ended) {
        return "a line behind the end";
    }
    if (r->begun == (strcmp(type, "run") == 0)) {
        return r->begun ? "a second head" : "not a report: its first line is no head";
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(type, types[i].type) == 0) {
            return types[i].take(r, line);
        }
    }
    return NULL; /* of a newer minor version */
}

/* Cases in the suite's order. */
static int by_place(const void *a, const void *b)
{
    const struct stream_case *x = *(const struct stream_case *const *)a;
    const struct stream_case *y = *(const struct stream_case *const *)b;

    if (x->at != y->at) {
        return x->at < y->at ? -1 : 1;
    }
    return x < y ? -1 : x > y;
}

void stream_finish(struct stream_reader *r)
{
    struct stream *s = r->s;
    size_t count = s->cases_count;
    const struct stream_case **order = arena_alloc(r->a, (count + 1) * sizeof *order);
    struct stream_case *sorted = arena_alloc(r->a, (count + 1) * sizeof *sorted);
    size_t *place = arena_alloc(r->a, (count + 1) * sizeof *place);

    for (size_t i = 0; i < count; i++) {
        order[i] = &s->cases[i];
    }
    qsort(order, count, sizeof(void *), by_place);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = *order[i];
        place[order[i] - s->cases] = i;
    }
    s->cases = sorted;
    s->results = arena_alloc(r->a, (count * s->impls_count + 1) * sizeof(void *));
    for (size_t i = 0; i < r->slots_count; i++) {
        const struct stream_slot *slot = &r->slots[i];

        s->results[place[slot->tc] * s->impls_count + slot->impl] = slot->result;
    }
}
