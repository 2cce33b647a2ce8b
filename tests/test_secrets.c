/* SPDX-License-Identifier: Apache-2.0
 *
 * test_secrets.c: secrets are wiped before their memory is freed (LIB-12): passwords,
 * pre-shared keys, exported keys, lines of the key log, bytes that nobody has read.
 *
 * All memory of libmembio and OpenSSL goes through scan.c, which looks for the secrets of
 * a test in every block that is given back; symbols.test sees to it that libmembio has no
 * other memory.
 */
#include "scan.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

/* ------------------------------------------------------------------ the net holds */

START_TEST(test_net)
{
    static const char word[] = "net-word-that-leaks";
    char *block = OPENSSL_malloc(200);

    scan_for(word, sizeof word - 1);
    memcpy(block + 100, word, sizeof word);
    block = OPENSSL_realloc(block, 300);
    ck_assert_uint_eq(scan_found(), 1);
    OPENSSL_free(block);
    ck_assert_uint_eq(scan_found(), 2);
    ck_assert_uint_eq(scan_last_size(), 300);
    block = OPENSSL_malloc(200);
    memcpy(block + 200 - sizeof word, word, sizeof word);
    block = OPENSSL_clear_realloc(block, 200, 300);
    OPENSSL_clear_free(block, 300);
    ck_assert_uint_eq(scan_found(), 2);
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

/* LIB-12.a. */
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
    scan_for(PASSWORD, strlen(PASSWORD));
    scan_for(MISTAKE, strlen(MISTAKE));
    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    check_status(
        mbio_ctx_load_cert_chain_mem(ctx, cert, cert_len, key, key_len, MISTAKE, NULL),
        MBIO_SSL);
    check_ok(
        mbio_ctx_load_cert_chain_mem(ctx, cert, cert_len, key, key_len, PASSWORD, NULL));
    mbio_ctx_free(ctx);
    free(cert);
    free(key);
    scan_check();
}
END_TEST

/* What a callback answers, right or wrong: the bytes it gave are wiped all the same. */
static const struct answer {
    const char *password;
    size_t claimed; /* the length it says, 0: the right one */
    mbio_status says, gives;
} answers[] = {
    {PASSWORD, 0, MBIO_OK, MBIO_OK},
    {MISTAKE, 0, MBIO_OK, MBIO_SSL},
    {PASSWORD, 1024, MBIO_OK, MBIO_SSL},
    {PASSWORD, 1025, MBIO_OK, MBIO_VALUE},
    {PASSWORD, SIZE_MAX, MBIO_OK, MBIO_VALUE},
    {PASSWORD, 0, MBIO_TYPE, MBIO_TYPE},
    {PASSWORD, 0, MBIO_NO_MEMORY, MBIO_NO_MEMORY},
};
#define ANSWERS ((int)(sizeof answers / sizeof *answers))

static mbio_status answer(void *password, size_t *len, size_t size, void *arg,
                          mbio_error *err)
{
    const struct answer *a = arg;

    (void)err;
    ck_assert_uint_lt(strlen(a->password), size);
    memcpy(password, a->password, strlen(a->password));
    *len = a->claimed == 0 ? strlen(a->password) : a->claimed;
    return a->says;
}

START_TEST(test_asked)
{
    const struct answer *a = &answers[_i];
    size_t cert_len, key_len;
    char *cert = read_world("ed25519.pem", &cert_len);
    char *key = lock_key("ed25519.key.pem", false, &key_len);
    struct answer given = *a;
    mbio_ctx *ctx;

    scan_for(a->password, strlen(a->password));
    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    check_status(mbio_ctx_load_cert_chain_mem_asking(ctx, cert, cert_len, key, key_len,
                                                     answer, &given, NULL),
                 a->gives);
    mbio_ctx_free(ctx);
    free(cert);
    free(key);
    scan_check();
}
END_TEST

/* ------------------------------------------------------------------ exported keys */

/* LIB-12.c. */
START_TEST(test_exported)
{
    struct pair p;
    unsigned char key[48];
    const void *binding;
    size_t n;

    pair_open(&p, tls_versions[_i]);
    check_ok(mbio_ssl_export_keying_material(p.c.ssl, key, sizeof key, "EXPERIMENTAL x",
                                             NULL, 0, NULL));
    scan_for(key, sizeof key);
    check_ok(mbio_ssl_get_channel_binding(p.c.ssl, &binding, &n, "tls-exporter", NULL));
    scan_for(binding, n);
    check_ok(mbio_ssl_export_keying_material(p.s.ssl, key, sizeof key, "EXPERIMENTAL x",
                                             NULL, 0, NULL));
    check_ok(mbio_ssl_get_channel_binding(p.s.ssl, &binding, &n, "tls-exporter", NULL));
    pair_free(&p);
    scan_check();
}
END_TEST

/* ----------------------------------------------------------------- pre-shared keys */

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

START_TEST(test_psk) /* LIB-12.b */
{
    struct pair p;

    scan_for(KEY, KEY_LEN);
    open_psk(&p, tls_versions[_i]);
    pair_free(&p);
    scan_check();
}
END_TEST

/* A key that was written and then refused. */
START_TEST(test_psk_refused)
{
    struct pair p;

    scan_for(KEY, KEY_LEN);
    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_psk_client_callback(p.c.ctx, give_client, &p, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
    scan_check();
}
END_TEST

/* ---------------------------------------------------------------------- the key log */

/* The last digits of the last line. */
#define DIGITS_LEN ((size_t)32)

static void remember(mbio_ssl *ssl, const char *line, void *arg)
{
    char *digits = arg;

    (void)ssl;
    memcpy(digits, line + strlen(line) - DIGITS_LEN, DIGITS_LEN);
    scan_forget();
    scan_for(digits, DIGITS_LEN);
}

START_TEST(test_keylog)
{
    struct pair p;
    char digits[DIGITS_LEN] = "";

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_keylog_callback(p.c.ctx, remember, digits, NULL));
    check_ok(mbio_ctx_set_keylog_filename(p.c.ctx, "/dev/null", NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
    ck_assert_int_ne(digits[0], 0);
    scan_check();
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

/* Records that nobody has begun to read (LIB-12.d). */
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

    scan_for(text + 5, sizeof text - 6);
    pair_open(&p, tls_versions[_i % TLS_VERSIONS]);
    send_text(&p.s, &p.c, text);
    check_ok(mbio_ssl_read(p.c.ssl, buf, &n, 5, NULL));
    ck_assert_uint_eq(n, 5);
    ends[_i / TLS_VERSIONS](&p);
    pair_free(&p);
    scan_check();
}
END_TEST

/* Nobody has begun to read: drain alone has to see to it. */
START_TEST(test_drained)
{
    struct pair p;
    size_t n;

    scan_for(text + 5, sizeof text - 6);
    pair_open(&p, tls_versions[_i]);
    send_text(&p.s, &p.c, text);
    check_status(mbio_ssl_drain(p.c.ssl, &n, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(n, sizeof text - 1);
    pair_free(&p);
    scan_check();
}
END_TEST

/* No queue between the program and the wire holds what the program wrote or will read. */
START_TEST(test_queues)
{
    struct pair p;
    char *much = malloc(100000);

    scan_for(text + 5, sizeof text - 6);
    pair_open(&p, tls_versions[_i]);
    for (size_t i = 0; i < 100000; i++) {
        much[i] = text[5 + i % (sizeof text - 6)];
    }
    check_ok(mbio_ssl_write(p.s.ssl, much, 100000, NULL));
    carry(p.s.out, p.c.in);
    check_ok(mbio_ssl_write(p.c.ssl, much, 100000, NULL));
    free(much);
    pair_free(&p);
    scan_check();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secrets");
    TCase *tc = tcase_create("secrets");

    scan_install();
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, scan_forget, NULL);
    tcase_add_test(tc, test_net);
    tcase_add_loop_test(tc, test_password, 0, 2);
    tcase_add_loop_test(tc, test_asked, 0, ANSWERS);
    tcase_add_loop_test(tc, test_psk, 0, TLS_VERSIONS);
    tcase_add_loop_test(tc, test_psk_refused, 0, TLS_VERSIONS);
    tcase_add_loop_test(tc, test_keylog, 0, TLS_VERSIONS);
    tcase_add_loop_test(tc, test_exported, 0, TLS_VERSIONS);
    tcase_add_loop_test(tc, test_undelivered, 0, ENDS * TLS_VERSIONS);
    tcase_add_loop_test(tc, test_drained, 0, TLS_VERSIONS);
    tcase_add_loop_test(tc, test_queues, 0, TLS_VERSIONS);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
