/* SPDX-License-Identifier: Apache-2.0
 *
 * stream_take.c: from lines to a stream.
 *
 * Streams of several files are laid side by side: the same implementation or case is one
 * column or row, and what a later file says of both takes the place of what was said
 * before. The texts of the stream are copies in its arena.
 */
#include <string.h>

#include "stream.h"

/* A result, and where it belongs. */
struct slot {
    size_t tc, impl;
    struct stream_result *result;
};

/* Members are read into a struct by tables: */
enum kind { TEXT, NEEDED, NUMBER };

struct member {
    const char *name;
    enum kind kind;
    void *place; /* const char **, unsigned * */
};

static const char *copy(struct arena *a, const json_t *text)
{
    const char *p = json_string_value(text);

    return p == NULL ? NULL : arena_text(a, p, strlen(p));
}

static const char *take_member(struct arena *a, const json_t *object,
                               const struct member *m)
{
    const json_t *value = json_object_get(object, m->name);
    json_int_t n = json_integer_value(value);

    if (value == NULL || json_is_null(value)) {
        return m->kind == TEXT ? NULL : arena_printf(a, "no %s", m->name);
    }
    if (m->kind == NUMBER) {
        if (!json_is_integer(value) || n < 0 || n > UINT32_MAX) {
            return arena_printf(a, "%s is no count", m->name);
        }
        *(unsigned *)m->place = (unsigned)n;
    } else {
        if (!json_is_string(value)) {
            return arena_printf(a, "%s is no text", m->name);
        }
        *(const char **)m->place = copy(a, value);
    }
    return NULL;
}

static const char *take_members(struct arena *a, const json_t *object,
                                const struct member *m, size_t count)
{
    const char *wrong = json_is_object(object) ? NULL : "an object is missing";

    for (size_t i = 0; i < count && wrong == NULL; i++) {
        wrong = take_member(a, object, &m[i]);
    }
    return wrong;
}

#define TAKE(a, object, members)                                                         \
    take_members(a, object, members, sizeof(members) / sizeof *(members))

/* ---- The head. */

static const char *take_impl(struct stream_reader *r, const json_t *object)
{
    struct stream *s = r->s;
    struct stream_impl it = {NULL};
    const struct member members[] = {
        {"label", NEEDED, &it.label}, {"name", NEEDED, &it.name},
        {"lib", TEXT, &it.lib},       {"spec", NEEDED, &it.spec},
        {"client", TEXT, &it.client}, {"server", TEXT, &it.server},
    };
    const char *wrong = TAKE(r->a, object, members);
    size_t at = 0;

    if (wrong != NULL) {
        return wrong;
    }
    it.oracle = json_is_true(json_object_get(object, "oracle"));
    it.usable = json_is_true(json_object_get(object, "usable"));
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
        struct stream_clause c = {copy(r->a, json_array_get(one, 0)),
                                  copy(r->a, json_array_get(one, 1)),
                                  copy(r->a, json_array_get(one, 2)), NULL};

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
    const struct member members[] = {
        {"version", NEEDED, &s->version},     {"suite", NEEDED, &s->suite},
        {"protocol", NEEDED, &s->protocol},   {"level", NEEDED, &s->level},
        {"directory", NEEDED, &s->directory}, {"oracle", TEXT, &s->oracle},
        {"written", NEEDED, &s->started},     {"platform", TEXT, &s->platform},
        {"frozen", TEXT, &s->frozen},         {"shard", TEXT, &s->shard},
    };
    const char *wrong = NULL;
    size_t i;

    if (json_integer_value(json_object_get(line, "schema")) != STREAM_SCHEMA) {
        return "not of schema 1";
    }
    wrong = TAKE(r->a, line, members);
    s->timeout = json_number_value(json_object_get(line, "timeout"));
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

/* ---- Traces. */

static const char *take_row(struct arena *a, const json_t *object,
                            const struct stream_row *before, struct stream_row *row)
{
    const struct member members[] = {
        {"request", NEEDED, &row->request}, {"answer", NEEDED, &row->answer},
        {"native", TEXT, &row->native},     {"wire", TEXT, &row->wire},
        {"bios", TEXT, &row->bios},
    };
    const json_t *line = json_object_get(object, "line");

    row->line = before == NULL ? 0 : before->line;
    row->bios = before == NULL ? "" : before->bios;
    if (line != NULL) {
        row->line = (unsigned)json_integer_value(line);
    }
    return TAKE(a, object, members);
}

static struct stream_row *new_row(struct arena *a, struct stream_trace *t)
{
    t->rows = arena_grow(a, t->rows, t->count, sizeof *t->rows);
    return memset(&t->rows[t->count++], 0, sizeof *t->rows);
}

static const char *take_alike(struct arena *a, struct stream_trace *t, json_int_t count,
                              const struct stream_trace *base)
{
    if (base == NULL || count < 1 || (size_t)count > base->count ||
        t->count > base->count - (size_t)count) {
        return "rows like those of a base that has none";
    }
    for (json_int_t i = 0; i < count; i++) {
        size_t at = t->count;
        struct stream_row *row = new_row(a, t);

        *row = base->rows[at];
        row->native = NULL;
        row->alike = true;
    }
    return NULL;
}

static const char *take_trace(struct arena *a, const json_t *array,
                              const struct stream_trace *base,
                              const struct stream_trace **place)
{
    struct stream_trace *t = arena_alloc(a, sizeof *t);
    const char *wrong = json_is_array(array) ? NULL : "a trace is no array";
    const json_t *one;
    size_t i;

    json_array_foreach(array, i, one)
    {
        if (wrong == NULL && json_is_integer(one)) {
            wrong = take_alike(a, t, json_integer_value(one), base);
        } else if (wrong == NULL) {
            struct stream_row row = {0};
            const struct stream_row *before =
                t->count == 0 ? NULL : &t->rows[t->count - 1];

            wrong = take_row(a, one, before, &row);
            *new_row(a, t) = row;
        }
    }
    *place = t;
    return wrong;
}

static const char *take_traces(struct stream_reader *r, const json_t *line,
                               struct stream_case *tc, size_t impl,
                               struct stream_result *x)
{
    const json_t *trace = json_object_get(line, "trace");
    const json_t *beside = json_object_get(line, "beside");
    const char *wrong = NULL;

    if (beside != NULL) {
        wrong = take_trace(r->a, beside, NULL, &x->base);
    }
    if (trace == NULL || wrong != NULL) {
        return wrong;
    }
    wrong = take_trace(r->a, trace, beside == NULL ? tc->base : x->base, &x->trace);
    ((struct stream_trace *)x->trace)->stopped =
        copy(r->a, json_object_get(line, "stopped"));
    if (tc->base == NULL && beside == NULL) {
        tc->base = x->trace;
        tc->base_impl = impl;
    }
    return wrong;
}

/* ---- Results. */

static const char *take_about(struct stream_reader *r, const json_t *object,
                              struct stream_case *tc)
{
    const struct member members[] = {
        {"at", NUMBER, &tc->at},     {"name", NEEDED, &tc->name},
        {"area", NEEDED, &tc->area}, {"level", NEEDED, &tc->level},
        {"why", TEXT, &tc->why},     {"file", NEEDED, &tc->file},
        {"line", NUMBER, &tc->line}, {"text_line", NUMBER, &tc->text_line},
        {"text", NEEDED, &tc->text},
    };
    const json_t *cited = json_object_get(object, "clauses"), *one;
    size_t i;

    tc->clauses = (struct words){NULL, 0};
    json_array_foreach(cited, i, one)
    {
        if (json_is_string(one)) {
            tc->clauses.word = arena_grow(r->a, tc->clauses.word, tc->clauses.count,
                                          sizeof *tc->clauses.word);
            tc->clauses.word[tc->clauses.count++] = copy(r->a, one);
        }
    }
    return TAKE(r->a, object, members);
}

/* The case of a line: mostly that of the line before. */
static const char *find_case(struct stream_reader *r, const json_t *line, size_t *at)
{
    struct stream *s = r->s;
    const char *id = json_string_value(json_object_get(line, "case"));
    const json_t *about = json_object_get(line, "about");

    if (id == NULL) {
        return "no case";
    }
    *at = s->cases_count == 0 ? 0 : s->cases_count - 1;
    if (*at >= s->cases_count || strcmp(s->cases[*at].id, id) != 0) {
        for (*at = 0; *at < s->cases_count && strcmp(s->cases[*at].id, id) != 0;) {
            *at += 1;
        }
    }
    if (*at == s->cases_count) {
        if (about == NULL) {
            return "the first result of a case has to say what it is about";
        }
        s->cases = arena_grow(r->a, s->cases, s->cases_count, sizeof *s->cases);
        memset(&s->cases[s->cases_count++], 0, sizeof *s->cases);
        s->cases[*at].id = arena_text(r->a, id, strlen(id));
    }
    if (about != NULL) {
        /* A later file has a base of its own. */
        s->cases[*at].base = NULL;
        return take_about(r, about, &s->cases[*at]);
    }
    return NULL;
}

static const char *find_impl(struct stream_reader *r, const json_t *line, size_t *at)
{
    const char *label = json_string_value(json_object_get(line, "implementation"));

    for (size_t i = 0; label != NULL && i < r->impls; i++) {
        *at = r->impl_at[i];
        if (strcmp(r->s->impls[*at].label, label) == 0) {
            return NULL;
        }
    }
    return "an implementation that the head does not name";
}

static const char *take_deviation(struct arena *a, const json_t *object,
                                  struct stream_result *x)
{
    struct stream_deviation *d = arena_alloc(a, sizeof *d);
    const struct member members[] = {
        {"class", NEEDED, &d->class},       {"reason", NEEDED, &d->reason},
        {"link", NEEDED, &d->link},         {"since", NEEDED, &d->since},
        {"observed", NEEDED, &d->observed}, {"file", NEEDED, &d->file},
        {"line", NUMBER, &d->line},
    };

    if (object == NULL) {
        return NULL;
    }
    x->deviation = d;
    return TAKE(a, object, members);
}

static const char *take_difference(struct arena *a, const json_t *line,
                                   struct stream_result *x)
{
    unsigned at = 0;
    const struct member members[] = {
        {"want", NEEDED, &x->want}, {"got", NEEDED, &x->got}, {"by", NEEDED, &x->by},
        {"line", NUMBER, &x->line}, {"at", NUMBER, &at},
    };
    const char *wrong = x->request == NULL ? NULL : TAKE(a, line, members);

    x->at = x->request == NULL ? SIZE_MAX : at;
    return wrong;
}

static const char *take_verdict(struct arena *a, const json_t *line,
                                struct stream_result *x)
{
    const char *verdict = NULL;
    const struct member members[] = {
        {"verdict", NEEDED, &verdict},
        {"facts", NUMBER, &x->facts},
        {"digest", TEXT, &x->digest},
        {"request", TEXT, &x->request},
        {"note", TEXT, &x->note},
        {"needs", TEXT, &x->needs},
        {"native", TEXT, &x->native},
        {"flaky", TEXT, &x->flaky},
        {"sent_digest", TEXT, &x->sent_digest},
    };
    const char *wrong = TAKE(a, line, members);
    const json_t *value = json_object_get(line, "value");

    if (wrong == NULL && !verdict_by_name(verdict, &x->verdict)) {
        wrong = "an unknown verdict";
    }
    x->seconds = json_number_value(json_object_get(line, "seconds"));
    x->sent = (uint64_t)json_integer_value(json_object_get(line, "sent"));
    x->swept = value != NULL;
    x->value = json_integer_value(value);
    x->runs = (unsigned)json_integer_value(json_object_get(line, "runs"));
    return wrong;
}

static const char *take_result(struct stream_reader *r, const json_t *line)
{
    struct stream_result *x = arena_alloc(r->a, sizeof *x);
    size_t tc = 0, impl = 0;
    const char *wrong = find_case(r, line, &tc);

    wrong = wrong == NULL ? find_impl(r, line, &impl) : wrong;
    wrong = wrong == NULL ? take_verdict(r->a, line, x) : wrong;
    wrong = wrong == NULL ? take_difference(r->a, line, x) : wrong;
    wrong = wrong == NULL ? take_deviation(r->a, json_object_get(line, "deviation"), x)
                          : wrong;
    wrong = wrong == NULL ? take_traces(r, line, &r->s->cases[tc], impl, x) : wrong;
    if (wrong == NULL && x->base == NULL && x->trace != NULL) {
        x->base = r->s->cases[tc].base;
    }
    r->slots = arena_grow(r->a, r->slots, r->slots_count, sizeof *r->slots);
    r->slots[r->slots_count++] = (struct slot){tc, impl, x};
    return wrong;
}

/* ---- The foot, and all lines. */

static const char *take_foot(struct stream_reader *r, const json_t *line)
{
    struct stream *s = r->s;
    const json_t *complete = json_object_get(line, "complete"), *one;
    size_t i;

    if (!json_is_boolean(complete)) {
        return "the end does not say whether the run is complete";
    }
    json_array_foreach(json_object_get(line, "stale"), i, one)
    {
        if (json_is_string(one)) {
            s->stale = arena_grow(r->a, s->stale, s->stale_count, sizeof *s->stale);
            s->stale[s->stale_count++] = copy(r->a, one);
        }
    }
    s->seconds += json_number_value(json_object_get(line, "seconds"));
    s->complete = s->complete && json_is_true(complete);
    r->ended = true;
    return NULL;
}

const char *stream_take(struct stream_reader *r, const json_t *line)
{
    static const struct {
        const char *type;
        const char *(*take)(struct stream_reader *r, const json_t *line);
    } types[] = {{"run", take_head}, {"result", take_result}, {"end", take_foot}};
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
        const struct slot *slot = &r->slots[i];

        s->results[place[slot->tc] * s->impls_count + slot->impl] = slot->result;
    }
}
