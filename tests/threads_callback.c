/* SPDX-License-Identifier: Apache-2.0
 *
 * threads_callback.c: callbacks of one context in several threads at once (LIB-04): each
 * is called in the thread that shakes hands, and only what they share is theirs to guard.
 */
#include "threads.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Secrets that a TLS 1.3 connection writes down at each end. */
#define SECRETS 5
#define LINES   (MANY * SECRETS * 2)
/* The longest: a label, a random, a secret of SHA-384. */
#define LINE_ROOM 256
#define KEY_LEN   16

static atomic_uint lines, messages, names, keys;

/* ---------------------------------------------------------------------- the key log */

static char log_lines[LINES + 1][LINE_ROOM];

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static bool is_whole(const char *line)
{
    char label[64], random[80], secret[120], more;

    return sscanf(line, "%63[A-Z_0-9] %79[0-9a-f] %119[0-9a-f]%c", label, random, secret,
                  &more) == 4 &&
           more == '\n' && strlen(random) == 64 &&
           (strlen(secret) == 64 || strlen(secret) == 96);
}

/* Both ends wrote each line, whole, and no line stands there that nobody wrote. */
static bool log_is_good(const char *path)
{
    FILE *file = fopen(path, "r");
    size_t n = 0;
    bool good = file != NULL && fgets(log_lines[0], LINE_ROOM, file) != NULL &&
                log_lines[0][0] == '#';

    while (good && n <= LINES && fgets(log_lines[n], LINE_ROOM, file) != NULL) {
        good = is_whole(log_lines[n++]);
    }
    if (file != NULL) {
        fclose(file);
    }
    printf("# %zu lines in the key log, %u told\n", n, atomic_load(&lines));
    qsort(log_lines, n, LINE_ROOM, compare);
    for (size_t i = 0; good && i + 1 < n; i++) {
        good = (strcmp(log_lines[i], log_lines[i + 1]) == 0) == (i % 2 == 0);
    }
    return good && n == LINES;
}

/* ------------------------------------------------------------------------ callbacks */

static void on_line(mbio_ssl *ssl, const char *line, void *arg)
{
    (void)ssl;
    (void)line;
    atomic_fetch_add((atomic_uint *)arg, 1);
}

static void on_message(mbio_ssl *ssl, const mbio_message *message, void *arg)
{
    (void)ssl;
    (void)message;
    atomic_fetch_add((atomic_uint *)arg, 1);
}

/* `arg` is the context to go on with. */
static int on_name(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    (void)ctx;
    atomic_fetch_add(&names, name != NULL && strcmp(name, "localhost") == 0);
    return mbio_ssl_set_context(ssl, arg, NULL) == MBIO_OK ? MBIO_SNI_OK : 80;
}

static bool listen_to(mbio_ctx *ctx, const char *path)
{
    return mbio_ctx_set_keylog_filename(ctx, path, NULL) == MBIO_OK &&
           mbio_ctx_set_keylog_callback(ctx, on_line, &lines, NULL) == MBIO_OK &&
           mbio_ctx_set_msg_callback(ctx, on_message, &messages, NULL) == MBIO_OK;
}

/* The client trusts only the certificate of `other`. */
static bool prepare(struct sides *sides, mbio_ctx *other, const char *path)
{
    return mbio_ctx_load_verify_locations(sides->client, world_file("ca-p256.pem"), NULL,
                                          NULL) == MBIO_OK &&
           mbio_ctx_load_cert_chain(sides->server, world_file("ed25519.pem"),
                                    world_file("ed25519.key.pem"), NULL,
                                    NULL) == MBIO_OK &&
           mbio_ctx_load_cert_chain(other, world_file("p256.pem"),
                                    world_file("p256.key.pem"), NULL, NULL) == MBIO_OK &&
           mbio_ctx_set_sni_callback(sides->server, on_name, other, NULL) == MBIO_OK &&
           listen_to(sides->client, path) && listen_to(sides->server, path) &&
           listen_to(other, path);
}

bool called(void)
{
    char path[] = "threads-keylog.XXXXXX";
    struct sides sides = {NULL, NULL, false};
    mbio_ctx *other = NULL;
    int fd = mkstemp(path);
    bool ok = fd >= 0 && sides_make(&sides) &&
              mbio_ctx_new(&other, MBIO_PROTOCOL_TLS_SERVER, NULL) == MBIO_OK &&
              prepare(&sides, other, path) && many(&sides) && log_is_good(path) &&
              atomic_load(&lines) == LINES && atomic_load(&names) == MANY &&
              atomic_load(&messages) > 0;

    sides_free(&sides);
    mbio_ctx_free(other);
    if (fd >= 0) {
        close(fd);
        unlink(path);
    }
    return ok;
}

/* -------------------------------------------------------------------- pre-shared keys */

static bool give_client(mbio_ssl *ssl, char *identity, size_t room, void *key,
                        size_t *key_len, const char *hint, void *arg)
{
    (void)ssl;
    (void)hint;
    atomic_fetch_add((atomic_uint *)arg, 1);
    snprintf(identity, room, "thread");
    memset(key, 7, KEY_LEN);
    *key_len = KEY_LEN;
    return true;
}

static bool give_server(mbio_ssl *ssl, void *key, size_t *key_len, const char *identity,
                        void *arg)
{
    (void)ssl;
    atomic_fetch_add((atomic_uint *)arg, 1);
    memset(key, 7, KEY_LEN);
    *key_len = KEY_LEN;
    return strcmp(identity, "thread") == 0;
}

static bool share_key(mbio_ctx *ctx, mbio_tls_version version)
{
    return mbio_ctx_set_minimum_version(ctx, version, NULL) == MBIO_OK &&
           mbio_ctx_set_maximum_version(ctx, version, NULL) == MBIO_OK &&
           mbio_ctx_set_ciphers(ctx, "PSK-AES128-GCM-SHA256", NULL) == MBIO_OK;
}

bool keyed(mbio_tls_version version)
{
    struct sides sides = {NULL, NULL, true};
    bool ok;

    atomic_store(&keys, 0);
    ok = sides_make(&sides) && share_key(sides.client, version) &&
         share_key(sides.server, version) &&
         mbio_ctx_set_psk_client_callback(sides.client, give_client, &keys, NULL) ==
             MBIO_OK &&
         mbio_ctx_set_psk_server_callback(sides.server, "hint", give_server, &keys,
                                          NULL) == MBIO_OK &&
         many(&sides) && atomic_load(&keys) >= 2 * MANY;
    sides_free(&sides);
    return ok;
}
