/* SPDX-License-Identifier: Apache-2.0
 *
 * weather.h: how the wire carries bytes when a scenario does not say it: in what pieces,
 * and how late.
 *
 *     calm         a `move` delivers everything at once
 *     chunk=N      N bytes at a time
 *     record-1     pieces that end one byte before a TLS record does
 *     record+1     ... one byte behind
 *     random=SEED  pieces of any size, most of them small
 *     coalesce     nothing until the receiver asks, then all moves in one piece
 *     late         nothing until the receiver asks, then one move at a time
 *
 * The receiver's calls are made again as long as they want to read and more is on its way:
 * a trace in any weather is that of the calm one (transit.c).
 */
#ifndef SCENARIO_WEATHER_H
#define SCENARIO_WEATHER_H

#include "scenario.h"
#include "wire.h"

enum weather_kind {
    WEATHER_CALM,
    WEATHER_CHUNK,  /* n: bytes */
    WEATHER_RECORD, /* n: bytes behind the end of a record */
    WEATHER_RANDOM, /* n: the seed */
    WEATHER_COALESCE,
    WEATHER_LATE
};

struct weather {
    enum weather_kind kind;
    int64_t n;
};

/* weather_parse reads a name as above; `random` alone is random=1. */
bool weather_parse(struct slice word, struct weather *w);
char *weather_name(struct arena *a, const struct weather *w);

/* weather_waits says whether the receiver is asked before the first piece arrives. */
bool weather_waits(const struct weather *w);

/* What a piece is cut from: bytes of which the first `lead` belong to a record that began
 * before, and the state of the randomness. */
struct sky {
    size_t lead;
    uint64_t random;
};

/* weather_piece gives the length of the next piece of `bytes`, at least 1 and at most all of
 * them, and goes on to what follows it. `move` is the rest of the oldest move. */
size_t weather_piece(const struct weather *w, struct sky *sky, const struct wire *bytes,
                     size_t move);

/* Why a scenario cannot be played in a weather. */
enum weather_fit {
    WEATHER_FITS,
    WEATHER_OWN,  /* it says itself how bytes are moved: sized moves, drip, each */
    WEATHER_IDLE, /* it moves nothing */
    WEATHER_FIT_COUNT
};

enum weather_fit weather_fit(const struct scenario *scenario);

#endif
