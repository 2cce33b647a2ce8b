/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ctx_cert.c: load_cert_chain from files and from memory.
 */
#include "support.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* OpenSSL's reason number for "PEM lib". */
#define PEM_LIB             524297
#define KEY_VALUES_MISMATCH 116
#define TOO_LONG            ((size_t)1 << 31)

static mbio_ctx *new_ctx(void)
{
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    return ctx;
}

/* A row names files of the world; "~" stands for a password that is too long. */
static const struct {
    const char *cert, *key, *password;
    mbio_status status;
    int number;
    const char *library, *reason;
} chains[] = {
    {"ed25519.pem", "ed25519.key.pem", NULL, MBIO_OK, 0, NULL, NULL},
    {"rsa2048.pem", "rsa2048.key.pem", NULL, MBIO_OK, 0, NULL, NULL},
    {"p256.pem", "p256.key.pem", "not needed", MBIO_OK, 0, NULL, NULL},
    {"none.pem", "ed25519.key.pem", NULL, MBIO_OS, ENOENT, NULL, NULL},
    {"ed25519.pem", "none.pem", NULL, MBIO_OS, ENOENT, NULL, NULL},
    {"README.txt", "ed25519.key.pem", NULL, MBIO_SSL, PEM_LIB, "SSL", NULL},
    {"ed25519.pem", "README.txt", NULL, MBIO_SSL, PEM_LIB, "SSL", NULL},
    {"ed25519.pem", NULL, NULL, MBIO_SSL, PEM_LIB, "SSL", NULL}, /* no key in it */
    {"ed25519.key.pem", "ed25519.key.pem", NULL, MBIO_SSL, PEM_LIB, "SSL", NULL},
    {"ed25519.pem", "other.key.pem", NULL, MBIO_SSL, KEY_VALUES_MISMATCH, "X509",
     "KEY_VALUES_MISMATCH"},
    {"ed25519.pem", "p256.key.pem", NULL, MBIO_SSL, 177, "SSL",
     "NO_CERTIFICATE_ASSIGNED"},
    {"encrypted.pem", "encrypted.key.pem", "secret", MBIO_OK, 0, NULL, NULL},
    {"encrypted.pem", "encrypted.key.pem", "Secret", MBIO_SSL, PEM_LIB, "SSL", NULL},
    {"encrypted.pem", "encrypted.key.pem", "", MBIO_SSL, PEM_LIB, "SSL", NULL},
    {"encrypted.pem", "encrypted.key.pem", NULL, MBIO_SSL, PEM_LIB, "SSL", NULL},
    {"encrypted.pem", "encrypted.key.pem", "~", MBIO_VALUE, -1, NULL, NULL},
    {"none.pem", NULL, "~", MBIO_OS, ENOENT, NULL, NULL},
    {"ed25519.pem", "ed25519.key.pem", "~", MBIO_OK, 0, NULL, NULL}, /* not asked for */
};

#define CHAINS (sizeof chains / sizeof *chains)

static const char *password_of(size_t row)
{
    static char too_long[1026];

    memset(too_long, 'p', 1025);
    return chains[row].password != NULL && strcmp(chains[row].password, "~") == 0
               ? too_long
               : chains[row].password;
}

static void check_row(size_t row, const mbio_error *err)
{
    if (chains[row].status != MBIO_OK) {
        check_error(err, chains[row].status, chains[row].number, chains[row].library,
                    chains[row].reason);
    }
    if (chains[row].number == PEM_LIB) {
        ck_assert_str_eq(err->text, "[SSL] PEM lib"); /* ERR-02.h */
        /* The whole queue: what the parser said comes first (LIB-06). */
        ck_assert_uint_ge(err->entries_count, 2);
        ck_assert_int_ne(mbio_error_entry_library(err->entries[0]), ERR_LIB_SSL);
        ck_assert_int_eq(mbio_error_entry_library(err->entries[err->entries_count - 1]),
                         ERR_LIB_SSL);
    }
}

START_TEST(test_chain_files)
{
    size_t row = (size_t)_i;
    mbio_ctx *ctx = new_ctx();
    const char *key = chains[row].key;
    mbio_error err;

    errno = EBADF; /* no result depends on it (LIB-05) */
    check_status(mbio_ctx_load_cert_chain(ctx, world_file(chains[row].cert),
                                          key == NULL ? NULL : world_file(key),
                                          password_of(row), &err),
                 chains[row].status);
    check_row(row, &err);
    mbio_ctx_free(ctx);
}
END_TEST

/* LIB-10.i. */
START_TEST(test_chain_mem)
{
    size_t row = (size_t)_i, cert_len = 0, key_len = 0;
    mbio_ctx *ctx = new_ctx();
    char *cert, *key = NULL;
    mbio_error err;

    if (strcmp(chains[row].cert, "none.pem") != 0 &&
        (chains[row].key == NULL || strcmp(chains[row].key, "none.pem") != 0)) {
        cert = read_world(chains[row].cert, &cert_len);
        if (chains[row].key != NULL) {
            key = read_world(chains[row].key, &key_len);
        }
        check_status(mbio_ctx_load_cert_chain_mem(ctx, cert, cert_len, key, key_len,
                                                  password_of(row), &err),
                     chains[row].status);
        check_row(row, &err);
        free(cert);
        free(key);
    }
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_password_limit)
{
    char password[1026];
    mbio_ctx *ctx = new_ctx();
    mbio_error err;

    memset(password, 'p', 1024);
    password[1024] = '\0'; /* long enough to be tried, and wrong */
    check_status(mbio_ctx_load_cert_chain(ctx, world_file("encrypted.pem"),
                                          world_file("encrypted.key.pem"), password,
                                          &err),
                 MBIO_SSL);
    strcpy(password + 1024, "p");
    check_status(mbio_ctx_load_cert_chain(ctx, world_file("encrypted.pem"),
                                          world_file("encrypted.key.pem"), password,
                                          &err),
                 MBIO_VALUE);
    ck_assert_str_eq(err.text, "password cannot be longer than 1024 bytes");
    mbio_ctx_free(ctx);
}
END_TEST

/* Both in one text, as many programs keep them; and the whole chain is sent. */
START_TEST(test_one_text_for_both)
{
    struct pair p;
    size_t len, key_len;
    char *text, *key;

    pair_prepare(&p, MBIO_TLSv1_3, "other");
    text = read_world("ed25519.pem", &len);
    key = read_world("ed25519.key.pem", &key_len);
    strcat(text, key);
    check_ok(
        mbio_ctx_load_cert_chain_mem(p.s.ctx, text, len + key_len, NULL, 0, NULL, NULL));
    memset(text, 0, len); /* it was copied */
    pair_wrap(&p, "localhost");
    pair_shake(&p); /* only with the intermediate certificate can the client verify it */
    free(text);
    free(key);
    pair_free(&p);
}
END_TEST

/* A folder is opened and cannot be read; a file that is too large is not. */
START_TEST(test_unreadable)
{
    char path[] = "ctx-cert.XXXXXX";
    int fd = mkstemp(path);
    mbio_ctx *ctx = new_ctx();
    mbio_error err;

    check_status(mbio_ctx_load_cert_chain(ctx, world_dir(), NULL, NULL, &err), MBIO_OS);
    ck_assert_int_eq(err.number, EISDIR);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, (off_t)65 * 1024 * 1024), 0);
    check_status(mbio_ctx_load_cert_chain(ctx, path, NULL, NULL, &err), MBIO_OS);
    ck_assert_int_eq(err.number, EFBIG);
    close(fd);
    unlink(path);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_misuse)
{
    mbio_ctx *ctx = new_ctx();

    check_status(mbio_ctx_load_cert_chain(NULL, "x", NULL, NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_load_cert_chain(ctx, NULL, "x", NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_load_cert_chain_mem(NULL, "x", 1, NULL, 0, NULL, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ctx_load_cert_chain_mem(ctx, NULL, 0, "x", 1, NULL, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ctx_load_cert_chain_mem(ctx, "x", TOO_LONG, "x", 1, NULL, NULL),
                 MBIO_OVERFLOW);
    check_status(mbio_ctx_load_cert_chain_mem(ctx, "x", 1, "x", TOO_LONG, NULL, NULL),
                 MBIO_OVERFLOW);
    mbio_ctx_free(ctx);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {test_password_limit, test_one_text_for_both,
                                  test_unreadable, test_misuse};
    Suite *suite = suite_of("ctx_cert", tests, sizeof tests / sizeof *tests);
    TCase *rows = tcase_create("rows");

    tcase_add_loop_test(rows, test_chain_files, 0, (int)CHAINS);
    tcase_add_loop_test(rows, test_chain_mem, 0, (int)CHAINS);
    suite_add_tcase(suite, rows);
    return run_suite(suite);
}
