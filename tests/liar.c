/* SPDX-License-Identifier: Apache-2.0
 *
 * liar: an adapter that is wrong in one way, to test the judge: membio-adapter around the
 * same engine, and one lie from the table below.
 *
 *     hello -> bye: honest, but for `exit-at-once` and `html`
 *     an op:        the lie's `perform` makes the answer, else the engine
 *     the Nth op:   the lie's `act` says it, else it is said as it is
 *
 * Ops are counted from the start of the process, so N tells whether a case meets the lie
 * alone or only in company. A liar that hangs ends by itself after ALARM_SECONDS.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "liar.h"

#define ALARM_SECONDS 60u
/* What `no-newline-long` says before it hangs, in bytes. */
#define LONG_ANSWER ((size_t)4 * 1024 * 1024)
/* How much later `late-twice` says it again. */
#define LATE_NANOSECONDS 30000000L

/* How a session is wrong. */
enum {
    LEAKS = 1,        /* an object is alive after reset */
    PILES_UP = 2,     /* bytes are, and `mem` tells */
    KEEPS = 4,        /* reset does nothing */
    AGREES = 8,       /* what it does not know is ok */
    LENIENT = 16,     /* it does not look at the words of a request */
    CLAIMS_ALL = 32,  /* it claims what it does not have */
    CLAIMS_LISTS = 64 /* it claims get-groups and get-sigalgs */
};

struct lie {
    const char *name;
    perform_fn *perform;           /* NULL: the engine's */
    void (*act)(const char *line); /* NULL: the line is said as it is */
    unsigned ways;                 /* in which the session itself is wrong */
    const char *what;
};

/* Lines ---------------------------------------------------------------------------- */

static void say(const char *line)
{
    puts(line);
    if (fflush(stdout) != 0) {
        _exit(EXIT_SUCCESS);
    }
}

static void act_crash(const char *line)
{
    (void)line;
    fputs("liar: about to \"abort\" " SCRIPT " \033[31m\377\nPASS\n", stderr);
    abort();
}

static void act_exit(const char *line)
{
    (void)line;
    _exit(EXIT_SUCCESS);
}

static void act_hang(const char *line)
{
    (void)line;
    signal(SIGTERM, SIG_IGN);
    for (;;) {
        pause();
    }
}

static void act_garbage(const char *line)
{
    (void)line;
    say("the quick brown fox =");
}

static void act_binary(const char *line)
{
    (void)line;
    say("ok \377\200\033[31m=\001");
}

static void act_twice(const char *line)
{
    puts(line);
    say(line);
}

static void act_late_twice(const char *line)
{
    struct timespec pause = {0, LATE_NANOSECONDS};

    say(line);
    nanosleep(&pause, NULL);
    say(line);
}

static void act_no_newline_long(const char *line)
{
    for (size_t i = 0; i < LONG_ANSWER; i++) {
        putchar('a');
    }
    fflush(stdout);
    act_hang(line);
}

/* Leaves a child that would outlive it. */
static void act_orphan(const char *line)
{
    (void)line;
    if (fork() == 0) {
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
        alarm(ALARM_SECONDS);
        act_hang(line);
    }
    _exit(EXIT_SUCCESS);
}

static const struct lie lies[] = {
    {"crash", NULL, act_crash, 0, "aborts on the Nth op"},
    {"exit", NULL, act_exit, 0, "ends quietly on the Nth op"},
    {"exit-at-once", NULL, NULL, 0, "ends before hello"},
    {"hang", NULL, act_hang, 0, "does not answer the Nth op"},
    {"garbage", NULL, act_garbage, 0, "answers the Nth op by nonsense"},
    {"binary", NULL, act_binary, 0, "answers the Nth op by what is not ASCII"},
    {"twice", NULL, act_twice, 0, "answers the Nth op twice"},
    {"late-twice", NULL, act_late_twice, 0, "answers the Nth op again, a bit later"},
    {"no-newline-long", NULL, act_no_newline_long, 0,
     "answers the Nth op by a line that never ends"},
    {"orphan", NULL, act_orphan, 0, "ends on the Nth op and leaves a child"},
    {"swap-eof", lie_swap_eof, NULL, 0, "takes eof for zero_return, and back"},
    {"always-ok", lie_always_ok, NULL, 0, "does nothing and says ok"},
    {"always-want-read", lie_always_want_read, NULL, 0, "wants to read for ever"},
    {"off-by-one", lie_off_by_one, NULL, 0, "counts one pending byte too many"},
    {"drop-byte", lie_drop_byte, NULL, 0, "loses the last byte of a read"},
    {"ignore-eof", lie_ignore_eof, NULL, 0, "does nothing in write_eof"},
    {"unseeded", lie_unseeded, NULL, 0, "keeps its randomness in a frozen process"},
    {"wrong-reason", lie_wrong_reason, NULL, 0, "names another reason"},
    {"lose-split", lie_lose_split, NULL, 0,
     "loses a byte of a record that came in pieces"},
    {"early-eof", lie_early_eof, NULL, 0, "takes half a record for the end"},
    {"late-data", lie_late_data, NULL, 0, "wants to read when data from pieces is there"},
    {"forge", lie_forge, NULL, 0, "delivers what it could not decrypt"},
    {"fragile", lie_fragile, NULL, 0, "aborts in unwrap"},
    {"stuck", lie_stuck, NULL, 0, "never comes back from unwrap"},
    {"leak", NULL, NULL, LEAKS, "has an object alive after reset"},
    {"html", lie_html, NULL, 0, "has markup in its errors and its name"},
    {"hide-bios", lie_hide_bios, NULL, 0, "does not tell the state of its BIOs"},
    {"no-alpn", lie_no_alpn, NULL, 0,
     "claims alpn and does nothing in set_alpn_protocols"},
    {"no-lists", lie_no_lists, NULL, CLAIMS_LISTS,
     "claims get-groups and get-sigalgs, and always gives none"},
    {"no-fields", lie_no_fields, NULL, 0, "has no words for errors: claims signal"},
    {"reads-on", lie_reads_on, NULL, 0, "reads beyond records: claims stream"},
    {"reads-on-badly", lie_reads_on_badly, NULL, 0, "likewise, and loses a byte"},
    {"plaintext", lie_plaintext, NULL, 0,
     "puts what is written onto the wire as it stands"},
    {"repeat", lie_repeat, NULL, 0, "delivers everything twice"},
    {"careless", lie_careless, NULL, 0, "delivers data after it refused a certificate"},
    {"keeps", NULL, NULL, KEEPS, "does nothing in reset"},
    {"piles-up", NULL, NULL, PILES_UP, "leaves 1000 bytes behind at each reset"},
    {"agrees", NULL, NULL, AGREES, "says ok to what it does not know"},
    {"lenient", NULL, NULL, LENIENT, "drops the words that are too many"},
    {"claims-all", NULL, NULL, CLAIMS_ALL, "claims what it does not have"},
};

/* The session ---------------------------------------------------------------------- */

struct liar {
    const struct lie *lie;
    unsigned long nth, ops; /* of N; counted */
    unsigned long resets;
    struct engine *engine;
    char *world;
    char *caps;
};

/* What is claimed beside the engine's own capabilities, which are the last words. */
static const char *claims(const struct lie *lie)
{
    if ((lie->ways & CLAIMS_ALL) != 0) {
        return ",group,sigalg,seed,mem";
    }
    if ((lie->ways & CLAIMS_LISTS) != 0) {
        return ",get-groups,get-sigalgs";
    }
    return (lie->ways & PILES_UP) != 0 ? ",mem" : "";
}

/* `hello 1 world=DIR`, as the runner says it. */
static const char *hello(struct liar *l, struct arena *a, struct slice rest)
{
    static const char key[] = "world=";
    size_t key_len = sizeof key - 1;
    const char *about = strchr(engine_membio_hello(), ' '); /* behind impl= */
    struct slice word;
    uint8_t *path;
    size_t len;

    if (!next_word(&rest, &word) || !slice_is(word, "1") || !next_word(&rest, &word) ||
        word.len <= key_len || memcmp(word.p, key, key_len) != 0 ||
        !parse_text(a, (struct slice){word.p + key_len, word.len - key_len}, &path,
                    &len)) {
        return "bad";
    }
    engine_membio_free(l->engine);
    free(l->world);
    l->world = strdup((const char *)path);
    l->engine = engine_membio_new(l->world);
    free(l->caps);
    l->caps = strdup(strstr(about, " caps=") + sizeof " caps=" - 1);
    return arena_printf(a, "ok proto=1.0 impl=liar/1.2.3%s%s%s",
                        l->lie->perform == lie_html ? " lib=" SCRIPT : "",
                        l->lie->perform == lie_html ? strchr(about + 1, ' ') : about,
                        claims(l->lie));
}

/* Is an op's capability among those that hello named? */
static bool is_claimed(const struct liar *l, const struct op *op)
{
    return op->capability == NULL ||
           ((l->lie->ways & CLAIMS_LISTS) != 0 &&
            list_has(claims(l->lie) + 1, op->capability)) ||
           (l->caps != NULL && list_has(l->caps, op->capability));
}

/* All that the client's incoming BIO holds. */
static unsigned long long pending_bytes(struct liar *l, struct arena *a)
{
    struct call call = {op_by_code(OP_INCOMING_PENDING), CLIENT, {{false, 0, NULL, 0}}};
    struct answer answer;

    lie_honest(l->engine, a, &call, &answer);
    return (unsigned long long)answer.value.num;
}

/* Parses a request; the lenient one drops words at the end until it can be read. */
static const char *read_request(const struct liar *l, struct arena *a, struct slice line,
                                struct call *call, bool *unknown)
{
    const char *wrong = call_parse(a, line, call, unknown);

    while (wrong != NULL && (l->lie->ways & LENIENT) != 0 &&
           memchr(line.p, ' ', line.len) != NULL) {
        while (line.p[--line.len] != ' ') {
        }
        wrong = call_parse(a, line, call, unknown);
    }
    return wrong;
}

static const char *perform_line(struct liar *l, struct arena *a, struct slice line)
{
    struct call call;
    struct answer answer;
    bool unknown;

    if (read_request(l, a, line, &call, &unknown) != NULL) {
        return !unknown ? "bad" : (l->lie->ways & AGREES) != 0 ? "ok" : "unsupported";
    }
    if (call.op->kind != OP_CALL || !is_claimed(l, call.op)) {
        return "unsupported";
    }
    if (l->engine == NULL) {
        return "bad";
    }
    (l->lie->perform == NULL ? lie_honest : l->lie->perform)(l->engine, a, &call,
                                                             &answer);
    return answer_format(a, &answer);
}

static void answer_line(struct liar *l, struct arena *a, struct slice line)
{
    struct slice rest = line, word;

    if (next_word(&rest, &word) && slice_is(word, "hello")) {
        say(hello(l, a, rest));
    } else if (slice_is(word, "reset")) {
        l->resets++;
        if ((l->lie->ways & KEEPS) == 0) {
            l->engine->reset(l->engine);
        }
        say((l->lie->ways & LEAKS) != 0 ? "ok 1" : "ok 0");
    } else if (slice_is(word, "mem") && (l->lie->ways & PILES_UP) != 0) {
        say(arena_printf(a, "ok %llu", 1000 * l->resets + pending_bytes(l, a)));
    } else {
        const char *answer = perform_line(l, a, line);
        bool lying = l->lie->act != NULL && ++l->ops == l->nth;

        (lying ? l->lie->act : say)(answer);
    }
}

static void serve(struct liar *l)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;

    while ((len = getline(&line, &room, stdin)) > 0 && strcmp(line, "bye\n") != 0) {
        struct arena a = {NULL};

        answer_line(l, &a, (struct slice){line, (size_t)len - (line[len - 1] == '\n')});
        arena_free(&a);
    }
    if (len > 0) {
        say("ok");
    }
    free(line);
    engine_membio_free(l->engine);
    free(l->world);
    free(l->caps);
}

static int usage(void)
{
    fputs("usage: liar MODE [N]\n", stderr);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        fprintf(stderr, "  %-17s %s\n", lies[i].name, lies[i].what);
    }
    return 2;
}

int main(int argc, char **argv)
{
    struct liar liar = {.nth = argc < 3 ? 1 : strtoul(argv[2], NULL, 10)};

    for (size_t i = 0; argc > 1 && i < sizeof lies / sizeof *lies; i++) {
        if (strcmp(argv[1], lies[i].name) == 0) {
            liar.lie = &lies[i];
        }
    }
    if (liar.lie == NULL) {
        return usage();
    }
    if (strcmp(liar.lie->name, "exit-at-once") == 0) {
        fputs("liar: " SCRIPT " \033[31m\n", stderr);
        return EXIT_SUCCESS;
    }
    alarm(ALARM_SECONDS);
    serve(&liar);
    return EXIT_SUCCESS;
}
