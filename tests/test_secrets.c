/* SPDX-License-Identifier: Apache-2.0
 *
 * test_secrets.c: secrets are wiped before their memory is freed (LIB-12).
 *
 * All memory of libmembio and OpenSSL goes through an allocator that looks for the secrets
 * of a test in every block that is given back; symbols.test sees to it that libmembio has
 * no other memory. A block that is grown counts as given back.
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#define SECRETS_MAX 4
#define SECRET_MAX  ((size_t)64)
#define FOUND_MAX   16
#define HEAD_LEN    ((size_t)16)

static struct secret {
    size_t len;
    unsigned char bytes[SECRET_MAX];
} secrets[SECRETS_MAX];
static size_t secrets_count;

/* Where freed blocks held one. */
static struct place {
    const char *file;
    int line;
    size_t secret, size;
} found[FOUND_MAX];
static size_t found_count;

static bool holds(const unsigned char *block, size_t size, const struct secret *s)
{
    for (size_t i = 0; s->len <= size && i <= size - s->len; i++) {
        if (block[i] == s->bytes[0] && memcmp(block + i, s->bytes, s->len) == 0) {
            return true;
        }
    }
    return false;
}

static void search(const unsigned char *block, size_t size, const char *file, int line)
{
    for (size_t i = 0; i < secrets_count; i++) {
        if (holds(block, size, &secrets[i]) && found_count < FOUND_MAX) {
            found[found_count++] = (struct place){file, line, i, size};
        }
    }
}

static void *search_malloc(size_t size, const char *file, int line)
{
    unsigned char *base = calloc(1, size + HEAD_LEN); /* nothing of an earlier life */

    (void)file;
    (void)line;
    if (base == NULL) {
        return NULL;
    }
    memcpy(base, &size, sizeof size);
    return base + HEAD_LEN;
}

static void search_free(void *block, const char *file, int line)
{
    size_t size;

    if (block != NULL) {
        memcpy(&size, (unsigned char *)block - HEAD_LEN, sizeof size);
        search(block, size, file, line);
        free((unsigned char *)block - HEAD_LEN);
    }
}

static void *search_realloc(void *block, size_t size, const char *file, int line)
{
    void *moved = search_malloc(size, file, line);
    size_t old = 0;

    if (block != NULL && moved != NULL) {
        memcpy(&old, (unsigned char *)block - HEAD_LEN, sizeof old);
        memcpy(moved, block, old < size ? old : size);
        search_free(block, file, line);
    }
    return moved;
}

/* Before each test. */
static void forget(void)
{
    secrets_count = found_count = 0;
}

static void is_secret(const void *bytes, size_t len)
{
    ck_assert_uint_lt(secrets_count, SECRETS_MAX);
    ck_assert(len >= 8 && len <= SECRET_MAX);
    memcpy(secrets[secrets_count].bytes, bytes, len);
    secrets[secrets_count++].len = len;
}

static void check_nothing_found(void)
{
    for (size_t i = 0; i < found_count; i++) {
        printf("# secret %zu in a block of %zu bytes freed at %s:%d\n", found[i].secret,
               found[i].size, found[i].file, found[i].line);
    }
    ck_assert_uint_eq(found_count, 0);
}

/* ------------------------------------------------------------------ the net holds */

START_TEST(test_net)
{
    static const char word[] = "net-word-that-leaks";
    char *block = OPENSSL_malloc(200);

    is_secret(word, sizeof word - 1);
    memcpy(block + 100, word, sizeof word);
    block = OPENSSL_realloc(block, 300);
    ck_assert_uint_eq(found_count, 1);
    OPENSSL_free(block);
    ck_assert_uint_eq(found_count, 2);
    ck_assert_uint_eq(found[1].size, 300);
    block = OPENSSL_malloc(200);
    memcpy(block + 200 - sizeof word, word, sizeof word);
    block = OPENSSL_clear_realloc(block, 200, 300);
    OPENSSL_clear_free(block, 300);
    ck_assert_uint_eq(found_count, 2);
}
END_TEST

/* ---------------------------------------------------------------------- passwords */

#define PASSWORD "a password that stands nowhere else"
#define MISTAKE  "a wrong password that stands nowhere"

/* A key of the world under PASSWORD, as PKCS #8 or in the traditional way. */
static char *lock_key(const char *name, bool traditional, size_t *len)
{
    BIO *in = BIO_new_file(world_file(name), "rb"), *out = BIO_new(BIO_s_mem());
    EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
    const unsigned char *kstr = (const unsigned char *)PASSWORD;
    int klen = (int)strlen(PASSWORD);
    char *data, *copy;
    long n;

    ck_assert_int_eq(traditional
                         ? PEM_write_bio_PrivateKey_traditional(
                               out, key, EVP_aes_128_cbc(), kstr, klen, NULL, NULL)
                         : PEM_write_bio_PKCS8PrivateKey(out, key, EVP_aes_128_cbc(),
                                                         PASSWORD, klen, NULL, NULL),
                     1);
    n = BIO_get_mem_data(out, &data);
    copy = malloc((size_t)n);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, data, (size_t)n);
    *len = (size_t)n;
    EVP_PKEY_free(key);
    BIO_free(in);
    BIO_free(out);
    return copy;
}

START_TEST(test_password)
{
    static const char *const certs[] = {"ed25519", "rsa2048"};
    char name[64];
    size_t cert_len, key_len;
    char *cert, *key;
    mbio_ctx *ctx;

    snprintf(name, sizeof name, "%s.pem", certs[_i]);
    cert = read_world(name, &cert_len);
    snprintf(name, sizeof name, "%s.key.pem", certs[_i]);
    key = lock_key(name, _i == 1, &key_len);
    is_secret(PASSWORD, strlen(PASSWORD));
    is_secret(MISTAKE, strlen(MISTAKE));
    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    check_status(
        mbio_ctx_load_cert_chain_mem(ctx, cert, cert_len, key, key_len, MISTAKE, NULL),
        MBIO_SSL);
    check_ok(
        mbio_ctx_load_cert_chain_mem(ctx, cert, cert_len, key, key_len, PASSWORD, NULL));
    mbio_ctx_free(ctx);
    free(cert);
    free(key);
    check_nothing_found();
}
END_TEST

/* ------------------------------------------------------------------ exported keys */

START_TEST(test_exported)
{
    struct pair p;
    unsigned char key[48];
    const void *binding;
    size_t n;

    pair_open(&p, tls_versions[_i]);
    check_ok(mbio_ssl_export_keying_material(p.c.ssl, key, sizeof key, "EXPERIMENTAL x",
                                             NULL, 0, NULL));
    is_secret(key, sizeof key);
    check_ok(mbio_ssl_get_channel_binding(p.c.ssl, &binding, &n, "tls-exporter", NULL));
    is_secret(binding, n);
    check_ok(mbio_ssl_export_keying_material(p.s.ssl, key, sizeof key, "EXPERIMENTAL x",
                                             NULL, 0, NULL));
    check_ok(mbio_ssl_get_channel_binding(p.s.ssl, &binding, &n, "tls-exporter", NULL));
    pair_free(&p);
    check_nothing_found();
}
END_TEST

/* --------------------------------------------------------- decrypted, not delivered */

static const char text[] = "seen|these bytes are decrypted and nobody has read them";

static void leave_alone(struct pair *p)
{
    (void)p;
}

static void unwrap_over_it(struct pair *p)
{
    check_status(mbio_ssl_unwrap(p->c.ssl, NULL), MBIO_SSL);
}

static void end_behind_it(struct pair *p)
{
    check_ok(mbio_write_eof(p->c.in, NULL));
    check_status(mbio_ssl_unwrap(p->c.ssl, NULL), MBIO_SSL);
}

static void unwrap_after_shutdown(struct pair *p)
{
    check_ok(mbio_ssl_shutdown_write(p->c.ssl, NULL));
    check_status(mbio_ssl_unwrap(p->c.ssl, NULL), MBIO_SSL);
}

/* Records that nobody has begun to read. */
static void lose_records(struct pair *p)
{
    char buf[sizeof text];
    size_t n;

    check_ok(mbio_ssl_read(p->c.ssl, buf, &n, sizeof buf, NULL));
    OPENSSL_cleanse(buf, sizeof buf);
    send_text(&p->s, &p->c, text);
    check_ok(mbio_ssl_shutdown_write(p->c.ssl, NULL));
    check_status(mbio_ssl_unwrap(p->c.ssl, NULL), MBIO_SSL);
}

static void drain_it(struct pair *p)
{
    size_t n;

    send_text(&p->s, &p->c, text + 5);
    check_status(mbio_ssl_drain(p->c.ssl, &n, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(n, 2 * (sizeof text - 6));
}

static void (*const ends[])(struct pair *p) = {leave_alone,   unwrap_over_it,
                                               end_behind_it, unwrap_after_shutdown,
                                               lose_records,  drain_it};
#define ENDS ((int)(sizeof ends / sizeof *ends))

START_TEST(test_undelivered)
{
    struct pair p;
    char buf[5];
    size_t n;

    is_secret(text + 5, sizeof text - 6);
    pair_open(&p, tls_versions[_i % TLS_VERSIONS]);
    send_text(&p.s, &p.c, text);
    check_ok(mbio_ssl_read(p.c.ssl, buf, &n, 5, NULL));
    ck_assert_uint_eq(n, 5);
    ends[_i / TLS_VERSIONS](&p);
    pair_free(&p);
    check_nothing_found();
}
END_TEST

/* No queue between the program and the wire holds what the program wrote or will read. */
START_TEST(test_queues)
{
    struct pair p;
    char *much = malloc(100000);

    is_secret(text + 5, sizeof text - 6);
    pair_open(&p, tls_versions[_i]);
    for (size_t i = 0; i < 100000; i++) {
        much[i] = text[5 + i % (sizeof text - 6)];
    }
    check_ok(mbio_ssl_write(p.s.ssl, much, 100000, NULL));
    carry(p.s.out, p.c.in);
    check_ok(mbio_ssl_write(p.c.ssl, much, 100000, NULL));
    free(much);
    pair_free(&p);
    check_nothing_found();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secrets");
    TCase *tc = tcase_create("secrets");

    if (CRYPTO_set_mem_functions(search_malloc, search_realloc, search_free) != 1) {
        fputs("test_secrets: too late\n", stderr);
        return 99;
    }
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, forget, NULL);
    tcase_add_test(tc, test_net);
    tcase_add_loop_test(tc, test_password, 0, 2);
    tcase_add_loop_test(tc, test_exported, 0, TLS_VERSIONS);
    tcase_add_loop_test(tc, test_undelivered, 0, ENDS * TLS_VERSIONS);
    tcase_add_loop_test(tc, test_queues, 0, TLS_VERSIONS);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
