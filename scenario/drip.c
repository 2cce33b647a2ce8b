/* SPDX-License-Identifier: Apache-2.0
 *
 * drip.c: a piece, a call, a piece, a call, as long as the calls want to read.
 */
#include "drip.h"

#include "args.h"

/* One piece, and the call behind it if the piece was taken. */
static bool drip_once(struct engine *engine, struct arena *a, const struct call *write,
                      const struct call *call, struct answer *answer)
{
    return engine->perform(engine, a, write, answer) &&
           (answer->status != STATUS_OK || engine->perform(engine, a, call, answer));
}

/* An op that nobody knows is not supported; everything else that is no call is bad. */
static enum status status_of(const struct call *drip)
{
    struct slice rest = {(const char *)drip->arg[2].data, drip->arg[2].len}, word;

    return next_word(&rest, &word) && op_by_name(word.p, word.len) == NULL
               ? STATUS_UNSUPPORTED
               : STATUS_BAD;
}

bool drip_perform(struct engine *engine, struct arena *a, const struct call *drip,
                  struct answer *answer)
{
    const struct arg *buf = &drip->arg[0];
    struct call write = {op_by_code(OP_INCOMING_WRITE), drip->who, {{false, 0, NULL, 0}}};
    struct call call;
    size_t step = (size_t)drip->arg[1].num, done = 0;
    int64_t calls = 0;

    answer_init(answer, status_of(drip));
    if (buf->len == 0 || !args_drip(a, drip, &call)) {
        return true;
    }
    do {
        size_t len = buf->len - done < step ? buf->len - done : step;

        write.arg[0] = (struct arg){true, 0, buf->data + done, len};
        if (!drip_once(engine, a, &write, &call, answer)) {
            return false;
        }
        done += len;
        calls++;
    } while (done < buf->len && answer->status == STATUS_WANT_READ);
    if (answer->status != STATUS_BAD && answer->status != STATUS_UNSUPPORTED) {
        answer->calls = calls;
    }
    return true;
}

enum op_result drip_result(struct arena *a, const struct call *drip)
{
    struct call call;

    return args_drip(a, drip, &call) ? call.op->result : RESULT_ANY;
}
