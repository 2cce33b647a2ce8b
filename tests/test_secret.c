/* SPDX-License-Identifier: Apache-2.0
 *
 * test_secret.c: no freed block holds a pre-shared key or a line of the key log (LIB-12).
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>

/* ------------------------------------------------- an allocator that looks for secrets */

/* Blocks begin with their length, aligned as malloc's. */
#define FRONT ((size_t)32)

static unsigned char needle[32];
static size_t needle_len, found;

static void inspect(const unsigned char *block, size_t len)
{
    for (size_t i = 0; needle_len > 0 && i + needle_len <= len; i++) {
        found += memcmp(block + i, needle, needle_len) == 0;
    }
}

static void *front_malloc(size_t size, const char *file, int line)
{
    unsigned char *block = malloc(FRONT + size);

    (void)file;
    (void)line;
    if (block == NULL) {
        return NULL;
    }
    memcpy(block, &size, sizeof size);
    return block + FRONT;
}

static void front_free(void *p, const char *file, int line)
{
    unsigned char *block = p == NULL ? NULL : (unsigned char *)p - FRONT;
    size_t size;

    (void)file;
    (void)line;
    if (block != NULL) {
        memcpy(&size, block, sizeof size);
        inspect(p, size);
        free(block);
    }
}

static void *front_realloc(void *p, size_t size, const char *file, int line)
{
    void *more = front_malloc(size, file, line);
    size_t old = 0;

    if (p != NULL && more != NULL) {
        memcpy(&old, (unsigned char *)p - FRONT, sizeof old);
        memcpy(more, p, old < size ? old : size);
        front_free(p, file, line);
    }
    return more;
}

static void look_for(const void *secret, size_t len)
{
    memcpy(needle, secret, len);
    needle_len = len;
    found = 0;
}

START_TEST(test_allocator)
{
    char *block = OPENSSL_malloc(100);

    ck_assert_ptr_nonnull(block);
    look_for("a secret of some bytes", 22);
    memcpy(block + 50, "a secret of some bytes", 22);
    OPENSSL_free(block);
    ck_assert_uint_eq(found, 1);
    block = OPENSSL_malloc(100);
    ck_assert_ptr_nonnull(block);
    memcpy(block + 50, "a secret of some bytes", 22);
    OPENSSL_clear_free(block, 100);
    ck_assert_uint_eq(found, 1);
}
END_TEST

/* ------------------------------------------------------------------------- the keys */

#define KEY     "a key that only two of us know"
#define KEY_LEN (sizeof KEY - 1)

static bool give_client(mbio_ssl *ssl, char *identity, size_t room, void *key,
                        size_t *key_len, const char *hint, void *arg)
{
    (void)ssl;
    (void)hint;
    snprintf(identity, room, "me");
    memcpy(key, KEY, KEY_LEN);
    *key_len = KEY_LEN;
    return arg == NULL;
}

static bool give_server(mbio_ssl *ssl, void *key, size_t *key_len, const char *identity,
                        void *arg)
{
    (void)ssl;
    (void)identity;
    memcpy(key, KEY, KEY_LEN);
    *key_len = KEY_LEN;
    return arg == NULL;
}

/* In TLS 1.3 keys of this kind go with SHA-256. */
static void open_psk(struct pair *p, mbio_tls_version version)
{
    pair_prepare(p, version, "ed25519");
    mbio_ctx_free(p->s.ctx); /* the certificate would be preferred */
    check_ok(mbio_ctx_new(&p->s.ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    check_ok(mbio_ctx_set_ciphers(p->c.ctx, "PSK-AES128-GCM-SHA256", NULL));
    check_ok(mbio_ctx_set_ciphers(p->s.ctx, "PSK-AES128-GCM-SHA256", NULL));
    check_ok(mbio_ctx_set_psk_client_callback(p->c.ctx, give_client, NULL, NULL));
    check_ok(mbio_ctx_set_psk_server_callback(p->s.ctx, NULL, give_server, NULL, NULL));
    pair_wrap(p, "localhost");
    pair_shake(p);
}

START_TEST(test_psk)
{
    struct pair p;

    look_for(KEY, KEY_LEN);
    open_psk(&p, tls_versions[_i]);
    pair_free(&p);
    ck_assert_uint_eq(found, 0);
}
END_TEST

/* A key that was written and then refused. */
START_TEST(test_psk_refused)
{
    struct pair p;

    look_for(KEY, KEY_LEN);
    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_psk_client_callback(p.c.ctx, give_client, &p, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
    ck_assert_uint_eq(found, 0);
}
END_TEST

/* ---------------------------------------------------------------------- the key log */

/* The last digits of the last line. */
static void remember(mbio_ssl *ssl, const char *line, void *arg)
{
    char *digits = arg;

    (void)ssl;
    memcpy(digits, line + strlen(line) - sizeof needle, sizeof needle);
    look_for(digits, sizeof needle);
}

START_TEST(test_keylog)
{
    struct pair p;
    char digits[sizeof needle] = "";

    needle_len = 0;
    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_keylog_callback(p.c.ctx, remember, digits, NULL));
    check_ok(mbio_ctx_set_keylog_filename(p.c.ctx, "/dev/null", NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
    ck_assert_uint_eq(needle_len, sizeof needle);
    ck_assert_uint_eq(found, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secret");
    TCase *tcase = tcase_create("secret");

    if (CRYPTO_set_mem_functions(front_malloc, front_realloc, front_free) != 1) {
        return 99;
    }
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, test_allocator);
    tcase_add_loop_test(tcase, test_psk, 0, TLS_VERSIONS);
    tcase_add_loop_test(tcase, test_psk_refused, 0, TLS_VERSIONS);
    tcase_add_loop_test(tcase, test_keylog, 0, TLS_VERSIONS);
    return run_suite(suite);
}
