/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx.c: the ops of ssl.SSLContext on libmembio.
 */
#include "engine.h"

#include <limits.h>
#include <string.h>

#include "scenario/text.h"
#include "scenario/world.h"

/* Words for numbers, both ways. */
struct named {
    const char *name;
    int number;
};

static const struct named protocols[] = {
    {"client", MBIO_PROTOCOL_TLS_CLIENT},
    {"server", MBIO_PROTOCOL_TLS_SERVER},
    {"tls", MBIO_PROTOCOL_TLS},
    {NULL, 0},
};

static const struct named versions[] = {
    {"TLSv1", MBIO_TLSv1},
    {"TLSv1.1", MBIO_TLSv1_1},
    {"TLSv1.2", MBIO_TLSv1_2},
    {"TLSv1.3", MBIO_TLSv1_3},
    {"min", MBIO_TLS_MINIMUM_SUPPORTED},
    {"max", MBIO_TLS_MAXIMUM_SUPPORTED},
    {NULL, 0},
};

static const struct named verify_modes[] = {
    {"CERT_NONE", MBIO_CERT_NONE},
    {"CERT_OPTIONAL", MBIO_CERT_OPTIONAL},
    {"CERT_REQUIRED", MBIO_CERT_REQUIRED},
    {NULL, 0},
};

static bool number_of(const struct named *names, const char *name, int *number)
{
    for (; names->name != NULL; names++) {
        if (strcmp(names->name, name) == 0) {
            *number = names->number;
            return true;
        }
    }
    return false;
}

/* A word, or else a number as a binding would pass it on. */
static bool number_or_word(const struct named *names, const char *word, int *number)
{
    int64_t n;

    if (number_of(names, word, number)) {
        return true;
    }
    if (!parse_int((struct slice){word, strlen(word)}, &n) || n < INT_MIN ||
        n > INT_MAX) {
        return false;
    }
    *number = (int)n;
    return true;
}

static const char *name_of(const struct named *names, int number)
{
    while (names->name != NULL && names->number != number) {
        names++;
    }
    return names->name;
}

static bool arm_context(struct job *j)
{
    mbio_ctx *ctx;
    mbio_status status;
    int protocol;

    if (!number_or_word(protocols, arg_text(j, 0), &protocol)) {
        return false;
    }
    status = mbio_ctx_new(&ctx, (mbio_protocol)protocol, &j->err);
    if (status == MBIO_OK) {
        if (j->side->ctx != j->side->kept_ctx) {
            mbio_ctx_free(j->side->ctx);
        }
        j->side->ctx = ctx;
    }
    return say(j, status);
}

static bool arm_context_minimum_version(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    int v = 0;

    if (!arg(j, 0)->given) {
        return say_words(j, name_of(versions, mbio_ctx_get_minimum_version(ctx)));
    }
    if (!number_or_word(versions, arg_text(j, 0), &v)) {
        return false;
    }
    say(j, mbio_ctx_set_minimum_version(ctx, (mbio_tls_version)v, &j->err));
    return j->answer->status != STATUS_OK ||
           say_words(j, name_of(versions, mbio_ctx_get_minimum_version(ctx)));
}

static bool arm_context_maximum_version(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    int v = 0;

    if (!arg(j, 0)->given) {
        return say_words(j, name_of(versions, mbio_ctx_get_maximum_version(ctx)));
    }
    if (!number_or_word(versions, arg_text(j, 0), &v)) {
        return false;
    }
    say(j, mbio_ctx_set_maximum_version(ctx, (mbio_tls_version)v, &j->err));
    return j->answer->status != STATUS_OK ||
           say_words(j, name_of(versions, mbio_ctx_get_maximum_version(ctx)));
}

static bool say_verify_mode(struct job *j)
{
    return say_words(j,
                     name_of(verify_modes, (int)mbio_ctx_get_verify_mode(j->side->ctx)));
}

static bool arm_context_verify_mode(struct job *j)
{
    int mode = 0;

    if (!arg(j, 0)->given) {
        return say_verify_mode(j);
    }
    if (!number_or_word(verify_modes, arg_text(j, 0), &mode)) {
        return false;
    }
    say(j, mbio_ctx_set_verify_mode(j->side->ctx, (mbio_verify_mode)mode, &j->err));
    return j->answer->status != STATUS_OK || say_verify_mode(j);
}

static bool arm_context_check_hostname(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    mbio_status status = MBIO_OK;

    if (arg(j, 0)->given) {
        status = mbio_ctx_set_check_hostname(ctx, arg(j, 0)->num == 1, &j->err);
    }
    return say_int(j, status, mbio_ctx_get_check_hostname(ctx));
}

static bool arm_context_set_ciphers(struct job *j)
{
    return say(j, mbio_ctx_set_ciphers(j->side->ctx, arg_text(j, 0), &j->err));
}

const char **split(struct arena *a, const char *list, size_t *count)
{
    const char **names = NULL;

    *count = 0;
    while (list != NULL && (*list != '\0' || *count > 0)) {
        const char *comma = strchr(list, ',');
        size_t len = comma == NULL ? strlen(list) : (size_t)(comma - list);

        names = arena_grow(a, names, *count, sizeof *names);
        names[(*count)++] = arena_text(a, list, len);
        list = comma == NULL ? NULL : comma + 1;
    }
    return names;
}

static bool arm_context_set_alpn_protocols(struct job *j)
{
    size_t count;
    const char **names = split(j->a, arg_text(j, 0), &count);

    return say(j, mbio_ctx_set_alpn_protocols(j->side->ctx, names, count, &j->err));
}

static bool arm_context_num_tickets(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    mbio_status status = MBIO_OK;

    if (arg(j, 0)->given) {
        if (arg(j, 0)->num < 0) {
            return say_class(j, "ValueError");
        }
        status = mbio_ctx_set_num_tickets(ctx, (size_t)arg(j, 0)->num, &j->err);
    }
    return say_int(j, status, (int64_t)mbio_ctx_get_num_tickets(ctx));
}

static bool arm_context_options(struct job *j)
{
    mbio_ctx *ctx = j->side->ctx;
    mbio_status status = MBIO_OK;

    if (arg(j, 0)->given) {
        if (arg(j, 0)->num < 0) {
            return say_class(j, "ValueError");
        }
        status = mbio_ctx_set_options(ctx, (uint64_t)arg(j, 0)->num, &j->err);
    }
    return say_int(j, status, (int64_t)mbio_ctx_get_options(ctx));
}

/* What the password callback says. */
struct saying {
    const struct arg *password;
    bool fails;
};

static mbio_status say_password(void *password, size_t *len, size_t size, void *arg,
                                mbio_error *err)
{
    const struct saying *saying = arg;

    (void)err;
    if (saying->fails) {
        return MBIO_VALUE;
    }
    *len = saying->password->len;
    if (*len > 0) {
        memcpy(password, saying->password->data, *len < size ? *len : size);
    }
    return MBIO_OK;
}

static bool arm_context_load_cert_chain(struct job *j)
{
    const char *key_name = arg(j, 1)->given ? arg_text(j, 1) : arg_text(j, 0);
    const char *cert = world_path(j->a, j->e->world, arg_text(j, 0), ".pem");
    const char *key = world_path(j->a, j->e->world, key_name, ".key.pem");
    const char *by = arg_text(j, 3);
    struct saying saying = {arg(j, 2), by != NULL && strcmp(by, "error") == 0};

    if (cert == NULL || key == NULL) {
        return false;
    }
    if (by == NULL) {
        return say(j, mbio_ctx_load_cert_chain(j->side->ctx, cert, key, arg_text(j, 2),
                                               &j->err));
    }
    return (saying.fails || strcmp(by, "callback") == 0) &&
           say(j, mbio_ctx_load_cert_chain_asking(j->side->ctx, cert, key, say_password,
                                                  &saying, &j->err));
}

static bool arm_context_load_verify_locations(struct job *j)
{
    const char *ca = world_path(j->a, j->e->world, arg_text(j, 0), ".pem");

    return ca != NULL &&
           say(j, mbio_ctx_load_verify_locations(j->side->ctx, ca, NULL, &j->err));
}

const struct arm arms_ctx[] = {
    {OP_CONTEXT, NEED_NOTHING, arm_context},
    {OP_CONTEXT_MINIMUM_VERSION, NEED_CTX, arm_context_minimum_version},
    {OP_CONTEXT_MAXIMUM_VERSION, NEED_CTX, arm_context_maximum_version},
    {OP_CONTEXT_VERIFY_MODE, NEED_CTX, arm_context_verify_mode},
    {OP_CONTEXT_CHECK_HOSTNAME, NEED_CTX, arm_context_check_hostname},
    {OP_CONTEXT_SET_CIPHERS, NEED_CTX, arm_context_set_ciphers},
    {OP_CONTEXT_SET_ALPN_PROTOCOLS, NEED_CTX, arm_context_set_alpn_protocols},
    {OP_CONTEXT_NUM_TICKETS, NEED_CTX, arm_context_num_tickets},
    {OP_CONTEXT_OPTIONS, NEED_CTX, arm_context_options},
    {OP_CONTEXT_LOAD_CERT_CHAIN, NEED_CTX, arm_context_load_cert_chain},
    {OP_CONTEXT_LOAD_VERIFY_LOCATIONS, NEED_CTX, arm_context_load_verify_locations},
    {0},
};
