/* SPDX-License-Identifier: Apache-2.0
 *
 * test_message.c: what the message callback is lent.
 */
#include "support.h"

#include <openssl/ssl.h>

struct counts {
    unsigned headers, handshakes, data;
    mbio_ssl *ssl;
};

static void count(mbio_ssl *ssl, const mbio_message *m, void *arg)
{
    struct counts *counts = arg;
    const unsigned char *bytes = m->data;

    ck_assert(counts->ssl == NULL || counts->ssl == ssl);
    counts->ssl = ssl;
    ck_assert_uint_gt(m->len, 0);
    if (m->content_type == SSL3_RT_HEADER) {
        ck_assert_uint_eq(m->len, 5);
        ck_assert_int_eq(m->msg_type, bytes[0]);
        ck_assert_int_eq(m->version, bytes[1] << 8 | bytes[2]);
        counts->headers++;
    } else if (m->content_type == SSL3_RT_HANDSHAKE) {
        ck_assert_int_eq(m->msg_type, bytes[0]);
        counts->handshakes++;
    }
    counts->data += m->content_type == SSL3_RT_APPLICATION_DATA;
}

START_TEST(test_messages)
{
    struct counts c = {0, 0, 0, NULL}, s = c;
    struct pair p;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_msg_callback(p.c.ctx, count, &c, NULL));
    check_ok(mbio_ctx_set_msg_callback(p.s.ctx, count, &s, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    send_text(&p.s, &p.c, "hello");
    check_read(&p.c, "hello");
    ck_assert_ptr_eq(c.ssl, p.c.ssl);
    ck_assert_ptr_eq(s.ssl, p.s.ssl);
    ck_assert_uint_ge(c.handshakes, 5);
    ck_assert_uint_eq(c.handshakes, s.handshakes);
    ck_assert_uint_eq(c.headers, s.headers);
    ck_assert_uint_eq(c.data + s.data, 0);
    pair_free(&p);
}
END_TEST

int main(void)
{
    Suite *suite;
    TCase *versions = tcase_create("versions");

    watch_memory();
    suite = suite_of("message", NULL, 0);
    tcase_add_loop_test(versions, test_messages, 0, TLS_VERSIONS);
    suite_add_tcase(suite, versions);
    return run_suite(suite);
}
