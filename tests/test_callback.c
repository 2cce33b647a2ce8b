/* SPDX-License-Identifier: Apache-2.0
 *
 * test_callback.c: callbacks, where cases cannot look: every alert number, who keeps which
 * context alive, what does not fit, files, what is lent.
 */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <openssl/ssl.h>

/* ----------------------------------------------------------------------------- SNI */

static int give_number(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    (void)ctx;
    ck_assert_ptr_nonnull(ssl);
    ck_assert_str_eq(name, "localhost");
    return *(int *)arg;
}

/* What is sent for a number: as OpenSSL maps the alerts of TLS 1.3 that 1.2 has not. */
static int sent_for(int number, mbio_tls_version version)
{
    static const int alerts[] = {0,  10,  20,  21,  22,  30,  40,  42,  43, 44, 45,
                                 46, 47,  48,  49,  50,  51,  60,  70,  71, 80, 86,
                                 90, 100, 110, 111, 112, 113, 114, 115, 120};

    if (number == 109 || number == 116) {
        return version == MBIO_TLSv1_3 ? number : 40;
    }
    for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++) {
        if (number == alerts[i]) {
            return number;
        }
    }
    return 80;
}

static void check_sent(struct pair *p, int sent)
{
    unsigned char alert[] = {21, 3, 3, 0, 2, 2, (unsigned char)sent};
    mbio_error err;

    pair_wrap(p, "localhost");
    check_status(mbio_ssl_do_handshake(p->c.ssl, NULL), MBIO_WANT_READ);
    carry(p->c.out, p->s.in);
    check_status(mbio_ssl_do_handshake(p->s.ssl, &err), MBIO_SSL);
    check_error(&err, MBIO_SSL, 1, "SSL", "CALLBACK_FAILED");
    check_bytes(p->s.out, alert, sizeof alert);
    mbio_ssl_free(p->c.ssl);
    mbio_ssl_free(p->s.ssl);
    p->c.ssl = p->s.ssl = NULL;
}

START_TEST(test_sni_numbers)
{
    struct pair p;
    int number;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, give_number, &number, NULL));
    for (number = -3; number < 300; number++) {
        if (number != MBIO_SNI_OK) {
            check_sent(&p, sent_for(number, tls_versions[_i]));
        }
    }
    pair_free(&p);
}
END_TEST

static int let_go(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    (void)ssl;
    (void)name;
    (void)ctx;
    ++*(int *)arg;
    return MBIO_SNI_OK;
}

/* Of two callbacks the second counts, with its own argument. */
START_TEST(test_sni_replaced)
{
    struct pair p;
    int number = 112, calls = 0;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, give_number, &number, NULL));
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, let_go, &calls, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    ck_assert_int_eq(calls, 1);
    pair_free(&p);
}
END_TEST

/* The object's getters inside, those that no op of the suite asks. */
static int look(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    struct pair *p = arg;
    mbio_session *session;
    mbio_error err;

    (void)name;
    ck_assert_ptr_eq(ssl, p->s.ssl);
    ck_assert_ptr_eq(ctx, p->s.ctx);
    ck_assert_ptr_eq(mbio_ssl_get_context(ssl), ctx);
    check_ok(mbio_ssl_get_session(ssl, &session, &err));
    ck_assert_ptr_nonnull(session); /* it cannot be resumed (CB-SNI-03.h) */
    ck_assert(!mbio_session_get_has_ticket(session));
    mbio_session_free(session);
    ck_assert(!mbio_ssl_session_reused(ssl));
    check_status(mbio_ssl_set_context(ssl, NULL, &err), MBIO_TYPE);
    check_error(&err, MBIO_TYPE, -1, NULL, NULL);
    return MBIO_SNI_OK;
}

START_TEST(test_sni_look)
{
    struct pair p;

    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, look, &p, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
}
END_TEST

/* Switches to a context that the program gives up at once. */
static int give_up(mbio_ssl *ssl, const char *name, mbio_ctx *ctx, void *arg)
{
    mbio_ctx **other = arg;

    (void)name;
    ck_assert_ptr_ne(*other, NULL);
    check_ok(mbio_ssl_set_context(ssl, *other, NULL));
    mbio_ctx_free(*other);
    *other = NULL;
    ck_assert_ptr_ne(mbio_ssl_get_context(ssl), ctx);
    return MBIO_SNI_OK;
}

START_TEST(test_contexts_kept)
{
    struct pair p, q;
    mbio_ctx *other;

    pair_prepare(&q, tls_versions[_i], "ed25519");
    other = q.s.ctx;
    q.s.ctx = NULL;
    pair_prepare(&p, tls_versions[_i], "rsa2048");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, give_up, &other, NULL));
    pair_wrap(&p, "localhost");
    mbio_ctx_free(p.s.ctx);
    mbio_ctx_free(p.c.ctx);
    p.s.ctx = p.c.ctx = NULL;
    pair_shake(&p);
    send_text(&p.c, &p.s, "hello");
    check_read(&p.s, "hello");
    pair_free(&p);
    pair_free(&q);
}
END_TEST

/* Given another context before the hello comes: the SNI callback of the first is still
 * asked, with a context that nobody else holds. */
START_TEST(test_first_context_kept)
{
    struct pair p, q;
    int number = MBIO_SNI_OK;

    pair_prepare(&q, tls_versions[_i], "ed25519");
    pair_prepare(&p, tls_versions[_i], "rsa2048");
    check_ok(mbio_ctx_set_sni_callback(p.s.ctx, give_number, &number, NULL));
    pair_wrap(&p, "localhost");
    check_ok(mbio_ssl_set_context(p.s.ssl, q.s.ctx, NULL));
    mbio_ctx_free(p.s.ctx);
    p.s.ctx = NULL;
    number = 112;
    check_status(mbio_ssl_do_handshake(p.c.ssl, NULL), MBIO_WANT_READ);
    carry(p.c.out, p.s.in);
    check_status(mbio_ssl_do_handshake(p.s.ssl, NULL), MBIO_SSL);
    pair_free(&p);
    pair_free(&q);
}
END_TEST

/* ----------------------------------------------------------------------------- PSK */

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

/* ------------------------------------------------------------------------- key log */

struct lines {
    char text[4096];
};

static void note_line(mbio_ssl *ssl, const char *line, void *arg)
{
    struct lines *lines = arg;

    ck_assert_ptr_nonnull(ssl);
    ck_assert_uint_lt(strlen(lines->text) + strlen(line) + 2, sizeof lines->text);
    strcat(lines->text, line);
    strcat(lines->text, "\n");
}

static char *slurp(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *whole = calloc(1, 8192);

    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(whole);
    ck_assert_uint_lt(fread(whole, 1, 8191, file), 8191);
    fclose(file);
    return whole;
}

/* The file and the callback get the same lines; a new file is for its owner alone. */
START_TEST(test_keylog)
{
    static const char header[] =
        "# TLS secrets log file, generated by OpenSSL / Python\n";
    char dir[] = "/tmp/keylog.XXXXXX", path[64];
    struct lines lines = {""};
    struct stat st;
    struct pair p;
    char *whole;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/log", dir);
    pair_prepare(&p, tls_versions[_i], "ed25519");
    check_ok(mbio_ctx_set_keylog_filename(p.s.ctx, path, NULL));
    ck_assert_str_eq(mbio_ctx_get_keylog_filename(p.s.ctx), path);
    check_ok(mbio_ctx_set_keylog_callback(p.s.ctx, note_line, &lines, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    whole = slurp(path);
    ck_assert_int_eq(strncmp(whole, header, strlen(header)), 0);
    ck_assert_str_eq(whole + strlen(header), lines.text);
    ck_assert_str_ne(lines.text, "");
    free(whole);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    check_ok(mbio_ctx_set_keylog_callback(p.s.ctx, NULL, NULL, NULL));
    check_status(mbio_ctx_set_keylog_filename(p.s.ctx, dir, NULL), MBIO_OS);
    ck_assert_ptr_null(mbio_ctx_get_keylog_filename(p.s.ctx));
    pair_free(&p);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

/* What was there stays, without a second header. */
START_TEST(test_keylog_appends)
{
    char path[] = "/tmp/keylog.XXXXXX";
    int fd = mkstemp(path);
    struct pair p;
    char *whole;

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, "old\n", 4), 4);
    close(fd);
    pair_prepare(&p, MBIO_TLSv1_2, "ed25519");
    check_ok(mbio_ctx_set_keylog_filename(p.c.ctx, path, NULL));
    pair_wrap(&p, "localhost");
    pair_shake(&p);
    pair_free(&p);
    whole = slurp(path);
    ck_assert_int_eq(strncmp(whole, "old\nCLIENT_RANDOM ", 18), 0);
    free(whole);
    ck_assert_int_eq(unlink(path), 0);
}
END_TEST

/* ------------------------------------------------------------------------ messages */

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
    const TTest *const plain[] = {test_psk_fits, test_psk_refused, test_keylog_appends};
    const TTest *const looped[] = {
        test_sni_numbers,        test_sni_replaced, test_sni_look, test_contexts_kept,
        test_first_context_kept, test_keylog,       test_messages};
    Suite *suite;
    TCase *versions = tcase_create("versions");

    watch_memory();
    suite = suite_of("callback", plain, sizeof plain / sizeof *plain);
    for (size_t i = 0; i < sizeof looped / sizeof *looped; i++) {
        tcase_add_loop_test(versions, looped[i], 0, TLS_VERSIONS);
    }
    suite_add_tcase(suite, versions);
    return run_suite(suite);
}
