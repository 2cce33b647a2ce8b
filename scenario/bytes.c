/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes.c: the byte form.
 *
 *     header   0 format   1 opening  2 version  3 cert     4 flags    5 tickets
 *              6 ciphers  7..11 not used
 *     step     op byte, endpoint if it is a call, a mask of the optional arguments if any,
 *              the arguments
 *     int      0x00..0xef itself, 0xf0 -1, 0xf1 16 bits, 0xf2 32 bits, 0xf3 64 bits (signed,
 *              little-endian), 0xf4..0xff one of the constants below
 *     hex      16 bits of length, the bytes, or as many as are left
 *     text     8 bits of length, the bytes; rest likewise with 16 bits
 *
 * The header stands for a `setup` or `pair` as first step; every field is taken modulo
 * the number of its choices.
 */
#include "bytes.h"

#include <string.h>

#include "args.h"

enum header { FORMAT, OPENING, VERSION, CERT, FLAGS, TICKETS, CIPHERS };
enum opening { OPENING_NONE, OPENING_SETUP, OPENING_PAIR, OPENINGS };

/* The choices of the header. The order is frozen; lists may grow only to a size that
 * keeps old values: so they are padded to powers of two from the start. */
static const char *const versions[] = {"tls1.2", "tls1.3"};
static const char *const certs[] = {"ed25519",       "rsa2048",   "p256",
                                    "expired",       "notyet",    "wrong-name",
                                    "wrong-purpose", "selfsigned"};
static const char *const tickets[] = {NULL, "0", "1", "2"};
static const char *const ciphers[] = {NULL, "ECDHE+CHACHA20", "ECDHE+AES128",
                                      "ECDHE+AESGCM:DHE+AESGCM"};
static const char *const flags[] = {"alpn=h2,http/1.1",
                                    "check_hostname=0",
                                    "verify=CERT_NONE",
                                    "client_cert=ed25519",
                                    "client_ca=ed25519",
                                    "client_verify=CERT_REQUIRED",
                                    "client_verify=CERT_OPTIONAL",
                                    "hostname=none"};

static const int64_t constants[12] = {
    255,   256,        1024,         16383,         16384,         16385,
    65535, 2147483647, 2147483648LL, -2147483648LL, -2147483649LL, 1000000,
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ------------------------------------------------------------------ decoding */

struct reader {
    const uint8_t *p, *end;
    bool short_of; /* something was missing */
};

static uint8_t take_byte(struct reader *r)
{
    if (r->p == r->end) {
        r->short_of = true;
        return 0;
    }
    return *r->p++;
}

static uint64_t take_number(struct reader *r, int bytes)
{
    uint64_t n = 0;

    for (int i = 0; i < bytes; i++) {
        n |= (uint64_t)take_byte(r) << (8 * i);
    }
    return n;
}

static int64_t take_int(struct reader *r)
{
    uint8_t first = take_byte(r);

    switch (first) {
    case 0xf0: return -1;
    case 0xf1: return (int16_t)take_number(r, 2);
    case 0xf2: return (int32_t)take_number(r, 4);
    case 0xf3: return (int64_t)take_number(r, 8);
    default: return first < 0xf0 ? first : constants[first - 0xf4];
    }
}

/* Bytes may end early, a text may not: half a word would be another word. */
static void take_data(struct arena *a, struct reader *r, int length_bytes, bool may_end,
                      struct arg *arg)
{
    size_t len = (size_t)take_number(r, length_bytes), left = (size_t)(r->end - r->p);

    if (len > left && !may_end) {
        r->short_of = true;
    }
    arg->len = len < left ? len : left;
    arg->data = (const uint8_t *)arena_text(a, (const char *)r->p, arg->len);
    r->p += arg->len;
}

static void take_arg(struct arena *a, struct reader *r, enum param_type type,
                     struct arg *arg)
{
    arg->given = true;
    switch (type) {
    case PARAM_END: break;
    case PARAM_INT: arg->num = take_int(r); break;
    case PARAM_BOOL:
    case PARAM_WIRE: arg->num = take_byte(r) & 1; break;
    case PARAM_HEX: take_data(a, r, 2, true, arg); break;
    case PARAM_REST: take_data(a, r, 2, false, arg); break;
    case PARAM_TEXT: take_data(a, r, 1, false, arg); break;
    }
}

static bool has_optional(const struct op *op)
{
    for (const struct param *p = op->params; p->type != PARAM_END; p++) {
        if (p->form == PARAM_OPTIONAL) {
            return true;
        }
    }
    return false;
}

/* A step whose text cannot be written as a line, or is malformed, is none. */
static bool is_sound(struct arena *a, const struct call *call)
{
    char *text = call_format(a, call);
    struct slice line = {text, strlen(text)};
    struct call again;
    bool unknown;

    for (const char *p = text; *p != '\0'; p++) {
        if (*p < ' ' || *p > '~' || *p == '$' || *p == '#') {
            return false;
        }
    }
    return call_parse(a, line, &again, &unknown) == NULL && args_check(a, &again) == NULL;
}

static void take_step(struct arena *a, struct reader *r, struct scenario *scenario)
{
    struct call call;
    uint8_t mask = 0;

    memset(&call, 0, sizeof call);
    call.op = op_by_code(take_byte(r));
    if (call.op == NULL || call.op->kind == OP_SWEEP) {
        return;
    }
    if (call.op->kind == OP_CALL) {
        call.who = take_byte(r) & 1 ? SERVER : CLIENT;
    }
    if (has_optional(call.op)) {
        mask = take_byte(r);
    }
    for (int i = 0; call.op->params[i].type != PARAM_END; i++) {
        if (call.op->params[i].form == PARAM_NEEDED || (mask >> i & 1) != 0) {
            take_arg(a, r, call.op->params[i].type, &call.arg[i]);
        }
    }
    if (!r->short_of && is_sound(a, &call)) {
        scenario_add(a, scenario, &call);
    }
}

static char *add_word(struct arena *a, char *words, const char *name, const char *value)
{
    return value == NULL ? words : arena_printf(a, "%s %s%s", words, name, value);
}

/* The words of the macro that a header stands for. */
static char *header_words(struct arena *a, const uint8_t *header)
{
    char *words = arena_printf(a, "%s", versions[header[VERSION] % COUNT(versions)]);

    words = add_word(a, words, "cert=", certs[header[CERT] % COUNT(certs)]);
    words = add_word(a, words, "ciphers=", ciphers[header[CIPHERS] % COUNT(ciphers)]);
    for (size_t i = 0; i < COUNT(flags); i++) {
        if ((header[FLAGS] >> i & 1) != 0) {
            words = add_word(a, words, flags[i], "");
        }
    }
    return add_word(a, words, "tickets=", tickets[header[TICKETS] % COUNT(tickets)]);
}

static void take_header(struct arena *a, struct reader *r, struct scenario *scenario)
{
    uint8_t header[BYTES_HEADER_LEN];
    struct call call;
    enum opening opening;

    for (size_t i = 0; i < sizeof header; i++) {
        header[i] = take_byte(r);
    }
    opening = (enum opening)(header[OPENING] % OPENINGS);
    if (opening == OPENING_NONE) {
        return;
    }
    memset(&call, 0, sizeof call);
    call.op = op_by_code(opening == OPENING_PAIR ? OP_PAIR : OP_SETUP);
    call.arg[0].given = true;
    call.arg[0].data = (const uint8_t *)header_words(a, header);
    call.arg[0].len = strlen((const char *)call.arg[0].data);
    scenario_add(a, scenario, &call);
}

void bytes_decode(struct arena *a, struct scenario *scenario, const uint8_t *data,
                  size_t len)
{
    struct reader r = {data, data + (len < BYTES_LEN_MAX ? len : BYTES_LEN_MAX), false};

    *scenario = (struct scenario){NULL, 0};
    take_header(a, &r, scenario);
    for (size_t i = 0; i < BYTES_STEPS_MAX && r.p < r.end; i++) {
        take_step(a, &r, scenario);
    }
}

/* ------------------------------------------------------------------ encoding */

struct writer {
    uint8_t data[BYTES_LEN_MAX];
    size_t len;
    const char *wrong;
};

static void put(struct writer *w, const void *data, size_t len)
{
    if (len > BYTES_LEN_MAX - w->len) {
        w->wrong = "the scenario is larger than 65536 bytes";
        return;
    }
    if (len > 0) {
        memcpy(w->data + w->len, data, len);
    }
    w->len += len;
}

static void put_number(struct writer *w, uint64_t n, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)(n >> (8 * i));

        put(w, &byte, 1);
    }
}

static void put_int(struct writer *w, int64_t n)
{
    if (n >= 0 && n < 0xf0) {
        put_number(w, (uint64_t)n, 1);
        return;
    }
    if (n == -1) {
        put_number(w, 0xf0, 1);
        return;
    }
    for (size_t i = 0; i < COUNT(constants); i++) {
        if (constants[i] == n) {
            put_number(w, 0xf4 + i, 1);
            return;
        }
    }
    if (n >= INT16_MIN && n <= INT16_MAX) {
        put_number(w, 0xf1, 1);
        put_number(w, (uint64_t)n, 2);
    } else if (n >= INT32_MIN && n <= INT32_MAX) {
        put_number(w, 0xf2, 1);
        put_number(w, (uint64_t)n, 4);
    } else {
        put_number(w, 0xf3, 1);
        put_number(w, (uint64_t)n, 8);
    }
}

static void put_data(struct writer *w, const struct arg *arg, int length_bytes)
{
    if (arg->len >= (size_t)1 << (8 * length_bytes)) {
        w->wrong = "an argument is too long";
        return;
    }
    put_number(w, arg->len, length_bytes);
    put(w, arg->data, arg->len);
}

static void put_arg(struct writer *w, enum param_type type, const struct arg *arg)
{
    switch (type) {
    case PARAM_END: break;
    case PARAM_INT: put_int(w, arg->num); break;
    case PARAM_BOOL:
    case PARAM_WIRE: put_number(w, (uint64_t)arg->num, 1); break;
    case PARAM_HEX:
    case PARAM_REST: put_data(w, arg, 2); break;
    case PARAM_TEXT: put_data(w, arg, 1); break;
    }
}

static void put_step(struct writer *w, const struct call *call)
{
    const struct param *params = call->op->params;
    uint8_t mask = 0;

    put_number(w, (uint64_t)call->op->id, 1);
    if (call->op->kind == OP_CALL) {
        put_number(w, (uint64_t)call->who, 1);
    }
    for (int i = 0; params[i].type != PARAM_END; i++) {
        mask |= (uint8_t)(call->arg[i].given << i);
    }
    if (has_optional(call->op)) {
        put_number(w, mask, 1);
    }
    for (int i = 0; params[i].type != PARAM_END; i++) {
        if (call->arg[i].given) {
            put_arg(w, params[i].type, &call->arg[i]);
        }
    }
}

/* Finds the index of NAME=VALUE in a list of values; false when the word is another. */
static bool pick(struct slice word, const char *name, const char *const *list,
                 size_t count, uint8_t *field)
{
    size_t len = strlen(name);

    for (size_t i = 0; i < count; i++) {
        struct slice value = {word.p + len, word.len - len};

        if (list[i] != NULL && word.len > len && memcmp(word.p, name, len) == 0 &&
            slice_is(value, list[i])) {
            *field = (uint8_t)i;
            return true;
        }
    }
    return false;
}

static bool pick_flag(struct slice word, uint8_t *mask)
{
    uint8_t i;

    if (!pick(word, "", flags, COUNT(flags), &i)) {
        return false;
    }
    *mask |= (uint8_t)(1U << i);
    return true;
}

/* Fills a header from a macro; false when it says something that a header cannot, or says
 * it in words that the header would not give back. */
static bool fill_header(struct arena *a, const struct call *call, uint8_t *header)
{
    struct slice rest = {(const char *)call->arg[0].data, call->arg[0].len}, word;

    header[OPENING] = call->op->id == OP_PAIR ? OPENING_PAIR : OPENING_SETUP;
    next_word(&rest, &word);
    if (!pick(word, "", versions, COUNT(versions), &header[VERSION])) {
        return false;
    }
    while (next_word(&rest, &word)) {
        if (!pick(word, "cert=", certs, COUNT(certs), &header[CERT]) &&
            !pick(word, "ciphers=", ciphers, COUNT(ciphers), &header[CIPHERS]) &&
            !pick(word, "tickets=", tickets, COUNT(tickets), &header[TICKETS]) &&
            !pick_flag(word, &header[FLAGS])) {
            return false;
        }
    }
    return strcmp(header_words(a, header), (const char *)call->arg[0].data) == 0;
}

static bool is_opening(const struct scenario *s)
{
    return s->count > 0 && !s->steps[0].has_variable &&
           s->steps[0].call.op->kind == OP_MACRO;
}

const char *bytes_encode(struct arena *a, const struct scenario *scenario, uint8_t **data,
                         size_t *len)
{
    struct writer *w = arena_alloc(a, sizeof *w);
    uint8_t header[BYTES_HEADER_LEN] = {0}, filled[BYTES_HEADER_LEN] = {0};
    size_t first =
        is_opening(scenario) && fill_header(a, &scenario->steps[0].call, filled);

    put(w, first == 1 ? filled : header, sizeof header);
    if (scenario->count - first > BYTES_STEPS_MAX) {
        return "more than 256 steps";
    }
    for (size_t i = first; i < scenario->count; i++) {
        const struct step *step = &scenario->steps[i];

        if (step->has_variable || step->call.op->kind == OP_SWEEP) {
            return "a sweep has no byte form";
        }
        put_step(w, &step->call);
        if (w->wrong != NULL) {
            return w->wrong;
        }
    }
    *data = w->data;
    *len = w->len;
    return NULL;
}
