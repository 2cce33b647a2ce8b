/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_server: a TLS server that is fed any bytes, in any order of calls.
 */
#include "target.h"

/* Everything on the object and its BIOs; what was for the client is done to the server.
 */
static bool admits(struct call *call)
{
    if (call->op->kind != OP_CALL ||
        (call->op->id >= OP_CONTEXT && call->op->id <= OP_WRAP_BIO) ||
        call->op->id == OP_BIOS) {
        return false;
    }
    call->who = SERVER;
    return true;
}

const struct target target = {
    .name = "server",
    .opening = "s context server\n"
               "s context.load_cert_chain ed25519\n"
               "s context.set_alpn_protocols h2,http/1.1\n"
               "s wrap_bio 1\n",
    .admits = admits,
};
