/* SPDX-License-Identifier: Apache-2.0
 *
 * compat.h: everything that differs between OpenSSL versions and ways to build it. No other
 * file of the project looks at OPENSSL_VERSION_NUMBER or OPENSSL_NO_*.
 */
#ifndef MEMBIO_COMPAT_H
#define MEMBIO_COMPAT_H

#include <openssl/opensslv.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "libmembio needs OpenSSL 3.0 or newer"
#endif

#include <stdbool.h>
#include <stddef.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>

/* BIO_meth_* lost their int callbacks' wrappers in no version so far; the type of a BIO
 * that asks for no index is the same everywhere. */
#define MBIO_BIO_TYPE (BIO_TYPE_SOURCE_SINK)

/* The short name of the compression in use, NULL when there is none. */
#ifdef OPENSSL_NO_COMP
static inline const char *mbio_compat_compression(const SSL *ssl)
{
    (void)ssl;
    return NULL;
}
#else
#include <openssl/comp.h>
#include <openssl/objects.h>
static inline const char *mbio_compat_compression(const SSL *ssl)
{
    const COMP_METHOD *method = SSL_get_current_compression(ssl);
    int nid = method == NULL ? NID_undef : COMP_get_type(method);

    return nid == NID_undef ? NULL : OBJ_nid2sn(nid);
}
#endif

/* These return false where OpenSSL cannot tell; `name` is NULL when there is none yet.
 * SSL_get0_group_name crashes on an object without a session (python/cpython#155782). */
#if OPENSSL_VERSION_NUMBER >= 0x30200000L
static inline bool mbio_compat_group(SSL *ssl, const char **name)
{
    *name = SSL_get_session(ssl) == NULL ? NULL : SSL_get0_group_name(ssl);
    return true;
}
#else
static inline bool mbio_compat_group(SSL *ssl, const char **name)
{
    (void)ssl;
    *name = NULL;
    return false;
}
#endif

/* `own`: the signature of this end, else that of the peer. */
#if OPENSSL_VERSION_NUMBER >= 0x30500000L
static inline bool mbio_compat_sigalg(SSL *ssl, const char **name, bool own)
{
    long found = own ? SSL_get0_signature_name(ssl, name)
                     : SSL_get0_peer_signature_name(ssl, name);

    if (found != 1) {
        *name = NULL;
    }
    return true;
}
#else
static inline bool mbio_compat_sigalg(SSL *ssl, const char **name, bool own)
{
    (void)ssl;
    (void)own;
    *name = NULL;
    return false;
}
#endif

/* Which groups and signature algorithms there are. mbio_compat_groups gives a list, to be
 * freed, of names that the context owns, and returns their number, -1 for a failure;
 * mbio_compat_sigalgs gives names joined by colons. */
#if OPENSSL_VERSION_NUMBER >= 0x30500000L
#define MBIO_KNOWS_GROUPS true
static inline int mbio_compat_groups(SSL_CTX *ctx, const char ***list, bool all)
{
    STACK_OF(OPENSSL_CSTRING) *names = sk_OPENSSL_CSTRING_new_null();
    int n = -1;

    if (names != NULL && SSL_CTX_get0_implemented_groups(ctx, all, names) == 1) {
        n = sk_OPENSSL_CSTRING_num(names);
        *list = OPENSSL_zalloc(((size_t)n + 1) * sizeof **list);
        for (int i = 0; *list != NULL && i < n; i++) {
            (*list)[i] = sk_OPENSSL_CSTRING_value(names, i);
        }
        n = *list == NULL ? -1 : n;
    }
    sk_OPENSSL_CSTRING_free(names);
    return n;
}
#else
#define MBIO_KNOWS_GROUPS false
static inline int mbio_compat_groups(SSL_CTX *ctx, const char ***list, bool all)
{
    (void)ctx;
    (void)list;
    (void)all;
    return -1;
}
#endif

#if OPENSSL_VERSION_NUMBER >= 0x30400000L
#define MBIO_KNOWS_SIGALGS true
static inline char *mbio_compat_sigalgs(OSSL_LIB_CTX *libctx)
{
    return SSL_get1_builtin_sigalgs(libctx);
}
#else
#define MBIO_KNOWS_SIGALGS false
static inline char *mbio_compat_sigalgs(OSSL_LIB_CTX *libctx)
{
    (void)libctx;
    return NULL;
}
#endif

#ifdef OPENSSL_NO_PSK
#define MBIO_KNOWS_PSK false
#else
#define MBIO_KNOWS_PSK true
#endif

/* From 4.0 on X509_VERIFY_PARAM_set1_host looks at the syntax of a name, and says nothing
 * of what it refuses; before it only fails without memory. */
#define MBIO_HOST_IS_CHECKED (OPENSSL_VERSION_NUMBER >= 0x40000000L)

/* 3.3 made the time of a session a time_t, 3.4 deprecated the old long. */
#if OPENSSL_VERSION_NUMBER >= 0x30300000L
#define MBIO_SESSION_GET_TIME(session) SSL_SESSION_get_time_ex(session)
#else
#define MBIO_SESSION_GET_TIME(session) SSL_SESSION_get_time(session)
#endif

#endif
