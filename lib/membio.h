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
 *     mbio_session *session;      ssl.SSLSession, made only by mbio_ssl_get_session
 *
 * Rules that hold for every function:
 *
 * - Parameters stand in this order: self, what comes out, what goes in, error.
 * - A return says how it went (mbio_status); a parameter says how much.
 * - `err` may be NULL. Otherwise the caller owns it and the call fills it, without
 *   allocating. After MBIO_OK only err->status is meaningful.
 * - When a call does not return MBIO_OK its out parameters are set to zero or NULL.
 * - new gives (the caller frees), set and load copy, get lends until the next call on
 *   the same object (but mbio_ssl_get_session gives), free forgives NULL.
 * - A NULL where an object is needed, or a call that is wrong by its nature, is
 *   MBIO_MISUSE: an error of the program. Nothing changes then.
 * - A call that takes an error empties OpenSSL's error queue of the calling thread before
 *   and after (LIB-01); the others leave it alone, and so do the calls of an mbio unless they
 *   fail: what is in that queue changes no result of theirs either.
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

/* mbio_version returns the version of the library in use, as "0.1.0". Static storage; any
 * thread. */
const char *mbio_version(void);

/* mbio_openssl_version returns the version text of the OpenSSL in use, which may be newer
 * than the one the library was built with. Static storage; any thread. */
const char *mbio_openssl_version(void);

/* mbio_feature is what depends on how the library was built, CPython's ssl.HAS_* among it. */
typedef enum mbio_feature {
    MBIO_HAS_TLSv1_2 = 1,
    MBIO_HAS_TLSv1_3 = 2,
    MBIO_HAS_ALPN = 3,
    MBIO_HAS_SNI = 4,
    MBIO_HAS_ECDH = 5,
    MBIO_HAS_NEVER_CHECK_COMMON_NAME = 6,
    MBIO_HAS_PSK = 7,
    MBIO_HAS_PSK_TLS13 = 8,
    MBIO_HAS_PHA = 9,
    MBIO_HAS_IDNA = 10,       /* host names outside of ASCII: built with libidn */
    MBIO_HAS_GET_GROUPS = 11, /* mbio_ctx_get_groups: OpenSSL 3.5 */
    MBIO_HAS_GET_SIGALGS = 12 /* mbio_ctx_get_sigalgs: OpenSSL 3.4 */
} mbio_feature;

/* mbio_has returns true when this build has a feature; false for a number that it does not
 * know. (CTX-FEATURES) */
bool mbio_has(mbio_feature feature);

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
 * "UNKNOWN". Static storage; any thread. */
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
 * entry, or no name for it; and for NULL. Static storage. */
const char *mbio_error_library(const mbio_error *err);
const char *mbio_error_reason(const mbio_error *err);

/* mbio_error_first_library, mbio_error_first_reason return the same of the first entry: the
 * cause, where newer OpenSSLs put a more general entry on top (LIB-06). */
const char *mbio_error_first_library(const mbio_error *err);
const char *mbio_error_first_reason(const mbio_error *err);

/* mbio_error_entry_library, mbio_error_entry_reason split a packed code into numbers
 * (ERR_LIB_*, *_R_*), which are equal on every OpenSSL (ERR-07, LIB-06). */
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

/* mbio_free gives up the caller's reference; an mbio_ssl that uses the BIO keeps it
 * (BIO-USE-01). */
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
 * until the next call on the BIO or on an mbio_ssl that uses it. NULL and 0 when empty and
 * for NULL; `n` may be NULL. mbio_consume drops the oldest `len` bytes; MISUSE when fewer
 * are pending. (LIB-10) */
const void *mbio_peek(const mbio *bio, size_t *n);
mbio_status mbio_consume(mbio *bio, size_t len, mbio_error *err);

/* mbio_reserve lends room for `len` more bytes after those pending; mbio_commit appends
 * the first `len` bytes of that room. The room is valid until the next other call on the
 * BIO or on an mbio_ssl that uses it. Errors: as mbio_write; MISUSE when more is committed
 * than was reserved. (LIB-10) */
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
typedef struct mbio_session mbio_session;

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
 * VALUE for another protocol number; NO_MEMORY; SSL when OpenSSL cannot. (CTX-NEW) */
mbio_status mbio_ctx_new(mbio_ctx **ctx, mbio_protocol protocol, mbio_error *err);

/* mbio_ctx_new_in_libctx makes one in an OSSL_LIB_CTX, with a property query such as
 * "fips=yes", which is copied: TLS, and the certificates and keys that are loaded, use the
 * providers of that library context. Either may be NULL, for the default. The library
 * context is not the context's: free it after everything that was made in it. */
struct ossl_lib_ctx_st;
mbio_status mbio_ctx_new_in_libctx(mbio_ctx **ctx, mbio_protocol protocol,
                                   struct ossl_lib_ctx_st *libctx, const char *propq,
                                   mbio_error *err);

/* mbio_ctx_from_ssl_ctx makes a context around an SSL_CTX that somebody else made and may
 * go on using: the way in for bindings whose language has contexts already.
 *
 * - It takes a reference to the SSL_CTX (SSL_CTX_up_ref), and changes nothing in it: no
 *   default of mbio_ctx_new is set. Settings are made on either side and seen on both.
 * - The protocol is that of its method: TLS_method, TLS_client_method, TLS_server_method.
 *   check_hostname, of which an SSL_CTX knows nothing, begins on for a client that verifies,
 *   else off: a binding that keeps it elsewhere sets it.
 * - Its callbacks, ex_data and app_data stay the owner's, and are called for objects wrapped
 *   here, too; the app_data of such an SSL is the mbio_ssl. The setters of callbacks (see
 *   Callbacks) are MISUSE here: an SSL that the owner makes would call them, too, without an
 *   mbio_ssl; set them in the SSL_CTX. Only mbio_ctx_set_alpn_protocols
 *   puts a callback in, ALPN's, in place of the owner's; it is taken out, and none is put
 *   back, when the context and its objects are freed. So have one context at a time around
 *   an SSL_CTX that uses ALPN.
 * - A verify callback of the owner (SSL_CTX_set_cert_verify_callback) is not replaced, so
 *   OpenSSL's own verification decides, which forgets the expected name when memory runs out
 *   just while it copies it; mbio_ctx_new has one that fails then (LIB-07).
 * - Certificates and keys that are loaded here are made in the default library context.
 * - Sessions are bound to the SSL_CTX: every context around it takes them (CTX-WRAP-15).
 *
 * Errors: VALUE for another method, as of DTLS or QUIC; NO_MEMORY. */
struct ssl_ctx_st;
mbio_status mbio_ctx_from_ssl_ctx(mbio_ctx **ctx, struct ssl_ctx_st *ssl_ctx,
                                  mbio_error *err);

/* mbio_ctx_get_ssl_ctx lends the SSL_CTX of any context, NULL for NULL: for settings that
 * are not here. Do not replace its verify and ALPN callbacks. */
struct ssl_ctx_st *mbio_ctx_get_ssl_ctx(const mbio_ctx *ctx);

/* mbio_ctx_get_protocol returns what the context was made for; TLS for NULL. */
mbio_protocol mbio_ctx_get_protocol(const mbio_ctx *ctx);

/* mbio_ctx_free gives up the caller's reference; every mbio_ssl keeps its context
 * (OBJ-LIFE-01). */
void mbio_ctx_free(mbio_ctx *ctx);

/* mbio_ctx_set_minimum_version, _maximum_version limit the versions, for objects wrapped
 * later; both limits are included. Errors: VALUE for a number that is not of
 * mbio_tls_version. A minimum above the maximum is accepted and fails in the handshake.
 * The getters return MINIMUM_SUPPORTED, MAXIMUM_SUPPORTED for no limit and for NULL.
 * (CTX-MINMAX-01 to -08) */
mbio_status mbio_ctx_set_minimum_version(mbio_ctx *ctx, mbio_tls_version v,
                                         mbio_error *err);
mbio_status mbio_ctx_set_maximum_version(mbio_ctx *ctx, mbio_tls_version v,
                                         mbio_error *err);
mbio_tls_version mbio_ctx_get_minimum_version(const mbio_ctx *ctx);
mbio_tls_version mbio_ctx_get_maximum_version(const mbio_ctx *ctx);

/* mbio_ctx_set_verify_mode says for objects wrapped later whether the peer must have a
 * certificate (REQUIRED), may have one that is checked (OPTIONAL), or is not asked and not
 * checked (NONE). Errors: VALUE for another number, and for NONE while check_hostname is
 * on. The getter returns NONE for NULL. (CTX-VERIFY-MODE-01 to -10) */
mbio_status mbio_ctx_set_verify_mode(mbio_ctx *ctx, mbio_verify_mode mode,
                                     mbio_error *err);
mbio_verify_mode mbio_ctx_get_verify_mode(const mbio_ctx *ctx);

/* mbio_ctx_set_check_hostname says for objects wrapped later whether the certificate must be
 * for their server_hostname. Switching it on makes verify_mode NONE REQUIRED. The getter
 * returns false for NULL. (CTX-CHECK-HOSTNAME-01 to -04) */
mbio_status mbio_ctx_set_check_hostname(mbio_ctx *ctx, bool on, mbio_error *err);
bool mbio_ctx_get_check_hostname(const mbio_ctx *ctx);

/* mbio_ctx_set_verify_flags replaces the flags of chain verification (X509_V_FLAG_*), for
 * objects wrapped later: CRL_CHECK and CRL_CHECK_ALL want a CRL of each issuer, PARTIAL_CHAIN
 * lets any trusted certificate end a chain, X509_STRICT refuses what breaks RFC 5280. No bit
 * is checked. A new context has TRUSTED_FIRST. (CTX-VERIFY-FLAGS) */
mbio_status mbio_ctx_set_verify_flags(mbio_ctx *ctx, unsigned long flags,
                                      mbio_error *err);
unsigned long mbio_ctx_get_verify_flags(const mbio_ctx *ctx);

/* mbio_ctx_set_hostname_checks_common_name: on (the default), the common name of a
 * certificate without a DNS name counts; off, it never does; for objects wrapped later.
 * (CTX-HOSTNAME-CN) */
mbio_status mbio_ctx_set_hostname_checks_common_name(mbio_ctx *ctx, bool on,
                                                     mbio_error *err);
bool mbio_ctx_get_hostname_checks_common_name(const mbio_ctx *ctx);

/* mbio_ctx_set_ciphers sets the suites up to TLS 1.2 from an OpenSSL cipher string; it
 * acts on objects that exist already, too (CTX-WRAP-19). Errors: SSL "No cipher can be
 * selected." with number -1; NO_MEMORY. (CTX-SET-CIPHERS-01 to -06) */
mbio_status mbio_ctx_set_ciphers(mbio_ctx *ctx, const char *ciphers, mbio_error *err);

/* mbio_ctx_set_ciphersuites sets the suites of TLS 1.3, names joined by colons; unknown ones
 * are left out beside known ones, "" is none. Acts on objects that exist already, as
 * set_ciphers does. Errors: SSL "No cipher suite can be selected." with number 0. */
mbio_status mbio_ctx_set_ciphersuites(mbio_ctx *ctx, const char *suites, mbio_error *err);

/* mbio_cipher_info is what an entry of CPython's get_ciphers says: OpenSSL's id and names,
 * the protocol that defines the suite, bits of the key that protect and that are there,
 * and long names of the parts, NULL where the suite leaves a part open. Names are static
 * storage. */
typedef struct mbio_cipher_info {
    uint32_t id;
    const char *name, *protocol;
    char description[256]; /* one line for people; its blanks depend on OpenSSL */
    int strength_bits, alg_bits;
    bool aead;
    const char *symmetric, *digest, *kea, *auth;
} mbio_cipher_info;

/* mbio_ctx_get_ciphers lends the enabled suites, TLS 1.3 included, highest priority first,
 * and sets `count`; valid until the next call of it on the context, from the thread that
 * configures. Errors: NO_MEMORY. (CTX-SET-CIPHERS-07, -08) */
mbio_status mbio_ctx_get_ciphers(mbio_ctx *ctx, const mbio_cipher_info **list,
                                 size_t *count, mbio_error *err);

/* mbio_ctx_set_groups sets the groups of the key exchange for objects wrapped later, in the
 * list syntax of the OpenSSL in use: names joined by colons, in order of preference; from 3.5
 * on also "?", "*", "-", "/", and "" for none. Errors: SSL "unrecognized group" with number
 * 0; NO_MEMORY. (CTX-GROUPS) */
mbio_status mbio_ctx_set_groups(mbio_ctx *ctx, const char *groups, mbio_error *err);

/* mbio_ctx_set_ecdh_curve sets one group, by OpenSSL's short name of the curve
 * ("prime256v1", "X25519"). Errors: VALUE "unknown elliptic curve name 'x'"; SSL with number
 * 0 for what is known but no curve of TLS. (CTX-ECDH-CURVE) */
mbio_status mbio_ctx_set_ecdh_curve(mbio_ctx *ctx, const char *name, mbio_error *err);

/* mbio_ctx_get_groups lends the groups that can be used between the minimum and the maximum
 * version, with the other names of each if include_aliases, and sets `count`; valid until the
 * next call of it on the context. Errors: SSL with number -1 where the OpenSSL that the
 * library was built with cannot tell, before 3.5; NO_MEMORY. (CTX-GROUPS-06) */
mbio_status mbio_ctx_get_groups(mbio_ctx *ctx, const char *const **list, size_t *count,
                                bool include_aliases, mbio_error *err);

/* mbio_ctx_set_client_sigalgs sets the signature algorithms by which a client proves who it
 * is: on a server those it asks for, on a client those it uses. mbio_ctx_set_server_sigalgs
 * those of the server's proof: on a client those it offers, on a server those it uses. For
 * objects wrapped later; names joined by colons. Errors: SSL "unrecognized signature
 * algorithm" with number 0, also for ""; NO_MEMORY. (CTX-SIGALGS) */
mbio_status mbio_ctx_set_client_sigalgs(mbio_ctx *ctx, const char *sigalgs,
                                        mbio_error *err);
mbio_status mbio_ctx_set_server_sigalgs(mbio_ctx *ctx, const char *sigalgs,
                                        mbio_error *err);

/* mbio_ctx_get_sigalgs lends the names that these take, ssl.get_sigalgs(), and sets `count`;
 * valid until the next call of it on the context. Errors: as mbio_ctx_get_groups, before 3.4.
 * (CTX-SIGALGS-05) */
mbio_status mbio_ctx_get_sigalgs(mbio_ctx *ctx, const char *const **list, size_t *count,
                                 mbio_error *err);

/* mbio_ctx_load_dh_params loads the Diffie-Hellman parameters that a server uses with DHE
 * suites up to TLS 1.2 from a PEM file, for objects wrapped later; without them it has none.
 * Errors: OS; SSL NO_START_LINE of PEM, 108, when there are none in it, DH_KEY_TOO_SMALL when
 * the security level forbids them; NO_MEMORY. (CTX-DH-PARAMS) */
mbio_status mbio_ctx_load_dh_params(mbio_ctx *ctx, const char *path, mbio_error *err);

/* mbio_ctx_get_security_level returns OpenSSL's security level, 0 to 5, which is set by
 * "@SECLEVEL=2" in mbio_ctx_set_ciphers; 0 for NULL. (CTX-SECURITY-LEVEL) */
int mbio_ctx_get_security_level(const mbio_ctx *ctx);

/* mbio_ctx_set_alpn_protocols sets `count` protocol names of 1 to 255 bytes each, most
 * preferred first, 65535 bytes with a length byte each; 0 switches ALPN off. Clients take
 * it when they are wrapped, servers use it live. Errors: SSL "ALPN protocols must be 1 to
 * 255 in length" with number -1; NO_MEMORY. The old list stays then. (CTX-ALPN-01 to -08,
 * RFC 7301) */
mbio_status mbio_ctx_set_alpn_protocols(mbio_ctx *ctx, const char *const *protocols,
                                        size_t count, mbio_error *err);

/* mbio_ctx_set_num_tickets sets how many TLS 1.3 tickets a server that is wrapped later
 * sends after a handshake; 2 if not set. Errors: VALUE unless it is a server's context. The
 * getter returns 0 for NULL. (CTX-NUM-TICKETS-01 to -08) */
mbio_status mbio_ctx_set_num_tickets(mbio_ctx *ctx, size_t count, mbio_error *err);
size_t mbio_ctx_get_num_tickets(const mbio_ctx *ctx);

/* mbio_ctx_set_post_handshake_auth lets a TLS 1.3 client show its certificate when the
 * server asks after the handshake; on a server whose verify mode is not NONE it means not
 * to ask in the handshake already. Off by default; for objects wrapped later. (CTX-PHA-01
 * to CTX-PHA-04) */
mbio_status mbio_ctx_set_post_handshake_auth(mbio_ctx *ctx, bool on, mbio_error *err);
bool mbio_ctx_get_post_handshake_auth(const mbio_ctx *ctx);

/* mbio_ctx_set_options replaces the OpenSSL option bits (SSL_OP_*) for objects wrapped
 * later, mbio_ctx_get_options returns them, 0 for NULL. (CTX-OPTIONS-01 to -10) */
mbio_status mbio_ctx_set_options(mbio_ctx *ctx, uint64_t options, mbio_error *err);
uint64_t mbio_ctx_get_options(const mbio_ctx *ctx);

/* mbio_ctx_load_cert_chain loads a PEM chain, leaf first, and its private key, from
 * files; a NULL keyfile means certfile. `password` opens an encrypted key; NULL for none.
 * mbio_ctx_load_cert_chain_mem takes the PEM text itself. Errors: OS when a file cannot
 * be read; VALUE for a password over 1024 bytes, if it is needed; SSL with number
 * (9 | ERR_RFLAG_COMMON) "PEM lib" when it is not PEM, has no key or the password is wrong,
 * KEY_VALUES_MISMATCH 116 when they do not belong together; NO_MEMORY. Every copy of the
 * password is cleansed (LIB-12). For objects wrapped later. (CTX-CERT-CHAIN) */
mbio_status mbio_ctx_load_cert_chain(mbio_ctx *ctx, const char *certfile,
                                     const char *keyfile, const char *password,
                                     mbio_error *err);
mbio_status mbio_ctx_load_cert_chain_mem(mbio_ctx *ctx, const void *cert, size_t cert_len,
                                         const void *key, size_t key_len,
                                         const char *password, mbio_error *err);

/* mbio_password_callback is asked for the password of an encrypted key, and only of one. It
 * writes it to `password`, at most `size` bytes, which are wiped afterwards, and sets `len`;
 * more than `size` is the error of a password that is too long. Another status than MBIO_OK
 * is what the loading call returns, with `err` as the callback left it. The context must not
 * be used from inside of it. */
typedef mbio_status (*mbio_password_callback)(void *password, size_t *len, size_t size,
                                              void *arg, mbio_error *err);

/* mbio_ctx_load_cert_chain_asking and _mem_asking are the same with a password that is asked
 * for; a NULL callback stands for none. */
mbio_status mbio_ctx_load_cert_chain_asking(mbio_ctx *ctx, const char *certfile,
                                            const char *keyfile,
                                            mbio_password_callback callback, void *arg,
                                            mbio_error *err);
mbio_status mbio_ctx_load_cert_chain_mem_asking(mbio_ctx *ctx, const void *cert,
                                                size_t cert_len, const void *key,
                                                size_t key_len,
                                                mbio_password_callback callback,
                                                void *arg, mbio_error *err);

/* mbio_ctx_load_verify_locations adds trusted certificates, and CRLs, from a PEM file and/or
 * a hashed directory, either may be NULL; a directory that is not there is no error.
 * mbio_ctx_load_verify_locations_mem adds certificates of a PEM text (or, with der true,
 * concatenated DER certificates); what follows them is nothing in PEM and an error in DER.
 * Certificates before an error stay. Errors: TYPE when there is nothing to load; OS; VALUE
 * for empty data; SSL with number 0 for data without a certificate; SSL; OVERFLOW;
 * NO_MEMORY. Acts on existing objects. (CTX-VERIFY-LOCATIONS) */
mbio_status mbio_ctx_load_verify_locations(mbio_ctx *ctx, const char *cafile,
                                           const char *capath, mbio_error *err);
mbio_status mbio_ctx_load_verify_locations_mem(mbio_ctx *ctx, const void *cadata,
                                               size_t len, bool der, mbio_error *err);

/* mbio_ctx_load_crls_mem adds CRLs of a PEM text (or, with der true, concatenated in DER).
 * Errors: SSL with number 0 for data without a CRL; SSL; OVERFLOW; NO_MEMORY. Acts on
 * existing objects. (LIB-10) */
mbio_status mbio_ctx_load_crls_mem(mbio_ctx *ctx, const void *data, size_t len, bool der,
                                   mbio_error *err);

/* mbio_ctx_set_default_verify_paths trusts what OpenSSL was built to trust: a file and a
 * directory, or those that the environment names by SSL_CERT_FILE and SSL_CERT_DIR; what is
 * not there is no error. mbio_ctx_load_default_certs is the same outside of Windows.
 * Errors: NO_MEMORY, SSL. Acts on existing objects. (CTX-DEFAULT-CERTS) */
mbio_status mbio_ctx_set_default_verify_paths(mbio_ctx *ctx, mbio_error *err);
mbio_status mbio_ctx_load_default_certs(mbio_ctx *ctx, mbio_error *err);

/* mbio_cert_store_stats counts certificates, CRLs, and which of the certificates are of a
 * CA. */
typedef struct mbio_cert_store_stats {
    size_t x509, crl, x509_ca;
} mbio_cert_store_stats;

/* mbio_ctx_cert_store_stats fills `stats` with what was loaded, with zeros for NULL; a
 * directory counts only as far as it was used. (CTX-CERT-STORE-01) */
void mbio_ctx_cert_store_stats(const mbio_ctx *ctx, mbio_cert_store_stats *stats);

/* mbio_ctx_get_ca_certs lends the CA certificates that were loaded, in no order that means
 * anything, and sets `count`; NULL and 0 when there are none; valid until the next call of it
 * on the context. mbio_certificate_decode says what stands in one. Errors: NO_MEMORY.
 * (CTX-CERT-STORE-02, -03) */
struct mbio_der;
mbio_status mbio_ctx_get_ca_certs(mbio_ctx *ctx, const struct mbio_der **list,
                                  size_t *count, mbio_error *err);

/* mbio_ctx_wrap_bio makes an object that reads `incoming` and writes `outgoing` (they may
 * be one, and may hold data) and keeps them and the context alive. `server_hostname` is
 * a name or IP literal, or NULL; `session` as for mbio_ssl_set_session, or NULL. An ASCII
 * name is taken as it stands; any other is UTF-8 and becomes ASCII by IDNA 2003, as by
 * CPython's codec, if the library was built with libidn (CTX-WRAP-07).
 * No byte is produced and no handshake starts (CTX-WRAP-17). Errors, in the order of
 * CTX-WRAP-16: VALUE for a name that IDNA cannot encode, for check_hostname without a name, for a name
 * or a session (CTX-WRAP-15) on the server side; TYPE for a NULL BIO; SSL with number 0
 * when side and protocol do not match; VALUE for an empty name or one with a leading dot;
 * SSL SSL3_EXT_INVALID_SERVERNAME 319 for more than 255 bytes; VALUE for a session of
 * another context; NO_MEMORY. From OpenSSL 4.0 on also VALUE for a name that is to be checked
 * and that its rules do not take for one (CTX-WRAP-12). */
mbio_status mbio_ctx_wrap_bio(mbio_ctx *ctx, mbio_ssl **ssl, mbio *incoming,
                              mbio *outgoing, bool server_side,
                              const char *server_hostname, const mbio_session *session,
                              mbio_error *err);

/* mbio_session_stats counts, since the context was made, the handshakes of its clients
 * (connect) and servers (accept): begun, ended well, begun again; and what became of its
 * session cache, which holds `number` sessions now. */
typedef struct mbio_session_stats {
    int64_t number;
    int64_t connect, connect_good, connect_renegotiate;
    int64_t accept, accept_good, accept_renegotiate;
    int64_t hits, misses, timeouts, cache_full;
} mbio_session_stats;

/* mbio_ctx_session_stats fills `stats`, with zeros for NULL. Live: objects that exist
 * already count (CTX-WRAP-19). While connections run in other threads each number is of a
 * moment of its own. */
void mbio_ctx_session_stats(const mbio_ctx *ctx, mbio_session_stats *stats);

/* ------------------------------------------------------------------------ */
/* mbio_ssl: ssl.SSLObject                                                  */
/*                                                                          */
/* Threads: one thread at a time, together with its BIOs (LIB-04).          */
/* What may be called from inside callbacks: see Callbacks (LIB-03).        */
/*                                                                          */
/* After a fatal error or a premature end of the stream was reported once,  */
/* do_handshake, read and write give MBIO_EOF without a library (or         */
/* ZERO_RETURN from do_handshake and write when the error was the peer's    */
/* alert), and unwrap gives SHUTDOWN_WHILE_IN_INIT, for good (OBJ-HS-05,    */
/* OBJ-HS-06, LIB-11). NO_MEMORY from inside OpenSSL is such an error; from */
/* a write for which outgoing has no room it is none: make it again.        */
/* ------------------------------------------------------------------------ */

/* mbio_ssl_free frees the object and its references to context and BIOs, from inside one of
 * its own callbacks when the call that is under way ends. Nothing is sent; the session of a
 * connection that was not closed stays resumable (OBJ-LIFE-02). */
void mbio_ssl_free(mbio_ssl *ssl);

/* mbio_ssl_do_handshake takes the handshake as far as the incoming bytes allow. OK when
 * it is complete, and on every later call. WANT_READ: flush outgoing, feed incoming, call
 * again. A failure may leave an alert in outgoing that is still to be sent (OBJ-HS-04).
 * Errors: CERT_VERIFICATION, SSL, EOF, ZERO_RETURN, NO_MEMORY, MISUSE. (OBJ-HS-01, -02) */
mbio_status mbio_ssl_do_handshake(mbio_ssl *ssl, mbio_error *err);

/* mbio_ssl_read decrypts up to `len` bytes to `buf` and sets `n`; at most the rest of one
 * record (16384 bytes). OK with n = 0 and len > 0 is the peer's close_notify while ours
 * is not sent; ZERO_RETURN when both are (OBJ-READ-06). Reading 0 bytes is OK at once, or
 * EOF after an end or failure was reported (OBJ-READ-01). Drives the handshake like
 * do_handshake (OBJ-HS-03). Errors: WANT_READ, ZERO_RETURN, EOF when the stream was cut
 * (OBJ-READ-07), SSL, CERT_VERIFICATION, NO_MEMORY, MISUSE. (OBJ-READ-04, -05) */
mbio_status mbio_ssl_read(mbio_ssl *ssl, void *buf, size_t *n, size_t len,
                          mbio_error *err);

/* mbio_ssl_write encrypts all `len` bytes of `data` into outgoing, or nothing. 0 bytes
 * are allowed: only the handshake or a waiting KeyUpdate answer moves (OBJ-WRITE-03).
 * Errors: WANT_READ while the handshake is not complete (nothing is queued; call again
 * with the same or other data), SSL PROTOCOL_IS_SHUTDOWN after our close_notify, EOF,
 * ZERO_RETURN, CERT_VERIFICATION, NO_MEMORY, MISUSE. (OBJ-WRITE-01 to -07) */
mbio_status mbio_ssl_write(mbio_ssl *ssl, const void *data, size_t len, mbio_error *err);

/* mbio_ssl_unwrap sends close_notify once and waits for the peer's: WANT_READ until it
 * has come, then OK, always. Unread application data is an error and lost: read first
 * until it gives 0 bytes (OBJ-UNWRAP-03). A fatal alert that waits is reported (LIB-02).
 * Errors: SSL SHUTDOWN_WHILE_IN_INIT before the handshake is complete and after a fatal
 * error, SSL APPLICATION_DATA_AFTER_CLOSE_NOTIFY, EOF, NO_MEMORY, MISUSE. (OBJ-UNWRAP-01,
 * -02, -04, -06) */
mbio_status mbio_ssl_unwrap(mbio_ssl *ssl, mbio_error *err);

/* mbio_ssl_shutdown_write sends close_notify, once, and does not look at incoming: reading
 * goes on and delivers all that the peer still sends, then ZERO_RETURN for its
 * close_notify. Writing is over. Errors: SSL SHUTDOWN_WHILE_IN_INIT before the handshake
 * is complete and after a fatal error; NO_MEMORY, after which it can be called again;
 * MISUSE. (LIB-10) */
mbio_status mbio_ssl_shutdown_write(mbio_ssl *ssl, mbio_error *err);

/* mbio_ssl_drain closes both ways as unwrap does, but application data that is unread, or
 * still comes, is thrown away, and is no error: `discarded`, which may be NULL, is set to
 * its bytes, of this call, whatever the call returns. WANT_READ until the peer's
 * close_notify has come, then OK, always. To have late data instead, use
 * mbio_ssl_shutdown_write and read. Errors: as shutdown_write; EOF when the stream ended
 * without close_notify; SSL. (LIB-10) */
mbio_status mbio_ssl_drain(mbio_ssl *ssl, size_t *discarded, mbio_error *err);

/* mbio_ssl_verify_client_post_handshake has a TLS 1.3 server ask for the client's
 * certificate. Nothing is sent yet: the request goes out with the next write (0 bytes will
 * do), read or do_handshake; until then the object is in the handshake again, and version
 * and getpeercert answer as there. The client answers in its next read. A later read or
 * do_handshake of the server takes the answer, verifies it and fails as in a handshake;
 * then getpeercert has the certificate. Errors: SSL with OpenSSL's reason number:
 * WRONG_SSL_VERSION before TLS 1.3 was agreed on, NOT_SERVER, STILL_IN_INIT,
 * EXTENSION_NOT_RECEIVED when the client did not offer it, INVALID_CONFIG with verify mode
 * NONE, REQUEST_SENT while an answer is awaited; NO_MEMORY; MISUSE. (OBJ-PHA-01,
 * OBJ-PHA-02) */
mbio_status mbio_ssl_verify_client_post_handshake(mbio_ssl *ssl, mbio_error *err);

/* mbio_ssl_key_update has a TLS 1.3 connection change the key of what it sends from now on,
 * and puts the KeyUpdate that says so into outgoing. The peer takes it in while it reads;
 * with `request_peer` it also changes its own key, and says so with its next write. Errors:
 * SSL with OpenSSL's reason number: WRONG_SSL_VERSION below TLS 1.3, STILL_IN_INIT before
 * the handshake is complete and after a fatal error, PROTOCOL_IS_SHUTDOWN after our
 * close_notify; NO_MEMORY; MISUSE. (LIB-10) */
mbio_status mbio_ssl_key_update(mbio_ssl *ssl, bool request_peer, mbio_error *err);

/* mbio_ssl_pending returns how many decrypted bytes of the current record are unread; 0
 * otherwise and for NULL (OBJ-PEND-01). */
size_t mbio_ssl_pending(const mbio_ssl *ssl);

/* mbio_ssl_get_context, _get_incoming, _get_outgoing lend what the object was made of; the
 * context until mbio_ssl_set_context gives it another. */
mbio_ctx *mbio_ssl_get_context(const mbio_ssl *ssl);
mbio *mbio_ssl_get_incoming(const mbio_ssl *ssl);
mbio *mbio_ssl_get_outgoing(const mbio_ssl *ssl);

/* mbio_ssl_get_server_side, mbio_ssl_get_server_hostname are constant for life; the name
 * is lent, NULL when none was given. False and NULL for NULL. (OBJ-SRV-01) */
bool mbio_ssl_get_server_side(const mbio_ssl *ssl);
const char *mbio_ssl_get_server_hostname(const mbio_ssl *ssl);

/* mbio_ssl_version returns "TLSv1.3", "TLSv1.2", ...; NULL until the handshake is
 * complete and again after a fatal error or a reported end (OBJ-VER-01), and for NULL.
 * Static storage. */
const char *mbio_ssl_version(const mbio_ssl *ssl);

/* mbio_ssl_cipher sets the name of the suite, the protocol that defines it and its secret
 * bits, static storage, and returns true; false, NULL and 0 until negotiated. Kept after
 * failure and close (OBJ-CIPH-01). Each out parameter may be NULL. */
bool mbio_ssl_cipher(const mbio_ssl *ssl, const char **name, const char **protocol,
                     int *secret_bits);

/* mbio_ssl_selected_alpn_protocol lends the protocol, without a final NUL, for the life of
 * the object, and sets `len`, which may be NULL; NULL when there is none. Known in the
 * middle of a handshake, kept after failure. (OBJ-ALPN-01, RFC 7301) */
const char *mbio_ssl_selected_alpn_protocol(const mbio_ssl *ssl, size_t *len);

/* mbio_ssl_getpeercert_der lends the peer's certificate in DER and sets `len`, until the
 * next call of it on the object; NULL with OK when the peer sent none. Errors: VALUE
 * "handshake not done yet" before completion and after a fatal error or reported end
 * (OBJ-CERT-01, OBJ-CERT-02); NO_MEMORY. */
mbio_status mbio_ssl_getpeercert_der(mbio_ssl *ssl, const void **der, size_t *len,
                                     mbio_error *err);

/* mbio_peercert is the peer's certificate in words: what CPython's getpeercert() returns.
 * Its getters lend for as long as it lives; it never changes, so any number of threads
 * may read it. */
typedef struct mbio_peercert mbio_peercert;

/* mbio_ssl_getpeercert gives the peer's certificate, decoded; the caller frees it. NULL with
 * OK when the peer sent none; an empty one when the context's verify mode is NONE now,
 * whatever it was in the handshake (OBJ-CERT-02, OBJ-CERT-03). Errors: VALUE "handshake
 * not done yet" before completion and after a fatal error or reported end (OBJ-CERT-01);
 * SSL for a name that cannot be decoded; NO_MEMORY. */
mbio_status mbio_ssl_getpeercert(mbio_ssl *ssl, mbio_peercert **cert, mbio_error *err);

/* mbio_certificate_decode gives the same of any certificate in DER, `len` bytes; the caller
 * frees it. Errors: SSL when it is none; VALUE for bytes behind it; OVERFLOW when
 * len > 2^31-1; NO_MEMORY. (OBJ-CERT-04) */
mbio_status mbio_certificate_decode(mbio_peercert **cert, const void *der, size_t len,
                                    mbio_error *err);

/* mbio_peercert_free frees the certificate, and with it all that its getters lent. */
void mbio_peercert_free(mbio_peercert *cert);

/* mbio_peercert_is_empty returns true for {}, and for NULL. All else is 0 or NULL then. */
bool mbio_peercert_is_empty(const mbio_peercert *cert);

/* One attribute of a name: attributes of one relative distinguished name have the same
 * `rdn`, counted from 0. The name is OpenSSL's long name ("commonName") or a dotted number;
 * the value UTF-8, of a BIT STRING its bytes. `len` counts bytes without the final NUL;
 * there may be more NULs inside. */
typedef struct mbio_attribute {
    size_t rdn;
    const char *name, *value;
    size_t len;
} mbio_attribute;

/* One entry of subjectAltName: `type` is "DNS", "IP Address", "email", "URI",
 * "Registered ID", "DirName", or OpenSSL's word for another kind. A DirName has
 * `directory` and no value; the value of any other is as it stands in the certificate,
 * unchecked; an IPv6 address is written out as "0:0:0:0:0:0:0:1". */
typedef struct mbio_alt_name {
    const char *type, *value;
    size_t len;
    const mbio_attribute *directory;
    size_t directory_count;
} mbio_alt_name;

/* Bytes of a certificate, as they stand there, with a NUL behind them. */
typedef struct mbio_text {
    const char *data;
    size_t len;
} mbio_text;

/* The fields (OBJ-CERT-04). version is 3 for X.509 v3; the serial number is upper-case
 * hex; times are as "Nov 22 13:22:59 2026 GMT". Lists set `count`, which may be NULL, and
 * are NULL when the certificate has none. */
int mbio_peercert_version(const mbio_peercert *cert);
const char *mbio_peercert_serial_number(const mbio_peercert *cert);
const char *mbio_peercert_not_before(const mbio_peercert *cert);
const char *mbio_peercert_not_after(const mbio_peercert *cert);
const mbio_attribute *mbio_peercert_subject(const mbio_peercert *cert, size_t *count);
const mbio_attribute *mbio_peercert_issuer(const mbio_peercert *cert, size_t *count);
const mbio_alt_name *mbio_peercert_subject_alt_name(const mbio_peercert *cert,
                                                    size_t *count);
const mbio_text *mbio_peercert_ocsp(const mbio_peercert *cert, size_t *count);
const mbio_text *mbio_peercert_ca_issuers(const mbio_peercert *cert, size_t *count);
const mbio_text *mbio_peercert_crl_distribution_points(const mbio_peercert *cert,
                                                       size_t *count);

/* mbio_der is a certificate in DER, `len` bytes. */
typedef struct mbio_der {
    const void *data;
    size_t len;
} mbio_der;

/* mbio_ssl_get_verified_chain lends the chain that verification built, leaf first, root
 * last; with verify mode NONE it is what was built, and nothing was verified. NULL and 0
 * before the handshake, on a resumed session, and when the peer sent no certificate
 * (OBJ-CHAIN-01). mbio_ssl_get_unverified_chain lends what the peer sent, leaf first
 * (OBJ-CHAIN-02). Kept after failure and close; valid until the next call of either on the
 * object. Errors: NO_MEMORY. */
mbio_status mbio_ssl_get_verified_chain(mbio_ssl *ssl, const mbio_der **chain,
                                        size_t *count, mbio_error *err);
mbio_status mbio_ssl_get_unverified_chain(mbio_ssl *ssl, const mbio_der **chain,
                                          size_t *count, mbio_error *err);

/* mbio_cipher is a suite as mbio_ssl_cipher tells it. Static storage. */
typedef struct mbio_cipher {
    const char *name, *protocol;
    int secret_bits;
} mbio_cipher;

/* mbio_ssl_shared_ciphers lends the suites that the client offered and the server allows,
 * in the server's order, and sets `count`. A server knows them from the ClientHello on,
 * also after failure; NULL before, and on a client. Valid until the next call of it on
 * the object. Errors: NO_MEMORY. (OBJ-CIPH-02) */
mbio_status mbio_ssl_shared_ciphers(mbio_ssl *ssl, const mbio_cipher **list,
                                    size_t *count, mbio_error *err);

/* mbio_ssl_compression returns the name of the compression in use; NULL when there is
 * none, which is always so under the default options (OBJ-COMP-01), and for NULL. Static
 * storage. */
const char *mbio_ssl_compression(const mbio_ssl *ssl);

/* mbio_ssl_get_channel_binding lends what binds a login to this connection and sets `len`;
 * equal on both ends; NULL with OK until both Finished messages were exchanged, and where
 * the type is not defined for the connection. Kept after failure and close; valid until
 * the next call of it on the object. `cb_type`:
 *     "tls-unique" or NULL     RFC 5929; 12 bytes in TLS 1.2, the hash's length in TLS 1.3,
 *                              where no standard defines it (OBJ-CB-01)
 *     "tls-exporter"           RFC 9266; 32 bytes; NULL without extended master secret
 *     "tls-server-end-point"   RFC 5929; the hash of the server's certificate; NULL when
 *                              its signature has none, as Ed25519 (LIB-10)
 * Errors: VALUE for another type; SSL. */
mbio_status mbio_ssl_get_channel_binding(mbio_ssl *ssl, const void **binding, size_t *len,
                                         const char *cb_type, mbio_error *err);

/* mbio_ssl_export_keying_material writes `len` bytes that both ends can derive, and nobody
 * else, for `label` and `context` (RFC 5705, RFC 8446 section 7.5); a NULL context is
 * none, which TLS 1.2 tells from an empty one. Errors: VALUE "handshake not done yet"
 * before completion and after a fatal error; SSL for a label that TLS itself uses;
 * OVERFLOW; MISUSE for no bytes. (LIB-10) */
mbio_status mbio_ssl_export_keying_material(mbio_ssl *ssl, void *out, size_t len,
                                            const char *label, const void *context,
                                            size_t context_len, mbio_error *err);

/* mbio_ssl_group sets `name` to the group of the key exchange ("x25519"),
 * mbio_ssl_client_sigalg and mbio_ssl_server_sigalg to the signature algorithm with which
 * that end proved who it is ("ed25519"); NULL when there is none, or not yet
 * (OBJ-GRP-01). Static storage. Errors: SSL with number -1 where the OpenSSL that the
 * library was built with is too old to tell: before 3.2, and 3.5 for the algorithms. */
mbio_status mbio_ssl_group(mbio_ssl *ssl, const char **name, mbio_error *err);
mbio_status mbio_ssl_client_sigalg(mbio_ssl *ssl, const char **name, mbio_error *err);
mbio_status mbio_ssl_server_sigalg(mbio_ssl *ssl, const char **name, mbio_error *err);

/* mbio_ssl_get_session gives what a later connection of the same context can be resumed
 * from, to be freed with mbio_session_free; NULL with OK before the handshake starts.
 * In the middle of a handshake, and on a TLS 1.3 client that has read no ticket yet, it
 * cannot be resumed: read once, WANT_READ is enough. Both sides have a session, only a
 * client's can be set. Errors: NO_MEMORY, MISUSE. (OBJ-SESS-01, OBJ-SESS-03) */
mbio_status mbio_ssl_get_session(mbio_ssl *ssl, mbio_session **session, mbio_error *err);

/* mbio_ssl_set_session has a client offer `session` in its handshake; any number of
 * objects may. A server that does not take it makes a full handshake, silently. Errors:
 * TYPE for a NULL session; VALUE for a session of another context, on the server side,
 * and when the handshake is complete, but not after a failure or end was reported, when
 * it is of no use (OBJ-SESS-04, OBJ-SESS-05); NO_MEMORY; MISUSE. */
mbio_status mbio_ssl_set_session(mbio_ssl *ssl, const mbio_session *session,
                                 mbio_error *err);

/* mbio_ssl_session_reused returns true, on both sides, when the handshake resumed a
 * session: getpeercert then answers from it. False before, after a full handshake and for
 * NULL. (OBJ-SESS-06, OBJ-CERT-02) */
bool mbio_ssl_session_reused(const mbio_ssl *ssl);

/* ------------------------------------------------------------------------ */
/* mbio_session: ssl.SSLSession                                             */
/*                                                                          */
/* What it says never changes. It resumes no more when a connection failed  */
/* that it was taken from or set on (RFC 5246, 7.2.2; OBJ-SESS-05); a TLS   */
/* 1.3 client that has read new tickets goes on with those. It keeps what   */
/* it needs of its context alive.                                           */
/*                                                                          */
/* Threads: any number of threads may use it, one of them frees it.         */
/* ------------------------------------------------------------------------ */

/* mbio_session_free frees the session; objects that it was set on keep what they need. */
void mbio_session_free(mbio_session *session);

/* mbio_session_get_id lends the id, for the life of the session, and sets `len`, 0 to 32
 * bytes; NULL and 0 for NULL. Empty when it cannot be resumed yet, and on a TLS 1.2
 * server (OBJ-SESS-03). */
const void *mbio_session_get_id(const mbio_session *session, size_t *len);

/* mbio_session_get_time returns when it was made, in seconds since 1970 UTC; _timeout for
 * how many seconds from then it may be used (7200); _ticket_lifetime_hint how many the
 * server's ticket promises, 0 without one. All are 0 for NULL. (OBJ-SESS-02) */
int64_t mbio_session_get_time(const mbio_session *session);
int64_t mbio_session_get_timeout(const mbio_session *session);
uint32_t mbio_session_get_ticket_lifetime_hint(const mbio_session *session);

/* mbio_session_get_has_ticket returns true when the server sent a ticket for it; false
 * for NULL (OBJ-SESS-02, OBJ-SESS-03). */
bool mbio_session_get_has_ticket(const mbio_session *session);

/* mbio_session_equal returns true when the ids are equal, empty ones, too; NULL equals
 * only NULL (OBJ-SESS-02). */
bool mbio_session_equal(const mbio_session *a, const mbio_session *b);

/* ------------------------------------------------------------------------ */
/* Callbacks                                                                */
/*                                                                          */
/* A context has one callback of each kind at most; setting another         */
/* replaces it, NULL removes it. `arg` is handed through; it must live as   */
/* long as contexts and objects that may call back.                         */
/*                                                                          */
/* A callback runs inside do_handshake, read, write or unwrap of `ssl`, in  */
/* the thread of that call, and must return. In it                          */
/* - do_handshake, read, write, unwrap and set_session of `ssl` are MISUSE  */
/*   and change nothing, set_context likewise but in the SNI callback;      */
/*   everything else may be called, on `ssl` and on others (LIB-03);        */
/* - mbio_ssl_free(ssl) frees the object when that call ends; the call      */
/*   answers as it would have;                                              */
/* - what OpenSSL has queued for that call is kept, and what the callback   */
/*   leaves in the queue is dropped (LIB-01).                               */
/*                                                                          */
/* Threads: callbacks of one context run in the threads of its objects, at  */
/* the same time; setting them is configuring (LIB-04).                     */
/* ------------------------------------------------------------------------ */

/* What an SNI callback returns to let the handshake go on; CPython's None. */
#define MBIO_SNI_OK (-1)

/* mbio_sni_callback is called by a server that has the client's hello, before it chooses a
 * certificate. `name` is the name that the client asks for, an A-label as it was sent;
 * NULL when it sent none, as to an IP address. `ctx` is the context that has the callback.
 * version, cipher, the bindings and so on are not known yet (CB-SNI-03); mbio_ssl_set_context
 * makes the object go on with another certificate. Returns MBIO_SNI_OK, or the number of an
 * alert (112 unrecognized_name) that ends the handshake: SSL CALLBACK_FAILED here, the
 * alert there; a number that is no alert of TLS sends internal_error, 80 (LIB-08). A
 * binding returns 40 for an exception, 80 for a result of a wrong type (CB-SNI-01, -02). */
typedef int (*mbio_sni_callback)(mbio_ssl *ssl, const char *name, mbio_ctx *ctx,
                                 void *arg);

/* mbio_ctx_set_sni_callback acts on objects that exist already, too (CTX-WRAP-19). A name
 * that is not ASCII is refused with alert 80 without asking. Errors: VALUE on a
 * PROTOCOL_TLS_CLIENT context; MISUSE. */
mbio_status mbio_ctx_set_sni_callback(mbio_ctx *ctx, mbio_sni_callback callback,
                                      void *arg, mbio_error *err);

/* mbio_ssl_set_context gives the object another context, at any time, of any protocol
 * (OBJ-CTX-01). It switches certificate and key; where the ALPN list and callbacks come
 * from; which verify_mode getpeercert asks; which context sessions belong to. It does not
 * switch versions, options, ciphers, verify_mode of the handshake, or the name to check
 * (OBJ-CTX-02); presence of PSK callbacks stays that of the wrap. The object keeps the new
 * context alive, and the one that it was made of. Errors: TYPE for NULL; MISUSE inside
 * callbacks other than the SNI callback; NO_MEMORY. */
mbio_status mbio_ssl_set_context(mbio_ssl *ssl, mbio_ctx *ctx, mbio_error *err);

/* mbio_psk_client_callback writes the identity, NUL-terminated, into `identity_room` bytes
 * and the key to `key`; *key_len is the room on entry and the key's length on return, 1 to
 * 512 bytes. `hint` is the server's, NULL without one and always in TLS 1.3. An empty
 * identity serves TLS 1.2 only. Returns false for no PSK, and so does what does not fit:
 * TLS 1.2 then fails with SSL PSK_IDENTITY_NOT_FOUND, TLS 1.3 goes on with certificates.
 * The key's room is cleansed after use (CB-PSK-01, LIB-12). */
typedef bool (*mbio_psk_client_callback)(mbio_ssl *ssl, char *identity,
                                         size_t identity_room, void *key, size_t *key_len,
                                         const char *hint, void *arg);

/* mbio_psk_server_callback writes the key of `identity`, likewise; NULL for the client's
 * empty identity. False refuses it. */
typedef bool (*mbio_psk_server_callback)(mbio_ssl *ssl, void *key, size_t *key_len,
                                         const char *identity, void *arg);

/* mbio_ctx_set_psk_client_callback, _server_callback: whether there is one is fixed at
 * wrap_bio, which one is looked up at each handshake. `identity_hint` is what a TLS 1.2
 * server tells its clients, or NULL; it goes with the callback. Errors: SSL with number 0 on
 * a context of the other side; VALUE for a hint over 256 bytes; NO_MEMORY; MISUSE. What was
 * set stays then. (CB-PSK-02) */
mbio_status mbio_ctx_set_psk_client_callback(mbio_ctx *ctx,
                                             mbio_psk_client_callback callback, void *arg,
                                             mbio_error *err);
mbio_status mbio_ctx_set_psk_server_callback(mbio_ctx *ctx, const char *identity_hint,
                                             mbio_psk_server_callback callback, void *arg,
                                             mbio_error *err);

/* mbio_ctx_set_keylog_filename appends the secrets of all connections of the context to a
 * file, one line each in the form of NSS, for programs that decrypt captures; NULL stops
 * it. A file that is made is for its owner alone; an empty one gets a line of comment
 * first. Acts on existing objects. A line that cannot be written is lost without notice.
 * Errors: OS when the file cannot be opened, NO_MEMORY: then there is no key log; MISUSE.
 * (CB-KEYLOG-01) */
mbio_status mbio_ctx_set_keylog_filename(mbio_ctx *ctx, const char *filename,
                                         mbio_error *err);

/* mbio_ctx_get_keylog_filename lends the name until the next set; NULL for none. */
const char *mbio_ctx_get_keylog_filename(const mbio_ctx *ctx);

/* mbio_keylog_callback gets the same lines, without the newline, after the file. They are
 * secret, and cleansed when it returns. */
typedef void (*mbio_keylog_callback)(mbio_ssl *ssl, const char *line, void *arg);

/* mbio_ctx_set_keylog_callback acts on existing objects. Errors: MISUSE. */
mbio_status mbio_ctx_set_keylog_callback(mbio_ctx *ctx, mbio_keylog_callback callback,
                                         void *arg, mbio_error *err);

/* mbio_message is a message of TLS: `written` or read, its version (0x304), its content
 * type: 20 ChangeCipherSpec, 21 alert, 22 handshake, 256 the header of a record, 257 the
 * true type of a TLS 1.3 record; never application data. `msg_type` is what the message is
 * within that type: of a handshake message its type, of an alert the description, of a
 * header or true type the content type, of ChangeCipherSpec 257. `data` are its bytes, lent
 * for the call. (CB-MSG-01) */
typedef struct mbio_message {
    bool written;
    int version, content_type, msg_type;
    const void *data;
    size_t len;
} mbio_message;

typedef void (*mbio_msg_callback)(mbio_ssl *ssl, const mbio_message *message, void *arg);

/* mbio_ctx_set_msg_callback: whether there is one is fixed at wrap_bio and set_context, which
 * one is looked up at each message. Errors: MISUSE. */
mbio_status mbio_ctx_set_msg_callback(mbio_ctx *ctx, mbio_msg_callback callback,
                                      void *arg, mbio_error *err);

#ifdef __cplusplus
}
#endif

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#endif /* MEMBIO_H */
