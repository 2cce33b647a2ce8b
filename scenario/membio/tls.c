/* SPDX-License-Identifier: Apache-2.0
 *
 * tls.c: what a context lets TLS do, on libmembio: suites, groups, signature
 * algorithms, features.
 */
#include "engine.h"

#include <stdio.h>
#include <string.h>

#include "scenario/world.h"

static bool arm_context_set_ciphersuites(struct job *j)
{
    return say(j, mbio_ctx_set_ciphersuites(j->side->ctx, arg_text(j, 0), &j->err));
}

static bool arm_context_set_groups(struct job *j)
{
    return say(j, mbio_ctx_set_groups(j->side->ctx, arg_text(j, 0), &j->err));
}

static bool say_names(struct job *j, mbio_status status, const char *const *list,
                      size_t count)
{
    char *words = arena_text(j->a, "", 0);

    for (size_t i = 0; i < count; i++) {
        words = arena_printf(j->a, "%s %s", words, encoded(j->a, list[i]));
    }
    return say_list(j, status, words);
}

static bool arm_context_get_groups(struct job *j)
{
    const char *const *list;
    size_t count;
    mbio_status status;

    if (!mbio_has(MBIO_HAS_GET_GROUPS)) {
        j->answer->status = STATUS_UNSUPPORTED;
        return true;
    }
    status =
        mbio_ctx_get_groups(j->side->ctx, &list, &count, arg(j, 0)->num == 1, &j->err);
    return say_names(j, status, list, count);
}

static bool arm_context_set_ecdh_curve(struct job *j)
{
    return say(j, mbio_ctx_set_ecdh_curve(j->side->ctx, arg_text(j, 0), &j->err));
}

static bool arm_context_set_client_sigalgs(struct job *j)
{
    return say(j, mbio_ctx_set_client_sigalgs(j->side->ctx, arg_text(j, 0), &j->err));
}

static bool arm_context_set_server_sigalgs(struct job *j)
{
    return say(j, mbio_ctx_set_server_sigalgs(j->side->ctx, arg_text(j, 0), &j->err));
}

/* A function of the module in CPython, and of a context here. */
static bool arm_get_sigalgs(struct job *j)
{
    const char *const *list = NULL;
    mbio_ctx *ctx = NULL;
    size_t count = 0;
    mbio_status status;
    bool said;

    if (!mbio_has(MBIO_HAS_GET_SIGALGS)) {
        j->answer->status = STATUS_UNSUPPORTED;
        return true;
    }
    status = mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS, &j->err);
    if (status == MBIO_OK) {
        status = mbio_ctx_get_sigalgs(ctx, &list, &count, &j->err);
    }
    said = say_names(j, status, list, count);
    mbio_ctx_free(ctx);
    return said;
}

static bool arm_context_load_dh_params(struct job *j)
{
    const char *path = world_path(j->a, j->e->world, arg_text(j, 0), ".pem");

    return path != NULL && say(j, mbio_ctx_load_dh_params(j->side->ctx, path, &j->err));
}

static bool arm_context_security_level(struct job *j)
{
    return say_int(j, MBIO_OK, mbio_ctx_get_security_level(j->side->ctx));
}

static bool arm_context_protocol(struct job *j)
{
    return say_int(j, MBIO_OK, mbio_ctx_get_protocol(j->side->ctx));
}

const struct arm arms_tls[] = {
    {OP_CONTEXT_SET_CIPHERSUITES, NEED_CTX, arm_context_set_ciphersuites},
    {OP_CONTEXT_SET_GROUPS, NEED_CTX, arm_context_set_groups},
    {OP_CONTEXT_GET_GROUPS, NEED_CTX, arm_context_get_groups},
    {OP_CONTEXT_SET_ECDH_CURVE, NEED_CTX, arm_context_set_ecdh_curve},
    {OP_CONTEXT_SET_CLIENT_SIGALGS, NEED_CTX, arm_context_set_client_sigalgs},
    {OP_CONTEXT_SET_SERVER_SIGALGS, NEED_CTX, arm_context_set_server_sigalgs},
    {OP_CONTEXT_LOAD_DH_PARAMS, NEED_CTX, arm_context_load_dh_params},
    {OP_CONTEXT_SECURITY_LEVEL, NEED_CTX, arm_context_security_level},
    {OP_CONTEXT_PROTOCOL, NEED_CTX, arm_context_protocol},
    {OP_GET_SIGALGS, NEED_NOTHING, arm_get_sigalgs},
    {0},
};
