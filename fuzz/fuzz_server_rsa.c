/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_server_rsa: fuzz_server with a key whose operations have a state, blinding, and are
 * slower: kept apart, so that neither shows in the other.
 */
#include "target.h"
#include "profile.h"

const struct target target = {
    .name = "server_rsa",
    .ends = ENDS_SERVER,
    .opening = "s context server\n"
               "s context.load_cert_chain rsa2048\n"
               "s wrap_bio 1\n",
    .leaves_out = PROFILE_SLOW | PROFILE_MUTUAL,
};
