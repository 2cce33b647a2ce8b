/* SPDX-License-Identifier: Apache-2.0
 *
 * keyed.c: the man in the middle in a run: his ops, and where the keys come from.
 */
#include "keyed_parts.h"

#include <string.h>

static bool is_his(const struct call *call)
{
    return call->op->id == OP_KEYED || call->op->id == OP_KEYED_SEEN;
}

bool keyed_is_asked(const struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->count; i++) {
        if (is_his(&scenario->steps[i].call)) {
            return true;
        }
    }
    return false;
}

static void clear(struct keyed *k)
{
    for (int i = 0; i < ENDPOINTS; i++) {
        k->relay[i] = (struct relay){.raw = false};
        k->view[i] = (struct view){.who = (enum endpoint)i};
    }
}

void keyed_begin(struct run *r, const struct scenario *scenario)
{
    if (r->stage->crypto != NULL && keyed_is_asked(scenario)) {
        r->keyed = arena_alloc(r->a, sizeof *r->keyed);
        r->keyed->crypto = r->stage->crypto;
        clear(r->keyed);
    }
}

static void release(struct keyed *k)
{
    for (int i = 0; i < ENDPOINTS; i++) {
        wire_free(&k->relay[i].in);
        wire_free(&k->relay[i].fragments);
        view_free(&k->view[i]);
    }
}

/* Edits that were asked for and not done wait for the next connection. */
void keyed_restart(struct run *r)
{
    if (r->keyed != NULL) {
        release(r->keyed);
        clear(r->keyed);
        r->keyed->again = true;
    }
}

void keyed_end(struct run *r)
{
    struct keyed *k = r->keyed;

    for (int i = 0; k != NULL && i < ENDPOINTS; i++) {
        r->trace->keyed[i] = k->again ? KEYED_NOTHING : view_verdict(&k->view[i]);
        wire_free(&k->seen[i]);
    }
    if (k != NULL) {
        release(k);
    }
}

bool keyed_pass(struct run *r, enum endpoint sender, const uint8_t *data, size_t len)
{
    wire_append(&r->keyed->relay[sender].in, data, len);
    return relay_pass(r, r->keyed, sender);
}

bool keyed_secret(struct run *r, struct keyed *k, enum endpoint who, enum endpoint writer,
                  enum epoch epoch, bool *known)
{
    struct view *v = &k->view[who];
    struct answer log;

    *known = v->has[writer][epoch];
    if (*known || v->suite == NULL) {
        return true;
    }
    if (!run_op(r, who, OP_KEYLOG_LINES, NULL, 0, &log)) {
        return false;
    }
    if (log.status == STATUS_OK && log.value.kind == VALUE_WORDS) {
        view_learn(r->a, v, (struct slice){(const char *)log.value.data, log.value.len});
    }
    *known = v->has[writer][epoch];
    return true;
}

static struct slice words(const struct arg *arg)
{
    return (struct slice){(const char *)arg->data, arg->given ? arg->len : 0};
}

const char *keyed_check(struct arena *a, const struct call *call)
{
    edit_fn *fn;

    (void)a;
    if (!edit_message_is(words(&call->arg[1]))) {
        return "keyed: no such message";
    }
    return edit_find(words(&call->arg[2]), &fn) ? NULL : "keyed: no such edit";
}

bool keyed_touches_data(const struct call *call)
{
    return slice_is(words(&call->arg[1]), "ApplicationData") ||
           slice_is(words(&call->arg[1]), "any") ||
           slice_is(words(&call->arg[2]), "type");
}

/* The edit waits for its message. */
static void arm(struct run *r, enum endpoint sender, const struct call *call)
{
    struct keyed *k = r->keyed;
    struct edit *edit;

    k->edits[sender] = arena_grow(r->a, k->edits[sender], k->edits_count[sender],
                                  sizeof *k->edits[sender]);
    edit = &k->edits[sender][k->edits_count[sender]++];
    *edit = (struct edit){.message = (const char *)call->arg[1].data,
                          .at = call->arg[3].given ? call->arg[3].num : 0,
                          .bytes = words(&call->arg[4])};
    edit_find(words(&call->arg[2]), &edit->fn);
}

static void tell(struct run *r, enum endpoint sender, struct answer *answer)
{
    struct wire *seen = &r->keyed->seen[sender];
    size_t len = seen->len > 0 ? seen->len : 2;
    const char *text = arena_text(r->a, seen->len > 0 ? (char *)seen->data : "[]", len);

    wire_drop(seen, seen->len);
    answer_init(answer, STATUS_OK);
    answer->value = (struct value){VALUE_WORDS, 0, (const uint8_t *)text, len};
}

bool keyed_act(struct run *r, const struct call *call, struct answer *answer)
{
    enum endpoint sender = (enum endpoint)call->arg[0].num;

    if (r->keyed == NULL) {
        return run_stop(r, TRACE_SENSELESS, "nobody here has keys");
    }
    answer_init(answer, STATUS_OK);
    if (call->op->id == OP_KEYED) {
        arm(r, sender, call);
        return true;
    }
    if (!run_collect(r, sender, answer)) {
        return false;
    }
    tell(r, sender, answer);
    return true;
}
