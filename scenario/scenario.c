/* SPDX-License-Identifier: Apache-2.0
 *
 * scenario.c: the text form of steps: `REQUEST [= EXPECTATION] [# COMMENT]`.
 */
#include "scenario.h"

#include "args.h"

#include <string.h>

/* Cuts a comment off: from a `#` that begins a word. */
static struct slice without_comment(struct slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.p[i] == '#' &&
            (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t')) {
            line.len = i;
        }
    }
    return line;
}

/* Cuts " = EXPECTATION" off; false when there is none. */
static bool cut_expectation(struct slice *line, struct slice *expectation)
{
    struct slice rest = *line, word;

    while (next_word(&rest, &word)) {
        if (slice_is(word, "=")) {
            *expectation = rest;
            line->len = (size_t)(word.p - line->p);
            return true;
        }
    }
    return false;
}

/* The `each` among the steps before; NULL when there is none. */
static const struct call *find_each(const struct scenario *s, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        if (s->steps[i].call.op != NULL && s->steps[i].call.op->kind == OP_SWEEP) {
            return &s->steps[i].call;
        }
    }
    return NULL;
}

/* A line with a variable is parsed with some number for it, to find mistakes. */
static const char *parse_request(struct arena *a, const struct call *each,
                                 struct step *step)
{
    struct slice line = {step->text, strlen(step->text)};
    struct each_args args;
    const char *wrong;
    bool unknown;

    if (step->has_variable) {
        if (each == NULL || !args_each(a, each, &args)) {
            return "a variable before its `each`";
        }
        line.p = args_bind(a, step->text, args.name, 1);
        line.len = strlen(line.p);
    }
    wrong = call_parse(a, line, &step->call, &unknown);
    if (wrong == NULL && step->call.op->kind == OP_SWEEP && each != NULL) {
        return "a second `each`";
    }
    return wrong == NULL ? args_check(a, &step->call) : wrong;
}

static const char *parse_step(struct arena *a, const struct call *each, struct slice line,
                              struct step *step)
{
    struct slice expectation;
    const char *wrong;

    if (memchr(line.p, '\0', line.len) != NULL) {
        return "a NUL byte";
    }
    if (cut_expectation(&line, &expectation)) {
        step->expect = expect_parse(a, expectation, &wrong);
        if (step->expect == NULL) {
            return wrong;
        }
    }
    line = trim(line);
    step->text = arena_text(a, line.p, line.len);
    step->has_variable = memchr(line.p, '$', line.len) != NULL;
    return parse_request(a, each, step);
}

static struct step *new_step(struct arena *a, struct scenario *s)
{
    s->steps = arena_grow(a, s->steps, s->count, sizeof *s->steps);
    memset(&s->steps[s->count], 0, sizeof *s->steps);
    return &s->steps[s->count++];
}

bool scenario_parse(struct arena *a, struct scenario *scenario, struct slice text,
                    unsigned line, struct complaint *c)
{
    while (text.len > 0) {
        const char *end = memchr(text.p, '\n', text.len);
        struct slice whole = {text.p, end == NULL ? text.len : (size_t)(end - text.p)};
        struct slice request = trim(without_comment(whole));

        if (request.len > 0) {
            struct step *step = new_step(a, scenario);

            step->line = line;
            c->text =
                parse_step(a, find_each(scenario, scenario->count - 1), request, step);
            if (c->text != NULL) {
                c->line = line;
                return false;
            }
        }
        line++;
        text.p += whole.len + (end == NULL ? 0 : 1);
        text.len -= whole.len + (end == NULL ? 0 : 1);
    }
    return true;
}

void scenario_add(struct arena *a, struct scenario *scenario, const struct call *call)
{
    struct step *step = new_step(a, scenario);

    step->call = *call;
    step->text = call_format(a, call);
}

/* What a variable stands in cannot be said in another way than it was. */
static char *step_format(struct arena *a, const struct step *step)
{
    const char *request = step->has_variable ? step->text : call_format(a, &step->call);

    return step->expect == NULL
               ? arena_printf(a, "%s\n", request)
               : arena_printf(a, "%s = %s\n", request, expect_text(step->expect));
}

char *scenario_format(struct arena *a, const struct scenario *scenario)
{
    char **lines = arena_alloc(a, (scenario->count + 1) * sizeof *lines), *text, *q;
    size_t len = 0;

    for (size_t i = 0; i < scenario->count; i++) {
        lines[i] = step_format(a, &scenario->steps[i]);
        len += strlen(lines[i]);
    }
    text = q = arena_alloc(a, len + 1);
    for (size_t i = 0; i < scenario->count; i++) {
        q = stpcpy(q, lines[i]);
    }
    return text;
}
