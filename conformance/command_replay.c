/* SPDX-License-Identifier: Apache-2.0
 *
 * command_replay.c: membio-conform replay: does an adapter still answer as it did?
 */
#include "command.h"

#include "replay.h"
#include "result.h"

/* Requests before the one that differs that are shown. */
#define BEFORE 3u
/* The longest part of a line that is shown. */
#define SHOWN 300

static void print_text(struct arena *a, const char *before, const char *text)
{
    print_lines(stdout, before, arena_printf(a, "%.*s", SHOWN, text));
}

static void print_difference(struct arena *a, const struct transcript *t,
                             const struct replay *r)
{
    const struct exchange *e = &t->list[r->asked];
    size_t first = r->asked < BEFORE ? 0 : r->asked - BEFORE;

    for (size_t i = first; i < r->asked; i++) {
        print_text(a, "          > ", t->list[i].request);
        print_text(a, "          < ",
                   t->list[i].answer == NULL ? "(none)" : t->list[i].answer);
    }
    printf("DIFFERS %s:%u\n", t->file, e->line);
    print_text(a, "  asked:    ", r->request);
    print_text(a, "  recorded: ", e->answer == NULL ? "(no answer)" : e->answer);
    print_text(a, "  now:      ", r->answer);
    print_text(a, "  want:     ", r->want);
    print_text(a, "  got:      ", r->got);
}

/* The adapter to ask. False after one line on stderr. */
static bool find_adapter(struct arena *a, const struct options *o, struct impl *impl)
{
    struct suite suite = {.dir = o->suite};

    if (o->wanted.patterns_count == 0 || o->wanted.patterns_count + o->impls_count > 2) {
        fputs("membio-conform: replay takes a transcript, and one adapter at most\n",
              stderr);
        return false;
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

enum exit_status command_replay(struct arena *a, const struct options *o)
{
    struct transcript t;
    struct impl impl;
    struct replay r;
    struct pipe_engine *pipe;
    enum exit_status status = EXIT_UNUSABLE;

    if (!find_adapter(a, o, &impl) || !transcript_read(a, &t, o->wanted.patterns[0])) {
        return EXIT_USAGE;
    }
    pipe = pipe_open(impl.command, arena_printf(a, "%s/../scenario/world", o->suite),
                     o->timeout);
    if (pipe_fate(pipe) != PIPE_ALIVE) {
        fprintf(stderr, "membio-conform: %s: the adapter cannot be used: %s\n", impl.name,
                pipe_why(pipe, a));
    } else {
        replay_play(a, pipe, &t, &r);
        if (r.differs) {
            print_difference(a, &t, &r);
            print_lines(stdout, "  stderr:   ", pipe_stderr(pipe, a));
        }
        printf("%zu of %zu requests %s %s; %zu of them with bytes of this run\n",
               r.differs ? r.asked + 1 : r.asked, t.count,
               r.differs ? "asked, the last is not answered as it was, by"
                         : "answered as they were, by",
               pipe_hello(pipe)->impl, r.carried);
        status = r.differs ? EXIT_UNEXPECTED : EXIT_AS_EXPECTED;
    }
    pipe_close(pipe);
    return status;
}
