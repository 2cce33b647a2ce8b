/* SPDX-License-Identifier: Apache-2.0
 *
 * test_psk.c: pre-shared keys, where cases cannot look: what fits, and what does not.
 */
#include "support.h"

#include <string.h>

struct gift {
    size_t identity_len, key_len;
    bool given, unterminated;
    unsigned calls;
};

static bool give_psk(mbio_ssl *ssl, char *identity, size_t room, void *key,
                     size_t *key_len, const char *hint, void *arg)
{
    struct gift *gift = arg;

    (void)hint;
    ck_assert_ptr_nonnull(ssl);
    ck_assert_uint_eq(room, 256);
    ck_assert_uint_eq(*key_len, 512);
    gift->calls++;
    memset(identity, 'i', gift->identity_len);
    if (!gift->unterminated) {
        identity[gift->identity_len] = '\0';
    }
    memset(key, 7, gift->key_len <= *key_len ? gift->key_len : *key_len);
    *key_len = gift->key_len;
    return gift->given;
}

static bool take_psk(mbio_ssl *ssl, void *key, size_t *key_len, const char *identity,
                     void *arg)
{
    const struct gift *gift = arg;

    ck_assert_ptr_nonnull(ssl);
    ck_assert_uint_eq(strlen(identity), gift->identity_len);
    memset(key, 7, gift->key_len);
    *key_len = gift->key_len;
    return true;
}

static void wrap_psk(struct pair *p, struct gift *gift)
{
    pair_prepare(p, MBIO_TLSv1_2, "ed25519");
    check_ok(mbio_ctx_set_ciphers(p->c.ctx, "PSK-AES128-GCM-SHA256", NULL));
    check_ok(mbio_ctx_set_ciphers(p->s.ctx, "PSK-AES128-GCM-SHA256", NULL));
    check_ok(mbio_ctx_set_psk_client_callback(p->c.ctx, give_psk, gift, NULL));
    check_ok(mbio_ctx_set_psk_server_callback(p->s.ctx, NULL, take_psk, gift, NULL));
    pair_wrap(p, "localhost");
}

START_TEST(test_psk_fits)
{
    struct gift gifts[] = {
        {1, 1, true, false, 0}, {255, 512, true, false, 0}, {5, 256, true, false, 0}};

    for (size_t i = 0; i < sizeof gifts / sizeof *gifts; i++) {
        struct pair p;

        wrap_psk(&p, &gifts[i]);
        pair_shake(&p);
        ck_assert_uint_eq(gifts[i].calls, 1);
        pair_free(&p);
    }
}
END_TEST

START_TEST(test_psk_refused)
{
    struct gift gifts[] = {{3, 0, true, false, 0},
                           {3, 513, true, false, 0},
                           {3, SIZE_MAX, true, false, 0},
                           {3, 16, false, false, 0},
                           {256, 16, true, true, 0}};

    for (size_t i = 0; i < sizeof gifts / sizeof *gifts; i++) {
        struct pair p;
        mbio_error err;

        wrap_psk(&p, &gifts[i]);
        check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
        carry(p.c.out, p.s.in);
        check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_WANT_READ);
        carry(p.s.out, p.c.in);
        check_status(mbio_ssl_do_handshake(p.c.ssl, &err), MBIO_SSL);
        check_error(&err, MBIO_SSL, 1, "SSL", "PSK_IDENTITY_NOT_FOUND");
        ck_assert_uint_eq(gifts[i].calls, 1);
        pair_free(&p);
    }
}
END_TEST

int main(void)
{
    const TTest *const plain[] = {test_psk_fits, test_psk_refused};
    Suite *suite;

    watch_memory();
    suite = suite_of("psk", plain, sizeof plain / sizeof *plain);
    return run_suite(suite);
}
