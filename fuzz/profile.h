/* SPDX-License-Identifier: Apache-2.0
 *
 * profile.h: which calls have which cost.
 */
#ifndef FUZZ_PROFILE_H
#define FUZZ_PROFILE_H

#include "scenario/call.h"

/* Kinds of calls that a target can leave to another. */
enum {
    PROFILE_SLOW =
        1,           /* makes a handshake several times dearer, or reads files not ours */
    PROFILE_RSA = 2, /* loads an RSA key, whose blinding is a state */
    PROFILE_ENDLESS = 4, /* asks for work without end; for no target */
    PROFILE_MUTUAL =
        8 /* has a server judge certificates: dearer than its own handshake */
};

/* profile_of gives the kinds of a call. */
unsigned profile_of(const struct call *call);

#endif
