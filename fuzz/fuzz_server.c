/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_server: a TLS server that is fed any bytes, in any order of calls. Its keys are
 * Ed25519 and P-256: RSA has a target of its own, and so has what is slow.
 */
#include "target.h"
#include "profile.h"

const struct target target = {
    .name = "server",
    .ends = ENDS_SERVER,
    .opening = "s context server\n"
               "s context.load_cert_chain ed25519\n"
               "s context.set_alpn_protocols h2,http/1.1\n"
               "s wrap_bio 1\n",
    .leaves_out = PROFILE_SLOW | PROFILE_RSA | PROFILE_MUTUAL,
};
