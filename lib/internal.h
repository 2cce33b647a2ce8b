/* SPDX-License-Identifier: Apache-2.0
 *
 * internal.h: what the files of lib/ know of each other.
 *
 *     membio.h -> ctx*.c, ssl*.c, session.c -> bio_method.c -> bio.c
 *                        \-> error.c -> reason.c
 *     peercert.c -> peercert_part.c
 */
#ifndef MEMBIO_INTERNAL_H
#define MEMBIO_INTERNAL_H

#include "membio.h"

#include <limits.h>
#include <stdatomic.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include "compat.h"
#include "guard.h"
#include "mutant.h"

/* A count of bytes that CPython takes as a C int (BIO-READ-03, BIO-WRITE-05). */
#define MBIO_LEN_MAX ((size_t)INT_MAX)

/* bio.c: see the picture there. */
struct mbio {
    uint8_t *base;
    size_t cap;      /* bytes allocated at base */
    size_t start;    /* first pending byte */
    size_t len;      /* pending bytes */
    size_t reserved; /* room lent by mbio_reserve */
    unsigned refs;
    bool eof_written;
    GUARD_FIELD
};

void mbio_ref(mbio *bio);
/* The TLS side of the queue, which has no limit, may write after write_eof (BIO-EOF-04)
 * and leaves the error queue alone. */
size_t mbio_take(mbio *bio, void *buf, size_t len);
bool mbio_append(mbio *bio, const void *data, size_t len);
bool mbio_make_room(mbio *bio, size_t len);

/* bio_method.c */
BIO_METHOD *mbio_method_new(void);
BIO *mbio_method_wrap(const BIO_METHOD *method, mbio *bio);

struct mbio_ctx {
    SSL_CTX *ssl_ctx;
    BIO_METHOD *method;
    atomic_uint refs;
    mbio_protocol protocol;
    bool check_hostname;
    uint8_t *alpn; /* protocols in wire form, the server's order of preference */
    unsigned alpn_len;
    struct mbio_cipher_info *ciphers; /* lent by mbio_ctx_get_ciphers */
};

void mbio_ctx_ref(mbio_ctx *ctx);

/* What an object remembers of a failure that was reported (OBJ-HS-05, OBJ-HS-06). */
enum latch { LATCH_NONE, LATCH_EOF, LATCH_ALERT };

struct mbio_ssl {
    SSL *ssl;
    mbio_ctx *ctx;
    mbio *incoming, *outgoing;
    char *server_hostname;
    uint8_t *peer_der;                /* lent by mbio_ssl_getpeercert_der */
    uint8_t binding[EVP_MAX_MD_SIZE]; /* lent by mbio_ssl_get_channel_binding */
    struct mbio_cipher *shared;       /* lent by mbio_ssl_shared_ciphers */
    struct mbio_der *chain;           /* lent by mbio_ssl_get_*_chain */
    enum latch latch;
    bool eof_raised; /* MBIO_EOF was returned once: reading 0 bytes says so, too */
    bool server_side;
    bool busy; /* inside do_handshake, read, write or unwrap (LIB-03) */
    GUARD_FIELD
};

/* ssl_info.c: true while the handshake is complete and no failure was reported. */
bool mbio_ssl_is_established(const mbio_ssl *ssl);

/* session.c: has `ssl` begin with a session; ends the call. */
mbio_status mbio_session_apply(mbio_ssl *ssl, const mbio_session *session,
                               mbio_error *err);

/* error.c: the only file that touches OpenSSL's error queue. */

/* Starts a call: empties the queue and returns `err`, or `unused` when it is NULL. */
mbio_error *mbio_error_begin(mbio_error *err, mbio_error *unused);
/* Ends a call that went well. */
mbio_status mbio_error_ok(mbio_error *err);
/* Ends a call with an error of our own; `number` -1 where CPython has no errno. */
mbio_status mbio_error_set(mbio_error *err, mbio_status status, int number,
                           const char *text);
mbio_status mbio_error_misuse(mbio_error *err, const char *text);
mbio_status mbio_error_no_memory(mbio_error *err);
mbio_status mbio_error_os(mbio_error *err, int number, const char *path);
/* Ends a call outside of I/O with what OpenSSL queued: number is the reason (ERR-03). */
mbio_status mbio_error_queue(mbio_error *err);
/* The same with "PEM lib" put on top, as OpenSSL's file loaders do. */
mbio_status mbio_error_pem(mbio_error *err);
/* What unwrap says of an object that failed (OBJ-UNWRAP-01). */
mbio_status mbio_error_shutdown_in_init(mbio_error *err);
/* Ends an I/O call by SSL_get_error's answer and the queue (ERR-02, ERR-04). */
mbio_status mbio_error_io(mbio_error *err, const mbio_ssl *ssl, int ssl_error);
/* The queue in the middle of a call. */
void mbio_error_clear(void);
void mbio_error_push_no_memory(void);
/* True when memory ran out; the queue is taken into `err` then and otherwise. */
bool mbio_error_queue_no_memory(mbio_error *err);
/* Around what takes no error and may still queue some: the queue is as it was (LIB-01). */
void mbio_error_mark(void);
void mbio_error_drop(void);
bool mbio_error_queue_at_pem_end(void); /* the last PEM block was simply the last */
bool mbio_error_queue_has_alert(void);
/* True when an error is the peer's fatal alert. */
bool mbio_error_is_alert(const mbio_error *err);
bool mbio_error_has_reason(const mbio_error *err, int reason);

/* reason.c: CPython's names for OpenSSL's numbers; NULL when there is none. */
const char *mbio_library_name(int lib);
const char *mbio_reason_name(int lib, int reason);

/* hostname.c */
int mbio_hostname_verify(X509_STORE_CTX *verification, void *arg);
mbio_status mbio_hostname_apply(mbio_ssl *ssl, const char *name, mbio_error *err);

#endif
