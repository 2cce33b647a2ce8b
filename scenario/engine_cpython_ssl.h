/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_cpython_ssl.h: what is done to libssl below Python, and what Python does not offer.
 */
#ifndef SCENARIO_ENGINE_CPYTHON_SSL_H
#define SCENARIO_ENGINE_CPYTHON_SSL_H

#include <stdbool.h>

struct ssl_ctx_st;

/* cpython_ssl_watch notes every SSL_CTX that is made from now on; false when it cannot. */
bool cpython_ssl_watch(void);

/* cpython_ssl_made is the newest; NULL before the first. */
struct ssl_ctx_st *cpython_ssl_made(void);

/* cpython_ssl_donate readies a context for many objects: no session of one is found by
 * another. cpython_ssl_renew gives it a key that has not signed yet, for the next. */
void cpython_ssl_donate(struct ssl_ctx_st *ctx);
void cpython_ssl_renew(struct ssl_ctx_st *ctx);

/* cpython_ssl_forget empties the error queue; true when there was something. */
bool cpython_ssl_forget(void);

#endif
