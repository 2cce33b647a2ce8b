/* SPDX-License-Identifier: Apache-2.0
 *
 * profile.c: which calls have which cost.
 */
#include "profile.h"

#include <string.h>

static const enum op_id slow_ops[] = {
    OP_CONTEXT_LOAD_DH_PARAMS,  OP_CONTEXT_SET_GROUPS,
    OP_CONTEXT_SET_ECDH_CURVE,  OP_CONTEXT_LOAD_DEFAULT_CERTS,
    OP_CONTEXT_SET_CIPHERS,     OP_CONTEXT_SET_DEFAULT_VERIFY_PATHS,
    OP_CONTEXT_KEYLOG_FILENAME, OP_CONTEXT_LOAD_MEMORY,
    OP_CONTEXT_LOAD_CRLS,
};

/* The suites that the targets' own openings and `setup` name are fine. */
static bool names_a_slow_suite(const struct call *call)
{
    const char *suites = (const char *)call->arg[0].data;

    return strncmp(suites, "ECDHE+", 6) != 0 ||
           strstr(suites, "DHE+AESGCM:DHE") != NULL || strstr(suites, ":DHE") != NULL;
}

static bool names_a_fast_curve(const struct call *call)
{
    const char *curve = (const char *)call->arg[0].data;

    return strcmp(curve, "prime256v1") == 0 || strcmp(curve, "X25519") == 0;
}

/* Of an op that can be slow. */
static bool is_fast_after_all(const struct call *call)
{
    switch (call->op->id) {
    case OP_CONTEXT_SET_CIPHERS: return !names_a_slow_suite(call);
    case OP_CONTEXT_SET_ECDH_CURVE: return names_a_fast_curve(call);
    default: return false;
    }
}

static bool is_slow(const struct call *call)
{
    for (size_t i = 0; i < sizeof slow_ops / sizeof *slow_ops; i++) {
        if (slow_ops[i] == call->op->id) {
            return !is_fast_after_all(call);
        }
    }
    return false;
}

static bool is_rsa(const struct call *call)
{
    return call->op->id == OP_CONTEXT_LOAD_CERT_CHAIN && call->arg[0].data != NULL &&
           strstr((const char *)call->arg[0].data, "rsa") != NULL;
}

/* A server makes all of its tickets at once, up to 2^64 of them. */
#define TICKETS_MAX 64

static bool is_endless(const struct call *call)
{
    return call->op->id == OP_CONTEXT_NUM_TICKETS && call->arg[0].num > TICKETS_MAX;
}

static bool is_mutual(const struct call *call)
{
    return call->op->id == OP_CONTEXT_VERIFY_MODE && call->who == SERVER &&
           call->arg[0].given != NOT_GIVEN &&
           strcmp((const char *)call->arg[0].data, "CERT_NONE") != 0;
}

unsigned profile_of(const struct call *call)
{
    return (is_slow(call) ? PROFILE_SLOW : 0u) | (is_rsa(call) ? PROFILE_RSA : 0u) |
           (is_endless(call) ? PROFILE_ENDLESS : 0u) |
           (is_mutual(call) ? PROFILE_MUTUAL : 0u);
}
