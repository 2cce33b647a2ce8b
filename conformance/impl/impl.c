/* SPDX-License-Identifier: Apache-2.0
 *
 * impl.c: finding implementations and getting to know them.
 */
#include "impl.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/screen.h"
#include "conformance/shell.h"
#include "oath.h"
#include "scenario/stage.h"

#ifndef MEMBIO_LIBEXEC
#define MEMBIO_LIBEXEC "/usr/local/libexec/membio"
#endif

/* The folder of our own programs: beside this one, or where they were installed. */
static char *program_folder(struct arena *a, const char *program)
{
    char *whole = strchr(program, '/') == NULL ? realpath("/proc/self/exe", NULL) : NULL;
    char *copy = arena_printf(a, "%s", whole == NULL ? program : whole);
    char *folder = dirname(copy);
    char *beside = arena_printf(a, "%s/membio-adapter", folder);

    free(whole); /* found by the shell: its own name says where */
    return access(beside, X_OK) == 0 ? folder : arena_printf(a, "%s", MEMBIO_LIBEXEC);
}

/* Puts a value for a name in braces. */
static char *replace(struct arena *a, char *text, const char *name, const char *value)
{
    char *at = strstr(text, name);

    return at == NULL ? text
                      : arena_printf(a, "%.*s%s%s", (int)(at - text), text, value,
                                     at + strlen(name));
}

/* The next `key: value` line of an impl file; false at its end. */
static bool next_key(struct slice *rest, struct slice *key, struct slice *value)
{
    while (rest->len > 0) {
        const char *end = memchr(rest->p, '\n', rest->len);
        struct slice line = {rest->p, end == NULL ? rest->len : (size_t)(end - rest->p)};
        const char *colon = memchr(line.p, ':', line.len);

        rest->p += line.len + (end != NULL);
        rest->len -= line.len + (end != NULL);
        if (colon != NULL) {
            *key = trim((struct slice){line.p, (size_t)(colon - line.p)});
            *value =
                trim((struct slice){colon + 1, line.len - (size_t)(colon - line.p) - 1});
            return true;
        }
    }
    return false;
}

/* "level" or "level AREA". */
static bool add_claim(struct arena *a, struct impl *impl, struct slice key,
                      struct slice value)
{
    struct slice word;
    struct claim claim = {NULL, LEVEL_CONTRACT};

    next_word(&key, &word);
    if (next_word(&key, &word)) {
        claim.area = arena_text(a, word.p, word.len);
    }
    if (!level_by_name(value, &claim.level) || claim.level == LEVEL_WIRE) {
        return false;
    }
    impl->claims = arena_grow(a, impl->claims, impl->claims_count, sizeof *impl->claims);
    impl->claims[impl->claims_count++] = claim;
    return true;
}

/* Reads an impl file: the command, and the levels it claims. NULL, or what is wrong. */
static const char *read_profile(struct arena *a, struct impl *impl, struct slice text,
                                char **command)
{
    struct slice key, value;

    *command = NULL;
    while (next_key(&text, &key, &value)) {
        struct slice rest = key, word = key;

        next_word(&rest, &word);
        if (slice_is(key, "command") && value.len > 0) {
            *command = arena_text(a, value.p, value.len);
        } else if (slice_is(word, "level") && !add_claim(a, impl, key, value)) {
            return "a level is alive, stream, signal or contract";
        }
    }
    return *command == NULL ? "it has no `command:` line" : NULL;
}

bool impl_named(struct arena *a, struct impl *impl, const struct suite *suite,
                const char *program, const char *name)
{
    const char *at = strchr(name, '@');
    char *bare = arena_text(a, name, at == NULL ? strlen(name) : (size_t)(at - name));
    char *dir = arena_printf(a, "%s/adapters/%s", suite->dir, bare);
    char *path = arena_printf(a, "%s/impl", dir);
    char *text, *command = NULL;
    const char *wrong;
    size_t len;

    memset(impl, 0, sizeof *impl);
    if (strchr(bare, '/') != NULL || access(path, R_OK) != 0) {
        return complain_of(bare, 0, "no such implementation in the suite");
    }
    text = read_whole_file(a, path, &len);
    wrong = text == NULL ? "it cannot be read"
                         : read_profile(a, impl, (struct slice){text, len}, &command);
    if (wrong != NULL) {
        return complain_of(path, 0, wrong);
    }
    command = replace(a, command, "{dir}", dir);
    command = replace(a, command, "{bin}", program_folder(a, program));
    impl->name = bare;
    impl->command =
        at == NULL ? command
                   : arena_printf(a, "%s%s", at + 1, command + strcspn(command, " "));
    impl->spec = arena_printf(a, "--impl %s", shell_word(a, name));
    impl->word = name;
    return true;
}

bool impl_command(struct arena *a, struct impl *impl, const char *command)
{
    char *copy = arena_printf(a, "%s", command);

    memset(impl, 0, sizeof *impl);
    impl->name = basename(arena_text(a, copy, strcspn(copy, " ")));
    impl->command = copy;
    impl->spec = arena_printf(a, "--adapter %s", shell_word(a, command));
    impl->word = command;
    return *command != '\0' || complain_of("--adapter", 0, "an empty command");
}

bool impl_word(struct arena *a, struct impl *impl, const struct suite *suite,
               const char *program, const char *word)
{
    bool is_command =
        strchr(word, ' ') != NULL || memchr(word, '/', strcspn(word, "@")) != NULL;

    return is_command ? impl_command(a, impl, word)
                      : impl_named(a, impl, suite, program, word);
}

static void add_trait(struct arena *a, struct impl *impl, const char *name,
                      const char *value)
{
    impl->traits = arena_grow(a, impl->traits, impl->traits_count, sizeof *impl->traits);
    impl->traits[impl->traits_count++] = (struct trait){name, value};
}

/* Splits "cpython/3.13.0" or "OpenSSL_3.0.19" into two traits. */
static void add_versioned(struct arena *a, struct impl *impl, const char *text, char sep,
                          const char *name_trait, const char *version_trait)
{
    const char *p = strchr(text, sep);

    add_trait(a, impl, name_trait,
              arena_text(a, text, p == NULL ? strlen(text) : (size_t)(p - text)));
    add_trait(a, impl, version_trait, p == NULL ? "0" : p + 1);
}

/* Plays one probe: the trait is the status of its last observation. */
static void play_probe(struct arena *a, struct impl *impl, struct pipe_engine *pipe,
                       const struct tcase *probe)
{
    struct stage stage = {.engine = {pipe_engine(pipe), pipe_engine(pipe)}};
    struct arena scratch = {NULL};
    struct trace trace;

    stage_play(&stage, &scratch, &probe->scenario, NULL, &trace);
    add_trait(a, impl, probe->probe,
              trace.end == TRACE_COMPLETE && trace.count > 0
                  ? status_name(trace.list[trace.count - 1].answer.status)
                  : "unknown");
    arena_free(&scratch);
}

static void say_unusable(struct arena *a, struct impl *impl,
                         const struct pipe_engine *pipe)
{
    char *said = pipe_stderr(pipe, a);

    fprintf(stderr, "membio-conform: %s: the adapter cannot be used: %s\n", impl->name,
            pipe_why(pipe, a));
    fprintf(stderr, "  command: %s\n", impl->command);
    print_lines(stderr, "  it said: ", said);
    impl->identity = arena_printf(a, "%s (unusable)", impl->name);
    impl->lib = impl->caps = "";
}

static void say_findings(const struct impl *impl)
{
    for (size_t i = 0; i < impl->findings_count; i++) {
        const struct finding *f = &impl->findings[i];

        fprintf(stderr, "membio-conform: %s: the adapter is not believed: [%s] ",
                impl->name, f->check);
        print_lines(stderr, "", f->text);
    }
}

void impl_name_traits(struct arena *a, struct impl *impl, const char *name,
                      const char *lib)
{
    add_versioned(a, impl, name, '/', "impl", "version");
    add_versioned(a, impl, lib, '_', "lib", "libversion");
}

static void take_hello(struct arena *a, struct impl *impl, const struct pipe_hello *hello)
{
    impl->identity = arena_printf(a, "%s %s", hello->impl, hello->lib);
    impl->lib = arena_printf(a, "%s", hello->lib);
    impl->caps = arena_printf(a, "%s", hello->caps);
    impl_name_traits(a, impl, arena_printf(a, "%s", hello->impl), impl->lib);
}

bool impl_load_deviations(struct arena *a, struct impl *impl, const struct suite *suite)
{
    return deviations_load(a, &impl->deviations,
                           arena_printf(a, "%s/deviations/%s.dev", suite->dir,
                                        impl->traits[0].value)) &&
           deviations_apply(a, &impl->deviations, impl->traits, impl->traits_count);
}

bool impl_meet(struct arena *a, struct impl *impl, const struct suite *suite)
{
    struct pipe_engine *pipe = pipe_open(impl->command, suite->world, impl->timeout);

    impl->usable = pipe_fate(pipe) == PIPE_ALIVE;
    if (!impl->usable) {
        say_unusable(a, impl, pipe);
        pipe_close(pipe);
        return true;
    }
    take_hello(a, impl, pipe_hello(pipe));
    for (size_t i = 0; i < suite->probes.count; i++) {
        play_probe(a, impl, pipe, &suite->probes.list[i]);
    }
    pipe_close(pipe);
    oath_take(a, impl, suite);
    say_findings(impl);
    return impl_load_deviations(a, impl, suite);
}

static enum level claim_of(const struct impl *impl, const char *area, enum level level)
{
    enum level claim = level;

    for (size_t i = 0; i < impl->claims_count; i++) {
        const struct claim *c = &impl->claims[i];

        if (c->area != NULL && strcmp(c->area, area) == 0) {
            return c->level;
        }
        claim = c->area == NULL ? c->level : claim;
    }
    return claim;
}

void impl_claims(const struct impl *impl, const char *area, enum level level,
                 enum level *claim)
{
    for (int who = 0; who < ENDPOINTS; who++) {
        claim[who] = claim_of(impl_end(impl, (enum endpoint)who), area, level);
    }
}

const struct impl *impl_end(const struct impl *impl, enum endpoint who)
{
    return impl->end[who] == NULL ? impl : impl->end[who];
}

bool impl_believed(const struct impl *impl)
{
    for (int who = 0; who < ENDPOINTS; who++) {
        const struct impl *end = impl_end(impl, (enum endpoint)who);

        if (!end->usable || end->findings_count > 0) {
            return false;
        }
    }
    return true;
}

bool impl_know(struct arena *a, struct impl *impl, const char *path)
{
    return !impl->usable ||
           (deviations_add(a, &impl->deviations, path) &&
            deviations_apply(a, &impl->deviations, impl->traits, impl->traits_count));
}

bool impl_has(const char *capability, const struct impl *impl)
{
    return list_has(impl->caps, capability);
}

bool impl_end_has(enum endpoint who, const char *capability, const void *arg)
{
    return impl_has(capability, impl_end(arg, who));
}
