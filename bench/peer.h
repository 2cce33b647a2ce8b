/* SPDX-License-Identifier: Apache-2.0
 *
 * peer.h: the same measure in another process, in another language.
 *
 * A peer is a command that reads a line, a measure's name, and answers with a number, the
 * nanoseconds of one unit; 0 for a name that it does not know.
 */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

struct peer;

/* peer_start starts a command by the shell; NULL for NULL. */
struct peer *peer_start(const char *command);

/* peer_measure asks; a peer that does not answer ends the program. */
double peer_measure(struct peer *peer, const char *name);

void peer_end(struct peer *peer);

#endif
