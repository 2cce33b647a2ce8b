/* SPDX-License-Identifier: Apache-2.0
 *
 * tap.h: listens at an engine: what each end put out, what it was given, and how far it had
 * taken that when a call succeeded. It can change one bit on the way.
 */
#ifndef FUZZ_TAP_H
#define FUZZ_TAP_H

#include "scenario/engine.h"

/* Bytes in the order in which they passed. */
struct stream {
    uint8_t *data;
    size_t len, room;
};

/* A call of an object that was no refusal: it succeeded, or waits for more. */
struct tap_call {
    enum endpoint who;
    size_t taken; /* of what it was given, in bytes, when the call came back */
    bool succeeded;
    const char *line;
};

struct tap {
    struct engine engine;
    struct engine *inner;
    struct arena *a;
    struct stream out[ENDPOINTS], in[ENDPOINTS];
    struct tap_call *calls;
    size_t count;
    unsigned wraps[ENDPOINTS];
    bool
        blind; /* BIOs were exchanged, read or written behind its back: it tells nothing */
    bool tampers;
    enum endpoint victim;
    size_t at; /* of the byte, in what the victim is given */
};

/* tap_begin puts a tap before an engine; what it hears lives in `a`. */
void tap_begin(struct tap *tap, struct arena *a, struct engine *inner);

/* tap_record finds a protected record, number k from 0, among those that are complete: where
 * it begins and ends. Its outer type is application data, whose bytes are authenticated in
 * every version of TLS. False when there are fewer. */
bool tap_record(const struct stream *s, size_t k, size_t *start, size_t *end);

/* tap_believed gives the line of a call that succeeded although `who` had taken `end` bytes;
 * NULL when there is none. */
const char *tap_believed(const struct tap *tap, enum endpoint who, size_t end);

/* tap_well tells how many bytes `who` had taken when a call last went well. */
size_t tap_well(const struct tap *tap, enum endpoint who);

#endif
