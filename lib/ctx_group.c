/* SPDX-License-Identifier: Apache-2.0
 *
 * ctx_group.c: with what an mbio_ctx agrees on keys and signs: groups, signature
 * algorithms, Diffie-Hellman parameters.
 */
#include "internal.h"

#include <string.h>
#include <openssl/crypto.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

/* ------------------------------------------------------------------ what is set */

/* Sets a list in OpenSSL's syntax; `set` says whether it took it. */
static mbio_status set_list(mbio_ctx *ctx, const char *list,
                            long (*set)(SSL_CTX *, const char *), const char *refusal,
                            mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || list == NULL) {
        return mbio_error_misuse(err, "mbio_ctx: an argument is NULL");
    }
    MUTANTS(CTX_LIST);
    if (set(ctx->ssl_ctx, list) != 1) {
        MUTANTS(CTX_LIST_REFUSED);
        return mbio_error_refused(err, 0, refusal);
    }
    return mbio_error_ok(err);
}

/* OpenSSL has macros for these. */
static long set_groups(SSL_CTX *c, const char *list)
{
    return SSL_CTX_set1_groups_list(c, list);
}

static long set_client_sigalgs(SSL_CTX *c, const char *list)
{
    return SSL_CTX_set1_client_sigalgs_list(c, list);
}

static long set_server_sigalgs(SSL_CTX *c, const char *list)
{
    return SSL_CTX_set1_sigalgs_list(c, list);
}

mbio_status mbio_ctx_set_groups(mbio_ctx *ctx, const char *groups, mbio_error *err)
{
    MUTANTS(CTX_GROUPS);
    return set_list(ctx, groups, set_groups, "unrecognized group", err);
}

mbio_status mbio_ctx_set_client_sigalgs(mbio_ctx *ctx, const char *sigalgs,
                                        mbio_error *err)
{
    MUTANTS(CTX_CLIENT_SIGALGS);
    return set_list(ctx, sigalgs, set_client_sigalgs, "unrecognized signature algorithm",
                    err);
}

mbio_status mbio_ctx_set_server_sigalgs(mbio_ctx *ctx, const char *sigalgs,
                                        mbio_error *err)
{
    MUTANTS(CTX_SERVER_SIGALGS);
    return set_list(ctx, sigalgs, set_server_sigalgs, "unrecognized signature algorithm",
                    err);
}

mbio_status mbio_ctx_set_ecdh_curve(mbio_ctx *ctx, const char *name, mbio_error *err)
{
    mbio_error unused;
    int nid;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || name == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_set_ecdh_curve: an argument is NULL");
    }
    nid = OBJ_sn2nid(name);
    MUTANTS(CTX_CURVE);
    if (nid == NID_undef) {
        return mbio_error_format(err, MBIO_VALUE, -1,
                                 "unknown elliptic curve name '%.64s'", name);
    }
    if (SSL_CTX_set1_groups(ctx->ssl_ctx, &nid, 1) != 1) {
        return mbio_error_refused(err, 0, "unknown error"); /* known, but not to TLS */
    }
    return mbio_error_ok(err);
}

/* The parameters in a PEM text, NULL with the queue filled when there are none. */
static EVP_PKEY *read_dh_params(const struct mbio_file *file)
{
    BIO *pem = BIO_new_mem_buf(file->data, (int)file->len);
    EVP_PKEY *params = NULL;
    unsigned char *der = NULL;
    long len;

    if (pem != NULL &&
        PEM_bytes_read_bio(&der, &len, NULL, PEM_STRING_DHPARAMS, pem, NULL, NULL) == 1) {
        const unsigned char *p = der;

        params = d2i_KeyParams(EVP_PKEY_DH, NULL, &p, len);
        OPENSSL_free(der);
    }
    BIO_free(pem);
    return params;
}

mbio_status mbio_ctx_load_dh_params(mbio_ctx *ctx, const char *path, mbio_error *err)
{
    mbio_error unused;
    struct mbio_file file = {NULL, 0};
    EVP_PKEY *params;
    mbio_status status;

    err = mbio_error_begin(err, &unused);
    if (ctx == NULL || path == NULL) {
        return mbio_error_misuse(err, "mbio_ctx_load_dh_params: an argument is NULL");
    }
    status = mbio_file_read(&file, path, err);
    MUTANTS(CTX_DH_FILE);
    if (status != MBIO_OK) {
        return status;
    }
    params = read_dh_params(&file);
    mbio_file_free(&file);
    MUTANTS(CTX_DH_PARAMS);
    if (params == NULL || SSL_CTX_set0_tmp_dh_pkey(ctx->ssl_ctx, params) != 1) {
        EVP_PKEY_free(params);
        return mbio_error_queue(err);
    }
    return mbio_error_ok(err);
}

/* ------------------------------------------------------------------ what there is */

void mbio_names_free(struct mbio_names *names)
{
    OPENSSL_free((void *)names->list);
    OPENSSL_free(names->text);
    names->list = NULL;
    names->text = NULL;
}

/* Sets the out parameters to nothing; false when one is missing. */
static bool good_places(const mbio_ctx *ctx, const char *const **list, size_t *count)
{
    if (list != NULL) {
        *list = NULL;
    }
    if (count != NULL) {
        *count = 0;
    }
    return ctx != NULL && list != NULL && count != NULL;
}

mbio_status mbio_ctx_get_groups(mbio_ctx *ctx, const char *const **list, size_t *count,
                                bool include_aliases, mbio_error *err)
{
    mbio_error unused;
    int n;

    err = mbio_error_begin(err, &unused);
    if (!good_places(ctx, list, count)) {
        return mbio_error_misuse(err, "mbio_ctx_get_groups: an argument is NULL");
    }
    if (!MBIO_KNOWS_GROUPS) {
        return mbio_error_set(err, MBIO_SSL, -1,
                              "built with an OpenSSL before 3.5, which cannot tell");
    }
    mbio_names_free(&ctx->groups);
    n = mbio_compat_groups(ctx->ssl_ctx, &ctx->groups.list, include_aliases);
    if (n < 0) {
        return mbio_error_queue(err);
    }
    *list = ctx->groups.list;
    *count = (size_t)n;
    return mbio_error_ok(err);
}

/* Cuts a text at its colons; false when there is no memory for the list. */
static bool cut(struct mbio_names *names, size_t *count)
{
    size_t n = 1;

    for (const char *p = names->text; *p != '\0'; p++) {
        n += *p == ':';
    }
    names->list = OPENSSL_zalloc(n * sizeof *names->list);
    if (names->list == NULL) {
        return false;
    }
    *count = 0;
    for (char *p = names->text; p != NULL; (*count)++) {
        char *colon = strchr(p, ':');

        names->list[*count] = p;
        if (colon != NULL) {
            *colon++ = '\0';
        }
        p = colon;
    }
    return true;
}

mbio_status mbio_ctx_get_sigalgs(mbio_ctx *ctx, const char *const **list, size_t *count,
                                 mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (!good_places(ctx, list, count)) {
        return mbio_error_misuse(err, "mbio_ctx_get_sigalgs: an argument is NULL");
    }
    if (!MBIO_KNOWS_SIGALGS) {
        return mbio_error_set(err, MBIO_SSL, -1,
                              "built with an OpenSSL before 3.4, which cannot tell");
    }
    mbio_names_free(&ctx->sigalgs);
    ctx->sigalgs.text = mbio_compat_sigalgs(ctx->libctx);
    if (ctx->sigalgs.text == NULL) {
        return mbio_error_queue(err);
    }
    if (!cut(&ctx->sigalgs, count)) {
        return mbio_error_no_memory(err);
    }
    *list = ctx->sigalgs.list;
    return mbio_error_ok(err);
}
