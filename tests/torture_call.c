/* SPDX-License-Identifier: Apache-2.0
 *
 * torture_call.c: how one call is judged while allocations fail.
 */
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/err.h>

#include "fault.h"

struct torture_counts *torture_counts;

bool torture_check(struct torture *t, bool holds, const char *what)
{
    int line;
    const char *place = fault_place(&line);

    if (!holds) {
        printf("# %s n=%zu every=%zu (%s:%d): %s\n", t->scenario, t->n, t->every, place,
               line, what);
        t->broken = true;
    }
    return holds;
}

void torture_watch(struct torture *t, int slot, mbio *bio)
{
    t->watched[slot] = bio;
}

void torture_before(struct torture *t)
{
    for (int i = 0; i < 4; i++) {
        struct torture_held *h = &t->held[i];
        const void *bytes = mbio_peek(t->watched[i], &h->len);

        free(h->bytes);
        h->bytes = malloc(h->len + 1);
        if (h->bytes == NULL) {
            exit(99);
        }
        if (h->len > 0) {
            memcpy(h->bytes, bytes, h->len);
        }
    }
}

/* A failed call of a BIO changes nothing; one of an object may have taken bytes from the
 * front of incoming, and put an alert behind those of outgoing. */
static bool kept(const struct torture_held *h, const mbio *bio, bool of_object)
{
    size_t n;
    const unsigned char *now = mbio_peek(bio, &n);

    if (n == h->len) {
        return n == 0 || memcmp(now, h->bytes, n) == 0;
    }
    if (!of_object) {
        return false;
    }
    if (n > h->len) {
        return h->len == 0 || memcmp(now, h->bytes, h->len) == 0;
    }
    return n == 0 || memcmp(now, h->bytes + (h->len - n), n) == 0;
}

static void check_bytes(struct torture *t, const char *function)
{
    bool of_object = strncmp(function, "mbio_ssl_", 9) == 0;

    for (int i = 0; i < 4; i++) {
        torture_check(t, kept(&t->held[i], t->watched[i], of_object),
                      "a BIO lost its bytes");
    }
}

static bool same(const char *want, const char *got)
{
    return got != NULL && strcmp(want, got) == 0;
}

static void judge(struct torture *t, const char *function, mbio_status status)
{
    char what[768];

    if (fault_fired() > 0 && status == MBIO_NO_MEMORY) {
        torture_counts->no_memory++;
    } else if (fault_fired() > 0 && torture_excused(function, &t->err)) {
        torture_counts->excused++;
    } else {
        snprintf(what, sizeof what, "%s gave %s: %s", function, mbio_status_name(status),
                 t->err.text);
        torture_check(t, false, what);
        if (fault_fired() > 0) {
            printf("# not in the table: {\"%s\", MBIO_%s, \"%s\", ...}\n", function,
                   mbio_status_name(status), t->err.text);
        }
        for (unsigned i = 0; i < t->err.entries_count; i++) {
            char text[256];

            ERR_error_string_n(t->err.entries[i], text, sizeof text);
            printf("#   %s\n", text);
        }
    }
}

bool torture_after(struct torture *t, const char *function, unsigned want,
                   mbio_status status)
{
    torture_check(t, ERR_peek_error() == 0, "the error queue is not empty (LIB-01)");
    torture_check(t, t->err.status == status, "status and error differ");
    if ((BIT(status) & want) != 0) {
        return true;
    }
    judge(t, function, status);
    check_bytes(t, function);
    return false;
}

bool torture_again(struct torture *t)
{
    if (t->every != 0 || t->broken) {
        return false;
    }
    torture_before(t);
    return true;
}

/* With memory everything works again, but for an object that OpenSSL gave up. */
bool torture_repeated(struct torture *t, const char *function, unsigned want,
                      mbio_status status)
{
    char what[768];

    torture_check(t, ERR_peek_error() == 0, "the error queue is not empty (LIB-01)");
    if ((BIT(status) & want) != 0) {
        torture_counts->repeated++;
        return true;
    }
    if (strncmp(function, "mbio_ssl_", 9) != 0 ||
        (status != MBIO_EOF && !same(mbio_error_reason(&t->err), "STILL_IN_INIT") &&
         !same(mbio_error_reason(&t->err), "SHUTDOWN_WHILE_IN_INIT"))) {
        snprintf(what, sizeof what, "%s, made again, gave %s: %s", function,
                 mbio_status_name(status), t->err.text);
        torture_check(t, false, what);
    }
    torture_counts->final++;
    check_bytes(t, function);
    return false;
}
