/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_pair: a client and a server, and anything that can happen to bytes between them.
 */
#include "target.h"
#include "profile.h"

const struct target target = {
    .name = "pair",
    .ends = ENDS_BOTH,
    .opening = "setup tls1.3 alpn=h2,http/1.1\n",
    .leaves_out = PROFILE_SLOW | PROFILE_RSA,
};
