/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_diff: libmembio against the CPython in this process, both ends, byte for byte.
 */
#include "target.h"
#include "twin.h"

const struct target target = {
    .name = "diff",
    .ends = ENDS_BOTH,
    .opening = "setup tls1.3 alpn=h2,http/1.1\n",
    .admits = twin_admits,
    .starts = twin_starts,
    .agrees = twin_agrees,
};
