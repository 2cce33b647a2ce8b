/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ctx_trust.c: load_verify_locations from files and from memory.
 */
#include "support.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>

#define TOO_LONG ((size_t)1 << 31)

static mbio_ctx *new_ctx(void)
{
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL));
    return ctx;
}

START_TEST(test_trust_from_files)
{
    mbio_ctx *ctx = new_ctx();
    mbio_error err;

    check_ok(mbio_ctx_load_verify_locations(ctx, world_file("ca-p256.pem"), NULL, NULL));
    check_ok(mbio_ctx_load_verify_locations(ctx, world_file("ca-p256.pem"), NULL, NULL));
    check_ok(mbio_ctx_load_verify_locations(ctx, NULL, "/no/such/folder", NULL));
    check_status(mbio_ctx_load_verify_locations(ctx, NULL, NULL, &err), MBIO_TYPE);
    check_error(&err, MBIO_TYPE, -1, NULL, NULL);
    ck_assert_str_eq(err.text, "cafile, capath and cadata cannot be all omitted");
    check_status(mbio_ctx_load_verify_locations(ctx, world_file("none.pem"), NULL, &err),
                 MBIO_OS);
    check_error(&err, MBIO_OS, ENOENT, NULL, NULL);
    check_status(
        mbio_ctx_load_verify_locations(ctx, world_file("README.txt"), NULL, &err),
        MBIO_SSL);
    ck_assert_int_gt(err.number, 0);
    mbio_ctx_free(ctx);
}
END_TEST

/* A good PEM or DER text, then this after it: trailing junk is nothing in PEM, an error in
 * DER. */
static const struct {
    const char *junk;
    bool pem_ok, der_ok;
} tails[] = {
    {"", true, true},
    {"junk", true, false},
    {"junk that is longer than a DER header, and then some", true, false},
    {"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", false, false},
    {"\x30\x82\x01\x01 a certificate that is cut", true, false},
    {"\x30\x80", true, false},
};

#define TAILS (sizeof tails / sizeof *tails)

static mbio_status load_with_tail(const void *good, size_t len, const char *tail,
                                  bool der, mbio_error *err)
{
    mbio_ctx *ctx = new_ctx();
    char *data = malloc(len + strlen(tail) + 1);
    mbio_status status;

    ck_assert_ptr_nonnull(data);
    memcpy(data, good, len);
    strcpy(data + len, tail);
    status = mbio_ctx_load_verify_locations_mem(ctx, data, len + strlen(tail), der, err);
    ck_assert_uint_eq(ERR_peek_error(), 0);
    free(data);
    mbio_ctx_free(ctx);
    return status;
}

START_TEST(test_trust_from_memory)
{
    size_t pem_len, der_len;
    char *pem = read_world("ca-ed25519.pem", &pem_len);
    unsigned char *der = pem_to_der("ca-ed25519.pem", &der_len);
    mbio_error err;

    ck_assert_int_eq(load_with_tail(pem, pem_len, tails[_i].junk, false, &err),
                     tails[_i].pem_ok ? MBIO_OK : MBIO_SSL);
    ck_assert_msg(load_with_tail(der, der_len, tails[_i].junk, true, &err) ==
                      (tails[_i].der_ok ? MBIO_OK : MBIO_SSL),
                  "DER with a tail is taken");
    OPENSSL_free(der);
    free(pem);
}
END_TEST

/* Nothing loaded is one error, whatever it was that is no certificate. */
START_TEST(test_trust_from_garbage)
{
    static const char *const garbage[] = {
        "junk",
        "\x30\x80",
        "\x30\x80\x30\x80\x02",
        "\x3f\x81\x7f\x80",
        "\x30\x03\x02\x01\x05\x30\x03\x02\x01\x05",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN X-----\nAAAA\n-----END X-----\n"};
    mbio_error err;

    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        for (int der = 0; der < 2; der++) {
            ck_assert_int_eq(load_with_tail("", 0, garbage[i], der == 1, &err), MBIO_SSL);
            ck_assert_str_eq(
                err.text, der == 1
                              ? "not enough data: cadata does not contain a certificate"
                              : "no start line: cadata does not contain a certificate");
        }
    }
}
END_TEST

/* Nobody is asked for the password of a certificate. */
START_TEST(test_trust_of_locked)
{
    static const char head[] = "-----BEGIN CERTIFICATE-----\n";
    static const char lock[] = "Proc-Type: 4,ENCRYPTED\n"
                               "DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n"
                               "\n";
    mbio_ctx *ctx = new_ctx();
    size_t len;
    char *pem = read_world("ca-ed25519.pem", &len), *body = strstr(pem, head);
    char locked[8192];
    mbio_error err;
    int n;

    ck_assert_ptr_nonnull(body);
    n = snprintf(locked, sizeof locked, "%s%s%s", head, lock, body + sizeof head - 1);
    check_status(mbio_ctx_load_verify_locations_mem(ctx, locked, (size_t)n, false, &err),
                 MBIO_SSL);
    ck_assert_str_eq(err.text, "no start line: cadata does not contain a certificate");
    free(pem);
    mbio_ctx_free(ctx);
}
END_TEST

START_TEST(test_trust_of_nothing)
{
    mbio_error err;

    for (int der = 0; der < 2; der++) {
        ck_assert_int_eq(load_with_tail("", 0, "", der == 1, &err), MBIO_VALUE);
        check_error(&err, MBIO_VALUE, -1, NULL, NULL);
        ck_assert_str_eq(err.text, "Empty certificate data");
    }
}
END_TEST

/* The store acts on objects that exist already (CTX-WRAP-19). */
START_TEST(test_trust_takes_effect)
{
    struct pair p;
    size_t len, own_len;
    unsigned char *der, *own;

    pair_prepare(&p, MBIO_TLSv1_3, "other");
    pair_wrap(&p, "localhost");
    der = pem_to_der("ca-other.pem", &len);
    own = pem_to_der("ca-p256.pem", &own_len);
    own = OPENSSL_realloc(own, own_len + len); /* two, one behind the other */
    memcpy(own + own_len, der, len);
    check_ok(mbio_ctx_load_verify_locations_mem(p.c.ctx, own, own_len + len, true, NULL));
    OPENSSL_free(der);
    OPENSSL_free(own);
    pair_shake(&p);
    pair_free(&p);
}
END_TEST

START_TEST(test_misuse)
{
    mbio_ctx *ctx = new_ctx();

    check_status(mbio_ctx_load_verify_locations(NULL, "x", NULL, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_load_verify_locations_mem(NULL, "x", 1, false, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ctx_load_verify_locations_mem(ctx, NULL, 1, false, NULL),
                 MBIO_MISUSE);
    check_status(mbio_ctx_load_verify_locations_mem(ctx, "x", TOO_LONG, true, NULL),
                 MBIO_OVERFLOW);
    mbio_ctx_free(ctx);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_trust_from_files, test_trust_from_garbage,
        test_trust_of_nothing, test_trust_takes_effect,
        test_misuse,           test_trust_of_locked,
    };
    Suite *suite = suite_of("ctx_trust", tests, sizeof tests / sizeof *tests);
    TCase *rows = tcase_create("rows");

    tcase_add_loop_test(rows, test_trust_from_memory, 0, (int)TAILS);
    suite_add_tcase(suite, rows);
    return run_suite(suite);
}
