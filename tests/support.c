/* SPDX-License-Identifier: Apache-2.0
 *
 * support.c: see support.h.
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

/* A handshake in memory takes three rounds. */
#define ROUNDS_MAX 8
/* Before each counted block stands its size, in room that keeps the alignment. */
#define HEAD_LEN ((size_t)16)

const mbio_tls_version tls_versions[TLS_VERSIONS] = {MBIO_TLSv1_2, MBIO_TLSv1_3};

int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    int failed;

    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

Suite *suite_of(const char *name, const TTest *const *tests, size_t count)
{
    Suite *suite = suite_create(name);
    TCase *tc = tcase_create(name);

    tcase_set_timeout(tc, 240); /* a loaded machine is no hang */
    for (size_t i = 0; i < count; i++) {
        tcase_add_test(tc, tests[i]);
    }
    suite_add_tcase(suite, tc);
    return suite;
}

/* ---------------------------------------------------------------------- files */

char *read_world(const char *name, size_t *len)
{
    FILE *file = fopen(world_file(name), "rb");
    char *data = calloc(1, 65536);

    ck_assert_msg(file != NULL, "cannot read %s", world_file(name));
    ck_assert_ptr_nonnull(data);
    *len = fread(data, 1, 65535, file);
    fclose(file);
    return data;
}

unsigned char *pem_to_der(const char *name, size_t *len)
{
    BIO *bio = BIO_new_file(world_file(name), "rb");
    X509 *x = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    unsigned char *der = NULL;
    int n = i2d_X509(x, &der);

    ck_assert_int_gt(n, 0);
    X509_free(x);
    BIO_free(bio);
    *len = (size_t)n;
    return der;
}

/* --------------------------------------------------------------------- memory */

static size_t live;

static void *watched_realloc(void *block, size_t size, const char *file, int line)
{
    char *base = block == NULL ? NULL : (char *)block - HEAD_LEN;
    size_t old = 0;

    (void)file;
    (void)line;
    if (base != NULL) {
        memcpy(&old, base, sizeof old);
    }
    base = realloc(base, size + HEAD_LEN);
    if (base == NULL) {
        return NULL;
    }
    live = live - old + size;
    memcpy(base, &size, sizeof size);
    return base + HEAD_LEN;
}

static void *watched_malloc(size_t size, const char *file, int line)
{
    return watched_realloc(NULL, size, file, line);
}

static void watched_free(void *block, const char *file, int line)
{
    size_t size;

    (void)file;
    (void)line;
    if (block != NULL) {
        memcpy(&size, (char *)block - HEAD_LEN, sizeof size);
        live -= size;
        free((char *)block - HEAD_LEN);
    }
}

void watch_memory(void)
{
    if (CRYPTO_set_mem_functions(watched_malloc, watched_realloc, watched_free) != 1) {
        fprintf(stderr, "watch_memory: too late\n");
        exit(99);
    }
}

size_t memory_live(void)
{
    return live;
}

/* --------------------------------------------------------------------- checks */

void check_error(const mbio_error *err, mbio_status status, int number,
                 const char *library, const char *reason)
{
    ck_assert_str_eq(mbio_status_name(err->status), mbio_status_name(status));
    ck_assert_int_eq(err->number, number);
    ck_assert_pstr_eq(mbio_error_library(err), library);
    ck_assert_pstr_eq(mbio_error_reason(err), reason);
    ck_assert_uint_eq(err->entries_lost, 0);
    ck_assert_str_ne(err->text, "");
    if (library == NULL) {
        ck_assert_uint_eq(err->entries_count, 0);
    }
    if (status != MBIO_CERT_VERIFICATION) {
        ck_assert_int_eq(err->verify_code, 0);
        ck_assert_str_eq(err->verify_message, "");
    }
}

void check_bytes(mbio *bio, const void *data, size_t len)
{
    size_t n;
    const void *held = mbio_peek(bio, &n);

    ck_assert_uint_eq(n, len);
    ck_assert_uint_eq(mbio_pending(bio), len);
    if (len > 0) {
        ck_assert_mem_eq(held, data, len);
    }
    check_ok(mbio_consume(bio, len, NULL));
}

const char *record_types(const mbio *bio)
{
    static char types[64];
    size_t n, count = 0;
    const unsigned char *p = mbio_peek(bio, &n);

    for (size_t at = 0; at + 5 <= n && count < sizeof types - 1;
         at += 5 + (size_t)(p[at + 3] << 8 | p[at + 4])) {
        static const char letters[] = "CLHA";

        ck_assert_msg(p[at] >= 20 && p[at] <= 23, "no TLS record at byte %zu", at);
        types[count++] = letters[p[at] - 20];
    }
    types[count] = '\0';
    return types;
}

/* ----------------------------------------------------------------------- pair */

static void prepare_end(struct end *e, mbio_protocol protocol, mbio_tls_version version)
{
    check_ok(mbio_new(&e->in, NULL));
    check_ok(mbio_new(&e->out, NULL));
    check_ok(mbio_ctx_new(&e->ctx, protocol, NULL));
    check_ok(mbio_ctx_set_minimum_version(e->ctx, version, NULL));
    check_ok(mbio_ctx_set_maximum_version(e->ctx, version, NULL));
}

void pair_prepare(struct pair *p, mbio_tls_version version, const char *cert)
{
    char chain[64], key[64];

    memset(p, 0, sizeof *p);
    snprintf(chain, sizeof chain, "%s.pem", cert);
    snprintf(key, sizeof key, "%s.key.pem", cert);
    prepare_end(&p->c, MBIO_PROTOCOL_TLS_CLIENT, version);
    prepare_end(&p->s, MBIO_PROTOCOL_TLS_SERVER, version);
    check_ok(mbio_ctx_load_verify_locations(p->c.ctx, world_file("ca-ed25519.pem"), NULL,
                                            NULL));
    check_ok(mbio_ctx_load_cert_chain(p->s.ctx, world_file(chain), world_file(key), NULL,
                                      NULL));
}

void pair_wrap(struct pair *p, const char *hostname)
{
    check_ok(mbio_ctx_wrap_bio(p->c.ctx, &p->c.ssl, p->c.in, p->c.out, false, hostname,
                               NULL, NULL));
    check_ok(mbio_ctx_wrap_bio(p->s.ctx, &p->s.ssl, p->s.in, p->s.out, true, NULL, NULL,
                               NULL));
}

static bool shake(struct end *e, struct end *other)
{
    mbio_error err;
    mbio_status status = mbio_ssl_do_handshake(e->ssl, &err);

    ck_assert_msg(status == MBIO_OK || status == MBIO_WANT_READ, "handshake: %s",
                  err.text);
    carry(e->out, other->in);
    return status == MBIO_OK;
}

void pair_shake(struct pair *p)
{
    bool done = false;

    for (int i = 0; i < ROUNDS_MAX && !done; i++) {
        done = shake(&p->c, &p->s);
        done = shake(&p->s, &p->c) && done;
    }
    ck_assert_msg(done, "the handshake does not end");
}

void pair_open(struct pair *p, mbio_tls_version version)
{
    char byte;
    size_t n;

    pair_prepare(p, version, "ed25519");
    pair_wrap(p, "localhost");
    pair_shake(p);
    check_status(mbio_ssl_read(p->c.ssl, &byte, &n, 1, NULL), MBIO_WANT_READ);
    ck_assert_uint_eq(mbio_pending(p->c.in) + mbio_pending(p->s.in), 0);
}

static void free_end(struct end *e)
{
    mbio_ssl_free(e->ssl);
    mbio_ctx_free(e->ctx);
    mbio_free(e->in);
    mbio_free(e->out);
}

void pair_free(struct pair *p)
{
    free_end(&p->c);
    free_end(&p->s);
    memset(p, 0, sizeof *p);
}

void carry_some(mbio *from, mbio *to, size_t len)
{
    size_t n;
    const void *data = mbio_peek(from, &n);

    ck_assert_uint_le(len, n);
    if (len > 0) {
        check_ok(mbio_write(to, data, len, NULL));
        check_ok(mbio_consume(from, len, NULL));
    }
}

void carry(mbio *from, mbio *to)
{
    carry_some(from, to, mbio_pending(from));
}

void send_text(struct end *from, struct end *to, const char *text)
{
    check_ok(mbio_ssl_write(from->ssl, text, strlen(text), NULL));
    carry(from->out, to->in);
}

void check_read(struct end *e, const char *text)
{
    char buf[256] = "";
    size_t n;

    check_ok(mbio_ssl_read(e->ssl, buf, &n, sizeof buf - 1, NULL));
    ck_assert_str_eq(buf, text);
    ck_assert_uint_eq(n, strlen(text));
}

void spoil(mbio *bio)
{
    size_t n;
    unsigned char *copy;
    const void *data = mbio_peek(bio, &n);

    ck_assert_uint_gt(n, 0);
    copy = malloc(n);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, data, n);
    copy[n - 1] ^= 1;
    check_ok(mbio_consume(bio, n, NULL));
    check_ok(mbio_write(bio, copy, n, NULL));
    free(copy);
}
