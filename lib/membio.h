/* SPDX-License-Identifier: Apache-2.0
 *
 * membio.h: TLS as a pure function of bytes.
 *
 * libmembio is the memory-BIO contract of CPython's ssl module (ssl.MemoryBIO,
 * SSLContext.wrap_bio, ssl.SSLObject) in C over OpenSSL. Bytes go into an incoming
 * mbio, bytes come out of an outgoing mbio, nothing blocks, and every call says
 * want-read, end of file or error exactly.
 *
 *     mbio *in, *out;             ssl.MemoryBIO
 *     mbio_ctx *ctx;              ssl.SSLContext
 *     mbio_ssl *ssl;              ssl.SSLObject, made only by mbio_ctx_wrap_bio
 *
 * Rules that hold for every function:
 *
 * - Parameters stand in this order: self, what comes out, what goes in, error.
 * - A return says how it went (mbio_status); a parameter says how much.
 * - `err` may be NULL. Otherwise the caller owns it and the call fills it, without
 *   allocating. After MBIO_OK only err->status is meaningful.
 * - When a call does not return MBIO_OK its out parameters are set to zero or NULL.
 * - new gives (the caller frees), set and load copy, get lends until the next call on
 *   the same object, free forgives NULL.
 * - A NULL where an object is needed, or a call that is wrong by its nature, is
 *   MBIO_MISUSE: an error of the program. Nothing changes then.
 * - A call that takes an error empties OpenSSL's error queue of the calling thread before
 *   and after (LIB-01); the others leave it alone.
 * - No result depends on errno, the locale, or global state of this library; it has none.
 * - Over fork() an object may be used on in the parent or in the child, not in both: they
 *   would send the same records twice. A context serves both; OpenSSL gives the child
 *   randomness of its own. fork() while another thread is inside a call is not supported.
 *
 * Identifiers such as BIO-READ-02 name clauses of the contract; see
 * conformance/clauses.tsv.
 */
#ifndef MEMBIO_H
#define MEMBIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is declared here is what the library exports; the rest is compiled hidden. */
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define MBIO_VERSION_MAJOR 0
#define MBIO_VERSION_MINOR 1
#define MBIO_VERSION_PATCH 0

/* mbio_version returns the version of the library in use, as "0.1.0". Static storage. */
const char *mbio_version(void);

/* mbio_openssl_version returns the version text of the OpenSSL in use. Static storage. */
const char *mbio_openssl_version(void);

/* ------------------------------------------------------------------------ */
/* Status and error                                                         */
/* ------------------------------------------------------------------------ */

/* mbio_status says how a call went. The values are part of the ABI. */
typedef enum mbio_status {
    MBIO_OK = 0,
    MBIO_WANT_READ = 1,         /* SSLWantReadError: feed the incoming BIO */
    MBIO_WANT_WRITE = 2,        /* SSLWantWriteError: cannot happen (OBJ-WRITE-07) */
    MBIO_ZERO_RETURN = 3,       /* SSLZeroReturnError, or read's b'' for close_notify */
    MBIO_EOF = 4,               /* SSLEOFError: the stream ended without close_notify */
    MBIO_SYSCALL = 5,           /* SSLSyscallError: not reachable with memory BIOs */
    MBIO_CERT_VERIFICATION = 6, /* SSLCertVerificationError */
    MBIO_SSL = 7,               /* SSLError: see library and reason */
    MBIO_VALUE = 8,             /* ValueError */
    MBIO_TYPE = 9,              /* TypeError */
    MBIO_OVERFLOW = 10,         /* OverflowError */
    MBIO_NO_MEMORY = 11,        /* MemoryError (LIB-07) */
    MBIO_OS = 12,               /* OSError: a file; number is the errno of the call */
    MBIO_MISUSE = 13            /* the program broke a rule of this header */
} mbio_status;

/* mbio_status_name returns the name of a status without its prefix ("WANT_READ"), or
 * "UNKNOWN". Static storage. */
const char *mbio_status_name(mbio_status status);

/* Limits, in bytes with the final NUL, and in entries. */
#define MBIO_ERROR_TEXT_MAX    512
#define MBIO_ERROR_VERIFY_MAX  320
#define MBIO_ERROR_ENTRIES_MAX 16

/* mbio_error is what an exception is in Python: an error is a value of the call that
 * failed, and nothing else remembers it. It holds no pointers and needs no cleanup. */
typedef struct mbio_error {
    mbio_status status;
    /* CPython's errno: 1 SSL, 2 want read, 3 want write, 5 syscall, 6 zero return, 8 EOF
     * from I/O calls (ERR-02); OpenSSL's reason number from others (ERR-03); the errno of
     * the system for MBIO_OS; -1 where CPython's exception has none. */
    int number;
    /* OpenSSL's queue at the failure, packed codes, oldest first; entries_lost counts
     * those that did not fit. Both are 0 when OpenSSL said nothing. */
    unsigned entries_count, entries_lost;
    unsigned long entries[MBIO_ERROR_ENTRIES_MAX];
    /* X509_V_ERR_* number and text, with MBIO_CERT_VERIFICATION only (ERR-04); else 0,
     * "". */
    long verify_code;
    char verify_message[MBIO_ERROR_VERIFY_MAX];
    /* One line for people, as CPython's str(exception) without the source line. */
    char text[MBIO_ERROR_TEXT_MAX];
} mbio_error;

/* mbio_error_library, mbio_error_reason return the names CPython gives as `library` and
 * `reason`: those of the last queue entry (ERR-05). NULL where CPython has None: no
 * entry, or no name for it. Static storage. */
const char *mbio_error_library(const mbio_error *err);
const char *mbio_error_reason(const mbio_error *err);

/* mbio_error_first_library, mbio_error_first_reason return the same of the first entry: the
 * cause, where newer OpenSSLs put a more general entry on top (LIB-06). */
const char *mbio_error_first_library(const mbio_error *err);
const char *mbio_error_first_reason(const mbio_error *err);

/* mbio_error_entry_library, mbio_error_entry_reason split a packed code into numbers
 * (ERR_LIB_*, *_R_*). */
int mbio_error_entry_library(unsigned long entry);
int mbio_error_entry_reason(unsigned long entry);

/* ------------------------------------------------------------------------ */
/* mbio: ssl.MemoryBIO                                                      */
/*                                                                          */
/* Threads: an mbio_ssl and its two mbio are one unit that one thread uses  */
/* at a time (LIB-04). An mbio of its own is a unit of its own.             */
/* ------------------------------------------------------------------------ */

typedef struct mbio mbio;

/* mbio_new makes an empty BIO. Errors: NO_MEMORY. (BIO-NEW-03) */
mbio_status mbio_new(mbio **bio, mbio_error *err);

/* mbio_free gives up the caller's reference; an mbio_ssl that uses the BIO keeps it. */
void mbio_free(mbio *bio);

/* mbio_read moves up to `len` bytes, oldest first, to `buf` and sets `n` to their number.
 * An empty BIO gives 0 and MBIO_OK, whatever mbio_eof says. To take everything ask for
 * mbio_pending bytes. Errors: OVERFLOW when len > 2^31-1, nothing is consumed.
 * (BIO-READ-01, -02, -03, -05) */
mbio_status mbio_read(mbio *bio, void *buf, size_t *n, size_t len, mbio_error *err);

/* mbio_write appends all `len` bytes of `data`, or nothing. Errors: OVERFLOW when
 * len > 2^31-1; SSL "cannot write() after write_eof()" with number -1 and no entries,
 * also for 0 bytes; NO_MEMORY. (BIO-WRITE-01, -05, -06, BIO-EOF-03, LIB-09) */
mbio_status mbio_write(mbio *bio, const void *data, size_t len, mbio_error *err);

/* mbio_write_eof marks the end of the stream, for good; calling it again changes nothing.
 * (BIO-EOF-02) */
mbio_status mbio_write_eof(mbio *bio, mbio_error *err);

/* mbio_pending returns the number of bytes in the BIO; 0 for NULL. */
size_t mbio_pending(const mbio *bio);

/* mbio_eof returns true when mbio_write_eof was called and no byte is left; false for
 * NULL. It is computed, not latched. (BIO-EOF-01) */
bool mbio_eof(const mbio *bio);

/* mbio_peek lends all pending bytes in one piece and sets `n` to their number; valid
 * until the next call on the BIO or on an mbio_ssl that uses it. NULL and 0 when empty.
 * mbio_consume drops the oldest `len` bytes; MISUSE when fewer are pending. (LIB-10) */
const void *mbio_peek(const mbio *bio, size_t *n);
mbio_status mbio_consume(mbio *bio, size_t len, mbio_error *err);

/* mbio_reserve lends room for `len` more bytes after those pending; mbio_commit appends
 * the first `len` bytes of that room. The room is valid until the next other call on the
 * BIO or on an mbio_ssl that uses it. Errors: as mbio_write; MISUSE when more is committed than was reserved. (LIB-10)
 */
mbio_status mbio_reserve(mbio *bio, void **room, size_t len, mbio_error *err);
mbio_status mbio_commit(mbio *bio, size_t len, mbio_error *err);

/* mbio_trim gives back memory that holds no pending byte. A BIO does so by itself when it
 * is drained and holds more than 64 KiB. (LIB-09) */
void mbio_trim(mbio *bio);

/* ------------------------------------------------------------------------ */
/* mbio_ctx: ssl.SSLContext                                                 */
/*                                                                          */
/* Threads: configure in one thread; afterwards connections of one context  */
/* may run in any number of threads, each connection in one (LIB-04).       */
/* ------------------------------------------------------------------------ */

typedef struct mbio_ctx mbio_ctx;
typedef struct mbio_ssl mbio_ssl;

typedef enum mbio_protocol {
    MBIO_PROTOCOL_TLS = 2,         /* both sides */
    MBIO_PROTOCOL_TLS_CLIENT = 16, /* verify_mode REQUIRED and check_hostname on */
    MBIO_PROTOCOL_TLS_SERVER = 17  /* verify_mode NONE */
} mbio_protocol;

typedef enum mbio_tls_version {
    MBIO_TLS_MINIMUM_SUPPORTED = -2,
    MBIO_TLS_MAXIMUM_SUPPORTED = -1,
    MBIO_TLSv1 = 0x301,
    MBIO_TLSv1_1 = 0x302,
    MBIO_TLSv1_2 = 0x303,
    MBIO_TLSv1_3 = 0x304
} mbio_tls_version;

typedef enum mbio_verify_mode {
    MBIO_CERT_NONE = 0,
    MBIO_CERT_OPTIONAL = 1,
    MBIO_CERT_REQUIRED = 2
} mbio_verify_mode;

/* mbio_ctx_new makes a context with CPython's defaults (contract section 3). Errors:
 * VALUE for another protocol number; NO_MEMORY; SSL when OpenSSL cannot. */
mbio_status mbio_ctx_new(mbio_ctx **ctx, mbio_protocol protocol, mbio_error *err);

/* mbio_ctx_free gives up the caller's reference; every mbio_ssl keeps its context. */
void mbio_ctx_free(mbio_ctx *ctx);

/* mbio_ctx_set_minimum_version, _maximum_version limit the versions, for objects wrapped
 * later. Errors: VALUE for a number that is not of mbio_tls_version. A minimum above the
 * maximum is accepted and fails in the handshake. (CTX-MINMAX) */
mbio_status mbio_ctx_set_minimum_version(mbio_ctx *ctx, mbio_tls_version v,
                                         mbio_error *err);
mbio_status mbio_ctx_set_maximum_version(mbio_ctx *ctx, mbio_tls_version v,
                                         mbio_error *err);
mbio_tls_version mbio_ctx_get_minimum_version(const mbio_ctx *ctx);
mbio_tls_version mbio_ctx_get_maximum_version(const mbio_ctx *ctx);

/* mbio_ctx_set_verify_mode: errors: VALUE for another number, and for NONE while
 * check_hostname is on. */
mbio_status mbio_ctx_set_verify_mode(mbio_ctx *ctx, mbio_verify_mode mode,
                                     mbio_error *err);
mbio_verify_mode mbio_ctx_get_verify_mode(const mbio_ctx *ctx);

/* mbio_ctx_set_check_hostname: switching it on makes verify_mode NONE REQUIRED. */
mbio_status mbio_ctx_set_check_hostname(mbio_ctx *ctx, bool on, mbio_error *err);
bool mbio_ctx_get_check_hostname(const mbio_ctx *ctx);

/* mbio_ctx_set_ciphers sets the suites up to TLS 1.2 from an OpenSSL cipher string; it
 * acts on objects that exist already, too (CTX-WRAP-19). Errors: SSL "No cipher can be
 * selected." with number -1. */
mbio_status mbio_ctx_set_ciphers(mbio_ctx *ctx, const char *ciphers, mbio_error *err);

/* mbio_ctx_set_alpn_protocols sets `count` protocol names of 1 to 255 bytes each, most
 * preferred first; 0 switches ALPN off. Errors: SSL "ALPN protocols must be 1 to 255 in
 * length" with number -1; NO_MEMORY. The old list stays then. */
mbio_status mbio_ctx_set_alpn_protocols(mbio_ctx *ctx, const char *const *protocols,
                                        size_t count, mbio_error *err);

/* mbio_ctx_set_num_tickets sets how many TLS 1.3 tickets a server sends after a
 * handshake. Errors: VALUE on a client context. */
mbio_status mbio_ctx_set_num_tickets(mbio_ctx *ctx, size_t count, mbio_error *err);
size_t mbio_ctx_get_num_tickets(const mbio_ctx *ctx);

/* mbio_ctx_set_options replaces the OpenSSL option bits (SSL_OP_*), mbio_ctx_get_options
 * returns them. */
mbio_status mbio_ctx_set_options(mbio_ctx *ctx, uint64_t options, mbio_error *err);
uint64_t mbio_ctx_get_options(const mbio_ctx *ctx);

/* mbio_ctx_load_cert_chain loads a PEM chain, leaf first, and its private key, from
 * files; a NULL keyfile means certfile. `password` opens an encrypted key; NULL for none.
 * mbio_ctx_load_cert_chain_mem takes the PEM text itself. Errors: OS when a file cannot
 * be read; VALUE for a password over 1024 bytes; SSL with number (9 | ERR_RFLAG_COMMON)
 * "PEM lib" when it is not PEM, has no key or the password is wrong, KEY_VALUES_MISMATCH
 * 116 when they do not belong together; NO_MEMORY. The password is copied and cleansed.
 */
mbio_status mbio_ctx_load_cert_chain(mbio_ctx *ctx, const char *certfile,
                                     const char *keyfile, const char *password,
                                     mbio_error *err);
mbio_status mbio_ctx_load_cert_chain_mem(mbio_ctx *ctx, const void *cert, size_t cert_len,
                                         const void *key, size_t key_len,
                                         const char *password, mbio_error *err);

/* mbio_ctx_load_verify_locations adds trusted certificates from a PEM file and/or a
 * hashed directory, either may be NULL. mbio_ctx_load_verify_locations_mem adds PEM text
 * (or, with der true, concatenated DER certificates). Errors: TYPE when there is nothing
 * to load; OS; VALUE for empty data; SSL with number 0 for data without a certificate;
 * SSL; OVERFLOW; NO_MEMORY. Acts on existing objects. */
mbio_status mbio_ctx_load_verify_locations(mbio_ctx *ctx, const char *cafile,
                                           const char *capath, mbio_error *err);
mbio_status mbio_ctx_load_verify_locations_mem(mbio_ctx *ctx, const void *cadata,
                                               size_t len, bool der, mbio_error *err);

/* mbio_ctx_wrap_bio makes an object that reads `incoming` and writes `outgoing` (they may
 * be one, and may hold data) and keeps them and the context alive. `server_hostname` is
 * an ASCII name or IP literal, or NULL. No byte is produced and no handshake starts
 * (CTX-WRAP-17). Errors, in the order of CTX-WRAP-16: VALUE for check_hostname without a
 * name, for a name on the server side, for an empty name or one with a leading dot, for a
 * non-ASCII name; TYPE for a NULL BIO; SSL with number 0 when side and protocol do not
 * match; SSL SSL3_EXT_INVALID_SERVERNAME 319 for more than 255 bytes; NO_MEMORY. */
mbio_status mbio_ctx_wrap_bio(mbio_ctx *ctx, mbio_ssl **ssl, mbio *incoming,
                              mbio *outgoing, bool server_side,
                              const char *server_hostname, mbio_error *err);

/* ------------------------------------------------------------------------ */
/* mbio_ssl: ssl.SSLObject                                                  */
/*                                                                          */
/* Threads: one thread at a time, together with its BIOs (LIB-04).          */
/* do_handshake, read, write and unwrap called on an object from inside one */
/* of its own callbacks are MISUSE and change nothing (LIB-03).             */
/*                                                                          */
/* After a fatal error or a premature end of the stream was reported once,  */
/* do_handshake, read and write give MBIO_EOF without a library (or         */
/* ZERO_RETURN from do_handshake and write when the error was the peer's    */
/* alert), and unwrap gives SHUTDOWN_WHILE_IN_INIT, for good (OBJ-HS-05,    */
/* OBJ-HS-06, LIB-11). NO_MEMORY from inside OpenSSL is such an error; from */
/* a write for which outgoing has no room it is none: make it again.        */
/* ------------------------------------------------------------------------ */

/* mbio_ssl_free frees the object and its references to context and BIOs. Nothing is sent;
 * the session of a connection that was not closed stays resumable (OBJ-LIFE-02). */
void mbio_ssl_free(mbio_ssl *ssl);

/* mbio_ssl_do_handshake takes the handshake as far as the incoming bytes allow. OK when
 * it is complete, and on every later call. WANT_READ: flush outgoing, feed incoming, call
 * again. A failure may leave an alert in outgoing that is still to be sent (OBJ-HS-04).
 * Errors: CERT_VERIFICATION, SSL, EOF, ZERO_RETURN, NO_MEMORY, MISUSE. */
mbio_status mbio_ssl_do_handshake(mbio_ssl *ssl, mbio_error *err);

/* mbio_ssl_read decrypts up to `len` bytes to `buf` and sets `n`; at most the rest of one
 * record (16384 bytes). OK with n = 0 and len > 0 is the peer's close_notify while ours
 * is not sent; ZERO_RETURN when both are (OBJ-READ-06). Reading 0 bytes is OK at once, or
 * EOF after an end or failure was reported (OBJ-READ-01). Drives the handshake like
 * do_handshake. Errors: WANT_READ, ZERO_RETURN, EOF, SSL, CERT_VERIFICATION, NO_MEMORY,
 * MISUSE. */
mbio_status mbio_ssl_read(mbio_ssl *ssl, void *buf, size_t *n, size_t len,
                          mbio_error *err);

/* mbio_ssl_write encrypts all `len` bytes of `data` into outgoing, or nothing. 0 bytes
 * are allowed: only the handshake or a waiting KeyUpdate answer moves (OBJ-WRITE-03).
 * Errors: WANT_READ while the handshake is not complete (nothing is queued; call again
 * with the same or other data), SSL PROTOCOL_IS_SHUTDOWN after our close_notify, EOF,
 * ZERO_RETURN, CERT_VERIFICATION, NO_MEMORY, MISUSE. */
mbio_status mbio_ssl_write(mbio_ssl *ssl, const void *data, size_t len, mbio_error *err);

/* mbio_ssl_unwrap sends close_notify once and waits for the peer's: WANT_READ until it
 * has come, then OK, always. Unread application data is an error and lost: read first
 * until it gives 0 bytes (OBJ-UNWRAP-03). A fatal alert that waits is reported (LIB-02).
 * Errors: SSL SHUTDOWN_WHILE_IN_INIT before the handshake is complete and after a fatal
 * error, SSL APPLICATION_DATA_AFTER_CLOSE_NOTIFY, EOF, NO_MEMORY, MISUSE. */
mbio_status mbio_ssl_unwrap(mbio_ssl *ssl, mbio_error *err);

/* mbio_ssl_pending returns how many decrypted bytes of the current record are unread; 0
 * otherwise and for NULL (OBJ-PEND-01). */
size_t mbio_ssl_pending(const mbio_ssl *ssl);

/* mbio_ssl_get_context, _get_incoming, _get_outgoing lend what the object was made of. */
mbio_ctx *mbio_ssl_get_context(const mbio_ssl *ssl);
mbio *mbio_ssl_get_incoming(const mbio_ssl *ssl);
mbio *mbio_ssl_get_outgoing(const mbio_ssl *ssl);

/* mbio_ssl_get_server_side, mbio_ssl_get_server_hostname are constant for life; the name
 * is NULL when none was given (OBJ-SRV-01). */
bool mbio_ssl_get_server_side(const mbio_ssl *ssl);
const char *mbio_ssl_get_server_hostname(const mbio_ssl *ssl);

/* mbio_ssl_version returns "TLSv1.3", "TLSv1.2", ...; NULL until the handshake is
 * complete and again after a fatal error or a reported end (OBJ-VER-01). Static storage.
 */
const char *mbio_ssl_version(const mbio_ssl *ssl);

/* mbio_ssl_cipher sets the name of the suite, the protocol that defines it and its secret
 * bits, static storage, and returns true; false, NULL and 0 until negotiated. Kept after
 * failure and close (OBJ-CIPH-01). Each out parameter may be NULL. */
bool mbio_ssl_cipher(const mbio_ssl *ssl, const char **name, const char **protocol,
                     int *secret_bits);

/* mbio_ssl_selected_alpn_protocol lends the protocol, without a final NUL, and sets
 * `len`; NULL when there is none (OBJ-ALPN-01). */
const char *mbio_ssl_selected_alpn_protocol(const mbio_ssl *ssl, size_t *len);

/* mbio_ssl_getpeercert_der lends the peer's certificate in DER and sets `len`; NULL with
 * OK when the peer sent none. Errors: VALUE "handshake not done yet" before completion
 * and after a fatal error or reported end (OBJ-CERT-01, OBJ-CERT-02); NO_MEMORY. */
mbio_status mbio_ssl_getpeercert_der(mbio_ssl *ssl, const void **der, size_t *len,
                                     mbio_error *err);

#ifdef __cplusplus
}
#endif

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#endif /* MEMBIO_H */
