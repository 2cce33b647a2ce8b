/* SPDX-License-Identifier: Apache-2.0
 * needs: */
#include <membio.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One end of the connection. */
struct end {
    char letter;
    mbio *incoming, *outgoing;
    mbio_ctx *ctx;
    mbio_ssl *ssl;
    mbio_session *kept;
};

static struct end c = {'c', NULL, NULL, NULL, NULL, NULL};
static struct end s = {'s', NULL, NULL, NULL, NULL, NULL};
static mbio_error err;     /* of the last call */
static char *value;        /* what the last call gave, as a word; NULL for nothing */
static const char *refusal; /* the class of an error that C's types leave to a binding */
static int failed;

static void *must(void *p)
{
    if (p == NULL) {
        exit(99);
    }
    return p;
}

/* Text as a word: what is not printable as %xx. */
static void quote(char *out, const char *text)
{
    for (; *text != '\0'; text++) {
        int plain = *text > ' ' && *text < 0x7f && *text != '%' && *text != '=';

        out += sprintf(out, plain ? "%c" : "%%%02x", (unsigned char)*text);
    }
    *out = '\0';
}

/* "ok 5", "ssl errno=1 lib=SSL reason=NO_SHARED_CIPHER". */
static void answer_of(mbio_status how, char *out, size_t size)
{
    static const char *const names[] = {
        "ok",  "want_read", "want_write", "zero_return", "eof",   "syscall", "cert_verify",
        "ssl", "api",       "api",        "api",         "nomem", "api",     "bad"};
    static const char *const classes[] = {"ValueError", "TypeError", "OverflowError", "",
                                          "FileNotFoundError"};
    char message[3 * MBIO_ERROR_VERIFY_MAX];
    size_t n = (size_t)snprintf(out, size, "%s%s%s", names[how],
                                how == MBIO_OK && value != NULL ? " " : "",
                                how == MBIO_OK && value != NULL ? value : "");

    if (how == MBIO_OK || n >= size) {
        return;
    }
    if (refusal != NULL) {
        snprintf(out + n, size - n, " class=%s", refusal);
        return;
    }
    if (err.number >= 0) {
        n += (size_t)snprintf(out + n, size - n, " errno=%d", err.number);
    }
    if (mbio_error_library(&err) != NULL) {
        n += (size_t)snprintf(out + n, size - n, " lib=%s", mbio_error_library(&err));
    }
    if (mbio_error_reason(&err) != NULL) {
        n += (size_t)snprintf(out + n, size - n, " reason=%s", mbio_error_reason(&err));
    }
    if (how == MBIO_CERT_VERIFICATION) {
        quote(message, err.verify_message);
        snprintf(out + n, size - n, " verify_code=%ld verify_message=%s", err.verify_code,
                 message);
    } else if (how >= MBIO_VALUE && how <= MBIO_OS && how != MBIO_NO_MEMORY) {
        snprintf(out + n, size - n, " class=%s", classes[how - MBIO_VALUE]);
    }
}

static int fits(const char *answer, const char *expected);

static char *state(char *out, const mbio *bio)
{
    sprintf(out, "%zu%s", mbio_pending(bio), mbio_eof(bio) ? ",eof" : "");
    return out;
}

/* Says what a call gave, and whether it is as expected; the numbers are the pending bytes of
 * c.incoming, c.outgoing, s.incoming, s.outgoing. */
static void tell(const struct end *end, const char *line, const char *answer,
                 const char *expected)
{
    char t[4][40], *whole = must(malloc(strlen(answer) + 128));

    printf("%s -> %s [%s %s %s %s]\n", line, answer, state(t[0], c.incoming),
           state(t[1], c.outgoing), state(t[2], s.incoming), state(t[3], s.outgoing));
    sprintf(whole, "%s incoming=%s outgoing=%s", answer, state(t[0], end->incoming),
            state(t[1], end->outgoing));
    if (expected != NULL && !fits(whole, expected)) {
        failed++;
        printf("    NOT AS EXPECTED: %s\n", expected);
    }
    fflush(stdout);
    free(whole);
}

static void forget(void)
{
    free(value);
    value = NULL;
    refusal = NULL;
}

static void step(const struct end *end, const char *line, mbio_status how,
                 const char *expected)
{
    size_t size = (value == NULL ? 0 : strlen(value)) + 2048;
    char *answer = must(malloc(size));

    answer_of(how, answer, size);
    tell(end, line, answer, expected);
    free(answer);
    forget();
}

static void begin(struct end *end)
{
    if (mbio_new(&end->incoming, &err) != MBIO_OK ||
        mbio_new(&end->outgoing, &err) != MBIO_OK) {
        exit(99);
    }
}

static void finish(struct end *e)
{
    mbio_session_free(e->kept);
    mbio_ssl_free(e->ssl);
    mbio_ctx_free(e->ctx);
    if (e->outgoing != e->incoming) {
        mbio_free(e->outgoing);
    }
    mbio_free(e->incoming);
}
