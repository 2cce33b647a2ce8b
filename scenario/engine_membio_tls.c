/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_membio_tls.c: what a context lets TLS do, on libmembio: suites, groups, signature
 * algorithms, features.
 */
#include "engine_membio.h"

#include <stdio.h>
#include <string.h>

#include "world.h"

bool arm_context_set_ciphersuites(struct job *j)
{
    return say(j, mbio_ctx_set_ciphersuites(j->side->ctx, arg_text(j, 0), &j->err));
}

bool arm_context_set_groups(struct job *j)
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

bool arm_context_get_groups(struct job *j)
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

bool arm_context_set_ecdh_curve(struct job *j)
{
    return say(j, mbio_ctx_set_ecdh_curve(j->side->ctx, arg_text(j, 0), &j->err));
}

bool arm_context_set_client_sigalgs(struct job *j)
{
    return say(j, mbio_ctx_set_client_sigalgs(j->side->ctx, arg_text(j, 0), &j->err));
}

bool arm_context_set_server_sigalgs(struct job *j)
{
    return say(j, mbio_ctx_set_server_sigalgs(j->side->ctx, arg_text(j, 0), &j->err));
}

/* A function of the module in CPython, and of a context here. */
bool arm_get_sigalgs(struct job *j)
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

bool arm_context_load_dh_params(struct job *j)
{
    const char *path = world_path(j->a, j->e->world, arg_text(j, 0), ".pem");

    return path != NULL && say(j, mbio_ctx_load_dh_params(j->side->ctx, path, &j->err));
}

bool arm_context_security_level(struct job *j)
{
    return say_int(j, MBIO_OK, mbio_ctx_get_security_level(j->side->ctx));
}

bool arm_context_protocol(struct job *j)
{
    return say_int(j, MBIO_OK, mbio_ctx_get_protocol(j->side->ctx));
}

static const struct {
    const char *name;
    mbio_feature feature;
    const char *capability; /* of a feature that not everybody has */
} features[] = {
    {"HAS_TLSv1_2", MBIO_HAS_TLSv1_2, ""},
    {"HAS_TLSv1_3", MBIO_HAS_TLSv1_3, ""},
    {"HAS_ALPN", MBIO_HAS_ALPN, ""},
    {"HAS_SNI", MBIO_HAS_SNI, ""},
    {"HAS_ECDH", MBIO_HAS_ECDH, ""},
    {"HAS_NEVER_CHECK_COMMON_NAME", MBIO_HAS_NEVER_CHECK_COMMON_NAME, ""},
    {"HAS_PSK", MBIO_HAS_PSK, ",has-psk"},
    {"HAS_PSK_TLS13", MBIO_HAS_PSK_TLS13, ",has-psk-tls13"},
    {"HAS_PHA", MBIO_HAS_PHA, ",has-pha"},
    {"", MBIO_HAS_IDNA, ",idna"},
    {"", MBIO_HAS_GET_GROUPS, ",get-groups"},
    {"", MBIO_HAS_GET_SIGALGS, ",get-sigalgs"},
};

bool arm_has(struct job *j)
{
    bool has = false;

    for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
        if (strcmp(features[i].name, arg_text(j, 0)) == 0 &&
            features[i].name[0] != '\0') {
            has = mbio_has(features[i].feature);
        }
    }
    return say_int(j, MBIO_OK, has);
}

const char *tls_capabilities(void)
{
    static char caps[128];
    size_t len = 0;

    for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
        if (mbio_has(features[i].feature)) {
            len += (size_t)snprintf(caps + len, sizeof caps - len, "%s",
                                    features[i].capability);
        }
    }
    return caps;
}
