/* SPDX-License-Identifier: Apache-2.0
 *
 * golden.c: asking a golden, and putting new records into it.
 */
#include "golden.h"

#include <inttypes.h>
#include <string.h>

#include "word.h"

/* ---- Asking. */

size_t golden_find_oracle(const struct golden *g, const char *impl, const char *lib)
{
    for (size_t i = 0; i < g->oracles_count; i++) {
        if (strcmp(g->oracles[i].impl, impl) == 0 &&
            strcmp(g->oracles[i].lib, lib) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

struct golden_case *golden_case_of(const struct golden *g, const char *id)
{
    for (size_t i = 0; i < g->cases_count; i++) {
        if (strcmp(g->cases[i].id, id) == 0) {
            return &g->cases[i];
        }
    }
    return NULL;
}

const struct golden_variant *golden_variant_of(const struct golden_case *c, size_t oracle)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->variant[i].oracles >> oracle & 1) {
            return &c->variant[i];
        }
    }
    return NULL;
}

void golden_digest(const struct tcase *tc, char digest[17])
{
    snprintf(digest, 17, "%016" PRIx64, golden_fnv(GOLDEN_FNV, tc->body.p, tc->body.len));
}

/* Is `text` the version, or its beginning up to a dot? */
static bool is_version(const char *version, const char *text, size_t len)
{
    return strncmp(version, text, len) == 0 &&
           (len == 0 || strchr(".", version[len]) != NULL);
}

static const char *behind(const char *text, char separator)
{
    const char *p = strchr(text, separator);

    return p == NULL ? "" : p + 1;
}

size_t golden_choose(const struct golden *g, const char *version, const char *lib)
{
    size_t n = strcspn(version, "/"), best = SIZE_MAX;
    const char *want_lib = behind(version, '/');

    for (size_t i = 0; i < g->oracles_count; i++) {
        const struct golden_oracle *o = &g->oracles[i];
        bool same = lib != NULL && strcmp(o->lib, lib) == 0;

        if (!is_version(behind(o->impl, '/'), version, n) ||
            !is_version(behind(o->lib, '_'), want_lib, strlen(want_lib))) {
            continue;
        }
        if (best == SIZE_MAX || same || lib == NULL ||
            strcmp(g->oracles[best].lib, lib) != 0) {
            best = i;
        }
    }
    return best;
}

/* ---- Changing. */

static bool is_before(const struct golden_oracle *a, const struct golden_oracle *b)
{
    int by_lib = strverscmp(a->lib, b->lib);

    return by_lib < 0 || (by_lib == 0 && strverscmp(a->impl, b->impl) < 0);
}

/* Makes room for one more oracle before the `at`th. */
static void shift(struct golden *g, size_t at)
{
    uint64_t below = (UINT64_C(1) << at) - 1;

    for (size_t i = 0; i < g->cases_count; i++) {
        for (size_t k = 0; k < g->cases[i].count; k++) {
            uint64_t *bits = &g->cases[i].variant[k].oracles;

            *bits = (*bits & below) | (*bits & ~below) << 1;
        }
    }
}

static struct golden_oracle oracle_of(struct arena *a, const struct impl *impl)
{
    const char *const *own = (const char *const[]){
        impl->traits[0].value, impl->traits[1].value, impl->traits[3].value};

    return (struct golden_oracle){
        .key = arena_printf(a, "%s/%s", own[1], own[2]),
        .impl = arena_printf(a, "%s/%s", own[0], own[1]),
        .lib = impl->lib,
        .caps = impl->caps,
        .traits = impl->traits + 4,
        .traits_count = impl->traits_count - 4,
    };
}

size_t golden_add_oracle(struct arena *a, struct golden *g, const struct impl *impl)
{
    struct golden_oracle o = oracle_of(a, impl);
    size_t at = golden_find_oracle(g, o.impl, o.lib);

    if (at == SIZE_MAX) {
        if (g->oracles_count == GOLDEN_ORACLES_MAX) {
            return SIZE_MAX;
        }
        for (at = 0; at < g->oracles_count && is_before(&g->oracles[at], &o);) {
            at++;
        }
        g->oracles = arena_grow(a, g->oracles, g->oracles_count, sizeof *g->oracles);
        memmove(&g->oracles[at + 1], &g->oracles[at],
                (g->oracles_count - at) * sizeof *g->oracles);
        g->oracles_count++;
        shift(g, at);
    }
    g->oracles[at] = o;
    return at;
}

static bool same_block(const struct golden_block *b, const char *name, const char *macro,
                       const char **line, size_t count)
{
    if (strcmp(b->name, name) != 0 || strcmp(b->macro, macro) != 0 || b->count != count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(b->line[i], line[i]) != 0) {
            return false;
        }
    }
    return true;
}

const struct golden_block *golden_block(struct arena *a, struct golden *g,
                                        const char *macro, const char **line,
                                        size_t count)
{
    struct golden_block *b;
    uint64_t digest = golden_fnv(GOLDEN_FNV, macro, strlen(macro));
    char name[9];

    for (size_t i = 0; i < count; i++) {
        digest = golden_fnv(digest, line[i], strlen(line[i]) + 1);
    }
    snprintf(name, sizeof name, "%08" PRIx32, (uint32_t)(digest ^ digest >> 32));
    for (size_t i = 0; i < g->blocks_count; i++) {
        if (same_block(g->blocks[i], name, macro, line, count)) {
            return g->blocks[i];
        }
    }
    b = arena_alloc(a, sizeof *b);
    *b = (struct golden_block){macro, line, count, ""};
    memcpy(b->name, name, sizeof name);
    g->blocks = arena_grow(a, g->blocks, g->blocks_count, sizeof(void *));
    g->blocks[g->blocks_count++] = b;
    return b;
}

bool golden_same_row(const struct golden_row *a, const struct golden_row *b)
{
    return a->block == b->block && strcmp(a->text, b->text) == 0;
}

bool golden_same(const struct golden_variant *a, const struct golden_variant *b)
{
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (!golden_same_row(&a->row[i], &b->row[i])) {
            return false;
        }
    }
    return true;
}

static struct golden_case *case_for(struct arena *a, struct golden *g,
                                    const struct tcase *tc)
{
    struct golden_case *c = golden_case_of(g, tc->id);
    char digest[17];

    golden_digest(tc, digest);
    if (c == NULL) {
        g->cases = arena_grow(a, g->cases, g->cases_count, sizeof *g->cases);
        c = &g->cases[g->cases_count++];
        *c = (struct golden_case){.id = tc->id};
    } else if (strcmp(c->digest, digest) != 0) {
        c->count = 0;
    }
    c->name = tc->name;
    memcpy(c->digest, digest, sizeof digest);
    return c;
}

void golden_add(struct arena *a, struct golden *g, size_t oracle, const struct tcase *tc,
                const struct play *play)
{
    struct golden_case *c = case_for(a, g, tc);
    struct golden_variant v = golden_rows(a, g, tc, play);
    struct golden_variant *kept = arena_alloc(a, (c->count + 1) * sizeof *kept);
    uint64_t bit = UINT64_C(1) << oracle;
    size_t count = 0;

    v.oracles = bit;
    for (size_t i = 0; i < c->count; i++) {
        struct golden_variant old = c->variant[i];

        old.oracles &= ~bit;
        if (golden_same(&old, &v)) {
            v.oracles |= old.oracles;
        } else if (old.oracles != 0) {
            kept[count++] = old;
        }
    }
    kept[count++] = v;
    c->variant = kept;
    c->count = count;
}

void golden_keep(struct arena *a, struct golden *g, const struct cases *cases)
{
    struct golden_case *kept = arena_alloc(a, (cases->count + 1) * sizeof *kept);
    size_t count = 0;

    for (size_t i = 0; i < cases->count; i++) {
        const struct golden_case *c = golden_case_of(g, cases->list[i].id);

        if (c != NULL && c->count > 0) {
            kept[count++] = *c;
        }
    }
    g->cases = kept;
    g->cases_count = count;
}
