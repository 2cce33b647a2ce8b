/* SPDX-License-Identifier: Apache-2.0
 *
 * internal.h: what the files of lib/ know of each other.
 *
 *     membio.h -> ctx*.c, ssl*.c, session.c, shutdown.c -> bio_method.c -> bio.c
 *                        \-> error.c -> reason.c
 *     peercert.c -> peercert_part.c
 *     sni.c, psk.c, keylog.c, message.c -> callback.c
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

/* What a context calls back; each with its `arg`. */
struct mbio_callbacks {
    mbio_sni_callback sni;
    void *sni_arg;
    mbio_psk_client_callback psk_client;
    void *psk_client_arg;
    mbio_psk_server_callback psk_server;
    void *psk_server_arg;
    mbio_keylog_callback keylog;
    void *keylog_arg;
    mbio_msg_callback msg;
    void *msg_arg;
};

/* A list of names that is lent, and the text that they stand in, if it is ours. */
struct mbio_names {
    const char **list;
    char *text;
};

struct mbio_ctx {
    SSL_CTX *ssl_ctx;
    OSSL_LIB_CTX *libctx; /* where certificates and keys are made; NULL: the default */
    char *propq;
    BIO_METHOD *method;
    atomic_uint refs;
    mbio_protocol protocol;
    bool check_hostname;
    bool post_handshake_auth;
    uint8_t *alpn; /* protocols in wire form, the server's order of preference */
    unsigned alpn_len;
    bool alpn_attached; /* our callback is in the SSL_CTX */
    bool borrowed;      /* the SSL_CTX is somebody's who may use it after us */
    struct mbio_cipher_info *ciphers; /* lent by mbio_ctx_get_ciphers */
    struct mbio_names groups;         /* lent by mbio_ctx_get_groups */
    struct mbio_names sigalgs;        /* lent by mbio_ctx_get_sigalgs */
    struct mbio_der *ca_certs;        /* lent by mbio_ctx_get_ca_certs */
    struct mbio_callbacks callbacks;
    char *keylog_filename;
    int keylog_fd; /* open while there is a filename */
};

void mbio_ctx_ref(mbio_ctx *ctx);
/* Takes our ALPN callback out of an SSL_CTX that outlives `ctx`. */
void mbio_ctx_detach_alpn(mbio_ctx *ctx);
/* ctx_group.c */
void mbio_names_free(struct mbio_names *names);

/* file.c: a file as a whole; the text may be a secret and is wiped when it is freed. */
struct mbio_file {
    uint8_t *data;
    size_t len;
};
mbio_status mbio_file_read(struct mbio_file *file, const char *path, mbio_error *err);
void mbio_file_free(struct mbio_file *file);

/* chain.c: lends certificates in DER, to live in `held` until the next time. */
mbio_status mbio_chain_encode(struct mbio_der **held, const struct mbio_der **chain,
                              size_t *count, X509 *leaf, const STACK_OF(X509) * rest,
                              mbio_error *err);

/* x509.c: gives a certificate, made in the library context of `ctx`; NULL with the queue
 * filled. */
X509 *mbio_x509_read_pem(const mbio_ctx *ctx, BIO *pem, bool trusted,
                         pem_password_cb *password, void *arg);
X509 *mbio_x509_read_der(const mbio_ctx *ctx, BIO *der);
/* mbio_der_is_endless: what comes next has no length, so when it breaks off libcrypto says
 * nothing, as it does without memory. */
bool mbio_der_is_endless(BIO *der);

/* idna.c: gives a name in ASCII. */
mbio_status mbio_idna_encode(char **ascii, const char *name, mbio_error *err);

/* What an object remembers of a failure that was reported (OBJ-HS-05, OBJ-HS-06). */
enum latch { LATCH_NONE, LATCH_EOF, LATCH_ALERT };

struct mbio_ssl {
    SSL *ssl;
    mbio_ctx *ctx;  /* the current one */
    mbio_ctx *made; /* the one it was made of: libssl may still call back with it */
    mbio *incoming, *outgoing;
    char *server_hostname;
    uint8_t *peer_der;                /* lent by mbio_ssl_getpeercert_der */
    uint8_t binding[EVP_MAX_MD_SIZE]; /* lent by mbio_ssl_get_channel_binding */
    struct mbio_cipher *shared;       /* lent by mbio_ssl_shared_ciphers */
    struct mbio_der *chain;           /* lent by mbio_ssl_get_*_chain */
    enum latch latch;
    bool eof_raised; /* MBIO_EOF was returned once: reading 0 bytes says so, too */
    bool server_side;
    bool busy;   /* inside do_handshake, read, write or unwrap (LIB-03) */
    bool in_sni; /* inside the SNI callback of that call */
    bool doomed; /* to be freed when that call ends */
    bool
        no_identity; /* a PSK had none: libssl takes that for lack of memory, in TLS 1.3 */
    GUARD_FIELD
};

/* ssl.c: the shape of every I/O call. */

/* Begins it: MBIO_OK to go on, else the status to return. */
mbio_status mbio_ssl_enter(mbio_ssl *ssl, mbio_error *err);
/* Ends it without asking libssl. */
mbio_status mbio_ssl_leave_with(mbio_ssl *ssl, mbio_status status);
/* Ends it when libssl answered with `ret`. */
mbio_status mbio_ssl_leave(mbio_ssl *ssl, int ret, mbio_error *err);
/* The last of a call that calls back: an object that was freed from inside it goes now. */
mbio_status mbio_ssl_outlive(mbio_ssl *ssl, mbio_status status);

/* post_handshake.c: what a new object takes over of its context. */
void mbio_post_handshake_apply(const mbio_ssl *ssl);

/* ssl_info.c: true while the handshake is complete and no failure was reported. */
bool mbio_ssl_is_established(const mbio_ssl *ssl);

/* callback.c: every call of the program's code from inside libssl stands between these. */
struct mbio_error_queue {
    unsigned count;
    unsigned long entries[MBIO_ERROR_ENTRIES_MAX];
};
/* Whether a context may be told to call back: else ends the call. */
mbio_status mbio_callback_check(const mbio_ctx *ctx, mbio_error *err);
mbio_ssl *mbio_callback_begin(const SSL *s, struct mbio_error_queue *queue);
void mbio_callback_end(const struct mbio_error_queue *queue);

/* message.c: what SSL_set_msg_callback is told for the object's context. */
void mbio_msg_apply(mbio_ssl *ssl);

/* keylog.c */
void mbio_keylog_close(mbio_ctx *ctx);

/* session.c: has `ssl` begin with a session; ends the call. */
mbio_status mbio_session_apply(mbio_ssl *ssl, const mbio_session *session,
                               mbio_error *err);

/* error.c: the only file that touches OpenSSL's error queue. */

/* Starts a call: empties the queue and returns `err`, or `unused` when it is NULL. */
mbio_error *mbio_error_begin(mbio_error *err, mbio_error *unused);
/* Ends a call that went well. */
mbio_status mbio_error_ok(mbio_error *err);
/* Ends a call with an error of our own; `number` -1 where CPython has no errno. `err` may be
 * NULL here. */
mbio_status mbio_error_set(mbio_error *err, mbio_status status, int number,
                           const char *text);
mbio_status mbio_error_format(mbio_error *err, mbio_status status, int number,
                              const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 4, 5)))
#endif
    ;
mbio_status mbio_error_misuse(mbio_error *err, const char *text);
mbio_status mbio_error_no_memory(mbio_error *err);
mbio_status mbio_error_os(mbio_error *err, int number, const char *path);
/* Ends a call outside of I/O with what OpenSSL queued: number is the reason (ERR-03). */
mbio_status mbio_error_queue(mbio_error *err);
/* The same where OpenSSL fails without a word for other reasons than memory, and each of
 * our own allocations says so by mbio_error_push_no_memory: "unknown error". */
mbio_status mbio_error_queue_or_unknown(mbio_error *err);
/* The same where libssl says "internal error" of its own allocation and of nothing else. */
mbio_status mbio_error_queue_internal(mbio_error *err);
/* Ends a call with words of our own for what OpenSSL refused, if memory did not run out. */
mbio_status mbio_error_refused(mbio_error *err, int number, const char *text);
/* The same with "PEM lib" put on top, as OpenSSL's file loaders do. */
mbio_status mbio_error_pem(mbio_error *err);
/* What unwrap says of an object that failed (OBJ-UNWRAP-01). */
mbio_status mbio_error_shutdown_in_init(mbio_error *err);
/* What libssl says of an object that failed when it is not in I/O, and after close_notify
 * of what would still have to be sent. */
mbio_status mbio_error_still_in_init(mbio_error *err);
mbio_status mbio_error_is_shutdown(mbio_error *err);
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
/* Around code of the program: the queue is emptied into `queue`, later put back. */
void mbio_error_stash(struct mbio_error_queue *queue);
void mbio_error_unstash(const struct mbio_error_queue *queue);
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
