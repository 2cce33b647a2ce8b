/* SPDX-License-Identifier: Apache-2.0
 *
 * compat.h: everything that differs between OpenSSL versions. No other file of the
 * project looks at OPENSSL_VERSION_NUMBER.
 */
#ifndef MEMBIO_COMPAT_H
#define MEMBIO_COMPAT_H

#include <openssl/opensslv.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "libmembio needs OpenSSL 3.0 or newer"
#endif

#include <openssl/bio.h>
#include <openssl/ssl.h>

/* BIO_meth_* lost their int callbacks' wrappers in no version so far; the type of a BIO
 * that asks for no index is the same everywhere. */
#define MBIO_BIO_TYPE (BIO_TYPE_SOURCE_SINK)

/* 3.3 made the time of a session a time_t, 3.4 deprecated the old long. */
#if OPENSSL_VERSION_NUMBER >= 0x30300000L
#define MBIO_SESSION_GET_TIME(session) SSL_SESSION_get_time_ex(session)
#else
#define MBIO_SESSION_GET_TIME(session) SSL_SESSION_get_time(session)
#endif

#endif
