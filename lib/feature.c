/* SPDX-License-Identifier: Apache-2.0
 *
 * feature.c: what this build can do: the HAS_* flags of CPython's ssl.
 */
#include "internal.h"

#ifdef HAVE_LIBIDN
#define WITH_IDNA true
#else
#define WITH_IDNA false
#endif

static const bool there[] = {
    [MBIO_HAS_TLSv1_2] = true,
    [MBIO_HAS_TLSv1_3] = true,
    [MBIO_HAS_ALPN] = true,
    [MBIO_HAS_SNI] = true,
    [MBIO_HAS_ECDH] = true,
    [MBIO_HAS_NEVER_CHECK_COMMON_NAME] = true,
    [MBIO_HAS_PSK] = MBIO_KNOWS_PSK,
    [MBIO_HAS_PSK_TLS13] = MBIO_KNOWS_PSK,
    [MBIO_HAS_PHA] = true,
    [MBIO_HAS_IDNA] = WITH_IDNA,
    [MBIO_HAS_GET_GROUPS] = MBIO_KNOWS_GROUPS,
    [MBIO_HAS_GET_SIGALGS] = MBIO_KNOWS_SIGALGS,
};

bool mbio_has(mbio_feature feature)
{
    MUTANTS(FEATURE);
    return (size_t)feature < sizeof there / sizeof *there && there[feature];
}
