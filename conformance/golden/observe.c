/* SPDX-License-Identifier: Apache-2.0
 *
 * observe.c: from a line to an observation.
 */
#include <stdlib.h>
#include <string.h>

#include "conformance/records.h"
#include "line.h"
#include "scenario/drip.h"

/* Digits of one secret of a key log. */
#define SECRET_MAX 4096

struct slice golden_request(const char *line)
{
    const char *equals = strstr(line, " = ");

    return (struct slice){line, equals == NULL ? strlen(line) : (size_t)(equals - line)};
}

/* Cuts " [...]" or " {...}" off the end of a line. */
static bool cut_tail(struct slice *line, const char *marks, struct slice *tail)
{
    size_t at = line->len;

    if (line->len == 0 || line->p[line->len - 1] != marks[1]) {
        return false;
    }
    while (at > 1 && !(line->p[at - 1] == marks[0] && line->p[at - 2] == ' ')) {
        at--;
    }
    if (at <= 1) {
        return false;
    }
    *tail = (struct slice){line->p + at, line->len - at - 1};
    line->len = at - 2;
    return true;
}

/* What a masked value stands for: so many bytes, or those records, told apart by a number. */
struct mask {
    bool given;
    int64_t len, number;
};

static bool read_mask(struct slice word, struct mask *m)
{
    const char *hash = memchr(word.p, '#', word.len);
    size_t digits = hash == NULL ? 0 : (size_t)(hash - word.p) - 1;

    m->given = true;
    m->len = 1;
    return hash != NULL &&
           (digits == 0 || parse_int((struct slice){word.p + 1, digits}, &m->len)) &&
           m->len > 0 && m->len <= INT32_MAX &&
           parse_int((struct slice){hash + 1, word.len - digits - 2}, &m->number) &&
           m->number > 0;
}

static bool begins(struct slice word, const char *text)
{
    return word.len >= strlen(text) && memcmp(word.p, text, strlen(text)) == 0;
}

/* A word of a key log, with some digits in place of each secret. */
static const char *keylog_word(struct golden_talk *t, struct slice word)
{
    char *text = arena_text(t->a, word.p, word.len), *at, *end;

    while ((at = strchr(text, '~')) != NULL) {
        long n = strtol(at + 1, &end, 10), number = 0;
        char *digits;

        if (*end == '#') {
            number = strtol(end + 1, &end, 10);
        }
        if (n < 1 || n > SECRET_MAX || number < 1) {
            return NULL;
        }
        digits = arena_alloc(t->a, (size_t)n + 1);
        memset(digits, "0123456789abcdef"[number & 15], (size_t)n);
        text = arena_printf(t->a, "%.*s%s%s", (int)(at - text), text, digits, end);
    }
    return text;
}

/* One word of an answer as the protocol has it; *bio is what the word says of one. */
static const char *plain_word(struct golden_talk *t, const struct call *call,
                              struct slice word, struct mask *m)
{
    static const char *const names[BIOS] = {"incoming=", "outgoing="};

    for (int i = 0; i < BIOS; i++) {
        size_t n = strlen(names[i]);

        if (begins(word, names[i])) {
            t->told[i] = arena_text(t->a, word.p + n, word.len - n);
            return "";
        }
    }
    if (slice_is(word, "+") && call->op->result == RESULT_INT) {
        return "1";
    }
    if (call->op->id == OP_KEYLOG_LINES) {
        return keylog_word(t, word);
    }
    if (begins(word, "~")) {
        return read_mask(word, m) ? "-" : NULL;
    }
    return arena_text(t->a, word.p, word.len);
}

static const char *read_answer(struct golden_talk *t, const struct call *call,
                               struct slice text, struct answer *answer, struct mask *m)
{
    char *line = arena_printf(t->a, "%s", "");
    enum status status = STATUS_OK;
    struct slice word, ahead = text;
    const char *wrong;

    t->told[INCOMING] = t->told[OUTGOING] = NULL;
    /* What a drip gave stands behind any status, that of its last call. */
    if (call->op->id == OP_DRIP && next_word(&ahead, &word) &&
        status_by_name(word, &status)) {
        line = arena_printf(t->a, "ok");
        text = ahead;
    }
    while (next_word(&text, &word)) {
        const char *plain = plain_word(t, call, word, m);

        if (plain == NULL) {
            return "a masked value is malformed";
        }
        line = arena_printf(t->a, "%s%s%s", line,
                            *line == '\0' || *plain == '\0' ? "" : " ", plain);
    }
    wrong = answer_parse(t->a, (struct slice){line, strlen(line)},
                         call->op->id == OP_INCOMING_DRIP ? drip_result(t->a, call)
                                                          : call->op->result,
                         answer);
    answer->status = status == STATUS_OK ? answer->status : status;
    return wrong;
}

/* "517", "0,eof", "+", "?" */
static bool read_state(const char *text, struct bio_state *bio)
{
    size_t n = strcspn(text, ",");

    bio->eof = strcmp(text + n, ",eof") == 0;
    bio->pending = *text == '?' ? -1 : 1;
    if (text[n] != '\0' && !bio->eof) {
        return false;
    }
    return strchr("?+", *text) != NULL
               ? n == 1
               : parse_int((struct slice){text, n}, &bio->pending) && bio->pending >= 0;
}

/* The BIOs of the answer: of a call that does not say, as before. */
static bool read_own(struct golden_talk *t, struct observation *o)
{
    for (int i = 0; i < BIOS; i++) {
        const char **known = &t->bios[golden_bio(o->who, i)];
        struct bio_state *bio = &o->answer.bio[i];

        bio->pending = -1;
        if (t->told[i] == NULL && o->op->kind == OP_WIRE) {
            continue;
        }
        if (!read_state(t->told[i] == NULL ? *known : t->told[i], bio)) {
            return false;
        }
        *known = t->told[i] == NULL || *t->told[i] == '?' ? *known : t->told[i];
    }
    return true;
}

static bool read_bios(struct golden_talk *t, const struct slice *told,
                      struct observation *o)
{
    struct slice rest = *told, word;
    size_t i = 0;

    while (i < GOLDEN_BIOS && next_word(&rest, &word)) {
        t->bios[i++] = arena_text(t->a, word.p, word.len);
    }
    if ((i != GOLDEN_BIOS && i != 0) || next_word(&rest, &word)) {
        return false;
    }
    for (i = 0; i < GOLDEN_BIOS; i++) {
        if (!read_state(t->bios[i], &o->bio[i / BIOS][i % BIOS])) {
            return false;
        }
    }
    return true;
}

/* Some bytes; of another number they are others. */
static const uint8_t *some_bytes(struct golden_talk *t, const struct mask *m)
{
    uint8_t *data = arena_alloc(t->a, (size_t)m->len);

    memset(data, 0x80 | ((int)m->number & 0x7f), (size_t)m->len);
    return data;
}

static bool read_records(struct golden_talk *t, struct slice text, const struct mask *m,
                         struct observation *o)
{
    struct value *v = &o->answer.value;
    uint8_t fill = (uint8_t)(0x80 | (m->number & 0x7f)), *data;
    size_t len;

    if (!records_parse(t->a, text, fill, &data, &len)) {
        return false;
    }
    if (!m->given && o->op->kind != OP_WIRE) {
        return true; /* the value itself is told */
    }
    if (!m->given) {
        o->carried = data;
        o->carried_len = len;
        return true;
    }
    v->data = data;
    v->len = len;
    return !t->lengths || len == (size_t)m->len;
}

/* Cuts the four states off; a value may end in a bracket, too. */
static void cut_bios(struct golden_talk *t, struct slice *text, struct slice *bios)
{
    struct slice before = *text, rest, word;
    struct bio_state state;
    size_t n = 0;

    if (!cut_tail(text, "[]", bios)) {
        return;
    }
    rest = *bios;
    while (next_word(&rest, &word) &&
           read_state(arena_text(t->a, word.p, word.len), &state)) {
        n++;
    }
    if (n != GOLDEN_BIOS || rest.len > 0) {
        *text = before;
        *bios = (struct slice){"", 0};
    }
}

static void follow(struct golden_talk *t, const struct call *call, struct observation *o)
{
    if (o->answer.status == STATUS_OK && call->op->id == OP_WRAP_BIO) {
        t->wrapped[o->who] = true;
    }
    if (o->answer.status == STATUS_OK && call->op->id == OP_BIOS) {
        t->wrapped[o->who] = false;
    }
    o->wrapped = t->wrapped[o->who];
}

/* The endpoint that an observation is about: of an act on the wire the receiver. */
static void take_who(struct call *call)
{
    if (call->op->kind == OP_WIRE) {
        call->who = call->arg[0].num == CLIENT ? SERVER : CLIENT;
    }
}

const char *golden_observe(struct golden_talk *t, const char *request, const char *line,
                           struct observation *o)
{
    struct slice text = {line, strlen(line)}, records = {NULL, 0}, bios = {"", 0};
    size_t before = golden_request(line).len;
    struct mask mask = {.given = false};
    struct call call;
    const char *wrong;
    bool unknown;

    memset(o, 0, sizeof *o);
    wrong = call_parse(t->a, (struct slice){request, strlen(request)}, &call, &unknown);
    if (wrong != NULL || before == text.len) {
        return wrong == NULL ? "a line without ` = `" : wrong;
    }
    take_who(&call);
    text = (struct slice){line + before + 3, text.len - before - 3};
    o->request = request;
    o->op = call.op;
    o->who = call.who;
    if (call.op->kind == OP_WIRE || call.op->result == RESULT_BYTES) {
        (void)cut_tail(&text, "{}", &records);
    }
    cut_bios(t, &text, &bios);
    wrong = read_answer(t, &call, text, &o->answer, &mask);
    if (wrong != NULL) {
        return wrong;
    }
    follow(t, &call, o);
    if (!read_own(t, o) || !read_bios(t, &bios, o)) {
        return "the states of the BIOs are malformed";
    }
    if (mask.given) {
        o->answer.value =
            (struct value){VALUE_BYTES, 0, some_bytes(t, &mask), (size_t)mask.len};
    }
    return records.p == NULL || read_records(t, records, &mask, o)
               ? NULL
               : "the records are malformed";
}
