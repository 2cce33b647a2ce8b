/* SPDX-License-Identifier: Apache-2.0
 *
 * trust.c: how a context verifies, and whom it trusts, on libmembio.
 */
#include "engine.h"

#include <string.h>

#include "scenario/world.h"

static bool arm_context_verify_flags(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    mbio_status status = MBIO_OK;

    if (arg(j, 0)->given) {
        status = mbio_ctx_set_verify_flags(ctx, (unsigned long)arg(j, 0)->num, &j->err);
    }
    return say_int(j, status, (int64_t)mbio_ctx_get_verify_flags(ctx));
}

static bool arm_context_hostname_checks_common_name(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    mbio_status status = MBIO_OK;

    if (arg(j, 0)->given) {
        status =
            mbio_ctx_set_hostname_checks_common_name(ctx, arg(j, 0)->num == 1, &j->err);
    }
    return say_int(j, status, mbio_ctx_get_hostname_checks_common_name(ctx));
}

static bool arm_context_cert_store_stats(struct job *j)
{
    mbio_cert_store_stats stats;

    mbio_ctx_cert_store_stats(j->side->ctx, &stats);
    return say_words(
        j, arena_printf(j->a, "%zu %zu %zu", stats.x509, stats.crl, stats.x509_ca));
}

static bool arm_context_get_ca_certs(struct job *j)
{
    const mbio_der *list;
    size_t count;
    mbio_status status = mbio_ctx_get_ca_certs(j->side->ctx, &list, &count, &j->err);
    char *words = arena_text(j->a, "", 0);

    for (size_t i = 0; i < count; i++) {
        words = arena_printf(j->a, "%s %s", words,
                             format_hex(j->a, list[i].data, list[i].len));
    }
    return say_list(j, status, words);
}

static bool arm_context_load_default_certs(struct job *j)
{
    return say(j, mbio_ctx_load_default_certs(j->side->ctx, &j->err));
}

static bool arm_context_set_default_verify_paths(struct job *j)
{
    return say(j, mbio_ctx_set_default_verify_paths(j->side->ctx, &j->err));
}

struct piece {
    const void *data;
    size_t len;
};

static bool find_piece(struct job *j, const char *name, bool der, struct piece *piece)
{
    if (strcmp(name, "junk") == 0) {
        *piece = (struct piece){"junk", 4};
    } else if (der) {
        piece->data = world_certificate(j->a, j->e->world, name, &piece->len);
    } else {
        piece->data = world_text(j->a, j->e->world, name, &piece->len);
    }
    return piece->data != NULL;
}

/* Joins what the names of a list stand for. */
static bool join(struct job *j, const char *names, bool der, struct piece *whole)
{
    size_t count;
    const char **list = split(j->a, names, &count);
    uint8_t *data = arena_alloc(j->a, 1);

    whole->len = 0;
    for (size_t i = 0; i < count; i++) {
        struct piece piece;
        uint8_t *more;

        if (!find_piece(j, list[i], der, &piece)) {
            return false;
        }
        more = arena_alloc(j->a, whole->len + piece.len + 1);
        memcpy(more, data, whole->len);
        memcpy(more + whole->len, piece.data, piece.len);
        data = more;
        whole->len += piece.len;
    }
    whole->data = data;
    return true;
}

static bool load_cadata(struct job *j, int which)
{
    struct piece cadata;
    bool der = which == 3;

    return join(j, arg_text(j, which), der, &cadata) &&
           say(j, mbio_ctx_load_verify_locations_mem(j->side->ctx, cadata.data,
                                                     cadata.len, der, &j->err));
}

/* The path that an argument names, NULL for none; false when there is nothing. */
static bool find_path(struct job *j, int which, const char *suffix, const char **path)
{
    bool given = arg(j, which)->given;

    *path = given ? world_path(j->a, j->e->world, arg_text(j, which), suffix) : NULL;
    return !given || *path != NULL;
}

/* CPython's one call is two here; it takes cadata first. */
static bool arm_context_load_verify_locations_with(struct job *j)
{
    bool pem = arg(j, 2)->given, der = arg(j, 3)->given;
    const char *cafile, *capath;

    if ((pem && der) || !find_path(j, 0, ".pem", &cafile) ||
        !find_path(j, 1, "", &capath) || ((pem || der) && !load_cadata(j, pem ? 2 : 3))) {
        return false;
    }
    if ((pem || der) && (j->answer->status != STATUS_OK || (!cafile && !capath))) {
        return true;
    }
    return say(j, mbio_ctx_load_verify_locations(j->side->ctx, cafile, capath, &j->err));
}

/* ---- The bytes themselves. */

/* Python's text of cadata is ASCII. */
static bool load_ca(struct job *j, const struct arg *data, bool der)
{
    for (size_t i = 0; !der && i < data->len; i++) {
        if (data->data[i] > 0x7f) {
            return say_class(j, "TypeError");
        }
    }
    return say(j, mbio_ctx_load_verify_locations_mem(j->side->ctx, data->data, data->len,
                                                     der, &j->err));
}

/* Bytes that are none are not the same as no bytes. */
static const void *there(const struct arg *arg)
{
    return arg->data == NULL ? "" : (const void *)arg->data;
}

static bool load_chain(struct job *j, const struct arg *data, const struct arg *key)
{
    return say(j, mbio_ctx_load_cert_chain_mem(j->side->ctx, there(data), data->len,
                                               key->given ? there(key) : NULL, key->len,
                                               arg_text(j, 3), &j->err));
}

static bool arm_context_load_memory(struct job *j)
{
    const char *what = arg_text(j, 0);

    if (strcmp(what, "cert") == 0) {
        return load_chain(j, arg(j, 1), arg(j, 2));
    }
    return (strcmp(what, "ca") == 0 && load_ca(j, arg(j, 1), false)) ||
           (strcmp(what, "ca-der") == 0 && load_ca(j, arg(j, 1), true));
}

static bool arm_context_load_crls(struct job *j)
{
    bool der = arg(j, 1)->given && arg(j, 1)->num == 1;

    return say(j, mbio_ctx_load_crls_mem(j->side->ctx, arg(j, 0)->data, arg(j, 0)->len,
                                         der, &j->err));
}

const struct arm arms_trust[] = {
    {OP_CONTEXT_VERIFY_FLAGS, NEED_CTX, arm_context_verify_flags},
    {OP_CONTEXT_HOSTNAME_CHECKS_COMMON_NAME, NEED_CTX,
     arm_context_hostname_checks_common_name},
    {OP_CONTEXT_CERT_STORE_STATS, NEED_CTX, arm_context_cert_store_stats},
    {OP_CONTEXT_GET_CA_CERTS, NEED_CTX, arm_context_get_ca_certs},
    {OP_CONTEXT_LOAD_DEFAULT_CERTS, NEED_CTX, arm_context_load_default_certs},
    {OP_CONTEXT_SET_DEFAULT_VERIFY_PATHS, NEED_CTX, arm_context_set_default_verify_paths},
    {OP_CONTEXT_LOAD_VERIFY_LOCATIONS_WITH, NEED_CTX,
     arm_context_load_verify_locations_with},
    {OP_CONTEXT_LOAD_MEMORY, NEED_CTX, arm_context_load_memory},
    {OP_CONTEXT_LOAD_CRLS, NEED_CTX, arm_context_load_crls},
    {0},
};
