/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_client: a TLS client that is fed any bytes, in any order of calls.
 */
#include "target.h"
#include "profile.h"

const struct target target = {
    .name = "client",
    .ends = ENDS_CLIENT,
    .opening = "c context client\n"
               "c context.load_verify_locations ca-ed25519\n"
               "c context.set_alpn_protocols h2,http/1.1\n"
               "c wrap_bio server_hostname=localhost\n",
    .leaves_out = PROFILE_SLOW | PROFILE_RSA,
};
