/* SPDX-License-Identifier: Apache-2.0
 *
 * test_ctx_alpn.c: the lists of application protocols, and what is agreed on.
 */
#include "support.h"

#include <string.h>

static void check_alpn_refused(mbio_ctx *ctx, const char *const *names, size_t count)
{
    mbio_error err;

    check_status(mbio_ctx_set_alpn_protocols(ctx, names, count, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, -1, NULL, NULL);
    ck_assert_str_eq(err.text, "ALPN protocols must be 1 to 255 in length");
}

START_TEST(test_alpn_limits)
{
    static const char *many[300];
    const char *names[] = {"h2", NULL};
    char longest[257];
    mbio_ctx *ctx = NULL;

    check_ok(mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS, NULL));
    memset(longest, 'a', 256);
    longest[256] = '\0';
    names[1] = longest;
    check_alpn_refused(ctx, names, 2); /* 256 bytes */
    longest[255] = '\0';
    check_ok(mbio_ctx_set_alpn_protocols(ctx, names, 2, NULL));
    names[1] = "";
    check_alpn_refused(ctx, names, 2);
    for (size_t i = 0; i < 300; i++) {
        many[i] = longest;
    }
    check_ok(mbio_ctx_set_alpn_protocols(ctx, many, 255, NULL)); /* 65280 bytes */
    check_alpn_refused(ctx, many, 300);                          /* over 65535 */
    check_ok(mbio_ctx_set_alpn_protocols(ctx, NULL, 0, NULL));
    check_status(mbio_ctx_set_alpn_protocols(ctx, NULL, 1, NULL), MBIO_MISUSE);
    check_status(mbio_ctx_set_alpn_protocols(NULL, NULL, 0, NULL), MBIO_MISUSE);
    mbio_ctx_free(ctx);
}
END_TEST

/* What is agreed on when the server and the client have these lists, two names each. */
static void check_alpn(const char *const *server, const char *const *client,
                       const char *want)
{
    const char *refused[] = {""}, *got;
    struct pair p;
    size_t len = 99;

    pair_prepare(&p, MBIO_TLSv1_3, "ed25519");
    check_ok(mbio_ctx_set_alpn_protocols(p.s.ctx, server, 2, NULL));
    check_ok(mbio_ctx_set_alpn_protocols(p.c.ctx, client, 2, NULL));
    check_alpn_refused(p.s.ctx, refused, 1); /* the old lists stay */
    check_alpn_refused(p.c.ctx, refused, 1);
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    for (int i = 0; i < 2; i++) {
        got = mbio_ssl_selected_alpn_protocol(i == 0 ? p.c.ssl : p.s.ssl, &len);
        ck_assert_uint_eq(len, want == NULL ? 0 : strlen(want));
        ck_assert_int_eq(got == NULL, want == NULL);
        ck_assert(want == NULL || memcmp(got, want, len) == 0);
    }
    pair_free(&p);
}

START_TEST(test_alpn_choice)
{
    static const char *const h2_h1[] = {"h2", "http/1.1"}, *const h1_h2[] = {"http/1.1",
                                                                             "h2"};
    static const char *const other[] = {"x", "y"};

    check_alpn(h2_h1, h1_h2, "h2"); /* the server's preference wins */
    check_alpn(h1_h2, h2_h1, "http/1.1");
    check_alpn(h1_h2, other, NULL); /* no overlap is no failure */
}
END_TEST

START_TEST(test_alpn_switched_off)
{
    const char *const names[] = {"h2"};
    struct pair p;
    size_t len = 99;

    pair_prepare(&p, MBIO_TLSv1_2, "ed25519");
    check_ok(mbio_ctx_set_alpn_protocols(p.s.ctx, names, 1, NULL));
    check_ok(mbio_ctx_set_alpn_protocols(p.c.ctx, names, 1, NULL));
    check_ok(mbio_ctx_set_alpn_protocols(p.s.ctx, NULL, 0, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    ck_assert_ptr_null(mbio_ssl_selected_alpn_protocol(p.c.ssl, &len));
    ck_assert_uint_eq(len, 0);
    pair_free(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {test_alpn_limits, test_alpn_choice,
                                  test_alpn_switched_off};

    return run_suite(suite_of("ctx_alpn", tests, sizeof tests / sizeof *tests));
}
