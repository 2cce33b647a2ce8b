/* SPDX-License-Identifier: Apache-2.0
 *
 * share.c: contexts that scenarios share, and calls that draw the same
 * randomness every time: what makes a fuzzer fast, and its findings repeatable.
 *
 * A context is a value of the calls that configured it. So the store has, for each list of
 * such calls that it has met, what the last of them answered, and for a list that an
 * object was made from, the context. A scenario whose list is known parses no key and
 * makes no SSL_CTX. Nothing of that may be seen from inside of a scenario: two with the
 * same context must not meet. Whatever could let them is either taken out of the shared
 * context (the session cache; RSA's blinding, which comes with the first signature) or
 * makes that a scenario does not share.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

#include "scenario/scenario.h"

/* A store that is full is emptied: most lists of calls come once. */
#define RECIPES_MAX 4096u
#define BUCKETS     1024u

/* What is known of one list of calls, which are its key, a line each. */
struct recipe {
    struct recipe *next;
    const char *lines;
    struct answer answer; /* of the last call; its BIOs are not looked at */
    mbio_ctx *ctx;        /* NULL: no object was made from it yet */
    EVP_PKEY *rsa;        /* its key, if that is RSA: never used itself */
};

struct store {
    struct arena a;
    struct recipe *bucket[BUCKETS];
    unsigned count;
    unsigned long made; /* recipes and contexts, ever */
    uint64_t (*swap)(uint64_t stream);
    uint64_t stream[ENDPOINTS]; /* where each endpoint's randomness stands */
};

/* What configures a context, and asks how it is configured. Paths of folders are not here:
 * certificates found there stay in the store of the context. */
static const enum op_id configuring[] = {
    OP_CONTEXT,
    OP_CONTEXT_MINIMUM_VERSION,
    OP_CONTEXT_MAXIMUM_VERSION,
    OP_CONTEXT_VERIFY_MODE,
    OP_CONTEXT_CHECK_HOSTNAME,
    OP_CONTEXT_SET_CIPHERS,
    OP_CONTEXT_SET_ALPN_PROTOCOLS,
    OP_CONTEXT_NUM_TICKETS,
    OP_CONTEXT_OPTIONS,
    OP_CONTEXT_LOAD_CERT_CHAIN,
    OP_CONTEXT_LOAD_VERIFY_LOCATIONS,
    OP_CONTEXT_SET_CIPHERSUITES,
    OP_CONTEXT_SET_GROUPS,
    OP_CONTEXT_SET_ECDH_CURVE,
    OP_CONTEXT_SET_CLIENT_SIGALGS,
    OP_CONTEXT_SET_SERVER_SIGALGS,
    OP_CONTEXT_LOAD_DH_PARAMS,
    OP_CONTEXT_VERIFY_FLAGS,
    OP_CONTEXT_HOSTNAME_CHECKS_COMMON_NAME,
    OP_CONTEXT_SECURITY_LEVEL,
    OP_CONTEXT_PROTOCOL,
    OP_CONTEXT_POST_HANDSHAKE_AUTH,
    OP_CONTEXT_GET_CIPHERS,
    OP_CONTEXT_GET_GROUPS,
};

bool engine_membio_configures(const struct call *call)
{
    for (size_t i = 0; i < sizeof configuring / sizeof *configuring; i++) {
        if (configuring[i] == call->op->id) {
            return true;
        }
    }
    return false;
}

/* Calls of the object and of its BIOs leave the context as it is; but sessions belong to
 * one context, and callbacks to one endpoint. */
static bool leaves_contexts(const struct call *call)
{
    switch (call->op->id) {
    case OP_SESSION_KEEP:
    case OP_SESSION_SET:
    case OP_SESSION_EQUAL:
    case OP_OBJECT_CONTEXT: return false;
    default: return strncmp(call->op->name, "context", strlen("context")) != 0;
    }
}

bool engine_membio_may_share(const struct scenario *s)
{
    bool wrapped[ENDPOINTS] = {false, false};

    for (size_t i = 0; i < s->count; i++) {
        const struct call *call = &s->steps[i].call;

        if (call->op->kind == OP_MACRO) {
            if (wrapped[CLIENT] || wrapped[SERVER]) {
                return false;
            }
            wrapped[CLIENT] = wrapped[SERVER] = true;
        }
        if (call->op->kind != OP_CALL) {
            continue;
        }
        if (call->op->id == OP_WRAP_BIO) {
            wrapped[call->who] = true;
        } else if (engine_membio_configures(call) ? wrapped[call->who]
                                                  : !leaves_contexts(call)) {
            return false;
        }
    }
    return true;
}

/* FNV-1a */
static uint64_t digest(const char *text)
{
    uint64_t h = 0xcbf29ce484222325u;

    while (*text != '\0') {
        h = (h ^ (unsigned char)*text++) * 0x100000001b3u;
    }
    return h;
}

static struct recipe *find(const struct store *store, const char *lines)
{
    struct recipe *r = store->bucket[digest(lines) % BUCKETS];

    while (r != NULL && strcmp(r->lines, lines) != 0) {
        r = r->next;
    }
    return r;
}

static void empty(struct store *store)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        for (struct recipe *r = store->bucket[i]; r != NULL; r = r->next) {
            mbio_ctx_free(r->ctx);
            EVP_PKEY_free(r->rsa);
        }
        store->bucket[i] = NULL;
    }
    arena_free(&store->a);
    store->count = 0;
}

static const char *keep_text(struct arena *a, const char *text)
{
    return text == NULL ? NULL : arena_text(a, text, strlen(text));
}

static struct recipe *add(struct store *store, const char *lines,
                          const struct answer *answer)
{
    struct recipe *r = arena_alloc(&store->a, sizeof *r);
    struct recipe **bucket = &store->bucket[digest(lines) % BUCKETS];

    *r = (struct recipe){.lines = keep_text(&store->a, lines), .answer = *answer};
    if (answer->value.data != NULL) {
        r->answer.value.data =
            arena_copy(&store->a, answer->value.data, answer->value.len);
    }
    for (int i = 0; i < FIELD_COUNT; i++) {
        r->answer.field[i] = keep_text(&store->a, answer->field[i]);
    }
    r->next = *bucket;
    *bucket = r;
    store->count++;
    store->made++;
    return r;
}

static EVP_PKEY *rsa_of(mbio_ctx *ctx)
{
    EVP_PKEY *key = SSL_CTX_get0_privatekey(mbio_ctx_get_ssl_ctx(ctx));

    return key != NULL && EVP_PKEY_is_a(key, "RSA") ? EVP_PKEY_dup(key) : NULL;
}

/* The context, as the endpoint has it, is there for everybody from now on. Sessions get
 * their ids, but none is found again. */
static void donate(struct job *j, struct recipe *r)
{
    struct side *side = j->side;

    j->e->store->made++;
    r->ctx = side->ctx;
    r->rsa = rsa_of(r->ctx);
    SSL_CTX_set_session_cache_mode(mbio_ctx_get_ssl_ctx(r->ctx),
                                   SSL_SESS_CACHE_SERVER | SSL_SESS_CACHE_NO_INTERNAL);
}

/* Blinding begins, with random bytes, in the key that signs first: each object gets a key
 * that has not signed yet. */
static void renew_key(const struct recipe *r)
{
    EVP_PKEY *fresh = r->rsa == NULL ? NULL : EVP_PKEY_dup(r->rsa);

    if (fresh != NULL) {
        SSL_CTX_use_PrivateKey(mbio_ctx_get_ssl_ctx(r->ctx), fresh);
        EVP_PKEY_free(fresh);
        ERR_clear_error();
    }
}

/* A call of the list, with the randomness that belongs to its place in it. */
static void make_call(struct job *j, size_t place)
{
    uint64_t (*swap)(uint64_t) = j->e->store->swap;
    uint64_t own = swap(~(uint64_t)place);

    membio_arm(j);
    swap(own);
}

/* Makes the calls for which the store had the answers. */
static void catch_up(struct job *j)
{
    struct side *side = j->side;

    for (size_t i = 0; i < side->calls_count; i++) {
        struct answer unused;
        struct job again = {.e = j->e, .side = side, .a = j->a};

        again.call = &side->calls[i];
        again.answer = &unused;
        make_call(&again, i);
    }
    side->behind = false;
}

static void remember(struct job *j, const char *lines)
{
    struct side *side = j->side;

    side->lines = lines;
    side->calls = arena_grow(j->a, side->calls, side->calls_count, sizeof *side->calls);
    side->calls[side->calls_count++] = *j->call;
}

static void configure(struct job *j)
{
    struct side *side = j->side;
    struct store *store = j->e->store;
    const char *lines =
        arena_printf(j->a, "%s%s\n", side->lines == NULL ? "" : side->lines,
                     call_format(j->a, j->call));
    struct recipe *known = find(store, lines);

    side->behind = side->behind || side->lines == NULL;
    if (known != NULL && side->behind) {
        *j->answer = known->answer;
    } else {
        if (side->behind) {
            catch_up(j);
        }
        make_call(j, side->calls_count);
    }
    if (known == NULL) {
        add(store, lines, j->answer);
    }
    remember(j, lines);
}

/* An object is to be made. */
static void settle(struct job *j)
{
    struct side *side = j->side;
    struct recipe *r = side->lines == NULL ? NULL : find(j->e->store, side->lines);

    if (r == NULL) {
        return;
    }
    if (r->ctx == NULL) {
        if (side->behind) {
            catch_up(j);
        }
        if (side->ctx == NULL) {
            return; /* no call of the list made one */
        }
        donate(j, r);
    } else if (!side->borrowed) {
        mbio_ctx_free(side->ctx);
        side->ctx = r->ctx;
    }
    side->borrowed = true;
    side->behind = false;
    renew_key(r);
}

bool share_perform(struct job *j)
{
    if (j->e->store == NULL || !j->e->shares) {
        return false;
    }
    if (engine_membio_configures(j->call) &&
        (j->side->lines != NULL || j->call->op->id == OP_CONTEXT)) {
        configure(j);
        return true;
    }
    if (j->call->op->id == OP_WRAP_BIO) {
        settle(j);
    }
    return false;
}

/* What configures has randomness by its place, what uses the object the endpoint's stream:
 * so this does not depend on whether the context is shared. */
void share_begin_call(struct job *j)
{
    struct store *store = j->e->store;

    if (store != NULL) {
        store->swap(engine_membio_configures(j->call) ? ~(uint64_t)j->side->configured
                                                      : store->stream[j->call->who]);
    }
}

void share_end_call(struct job *j)
{
    struct store *store = j->e->store;

    if (store == NULL) {
        return;
    }
    if (engine_membio_configures(j->call)) {
        j->side->configured++;
    } else {
        store->stream[j->call->who] = store->swap(0);
    }
}

void share_reset(struct membio_engine *e)
{
    static const uint64_t first[ENDPOINTS] = {
        [CLIENT] = 0x636c69656e74u, [SERVER] = 0x736572766572u};

    if (e->store != NULL) {
        memcpy(e->store->stream, first, sizeof first);
    }
}

void engine_membio_repeat(struct engine *engine, uint64_t (*swap)(uint64_t stream))
{
    struct membio_engine *e = (struct membio_engine *)engine;

    e->store = calloc(1, sizeof *e->store);
    if (e->store == NULL) {
        fputs("libmembio: NO_MEMORY\n", stderr);
        exit(99);
    }
    e->store->swap = swap;
    share_reset(e);
}

void engine_membio_share(struct engine *engine, bool shares)
{
    struct membio_engine *e = (struct membio_engine *)engine;

    e->shares = shares;
    if (e->store->count > RECIPES_MAX) {
        empty(e->store);
    }
}

unsigned long engine_membio_made(const struct engine *engine)
{
    return ((const struct membio_engine *)engine)->store->made;
}

void share_free(struct membio_engine *e)
{
    if (e->store != NULL) {
        empty(e->store);
        free(e->store);
    }
}
