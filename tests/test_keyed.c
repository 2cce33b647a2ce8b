/* SPDX-License-Identifier: Apache-2.0
 *
 * test_keyed.c: the man in the middle who has the keys. What he does to real connections is
 * in conformance/cases/keyed.
 */
#include <string.h>

#include "play.h"
#include "scenario/keyed_parts.h"
#include "scenario/world_rand.h"

static struct keyed_crypto *crypto;

/* With the keys, and the same randomness every time. */
static void play_keyed(struct play *p, const char *text)
{
    play_begin(p, text);
    for (int i = 0; i < ENDPOINTS; i++) {
        engine_membio_repeat(p->engine[i], world_rand_swap);
        engine_membio_hear(p->engine[i], true);
    }
    p->stage.crypto = crypto;
    play(p);
    ck_assert_msg(p->trace.end == TRACE_COMPLETE, "%s", p->trace.why);
}

/* ----------------------------------------------------------------------------- relay */

static void carried(const struct trace *t, enum endpoint sender, struct wire *all)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->list[i].op->id == OP_MOVE && t->list[i].who != sender) {
            wire_append(all, t->list[i].carried, t->list[i].carried_len);
        }
    }
}

/* He opens and seals everything, and it is the same, byte for byte. Tickets are not, from one
 * second to the next. */
static void check_relay(const char *setup)
{
    static const char script[] =
        "c do_handshake\nmove c>s\ns do_handshake\nmove s>c\n"
        "c do_handshake\nmove s>c\nc do_handshake\nmove c>s\n"
        "s do_handshake\nmove s>c\nc do_handshake\nmove s>c\n"
        "c do_handshake\nmove c>s\ns do_handshake\nmove s>c\n"
        "c read 100\nc write 68656c6c6f\nmove c>s\ns read 100\n"
        "s key_update request=1\ns write 776f726c64\nmove s>c\nc read 100\n"
        "c write 61\nmove c>s\ns read 100\nc unwrap\nmove c>s\ns read 100\ns unwrap\n"
        "move s>c\nc unwrap\n";
    struct play plain, keyed;

    memset(&plain, 0, sizeof plain);
    for (int who = 0; who < ENDPOINTS; who++) {
        struct wire was = {NULL, 0, 0}, is = {NULL, 0, 0};
        struct arena a = {NULL};

        play_keyed(&plain, arena_printf(&a, "%s%s", setup, script));
        play_keyed(&keyed, arena_printf(&a, "%s%skeyed.seen c>s\n", setup, script));
        carried(&plain.trace, (enum endpoint)who, &was);
        carried(&keyed.trace, (enum endpoint)who, &is);
        ck_assert_uint_gt(was.len, 200);
        ck_assert_uint_eq(was.len, is.len);
        ck_assert_mem_eq(was.data, is.data, was.len);
        ck_assert_int_eq(plain.trace.keyed[who], KEYED_NOTHING);
        ck_assert_int_eq(keyed.trace.keyed[who], KEYED_IN_ORDER);
        ck_assert_int_eq(keyed.trace.list[keyed.trace.count - 2].answer.status,
                         STATUS_OK);
        play_end(&plain);
        play_end(&keyed);
        wire_free(&was);
        wire_free(&is);
        arena_free(&a);
    }
}

START_TEST(what_is_not_edited_is_the_same)
{
    check_relay("setup tls1.3 tickets=0\n");
    check_relay("setup tls1.3 tickets=0 cert=p256 alpn=h2\n");
    check_relay("setup tls1.3 tickets=0 cert=rsa2048\n");
    check_relay("setup tls1.3 tickets=0 client_cert=p256 client_ca=p256 "
                "client_verify=CERT_REQUIRED\n");
}
END_TEST

static const char suite_setup[] = "s context server\nc context client\n"
                                  "s context.load_cert_chain ed25519\n"
                                  "s context.num_tickets 0\n"
                                  "c context.load_verify_locations ca-ed25519\n"
                                  "%s\n"
                                  "s wrap_bio 1\nc wrap_bio server_hostname=localhost\n";

START_TEST(so_it_is_with_every_suite_and_a_retry)
{
    static const char *const lines[] = {
        "s context.set_ciphersuites TLS_AES_128_GCM_SHA256",
        "s context.set_ciphersuites TLS_AES_256_GCM_SHA384",
        "s context.set_ciphersuites TLS_CHACHA20_POLY1305_SHA256",
        "s context.set_ecdh_curve prime256v1",
    };

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct arena a = {NULL};

        check_relay(arena_printf(&a, suite_setup, lines[i]));
        arena_free(&a);
    }
}
END_TEST

/* Of TLS 1.2 he lets pass what is encrypted. */
START_TEST(what_is_older_passes)
{
    struct play p;

    play_keyed(&p, "pair tls1.2\nc write 61\nmove c>s\ns read 10\nkeyed.seen s>c\n");
    ck_assert_str_eq((const char *)p.trace.list[p.trace.count - 2].answer.value.data,
                     "a");
    ck_assert_int_eq(p.trace.keyed[CLIENT], KEYED_NOTHING);
    play_end(&p);
}
END_TEST

/* ----------------------------------------------------------------------------- edits */

/* Every byte of the random: the handshake completes, and data goes both ways. */
START_TEST(a_client_hello_with_another_random_completes)
{
    for (int at = 6; at < 6 + (int)RANDOM_LEN; at++) {
        struct arena a = {NULL};
        struct play p;

        play_keyed(&p, arena_printf(&a,
                                    "setup tls1.3\n"
                                    "keyed c>s ClientHello flip %d 80\n"
                                    "pump\nc write 61\nmove c>s\ns read 10\n",
                                    at));
        ck_assert_uint_eq(p.trace.list[p.trace.count - 1].answer.value.len, 1);
        ck_assert_int_eq(p.trace.keyed[CLIENT], KEYED_IN_ORDER);
        ck_assert_int_eq(p.trace.keyed[SERVER], KEYED_IN_ORDER);
        play_end(&p);
        arena_free(&a);
    }
}
END_TEST

static void check_verdict(const char *edit, enum keyed_verdict client)
{
    struct arena a = {NULL};
    struct play p;

    play_keyed(&p, arena_printf(&a, "setup tls1.3\n%s\npump\n", edit));
    ck_assert_int_eq(p.trace.keyed[CLIENT], client);
    play_end(&p);
    arena_free(&a);
}

START_TEST(he_knows_what_is_forged)
{
    check_verdict("keyed s>c Finished flip -1 01", KEYED_FORGED);
    check_verdict("keyed s>c Finished drop", KEYED_FORGED);
    check_verdict("keyed s>c CertificateVerify flip -1 01", KEYED_FORGED);
    check_verdict("keyed s>c CertificateVerify drop", KEYED_FORGED);
    check_verdict("keyed c>s ClientHello flip 6 01\nkeyed s>c CertificateVerify keep",
                  KEYED_FORGED);
    check_verdict("keyed s>c CertificateVerify keep", KEYED_IN_ORDER);
    check_verdict("keyed s>c Finished dup", KEYED_IN_ORDER);
}
END_TEST

/* One edit of a message, in hex. */
static void check_edit(const char *message, const char *kind, int64_t at, const char *hex,
                       const char *want)
{
    struct arena a = {NULL};
    struct editing e = {.a = &a, .p = {.type = TYPE_HANDSHAKE}};
    struct slice bytes = {NULL, 0};
    uint8_t *data;
    edit_fn *fn;

    ck_assert(
        parse_hex(&a, (struct slice){message, strlen(message)}, &data, &e.p.data.len));
    e.p.data.p = (const char *)data;
    ck_assert(parse_hex(&a, (struct slice){hex, strlen(hex)}, &data, &bytes.len));
    bytes.p = (const char *)data;
    ck_assert(edit_find((struct slice){kind, strlen(kind)}, &fn));
    ck_assert_msg(fn(&e, at, bytes) == (want != NULL), "%s %s", message, kind);
    ck_assert_str_eq(format_hex(&a, e.p.data.p, e.p.data.len),
                     want == NULL ? message : want);
    arena_free(&a);
}

#define EMPTY "080000020000"
#define ALPN  "0800000b0009001000050003026832"

START_TEST(lengths_are_made_right)
{
    check_edit(ALPN, "insert", 4, "ff", "0800000cff0009001000050003026832");
    check_edit(ALPN, "delete", -2, "02",
               "080000090009001000050003"
               "02");
    check_edit(ALPN, "cut", 6, "-", "080000020009");
    check_edit(ALPN, "body", 0, "00", "0800000100");
    check_edit(ALPN, "set", 3, "ff", "080000ff0009001000050003026832");
    check_edit(ALPN, "flip", -1, "01", "0800000b0009001000050003026833");
}
END_TEST

START_TEST(extensions_are_found)
{
    check_edit(EMPTY, "extension", 16, "aabb",
               "0800000800060010"
               "0002aabb");
    check_edit(ALPN, "extension", 16, "-", "08000006000400100000");
    check_edit(ALPN, "remove-extension", 16, "-", EMPTY);
    check_edit(ALPN, "repeat-extension", 16, "-",
               "08000014001200100005000302683200100005000302"
               "6832");
    /* Certificate: one entry of one byte without extensions. */
    check_edit("0b00000a00000006000001300000", "extension", 5, "01",
               "0b00000f0000000b0000013000050005000101");
}
END_TEST

START_TEST(what_does_not_fit_is_no_edit)
{
    check_edit(EMPTY, "flip", 6, "01", NULL);
    check_edit(EMPTY, "set", -7, "01", NULL);
    check_edit(EMPTY, "delete", 5, "02", NULL);
    check_edit(EMPTY, "delete", 0, "0000000001", NULL);
    check_edit(EMPTY, "insert", 7, "01", NULL);
    check_edit(EMPTY, "remove-extension", 16, "-", NULL);
    check_edit(EMPTY, "extension", 65536, "-", NULL);
    check_edit(EMPTY, "split", 7, "-", NULL);
    check_edit("140000", "extension", 0, "-", NULL);
    check_edit("080000020005", "extension", 0, "-", NULL);
}
END_TEST

START_TEST(a_stage_without_him_says_so)
{
    struct play p;

    play_begin(&p, "keyed s>c Finished drop\n");
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_SENSELESS);
    ck_assert_str_eq(p.trace.why, "nobody here has keys");
    play_end(&p);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_is_not_edited_is_the_same, so_it_is_with_every_suite_and_a_retry,
        what_is_older_passes,           a_client_hello_with_another_random_completes,
        he_knows_what_is_forged,        lengths_are_made_right,
        extensions_are_found,           what_does_not_fit_is_no_edit,
        a_stage_without_him_says_so,
    };
    int status;

    if (!world_rand_install()) {
        return 99;
    }
    crypto = keyed_crypto_new(world_dir(), world_rand_swap);
    status = run_suite(suite_of("keyed", tests, sizeof tests / sizeof *tests));
    keyed_crypto_free(crypto);
    return status;
}
