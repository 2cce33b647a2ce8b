/* SPDX-License-Identifier: Apache-2.0
 *
 * shutdown.c: closing one way, and closing without losing the connection to data that
 * comes late (LIB-10). CPython's own way is unwrap, in ssl.c.
 *
 *     shutdown_write: close_notify goes out, reading goes on
 *     drain:          the same, and what still comes is thrown away up to the peer's
 */
#include "internal.h"

#include <openssl/crypto.h>

/* The most that close_notify takes in outgoing, in bytes: a record with one alert. */
#define CLOSE_NOTIFY_ROOM ((size_t)512)

/* Sends close_notify if that was not done; ends the call only when that fails. libssl
 * looks for the peer's in the second call of SSL_shutdown, not in the first. */
static mbio_status send_close(mbio_ssl *ssl, mbio_error *err)
{
    int ret;

    MUTANTS(SEND_CLOSE);
    if (ssl->latch != LATCH_NONE) {
        return mbio_ssl_leave_with(ssl, mbio_error_shutdown_in_init(err));
    }
    if ((SSL_get_shutdown(ssl->ssl) & SSL_SENT_SHUTDOWN) != 0) {
        return MBIO_OK;
    }
    if (!mbio_make_room(ssl->outgoing, CLOSE_NOTIFY_ROOM)) {
        return mbio_ssl_leave_with(ssl, mbio_error_no_memory(err));
    }
    ret = SSL_shutdown(ssl->ssl);
    MUTANTS(CLOSE_SENT);
    return ret < 0 ? mbio_ssl_leave(ssl, ret, err) : MBIO_OK;
}

static mbio_status close_writing(mbio_ssl *ssl, mbio_error *err)
{
    GUARD_SSL_AS(ssl, "mbio_ssl_shutdown_write");
    mbio_error unused;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    status = mbio_ssl_enter(ssl, err);
    if (status == MBIO_OK) {
        status = send_close(ssl, err);
    }
    return status == MBIO_OK ? mbio_ssl_leave_with(ssl, mbio_error_ok(err)) : status;
}

mbio_status mbio_ssl_shutdown_write(mbio_ssl *ssl, mbio_error *err)
{
    return mbio_ssl_outlive(ssl, close_writing(ssl, err));
}

/* Reads until libssl has no more; its last answer is in `ret`. Nobody is to see these
 * bytes: they are wiped here, and in libssl's buffer (LIB-12). */
static size_t discard(SSL *s, int *ret)
{
    unsigned char late[16384];
    size_t count = 0, n;

    MUTANTS(DISCARD);
    SSL_set_options(s, SSL_OP_CLEANSE_PLAINTEXT);
    while ((*ret = SSL_read_ex(s, late, sizeof late, &n)) == 1) {
        count += n;
        MUTANTS(DISCARDED);
    }
    if (count > 0) {
        OPENSSL_cleanse(late, sizeof late);
    }
    return count;
}

static mbio_status close_and_discard(mbio_ssl *ssl, size_t *discarded, mbio_error *err)
{
    GUARD_SSL_AS(ssl, "mbio_ssl_drain");
    mbio_error unused;
    mbio_status status;
    size_t count;
    int ret;

    err = mbio_error_begin(err, &unused);
    if (discarded != NULL) {
        *discarded = 0;
    }
    status = mbio_ssl_enter(ssl, err);
    if (status == MBIO_OK) {
        status = send_close(ssl, err);
    }
    if (status != MBIO_OK) {
        return status;
    }
    MUTANTS(DRAIN);
    count = discard(ssl->ssl, &ret);
    MUTANTS(DRAINED);
    if (discarded != NULL) {
        *discarded = count;
    }
    if (SSL_get_error(ssl->ssl, ret) == SSL_ERROR_ZERO_RETURN) {
        return mbio_ssl_leave_with(ssl, mbio_error_ok(err));
    }
    return mbio_ssl_leave(ssl, ret, err);
}

mbio_status mbio_ssl_drain(mbio_ssl *ssl, size_t *discarded, mbio_error *err)
{
    return mbio_ssl_outlive(ssl, close_and_discard(ssl, discarded, err));
}
