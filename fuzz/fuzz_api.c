/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_api: every call in every state, legal or not, of a server whose peer behaves: after
 * each call the client takes and answers what there is.
 */
#include "target.h"
#include "profile.h"

static bool admits(struct call *call)
{
    return call->op->kind == OP_CALL && call->who == SERVER;
}

const struct target target = {
    .name = "api",
    .ends = ENDS_BOTH,
    .opening = "setup tls1.3 alpn=h2,http/1.1\n"
               "c do_handshake\n"
               "move c>s\n",
    .always_opens = true,
    .after = "move s>c\n"
             "c do_handshake\n"
             "c read 100\n"
             "move c>s\n",
    .leaves_out = PROFILE_SLOW | PROFILE_RSA,
    .admits = admits,
};
