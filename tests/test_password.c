/* SPDX-License-Identifier: Apache-2.0
 *
 * test_password.c: passwords of keys: who is asked, and what is said.
 */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>

#define PASSWORD "Zq7-correct-horse"
#define PEM_LIB  524297

/* ------------------------------------------------------------------------ the key */

/* The key of ed25519 under PASSWORD. */
static char *encrypted_key(size_t *len)
{
    size_t plain_len;
    char *plain = read_world("ed25519.key.pem", &plain_len), *data, *copy;
    BIO *in = BIO_new_mem_buf(plain, (int)plain_len), *out = BIO_new(BIO_s_mem());
    EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);

    ck_assert_int_eq(PEM_write_bio_PKCS8PrivateKey(out, key, EVP_aes_128_cbc(), PASSWORD,
                                                   (int)sizeof PASSWORD - 1, NULL, NULL),
                     1);
    *len = (size_t)BIO_get_mem_data(out, &data);
    copy = malloc(*len + 1);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, data, *len);
    EVP_PKEY_free(key);
    BIO_free(in);
    BIO_free(out);
    free(plain);
    return copy;
}

/* What the callback does. */
struct asked {
    const char *password;
    size_t len;
    mbio_status status;
    const char *text;
    int times;
};

static mbio_status ask(void *password, size_t *len, size_t size, void *arg,
                       mbio_error *err)
{
    struct asked *asked = arg;

    asked->times++;
    ck_assert_uint_eq(size, 1024);
    *len = asked->len;
    memcpy(password, asked->password, *len < size ? *len : size);
    if (asked->text != NULL) {
        strcpy(err->text, asked->text);
    }
    return asked->status;
}

struct loaded {
    mbio_ctx *ctx;
    char *cert, *key;
    size_t cert_len, key_len;
};

static void prepare(struct loaded *l, const char *key)
{
    check_ok(mbio_ctx_new(&l->ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    l->cert = read_world("ed25519.pem", &l->cert_len);
    l->key = key == NULL ? encrypted_key(&l->key_len) : read_world(key, &l->key_len);
}

static void clean(struct loaded *l)
{
    mbio_ctx_free(l->ctx);
    free(l->cert);
    free(l->key);
}

static void load(struct loaded *l, struct asked *asked, mbio_status want, mbio_error *err)
{
    check_status(mbio_ctx_load_cert_chain_mem_asking(l->ctx, l->cert, l->cert_len, l->key,
                                                     l->key_len, ask, asked, err),
                 want);
}

START_TEST(test_right)
{
    struct loaded l;
    struct asked asked = {PASSWORD, sizeof PASSWORD - 1, MBIO_OK, NULL, 0};

    prepare(&l, NULL);
    load(&l, &asked, MBIO_OK, NULL);
    ck_assert_int_eq(asked.times, 1);
    check_ok(mbio_ctx_load_cert_chain_mem(l.ctx, l.cert, l.cert_len, l.key, l.key_len,
                                          PASSWORD, NULL));
    clean(&l);
}
END_TEST

START_TEST(test_wrong)
{
    struct loaded l;
    struct asked asked = {PASSWORD "!", sizeof PASSWORD, MBIO_OK, NULL, 0};
    mbio_error err;

    prepare(&l, NULL);
    load(&l, &asked, MBIO_SSL, &err);
    check_error(&err, MBIO_SSL, PEM_LIB, "SSL", NULL);
    ck_assert_int_eq(asked.times, 1);
    check_status(mbio_ctx_load_cert_chain_mem_asking(l.ctx, l.cert, l.cert_len, l.key,
                                                     l.key_len, NULL, NULL, &err),
                 MBIO_SSL);
    check_error(&err, MBIO_SSL, PEM_LIB, "SSL", NULL);
    clean(&l);
}
END_TEST

START_TEST(test_too_long)
{
    struct loaded l;
    char text[1100];
    struct asked asked = {text, 1024, MBIO_OK, NULL, 0};
    mbio_error err;

    memset(text, 'x', sizeof text);
    memcpy(text, PASSWORD, sizeof PASSWORD - 1);
    prepare(&l, NULL);
    load(&l, &asked, MBIO_SSL, &err);
    asked.len = 1025;
    load(&l, &asked, MBIO_VALUE, &err);
    check_error(&err, MBIO_VALUE, -1, NULL, NULL);
    ck_assert_str_eq(err.text, "password cannot be longer than 1024 bytes");
    asked.len = SIZE_MAX;
    asked.status = MBIO_OK;
    load(&l, &asked, MBIO_VALUE, &err);
    clean(&l);
}
END_TEST

/* A callback that fails says why; whatever it says is what the call returns. */
START_TEST(test_failing)
{
    static const mbio_status statuses[] = {MBIO_VALUE, MBIO_TYPE, MBIO_NO_MEMORY,
                                           MBIO_MISUSE};
    struct loaded l;
    mbio_error err;

    prepare(&l, NULL);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct asked asked = {PASSWORD, 3, statuses[i], "somebody said no", 0};

        load(&l, &asked, statuses[i], &err);
        ck_assert_int_eq(err.status, statuses[i]);
        ck_assert_str_eq(err.text, "somebody said no");
        ck_assert_int_eq(asked.times, 1);
        asked.text = NULL;
        load(&l, &asked, statuses[i], &err);
        ck_assert_str_eq(err.text, "the password callback failed");
        load(&l, &asked, statuses[i], NULL);
    }
    clean(&l);
}
END_TEST

START_TEST(test_not_asked)
{
    struct loaded l;
    struct asked asked = {PASSWORD, 3, MBIO_MISUSE, NULL, 0};

    prepare(&l, "ed25519.key.pem");
    load(&l, &asked, MBIO_OK, NULL);
    ck_assert_int_eq(asked.times, 0);
    check_ok(mbio_ctx_load_cert_chain_asking(l.ctx, world_file("ed25519.pem"),
                                             world_file("ed25519.key.pem"), ask, &asked,
                                             NULL));
    ck_assert_int_eq(asked.times, 0);
    clean(&l);
}
END_TEST

/* A password from a callback may hold any byte, and be empty. */
START_TEST(test_bytes)
{
    struct loaded l;
    struct asked asked = {"secret\0more", 6, MBIO_OK, NULL, 0};
    mbio_error err;

    prepare(&l, "encrypted.key.pem");
    load(&l, &asked, MBIO_OK, NULL);
    asked.len = 11;
    load(&l, &asked, MBIO_SSL, &err);
    asked.len = 0;
    load(&l, &asked, MBIO_SSL, &err);
    check_error(&err, MBIO_SSL, PEM_LIB, "SSL", NULL);
    clean(&l);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_right, test_wrong, test_too_long, test_failing, test_not_asked, test_bytes,
    };

    return run_suite(suite_of("password", tests, sizeof tests / sizeof *tests));
}
