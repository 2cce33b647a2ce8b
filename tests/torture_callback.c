/* SPDX-License-Identifier: Apache-2.0
 *
 * torture_callback.c: every kind of callback while allocations fail.
 */
#include "torture.h"

#include <stdio.h>
#include <string.h>

/* Calls that take memory from inside: they may fail, and the connection must not notice. */
static void look(mbio_ssl *ssl)
{
    const mbio_cipher *shared;
    mbio_session *session = NULL;
    size_t n;

    mbio_ssl_shared_ciphers(ssl, &shared, &n, NULL);
    mbio_ssl_get_session(ssl, &session, NULL);
    mbio_session_free(session);
}

static int on_sni(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    (void)name;
    (void)ctx;
    look(ssl);
    return REACH(mbio_ssl_set_context)(ssl, arg, NULL) == MBIO_OK ? MBIO_SNI_OK : 80;
}

static bool on_client(mbio_ssl *ssl, char *identity, size_t room, void *key,
                      size_t *key_len, const char *hint, void *arg)
{
    (void)hint;
    (void)arg;
    look(ssl);
    snprintf(identity, room, "torture");
    memset(key, 7, 16);
    *key_len = 16;
    return true;
}

static bool on_server(mbio_ssl *ssl, void *key, size_t *key_len, const char *identity,
                      void *arg)
{
    (void)identity;
    (void)arg;
    look(ssl);
    memset(key, 7, 16);
    *key_len = 16;
    return true;
}

static void on_keylog(mbio_ssl *ssl, const char *line, void *arg)
{
    (void)line;
    (void)arg;
    look(ssl);
}

static void on_msg(mbio_ssl *ssl, const mbio_message *message, void *arg)
{
    (void)message;
    (void)arg;
    look(ssl);
}

static bool log_and_tell(struct torture *t, mbio_ctx *ctx)
{
    return CALL(t, WANT_OK, mbio_ctx_set_keylog_filename, ctx, "/dev/null") &&
           torture_check(t, REACH(mbio_ctx_get_keylog_filename)(ctx) != NULL, "a name") &&
           CALL(t, WANT_OK, mbio_ctx_set_keylog_callback, ctx, on_keylog, NULL) &&
           CALL(t, WANT_OK, mbio_ctx_set_msg_callback, ctx, on_msg, NULL);
}

bool torture_callbacks(struct torture *t, mbio_ctx *client, mbio_ctx *server,
                       mbio_ctx *other)
{
    return log_and_tell(t, client) && log_and_tell(t, server) &&
           CALL(t, WANT_OK, mbio_ctx_set_sni_callback, server, on_sni, other);
}

bool torture_psk(struct torture *t, mbio_ctx *client, mbio_ctx *server)
{
    return CALL(t, WANT_OK, mbio_ctx_set_psk_client_callback, client, on_client, NULL) &&
           CALL(t, WANT_OK, mbio_ctx_set_psk_server_callback, server, "hint", on_server,
                NULL) &&
           CALL(t, WANT_OK, mbio_ctx_set_ciphers, client, "PSK-AES128-GCM-SHA256") &&
           CALL(t, WANT_OK, mbio_ctx_set_ciphers, server, "PSK-AES128-GCM-SHA256");
}
