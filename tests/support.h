/* SPDX-License-Identifier: Apache-2.0
 *
 * support.h: what the Check programs share: the runner, the test certificates, two
 * endpoints in memory, and a count of the memory that OpenSSL and libmembio hold.
 */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <openssl/err.h>

#include "membio.h"
#include "world_file.h"

/* run_suite runs all tests, writes TAP to stdout and gives main's exit status. */
int run_suite(Suite *suite);

/* suite_of makes a suite with one case of `count` tests. */
Suite *suite_of(const char *name, const TTest *const *tests, size_t count);

/* read_world gives a file of the world, NUL-terminated; the caller frees it. pem_to_der
 * gives its first certificate in DER, to be freed with OPENSSL_free. */
char *read_world(const char *name, size_t *len);
unsigned char *pem_to_der(const char *name, size_t *len);

/* watch_memory counts what is allocated through OpenSSL from now on: main calls it before
 * anything touches OpenSSL. memory_live returns the bytes that are held now. */
void watch_memory(void);
size_t memory_live(void);

/* check_status makes one public call and checks its status, and that it leaves nothing in
 * OpenSSL's queue (LIB-01). */
#define check_status(call, want)                                                         \
    do {                                                                                 \
        ck_assert_str_eq(mbio_status_name(call), mbio_status_name(want));                \
        ck_assert_uint_eq(ERR_peek_error(), 0);                                          \
    } while (0)
#define check_ok(call) check_status(call, MBIO_OK)

/* check_error compares what an error says; NULL stands for no library or reason. */
void check_error(const mbio_error *err, mbio_status status, int number,
                 const char *library, const char *reason);

/* check_bytes checks that a BIO holds exactly this, and takes it. */
void check_bytes(mbio *bio, const void *data, size_t len);

/* The letters of a BIO's TLS records by type, "HCA" for handshake, ChangeCipherSpec and
 * application data; L is an alert. Static storage. */
const char *record_types(const mbio *bio);

/* Two endpoints in memory. */
struct end {
    mbio *in, *out;
    mbio_ctx *ctx;
    mbio_ssl *ssl;
};

struct pair {
    struct end c, s;
};

/* pair_prepare makes BIOs and contexts of one TLS version: the server has `cert` of the
 * world, the client trusts ca-ed25519. pair_wrap makes the objects, pair_shake shakes
 * hands until both are done. pair_open is all of it for the good certificate; a TLS 1.3
 * client has then taken in its tickets. pair_free forgives what is NULL. */
void pair_prepare(struct pair *p, mbio_tls_version version, const char *cert);
void pair_wrap(struct pair *p, const char *hostname);
void pair_shake(struct pair *p);
void pair_open(struct pair *p, mbio_tls_version version);
void pair_free(struct pair *p);

/* carry moves all bytes to the end of another BIO; carry_some the first `len`. */
void carry(mbio *from, mbio *to);
void carry_some(mbio *from, mbio *to, size_t len);

/* send_text writes on one end and carries it over; check_read reads exactly this text. */
void send_text(struct end *from, struct end *to, const char *text);
void check_read(struct end *e, const char *text);

/* spoil turns the last bit of what a BIO holds. */
void spoil(mbio *bio);

/* The versions that loop tests run over. */
#define TLS_VERSIONS 2
extern const mbio_tls_version tls_versions[TLS_VERSIONS];

#endif
