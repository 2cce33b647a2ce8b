/* SPDX-License-Identifier: Apache-2.0
 *
 * answer.c: answers and their lines.
 */
#include "answer.h"

#include <inttypes.h>
#include <string.h>

static const char *const status_names[STATUS_COUNT] = {
    [STATUS_OK] = "ok",
    [STATUS_WANT_READ] = "want_read",
    [STATUS_WANT_WRITE] = "want_write",
    [STATUS_ZERO_RETURN] = "zero_return",
    [STATUS_EOF] = "eof",
    [STATUS_CERT_VERIFY] = "cert_verify",
    [STATUS_SSL] = "ssl",
    [STATUS_SYSCALL] = "syscall",
    [STATUS_API] = "api",
    [STATUS_NOMEM] = "nomem",
    [STATUS_UNSUPPORTED] = "unsupported",
    [STATUS_BAD] = "bad",
};

static const char *const field_names[FIELD_COUNT] = {
    [FIELD_ERRNO] = "errno",
    [FIELD_LIB] = "lib",
    [FIELD_REASON] = "reason",
    [FIELD_CLASS] = "class",
    [FIELD_VERIFY_CODE] = "verify_code",
    [FIELD_VERIFY_MESSAGE] = "verify_message",
    [FIELD_NATIVE] = "native",
};

static const char *const bio_names[BIOS] = {
    [INCOMING] = "incoming", [OUTGOING] = "outgoing"};

/* The index of `name` in a table of names, or -1. */
static int find(const char *const *names, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_is(name, names[i])) {
            return (int)i;
        }
    }
    return -1;
}

const char *status_name(enum status status)
{
    return status_names[status];
}

bool status_by_name(struct slice name, enum status *status)
{
    int i = find(status_names, STATUS_COUNT, name);

    if (i >= 0) {
        *status = (enum status)i;
    }
    return i >= 0;
}

const char *field_name(enum field field)
{
    return field_names[field];
}

bool field_by_name(struct slice name, enum field *field)
{
    int i = find(field_names, FIELD_COUNT, name);

    if (i >= 0) {
        *field = (enum field)i;
    }
    return i >= 0;
}

void answer_init(struct answer *answer, enum status status)
{
    memset(answer, 0, sizeof *answer);
    answer->status = status;
    answer->bio[INCOMING].pending = -1;
    answer->bio[OUTGOING].pending = -1;
}

static bool parse_bytes(struct arena *a, struct slice text, struct value *v)
{
    uint8_t *data;
    size_t len;

    if (!parse_hex(a, text, &data, &len)) {
        return false;
    }
    *v = (struct value){VALUE_BYTES, 0, data, len};
    return true;
}

static bool take_words(struct arena *a, struct slice text, struct value *v)
{
    *v = (struct value){VALUE_WORDS, 0, (const uint8_t *)arena_text(a, text.p, text.len),
                        text.len};
    return true;
}

static bool parse_value(struct arena *a, struct slice text, enum op_result result,
                        struct value *v)
{
    if (text.len == 0) {
        return result == RESULT_NONE;
    }
    if (slice_is(text, "none")) {
        v->kind = VALUE_NONE;
        return result == RESULT_BYTES || result == RESULT_TEXT || result == RESULT_ANY;
    }
    switch (result) {
    case RESULT_NONE: return false;
    case RESULT_INT: v->kind = VALUE_INT; return parse_int(text, &v->num);
    case RESULT_BOOL: v->kind = VALUE_INT; return parse_bool(text, &v->num);
    case RESULT_BYTES: return parse_bytes(a, text, v);
    case RESULT_TEXT: return take_words(a, text, v);
    case RESULT_ANY: return parse_bytes(a, text, v) || take_words(a, text, v);
    }
    return false;
}

/* Reads "517" or "0,eof". */
static bool parse_bio(struct slice text, struct bio_state *bio)
{
    static const char mark[] = ",eof";
    size_t len = sizeof mark - 1;

    bio->eof = text.len > len && memcmp(text.p + text.len - len, mark, len) == 0;
    if (bio->eof) {
        text.len -= len;
    }
    return parse_int(text, &bio->pending) && bio->pending >= 0;
}

static const char *parse_field(struct arena *a, struct slice word, size_t eq,
                               struct answer *answer)
{
    struct slice name = {word.p, eq}, text = {word.p + eq + 1, word.len - eq - 1};
    int bio = find(bio_names, BIOS, name);
    enum field field;
    int64_t n;

    if (text.len == 0) {
        return "a field without value";
    }
    if (bio >= 0) {
        return parse_bio(text, &answer->bio[bio]) ? NULL
                                                  : "the state of a BIO is malformed";
    }
    if (slice_is(name, "calls")) {
        return parse_int(text, &answer->calls) && answer->calls > 0
                   ? NULL
                   : "calls is not a number above 0";
    }
    if (!field_by_name(name, &field)) {
        return NULL;
    }
    if ((field == FIELD_ERRNO || field == FIELD_VERIFY_CODE) && !parse_int(text, &n)) {
        return "errno or verify_code is not a number";
    }
    answer->field[field] = arena_text(a, text.p, text.len);
    return NULL;
}

static size_t find_equals(struct slice word)
{
    const char *p = memchr(word.p, '=', word.len);

    return p == NULL ? word.len : (size_t)(p - word.p);
}

const char *answer_parse(struct arena *a, struct slice line, enum op_result result,
                         struct answer *answer)
{
    struct slice rest = line, word, value = {line.p, 0};
    const char *wrong;

    answer_init(answer, STATUS_OK);
    for (size_t i = 0; i < line.len; i++) {
        if (line.p[i] < ' ' || line.p[i] > '~') {
            return "a byte that is not printable ASCII";
        }
    }
    if (!next_word(&rest, &word)) {
        return "an empty line";
    }
    if (!status_by_name(word, &answer->status)) {
        return "an unknown status";
    }
    while (next_word(&rest, &word)) {
        size_t eq = find_equals(word);

        if (eq < word.len) {
            wrong = parse_field(a, word, eq, answer);
            if (wrong != NULL) {
                return wrong;
            }
        } else if (value.len == 0) {
            value = word;
        } else {
            value.len = (size_t)(word.p + word.len - value.p);
        }
    }
    if (answer->status != STATUS_OK) {
        return value.len == 0 ? NULL : "a value after a status that has none";
    }
    return parse_value(a, value, result, &answer->value)
               ? NULL
               : "the value is not of the kind that the op gives";
}

char *value_format(struct arena *a, const struct value *value)
{
    switch (value->kind) {
    case VALUE_ABSENT: return arena_text(a, "", 0);
    case VALUE_NONE: return arena_text(a, "none", 4);
    case VALUE_INT: return arena_printf(a, "%" PRId64, value->num);
    case VALUE_BYTES: return format_hex(a, value->data, value->len);
    case VALUE_WORDS: return arena_text(a, (const char *)value->data, value->len);
    }
    return NULL;
}

char *bio_format(struct arena *a, const struct bio_state *bio)
{
    if (bio->pending < 0) {
        return arena_text(a, "?", 1);
    }
    return arena_printf(a, "%" PRId64 "%s", bio->pending, bio->eof ? ",eof" : "");
}

char *answer_format(struct arena *a, const struct answer *answer)
{
    char *line =
        arena_text(a, status_names[answer->status], strlen(status_names[answer->status]));

    if (answer->value.kind != VALUE_ABSENT) {
        line = arena_printf(a, "%s %s", line, value_format(a, &answer->value));
    }
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (answer->field[i] != NULL) {
            line = arena_printf(a, "%s %s=%s", line, field_names[i], answer->field[i]);
        }
    }
    if (answer->calls > 0) {
        line = arena_printf(a, "%s calls=%" PRId64, line, answer->calls);
    }
    for (int i = 0; i < BIOS; i++) {
        if (answer->bio[i].pending >= 0) {
            line = arena_printf(a, "%s %s=%s", line, bio_names[i],
                                bio_format(a, &answer->bio[i]));
        }
    }
    return line;
}
