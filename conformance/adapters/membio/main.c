/* SPDX-License-Identifier: Apache-2.0
 *
 * membio-adapter: MBAP/1 around libmembio: lines in, the in-process engine, lines out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/drip.h"
#include "scenario/engine.h"
#include "scenario/heap.h"
#include "scenario/version.h"

static const char usage[] =
    "usage: membio-adapter [--version | --help]\n"
    "Speaks MBAP/1 on stdin and stdout for libmembio; see doc/protocol.md.\n";

/* The session: an engine once `hello` has named the world. */
struct session {
    struct engine *engine;
    char *world;
    char *caps;
};

/* What hello says, with what this program adds to the engine; caps= is its last word. */
static char *full_hello(struct arena *a)
{
    return arena_printf(a, "ok proto=" PROTOCOL_VERSION " %s,drip%s",
                        engine_membio_hello(), heap_bytes() < 0 ? "" : ",mem");
}

static void set_world(struct session *s, const uint8_t *path, const char *hello)
{
    static const char key[] = " caps=";

    engine_membio_free(s->engine);
    free(s->world);
    s->world = strdup((const char *)path);
    s->engine = engine_membio_new(s->world);
    free(s->caps);
    s->caps = strdup(strstr(hello, key) + sizeof key - 1);
}

static const char *hello(struct session *s, struct arena *a, struct slice rest)
{
    static const char key[] = "world=";
    size_t key_len = sizeof key - 1;
    struct slice word;
    uint8_t *path = (uint8_t *)arena_text(a, ".", 1);
    const char *said;
    size_t len;

    if (!next_word(&rest, &word) || !slice_is(word, "1")) {
        return "bad";
    }
    while (next_word(&rest, &word)) {
        struct slice value = {word.p + key_len, word.len - key_len};

        if (word.len > key_len && memcmp(word.p, key, key_len) == 0 &&
            !parse_text(a, value, &path, &len)) {
            return "bad";
        }
    }
    said = full_hello(a);
    set_world(s, path, said);
    return said;
}

/* Is an op's capability among those that hello named? */
static bool is_claimed(const struct session *s, const struct op *op)
{
    return op->capability == NULL ||
           (s->caps != NULL && list_has(s->caps, op->capability));
}

static const char *perform_line(struct session *s, struct arena *a, struct slice line)
{
    struct call call;
    struct answer answer;
    bool unknown;

    if (call_parse(a, line, &call, &unknown) != NULL) {
        return unknown ? "unsupported" : "bad";
    }
    if (call.op->kind != OP_CALL || !is_claimed(s, call.op)) {
        return "unsupported";
    }
    if (s->engine == NULL) {
        return "bad";
    }
    (call.op->id == OP_INCOMING_DRIP ? drip_perform : s->engine->perform)(s->engine, a,
                                                                          &call, &answer);
    return answer_format(a, &answer);
}

/* The answer to one line; *leave says that it was the last. */
static const char *answer_line(struct session *s, struct arena *a, struct slice line,
                               bool *leave)
{
    struct slice rest = line, word;

    if (next_word(&rest, &word) && slice_is(word, "hello")) {
        return hello(s, a, rest);
    }
    if (slice_is(word, "reset") && trim(rest).len == 0) {
        return s->engine != NULL && s->engine->reset(s->engine) ? "ok 0" : "bad";
    }
    if (slice_is(word, "bye") && trim(rest).len == 0) {
        *leave = true;
        return "ok";
    }
    if (slice_is(word, "mem") && trim(rest).len == 0) {
        return heap_bytes() < 0 ? "unsupported"
                                : arena_printf(a, "ok %lld", (long long)heap_bytes());
    }
    return slice_is(word, "mem") || slice_is(word, "reset") || slice_is(word, "bye")
               ? "bad"
               : perform_line(s, a, line);
}

static int serve(void)
{
    struct session session = {NULL, NULL, NULL};
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    bool leave = false;

    while (!leave && (len = getline(&line, &room, stdin)) > 0) {
        struct arena a = {NULL};
        struct slice s = {line, (size_t)len - (line[len - 1] == '\n' ? 1 : 0)};

        puts(answer_line(&session, &a, s, &leave));
        arena_free(&a);
        if (fflush(stdout) != 0) {
            break;
        }
    }
    free(line);
    engine_membio_free(session.engine);
    free(session.world);
    free(session.caps);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    if (argc == 1) {
        return serve();
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("membio-adapter " VERSIONS " %s\n", engine_membio_hello());
        return EXIT_SUCCESS;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return EXIT_SUCCESS;
    }
    fprintf(stderr, "membio-adapter: unknown argument: %s\n", argv[argc - 1]);
    return 2;
}
