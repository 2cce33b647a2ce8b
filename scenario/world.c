/* SPDX-License-Identifier: Apache-2.0
 *
 * world.c: finding the test certificates. Made by world/generate.sh.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The largest certificate file, in bytes. */
#define PEM_MAX 65536

/* A program that is copied elsewhere, with what is beside it, finds it again; what it is
 * called by does not matter. */
static void beside_program(char *path, size_t size)
{
    static const char name[] = "world";
    ssize_t n = readlink("/proc/self/exe", path, size - sizeof name);

    path[n < 0 ? 0 : n] = '\0';
    strcpy(strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1, name);
}

const char *world_folder(char *path, size_t size)
{
    const char *named = getenv("MEMBIO_WORLD");

    if (named != NULL && *named != '\0') {
        snprintf(path, size, "%s", named);
    } else {
        beside_program(path, size);
    }
    return access(path, X_OK) == 0 ? path : NULL;
}

char *world_path(struct arena *a, const char *world, const char *name, const char *suffix)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    char *path;
    FILE *file;

    if (name[0] == '\0' || strspn(name, plain) != strlen(name)) {
        return NULL;
    }
    path = arena_printf(a, "%s/%s%s", world, name, suffix);
    if (strcmp(name, "missing") == 0) {
        return path; /* what a caller does whose file is not there */
    }
    file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    fclose(file);
    return path;
}

static int base64_value(char c)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *p = c == '\0' ? NULL : strchr(alphabet, c);

    return p == NULL ? -1 : (int)(p - alphabet);
}

/* Decodes base64 up to the first `-`, skipping what is not of its alphabet. */
static size_t decode_base64(uint8_t *out, const char *in)
{
    uint32_t bits = 0;
    int have = 0;
    size_t n = 0;

    for (; *in != '\0' && *in != '-'; in++) {
        int value = base64_value(*in);

        if (value < 0) {
            continue;
        }
        bits = bits << 6 | (uint32_t)value;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[n++] = (uint8_t)(bits >> have);
        }
    }
    return n;
}

/* Cuts ".N" off a name: the number of the certificate in its file, 0 without it. */
static int cut_number(char *name)
{
    char *dot = strchr(name, '.');

    if (dot == NULL) {
        return 0;
    }
    *dot = '\0';
    return dot[1] >= '0' && dot[1] <= '9' && dot[2] == '\0' ? dot[1] - '0' : -1;
}

/* The text behind the begin mark of a certificate, NULL when there are not so many. */
static const char *find_certificate(const char *text, int number)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----";

    for (int i = 0; text != NULL && i <= number; i++) {
        text = strstr(text, begin);
        text = text == NULL ? NULL : text + sizeof begin - 1;
    }
    return number < 0 ? NULL : text;
}

char *world_text(struct arena *a, const char *world, const char *name, size_t *len)
{
    char *path = world_path(a, world, name, ".pem");
    FILE *file = path == NULL ? NULL : fopen(path, "rb");
    char *text;

    if (file == NULL) {
        return NULL;
    }
    text = arena_alloc(a, PEM_MAX + 1);
    *len = fread(text, 1, PEM_MAX, file);
    text[*len] = '\0';
    fclose(file);
    return text;
}

uint8_t *world_certificate(struct arena *a, const char *world, const char *name,
                           size_t *len)
{
    char *plain = arena_text(a, name, strlen(name));
    int number = cut_number(plain);
    size_t text_len;
    char *text = world_text(a, world, plain, &text_len);
    const char *start = text == NULL ? NULL : find_certificate(text, number);
    uint8_t *der;

    if (start == NULL) {
        return NULL;
    }
    der = arena_alloc(a, strlen(start) + 1);
    *len = decode_base64(der, start);
    return der;
}
