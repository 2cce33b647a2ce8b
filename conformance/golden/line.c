/* SPDX-License-Identifier: Apache-2.0
 *
 * line.c: observations as lines that are the same from one recording to the next.
 */
#include "line.h"

#include <inttypes.h>
#include <string.h>

#include "conformance/records.h"
#include "conformance/stream/row.h"

struct golden_talk golden_talk_new(struct arena *a, bool lengths)
{
    struct golden_talk t = {.a = a, .lengths = lengths};

    for (size_t i = 0; i < GOLDEN_BIOS; i++) {
        t.bios[i] = "0";
    }
    return t;
}

static unsigned number_of(struct golden_talk *t, const uint8_t *data, size_t len)
{
    for (size_t i = 0; i < t->secrets_count; i++) {
        if (t->secrets[i].len == len && memcmp(t->secrets[i].data, data, len) == 0) {
            return (unsigned)i + 1;
        }
    }
    t->secrets = arena_grow(t->a, t->secrets, t->secrets_count, sizeof *t->secrets);
    t->secrets[t->secrets_count++] = (struct golden_secret){data, len};
    return (unsigned)t->secrets_count;
}

/* The lines of a key log: each run of hex in them is a secret. */
static const char *keylog_text(struct golden_talk *t, const char *text)
{
    char *out = arena_printf(t->a, "%s", "");

    for (size_t n; *text != '\0'; text += n) {
        n = strspn(text, "0123456789abcdef");
        if (n >= ROW_SECRET_MIN) {
            out = arena_printf(t->a, "%s~%zu#%u", out, n,
                               number_of(t, (const uint8_t *)text, n));
        } else {
            n += n == 0;
            out = arena_printf(t->a, "%s%.*s", out, (int)n, text);
        }
    }
    return out;
}

/* Does the case say this word itself? */
static bool is_stated(const struct golden_talk *t, const char *said)
{
    const char *stated = t->stated == NULL ? "" : t->stated;
    struct slice rest = {stated, strlen(stated)}, word;

    while (next_word(&rest, &word)) {
        if (slice_is(word, said)) {
            return true;
        }
    }
    return false;
}

static const char *value_text(struct golden_talk *t, const struct observation *o)
{
    const struct value *v = &o->answer.value;

    if (o->op->id == OP_KEYLOG_LINES) {
        return keylog_text(t, value_format(t->a, v));
    }
    if (is_stated(t, value_format(t->a, v))) {
        return value_format(t->a, v);
    }
    if (v->kind == VALUE_BYTES && v->len > 0 && row_is_opaque(o)) {
        unsigned number = number_of(t, v->data, v->len);

        return t->lengths ? arena_printf(t->a, "~%zu#%u", v->len, number)
                          : arena_printf(t->a, "~#%u", number);
    }
    if (!t->lengths && row_is_size(o) &&
        (o->op->id == OP_DRIP || (v->kind == VALUE_INT && v->num > 0))) {
        return "+";
    }
    return value_format(t->a, v);
}

static const char *bio_text(const struct golden_talk *t, const struct bio_state *bio)
{
    if (t->lengths || bio->pending <= 0) {
        return bio_format(t->a, bio);
    }
    return bio->eof ? "+,eof" : "+";
}

/* The answer without the BIOs. */
static char *answer_text(struct golden_talk *t, const struct observation *o)
{
    const char *value = value_text(t, o);
    char *text =
        arena_printf(t->a, "%s = %s%s%s", row_line(t->a, o->request),
                     status_name(o->answer.status), *value == '\0' ? "" : " ", value);

    for (int i = 0; i < FIELD_NATIVE; i++) {
        if (o->answer.field[i] != NULL) {
            text = arena_printf(t->a, "%s %s=%s", text, field_name((enum field)i),
                                o->answer.field[i]);
        }
    }
    return text;
}

/* Of a call what is as before is not said: the answers of an act tell of one end only. */
static char *add_own(struct golden_talk *t, char *text, const struct observation *o,
                     int i)
{
    static const char *const names[BIOS] = {"incoming", "outgoing"};
    const struct bio_state *bio = &o->answer.bio[i];
    const char **known = &t->bios[golden_bio(o->who, i)];
    const char *plain = arena_printf(t->a, "%s=%s", names[i], bio_format(t->a, bio));
    const char *state = bio_text(t, bio);
    bool call = o->op->kind == OP_CALL, same = strcmp(*known, state) == 0;

    if (bio->pending < 0) {
        return call ? arena_printf(t->a, "%s %s", text, plain) : text;
    }
    *known = state;
    if (is_stated(t, plain) && (!t->lengths || !same)) {
        return arena_printf(t->a, "%s %s", text, plain);
    }
    return call && same ? text : arena_printf(t->a, "%s %s=%s", text, names[i], state);
}

static char *add_bios(struct golden_talk *t, char *text, const struct observation *o)
{
    const char *now[GOLDEN_BIOS];
    bool told = true;

    text = add_own(t, text, o, INCOMING);
    text = add_own(t, text, o, OUTGOING);
    for (size_t i = 0; i < GOLDEN_BIOS; i++) {
        now[i] = bio_text(t, &o->bio[i / BIOS][i % BIOS]);
        told = told && strcmp(now[i], t->bios[i]) == 0;
        t->bios[i] = now[i];
    }
    return told ? text
                : arena_printf(t->a, "%s [%s %s %s %s]", text, now[0], now[1], now[2],
                               now[3]);
}

const char *golden_line(struct golden_talk *t, const struct observation *o,
                        const char *stated)
{
    const struct value *v = &o->answer.value;
    char *text;

    t->stated = stated;
    text = add_bios(t, answer_text(t, o), o);

    if (o->carried_len > 0) {
        return arena_printf(t->a, "%s {%s}", text,
                            records_format(t->a, o->carried, o->carried_len, t->lengths));
    }
    if (v->kind == VALUE_BYTES && v->len > 0 && row_has_records(o)) {
        return arena_printf(t->a, "%s {%s}", text,
                            records_format(t->a, v->data, v->len, t->lengths));
    }
    return text;
}
