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

bool mbio_has(mbio_feature feature)
{
    MUTANTS(FEATURE);
    switch (feature) {
    case MBIO_HAS_TLSv1_2:
    case MBIO_HAS_TLSv1_3:
    case MBIO_HAS_ALPN:
    case MBIO_HAS_SNI:
    case MBIO_HAS_ECDH:
    case MBIO_HAS_NEVER_CHECK_COMMON_NAME:
    case MBIO_HAS_PHA: return true;
    case MBIO_HAS_PSK:
    case MBIO_HAS_PSK_TLS13: return MBIO_KNOWS_PSK;
    case MBIO_HAS_IDNA: return WITH_IDNA;
    case MBIO_HAS_GET_GROUPS: return MBIO_KNOWS_GROUPS;
    case MBIO_HAS_GET_SIGALGS: return MBIO_KNOWS_SIGALGS;
    }
    return false;
}
