/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep.h: cases that are generated and exhaustive: a cut and the end at every offset of every
 * flight, a flipped bit in every record. Judged by relations, so they run on any adapter
 * without goldens.
 *
 *     one connection, eight flights, each from one end to the other:
 *     client-hello server-hello client-finished server-finished
 *     client-data server-data client-close server-close
 *
 *     cut    a call answers as without the cut, until one needs bytes that are not there: it
 *            wants to read, and gives eof once the stream has ended. After that nothing is
 *            delivered and nothing is a clean end.
 *     flip   no plaintext of the damaged record or behind it, no clean end, no completed
 *            handshake: it ends in ssl, or wants to read until the stream ends when a length
 *            grew. What no key protects (headers of records in the clear, change_cipher_spec)
 *            may also go unnoticed.
 */
#ifndef CONFORMANCE_SWEEP_H
#define CONFORMANCE_SWEEP_H

#include "run.h"

enum { SWEEP_CUT = 1, SWEEP_FLIP = 2 };

/* sweep_cases adds the generated cases of some kinds. */
void sweep_cases(struct arena *a, struct cases *cases, unsigned wanted);

/* sweep_kinds reads cut, flip or all; 0 for anything else. */
unsigned sweep_kinds(const char *text);

/* sweep_play plays the generated case of a result by `pipe`, all of its values, and judges it. */
void sweep_play(struct arena *a, struct result *r, struct pair *pair, bool deep);

/* sweep_runs says how many runs an implementation has gone through. */
unsigned sweep_runs(const struct report *r, size_t impl);

/* What a kind of sweep does with one case. */
struct sweeper {
    struct result *r;
    struct pair *pair;
    struct arena *keep; /* of what stays with the result */
    struct arena scratch;
    const struct plan *plan;
    enum endpoint receiver;
    bool deep, over; /* over: a value that cannot be explained */
    size_t flight_step, flight_len;
    const uint8_t *flight;
    const char *text; /* of the run at hand */
    unsigned values;
};

/* sweep_run plays the plan's flight with `damage` done to it before it is delivered, and `calls`
 * after. False when the engine was lost: the result is judged. */
bool sweep_run(struct sweeper *s, const char *damage, const char *calls, struct trace *t);

/* sweep_wire is "c>s" or "s>c"; sweep_who the receiver's letter. */
const char *sweep_wire(const struct sweeper *s);
char sweep_who(const struct sweeper *s);

/* sweep_differs says that observation `at` of a run is not as it has to be. It goes on if a
 * deviation entry knows it. */
void sweep_differs(struct sweeper *s, const char *what, const struct trace *t, size_t at,
                   const char *want);

/* sweep_outcome is an answer in words. */
const char *sweep_outcome(struct arena *a, const struct answer *answer);

void sweep_cut(struct sweeper *s);
void sweep_flip(struct sweeper *s);

/* Which records of a flight are protected: those behind a change_cipher_spec, those of type
 * application_data, or all. */
enum seal { SEAL_AFTER_CCS, SEAL_BY_TYPE, SEAL_ALL };
enum seal sweep_seal(const struct sweeper *s);
bool sweep_is_handshake(const struct sweeper *s);

#endif
