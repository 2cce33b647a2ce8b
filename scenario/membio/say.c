/* SPDX-License-Identifier: Apache-2.0
 *
 * say.c: how an arm reads its arguments and says what came of its call.
 */
#include "engine.h"

#include <string.h>

/* How a status of libmembio is said in an answer; `class` is CPython's exception. */
static const struct {
    enum status status;
    const char *class;
} said[] = {
    [MBIO_OK] = {STATUS_OK, NULL},
    [MBIO_WANT_READ] = {STATUS_WANT_READ, NULL},
    [MBIO_WANT_WRITE] = {STATUS_WANT_WRITE, NULL},
    [MBIO_ZERO_RETURN] = {STATUS_ZERO_RETURN, NULL},
    [MBIO_EOF] = {STATUS_EOF, NULL},
    [MBIO_SYSCALL] = {STATUS_SYSCALL, NULL},
    [MBIO_CERT_VERIFICATION] = {STATUS_CERT_VERIFY, NULL},
    [MBIO_SSL] = {STATUS_SSL, NULL},
    [MBIO_VALUE] = {STATUS_API, "ValueError"},
    [MBIO_TYPE] = {STATUS_API, "TypeError"},
    [MBIO_OVERFLOW] = {STATUS_API, "OverflowError"},
    [MBIO_NO_MEMORY] = {STATUS_NOMEM, NULL},
    [MBIO_OS] = {STATUS_API, "FileNotFoundError"},
    [MBIO_MISUSE] = {STATUS_BAD, NULL},
};

char *encoded(struct arena *a, const char *text)
{
    return format_text(a, text, strlen(text));
}

static void say_error(struct job *j)
{
    const char **field = j->answer->field;
    const char *library = mbio_error_library(&j->err),
               *reason = mbio_error_reason(&j->err);

    field[FIELD_CLASS] = said[j->err.status].class;
    field[FIELD_NATIVE] = encoded(j->a, j->err.text);
    if (j->err.number >= 0) {
        field[FIELD_ERRNO] = arena_printf(j->a, "%d", j->err.number);
    }
    if (library != NULL) {
        field[FIELD_LIB] = library;
    }
    if (reason != NULL) {
        field[FIELD_REASON] = reason;
    }
    if (j->err.status == MBIO_CERT_VERIFICATION) {
        field[FIELD_VERIFY_CODE] = arena_printf(j->a, "%ld", j->err.verify_code);
        field[FIELD_VERIFY_MESSAGE] = encoded(j->a, j->err.verify_message);
    }
}

bool say(struct job *j, mbio_status status)
{
    j->answer->status = said[status].status;
    if (status != MBIO_OK && status != MBIO_MISUSE) {
        say_error(j);
    }
    return status != MBIO_MISUSE;
}

const char *said_status(mbio_status status)
{
    return status_name(said[status].status);
}

bool say_int(struct job *j, mbio_status status, int64_t n)
{
    j->answer->value = (struct value){VALUE_INT, n, NULL, 0};
    return say(j, status);
}

bool say_bytes(struct job *j, mbio_status status, const void *data, size_t len)
{
    j->answer->value = (struct value){VALUE_BYTES, 0, data, len};
    return say(j, status);
}

/* Words that are encoded already; NULL is None. */
bool say_words(struct job *j, const char *words)
{
    if (words == NULL) {
        j->answer->value.kind = VALUE_NONE;
    } else {
        j->answer->value =
            (struct value){VALUE_WORDS, 0, (const uint8_t *)words, strlen(words)};
    }
    return say(j, MBIO_OK);
}

/* What a binding must say itself, since a C call cannot be made that way. */
bool say_class(struct job *j, const char *class)
{
    j->answer->status = STATUS_API;
    j->answer->field[FIELD_CLASS] = class;
    return true;
}

const struct arg *arg(const struct job *j, int i)
{
    return &j->call->arg[i];
}

const char *arg_text(const struct job *j, int i)
{
    return arg(j, i)->given ? (const char *)arg(j, i)->data : NULL;
}
