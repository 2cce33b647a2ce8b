/* SPDX-License-Identifier: Apache-2.0
 *
 * take_result.c: from the line of a result to what is known of a case.
 */
#include <string.h>

#include "json.h"
#include "stream.h"

/* ---- Traces. */

static const char *take_row(struct arena *a, const json_t *object,
                            const struct stream_row *before, struct stream_row *row)
{
    const struct js_member members[] = {
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
    return JS_TAKE(a, object, members);
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
        js_copy(r->a, json_object_get(line, "stopped"));
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
    const struct js_member members[] = {
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
            tc->clauses.word[tc->clauses.count++] = js_copy(r->a, one);
        }
    }
    return JS_TAKE(r->a, object, members);
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
    const struct js_member members[] = {
        {"class", NEEDED, &d->class},       {"reason", NEEDED, &d->reason},
        {"link", NEEDED, &d->link},         {"since", NEEDED, &d->since},
        {"observed", NEEDED, &d->observed}, {"file", NEEDED, &d->file},
        {"line", NUMBER, &d->line},
    };

    if (object == NULL) {
        return x->verdict == VERDICT_DEVIATION || x->verdict == VERDICT_CHANGED ||
                       x->verdict == VERDICT_XPASS
                   ? "no deviation"
                   : NULL;
    }
    x->deviation = d;
    return JS_TAKE(a, object, members);
}

static const char *take_difference(struct arena *a, const json_t *line,
                                   struct stream_result *x)
{
    unsigned at = 0;
    const struct js_member members[] = {
        {"want", NEEDED, &x->want}, {"got", NEEDED, &x->got}, {"by", NEEDED, &x->by},
        {"line", NUMBER, &x->line}, {"at", NUMBER, &at},      {"end", TEXT, &x->end},
    };
    const char *wrong = x->request == NULL ? NULL : JS_TAKE(a, line, members);

    x->at = x->request == NULL ? SIZE_MAX : at;
    return wrong;
}

static const char *take_verdict(struct arena *a, const json_t *line,
                                struct stream_result *x)
{
    const char *verdict = NULL;
    const struct js_member members[] = {
        {"verdict", NEEDED, &verdict},
        {"facts", NUMBER, &x->facts},
        {"digest", TEXT, &x->digest},
        {"request", TEXT, &x->request},
        {"note", TEXT, &x->note},
        {"needs", TEXT, &x->needs},
        {"native", TEXT, &x->native},
        {"flaky", TEXT, &x->flaky},
        {"sent_digest", TEXT, &x->sent_digest},
        {"check", TEXT, &x->check},
        {"weather", TEXT, &x->weather},
    };
    const char *wrong = JS_TAKE(a, line, members);
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

const char *stream_take_result(struct stream_reader *r, const json_t *line)
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
    r->slots[r->slots_count++] = (struct stream_slot){tc, impl, x};
    return wrong;
}
