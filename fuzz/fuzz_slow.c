/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_slow: two ends with everything that the others leave out since it is slow: groups
 * and keys of more bits, finite fields, TLS before 1.2, whatever a context can be told.
 */
#include "target.h"

const struct target target = {
    .name = "slow",
    .ends = ENDS_BOTH,
    .opening = "setup tls1.2 ciphers=DHE+AESGCM cert=rsa2048\n",
};
