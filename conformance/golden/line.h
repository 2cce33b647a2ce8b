/* SPDX-License-Identifier: Apache-2.0
 *
 * line.h: an observation as a line, and back.
 *
 *     REQUEST = ANSWER [BIOS] {RECORDS}
 *
 * ANSWER is that of the adapter protocol. What a call does not say of the endpoint's BIOs is as
 * it was; BIOS are all four, where they are not as before and as the answer says. RECORDS are what moved. What TLS
 * made is random: `~32#1` are 32 bytes, the first such value of the trace; equal ones have
 * equal numbers. Where signatures vary in length, so that sizes do, `+` is some.
 */
#ifndef CONFORMANCE_GOLDEN_LINE_H
#define CONFORMANCE_GOLDEN_LINE_H

#include "scenario/trace.h"

#define GOLDEN_BIOS ((size_t)ENDPOINTS * BIOS)

/* What is known on the way through a trace. */
struct golden_talk {
    struct arena *a;
    bool lengths; /* of what TLS makes are the same from run to run */
    const char *bios[GOLDEN_BIOS];
    bool wrapped[ENDPOINTS];
    struct golden_secret {
        const uint8_t *data;
        size_t len;
    } * secrets;
    size_t secrets_count;
    const char *stated;     /* by the case, of the observation at hand */
    const char *told[BIOS]; /* by the answer at hand; NULL */
};

struct golden_talk golden_talk_new(struct arena *a, bool lengths);

/* golden_bio is the index of a BIO among the four. */
static inline size_t golden_bio(enum endpoint who, int bio)
{
    return (size_t)who * BIOS + (size_t)bio;
}

/* golden_line writes an observation. `stated` is the expectation that it is judged by, or NULL:
 * what the case itself states is the same each time, and stays as it is. */
const char *golden_line(struct golden_talk *t, const struct observation *o,
                        const char *stated);

/* golden_observe reads one; `request` is what was asked, in full, the line may cut it. What was
 * masked becomes some bytes that stand for it. NULL, or what is wrong. */
const char *golden_observe(struct golden_talk *t, const char *request, const char *line,
                           struct observation *o);

/* golden_request gives the part of a line before " = ". */
struct slice golden_request(const char *line);

#endif
