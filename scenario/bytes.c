/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes.c: between a scenario and its byte form: a header, then steps.
 */
#include "bytes_form.h"

#include <string.h>

void bytes_decode(struct arena *a, struct scenario *scenario, const uint8_t *data,
                  size_t len)
{
    struct reader r = {data, data + (len < BYTES_LEN_MAX ? len : BYTES_LEN_MAX), false};
    struct call call;

    *scenario = (struct scenario){NULL, 0};
    take_header(a, &r, scenario);
    for (size_t i = 0; i < BYTES_STEPS_MAX && r.p < r.end; i++) {
        r.short_of = false;
        if (take_step(a, &r, &call)) {
            scenario_add(a, scenario, &call);
        }
    }
}

/* Says of what has been written whether it means that step, and no other. */
static bool reads_back(struct arena *a, const struct writer *w, size_t from,
                       const struct call *call)
{
    struct reader r = {w->data + from, w->data + w->len, false};
    struct call again;

    return take_step(a, &r, &again) && r.p == r.end &&
           strcmp(call_format(a, &again), call_format(a, call)) == 0;
}

/* NULL, or why the step has no byte form. */
static const char *add_step(struct arena *a, struct writer *w, const struct step *step)
{
    size_t from = w->len;

    if (step->has_variable || step->call.op->kind == OP_SWEEP) {
        return "a sweep has no byte form";
    }
    put_step(w, &step->call);
    if (w->wrong != NULL) {
        return w->wrong;
    }
    return reads_back(a, w, from, &step->call) ? NULL : "the step has no byte form";
}

bool bytes_encode(struct arena *a, const struct scenario *scenario, uint8_t **data,
                  size_t *len, struct complaint *c)
{
    struct writer w = {arena_alloc(a, BYTES_LEN_MAX), 0, NULL};
    size_t first = put_header(a, &w, scenario);

    *c = (struct complaint){0, NULL};
    for (size_t i = first; c->text == NULL && i < scenario->count; i++) {
        c->line = scenario->steps[i].line;
        c->text = i - first < BYTES_STEPS_MAX ? add_step(a, &w, &scenario->steps[i])
                                              : "more than 256 steps";
    }
    *data = w.data;
    *len = w.len;
    return c->text == NULL;
}
