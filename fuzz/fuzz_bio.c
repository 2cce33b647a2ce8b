/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_bio: any sequence of MemoryBIO calls gives what a plain queue of bytes gives.
 */
#include "target.h"

static bool admits(struct call *call)
{
    return call->op->kind == OP_CALL && call->op->id < OP_CONTEXT;
}

const struct target target = {
    .name = "bio",
    .ends = ENDS_BOTH,
    .admits = admits,
    .model = engine_model_new,
};
