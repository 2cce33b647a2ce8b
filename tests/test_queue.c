/* SPDX-License-Identifier: Apache-2.0
 *
 * test_queue.c: nothing in OpenSSL's error queue gets from the application, from one call
 * or from one connection into another (LIB-01, LIB-02).
 */
#include "everything.h"
#include "reach.h"
#include "support.h"

#include <openssl/ssl.h>

/* What is raised before each call. Every one of these changes a result in CPython, or
 * would in a careless library. */
static const struct {
    int lib, reason;
} garbage[] = {
    {0, 0}, /* none: how it should be */
    {ERR_LIB_SSL, SSL_AD_REASON_OFFSET + 20},
    {ERR_LIB_SSL, SSL_R_CERTIFICATE_VERIFY_FAILED},
    {ERR_LIB_SSL, SSL_R_UNEXPECTED_EOF_WHILE_READING},
    {ERR_LIB_PEM, 108},
    {ERR_LIB_BUF, ERR_R_MALLOC_FAILURE},
    {ERR_LIB_SYS, 2},
};

#define GARBAGE ((int)(sizeof garbage / sizeof *garbage))

static void raise_garbage(int kind)
{
    if (garbage[kind].lib != 0) {
        ERR_raise(garbage[kind].lib, garbage[kind].reason);
        ERR_raise(garbage[kind].lib, garbage[kind].reason);
    }
}

/* What takes an error empties the queue; what takes none leaves it as it was. */
static void check_queue(int kind, const char *call, bool tells)
{
    unsigned long left = 0;

    if (tells && garbage[kind].lib != 0) {
        left = ERR_PACK(garbage[kind].lib, 0, garbage[kind].reason);
        if (garbage[kind].lib == ERR_LIB_SYS) {
            left = ERR_SYSTEM_FLAG | (unsigned long)garbage[kind].reason;
        }
    }
    ck_assert_msg(ERR_peek_error() == left, "%s: first entry is %lx, not %lx", call,
                  ERR_peek_error(), left);
    ck_assert_msg(ERR_peek_last_error() == left, "%s: last entry is %lx, not %lx", call,
                  ERR_peek_last_error(), left);
    ERR_clear_error();
}

/* LIB-01.a, LIB-01.c. */
START_TEST(test_garbage_changes_nothing)
{
    static struct log clean = {.before = raise_garbage, .after = check_queue};
    static struct log dirty = {.before = raise_garbage, .after = check_queue};

    everything(&clean);
    dirty.kind = _i;
    everything(&dirty);
    same_lines(&clean, &dirty);
}
END_TEST

START_TEST(test_every_function)
{
    static struct log log = {.before = raise_garbage, .after = check_queue, .kind = 1};

    everything(&log);
    ck_assert(reached_all());
}
END_TEST

/* ------------------------------------------------- one connection and the other */

/* Has the server find a bad record, so that its fatal alert waits for the client. */
static void make_alert(struct pair *p)
{
    char byte;
    size_t n;

    check_ok(mbio_ssl_write(p->c.ssl, "x", 1, NULL));
    carry(p->c.out, p->s.in);
    spoil(p->s.in);
    check_status(mbio_ssl_read(p->s.ssl, &byte, &n, 1, NULL), MBIO_SSL);
    ck_assert_uint_gt(mbio_pending(p->s.out), 0);
    carry(p->s.out, p->c.in);
}

START_TEST(test_alert_stays_with_its_connection)
{
    struct pair p, other;
    mbio_error err;
    char byte;
    size_t n;

    pair_open(&other, tls_versions[_i]);
    pair_open(&p, tls_versions[_i]);
    make_alert(&p);
    /* CPython's unwrap says nothing here, and the other's read then raises (LIB-02). */
    check_status(mbio_ssl_unwrap(p.c.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "SSLV3_ALERT_BAD_RECORD_MAC");
    check_status(mbio_ssl_read(other.c.ssl, &byte, &n, 1, &err), MBIO_WANT_READ);
    check_error(&err, MBIO_WANT_READ, 2, NULL, NULL);
    check_status(mbio_ssl_unwrap(p.c.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "SHUTDOWN_WHILE_IN_INIT");
    check_status(mbio_ssl_read(p.c.ssl, &byte, &n, 1, &err), MBIO_EOF);
    check_error(&err, MBIO_EOF, 8, NULL, NULL);
    send_text(&other.s, &other.c, "all is well");
    check_read(&other.c, "all is well");
    pair_free(&p);
    pair_free(&other);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("queue");
    TCase *tc = tcase_create("queue");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, test_garbage_changes_nothing, 0, GARBAGE);
    tcase_add_test(tc, test_every_function);
    tcase_add_loop_test(tc, test_alert_stays_with_its_connection, 0, TLS_VERSIONS);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
