/* SPDX-License-Identifier: Apache-2.0
 *
 * everything.c: see everything.h.
 */
#include "everything.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "everything_say.h"
#include "support.h"

void add_line(struct log *log, const char *format, ...)
{
    va_list args;

    ck_assert_uint_lt(log->count, EVERYTHING_MAX);
    va_start(args, format);
    vsnprintf(log->line[log->count++], sizeof log->line[0], format, args);
    va_end(args);
}

/* A call of a BIO leaves OpenSSL's queue alone unless it fails (LIB-01.c). */
static bool is_of_bio(const char *call)
{
    static const char *const calls[] = {"mbio_write",   "mbio_write_eof", "mbio_read",
                                        "mbio_reserve", "mbio_commit",    "mbio_consume"};

    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (strcmp(call, calls[i]) == 0) {
            return true;
        }
    }
    return false;
}

void said(struct log *log, const char *call, mbio_status status)
{
    const mbio_error *err = &log->err;

    log->after(log->kind, call, status == MBIO_OK && is_of_bio(call));
    if (status == MBIO_OK) {
        add_line(log, "%.40s: OK", call);
    } else {
        add_line(log, "%.40s: %s %d %u %.60s", call, mbio_status_name(status),
                 err->number, err->entries_count, err->text);
    }
}

void told(struct log *log, const char *call, long long value)
{
    log->after(log->kind, call, true);
    add_line(log, "%.40s = %lld", call, value);
}

static void use_bio(struct log *log, mbio **bio)
{
    char buf[8];
    void *room;
    size_t n;

    DO(mbio_new, bio);
    DO(mbio_write, *bio, "abc", 3);
    DO(mbio_reserve, *bio, &room, 4);
    DO(mbio_commit, *bio, 5);
    DO(mbio_commit, *bio, 0);
    DO(mbio_read, *bio, buf, &n, 2);
    TELL(mbio_pending, *bio);
    TELL(mbio_eof, *bio);
    TELL_IF(mbio_peek, *bio, &n);
    DO(mbio_consume, *bio, 1);
    DO(mbio_consume, *bio, 1);
    MAKE(mbio_trim, *bio);
}

static void shake(struct log *log, struct pair *p)
{
    for (int i = 0; i < 2; i++) {
        DO(mbio_ssl_do_handshake, p->c.ssl);
        carry(p->c.out, p->s.in);
        DO(mbio_ssl_do_handshake, p->s.ssl);
        carry(p->s.out, p->c.in);
    }
}

static void use_session(struct log *log, struct pair *p)
{
    mbio_session *session;
    size_t n;

    DO(mbio_ssl_get_session, p->c.ssl, &session);
    DO(mbio_ssl_set_session, p->c.ssl, session);
    DO(mbio_ssl_set_session, p->s.ssl, session);
    TELL(mbio_session_equal, session, session);
    TELL_IF(mbio_session_get_id, session, &n);
    TELL(mbio_session_get_timeout, session);
    TELL(mbio_session_get_has_ticket, session);
    TELL(mbio_session_get_ticket_lifetime_hint, session);
    TELL(mbio_ssl_session_reused, p->c.ssl);
    MAKE(mbio_session_get_time, session);
    MAKE(mbio_session_free, session);
}

static void use_certificate(struct log *log, struct pair *p)
{
    mbio_peercert *cert;
    const mbio_der *chain;
    const void *der;
    size_t n;

    DO(mbio_ssl_getpeercert_der, p->c.ssl, &der, &n);
    DO(mbio_ssl_getpeercert_der, p->s.ssl, &der, &n);
    DO(mbio_certificate_decode, &cert, "junk", 4);
    DO(mbio_ssl_get_verified_chain, p->c.ssl, &chain, &n);
    DO(mbio_ssl_get_unverified_chain, p->s.ssl, &chain, &n);
    DO(mbio_ssl_getpeercert, p->c.ssl, &cert);
    TELL(mbio_peercert_is_empty, cert);
    TELL(mbio_peercert_version, cert);
    TELL_IF(mbio_peercert_serial_number, cert);
    TELL_IF(mbio_peercert_not_before, cert);
    TELL_IF(mbio_peercert_not_after, cert);
    TELL_IF(mbio_peercert_subject, cert, &n);
    TELL_IF(mbio_peercert_issuer, cert, &n);
    TELL_IF(mbio_peercert_subject_alt_name, cert, &n);
    TELL_IF(mbio_peercert_ocsp, cert, &n);
    TELL_IF(mbio_peercert_ca_issuers, cert, &n);
    TELL_IF(mbio_peercert_crl_distribution_points, cert, &n);
    add_line(log, "%s %s %s", mbio_peercert_serial_number(cert),
             mbio_peercert_not_before(cert), mbio_peercert_not_after(cert));
    MAKE(mbio_peercert_free, cert);
}

static void ask(struct log *log, struct pair *p)
{
    const char *name, *protocol;
    const mbio_cipher *shared;
    const void *binding;
    char key[8];
    int bits;
    size_t n;

    DO(mbio_ssl_get_channel_binding, p->c.ssl, &binding, &n, "tls-exporter");
    DO(mbio_ssl_get_channel_binding, p->c.ssl, &binding, &n, "no-such-type");
    DO(mbio_ssl_export_keying_material, p->s.ssl, key, sizeof key, "label", NULL, 0);
    DO(mbio_ssl_shared_ciphers, p->s.ssl, &shared, &n);
    DO(mbio_ssl_group, p->c.ssl, &name);
    DO(mbio_ssl_client_sigalg, p->c.ssl, &name);
    DO(mbio_ssl_server_sigalg, p->c.ssl, &name);
    TELL_IF(mbio_ssl_get_context, p->c.ssl);
    DO(mbio_ssl_set_context, p->c.ssl, NULL);
    DO(mbio_ssl_set_context, p->s.ssl, p->s.ctx);
    TELL_IF(mbio_ssl_get_incoming, p->c.ssl);
    TELL_IF(mbio_ssl_get_outgoing, p->c.ssl);
    TELL(mbio_ssl_get_server_side, p->s.ssl);
    TELL_IF(mbio_ssl_get_server_hostname, p->c.ssl);
    TELL_IF(mbio_ssl_version, p->c.ssl);
    TELL(mbio_ssl_cipher, p->c.ssl, &name, &protocol, &bits);
    add_line(log, "%s %s %d", name, protocol, bits);
    TELL_IF(mbio_ssl_selected_alpn_protocol, p->c.ssl, &n);
    TELL_IF(mbio_ssl_compression, p->c.ssl);
}

static void talk(struct log *log, struct pair *p)
{
    char buf[8];
    size_t n;

    DO(mbio_ssl_read, p->c.ssl, buf, &n, 8);
    DO(mbio_ssl_verify_client_post_handshake, p->c.ssl);
    DO(mbio_ssl_verify_client_post_handshake, p->s.ssl);
    DO(mbio_ssl_write, p->s.ssl, "", 0);
    carry(p->s.out, p->c.in);
    DO(mbio_ssl_read, p->c.ssl, buf, &n, 8);
    carry(p->c.out, p->s.in);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 8);
    DO(mbio_ssl_key_update, p->c.ssl, true);
    DO(mbio_ssl_write, p->c.ssl, "hello", 5);
    carry(p->c.out, p->s.in);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 0);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 2);
    TELL(mbio_ssl_pending, p->s.ssl);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 8);
    DO(mbio_ssl_read, p->s.ssl, buf, &n, 8);
}

static void close_all(struct log *log, struct pair *p)
{
    char buf[8];
    size_t n;

    DO(mbio_ssl_write, p->c.ssl, "late", 4);
    DO(mbio_ssl_unwrap, p->c.ssl);
    DO(mbio_ssl_key_update, p->c.ssl, false);
    carry(p->c.out, p->s.in);
    DO(mbio_ssl_shutdown_write, p->s.ssl);
    DO(mbio_ssl_drain, p->s.ssl, &n);
    carry(p->s.out, p->c.in);
    DO(mbio_ssl_unwrap, p->c.ssl);
    DO(mbio_ssl_read, p->c.ssl, buf, &n, 8);
    DO(mbio_ssl_write, p->c.ssl, "x", 1);
    DO(mbio_write_eof, p->s.in);
    DO(mbio_write, p->s.in, "x", 1);
}

/* The error itself, of the call before. */
static void read_error(struct log *log)
{
    const mbio_error *err = &log->err;

    TELL_IF(mbio_error_library, err);
    TELL_IF(mbio_error_reason, err);
    TELL_IF(mbio_error_first_library, err);
    TELL_IF(mbio_error_first_reason, err);
    TELL(mbio_error_entry_library, 0x0a000139UL);
    TELL(mbio_error_entry_reason, 0x0a000139UL);
    TELL_IF(mbio_status_name, err->status);
    TELL_IF(mbio_version, );
    TELL_IF(mbio_openssl_version, );
}

static void free_end(struct log *log, struct end *e)
{
    MAKE(mbio_ssl_free, e->ssl);
    MAKE(mbio_ctx_free, e->ctx);
    MAKE(mbio_free, e->in);
    MAKE(mbio_free, e->out);
}

void everything(struct log *log)
{
    struct pair p = {{NULL, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL}};

    log->count = 0;
    use_bio(log, &p.c.in);
    use_bio(log, &p.c.out);
    use_bio(log, &p.s.in);
    use_bio(log, &p.s.out);
    use_context(log, MBIO_PROTOCOL_TLS_CLIENT, &p.c.ctx);
    use_context(log, MBIO_PROTOCOL_TLS_SERVER, &p.s.ctx);
    use_contexts(log);
    DO(mbio_ctx_wrap_bio, p.s.ctx, &p.s.ssl, p.s.in, p.s.out, true, NULL, NULL);
    DO(mbio_ctx_wrap_bio, p.c.ctx, &p.c.ssl, p.c.in, p.c.out, false, ".x", NULL);
    DO(mbio_ctx_wrap_bio, p.c.ctx, &p.c.ssl, p.c.in, p.c.out, false, "localhost", NULL);
    shake(log, &p);
    talk(log, &p);
    use_session(log, &p);
    use_certificate(log, &p);
    ask(log, &p);
    close_all(log, &p);
    read_error(log);
    free_end(log, &p.c);
    free_end(log, &p.s);
}

void same_lines(const struct log *a, const struct log *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        ck_assert_str_eq(a->line[i], b->line[i]);
    }
}
