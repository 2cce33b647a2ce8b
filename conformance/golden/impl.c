/* SPDX-License-Identifier: Apache-2.0
 *
 * impl.c: a recorded oracle in the place of an implementation.
 *
 *     golden:cpython                SUITE/goldens/cpython.golden, of its oracles the best
 *     golden:cpython-3.13           ... the newest 3.13
 *     golden:cpython-3.13-3.0.19    ... over that library
 *     golden:FILE[@3.13[-3.0.19]]   another file; FILE has a slash in it or ends in .golden
 */
#include <string.h>

#include "conformance/shell.h"
#include "golden.h"

static const char prefix[] = "golden:";

bool impl_is_golden(const char *spec)
{
    return strncmp(spec, prefix, strlen(prefix)) == 0;
}

static bool ends_in_golden(const char *text)
{
    size_t n = strcspn(text, "@");

    return n > 7 && strncmp(text + n - 7, ".golden", 7) == 0;
}

/* The path, and what stands behind the separator, `-` before the library's version as `/`. */
static char *split(struct arena *a, const char *text, char separator,
                   const char **version)
{
    const char *at =
        separator == '@' ? strrchr(text, separator) : strchr(text, separator);
    size_t n = at == NULL ? strlen(text) : (size_t)(at - text);
    char *wanted = arena_printf(a, "%s", text + n + (text[n] != '\0'));
    char *dash = strchr(wanted, '-');

    if (dash != NULL) {
        *dash = '/';
    }
    *version = wanted;
    return arena_text(a, text, n);
}

const char *golden_path(struct arena *a, const struct suite *suite, const char *name)
{
    return arena_printf(a, "%s/goldens/%s.golden", suite->dir, name);
}

static const struct golden *find_read(const struct impl *others, size_t count,
                                      const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (others[i].golden != NULL && strcmp(others[i].golden->path, path) == 0) {
            return others[i].golden;
        }
    }
    return NULL;
}

bool impl_recorded(struct arena *a, struct impl *impl, const struct suite *suite,
                   const char *spec, const struct impl *others, size_t others_count)
{
    const char *what = spec + strlen(prefix), *path;
    bool file = strchr(what, '/') != NULL || ends_in_golden(what);
    struct golden *g;

    memset(impl, 0, sizeof *impl);
    path = split(a, what, file ? '@' : '-', &impl->golden_version);
    path = file ? path : golden_path(a, suite, path);
    impl->name = spec;
    impl->spec = arena_printf(a, "--oracle %s", shell_word(a, spec));
    impl->golden = find_read(others, others_count, path);
    if (impl->golden != NULL) {
        return true;
    }
    impl->golden = g = arena_alloc(a, sizeof *g);
    return golden_read(a, g, path);
}

static void add_trait(struct arena *a, struct impl *impl, const char *name,
                      const char *value)
{
    impl->traits = arena_grow(a, impl->traits, impl->traits_count, sizeof *impl->traits);
    impl->traits[impl->traits_count++] = (struct trait){name, value};
}

bool impl_recall(struct arena *a, struct impl *impl, const struct suite *suite,
                 const char *lib)
{
    size_t at = golden_choose(impl->golden, impl->golden_version, lib);
    const struct golden_oracle *o;

    if (at == SIZE_MAX) {
        fprintf(stderr, "membio-conform: %s: no oracle %s is recorded in %s\n",
                impl->name, impl->golden_version, impl->golden->path);
        return false;
    }
    o = &impl->golden->oracles[at];
    impl->golden_at = at;
    impl->usable = true;
    impl->identity = arena_printf(a, "%s %s", o->impl, o->lib);
    impl->lib = o->lib;
    impl->caps = o->caps;
    impl_name_traits(a, impl, o->impl, o->lib);
    for (size_t i = 0; i < o->traits_count; i++) {
        add_trait(a, impl, o->traits[i].name, o->traits[i].value);
    }
    return impl_load_deviations(a, impl, suite);
}
