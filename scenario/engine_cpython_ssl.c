/* SPDX-License-Identifier: Apache-2.0
 *
 * engine_cpython_ssl.c: a context of Python's, from below. libssl tells of every new SSL_CTX
 * by way of its extra data; there the context keeps its RSA key as it was before it signed.
 */
#include "engine_cpython_ssl.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>

static int slot = -1;
static SSL_CTX *newest;

static void note(void *ctx, void *unused, CRYPTO_EX_DATA *data, int index, long argl,
                 void *argp)
{
    (void)unused;
    (void)data;
    (void)index;
    (void)argl;
    (void)argp;
    newest = ctx;
}

static void drop(void *ctx, void *key, CRYPTO_EX_DATA *data, int index, long argl,
                 void *argp)
{
    (void)ctx;
    (void)data;
    (void)index;
    (void)argl;
    (void)argp;
    EVP_PKEY_free(key);
}

bool cpython_ssl_watch(void)
{
    slot = SSL_CTX_get_ex_new_index(0, NULL, note, NULL, drop);
    return slot >= 0;
}

SSL_CTX *cpython_ssl_made(void)
{
    return newest;
}

void cpython_ssl_donate(SSL_CTX *ctx)
{
    EVP_PKEY *key = SSL_CTX_get0_privatekey(ctx);

    if (key != NULL && EVP_PKEY_is_a(key, "RSA")) {
        SSL_CTX_set_ex_data(ctx, slot, EVP_PKEY_dup(key));
    }
    SSL_CTX_set_session_cache_mode(ctx,
                                   SSL_SESS_CACHE_SERVER | SSL_SESS_CACHE_NO_INTERNAL);
}

/* Blinding begins, with random bytes, in the key that signs first. */
void cpython_ssl_renew(SSL_CTX *ctx)
{
    EVP_PKEY *unused = SSL_CTX_get_ex_data(ctx, slot);
    EVP_PKEY *fresh = unused == NULL ? NULL : EVP_PKEY_dup(unused);

    if (fresh != NULL) {
        SSL_CTX_use_PrivateKey(ctx, fresh);
        EVP_PKEY_free(fresh);
        ERR_clear_error();
    }
}

bool cpython_ssl_forget(void)
{
    bool some = ERR_peek_error() != 0;

    ERR_clear_error();
    return some;
}
