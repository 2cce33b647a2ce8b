/* SPDX-License-Identifier: Apache-2.0
 *
 * pair.c: one adapter that is both endpoints, or one for each.
 */
#include "pair.h"

#include <stdlib.h>

#include "conformance/shell.h"
#include "scenario/keyed.h"

struct pair {
    const struct impl *impl;
    struct pipe_engine *pipe[ENDPOINTS]; /* the same twice when one is both */
    struct keyed_crypto *crypto;
};

static bool is_one(const struct pair *p)
{
    return p->pipe[CLIENT] == p->pipe[SERVER];
}

static int adapters(const struct pair *p)
{
    return is_one(p) ? 1 : ENDPOINTS;
}

static struct pipe_engine *open_end(const struct impl *impl, enum endpoint who,
                                    const char *world)
{
    const struct impl *end = impl_end(impl, who);

    return pipe_open(end->command, world, end->timeout);
}

/* One that was never met has a name only. */
static const char *label_of(const struct impl *impl)
{
    return impl->identity == NULL ? impl->name : impl->identity;
}

struct pair *pair_open(const struct impl *impl, const char *world)
{
    struct pair *p = calloc(1, sizeof *p);

    if (p == NULL) {
        fputs("out of memory\n", stderr);
        exit(99);
    }
    p->impl = impl;
    p->crypto = keyed_crypto_new(world, NULL);
    p->pipe[CLIENT] = p->pipe[SERVER] = open_end(impl, CLIENT, world);
    if (impl->end[SERVER] != NULL) {
        p->pipe[SERVER] = open_end(impl, SERVER, world);
    }
    return p;
}

void pair_close(struct pair *p)
{
    if (p == NULL) {
        return;
    }
    if (!is_one(p)) {
        pipe_close(p->pipe[SERVER]);
    }
    pipe_close(p->pipe[CLIENT]);
    keyed_crypto_free(p->crypto);
    free(p);
}

struct stage pair_stage(const struct pair *p)
{
    struct stage stage = {.crypto = p->crypto};

    for (int who = 0; who < ENDPOINTS; who++) {
        stage.engine[who] = pipe_engine(p->pipe[who]);
        stage.drips[who] = list_has(pipe_hello(p->pipe[who])->caps, "drip");
    }
    return stage;
}

void pair_reset(struct pair *p)
{
    for (int who = 0; who < adapters(p); who++) {
        struct engine *engine = pipe_engine(p->pipe[who]);

        if (pipe_fate(p->pipe[who]) == PIPE_ALIVE) {
            engine->reset(engine);
        }
    }
}

bool pair_record(struct pair *p, struct recorder *r, const char *dir, const char *id)
{
    const char *ends[] = {impl_end(p->impl, CLIENT)->identity,
                          impl_end(p->impl, SERVER)->identity};

    if (!(is_one(p) ? recorder_open(r, dir, id, p->impl->identity)
                    : recorder_open_pair(r, dir, id, p->impl->identity, ends))) {
        return false;
    }
    for (int who = 0; who < adapters(p); who++) {
        pipe_record(p->pipe[who], &r[who]);
    }
    return true;
}

bool pair_recorded(struct pair *p, struct recorder *r)
{
    for (int who = 0; who < adapters(p); who++) {
        pipe_record(p->pipe[who], NULL);
    }
    return recorder_close(r, (size_t)adapters(p));
}

struct pipe_engine *pair_pipe(const struct pair *p, enum endpoint who)
{
    return p->pipe[who];
}

/* The one that is gone, or, when both are alive, any. */
static enum endpoint lost(const struct pair *p)
{
    return pipe_fate(p->pipe[CLIENT]) != PIPE_ALIVE ? CLIENT : SERVER;
}

enum pipe_fate pair_fate(const struct pair *p)
{
    return pipe_fate(p->pipe[lost(p)]);
}

const char *pair_check(const struct pair *p)
{
    return pipe_check(p->pipe[lost(p)]);
}

char *pair_stderr(const struct pair *p, struct arena *a)
{
    return pipe_stderr(p->pipe[lost(p)], a);
}

char pair_lost(const struct pair *p)
{
    if (is_one(p) || pair_fate(p) == PIPE_ALIVE) {
        return '\0';
    }
    return endpoint_letter(lost(p));
}

char *pair_why(const struct pair *p, struct arena *a)
{
    const char *end = pair_end(a, p->impl, pair_lost(p));
    char *why = pipe_why(p->pipe[lost(p)], a);

    return end == NULL ? why : arena_printf(a, "%s: %s", end, why);
}

const char *pair_end(struct arena *a, const struct impl *impl, char end)
{
    enum endpoint who = end == endpoint_letter(SERVER) ? SERVER : CLIENT;

    if (impl->end[CLIENT] == NULL || end != endpoint_letter(who)) {
        return NULL;
    }
    return arena_printf(a, "the %s, %s", who == SERVER ? "server" : "client",
                        label_of(impl->end[who]));
}

struct impl pair_impl(struct arena *a, const struct impl *client,
                      const struct impl *server)
{
    return (struct impl){
        .name = arena_printf(a, "%s x %s", client->name, server->name),
        .spec = arena_printf(
            a, "--pair %s",
            shell_word(a, arena_printf(a, "%s:%s", client->word, server->word))),
        .end = {client, server},
        .usable = client->usable && server->usable,
        .identity = arena_printf(a, "%s x %s", label_of(client), label_of(server)),
        .lib = client->lib == NULL ? ""
                                   : arena_printf(a, "%s x %s", client->lib, server->lib),
        .caps = "",
        .timeout = client->timeout,
    };
}
