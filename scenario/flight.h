/* SPDX-License-Identifier: Apache-2.0
 *
 * flight.h: flights of connections that went well, by name: what `flight:tls1.3.c0` is.
 *
 * A name is a row of flight.def, the sender, and which of its flights: c0 ClientHello, s0 what
 * the server answers, c1 the rest of the client's handshake, s1 of the server's (tickets), c2
 * and s2 a message each, c3 and s3 the close_notify. They are no recordings that grow old: who
 * plays makes them, with randomness that repeats, so that an endpoint that was set up alike
 * and draws the same takes them for its peer's.
 */
#ifndef SCENARIO_FLIGHT_H
#define SCENARIO_FLIGHT_H

#include "text.h"

/* Flights of one sender in one connection. */
#define FLIGHTS_PER_SENDER 4
/* Numbers of flights are below this, but not all are assigned. */
#define FLIGHTS_MAX 256u

/* flight_is says whether a number is assigned; flight_name gives the name of one that is. */
bool flight_is(unsigned number);
char *flight_name(struct arena *a, unsigned number);
bool flight_by_name(struct slice name, int64_t *number);

/* flight_words gives what `setup` is told for it. */
const char *flight_words(unsigned number);

/* Where flights come from: the stage asks with a number that is assigned. False when there is
 * no such flight here. */
struct flights {
    bool (*give)(struct flights *flights, unsigned number, struct slice *bytes);
};

/* flights_membio_new makes them by libmembio, each connection when it is first asked for. They
 * fit an engine_membio_repeat engine, if world_rand_install was called. `world` as for an
 * engine. Never NULL. (flight_membio.c) */
struct flights *flights_membio_new(const char *world);
void flights_membio_free(struct flights *flights);

#endif
