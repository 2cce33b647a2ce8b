/* SPDX-License-Identifier: Apache-2.0
 *
 * callback.c: canned SNI and message callbacks on libmembio, and what they
 * saw; contexts that are kept aside for the SNI callback to switch to.
 */
#include "engine.h"

#include <string.h>

/* --------------------------------------------------------------------------- words */

void add_word(struct side *side, const char **words, const char *word)
{
    struct arena *a = &side->witness.a;

    *words = *words == NULL ? arena_text(a, word, strlen(word))
                            : arena_printf(a, "%s %s", *words, word);
}

bool take_words(struct job *j, const char **words)
{
    const char *taken = *words == NULL ? "[]" : arena_text(j->a, *words, strlen(*words));

    *words = NULL;
    return say_words(j, taken);
}

void witness_free(struct side *side)
{
    if (side->witness.keylog != NULL) {
        fclose(side->witness.keylog);
    }
    arena_free(&side->witness.a);
}

/* ------------------------------------------------------------------------ contexts */

static const char *name_context(const struct side *side, const mbio_ctx *ctx)
{
    return ctx == side->ctx ? "own" : ctx == side->kept_ctx ? "kept" : "other";
}

static bool arm_context_keep(struct job *j)
{
    struct side *side = j->side;

    if (side->kept_ctx != side->ctx) {
        mbio_ctx_free(side->kept_ctx);
    }
    side->kept_ctx = side->ctx;
    return say(j, MBIO_OK);
}

static bool arm_object_context(struct job *j)
{
    struct side *side = j->side;
    const char *name = arg_text(j, 0);
    bool kept = name != NULL && strcmp(name, "kept") == 0;
    mbio_ctx *ctx = kept ? side->kept_ctx : side->ctx;
    mbio_status status = MBIO_OK;

    if (name != NULL) {
        if (ctx == NULL || (!kept && strcmp(name, "own") != 0)) {
            return false;
        }
        status = mbio_ssl_set_context(side->ssl, ctx, &j->err);
    }
    return status == MBIO_OK
               ? say_words(j, name_context(side, mbio_ssl_get_context(side->ssl)))
               : say(j, status);
}

/* ---------------------------------------------------------------- the SNI callback */

enum policy {
    OK,
    ALERT,
    WRONG,
    RAISE,
    SWITCH,
    DO_HANDSHAKE,
    READ,
    WRITE,
    UNWRAP,
    POLICIES
};

static const char *const policies[POLICIES] = {
    [OK] = "ok",       [ALERT] = "alert",   [WRONG] = "wrong",
    [RAISE] = "raise", [SWITCH] = "switch", [DO_HANDSHAKE] = "do_handshake",
    [READ] = "read",   [WRITE] = "write",   [UNWRAP] = "unwrap",
};

/* A number that is no alert, which a binding returns for a result of a wrong type; and
 * what it returns for an exception. */
#define NO_ALERT          256
#define HANDSHAKE_FAILURE 40

/* The call of the object inside; false when the policy is to make none. */
static bool call_inside(enum policy policy, mbio_ssl *ssl, mbio_status *status)
{
    char byte;
    size_t n;

    switch (policy) {
    case DO_HANDSHAKE: *status = mbio_ssl_do_handshake(ssl, NULL); return true;
    case READ: *status = mbio_ssl_read(ssl, &byte, &n, 1, NULL); return true;
    case WRITE: *status = mbio_ssl_write(ssl, "x", 1, NULL); return true;
    case UNWRAP: *status = mbio_ssl_unwrap(ssl, NULL); return true;
    default: return false;
    }
}

static const char *or_none(const char *word)
{
    return word == NULL ? "none" : word;
}

/* A list or bytes that are not to be there yet. */
static const char *some_or_none(const void *data)
{
    return data == NULL ? "none" : "some";
}

static const char *look_inside(struct side *side, mbio_ssl *ssl)
{
    struct arena *a = &side->witness.a;
    const mbio_cipher *shared;
    const void *binding, *der;
    const char *cipher;
    size_t n;

    mbio_ssl_cipher(ssl, &cipher, NULL, NULL);
    mbio_ssl_shared_ciphers(ssl, &shared, &n, NULL);
    mbio_ssl_get_channel_binding(ssl, &binding, &n, NULL, NULL);
    return arena_printf(
        a, "%s %s %s %s %s %s %zu", or_none(mbio_ssl_version(ssl)), or_none(cipher),
        some_or_none(mbio_ssl_selected_alpn_protocol(ssl, &n)), some_or_none(shared),
        some_or_none(binding), said_status(mbio_ssl_getpeercert_der(ssl, &der, &n, NULL)),
        mbio_ssl_pending(ssl));
}

static int result_of(const struct witness *w)
{
    switch (w->policy) {
    case ALERT: return w->alert == MBIO_SNI_OK ? NO_ALERT : w->alert;
    case WRONG: return NO_ALERT;
    case RAISE: return HANDSHAKE_FAILURE;
    default: return MBIO_SNI_OK;
    }
}

static int on_sni(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    struct side *side = arg;
    struct witness *w = &side->witness;
    mbio_status status;
    char *word = arena_printf(&w->a, "%s:%d:%s", or_none(name), ssl == side->ssl,
                              name_context(side, ctx));

    w->inside = look_inside(side, ssl);
    if (w->policy == SWITCH) {
        mbio_ssl_set_context(ssl, side->kept_ctx, NULL);
    }
    if (call_inside((enum policy)w->policy, ssl, &status)) {
        word = arena_printf(&w->a, "%s:%s", word, said_status(status));
    }
    add_word(side, &w->sni, encoded(&w->a, word));
    return result_of(w);
}

static bool arm_context_sni_callback(struct job *j)
{
    struct side *side = j->side;
    struct witness *w = &side->witness;
    int policy = 0;

    if (strcmp(arg_text(j, 0), "none") == 0) {
        return !arg(j, 1)->given &&
               say(j, mbio_ctx_set_sni_callback(side->ctx, NULL, NULL, &j->err));
    }
    while (policy < POLICIES && strcmp(arg_text(j, 0), policies[policy]) != 0) {
        policy++;
    }
    if (policy == POLICIES || (policy == ALERT) != arg(j, 1)->given ||
        (policy == SWITCH && side->kept_ctx == NULL)) {
        return false;
    }
    w->policy = policy;
    w->alert = arg(j, 1)->num < INT32_MIN || arg(j, 1)->num > INT32_MAX
                   ? NO_ALERT
                   : (int)arg(j, 1)->num;
    return say(j, mbio_ctx_set_sni_callback(side->ctx, on_sni, side, &j->err));
}

static bool arm_sni_callback_calls(struct job *j)
{
    return take_words(j, &j->side->witness.sni);
}

static bool arm_sni_callback_inside(struct job *j)
{
    return take_words(j, &j->side->witness.inside);
}

/* ------------------------------------------------------------ the message callback */

#define HANDSHAKE 22

/* A handshake message says its length in bytes 1 to 3. */
static bool is_whole(const mbio_message *m)
{
    const uint8_t *p = m->data;

    return m->len >= 4 && m->len - 4 == ((size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3]);
}

static void on_msg(mbio_ssl *ssl, const mbio_message *m, void *arg)
{
    struct side *side = arg;
    struct witness *w = &side->witness;
    char *word = arena_printf(&w->a, "%s:%d:%d:%d", m->written ? "write" : "read",
                              m->version, m->content_type, m->msg_type);

    (void)ssl;
    word = m->content_type == HANDSHAKE && is_whole(m)
               ? arena_printf(&w->a, "%s:whole", word)
               : arena_printf(&w->a, "%s:%zu", word, m->len);
    add_word(side, &w->messages, word);
}

static bool arm_context_msg_callback(struct job *j)
{
    return say(j, mbio_ctx_set_msg_callback(j->side->ctx,
                                            arg(j, 0)->num == 1 ? on_msg : NULL, j->side,
                                            &j->err));
}

static bool arm_msg_callback_calls(struct job *j)
{
    return take_words(j, &j->side->witness.messages);
}

const struct arm arms_callback[] = {
    {OP_CONTEXT_SNI_CALLBACK, NEED_CTX, arm_context_sni_callback},
    {OP_CONTEXT_KEEP, NEED_CTX, arm_context_keep},
    {OP_OBJECT_CONTEXT, NEED_SSL, arm_object_context},
    {OP_SNI_CALLBACK_CALLS, NEED_NOTHING, arm_sni_callback_calls},
    {OP_SNI_CALLBACK_INSIDE, NEED_NOTHING, arm_sni_callback_inside},
    {OP_CONTEXT_MSG_CALLBACK, NEED_CTX, arm_context_msg_callback},
    {OP_MSG_CALLBACK_CALLS, NEED_NOTHING, arm_msg_callback_calls},
    {0},
};
