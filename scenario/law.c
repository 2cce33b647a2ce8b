/* SPDX-License-Identifier: Apache-2.0
 *
 * law.c: what holds for the forms of scenarios and answers.
 */
#include "law.h"

#include <string.h>

#include "answer.h"
#include "bytes.h"
#include "case.h"

static const char *differs(struct arena *a, const char *what, const char *want,
                           const char *got)
{
    return strcmp(want, got) == 0
               ? NULL
               : arena_printf(a, "%s: before:\n%safter:\n%s", what, want, got);
}

/* The calls, without what is expected of them. */
static char *text_of(struct arena *a, const struct scenario *s)
{
    struct scenario bare = {arena_copy(a, s->steps, s->count * sizeof *s->steps),
                            s->count};

    for (size_t i = 0; i < bare.count; i++) {
        bare.steps[i].expect = NULL;
    }
    return scenario_format(a, &bare);
}

/* The same argument; of bytes the beginning is enough. */
static bool is_begin(const struct arg *arg, const struct arg *whole, enum param_type type)
{
    bool same_end = type == PARAM_HEX || arg->len == whole->len;

    return arg->given == whole->given && arg->num == whole->num && same_end &&
           arg->len <= whole->len &&
           (arg->len == 0 || memcmp(arg->data, whole->data, arg->len) == 0);
}

static bool step_is_begin(const struct call *call, const struct call *whole)
{
    bool is = call->op == whole->op && call->who == whole->who;

    for (int i = 0; is && call->op->params[i].type != PARAM_END; i++) {
        is = is_begin(&call->arg[i], &whole->arg[i], call->op->params[i].type);
    }
    return is;
}

const char *law_of_cut(struct arena *a, const struct scenario *whole, const uint8_t *data,
                       size_t cut)
{
    struct scenario part;
    size_t same;

    bytes_decode(a, &part, data, cut);
    if (part.count > whole->count) {
        return arena_printf(a, "cut at %zu there are more steps", cut);
    }
    for (same = 0; same < part.count; same++) {
        const struct call *call = &part.steps[same].call;
        const char *text = call_format(a, call);

        if (strcmp(text, call_format(a, &whole->steps[same].call)) != 0 &&
            !(same + 1 == part.count && step_is_begin(call, &whole->steps[same].call))) {
            return arena_printf(a, "cut at %zu step %zu is another: %s", cut, same + 1,
                                text);
        }
    }
    return NULL;
}

/* A few places, chosen by the input. */
static const char *law_of_cuts(struct arena *a, const struct scenario *s,
                               const uint8_t *data, size_t len)
{
    const char *wrong = NULL;
    size_t room = len < BYTES_HEADER_LEN ? 0 : len - BYTES_HEADER_LEN;

    for (size_t i = 1; wrong == NULL && room > 0 && i <= 4; i++) {
        wrong = law_of_cut(a, s, data, BYTES_HEADER_LEN + (data[len - i] * i) % room);
    }
    return wrong;
}

const char *law_of_bytes(struct arena *a, const uint8_t *data, size_t len)
{
    struct scenario s, again;
    uint8_t *bytes, *twice;
    size_t bytes_len, twice_len;
    struct complaint c;
    const char *wrong;

    bytes_decode(a, &s, data, len);
    if (!bytes_encode(a, &s, &bytes, &bytes_len, &c)) {
        return arena_printf(a, "what bytes mean has none: %s\n%s", c.text,
                            text_of(a, &s));
    }
    bytes_decode(a, &again, bytes, bytes_len);
    wrong = differs(a, "bytes", text_of(a, &s), text_of(a, &again));
    if (wrong == NULL &&
        (!bytes_encode(a, &again, &twice, &twice_len, &c) || twice_len != bytes_len ||
         memcmp(bytes, twice, bytes_len) != 0)) {
        wrong = "the same scenario has two byte forms";
    }
    if (wrong == NULL) {
        wrong = law_of_scenario(a, &s);
    }
    return wrong == NULL ? law_of_cuts(a, &s, data, len) : wrong;
}

/* A text that loses something would be the same when it is written again. */
static const char *law_of_calls(struct arena *a, const struct scenario *s,
                                const struct scenario *again)
{
    if (s->count != again->count) {
        return "its text has another number of steps";
    }
    for (size_t i = 0; i < s->count; i++) {
        const struct step *was = &s->steps[i], *is = &again->steps[i];

        if (!was->has_variable && (!step_is_begin(&was->call, &is->call) ||
                                   !step_is_begin(&is->call, &was->call))) {
            return arena_printf(a, "step %zu of its text means something else: %s", i + 1,
                                is->text);
        }
    }
    return NULL;
}

static const char *law_of_format(struct arena *a, const struct scenario *s)
{
    char *text = scenario_format(a, s);
    struct scenario again = {NULL, 0};
    struct complaint c;
    const char *wrong;

    if (!scenario_parse(a, &again, (struct slice){text, strlen(text)}, 1, &c)) {
        return arena_printf(a, "line %u of its text: %s\n%s", c.line, c.text, text);
    }
    wrong = differs(a, "text", text, scenario_format(a, &again));
    return wrong == NULL ? law_of_calls(a, s, &again) : wrong;
}

const char *law_of_scenario(struct arena *a, const struct scenario *s)
{
    const char *wrong = law_of_format(a, s);
    struct scenario again;
    uint8_t *bytes;
    size_t len;
    struct complaint c;

    if (wrong != NULL || !bytes_encode(a, s, &bytes, &len, &c)) {
        return wrong;
    }
    bytes_decode(a, &again, bytes, len);
    return differs(a, "bytes", text_of(a, s), text_of(a, &again));
}

const char *law_of_text(struct arena *a, struct slice text)
{
    struct scenario s = {NULL, 0};
    struct cases cases = {NULL, 0};
    struct complaint c;
    const char *wrong = NULL;

    if (scenario_parse(a, &s, text, 1, &c)) {
        wrong = law_of_scenario(a, &s);
    }
    if (wrong == NULL && case_parse(a, &cases, "-", text, &c)) {
        for (size_t i = 0; wrong == NULL && i < cases.count; i++) {
            wrong = law_of_scenario(a, &cases.list[i].scenario);
        }
    }
    return wrong;
}

const char *law_of_answer(struct arena *a, struct slice line)
{
    const char *wrong = NULL;

    for (int kind = RESULT_NONE; wrong == NULL && kind <= RESULT_ANY; kind++) {
        struct answer answer, again;
        char *text;

        if (answer_parse(a, line, (enum op_result)kind, &answer) != NULL) {
            continue;
        }
        text = answer_format(a, &answer);
        wrong = answer_parse(a, (struct slice){text, strlen(text)}, (enum op_result)kind,
                             &again);
        if (wrong == NULL) {
            wrong = differs(a, "answer", text, answer_format(a, &again));
        }
    }
    return wrong;
}
