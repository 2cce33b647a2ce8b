/* SPDX-License-Identifier: Apache-2.0
 *
 * replay.c: membio-conform replay: does an adapter still answer as it did?
 */
#include "command.h"

#include "conformance/impl/replay.h"
#include "conformance/screen.h"

/* Requests before the one that differs that are shown. */
#define BEFORE 3u
/* The longest part of a line that is shown. */
#define SHOWN 300

static void show_text(struct arena *a, const char *before, const char *text)
{
    print_lines(stdout, before, arena_printf(a, "%.*s", SHOWN, text));
}

static void print_difference(struct arena *a, const struct transcript *t,
                             const struct replay *r)
{
    const struct exchange *e = &t->list[r->asked];
    size_t first = r->asked < BEFORE ? 0 : r->asked - BEFORE;

    for (size_t i = first; i < r->asked; i++) {
        show_text(a, "          > ", t->list[i].request);
        show_text(a, "          < ",
                  t->list[i].answer == NULL ? "(none)" : t->list[i].answer);
    }
    printf("DIFFERS %s:%u\n", t->file, e->line);
    show_text(a, "  asked:    ", r->request);
    show_text(a, "  recorded: ", e->answer == NULL ? "(no answer)" : e->answer);
    show_text(a, "  now:      ", r->answer);
    show_text(a, "  want:     ", r->want);
    show_text(a, "  got:      ", r->got);
}

/* The two of a pair. False after one line on stderr. */
static bool find_pair(struct arena *a, const struct options *o, struct impl *impl)
{
    struct suite suite = {.dir = o->suite};
    struct impl *ends = arena_alloc(a, ENDPOINTS * sizeof *ends);

    for (int who = 0; who < ENDPOINTS; who++) {
        if (!impl_word(a, &ends[who], &suite, o->program,
                       pairs_word(a, o->pairs[0], (enum endpoint)who))) {
            return false;
        }
        ends[who].timeout = o->timeout;
    }
    *impl = pair_impl(a, &ends[CLIENT], &ends[SERVER]);
    return true;
}

/* The adapter to ask. False after one line on stderr. */
static bool find_adapter(struct arena *a, const struct options *o, struct impl *impl)
{
    struct suite suite = {.dir = o->suite};

    if (o->wanted.patterns_count == 0 ||
        o->wanted.patterns_count + o->impls_count + o->pairs_count > 2) {
        fputs("membio-conform: replay takes a transcript, and one adapter at most\n",
              stderr);
        return false;
    }
    if (o->pairs_count == 1) {
        return find_pair(a, o, impl);
    }
    if (o->wanted.patterns_count == 2) {
        return impl_command(a, impl, o->wanted.patterns[1]);
    }
    if (o->impls_count == 1 && o->impls[0].is_command) {
        return impl_command(a, impl, o->impls[0].text);
    }
    return impl_named(a, impl, &suite, o->program,
                      o->impls_count == 1 ? o->impls[0].text : "membio");
}

/* Who answered. */
static const char *hellos(struct arena *a, const struct pair *pair)
{
    const char *client = pipe_hello(pair_pipe(pair, CLIENT))->impl;
    const char *server = pipe_hello(pair_pipe(pair, SERVER))->impl;

    return pair_pipe(pair, CLIENT) == pair_pipe(pair, SERVER)
               ? client
               : arena_printf(a, "%s x %s", client, server);
}

enum exit_status command_replay(struct arena *a, const struct options *o)
{
    struct transcript t;
    struct impl impl;
    struct replay r;
    struct pair *pair;
    enum exit_status status = EXIT_UNUSABLE;

    if (!find_adapter(a, o, &impl) || !transcript_read(a, &t, o->wanted.patterns[0])) {
        return EXIT_USAGE;
    }
    impl.timeout = o->timeout;
    pair = pair_open(&impl, arena_printf(a, "%s/../scenario/world", o->suite));
    if (pair_fate(pair) != PIPE_ALIVE) {
        fprintf(stderr, "membio-conform: %s: the adapter cannot be used: %s\n", impl.name,
                pair_why(pair, a));
    } else {
        replay_play(a, pair, &t, &r);
        if (r.differs) {
            print_difference(a, &t, &r);
            print_lines(stdout, "  stderr:   ", pair_stderr(pair, a));
        }
        printf("%zu of %zu requests %s %s; %zu of them with bytes of this run\n",
               r.differs ? r.asked + 1 : r.asked, t.count,
               r.differs ? "asked, the last is not answered as it was, by"
                         : "answered as they were, by",
               hellos(a, pair), r.carried);
        status = r.differs ? EXIT_UNEXPECTED : EXIT_AS_EXPECTED;
    }
    pair_close(pair);
    return status;
}
