/* SPDX-License-Identifier: Apache-2.0
 *
 * row.c: observations in words that are the same from run to run.
 *
 * What TLS makes is random, unless the run is frozen: such bytes are told as records with
 * their lengths. ECDSA signatures vary in length: a case with such a certificate tells
 * no lengths either, `+` stands for some.
 */
#include "row.h"

#include <inttypes.h>
#include <string.h>

#include "conformance/judge.h"
#include "conformance/records.h"

#define FNV_PRIME UINT64_C(0x100000001b3)

struct teller {
    struct arena *a;
    const struct result *x;
    const struct trace *t;
    bool frozen;
    bool lengths; /* are the same from run to run */
};

static uint64_t fnv(uint64_t digest, const void *data, size_t len)
{
    const uint8_t *p = data;

    for (size_t i = 0; i < len; i++) {
        digest = (digest ^ p[i]) * FNV_PRIME;
    }
    return digest;
}

static char *bytes_text(struct arena *a, const uint8_t *p, size_t len)
{
    if (len <= ROW_BYTES_SHOWN) {
        return format_hex(a, p, len);
    }
    return arena_printf(a, "%s~%zu:%016" PRIx64, format_hex(a, p, ROW_BYTES_SHOWN), len,
                        fnv(ROWS_DIGEST_START, p, len));
}

char *row_line(struct arena *a, const char *line)
{
    char *out = arena_printf(a, "%s", "");

    if (strlen(line) <= 2 * ROW_BYTES_SHOWN) {
        return arena_printf(a, "%s", line);
    }
    for (size_t n; *line != '\0'; line += n) {
        uint8_t *data;
        size_t len;

        n = strcspn(line, " ");
        if (n > 2 * ROW_BYTES_SHOWN &&
            parse_hex(a, (struct slice){line, n}, &data, &len)) {
            out = arena_printf(a, "%s%s", out, bytes_text(a, data, len));
        } else {
            out = arena_printf(a, "%s%.*s", out, (int)n, line);
        }
        if (line[n] == ' ') {
            out = arena_printf(a, "%s ", out);
            n++;
        }
    }
    return out;
}

/* ---- Answers. */

/* Bytes that TLS made. */
static bool is_opaque(const struct observation *o)
{
    return o->wrapped && (o->op->id == OP_OUTGOING_READ || o->op->id == OP_INCOMING_READ);
}

static bool is_secret(const struct observation *o)
{
    return o->op->id == OP_GET_CHANNEL_BINDING || o->op->id == OP_EXPORT_KEYING_MATERIAL;
}

/* Numbers of bytes that TLS made. */
bool row_is_size(const struct observation *o)
{
    return o->op->kind == OP_WIRE || o->op->id == OP_DRIP ||
           (o->wrapped && o->op->id >= OP_INCOMING_WRITE && o->op->id <= OP_OUTGOING_EOF);
}

bool row_is_opaque(const struct observation *o)
{
    return is_opaque(o) || is_secret(o);
}

bool row_has_records(const struct observation *o)
{
    return is_opaque(o);
}

static char *some(struct arena *a, const char *what, int64_t n, bool lengths)
{
    return lengths ? arena_printf(a, "%s%" PRId64, what, n)
                   : arena_printf(a, "%s%s", what, n > 0 ? "" : "0");
}

char *row_blind(struct arena *a, const char *text, bool lengths)
{
    char *out = arena_printf(a, "%s", "");

    for (size_t n; *text != '\0'; text += n) {
        uint8_t *data;
        size_t len;

        n = strcspn(text, " ");
        n = n == 0 ? 1 : n;
        out = n >= 4 && parse_hex(a, (struct slice){text, n}, &data, &len)
                  ? arena_printf(a, "%s%s", out, some(a, "~", (int64_t)len, lengths))
                  : arena_printf(a, "%s%.*s", out, (int)n, text);
    }
    return out;
}

/* The lines of a key log without the secrets in them. */
static char *keylog_text(struct arena *a, const char *text)
{
    char *out = arena_printf(a, "%s", "");

    for (size_t n; *text != '\0'; text += n) {
        n = strspn(text, "0123456789abcdef");
        if (n >= ROW_SECRET_MIN) {
            out = some(a, arena_printf(a, "%s~", out), (int64_t)n / 2, true);
        } else {
            n += n == 0;
            out = arena_printf(a, "%s%.*s", out, (int)n, text);
        }
    }
    return out;
}

static const char *value_text(const struct teller *w, const struct observation *o)
{
    const struct value *v = &o->answer.value;

    if (v->kind == VALUE_BYTES && !w->frozen && (is_opaque(o) || is_secret(o))) {
        return some(w->a, "~", (int64_t)v->len, w->lengths || is_secret(o));
    }
    if (v->kind == VALUE_BYTES) {
        return bytes_text(w->a, v->data, v->len);
    }
    if (!w->lengths && row_is_size(o) && v->kind == VALUE_INT) {
        return v->num > 0 ? "+" : "0";
    }
    if (!w->lengths && o->op->id == OP_DRIP) {
        return "+";
    }
    if (o->op->id == OP_KEYLOG_LINES && !w->frozen) {
        return keylog_text(w->a, value_format(w->a, v));
    }
    return row_line(w->a, value_format(w->a, v));
}

static const char *answer_text(const struct teller *w, const struct observation *o,
                               const char *value)
{
    char *text = arena_printf(w->a, "%s%s%s", status_name(o->answer.status),
                              *value == '\0' ? "" : " ", value);

    for (int i = 0; i < FIELD_NATIVE; i++) {
        if (o->answer.field[i] != NULL) {
            text = arena_printf(w->a, "%s %s=%s", text, field_name((enum field)i),
                                o->answer.field[i]);
        }
    }
    return text;
}

static const char *wire_text(const struct teller *w, const struct observation *o)
{
    const struct value *v = &o->answer.value;

    if (o->carried_len > 0) {
        char *names = records_format(w->a, o->carried, o->carried_len, w->lengths);

        return w->frozen ? arena_printf(w->a, "%s %s", names,
                                        bytes_text(w->a, o->carried, o->carried_len))
                         : names;
    }
    if (v->kind == VALUE_BYTES && v->len > 0 && is_opaque(o)) {
        return records_format(w->a, v->data, v->len, w->lengths);
    }
    return NULL;
}

static const char *native_text(struct arena *a, const char *word)
{
    uint8_t *text;
    size_t len;

    if (word == NULL || !parse_text(a, (struct slice){word, strlen(word)}, &text, &len)) {
        return word;
    }
    return arena_text(a, (const char *)text, len);
}

/* ---- BIOs. */

/* `rough`: only whether there is something, as another library may say more or less. */
static const char *bios_text(const struct teller *w, const struct observation *o,
                             bool rough)
{
    char *text = arena_printf(w->a, "%s", "");

    for (int who = 0; who < ENDPOINTS; who++) {
        for (int k = 0; k < BIOS; k++) {
            const struct bio_state *bio = &o->bio[who][k];
            const char *n = bio->pending < 0 ? "?"
                            : (w->lengths && !rough) || bio->pending == 0
                                ? arena_printf(w->a, "%" PRId64, bio->pending)
                                : "+";

            text = arena_printf(w->a, "%s%s%s%s", text, *text == '\0' ? "" : " ", n,
                                bio->eof && bio->pending >= 0 ? ",eof" : "");
        }
    }
    return text;
}

static struct row row_of(const struct teller *w, const struct observation *o)
{
    const char *value = value_text(w, o);
    bool own = row_is_size(o) || is_opaque(o);

    return (struct row){
        .line = w->x->tc->scenario.steps[o->step].line,
        .request = row_line(w->a, o->request),
        .answer = answer_text(w, o, value),
        .native = native_text(w->a, o->answer.field[FIELD_NATIVE]),
        .wire = wire_text(w, o),
        .bios = bios_text(w, o, false),
        .alike = arena_printf(w->a, "%s %s", answer_text(w, o, own ? "" : value),
                              bios_text(w, o, true)),
    };
}

struct rows rows_of(struct arena *a, const struct result *x, size_t run, bool frozen)
{
    const struct trace *t = &x->play.traces[run];
    struct teller w = {a, x, t, frozen, frozen || !case_sizes_vary(x->tc)};
    struct rows rows = {arena_alloc(a, (t->count + 1) * sizeof *rows.list), t->count};

    for (size_t i = 0; i < t->count; i++) {
        rows.list[i] = row_of(&w, &t->list[i]);
    }
    return rows;
}

static uint64_t add_text(uint64_t digest, const char *text)
{
    return fnv(digest, text == NULL ? "" : text, text == NULL ? 1 : strlen(text) + 1);
}

uint64_t rows_digest(uint64_t digest, const struct rows *rows, const struct trace *t)
{
    for (size_t i = 0; i < rows->count; i++) {
        digest = add_text(digest, rows->list[i].request);
        digest = add_text(digest, rows->list[i].answer);
        digest = add_text(digest, rows->list[i].wire);
        digest = add_text(digest, rows->list[i].bios);
    }
    return add_text(digest, t->why);
}
