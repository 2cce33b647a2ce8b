/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_ctx: contexts told anything: versions, suites, groups, certificates, names, in any
 * order; and objects made from them, which may shake hands.
 */
#include "target.h"

#include <string.h>

static bool admits(struct call *call)
{
    return call->op->kind == OP_WIRE || call->op->id == OP_WRAP_BIO ||
           call->op->id == OP_HAS || call->op->id == OP_GET_SIGALGS ||
           strncmp(call->op->name, "context", strlen("context")) == 0;
}

const struct target target = {
    .name = "ctx",
    .ends = ENDS_BOTH,
    .opening = "c context client\n"
               "s context server\n",
    .always_opens = true,
    .admits = admits,
};
