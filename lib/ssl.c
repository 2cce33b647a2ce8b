/* SPDX-License-Identifier: Apache-2.0
 *
 * ssl.c: mbio_ssl, what ssl.SSLObject is: how bytes go through it. ssl_wrap.c makes it.
 *
 *     incoming -> [ SSL ] -> read          do_handshake and unwrap move both BIOs
 *     outgoing <- [ SSL ] <- write
 *
 * Every I/O call has one shape: enter (refuse misuse, answer from the latch), one call of
 * libssl, from which callbacks may come, leave (error, latch), outlive (the object). The
 * latch remembers that a failure was reported, since OpenSSL versions differ in what they
 * remember themselves:
 *
 *     NONE  --premature end, local failure-->  EOF      answers EOF
 *     NONE  --the peer's fatal alert------->  ALERT    answers ZERO_RETURN, read EOF
 *
 * latch is set by latch_failure alone, on the way out, and never goes back. busy is true from
 * enter to leave and nowhere else; doomed only while it is.
 */
#include "internal.h"

#include <assert.h>
#include <openssl/crypto.h>

/* The most that a record adds to its data, in bytes: 5 of header, 16 of IV, 256 of padding, 48
 * of MAC. TLS 1.0 puts an empty record before: 5, 16 and 20 more. That is 366, rounded up. */
#define RECORD_OVERHEAD ((size_t)512)
#define RECORD_DATA_MAX ((size_t)16384)

mbio_status mbio_ssl_outlive(mbio_ssl *ssl, mbio_status status)
{
    if (ssl != NULL && ssl->doomed && !ssl->busy) {
        mbio_ssl_free(ssl);
    }
    return status;
}

mbio_status mbio_ssl_enter(mbio_ssl *ssl, mbio_error *err)
{
    if (ssl == NULL) {
        return mbio_error_misuse(err, "mbio_ssl: the object is NULL");
    }
    if (ssl->busy && !MUTANT_IS(REENTRY)) {
        return mbio_error_misuse(err, "mbio_ssl: called from inside its own callback");
    }
    ssl->busy = true;
    return MBIO_OK;
}

mbio_status mbio_ssl_leave_with(mbio_ssl *ssl, mbio_status status)
{
    ssl->busy = false;
    return status;
}

/* Ends a do_handshake, read or write after a failure was reported. */
static mbio_status leave_latched(mbio_ssl *ssl, bool reading, mbio_error *err)
{
    MUTANTS(SSL_LEAVE_LATCHED);
    if (ssl->latch == LATCH_ALERT && !reading) {
        return mbio_ssl_leave_with(ssl, mbio_error_io(err, ssl, SSL_ERROR_ZERO_RETURN));
    }
    ssl->eof_raised = !MUTANT_IS(FAILURE_NOT_SEEN);
    return mbio_ssl_leave_with(ssl, mbio_error_io(err, ssl, SSL_ERROR_SYSCALL));
}

/* Does OpenSSL hold a failure for final? A fatal error puts it "in init" again; refusals
 * such as PROTOCOL_IS_SHUTDOWN leave the connection as it was. Without memory libssl may
 * lose what it has read and wait for it for ever: that is final, too (LIB-07). */
static bool is_final(const mbio_ssl *ssl, const mbio_error *err)
{
    switch (err->status) {
    case MBIO_EOF:
    case MBIO_NO_MEMORY: return true;
    case MBIO_SSL:
    case MBIO_CERT_VERIFICATION:
    case MBIO_SYSCALL:
        return SSL_in_init(ssl->ssl) &&
               !mbio_error_has_reason(err, SSL_R_PROTOCOL_IS_SHUTDOWN) &&
               !mbio_error_has_reason(err, SSL_R_SHUTDOWN_WHILE_IN_INIT);
    default: return false;
    }
}

static void latch_failure(mbio_ssl *ssl, const mbio_error *err)
{
    ssl->eof_raised = ssl->eof_raised || err->status == MBIO_EOF;
    MUTANTS(SSL_LATCH);
    if (mbio_error_is_alert(err)) {
        ssl->latch = LATCH_ALERT;
    } else if (is_final(ssl, err)) {
        ssl->latch = LATCH_EOF;
    }
}

/* The one way out for a failure: the error is made, and what is final is remembered. `how` as
 * SSL_get_error has it. */
static mbio_status leave_failed(mbio_ssl *ssl, int how, mbio_error *err)
{
    mbio_status status = mbio_error_io(err, ssl, how);

    MUTANTS(SSL_LEAVE);
    latch_failure(ssl, err);
    return mbio_ssl_leave_with(ssl, status);
}

mbio_status mbio_ssl_leave(mbio_ssl *ssl, int ret, mbio_error *err)
{
    return ret > 0 ? mbio_ssl_leave_with(ssl, mbio_error_ok(err))
                   : leave_failed(ssl, SSL_get_error(ssl->ssl, ret), err);
}

static mbio_status shake(mbio_ssl *ssl, mbio_error *err)
{
    GUARD_SSL_AS(ssl, "mbio_ssl_do_handshake");
    mbio_error unused;
    mbio_status status;
    int ret;

    err = mbio_error_begin(err, &unused);
    MUTANTS(SSL_HANDSHAKE_ENTER);
    status = mbio_ssl_enter(ssl, err);
    if (status != MBIO_OK) {
        return status;
    }
    if (ssl->latch != LATCH_NONE) {
        return leave_latched(ssl, false, err);
    }
    MUTANTS(SSL_HANDSHAKE);
    ret = SSL_do_handshake(ssl->ssl);
    MUTANTS(SSL_HANDSHAKE_DONE);
    return mbio_ssl_leave(ssl, ret, err);
}

/* Has libssl wipe what it decrypted and nobody reads (LIB-12). This must be asked for while
 * the connection is well: from OpenSSL 3.2 on it crashes where memory ran out before. */
static void wipe_unread(const mbio_ssl *ssl, bool may_be_unread)
{
    if (may_be_unread && SSL_pending(ssl->ssl) > 0) {
        SSL_set_options(ssl->ssl, SSL_OP_CLEANSE_PLAINTEXT);
    }
}

mbio_status mbio_ssl_do_handshake(mbio_ssl *ssl, mbio_error *err)
{
    return mbio_ssl_outlive(ssl, shake(ssl, err));
}

static mbio_status receive(mbio_ssl *ssl, void *buf, size_t *n, size_t len,
                           mbio_error *err)
{
    GUARD_SSL_AS(ssl, "mbio_ssl_read");
    mbio_error unused;
    mbio_status status;
    int ret;

    err = mbio_error_begin(err, &unused);
    if (n != NULL) {
        *n = 0;
    }
    if (n == NULL || (buf == NULL && len > 0)) {
        return mbio_error_misuse(err, "mbio_ssl_read: an argument is NULL");
    }
    status = mbio_ssl_enter(ssl, err);
    if (status != MBIO_OK) {
        return status;
    }
    MUTANTS(SSL_READ_ENTER);
    if (len == 0 && !ssl->eof_raised) {
        return mbio_ssl_leave_with(ssl, mbio_error_ok(err));
    }
    if (ssl->latch != LATCH_NONE) {
        return leave_latched(ssl, true, err);
    }
    MUTANTS(SSL_READ);
    ret = SSL_read_ex(ssl->ssl, buf, len, n);
    wipe_unread(ssl, ret == 1 && *n == len);
    MUTANTS(SSL_READ_DONE);
    if (ret == 0 && SSL_get_error(ssl->ssl, ret) == SSL_ERROR_ZERO_RETURN &&
        SSL_get_shutdown(ssl->ssl) == SSL_RECEIVED_SHUTDOWN) {
        MUTANTS(SSL_READ_CLOSED);
        return mbio_ssl_leave_with(ssl, mbio_error_ok(err));
    }
    return mbio_ssl_leave(ssl, ret, err);
}

mbio_status mbio_ssl_read(mbio_ssl *ssl, void *buf, size_t *n, size_t len,
                          mbio_error *err)
{
    return mbio_ssl_outlive(ssl, receive(ssl, buf, n, len, err));
}

/* Makes room for all records of a write at once, so that it succeeds or fails as a whole
 * (OBJ-WRITE-06, LIB-09). */
static bool make_room(mbio_ssl *ssl, size_t len)
{
    size_t records = len / RECORD_DATA_MAX + 1;

    if (len > SIZE_MAX / 2) {
        return false;
    }
    if (len == 0 || SSL_in_init(ssl->ssl) || MUTANT_IS(WRITE_ROOM_AS_IT_COMES)) {
        return true;
    }
    return mbio_make_room(ssl->outgoing, len + records * RECORD_OVERHEAD);
}

static mbio_status send(mbio_ssl *ssl, const void *data, size_t len, mbio_error *err)
{
    GUARD_SSL_AS(ssl, "mbio_ssl_write");
    static const char nothing[1];
    mbio_error unused;
    mbio_status status;
    size_t written = 0;
    int ret;

    err = mbio_error_begin(err, &unused);
    if (data == NULL && len > 0) {
        return mbio_error_misuse(err, "mbio_ssl_write: data is NULL");
    }
    status = mbio_ssl_enter(ssl, err);
    if (status != MBIO_OK) {
        return status;
    }
    if (ssl->latch != LATCH_NONE) {
        return leave_latched(ssl, false, err);
    }
    if (!make_room(ssl, len)) {
        return mbio_ssl_leave_with(ssl, mbio_error_no_memory(err));
    }
    MUTANTS(SSL_WRITE);
    ret = SSL_write_ex(ssl->ssl, len == 0 ? nothing : data, len, &written);
    assert(ret <= 0 || written == len);
    MUTANTS(SSL_WRITE_DONE);
    return mbio_ssl_leave(ssl, ret, err);
}

mbio_status mbio_ssl_write(mbio_ssl *ssl, const void *data, size_t len, mbio_error *err)
{
    return mbio_ssl_outlive(ssl, send(ssl, data, len, err));
}

/* CPython's loop: a first 0 says that ours is sent and theirs not seen; the second call
 * looks for it (OBJ-UNWRAP-06). Data that it comes upon are lost, and wiped (LIB-12). */
static int shut_down(SSL *s)
{
    int ret;

    if ((SSL_get_shutdown(s) & SSL_SENT_SHUTDOWN) != 0) {
        SSL_set_options(s, SSL_OP_CLEANSE_PLAINTEXT);
    }
    ret = SSL_shutdown(s);
    if (ret == 0 && !MUTANT_IS(UNWRAP_ONE_WAY)) {
        SSL_set_options(s, SSL_OP_CLEANSE_PLAINTEXT);
        SSL_set_read_ahead(s, 0);
        ret = SSL_shutdown(s);
    }
    return ret;
}

static mbio_status close_both(mbio_ssl *ssl, mbio_error *err)
{
    GUARD_SSL_AS(ssl, "mbio_ssl_unwrap");
    mbio_error unused;
    mbio_status status;
    int ret;

    err = mbio_error_begin(err, &unused);
    status = mbio_ssl_enter(ssl, err);
    if (status != MBIO_OK) {
        return status;
    }
    if (ssl->latch != LATCH_NONE) {
        MUTANTS(SSL_UNWRAP_LATCHED);
        return mbio_ssl_leave_with(ssl, mbio_error_shutdown_in_init(err));
    }
    MUTANTS(SSL_UNWRAP);
    ret = shut_down(ssl->ssl);
    MUTANTS(SSL_UNWRAP_DONE);
    if (ret >= 0 && mbio_error_queue_has_alert() && !MUTANT_IS(UNWRAP_SWALLOWS_ALERT)) {
        /* libssl takes a fatal alert for the peer's close and only queues it (LIB-02). */
        return leave_failed(ssl, SSL_ERROR_SSL, err);
    }
    return ret == 0 ? mbio_ssl_leave_with(ssl, mbio_error_ok(err))
                    : mbio_ssl_leave(ssl, ret, err);
}

mbio_status mbio_ssl_unwrap(mbio_ssl *ssl, mbio_error *err)
{
    return mbio_ssl_outlive(ssl, close_both(ssl, err));
}
