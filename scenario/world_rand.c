/* SPDX-License-Identifier: Apache-2.0
 *
 * world_rand.c: randomness that is the same every time, from outside of the library.
 *
 * A provider built into the program has one RAND algorithm, and OpenSSL is told to draw
 * from it. It must be installed before anything else asks OpenSSL for a random byte.
 */
#include "world_rand.h"

#include <string.h>
#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>

#define NAME "MEMBIO-RAND"
/* What the generator claims; OpenSSL asks before it draws. */
#define STRENGTH    256u
#define MAX_REQUEST ((size_t)1 << 20)

/* The stream belongs to the thread: what one does cannot shift another's. */
static _Thread_local uint64_t stream;

void world_rand_seed(uint64_t seed)
{
    stream = seed;
}

uint64_t world_rand_swap(uint64_t other)
{
    uint64_t this = stream;

    stream = other;
    return this;
}

/* splitmix64: every 64-bit state gives an output, none is special. */
static uint64_t next(void)
{
    uint64_t z = stream += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void *rand_newctx(void *provctx, void *parent, const OSSL_DISPATCH *dispatch)
{
    static int the_only_context;

    (void)provctx;
    (void)parent;
    (void)dispatch;
    return &the_only_context;
}

static void rand_freectx(void *ctx)
{
    (void)ctx;
}

static int rand_instantiate(void *ctx, unsigned strength, int resistance,
                            const unsigned char *pstr, size_t pstr_len,
                            const OSSL_PARAM params[])
{
    (void)ctx;
    (void)strength;
    (void)resistance;
    (void)pstr;
    (void)pstr_len;
    (void)params;
    return 1;
}

static int rand_uninstantiate(void *ctx)
{
    (void)ctx;
    return 1;
}

static int rand_generate(void *ctx, unsigned char *out, size_t len, unsigned strength,
                         int resistance, const unsigned char *addin, size_t addin_len)
{
    (void)ctx;
    (void)strength;
    (void)resistance;
    (void)addin;
    (void)addin_len;
    while (len > 0) {
        uint64_t word = next();
        size_t n = len < sizeof word ? len : sizeof word;

        memcpy(out, &word, n);
        out += n;
        len -= n;
    }
    return 1;
}

static int rand_enable_locking(void *ctx)
{
    (void)ctx;
    return 1;
}

static const OSSL_PARAM *rand_gettable(void *ctx, void *provctx)
{
    static const OSSL_PARAM known[] = {
        OSSL_PARAM_int(OSSL_RAND_PARAM_STATE, NULL),
        OSSL_PARAM_uint(OSSL_RAND_PARAM_STRENGTH, NULL),
        OSSL_PARAM_size_t(OSSL_RAND_PARAM_MAX_REQUEST, NULL),
        OSSL_PARAM_END,
    };

    (void)ctx;
    (void)provctx;
    return known;
}

static int rand_get_params(void *ctx, OSSL_PARAM params[])
{
    OSSL_PARAM *p;

    (void)ctx;
    p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STATE);
    if (p != NULL && !OSSL_PARAM_set_int(p, EVP_RAND_STATE_READY)) {
        return 0;
    }
    p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_STRENGTH);
    if (p != NULL && !OSSL_PARAM_set_uint(p, STRENGTH)) {
        return 0;
    }
    p = OSSL_PARAM_locate(params, OSSL_RAND_PARAM_MAX_REQUEST);
    return p == NULL || OSSL_PARAM_set_size_t(p, MAX_REQUEST);
}

static const OSSL_DISPATCH rand_functions[] = {
    {OSSL_FUNC_RAND_NEWCTX, (void (*)(void))rand_newctx},
    {OSSL_FUNC_RAND_FREECTX, (void (*)(void))rand_freectx},
    {OSSL_FUNC_RAND_INSTANTIATE, (void (*)(void))rand_instantiate},
    {OSSL_FUNC_RAND_UNINSTANTIATE, (void (*)(void))rand_uninstantiate},
    {OSSL_FUNC_RAND_GENERATE, (void (*)(void))rand_generate},
    {OSSL_FUNC_RAND_ENABLE_LOCKING, (void (*)(void))rand_enable_locking},
    {OSSL_FUNC_RAND_GETTABLE_CTX_PARAMS, (void (*)(void))rand_gettable},
    {OSSL_FUNC_RAND_GET_CTX_PARAMS, (void (*)(void))rand_get_params},
    {0, NULL},
};

static const OSSL_ALGORITHM algorithms[] = {
    {NAME, "provider=membio-rand", rand_functions, "randomness that repeats"},
    {NULL, NULL, NULL, NULL},
};

static const OSSL_ALGORITHM *query(void *provctx, int operation, int *no_cache)
{
    (void)provctx;
    *no_cache = 0;
    return operation == OSSL_OP_RAND ? algorithms : NULL;
}

static const OSSL_DISPATCH provider_functions[] = {
    {OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))query},
    {0, NULL},
};

static int provider_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in,
                         const OSSL_DISPATCH **out, void **provctx)
{
    static int the_only_provider;

    (void)handle;
    (void)in;
    *out = provider_functions;
    *provctx = &the_only_provider;
    return 1;
}

bool world_rand_install(void)
{
    /* Never unloaded: the stream outlives everything that draws from it. */
    static OSSL_PROVIDER *provider;

    if (OSSL_PROVIDER_add_builtin(NULL, "membio-rand", provider_init) != 1 ||
        RAND_set_DRBG_type(NULL, NAME, NULL, NULL, NULL) != 1) {
        return false;
    }
    provider = OSSL_PROVIDER_try_load(NULL, "membio-rand", 1);
    return provider != NULL;
}
