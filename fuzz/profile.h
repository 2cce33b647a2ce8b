/* SPDX-License-Identifier: Apache-2.0
 *
 * profile.h: which calls have which cost.
 */
#ifndef FUZZ_PROFILE_H
#define FUZZ_PROFILE_H

#include "scenario/call.h"

/* profile_is_slow: configures what makes a handshake several times dearer, or reads files that
 * are not ours. */
bool profile_is_slow(const struct call *call);

/* profile_is_rsa: loads an RSA key. */
bool profile_is_rsa(const struct call *call);

#endif
