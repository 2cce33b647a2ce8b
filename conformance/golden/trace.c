/* SPDX-License-Identifier: Apache-2.0
 *
 * trace.c: from plays to rows of a golden.
 *
 * A row is what a step gave: of a macro a block, of a pump several. A sweep has a row `run N`
 * before each of its runs; a run that did not get to its end has `stop STEP WHY` behind it.
 */
#include <string.h>

#include "conformance/judge.h"
#include "golden.h"
#include "line.h"
#include "scenario/args.h"

/* The name of the variable of a sweep. */
static const char *variable_of(struct arena *a, const struct scenario *s)
{
    struct each_args each;

    for (size_t i = 0; i < s->count; i++) {
        if (s->steps[i].call.op->kind == OP_SWEEP &&
            args_each(a, &s->steps[i].call, &each)) {
            return each.name;
        }
    }
    return NULL;
}

const char *golden_ask(struct arena *a, const struct scenario *s, size_t step,
                       int64_t value, struct call *call)
{
    const struct step *it = &s->steps[step];
    const char *variable = variable_of(a, s), *line;
    bool unknown;

    *call = it->call;
    if (!it->has_variable || variable == NULL) {
        return it->text;
    }
    line = args_bind(a, it->text, variable, value);
    return call_parse(a, (struct slice){line, strlen(line)}, call, &unknown) == NULL
               ? call_format(a, call)
               : it->text;
}

struct writer {
    struct arena *a;
    struct golden *g;
    const struct tcase *tc;
    struct golden_variant *v;
};

static void add_row(const struct writer *w, const char *text,
                    const struct golden_block *block)
{
    struct golden_variant *v = w->v;

    v->row = arena_grow(w->a, v->row, v->count, sizeof *v->row);
    v->row[v->count++] = (struct golden_row){text, block};
}

/* The observations of one step, from `at` on. */
static void add_step(const struct writer *w, struct golden_talk *talk,
                     const struct trace *t, size_t at, size_t end, int64_t value)
{
    const struct scenario *s = &w->tc->scenario;
    const char **lines = arena_alloc(w->a, (end - at) * sizeof *lines);
    struct call call;
    const char *asked = golden_ask(w->a, s, t->list[at].step, value, &call);

    for (size_t i = at; i < end; i++) {
        const struct step *step = &s->steps[t->list[i].step];
        bool judged = t->list[i].last && step->expect != NULL;

        lines[i - at] =
            golden_line(talk, &t->list[i], judged ? expect_text(step->expect) : NULL);
    }
    if (call.op->kind == OP_MACRO) {
        add_row(w, asked, golden_block(w->a, w->g, asked, lines, end - at));
        return;
    }
    for (size_t i = at; i < end; i++) {
        add_row(w, lines[i - at], NULL);
    }
}

static void add_run(const struct writer *w, const struct trace *t, int64_t value)
{
    struct golden_talk talk = golden_talk_new(w->a, !case_sizes_vary(w->tc));

    for (size_t at = 0, end; at < t->count; at = end) {
        end = at + 1;
        while (end < t->count && t->list[end].step == t->list[at].step) {
            end++;
        }
        add_step(w, &talk, t, at, end, value);
    }
    if (t->end != TRACE_COMPLETE) {
        add_row(w, arena_printf(w->a, "stop %zu %s", t->end_step, t->why), NULL);
    }
}

struct golden_variant golden_rows(struct arena *a, struct golden *g,
                                  const struct tcase *tc, const struct play *play)
{
    struct golden_variant v = {0, NULL, 0};
    struct writer w = {a, g, tc, &v};

    for (size_t i = 0; i < play->count; i++) {
        if (play->swept) {
            add_row(&w, arena_printf(a, "run %lld", (long long)play->values[i]), NULL);
        }
        add_run(&w, &play->traces[i], play->values[i]);
    }
    return v;
}
