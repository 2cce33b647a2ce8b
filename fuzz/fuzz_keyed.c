/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_keyed: a client and a server, and between them a man in the middle who has the keys of
 * TLS 1.3: what he changes is wrong by itself, not for its tag.
 */
#include "target.h"
#include "profile.h"

const struct target target = {
    .name = "keyed",
    .ends = ENDS_BOTH,
    .opening = "setup tls1.3 alpn=h2,http/1.1\n",
    .leaves_out = PROFILE_SLOW,
    .keyed = true,
};
