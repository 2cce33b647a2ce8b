/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_world.c: `scn world`: seeds that load each file of the world from memory: certificates as
 * text and one by one in DER, with their key if there is one, and CRLs.
 */
#include "scn.h"

#include <stdio.h>
#include <string.h>

#include "scenario/bytes.h"
#include "scenario/text.h"
#include "scenario/world.h"

/* The most certificates of one file. */
#define CHAIN_MAX 4

struct sowing {
    struct arena *a;
    const char *into, *name;
    unsigned written;
    bool failed;
};

/* The lines as bytes, in INTO/world-NAME-KIND. */
static void sow(struct sowing *w, const char *kind, const char *lines)
{
    struct scenario s = {NULL, 0};
    struct complaint c;
    uint8_t *data;
    size_t len;
    const char *file = arena_printf(w->a, "%s/world-%s-%s", w->into, w->name, kind);

    if (!scenario_parse(w->a, &s, (struct slice){lines, strlen(lines)}, 1, &c) ||
        !bytes_encode(w->a, &s, &data, &len, &c)) {
        scn_complain(file, c.line, c.text);
        w->failed = true;
    } else if (scn_write(file, data, len)) {
        w->written++;
    } else {
        w->failed = true;
    }
}

static const char *hex_of(struct sowing *w, const char *name)
{
    size_t len;
    char *text = world_text(w->a, scn_world(), name, &len);

    return text == NULL ? NULL : format_hex(w->a, text, len);
}

static void sow_certificates(struct sowing *w)
{
    for (int i = 0; i < CHAIN_MAX; i++) {
        size_t len;
        uint8_t *der = world_certificate(w->a, scn_world(),
                                         arena_printf(w->a, "%s.%d", w->name, i), &len);

        if (der != NULL) {
            sow(w, arena_printf(w->a, "der-%d", i),
                arena_printf(w->a, "c context.load_memory ca-der %s\n",
                             format_hex(w->a, der, len)));
        }
    }
}

/* world_path knows the key's name, which has a dot in it, by a suffix only. */
static const char *key_of(struct sowing *w)
{
    struct slice key;
    const char *path = world_path(w->a, scn_world(), w->name, ".key.pem");

    return path != NULL && scn_read(w->a, path, &key) ? format_hex(w->a, key.p, key.len)
                                                      : NULL;
}

static void sow_file(struct sowing *w)
{
    const char *hex = hex_of(w, w->name), *key;

    if (strncmp(w->name, "crl-", 4) == 0) {
        sow(w, "crl", arena_printf(w->a, "c context.load_crls %s\n", hex));
        return;
    }
    sow(w, "pem", arena_printf(w->a, "c context.load_memory ca %s\n", hex));
    sow_certificates(w);
    key = key_of(w);
    if (key != NULL) {
        sow(w, "chain",
            arena_printf(w->a, "s context.load_memory cert %s key=%s password=secret\n",
                         hex, key));
    }
}

static bool sow_one(const char *file, void *arg)
{
    struct sowing *w = arg;
    struct arena a = {NULL};
    const char *name = strrchr(file, '/') == NULL ? file : strrchr(file, '/') + 1;
    size_t len = strcspn(name, ".");

    if (strcmp(name + len, ".pem") == 0 && strstr(file, "/hashed/") == NULL) {
        w->a = &a;
        w->name = arena_text(&a, name, len);
        sow_file(w);
    }
    arena_free(&a);
    return true;
}

int scn_sow_world(const struct scn_options *o)
{
    struct sowing w = {.into = o->into};

    if (o->into == NULL) {
        scn_complain("world", 0, "where to? --into DIR; see --help");
        return SCN_USAGE;
    }
    if (!scn_each(scn_world(), sow_one, &w) || w.failed) {
        return SCN_USAGE;
    }
    fprintf(stderr, "scn: %u seeds of the world's files\n", w.written);
    return SCN_OK;
}
