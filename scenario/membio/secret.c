/* SPDX-License-Identifier: Apache-2.0
 *
 * secret.c: canned PSK callbacks and the key log on libmembio.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

/* ----------------------------------------------------------------------------- PSK */

static void note_psk(struct side *side, const char *given)
{
    add_word(side, &side->witness.psk,
             given == NULL ? "none" : encoded(&side->witness.a, given));
}

/* What does not fit is refused, as a binding does. */
static bool give_key(const struct psk *psk, void *key, size_t *len)
{
    if (psk->raise || psk->key_len > *len) {
        return false;
    }
    memcpy(key, psk->key, psk->key_len);
    *len = psk->key_len;
    return true;
}

static bool on_psk_client(mbio_ssl *ssl, char *identity, size_t room, void *key,
                          size_t *len, const char *hint, void *arg)
{
    struct side *side = arg;
    const struct psk *psk = &side->witness.client;
    const char *name = psk->identity == NULL ? "" : psk->identity;

    (void)ssl;
    note_psk(side, hint);
    if (strlen(name) >= room) {
        return false;
    }
    memcpy(identity, name, strlen(name) + 1);
    return give_key(psk, key, len);
}

static bool on_psk_server(mbio_ssl *ssl, void *key, size_t *len, const char *identity,
                          void *arg)
{
    struct side *side = arg;

    (void)ssl;
    note_psk(side, identity);
    return give_key(&side->witness.server, key, len);
}

/* Keeps the arguments for the callback; true when there is to be one. */
static bool keep_psk(struct job *j, struct psk *psk)
{
    struct arena *a = &j->side->witness.a;
    const char *key = arg(j, 0)->given ? (const char *)arg(j, 0)->data : "";
    const char *identity = arg_text(j, 1);

    psk->key = (const uint8_t *)arena_text(a, key, arg(j, 0)->len);
    psk->key_len = arg(j, 0)->len;
    psk->identity = identity == NULL ? NULL : arena_text(a, identity, arg(j, 1)->len);
    psk->raise = arg(j, 2)->num == 1;
    return arg(j, 0)->given || psk->raise;
}

static bool arm_context_set_psk_client_callback(struct job *j)
{
    bool some = keep_psk(j, &j->side->witness.client);

    return say(j, mbio_ctx_set_psk_client_callback(
                      j->side->ctx, some ? on_psk_client : NULL, j->side, &j->err));
}

static bool arm_context_set_psk_server_callback(struct job *j)
{
    bool some = keep_psk(j, &j->side->witness.server);

    return say(j, mbio_ctx_set_psk_server_callback(j->side->ctx, arg_text(j, 1),
                                                   some ? on_psk_server : NULL, j->side,
                                                   &j->err));
}

static bool arm_psk_callback_calls(struct job *j)
{
    return take_words(j, &j->side->witness.psk);
}

/* ------------------------------------------------------------------------- key log */

/* The endpoint's file has no name but that of its descriptor: nothing stays behind. */
static const char *own_file(struct job *j)
{
    FILE **file = &j->side->witness.keylog;

    if (*file == NULL) {
        *file = tmpfile();
    }
    if (*file == NULL) {
        perror("the key log");
        exit(99);
    }
    return arena_printf(j->a, "/dev/fd/%d", fileno(*file));
}

static bool say_keylog(struct job *j)
{
    const char *name = mbio_ctx_get_keylog_filename(j->side->ctx);

    return say_words(j, name == NULL                     ? NULL
                        : strcmp(name, "/dev/full") == 0 ? "full"
                                                         : "file");
}

static bool arm_context_keylog_filename(struct job *j)
{
    const char *value = arg_text(j, 0), *path = NULL;
    mbio_status status;

    if (value == NULL) {
        return say_keylog(j);
    }
    if (strcmp(value, "file") == 0) {
        path = own_file(j);
    } else if (strcmp(value, "missing") == 0) {
        path = arena_printf(j->a, "%s/no-such-folder/keylog", j->e->world);
    } else if (strcmp(value, "full") == 0) {
        path = "/dev/full";
    } else if (strcmp(value, "none") != 0) {
        return false;
    }
    status = mbio_ctx_set_keylog_filename(j->side->ctx, path, &j->err);
    return status == MBIO_OK ? say_keylog(j) : say(j, status);
}

/* As lines of a file, after its words. */
static void on_keys(mbio_ssl *ssl, const char *line, void *arg)
{
    struct side *side = arg;
    const char *word = format_text(&side->witness.a, line, strlen(line));

    (void)ssl;
    add_word(side, &side->witness.heard, word);
}

/* A context of the store has one endpoint all its life: it tells the same side. */
void hear_keys(struct job *j)
{
    if (j->e->store != NULL) {
        mbio_ctx_set_keylog_callback(j->side->ctx, j->e->hears ? on_keys : NULL, j->side,
                                     &j->err);
    }
}

void engine_membio_hear(struct engine *engine, bool hears)
{
    ((struct membio_engine *)engine)->hears = hears;
}

/* A word for each line, of the whole line or of what stands before the first blank. */
static bool say_log(struct job *j, bool whole)
{
    FILE *file = j->side->witness.keylog;
    const char *heard = whole ? j->side->witness.heard : NULL;
    const char *words = heard == NULL ? NULL : arena_text(j->a, heard, strlen(heard));
    char *line = NULL;
    size_t room = 0;
    ssize_t len;

    if (file != NULL) {
        rewind(file);
    }
    while (file != NULL && (len = getline(&line, &room, file)) > 0) {
        size_t end = whole ? (size_t)len - 1 : strcspn(line, " \n");
        const char *word = format_text(j->a, line, end);

        words = words == NULL ? word : arena_printf(j->a, "%s %s", words, word);
    }
    free(line);
    return say_words(j, words == NULL ? "[]" : words);
}

static bool arm_keylog_labels(struct job *j)
{
    return say_log(j, false);
}

static bool arm_keylog_lines(struct job *j)
{
    return say_log(j, true);
}

const struct arm arms_secret[] = {
    {OP_CONTEXT_SET_PSK_CLIENT_CALLBACK, NEED_CTX, arm_context_set_psk_client_callback},
    {OP_CONTEXT_SET_PSK_SERVER_CALLBACK, NEED_CTX, arm_context_set_psk_server_callback},
    {OP_PSK_CALLBACK_CALLS, NEED_NOTHING, arm_psk_callback_calls},
    {OP_CONTEXT_KEYLOG_FILENAME, NEED_CTX, arm_context_keylog_filename},
    {OP_KEYLOG_LABELS, NEED_NOTHING, arm_keylog_labels},
    {OP_KEYLOG_LINES, NEED_NOTHING, arm_keylog_lines},
    {0},
};
