/* SPDX-License-Identifier: Apache-2.0
 *
 * hello.c: what the engine says of itself: versions and capabilities, and the
 * ops of the module and of the process.
 *
 * It has the capabilities of the ops that it has arms for, unless this build or this OpenSSL
 * lacks them; and some more, which no op has.
 */
#include "engine.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* Everything that hello may say, in bytes. */
#define HELLO_MAX 1024

/* Found by name: it is there in a frozen process only (conformance/frozen.c). */
static void (*find_seed(void))(uint64_t)
{
    void (*seed)(uint64_t);
    void *symbol = dlsym(RTLD_DEFAULT, "membio_frozen_seed");

    memcpy(&seed, &symbol, sizeof seed);
    return seed;
}

static bool arm_seed(struct job *j)
{
    void (*fn)(uint64_t) = find_seed();

    if (fn == NULL) {
        j->answer->status = STATUS_UNSUPPORTED;
        return true;
    }
    fn((uint64_t)arg(j, 0)->num);
    return say(j, MBIO_OK);
}

/* ssl.HAS_...; those without a name are no constants of CPython. */
static const struct {
    const char *name;
    mbio_feature feature;
    const char *capability; /* of a feature that not everybody has */
} features[] = {
    {"HAS_TLSv1_2", MBIO_HAS_TLSv1_2, NULL},
    {"HAS_TLSv1_3", MBIO_HAS_TLSv1_3, NULL},
    {"HAS_ALPN", MBIO_HAS_ALPN, NULL},
    {"HAS_SNI", MBIO_HAS_SNI, NULL},
    {"HAS_ECDH", MBIO_HAS_ECDH, NULL},
    {"HAS_NEVER_CHECK_COMMON_NAME", MBIO_HAS_NEVER_CHECK_COMMON_NAME, NULL},
    {"HAS_PSK", MBIO_HAS_PSK, "has-psk"},
    {"HAS_PSK_TLS13", MBIO_HAS_PSK_TLS13, "has-psk-tls13"},
    {"HAS_PHA", MBIO_HAS_PHA, "has-pha"},
    {NULL, MBIO_HAS_IDNA, "idna"},
    {NULL, MBIO_HAS_GET_GROUPS, "get-groups"},
    {NULL, MBIO_HAS_GET_SIGALGS, "get-sigalgs"},
};

#define FEATURES (sizeof features / sizeof *features)

static bool arm_has(struct job *j)
{
    bool has = false;

    for (size_t i = 0; i < FEATURES; i++) {
        if (features[i].name != NULL && strcmp(features[i].name, arg_text(j, 0)) == 0) {
            has = mbio_has(features[i].feature);
        }
    }
    return say_int(j, MBIO_OK, has);
}

/* Whether this OpenSSL can answer a question shows on any object. */
static bool answers(mbio_status (*ask)(mbio_ssl *, const char **, mbio_error *))
{
    mbio *bio = NULL;
    mbio_ctx *ctx = NULL;
    mbio_ssl *ssl = NULL;
    const char *name;
    bool yes =
        mbio_new(&bio, NULL) == MBIO_OK &&
        mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, NULL) == MBIO_OK &&
        mbio_ctx_wrap_bio(ctx, &ssl, bio, bio, true, NULL, NULL, NULL) == MBIO_OK &&
        ask(ssl, &name, NULL) == MBIO_OK;

    mbio_ssl_free(ssl);
    mbio_ctx_free(ctx);
    mbio_free(bio);
    return yes;
}

static bool is_there(const char *capability)
{
    for (size_t i = 0; i < FEATURES; i++) {
        if (features[i].capability != NULL &&
            strcmp(features[i].capability, capability) == 0) {
            return mbio_has(features[i].feature);
        }
    }
    if (strcmp(capability, "group") == 0) {
        return answers(mbio_ssl_group);
    }
    if (strcmp(capability, "sigalg") == 0) {
        return answers(mbio_ssl_server_sigalg);
    }
    return strcmp(capability, "seed") != 0 || find_seed() != NULL;
}

/* Adds a name to a list of HELLO_MAX bytes, once. */
static void claim(char *caps, const char *name)
{
    size_t len = strlen(caps);

    if (name == NULL || list_has(caps, name) || !is_there(name)) {
        return;
    }
    if (len + 1 + strlen(name) >= HELLO_MAX) {
        abort(); /* HELLO_MAX is too small */
    }
    snprintf(caps + len, HELLO_MAX - len, "%s%s", len == 0 ? "" : ",", name);
}

static void claim_all(char *caps)
{
    static const char *const more[] = {"dict", "reentry", "tls1.2", "tls1.3"};
    size_t count;
    const struct op *op = op_all(&count);

    for (size_t i = 0; i < count; i++) {
        if (find_arm(op[i].id) != NULL) {
            claim(caps, op[i].capability);
        }
    }
    for (size_t i = 0; i < FEATURES; i++) {
        claim(caps, features[i].capability);
    }
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        claim(caps, more[i]);
    }
}

/* "OpenSSL 3.0.19 27 Jan 2026" is said as OpenSSL_3.0.19. */
const char *engine_membio_hello(void)
{
    static char hello[HELLO_MAX + 128];
    char name[32] = "", number[32] = "", caps[HELLO_MAX] = "";

    sscanf(mbio_openssl_version(), "%31s %31s", name, number);
    claim_all(caps);
    snprintf(hello, sizeof hello, "impl=membio/%s lib=%s_%s caps=%s", mbio_version(),
             name, number, caps);
    return hello;
}

const struct arm arms_hello[] = {
    {OP_HAS, NEED_NOTHING, arm_has},
    {OP_SEED, NEED_NOTHING, arm_seed},
    {0},
};
