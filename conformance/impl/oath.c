/* SPDX-License-Identifier: Apache-2.0
 *
 * oath.c: adapters under oath.
 *
 *     refusal   random names, and ops of capabilities that it does not claim: `unsupported`
 *     silence   too few words, too many: `bad`, with an object there to do it on
 *     proof     a tiny case for each capability that it claims: as the case says
 *
 * Green is cheap for an adapter that ignores what it does not understand, or that claims
 * less than it has: so neither is taken on trust.
 */
#include "oath.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "conformance/check.h"
#include "memory.h"
#include "scenario/compare.h"
#include "scenario/stage.h"

/* How many findings of one check are kept: the first ones tell enough. */
#define FINDINGS_MAX 3u

/* Stands for a name that no adapter can know. */
#define RANDOM "<random>"

/* What is put into a BIO to be counted, in bytes. */
#define MEMORY_TRIAL ((size_t)1024 * 1024)

struct oath {
    struct arena *a;
    struct impl *impl;
    const struct suite *suite;
    struct pipe_engine *pipe;
};

static void find(struct oath *o, const char *check, const char *text)
{
    struct impl *impl = o->impl;
    unsigned same = 0;

    for (size_t i = 0; i < impl->findings_count; i++) {
        same += strcmp(impl->findings[i].check, check) == 0;
    }
    if (same < FINDINGS_MAX) {
        impl->findings = arena_grow(o->a, impl->findings, impl->findings_count,
                                    sizeof *impl->findings);
        impl->findings[impl->findings_count++] = (struct finding){check, text};
    }
}

/* An adapter that does not live through its oath has not kept it. */
static void find_end(struct oath *o, const char *request)
{
    find(o, pipe_check(o->pipe),
         arena_printf(o->a, "at `%s`, under oath: %s", request, pipe_why(o->pipe, o->a)));
}

/* Requests ------------------------------------------------------------------------- */

/* A word of each type that any op takes: what it means does not matter. */
static const char *sample(enum param_type type)
{
    switch (type) {
    case PARAM_HEX: return "00";
    case PARAM_INT: return "1";
    case PARAM_BOOL: return "0";
    default: return "x";
    }
}

char *oath_request(struct arena *a, const struct op *op)
{
    char *line = arena_printf(a, "c %s", op->name);

    for (const struct param *p = op->params; p->type != PARAM_END; p++) {
        if (p->form == PARAM_NEEDED) {
            line = arena_printf(a, "%s %s", line, sample(p->type));
        }
    }
    return line;
}

char *oath_too_few(struct arena *a, const struct op *op)
{
    return op->params[0].type != PARAM_END && op->params[0].form == PARAM_NEEDED
               ? arena_printf(a, "c %s", op->name)
               : NULL;
}

char *oath_too_many(struct arena *a, const struct op *op)
{
    char *line = arena_printf(a, "c %s", op->name);

    for (const struct param *p = op->params; p->type != PARAM_END; p++) {
        if (p->type == PARAM_REST) {
            return NULL; /* a call of any length */
        }
        line = arena_printf(a, "%s %s", line, sample(p->type));
    }
    return arena_printf(a, "%s 1", line);
}

char *oath_random_name(struct arena *a)
{
    uint64_t n = 0;

    if (getrandom(&n, sizeof n, 0) < 0) {
        n = (uint64_t)getpid();
    }
    return arena_printf(a, "x%llx", (unsigned long long)n);
}

/* Refusal and silence -------------------------------------------------------------- */

/* Puts the name in. Findings show the request without it: they are equal in every run. */
static char *fill_random(struct arena *a, const char *request)
{
    const char *at = strstr(request, RANDOM);

    return at == NULL ? arena_printf(a, "%s", request)
                      : arena_printf(a, "%.*s%s", (int)(at - request), request,
                                     oath_random_name(a));
}

static void must_answer(struct oath *o, const char *check, const char *request,
                        enum status want, const char *why)
{
    struct slice line, word;
    enum status status;

    if (pipe_fate(o->pipe) != PIPE_ALIVE) {
        return;
    }
    if (!pipe_ask(o->pipe, o->a, fill_random(o->a, request), &line)) {
        find_end(o, request);
        return;
    }
    word = (struct slice){line.p, strcspn(line.p, " ")};
    if (!status_by_name(word, &status) || status != want) {
        find(o, check,
             arena_printf(o->a, "%s: `%s` was answered `%.60s`, not `%s`", why, request,
                          line.p, status_name(want)));
    }
}

static void ask_refusals(struct oath *o)
{
    size_t count;
    const struct op *all = op_all(&count);

    must_answer(o, CHECK_REFUSAL, "c " RANDOM, STATUS_UNSUPPORTED, "no such op");
    must_answer(o, CHECK_REFUSAL, RANDOM, STATUS_UNSUPPORTED, "no such verb");
    if (!impl_has("mem", o->impl)) {
        must_answer(o, CHECK_REFUSAL, "mem", STATUS_UNSUPPORTED, "mem is not claimed");
    }
    for (size_t i = 0; i < count; i++) {
        const char *capability = all[i].capability;

        if (all[i].kind == OP_CALL && capability != NULL &&
            !impl_has(capability, o->impl)) {
            must_answer(o, CHECK_REFUSAL, oath_request(o->a, &all[i]), STATUS_UNSUPPORTED,
                        arena_printf(o->a, "%s is not claimed", capability));
        }
    }
}

/* An object to do it on, or else `bad` has another reason. */
static void make_object(struct oath *o)
{
    static const char *const lines[] = {"reset", "c context client",
                                        "c wrap_bio 0 localhost"};
    struct slice line;

    for (size_t i = 0;
         i < sizeof lines / sizeof *lines && pipe_fate(o->pipe) == PIPE_ALIVE; i++) {
        if (!pipe_ask(o->pipe, o->a, lines[i], &line)) {
            find_end(o, lines[i]);
        }
    }
}

static void ask_silence(struct oath *o)
{
    size_t count;
    const struct op *all = op_all(&count);

    for (size_t i = 0; i < count; i++) {
        const struct op *op = &all[i];

        if (op->kind != OP_CALL ||
            (op->capability != NULL && !impl_has(op->capability, o->impl))) {
            continue;
        }
        make_object(o);
        if (oath_too_few(o->a, op) != NULL) {
            must_answer(o, CHECK_SILENCE, oath_too_few(o->a, op), STATUS_BAD,
                        "too few words");
        }
        if (oath_too_many(o->a, op) != NULL) {
            must_answer(o, CHECK_SILENCE, oath_too_many(o->a, op), STATUS_BAD,
                        "too many words");
        }
    }
}

/* Proof ---------------------------------------------------------------------------- */

static const char *line_of(struct oath *o, const struct tcase *tc,
                           const struct observation *at)
{
    return arena_printf(o->a, "%s:%u", tc->file, tc->scenario.steps[at->step].line);
}

/* NULL when the case went as it says. */
static const char *disproof(struct oath *o, const struct tcase *tc,
                            const struct trace *trace)
{
    struct bindings bindings = {o->suite->world, NULL, 0};
    struct difference d;
    unsigned facts = 0;

    check_expectations(o->a, &tc->scenario, trace, &bindings, &facts, &d);
    if (d.found && d.at < trace->count) {
        const struct observation *at = &trace->list[d.at];

        return arena_printf(o->a, "`%s` wants %.80s, got %.80s (%s)", at->request, d.want,
                            d.got, line_of(o, tc, at));
    }
    return d.found || trace->end != TRACE_COMPLETE ? trace->why : NULL;
}

static void ask_proof(struct oath *o, const struct tcase *tc)
{
    struct stage stage = {.engine = {pipe_engine(o->pipe), pipe_engine(o->pipe)}};
    struct trace trace;
    const char *wrong;

    stage_play(&stage, o->a, &tc->scenario, NULL, &trace);
    if (pipe_fate(o->pipe) != PIPE_ALIVE) {
        find_end(o, trace.request);
        return;
    }
    wrong = disproof(o, tc, &trace);
    if (wrong != NULL) {
        find(o, CHECK_PROOF, arena_printf(o->a, "it claims %s, but %s", tc->name, wrong));
    }
}

/* A capability of the protocol itself: bytes in a BIO must show. */
static void ask_memory(struct oath *o)
{
    uint8_t *data = arena_alloc(o->a, MEMORY_TRIAL);
    char *request =
        arena_printf(o->a, "c incoming.write %s", format_hex(o->a, data, MEMORY_TRIAL));
    int64_t before = 0;
    struct slice line;

    /* The second time the adapter's own buffers have grown to the line's length. */
    for (int i = 0; i < 2; i++) {
        before = memory_now(o->pipe);
        if (!pipe_ask(o->pipe, o->a, request, &line)) {
            find_end(o, "c incoming.write, 1 MiB");
            return;
        }
    }
    if (before <= 0 || memory_now(o->pipe) - before < (int64_t)MEMORY_TRIAL / 2) {
        find(o, CHECK_PROOF, "it claims mem, but does not count 1 MiB in a BIO");
    }
}

static void ask_proofs(struct oath *o)
{
    if (pipe_fate(o->pipe) == PIPE_ALIVE && impl_has("mem", o->impl)) {
        ask_memory(o);
    }
    for (size_t i = 0; i < o->suite->proofs.count; i++) {
        const struct tcase *tc = &o->suite->proofs.list[i];

        enum endpoint who;

        if (pipe_fate(o->pipe) == PIPE_ALIVE && impl_has(tc->name, o->impl) &&
            case_capability(o->a, tc, impl_end_has, o->impl, &who) == NULL) {
            ask_proof(o, tc);
        }
    }
}

void oath_take(struct arena *a, struct impl *impl, const struct suite *suite)
{
    struct arena scratch = {NULL};
    struct oath o = {&scratch, impl, suite,
                     pipe_open(impl->command, suite->world, impl->timeout)};

    if (pipe_fate(o.pipe) == PIPE_ALIVE) {
        ask_refusals(&o);
        ask_silence(&o);
        ask_proofs(&o);
    }
    pipe_close(o.pipe);
    if (impl->findings_count > 0) { /* the findings are in there */
        arena_join(a, &scratch);
    }
    arena_free(&scratch);
}
