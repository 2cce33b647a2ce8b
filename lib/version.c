/* SPDX-License-Identifier: Apache-2.0
 *
 * version.c: which library this is.
 */
#include "internal.h"

#include <openssl/crypto.h>

#define STRING_(x) #x
#define STRING(x)  STRING_(x)

const char *mbio_version(void)
{
    return STRING(MBIO_VERSION_MAJOR) "." STRING(MBIO_VERSION_MINOR) "." STRING(
        MBIO_VERSION_PATCH) MUTANT_VERSION;
}

const char *mbio_openssl_version(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}
