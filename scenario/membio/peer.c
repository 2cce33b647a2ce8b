/* SPDX-License-Identifier: Apache-2.0
 *
 * peer.c: what an object tells about its peer and its channel, on libmembio.
 */
#include "engine.h"

#include <stdio.h>
#include <string.h>

/* The most keying material that a scenario asks for, in bytes. */
#define EXPORT_MAX 65536

/* Lists are words, each added with a blank before it. */
static char *begin_words(struct arena *a)
{
    return arena_text(a, "", 0);
}

bool say_list(struct job *j, mbio_status status, const char *words)
{
    return status != MBIO_OK ? say(j, status)
                             : say_words(j, *words == '\0' ? "[]" : words + 1);
}

static const char *or_none(const char *text)
{
    return text == NULL ? "none" : text;
}

/* Bytes, or None. */
static bool say_optional(struct job *j, mbio_status status, const void *data, size_t len)
{
    return status == MBIO_OK && data == NULL
               ? say_words(j, NULL)
               : say_bytes(j, status, arena_copy(j->a, data, len), len);
}

static bool arm_get_channel_binding(struct job *j)
{
    const void *binding;
    size_t len;
    mbio_status status;

    if (arg(j, 0)->given && memchr(arg(j, 0)->data, '\0', arg(j, 0)->len) != NULL) {
        return say_class(j, "ValueError");
    }
    status = mbio_ssl_get_channel_binding(j->side->ssl, &binding, &len, arg_text(j, 0),
                                          &j->err);
    return say_optional(j, status, binding, len);
}

static bool arm_export_keying_material(struct job *j)
{
    int64_t n = arg(j, 1)->num;
    const void *context = arg(j, 2)->given ? arg(j, 2)->data : NULL;
    uint8_t *out;
    mbio_status status;

    if (n < 1 || n > EXPORT_MAX) {
        return false;
    }
    out = arena_alloc(j->a, (size_t)n);
    status = mbio_ssl_export_keying_material(j->side->ssl, out, (size_t)n, arg_text(j, 0),
                                             context, arg(j, 2)->len, &j->err);
    return say_bytes(j, status, out, (size_t)n);
}

static bool arm_compression(struct job *j)
{
    return say_words(j, mbio_ssl_compression(j->side->ssl));
}

static bool arm_shared_ciphers(struct job *j)
{
    const mbio_cipher *list;
    size_t count;
    mbio_status status = mbio_ssl_shared_ciphers(j->side->ssl, &list, &count, &j->err);
    char *words = begin_words(j->a);

    if (status == MBIO_OK && list == NULL) {
        return say_words(j, NULL);
    }
    for (size_t i = 0; i < count; i++) {
        words = arena_printf(j->a, "%s %s:%s:%d", words, list[i].name, list[i].protocol,
                             list[i].secret_bits);
    }
    return say_list(j, status, words);
}

static bool arm_context_get_ciphers(struct job *j)
{
    const mbio_cipher_info *list;
    size_t count;
    mbio_status status = mbio_ctx_get_ciphers(j->side->ctx, &list, &count, &j->err);
    char *words = begin_words(j->a);

    for (size_t i = 0; i < count; i++) {
        const mbio_cipher_info *c = &list[i];

        words = arena_printf(j->a, "%s %u:%s:%s:%d:%d:%d:%s:%s:%s:%s", words,
                             (unsigned)c->id, c->name, c->protocol, c->strength_bits,
                             c->alg_bits, c->aead, or_none(c->symmetric),
                             or_none(c->digest), or_none(c->kea), or_none(c->auth));
    }
    return say_list(j, status, words);
}

static bool say_chain(struct job *j, mbio_status status, const mbio_der *chain,
                      size_t count)
{
    char *words = begin_words(j->a);

    for (size_t i = 0; i < count; i++) {
        words = arena_printf(j->a, "%s %s", words,
                             format_hex(j->a, chain[i].data, chain[i].len));
    }
    return say_list(j, status, words);
}

static bool arm_get_verified_chain(struct job *j)
{
    const mbio_der *chain;
    size_t count;
    mbio_status status =
        mbio_ssl_get_verified_chain(j->side->ssl, &chain, &count, &j->err);

    return say_chain(j, status, chain, count);
}

static bool arm_get_unverified_chain(struct job *j)
{
    const mbio_der *chain;
    size_t count;
    mbio_status status =
        mbio_ssl_get_unverified_chain(j->side->ssl, &chain, &count, &j->err);

    return say_chain(j, status, chain, count);
}

/* A name that older OpenSSLs do not know: then the op is none of ours. */
static bool say_name(struct job *j, mbio_status status, const char *name)
{
    if (status != MBIO_OK) {
        j->answer->status = STATUS_UNSUPPORTED;
        return true;
    }
    return say_words(j, name == NULL ? NULL : encoded(j->a, name));
}

static bool arm_group(struct job *j)
{
    const char *name;
    mbio_status status = mbio_ssl_group(j->side->ssl, &name, &j->err);

    return say_name(j, status, name);
}

static bool arm_client_sigalg(struct job *j)
{
    const char *name;
    mbio_status status = mbio_ssl_client_sigalg(j->side->ssl, &name, &j->err);

    return say_name(j, status, name);
}

static bool arm_server_sigalg(struct job *j)
{
    const char *name;
    mbio_status status = mbio_ssl_server_sigalg(j->side->ssl, &name, &j->err);

    return say_name(j, status, name);
}

const struct arm arms_peer[] = {
    {OP_GET_CHANNEL_BINDING, NEED_SSL, arm_get_channel_binding},
    {OP_EXPORT_KEYING_MATERIAL, NEED_SSL, arm_export_keying_material},
    {OP_COMPRESSION, NEED_SSL, arm_compression},
    {OP_SHARED_CIPHERS, NEED_SSL, arm_shared_ciphers},
    {OP_CONTEXT_GET_CIPHERS, NEED_CTX, arm_context_get_ciphers},
    {OP_GET_VERIFIED_CHAIN, NEED_SSL, arm_get_verified_chain},
    {OP_GET_UNVERIFIED_CHAIN, NEED_SSL, arm_get_unverified_chain},
    {OP_GROUP, NEED_SSL, arm_group},
    {OP_CLIENT_SIGALG, NEED_SSL, arm_client_sigalg},
    {OP_SERVER_SIGALG, NEED_SSL, arm_server_sigalg},
    {0},
};
