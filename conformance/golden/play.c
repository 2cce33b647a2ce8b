/* SPDX-License-Identifier: Apache-2.0
 *
 * play.c: from rows of a golden to plays. The steps of the case say what was asked: a row
 * that is not of the next step does not belong to the case.
 */
#include <stdlib.h>
#include <string.h>

#include "conformance/judge.h"
#include "conformance/stream/row.h"
#include "golden.h"
#include "line.h"

struct reader {
    struct arena *a;
    const struct tcase *tc;
    const struct golden_variant *v;
    size_t at; /* of the rows */
    int64_t value;
    struct golden_talk talk;
    struct trace *trace;
    const char *wrong;
};

/* Lines that one call gave. */
struct lines {
    const char *const *line;
    size_t count, at;
};

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool observe(struct reader *r, const char *request, const char *line, size_t step)
{
    struct trace *t = r->trace;

    t->list = arena_grow(r->a, t->list, t->count, sizeof *t->list);
    r->wrong = golden_observe(&r->talk, request, line, &t->list[t->count]);
    t->list[t->count].step = step;
    t->count += r->wrong == NULL;
    return r->wrong == NULL;
}

/* Takes the lines of one call: a pump gives those of its handshakes before its own. */
static bool take_call(struct reader *r, struct lines *l, const char *request,
                      const struct op *op, size_t step)
{
    const char *shown = row_line(r->a, request);

    while (l->at < l->count) {
        const char *line = l->line[l->at++];
        struct slice asked = golden_request(line);

        if (slice_is(asked, shown)) {
            return observe(r, request, line, step);
        }
        if (op->id != OP_PUMP) {
            r->wrong = arena_printf(r->a, "`%s` where the case has `%s`",
                                    arena_text(r->a, asked.p, asked.len), shown);
            return false;
        }
        if (!observe(r, arena_text(r->a, asked.p, asked.len), line, step)) {
            return false;
        }
    }
    return true;
}

static bool take_block(struct reader *r, const struct call *macro,
                       const struct golden_block *block, size_t step)
{
    struct lines l = {(const char *const *)block->line, block->count, 0};
    struct scenario ops = {NULL, 0};

    r->wrong = macro_expand(r->a, &ops, macro);
    for (size_t i = 0; r->wrong == NULL && i < ops.count && l.at < l.count; i++) {
        (void)take_call(r, &l, ops.steps[i].text, ops.steps[i].call.op, step);
    }
    if (r->wrong == NULL && l.at < l.count) {
        r->wrong = "a block that is longer than its macro";
    }
    return r->wrong == NULL;
}

/* The rows up to the next one that is no call. */
static struct lines rows_ahead(const struct reader *r)
{
    struct lines l = {NULL, 0, 0};
    const char **list = arena_alloc(r->a, (r->v->count - r->at + 1) * sizeof *list);

    for (size_t i = r->at; i < r->v->count; i++) {
        const struct golden_row *row = &r->v->row[i];

        if (row->block != NULL || begins(row->text, "run ") ||
            begins(row->text, "stop ")) {
            break;
        }
        list[l.count++] = row->text;
    }
    l.line = list;
    return l;
}

static bool take_step(struct reader *r, size_t step)
{
    struct call call;
    const char *asked = golden_ask(r->a, &r->tc->scenario, step, r->value, &call);
    size_t before = r->trace->count;
    struct lines l;

    if (call.op->kind == OP_SWEEP) {
        return true;
    }
    if (call.op->kind == OP_MACRO) {
        const struct golden_row *row = &r->v->row[r->at++];

        if (row->block == NULL || strcmp(row->text, asked) != 0) {
            r->wrong = arena_printf(r->a, "no block of `%s`", asked);
            return false;
        }
        return take_block(r, &call, row->block, step);
    }
    l = rows_ahead(r);
    if (!take_call(r, &l, asked, call.op, step)) {
        return false;
    }
    r->at += l.at;
    if (r->trace->count == before) {
        r->wrong = arena_printf(r->a, "nothing of `%s`", asked);
    }
    return r->wrong == NULL;
}

/* "stop STEP WHY" */
static bool take_stop(struct reader *r)
{
    const char *text = r->v->row[r->at++].text + strlen("stop ");
    struct slice rest = {text, strlen(text)}, word;
    int64_t step;

    if (!next_word(&rest, &word) || !parse_int(word, &step) || step < 0 ||
        (size_t)step >= r->tc->scenario.count) {
        r->wrong = "a `stop` that names no step";
        return false;
    }
    rest = trim(rest);
    r->trace->end = TRACE_SENSELESS;
    r->trace->end_step = (size_t)step;
    r->trace->request = r->tc->scenario.steps[step].text;
    r->trace->why = arena_text(r->a, rest.p, rest.len);
    return true;
}

static bool stops_here(const struct reader *r)
{
    return r->at < r->v->count && r->v->row[r->at].block == NULL &&
           begins(r->v->row[r->at].text, "stop ");
}

/* The last observation of a step that was done to its end is the one that is judged. */
static void close_step(struct reader *r, size_t step)
{
    struct trace *t = r->trace;

    if (t->count > 0 && t->list[t->count - 1].step == step &&
        !(stops_here(r) &&
          strtoul(r->v->row[r->at].text + strlen("stop "), NULL, 10) == step)) {
        t->list[t->count - 1].last = true;
    }
}

static bool take_run(struct reader *r)
{
    const struct scenario *s = &r->tc->scenario;

    for (size_t step = 0; step < s->count; step++) {
        if (stops_here(r)) {
            return take_stop(r);
        }
        if (r->at >= r->v->count && s->steps[step].call.op->kind != OP_SWEEP) {
            r->wrong = "it ends before the case does";
            return false;
        }
        if (!take_step(r, step)) {
            return false;
        }
        close_step(r, step);
    }
    return !stops_here(r) || take_stop(r);
}

static bool take_value(struct reader *r, struct play *play)
{
    const char *text = r->v->row[r->at].text;

    r->value = 0;
    if (r->v->row[r->at].block != NULL || !begins(text, "run ")) {
        return !play->swept;
    }
    play->swept = true;
    r->at++;
    return parse_int((struct slice){text + 4, strlen(text + 4)}, &r->value);
}

/* All runs. */
static const char *take_all(struct arena *a, const struct golden_variant *v,
                            const struct tcase *tc, struct play *play)
{
    struct reader r = {.a = a, .tc = tc, .v = v};

    while (r.at < v->count) {
        struct trace trace = {.end = TRACE_COMPLETE};

        if (!take_value(&r, play)) {
            return "a `run` is malformed";
        }
        r.talk = golden_talk_new(a, !case_sizes_vary(tc));
        r.trace = &trace;
        if (!take_run(&r)) {
            return r.wrong;
        }
        play->traces = arena_grow(a, play->traces, play->count, sizeof *play->traces);
        play->values = arena_grow(a, play->values, play->count, sizeof *play->values);
        play->traces[play->count] = trace;
        play->values[play->count++] = r.value;
        if (!play->swept && r.at < v->count) {
            return "it goes on behind the end of the case";
        }
    }
    return play->count == 0 ? "it is empty" : NULL;
}

const char *golden_play(struct arena *a, const struct golden *g, size_t oracle,
                        const struct tcase *tc, struct play *play)
{
    const struct golden_case *c = golden_case_of(g, tc->id);
    const struct golden_variant *v = c == NULL ? NULL : golden_variant_of(c, oracle);
    const char *wrong;
    char digest[17];

    memset(play, 0, sizeof *play);
    play->fate = PIPE_ALIVE;
    golden_digest(tc, digest);
    if (c == NULL || v == NULL) {
        return arena_printf(a, "%s has no record of this case on %s", g->path,
                            g->oracles[oracle].key);
    }
    if (strcmp(c->digest, digest) != 0) {
        return arena_printf(a, "%s:%u: recorded of another text of this case", g->path,
                            c->line);
    }
    wrong = take_all(a, v, tc, play);
    return wrong == NULL ? NULL : arena_printf(a, "%s:%u: %s", g->path, c->line, wrong);
}
