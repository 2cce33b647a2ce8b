/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_fault: memory ends, once, at any allocation of OpenSSL or libmembio; the scenario goes
 * on. Its first two bytes, or the number of its steps if it is a case, say at which.
 */
#include "below.h"
#include "target.h"
#include "profile.h"

#include "scenario/bytes.h"

static struct tally tally;

static bool admits(struct call *call)
{
    /* New BIOs are the harness's, who cannot go on without. */
    return call->op->id != OP_BIOS;
}

static void play_with_fault(struct arena *a, const struct scenario *s, long countdown)
{
    below_fail_at(countdown);
    target_play_narrow(a, s, &tally);
    below_fail_at(0);
}

static void check_input(struct arena *a, const uint8_t *data, size_t len)
{
    struct scenario s;
    long countdown = 1;

    if (len >= 2) {
        countdown += data[0] | (data[1] & 0x0f) << 8;
        bytes_decode(a, &s, data + 2, len - 2);
        play_with_fault(a, &s, countdown);
    }
}

/* A few places in each case, near the beginning and far from it. */
static void check_case(struct arena *a, const struct scenario *s)
{
    for (long at = 1 + (long)(s->count % 7); at < 2000; at = at * 3 + 1) {
        play_with_fault(a, s, at);
    }
}

const struct target target = {
    .name = "fault",
    .ends = ENDS_BOTH,
    .opening = "setup tls1.3\n",
    .leaves_out = PROFILE_SLOW | PROFILE_RSA,
    .admits = admits,
    .faulty = true,
    .check_input = check_input,
    .check_case = check_case,
};
