/* SPDX-License-Identifier: Apache-2.0
 *
 * call.c: reading and writing one op by its row of the op table.
 */
#include "call.h"

#include <inttypes.h>
#include <string.h>

#include "flight.h"
#include "plant.h"

#define PEER_PREFIX   "peer:"
#define FLIGHT_PREFIX "flight:"

static const char letters[ENDPOINTS] = {[CLIENT] = 'c', [SERVER] = 's'};

char endpoint_letter(enum endpoint who)
{
    return letters[who];
}

static bool parse_endpoint(struct slice word, int64_t *who)
{
    for (int i = 0; i < ENDPOINTS; i++) {
        if (word.len == 1 && word.p[0] == letters[i]) {
            *who = i;
            return true;
        }
    }
    return false;
}

static bool parse_wire(struct slice word, int64_t *sender)
{
    struct slice from = {word.p, 1}, to = {word.p + 2, 1};
    int64_t receiver;

    return word.len == 3 && word.p[1] == '>' && parse_endpoint(from, sender) &&
           parse_endpoint(to, &receiver) && receiver != *sender;
}

/* Cuts `prefix` off a word. */
static bool has_prefix(struct slice word, const char *prefix, struct slice *rest)
{
    size_t len = strlen(prefix);

    *rest = (struct slice){word.p + len, word.len - len};
    return word.len > len && memcmp(word.p, prefix, len) == 0;
}

/* `peer:N`, `flight:NAME`, or bytes. */
static bool parse_bytes(struct arena *a, struct slice word, uint8_t **data,
                        struct arg *arg)
{
    struct slice name;

    if (has_prefix(word, PEER_PREFIX, &name)) {
        arg->given = GIVEN_PEER;
        return parse_int(name, &arg->num) && arg->num >= 0;
    }
    if (has_prefix(word, FLIGHT_PREFIX, &name)) {
        arg->given = GIVEN_FLIGHT;
        return flight_by_name(name, &arg->num);
    }
    return parse_hex(a, word, data, &arg->len);
}

static bool parse_arg(struct arena *a, enum param_type type, struct slice word,
                      struct arg *arg)
{
    uint8_t *data = NULL;
    bool ok = false;

    arg->given = GIVEN;
    switch (type) {
    case PARAM_END: return false;
    case PARAM_INT: ok = parse_int(word, &arg->num); break;
    case PARAM_BOOL: ok = parse_bool(word, &arg->num); break;
    case PARAM_WIRE: ok = parse_wire(word, &arg->num); break;
    case PARAM_HEX: ok = parse_bytes(a, word, &data, arg); break;
    case PARAM_TEXT: ok = parse_text(a, word, &data, &arg->len); break;
    case PARAM_REST:
        data = (uint8_t *)arena_text(a, word.p, word.len);
        arg->len = word.len;
        ok = true;
        break;
    }
    arg->data = data;
    return ok;
}

/* The parameter that "name=value" gives, or -1; *value is what stands behind the sign. */
static int keyword(const struct op *op, struct slice word, struct slice *value)
{
    const char *eq = memchr(word.p, '=', word.len);
    struct slice name = {word.p, eq == NULL ? 0 : (size_t)(eq - word.p)};

    for (int i = 0; eq != NULL && op->params[i].type != PARAM_END; i++) {
        if (op->params[i].form == PARAM_OPTIONAL && slice_is(name, op->params[i].name)) {
            *value = (struct slice){eq + 1, word.len - name.len - 1};
            return i;
        }
    }
    return -1;
}

static const char *parse_args(struct arena *a, struct slice rest, struct call *call)
{
    const struct param *params = call->op->params;
    struct slice word;
    int next = 0;

    while (params[next].type == PARAM_REST
               ? (word = trim(rest), rest.len = 0, word.len > 0)
               : next_word(&rest, &word)) {
        struct slice value = word;
        int i = keyword(call->op, word, &value);

        if (i < 0) {
            i = next++;
        }
        if (params[i].type == PARAM_END) {
            return "too many arguments";
        }
        if (call->arg[i].given) {
            return "an argument is given twice";
        }
        if (!parse_arg(a, params[i].type, value, &call->arg[i])) {
            return "an argument is not of its type";
        }
    }
    for (int i = 0; params[i].type != PARAM_END; i++) {
        if (params[i].form == PARAM_NEEDED && !call->arg[i].given) {
            return "an argument is missing";
        }
    }
    return NULL;
}

const char *call_parse(struct arena *a, struct slice line, struct call *call,
                       bool *unknown)
{
    struct slice rest = line, word;
    int64_t who = CLIENT;
    bool has_endpoint;

    memset(call, 0, sizeof *call);
    *unknown = false;
    if (!next_word(&rest, &word)) {
        return "an empty line";
    }
    has_endpoint = parse_endpoint(word, &who);
    if (has_endpoint && !next_word(&rest, &word)) {
        return "an endpoint without an op";
    }
    call->op = op_by_name(word.p, word.len);
    call->who = (enum endpoint)who;
    if (call->op == NULL) {
        *unknown = true;
        return "an unknown op";
    }
    if (has_endpoint != (call->op->kind == OP_CALL)) {
        return has_endpoint ? "this op has no endpoint" : "the endpoint is missing";
    }
    return parse_args(a, rest, call);
}

static char *format_bytes(struct arena *a, const struct arg *arg)
{
    switch (arg->given) {
    case GIVEN_PEER: return arena_printf(a, PEER_PREFIX "%" PRId64, arg->num);
    case GIVEN_FLIGHT:
        return arena_printf(a, FLIGHT_PREFIX "%s", flight_name(a, (unsigned)arg->num));
    default: return format_hex(a, arg->data, arg->len);
    }
}

/* Of what a text may hold, two would mean something else in a scenario: `$` of a sweep, and
 * `#` at the begin of a word. */
static char *format_word(struct arena *a, const struct arg *arg)
{
    char *word = format_text(a, arg->data, arg->len), *out, *q;

    if (word[0] != '#' && strchr(word, '$') == NULL) {
        return word;
    }
    out = q = arena_alloc(a, 3 * strlen(word) + 1);
    for (const char *p = word; *p != '\0'; p++) {
        if (*p == '$' || (*p == '#' && p == word)) {
            memcpy(q, *p == '$' ? "%24" : "%23", 3);
            q += 3;
        } else {
            *q++ = *p;
        }
    }
    return out;
}

static char *format_arg(struct arena *a, enum param_type type, const struct arg *arg)
{
    switch (type) {
    case PARAM_END: break;
    case PARAM_INT:
        if (PLANTED("SIGN_LOST") && arg->num < 0) {
            return arena_printf(a, "%" PRIu64, 0 - (uint64_t)arg->num);
        }
        return arena_printf(a, "%" PRId64, arg->num);
    case PARAM_BOOL: return arena_printf(a, "%" PRId64, arg->num);
    case PARAM_WIRE:
        return arena_printf(a, "%c>%c", letters[arg->num], letters[1 - arg->num]);
    case PARAM_HEX: return format_bytes(a, arg);
    case PARAM_TEXT: return format_word(a, arg);
    case PARAM_REST: return arena_text(a, (const char *)arg->data, arg->len);
    }
    return arena_text(a, "", 0);
}

bool call_is_symbolic(const struct call *call)
{
    for (int i = 0; i < OP_PARAMS_MAX; i++) {
        if (call->arg[i].given > GIVEN) {
            return true;
        }
    }
    return false;
}

/* The pieces of a line: they are put together once, as this is most of what a fuzzer's short
 * input takes. */
struct pieces {
    const char *list[2 + 4 * OP_PARAMS_MAX];
    size_t count;
};

static void put(struct pieces *p, const char *piece)
{
    p->list[p->count++] = piece;
}

static char *put_together(struct arena *a, const struct pieces *p)
{
    size_t len = 0;
    char *line, *q;

    for (size_t i = 0; i < p->count; i++) {
        len += strlen(p->list[i]);
    }
    line = q = arena_alloc(a, len + 1);
    for (size_t i = 0; i < p->count; i++) {
        size_t n = strlen(p->list[i]);

        memcpy(q, p->list[i], n);
        q += n;
    }
    return line;
}

char *call_format(struct arena *a, const struct call *call)
{
    const struct param *params = call->op->params;
    struct pieces p = {.count = 0};
    bool gap = false; /* an optional argument was left out: the next need their names */

    if (call->op->kind == OP_CALL) {
        put(&p, call->who == CLIENT ? "c " : "s ");
    }
    put(&p, call->op->name);
    for (int i = 0; params[i].type != PARAM_END; i++) {
        if (!call->arg[i].given) {
            gap = true;
            continue;
        }
        put(&p, " ");
        if (gap) {
            put(&p, params[i].name);
            put(&p, "=");
        }
        put(&p, format_arg(a, params[i].type, &call->arg[i]));
    }
    return put_together(a, &p);
}
