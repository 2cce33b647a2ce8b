/* SPDX-License-Identifier: Apache-2.0
 *
 * target.c: from an input to a verdict: decode, choose, play, check.
 *
 * What is checked, besides what the sanitizers see: the invariants of every trace, the
 * model if the target has one, and that OpenSSL's error queue is empty afterwards
 * (LIB-01).
 */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

#include "scenario/bytes.h"
#include "scenario/compare.h"
#include "scenario/invariant.h"
#include "scenario/stage.h"
#include "scenario/world_rand.h"

#ifndef MEMBIO_WORLD
#define MEMBIO_WORLD "scenario/world"
#endif

/* The most calls of one run: no input may hang. */
#define CALLS_MAX 4096
/* The seed of every run. */
#define SEED 0x6d656d62696fu

static struct engine *engine, *model;

static const char *world(void)
{
    const char *named = getenv("MEMBIO_WORLD");

    return named != NULL && *named != '\0' ? named : MEMBIO_WORLD;
}

static void stop_engines(void)
{
    engine_membio_free(engine);
    if (model != NULL) {
        engine_model_free(model);
    }
}

void target_start(void)
{
    if (!world_rand_install()) {
        fputs("fuzz: this OpenSSL takes no other randomness\n", stderr);
        exit(99);
    }
    engine = engine_membio_new(world());
    model = target.model == NULL ? NULL : target.model();
    atexit(stop_engines);
}

/* Says what is wrong, in one line that findings are grouped by, shows the scenario, and
 * ends as a crash, which is what engines look for. */
static void report(struct arena *a, const struct scenario *s, const struct trace *t,
                   const char *rule, const char *clause, size_t at)
{
    fprintf(stderr, "MEMBIO-FUZZ target=%s rule=\"%s\" clause=%s\n", target.name, rule,
            clause);
    for (size_t i = 0; i < s->count; i++) {
        fprintf(stderr, "%s\n", s->steps[i].text);
    }
    for (size_t i = 0; i < t->count; i++) {
        fprintf(stderr, "#%s %s = %s\n", i == at ? " >" : "  ", t->list[i].request,
                answer_format(a, &t->list[i].answer));
    }
    abort();
}

static void play(struct arena *a, struct engine *e, const struct scenario *s,
                 struct trace *t)
{
    struct stage stage = {.engine = {e, e}, .calls_max = CALLS_MAX};

    world_rand_seed(SEED);
    stage_play(&stage, a, s, NULL, t);
}

static void check_model(struct arena *a, const struct scenario *s, const struct trace *t)
{
    struct comparison how = {s, {LEVEL_SIGNAL, LEVEL_SIGNAL}, true, true};
    struct trace wanted;
    struct difference d;
    unsigned facts = 0;

    play(a, model, s, &wanted);
    compare_traces(a, &how, &wanted, t, &facts, &d);
    if (d.found) {
        fprintf(stderr, "model: %s, got: %s\n", d.want, d.got);
        report(a, s, t, "the model says otherwise", "BIO-READ-05", d.at);
    }
}

static void check(struct arena *a, const struct scenario *s)
{
    struct trace t;
    struct breach breach;

    play(a, engine, s, &t);
    if (ERR_peek_error() != 0) {
        report(a, s, &t, "the error queue is empty after every call", "LIB-01", t.count);
    }
    if (check_invariants(&t, &breach)) {
        report(a, s, &t, breach.rule, breach.clause, breach.at);
    }
    if (model != NULL) {
        check_model(a, s, &t);
    }
}

static void add_opening(struct arena *a, struct scenario *s)
{
    struct complaint c;
    struct slice text = {target.opening,
                         target.opening == NULL ? 0 : strlen(target.opening)};

    if (!scenario_parse(a, s, text, 1, &c)) {
        fprintf(stderr, "fuzz: the opening of %s: %s\n", target.name, c.text);
        exit(99);
    }
}

/* Keeps what is for this target, with its macros spelled out. */
static size_t choose(struct arena *a, struct scenario *out, const struct scenario *in)
{
    size_t kept = 0;

    for (size_t i = 0; i < in->count; i++) {
        struct call call = in->steps[i].call;

        if (call.op == NULL || call.op->kind == OP_SWEEP || in->steps[i].has_variable) {
            continue;
        }
        if (call.op->kind == OP_MACRO) {
            struct scenario ops = {NULL, 0};

            macro_expand(a, &ops, &call);
            kept += choose(a, out, &ops);
        } else if (target.admits(&call)) {
            scenario_add(a, out, &call);
            kept++;
        }
    }
    return kept;
}

bool target_play(struct arena *a, const struct scenario *scenario)
{
    struct scenario chosen = {NULL, 0};

    add_opening(a, &chosen);
    if (choose(a, &chosen, scenario) == 0) {
        return false;
    }
    check(a, &chosen);
    return true;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    target_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena a = {NULL};
    struct scenario scenario;

    bytes_decode(&a, &scenario, data, len);
    target_play(&a, &scenario);
    arena_free(&a);
    return 0;
}
