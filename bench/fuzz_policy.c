/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_policy.c: a server as a fuzz target of the usual kind: whatever an input needs is made
 * for it, the keys from PEM and the context from the keys, and thrown away. What bench/fuzz
 * compares ours with. An input is what the client sends, all of it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#ifndef MEMBIO_WORLD
#define MEMBIO_WORLD "scenario/world"
#endif
#define PEM_MAX ((size_t)1 << 15)

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static struct pem {
    const char *name;
    char *text;
    int len;
} certs[] = {{"rsa2048.pem", NULL, 0}, {"p256.pem", NULL, 0}},
  keys[] = {{"rsa2048.key.pem", NULL, 0}, {"p256.key.pem", NULL, 0}};
#define KEYS (sizeof keys / sizeof *keys)

static void read_pem(struct pem *p)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", MEMBIO_WORLD, p->name);
    file = fopen(path, "rb");
    p->text = malloc(PEM_MAX);
    if (file == NULL || p->text == NULL) {
        fprintf(stderr, "bench/fuzz_policy: %s: cannot be read\n", path);
        exit(99);
    }
    p->len = (int)fread(p->text, 1, PEM_MAX, file);
    fclose(file);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    for (size_t i = 0; i < KEYS; i++) {
        read_pem(&certs[i]);
        read_pem(&keys[i]);
    }
    return 0;
}

static void use(SSL_CTX *ctx, const struct pem *cert, const struct pem *key)
{
    BIO *in = BIO_new_mem_buf(cert->text, cert->len);
    X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL);
    EVP_PKEY *k;

    BIO_free(in);
    in = BIO_new_mem_buf(key->text, key->len);
    k = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);
    BIO_free(in);
    if (SSL_CTX_use_certificate(ctx, x) != 1 || SSL_CTX_use_PrivateKey(ctx, k) != 1) {
        fputs("bench/fuzz_policy: a key does not work\n", stderr);
        exit(99);
    }
    X509_free(x);
    EVP_PKEY_free(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
    char got[1024];
    BIO *in;
    SSL *ssl;

    for (size_t i = 0; i < KEYS; i++) {
        use(ctx, &certs[i], &keys[i]);
    }
    SSL_CTX_set_cipher_list(ctx, "ALL:@SECLEVEL=0");
    ssl = SSL_new(ctx);
    in = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl, in, BIO_new(BIO_s_mem()));
    SSL_set_accept_state(ssl);
    BIO_write(in, data, (int)len);
    if (SSL_do_handshake(ssl) == 1) {
        while (SSL_read(ssl, got, sizeof got) > 0) {
        }
    }
    SSL_free(ssl);
    SSL_CTX_free(ctx);
    return 0;
}
