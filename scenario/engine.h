/* SPDX-License-Identifier: Apache-2.0
 *
 * engine.h: something that performs ops: libmembio in this process, or a pipe to an
 * adapter.
 */
#ifndef SCENARIO_ENGINE_H
#define SCENARIO_ENGINE_H

#include "answer.h"
#include "call.h"

struct engine {
    /* perform does one op and fills `answer`; its memory comes from `a`. It returns false
     * when the engine is no longer of use (an adapter died); `answer` then says nothing.
     */
    bool (*perform)(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer);
    /* reset frees both endpoints; false as above. */
    bool (*reset)(struct engine *engine);
};

/* engine_membio_new makes the in-process engine over libmembio. `world` is the folder of
 * the test certificates and must outlive it. Never NULL. */
struct engine *engine_membio_new(const char *world);
void engine_membio_free(struct engine *engine);

/* engine_membio_repeat gives each endpoint of this engine a stream of randomness of its own,
 * which begins anew with every scenario: `swap` goes on in another stream and returns where
 * the last one stood (world_rand_swap). Once, before the first call. engine_membio_share then
 * says of the next scenario whether it may use contexts that others with the same
 * configuration used; only if engine_membio_may_share says that this cannot be seen.
 * engine_membio_made counts what was kept for others: it grows when a scenario is the first. */
struct scenario;
void engine_membio_repeat(struct engine *engine, uint64_t (*swap)(uint64_t stream));
void engine_membio_share(struct engine *engine, bool shares);
bool engine_membio_may_share(const struct scenario *scenario);
unsigned long engine_membio_made(const struct engine *engine);

/* engine_membio_configures: the call is one of those that a shared context is made of. */
bool engine_membio_configures(const struct call *call);

/* engine_membio_hear lets `keylog.lines` tell the keys of every object that is made from now on,
 * without `context.keylog_filename`: for a man in the middle (keyed.h), and shared contexts. */
void engine_membio_hear(struct engine *engine, bool hears);

/* engine_model_new makes the model of the memory BIOs alone. Never NULL. */
struct engine *engine_model_new(void);
void engine_model_free(struct engine *engine);

/* engine_membio_hello returns what the engine says of itself, the words of a `hello`
 * answer after `ok`. */
const char *engine_membio_hello(void);

#endif
