/* SPDX-License-Identifier: Apache-2.0
 *
 * test_error.c: an error is a value of the call that failed: what it says.
 */
#include "support.h"

#include <string.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "internal.h"

START_TEST(test_status_names)
{
    static const char *const names[] = {
        "OK",       "WANT_READ",         "WANT_WRITE", "ZERO_RETURN", "EOF",
        "SYSCALL",  "CERT_VERIFICATION", "SSL",        "VALUE",       "TYPE",
        "OVERFLOW", "NO_MEMORY",         "OS",         "MISUSE",      "UNKNOWN",
    };

    for (int i = 0; i < 15; i++) {
        ck_assert_str_eq(mbio_status_name((mbio_status)i), names[i]);
    }
    ck_assert_str_eq(mbio_status_name((mbio_status)-1), "UNKNOWN");
}
END_TEST

/* LIB-06.a, LIB-06.b. */
START_TEST(test_first_and_last_entry)
{
    mbio_error err;

    memset(&err, 0, sizeof err);
    err.entries_count = 3;
    err.entries[0] = ERR_PACK(ERR_LIB_SSL, 0, SSL_R_WRONG_VERSION_NUMBER);
    err.entries[1] = ERR_PACK(ERR_LIB_SSL, 0, SSL_R_HTTP_REQUEST);
    err.entries[2] = ERR_PACK(ERR_LIB_X509, 0, X509_R_KEY_VALUES_MISMATCH);
    ck_assert_str_eq(mbio_error_first_library(&err), "SSL");
    ck_assert_str_eq(mbio_error_first_reason(&err), "WRONG_VERSION_NUMBER");
    ck_assert_str_eq(mbio_error_library(&err), "X509");
    ck_assert_str_eq(mbio_error_reason(&err), "KEY_VALUES_MISMATCH");
    ck_assert_int_eq(mbio_error_entry_library(err.entries[2]), ERR_LIB_X509);
    ck_assert_int_eq(mbio_error_entry_reason(err.entries[2]), 116);

    err.entries[2] = ERR_PACK(ERR_LIB_SSL, 0, 4000); /* a library, but no such reason */
    ck_assert_str_eq(mbio_error_library(&err), "SSL");
    ck_assert_ptr_null(mbio_error_reason(&err));
    err.entries[2] = ERR_PACK(250, 0, 100);
    ck_assert_ptr_null(mbio_error_library(&err));
    ck_assert_ptr_null(mbio_error_reason(&err));
}
END_TEST

/* A failure that several layers of OpenSSL comment on: all they said, oldest first
 * (LIB-06.c). */
START_TEST(test_all_entries)
{
    mbio_ctx *ctx;
    mbio_error err;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    check_status(mbio_ctx_load_cert_chain(ctx, world_file("encrypted.pem"),
                                          world_file("encrypted.key.pem"), "wrong", &err),
                 MBIO_SSL);
    ck_assert_uint_gt(err.entries_count, 1);
    ck_assert_uint_eq(err.entries_lost, 0);
    ck_assert_int_ne(mbio_error_entry_library(err.entries[0]), ERR_LIB_SSL);
    ck_assert_pstr_ne(mbio_error_first_library(&err), mbio_error_library(&err));
    ck_assert_int_eq(mbio_error_entry_library(err.entries[err.entries_count - 1]),
                     ERR_LIB_SSL);
    ck_assert_str_eq(mbio_error_library(&err), "SSL");
    ck_assert_int_eq(err.number,
                     mbio_error_entry_reason(err.entries[err.entries_count - 1]));
    mbio_ctx_free(ctx);
}
END_TEST

/* More than OpenSSL's queue holds: it drops the oldest, and all that is left is told. */
START_TEST(test_full_queue)
{
    mbio_error err;
    unsigned long want[MBIO_ERROR_ENTRIES_MAX];
    unsigned count = 0;

    for (int round = 0; round < 2; round++) {
        for (int reason = 100; reason < 140; reason++) {
            ERR_raise(ERR_LIB_SSL, reason);
        }
        if (round == 0) {
            while ((want[count] = ERR_get_error()) != 0) {
                count++;
                ck_assert_uint_lt(count, MBIO_ERROR_ENTRIES_MAX);
            }
        }
    }
    ck_assert_int_eq(mbio_error_queue(&err), MBIO_SSL);
    ck_assert_uint_eq(err.entries_count, count);
    ck_assert_uint_eq(err.entries_lost, 0);
    ck_assert_mem_eq(err.entries, want, count * sizeof *want);
    ck_assert_int_eq(mbio_error_entry_reason(err.entries[count - 1]), 139);
    ck_assert_int_eq(err.number, 139);
    ck_assert_uint_eq(ERR_peek_error(), 0);
}
END_TEST

START_TEST(test_no_entry_no_name)
{
    mbio_error err;

    memset(&err, 0, sizeof err);
    ck_assert_ptr_null(mbio_error_library(&err));
    ck_assert_ptr_null(mbio_error_reason(&err));
    ck_assert_ptr_null(mbio_error_first_library(&err));
    ck_assert_ptr_null(mbio_error_first_reason(&err));
    ck_assert_ptr_null(mbio_error_library(NULL));
    ck_assert_ptr_null(mbio_error_reason(NULL));
    ck_assert_ptr_null(mbio_error_first_library(NULL));
    ck_assert_ptr_null(mbio_error_first_reason(NULL));
}
END_TEST

/* ERR-02.f, ERR-02.i. */
START_TEST(test_texts)
{
    struct pair p;
    mbio_error err;

    memset(&err, 0x5a, sizeof err); /* nothing of what was there remains */
    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    pair_wrap(&p, "localhost");
    check_status(mbio_ssl_unwrap(p.c.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "SHUTDOWN_WHILE_IN_INIT");
    ck_assert_str_eq(err.text, "[SSL: SHUTDOWN_WHILE_IN_INIT] shutdown while in init");
    ck_assert_uint_eq(err.entries_count, 1);
    check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_WANT_READ);
    check_error(&err, MBIO_WANT_READ, 2, NULL, NULL);
    ck_assert_str_eq(err.text, "The operation did not complete (read)");
    check_ok(mbio_write_eof(p.c.in, NULL));
    check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, "SSL", "UNEXPECTED_EOF_WHILE_READING");
    ck_assert_str_eq(
        err.text,
        "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol");
    check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, NULL, NULL);
    ck_assert_str_eq(err.text, "EOF occurred in violation of protocol");
    pair_free(&p);
}
END_TEST

/* A reason of a library that nobody knows. */
START_TEST(test_unknown_library)
{
    mbio_error err;

    memset(&err, 0, sizeof err);
    ERR_new();
    ERR_set_error(250, 100, NULL);
    ck_assert_int_eq(mbio_error_queue(&err), MBIO_SSL);
    ck_assert_int_eq(err.number, 100);
    ck_assert_ptr_null(mbio_error_library(&err));
    ck_assert_str_eq(err.text, "unknown error");
}
END_TEST

/* libcrypto's other words for an allocation that failed, also that nothing stands before
 * what is passed on; a cipher that is not there is something else. */
START_TEST(test_words_for_no_memory)
{
    static const struct {
        int reasons[2];
        mbio_status status;
    } rows[] = {
        {{EVP_R_NOT_ABLE_TO_COPY_CTX, ERR_R_INTERNAL_ERROR}, MBIO_NO_MEMORY},
        {{EVP_R_INITIALIZATION_ERROR, ERR_R_INTERNAL_ERROR}, MBIO_NO_MEMORY},
        {{EVP_R_DECODE_ERROR, EVP_R_NOT_ABLE_TO_COPY_CTX}, MBIO_NO_MEMORY},
        {{EVP_R_UNSUPPORTED_ALGORITHM, EVP_R_INITIALIZATION_ERROR}, MBIO_SSL},
        {{ERR_R_NESTED_ASN1_ERROR, ERR_R_ASN1_LIB}, MBIO_NO_MEMORY},
        {{ERR_R_ASN1_LIB, ERR_R_EVP_LIB}, MBIO_NO_MEMORY},
        {{ERR_R_CRYPTO_LIB, ERR_R_EVP_LIB}, MBIO_NO_MEMORY},
        {{ERR_R_SSL_LIB, ERR_R_EVP_LIB}, MBIO_NO_MEMORY},
        {{EVP_R_DECODE_ERROR, ERR_R_NESTED_ASN1_ERROR}, MBIO_SSL},
    };
    mbio_error err;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int k = 0; k < 2; k++) {
            ERR_raise(ERR_LIB_EVP, rows[i].reasons[k]);
        }
        ck_assert_int_eq(mbio_error_queue(&err), rows[i].status);
    }
    /* The same numbers of other libraries mean other things. */
    ERR_raise(ERR_LIB_SSL, EVP_R_NOT_ABLE_TO_COPY_CTX);
    ck_assert_int_eq(mbio_error_queue(&err), MBIO_SSL);
    ERR_raise(ERR_LIB_SSL, EVP_R_INITIALIZATION_ERROR);
    ck_assert_int_eq(mbio_error_queue(&err), MBIO_SSL);
}
END_TEST

START_TEST(test_text_of_close)
{
    struct pair p;
    mbio_error err;
    char byte;
    size_t n;

    pair_open(&p, MBIO_TLSv1_3);
    check_status(mbio_ssl_unwrap(p.c.ssl, NULL), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_ok(mbio_ssl_unwrap(p.s.ssl, NULL));
    carry(p.s.out, p.c.in);
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, &err), MBIO_ZERO_RETURN);
    check_error(&err, MBIO_ZERO_RETURN, 6, NULL, NULL);
    ck_assert_str_eq(err.text, "TLS/SSL connection has been closed (EOF)");
    pair_free(&p);
}
END_TEST

START_TEST(test_err_may_be_null)
{
    struct pair p;
    mbio_ctx *ctx;
    mbio_ssl *ssl;

    /* The other tests pass NULL to what succeeds; here to each kind of failure. */
    pair_prepare(&p, MBIO_TLSv1_3, "wrong-name");
    pair_wrap(&p, "localhost");
    check_status(mbio_ctx_new(&ctx, (mbio_protocol)99, NULL), MBIO_VALUE);
    check_status(mbio_ctx_load_cert_chain(p.c.ctx, "/no/such/file", NULL, NULL, NULL),
                 MBIO_OS);
    check_status(mbio_ctx_set_ciphers(p.c.ctx, "none", NULL), MBIO_SSL);
    check_status(mbio_ctx_wrap_bio(p.c.ctx, &ssl, NULL, NULL, false, "x", NULL, NULL),
                 MBIO_TYPE);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_WANT_READ);
    carry(p.s.out, p.c.in);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_CERT_VERIFICATION);
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_EOF);
    check_status(mbio_ssl_unwrap(p.c.ssl, NULL), MBIO_SSL);
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {test_status_names,     test_first_and_last_entry,
                                  test_no_entry_no_name, test_texts,
                                  test_text_of_close,    test_err_may_be_null,
                                  test_all_entries,      test_full_queue,
                                  test_unknown_library,  test_words_for_no_memory};

    return run_suite(suite_of("error", tests, sizeof tests / sizeof *tests));
}
