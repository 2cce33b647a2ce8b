/* SPDX-License-Identifier: Apache-2.0
 *
 * test_memory.c: who keeps what alive, and when memory is given back.
 */
#include "support.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* What an mbio and its smallest block may take, in bytes. */
#define SMALL ((size_t)1024)

static mbio *new_bio(void)
{
    mbio *bio = NULL;

    check_ok(mbio_new(&bio, NULL));
    return bio;
}

static void write_much(mbio *bio, size_t len)
{
    void *data = calloc(1, len);

    ck_assert_ptr_nonnull(data);
    check_ok(mbio_write(bio, data, len, NULL));
    free(data);
}

/* LIB-09.c. */
START_TEST(test_memory_given_back)
{
    mbio *bio = new_bio();
    size_t before = memory_live(), len = (size_t)3 << 20, n;
    void *buf = malloc(len);

    write_much(bio, len);
    ck_assert_uint_ge(memory_live(), before + len);
    check_ok(mbio_read(bio, buf, &n, len, NULL));
    ck_assert_uint_eq(n, len);
    ck_assert_uint_le(memory_live(), before + 65536 + SMALL);
    write_much(bio, len);
    check_ok(mbio_consume(bio, len, NULL));
    ck_assert_uint_le(memory_live(), before + 65536 + SMALL);

    write_much(bio, len); /* trim keeps what is pending, no more */
    check_ok(mbio_consume(bio, len - 10, NULL));
    mbio_trim(bio);
    ck_assert_uint_eq(mbio_pending(bio), 10);
    ck_assert_uint_le(memory_live(), before + SMALL);
    free(buf);
    mbio_free(bio);
    ck_assert_uint_lt(memory_live(), before);
}
END_TEST

/* Room that nobody touches costs addresses, not memory (LIB-09.a). */
START_TEST(test_more_than_2_gib)
{
    size_t size = (size_t)INT_MAX + 1;
    void *room = malloc(2 * size);
    mbio *bio = new_bio();

    if (room == NULL) {
        fputs("# no room for 2 GiB on this machine\n", stderr);
        mbio_free(bio);
        return;
    }
    free(room);
    write_much(bio, 1);
    check_ok(mbio_reserve(bio, &room, INT_MAX, NULL));
    check_ok(mbio_commit(bio, INT_MAX, NULL));
    ck_assert_uint_eq(mbio_pending(bio), size);
    check_ok(mbio_consume(bio, INT_MAX, NULL));
    ck_assert_uint_eq(mbio_pending(bio), 1);
    mbio_free(bio);
}
END_TEST

START_TEST(test_memory_bounded)
{
    mbio *bio = new_bio();
    size_t before = memory_live(), backlog = 100000;

    /* A queue that is never empty does not grow with what went through. */
    write_much(bio, backlog);
    for (int i = 0; i < 3000; i++) {
        write_much(bio, 1000);
        check_ok(mbio_consume(bio, 1000, NULL));
    }
    ck_assert_uint_eq(mbio_pending(bio), backlog);
    ck_assert_uint_le(memory_live(), before + 4 * backlog);
    mbio_free(bio);
}
END_TEST

/* Makes a connection of which nothing is left but the object; it still works. */
static void use_orphan(void)
{
    struct pair p;
    mbio *in, *out;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    pair_wrap(&p, "localhost");
    in = p.c.in;
    out = p.c.out;
    mbio_ctx_free(p.c.ctx);
    mbio_free(in);
    mbio_free(out);
    p.c.ctx = NULL;
    p.c.in = p.c.out = NULL;
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    ck_assert_ptr_eq(mbio_ssl_get_outgoing(p.c.ssl), out);
    ck_assert_str_eq(record_types(out), "H");
    check_ok(mbio_write(in, "x", 1, NULL));
    ck_assert_uint_eq(mbio_pending(mbio_ssl_get_incoming(p.c.ssl)), 1);
    pair_free(&p);
}

/* OBJ-LIFE-01.a, OBJ-LIFE-01.b. */
START_TEST(test_kept_by_object)
{
    size_t before;

    use_orphan(); /* what OpenSSL loads once stays */
    before = memory_live();
    use_orphan();
    ck_assert_uint_eq(memory_live(), before);
}
END_TEST

/* A whole connection, freed in the order of the digits: context, BIOs, object of the
 * client, then of the server. */
static void free_in_order(const char *order)
{
    struct pair p;

    pair_open(&p, MBIO_TLSv1_3);
    for (; *order != '\0'; order++) {
        struct end *e = *order < '3' ? &p.c : &p.s;

        switch ((*order - '0') % 3) {
        case 0:
            mbio_ctx_free(e->ctx);
            e->ctx = NULL;
            break;
        case 1:
            mbio_free(e->in);
            mbio_free(e->out);
            e->in = e->out = NULL;
            break;
        default:
            mbio_ssl_free(e->ssl);
            e->ssl = NULL;
            break;
        }
        if (e->ssl != NULL) {
            check_ok(mbio_ssl_write(e->ssl, "still here", 10, NULL));
        }
    }
}

START_TEST(test_any_order_of_freeing)
{
    static const char *const orders[] = {"012345", "210543", "102435", "120453",
                                         "201534", "021354", "531420"};
    size_t before;

    free_in_order("012345");
    before = memory_live();
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        free_in_order(orders[i]);
        ck_assert_uint_eq(memory_live(), before);
    }
}
END_TEST

START_TEST(test_write_and_drain)
{
    struct pair p;
    size_t len = (size_t)3 << 20, before;
    char *data;

    pair_open(&p, tls_versions[_i]);
    data = calloc(1, len);
    ck_assert_ptr_nonnull(data);
    check_ok(mbio_ssl_write(p.s.ssl, data, 1, NULL));
    check_ok(mbio_consume(p.s.out, mbio_pending(p.s.out), NULL));
    before = memory_live();
    check_ok(mbio_ssl_write(p.s.ssl, data, len, NULL));
    ck_assert_uint_gt(mbio_pending(p.s.out), len);
    check_ok(mbio_consume(p.s.out, mbio_pending(p.s.out), NULL));
    ck_assert_uint_le(memory_live(), before + 65536 + SMALL);
    free(data);
    pair_free(&p);
}
END_TEST

START_TEST(test_failed_wrap_gives_back)
{
    struct pair p;
    mbio_ssl *ssl;
    size_t before;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    for (int i = 0; i < 2; i++) {
        before = memory_live();
        check_status(
            mbio_ctx_wrap_bio(p.c.ctx, &ssl, p.c.in, p.c.out, false, ".x", NULL, NULL),
            MBIO_VALUE);
        check_status(
            mbio_ctx_wrap_bio(p.c.ctx, &ssl, p.c.in, NULL, false, "x", NULL, NULL),
            MBIO_TYPE);
    }
    ck_assert_uint_eq(memory_live(), before);
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_memory_given_back, test_more_than_2_gib,      test_memory_bounded,
        test_kept_by_object,    test_any_order_of_freeing, test_failed_wrap_gives_back,
    };
    Suite *suite;
    TCase *versions = tcase_create("versions");

    watch_memory();
    suite = suite_of("memory", tests, sizeof tests / sizeof *tests);
    tcase_add_loop_test(versions, test_write_and_drain, 0, TLS_VERSIONS);
    suite_add_tcase(suite, versions);
    return run_suite(suite);
}
