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

struct torture_counts torture_counts;

/* What else than NO_MEMORY a failed allocation may look like. OpenSSL has functions that
 * lose the cause on the way up; libmembio cannot tell then. NULL matches everything. */
static struct excuse {
    const char *function;
    mbio_status status;
    const char *library, *reason;
    const char *why;
    size_t count;
} excuses[] = {
    {"mbio_ctx_load_cert_chain", MBIO_SSL, NULL, NULL,
     "libcrypto's decoders and the keys of certificates drop the cause", 0},
    {"mbio_ctx_load_cert_chain_mem", MBIO_SSL, NULL, NULL, "the same", 0},
    {"mbio_ctx_load_verify_locations", MBIO_SSL, "X509", NULL, "the same", 0},
    {"mbio_ctx_load_verify_locations_mem", MBIO_SSL, NULL, NULL, "the same", 0},
    {"mbio_ctx_load_cert_chain_asking", MBIO_SSL, NULL, NULL, "the same", 0},
    {"mbio_ctx_load_cert_chain_mem_asking", MBIO_SSL, NULL, NULL, "the same", 0},
    {"mbio_ssl_do_handshake", MBIO_CERT_VERIFICATION, "SSL", "CERTIFICATE_VERIFY_FAILED",
     "a key that could not be decoded: refused, never accepted", 0},
    {"mbio_ssl_do_handshake", MBIO_SSL, "SSL", NULL,
     "libssl says internal error of whatever libcrypto could not do", 0},
    {"mbio_ssl_read", MBIO_SSL, "SSL", NULL, "the same, of what comes later", 0},
    {"mbio_ssl_read", MBIO_SSL, "EVP", NULL, "libcrypto drops the cause, of a signature",
     0},
    {"mbio_ssl_read", MBIO_CERT_VERIFICATION, "SSL", "CERTIFICATE_VERIFY_FAILED",
     "as in the handshake, of a certificate that comes later", 0},
    {"mbio_ssl_write", MBIO_SSL, "SSL", NULL, "libssl says internal error, too", 0},
    {"mbio_ssl_key_update", MBIO_SSL, "SSL", NULL, "the same", 0},
    {"mbio_ssl_export_keying_material", MBIO_SSL, "SSL", NULL, "the same", 0},
    {"mbio_ssl_get_channel_binding", MBIO_SSL, "SSL", NULL, "the same", 0},
};

#define EXCUSES (sizeof excuses / sizeof *excuses)

bool torture_check(struct torture *t, bool holds, const char *what)
{
    if (!holds) {
        printf("# %s n=%zu every=%zu: %s\n", t->scenario, t->n, t->every, what);
        t->broken = true;
    }
    return holds;
}

void torture_start(const struct torture *t)
{
    fault_arm(t->n, t->every);
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
    return want == NULL || (got != NULL && strcmp(want, got) == 0);
}

static bool excused(const char *function, const mbio_error *err)
{
    for (size_t i = 0; i < EXCUSES; i++) {
        if (err->status == excuses[i].status && same(excuses[i].function, function) &&
            same(excuses[i].library, mbio_error_library(err)) &&
            same(excuses[i].reason, mbio_error_reason(err))) {
            excuses[i].count++;
            return true;
        }
    }
    return false;
}

static void judge(struct torture *t, const char *function, mbio_status status)
{
    char what[768];

    if (fault_fired() > 0 && status == MBIO_NO_MEMORY) {
        torture_counts.no_memory++;
    } else if (fault_fired() > 0 && excused(function, &t->err)) {
        torture_counts.excused++;
    } else {
        snprintf(what, sizeof what, "%s gave %s: %s", function, mbio_status_name(status),
                 t->err.text);
        torture_check(t, false, what);
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
        torture_counts.repeated++;
        return true;
    }
    if (strncmp(function, "mbio_ssl_", 9) != 0 ||
        (status != MBIO_EOF && !same(mbio_error_reason(&t->err), "STILL_IN_INIT") &&
         !same(mbio_error_reason(&t->err), "SHUTDOWN_WHILE_IN_INIT"))) {
        snprintf(what, sizeof what, "%s, made again, gave %s: %s", function,
                 mbio_status_name(status), t->err.text);
        torture_check(t, false, what);
    }
    torture_counts.final++;
    check_bytes(t, function);
    return false;
}

void torture_excuses(void)
{
    for (size_t i = 0; i < EXCUSES; i++) {
        printf("# excused %zu: %s %s %s %s: %s\n", excuses[i].count, excuses[i].function,
               mbio_status_name(excuses[i].status),
               excuses[i].library == NULL ? "*" : excuses[i].library,
               excuses[i].reason == NULL ? "*" : excuses[i].reason, excuses[i].why);
    }
}
