/* SPDX-License-Identifier: Apache-2.0
 *
 * pair.h: who plays a case: one adapter that is both endpoints, or an adapter for each.
 *
 *     impl           one process         stage -- c, s --> adapter
 *     impl of a pair two processes       stage -- c --> adapter of the client
 *                                              -- s --> adapter of the server
 *
 * The stage asks an engine for each endpoint anyway, and the wire is the harness's own. So
 * only this file knows that there may be two.
 */
#ifndef CONFORMANCE_PAIR_H
#define CONFORMANCE_PAIR_H

#include "impl.h"
#include "scenario/stage.h"

struct pair;

/* pair_open starts the adapters of an implementation; pair_close ends them. Never NULL: see
 * their fate. */
struct pair *pair_open(const struct impl *impl, const char *world);
void pair_close(struct pair *pair);

/* pair_stage gives a stage with these engines, calm and not frozen. */
struct stage pair_stage(const struct pair *pair);

/* pair_reset resets what is alive: what an adapter says too late is said before the next
 * case begins. */
void pair_reset(struct pair *pair);

/* pair_fate is that of the first that is not alive, as are pair_check, pair_why, which names the
 * endpoint, and pair_stderr. pair_lost is its letter; 0 when both are alive, or one is both. */
enum pipe_fate pair_fate(const struct pair *pair);
const char *pair_check(const struct pair *pair);
char *pair_why(const struct pair *pair, struct arena *a);
char *pair_stderr(const struct pair *pair, struct arena *a);
char pair_lost(const struct pair *pair);

/* pair_record keeps what is said from now on in files of DIR, until pair_recorded: `recorder` has
 * room for two. False after one line on stderr. */
bool pair_record(struct pair *pair, struct recorder *recorder, const char *dir,
                 const char *id);
bool pair_recorded(struct pair *pair, struct recorder *recorder);

/* pair_pipe lends the adapter of an endpoint: the same for both when one is both. */
struct pipe_engine *pair_pipe(const struct pair *pair, enum endpoint who);

/* pair_end names who plays an endpoint: "the client, cpython/3.13.0 OpenSSL_3.0.19"; NULL for
 * any other letter than c and s, and when one is both. */
const char *pair_end(struct arena *a, const struct impl *impl, char end);

/* pair_impl makes the implementation that is two; both have to live as long. */
struct impl pair_impl(struct arena *a, const struct impl *client,
                      const struct impl *server);

#endif
