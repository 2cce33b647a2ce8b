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

#include "scenario/engine.h"

#define ALARM_SECONDS 60u
/* What `no-newline-long` says before it hangs, in bytes. */
#define LONG_ANSWER ((size_t)4 * 1024 * 1024)
/* How much later `late-twice` says it again. */
#define LATE_NANOSECONDS 30000000L
/* Words that mean something to a browser, and in TAP. */
#define SCRIPT "<script>alert(1)</script>#SKIP"
/* The same for attributes, XML, Markdown and shells; percent-encoded also for terminals. */
#define QUOTES "'\"]]>|`id`$(id)&lt;\\"
#define ESCAPES                                                                          \
    "%1b[31m%07%08%00%ff%e2%80%ae%0aok%0d<img%20src%3dx%20onerror%3dalert(2)>"           \
    "[x](javascript:alert(3))"

typedef bool perform_fn(struct engine *engine, struct arena *a, const struct call *call,
                        struct answer *answer);

struct lie {
    const char *name;
    perform_fn *perform;           /* NULL: the engine's */
    void (*act)(const char *line); /* NULL: the line is said as it is */
    bool leaks;                    /* objects are alive after reset */
    const char *what;
};

/* Answers -------------------------------------------------------------------------- */

static bool honest(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    return engine->perform(engine, a, call, answer);
}

static bool swap_eof(struct engine *engine, struct arena *a, const struct call *call,
                     struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);

    if (answer->status == STATUS_EOF) {
        answer->status = STATUS_ZERO_RETURN;
    } else if (answer->status == STATUS_ZERO_RETURN) {
        answer->status = STATUS_EOF;
    }
    return ok;
}

/* Says that it took the seed. */
static bool unseeded(struct engine *engine, struct arena *a, const struct call *call,
                     struct answer *answer)
{
    if (call->op->id != OP_SEED) {
        return honest(engine, a, call, answer);
    }
    answer_init(answer, STATUS_OK);
    return true;
}

/* Empty BIOs, whatever was done. */
static void answer_empty(struct answer *answer, enum status status)
{
    answer_init(answer, status);
    answer->bio[INCOMING].pending = 0;
    answer->bio[OUTGOING].pending = 0;
}

static bool always_ok(struct engine *engine, struct arena *a, const struct call *call,
                      struct answer *answer)
{
    static const enum value_kind kinds[] = {
        [RESULT_NONE] = VALUE_ABSENT, [RESULT_INT] = VALUE_INT,
        [RESULT_BOOL] = VALUE_INT,    [RESULT_BYTES] = VALUE_BYTES,
        [RESULT_TEXT] = VALUE_NONE,   [RESULT_ANY] = VALUE_NONE,
    };

    (void)engine;
    (void)a;
    answer_empty(answer, STATUS_OK);
    answer->value.kind = kinds[call->op->result];
    return true;
}

static bool always_want_read(struct engine *engine, struct arena *a,
                             const struct call *call, struct answer *answer)
{
    (void)engine;
    (void)a;
    (void)call;
    answer_empty(answer, STATUS_WANT_READ);
    return true;
}

static bool off_by_one(struct engine *engine, struct arena *a, const struct call *call,
                       struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);

    if (call->op->id == OP_PENDING || call->op->id == OP_INCOMING_PENDING ||
        call->op->id == OP_OUTGOING_PENDING) {
        answer->value.num++;
    }
    return ok;
}

static bool drop_byte(struct engine *engine, struct arena *a, const struct call *call,
                      struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);

    if (call->op->id == OP_READ && answer->value.len > 0) {
        answer->value.len--;
    }
    return ok;
}

/* Asks for `pending` instead: the answer has the state of the BIOs. */
static bool ignore_eof(struct engine *engine, struct arena *a, const struct call *call,
                       struct answer *answer)
{
    struct call pending = *call;
    bool ok;

    if (call->op->id != OP_INCOMING_WRITE_EOF && call->op->id != OP_OUTGOING_WRITE_EOF) {
        return honest(engine, a, call, answer);
    }
    pending.op = op_by_code(OP_INCOMING_PENDING);
    ok = honest(engine, a, &pending, answer);
    answer->value.kind = VALUE_ABSENT;
    return ok;
}

static bool wrong_reason(struct engine *engine, struct arena *a, const struct call *call,
                         struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);

    if (answer->field[FIELD_REASON] != NULL) {
        answer->field[FIELD_REASON] = "WRONG_REASON";
    }
    return ok;
}

static bool html(struct engine *engine, struct arena *a, const struct call *call,
                 struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);

    if (answer->status != STATUS_OK) {
        answer->field[FIELD_REASON] = SCRIPT QUOTES;
        answer->field[FIELD_NATIVE] = SCRIPT QUOTES ESCAPES;
    }
    return ok;
}

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
    {"crash", NULL, act_crash, false, "aborts on the Nth op"},
    {"exit", NULL, act_exit, false, "ends quietly on the Nth op"},
    {"exit-at-once", NULL, NULL, false, "ends before hello"},
    {"hang", NULL, act_hang, false, "does not answer the Nth op"},
    {"garbage", NULL, act_garbage, false, "answers the Nth op by nonsense"},
    {"binary", NULL, act_binary, false, "answers the Nth op by what is not ASCII"},
    {"twice", NULL, act_twice, false, "answers the Nth op twice"},
    {"late-twice", NULL, act_late_twice, false, "answers the Nth op again, a bit later"},
    {"no-newline-long", NULL, act_no_newline_long, false,
     "answers the Nth op by a line that never ends"},
    {"orphan", NULL, act_orphan, false, "ends on the Nth op and leaves a child"},
    {"swap-eof", swap_eof, NULL, false, "takes eof for zero_return, and back"},
    {"always-ok", always_ok, NULL, false, "does nothing and says ok"},
    {"always-want-read", always_want_read, NULL, false, "wants to read for ever"},
    {"off-by-one", off_by_one, NULL, false, "counts one pending byte too many"},
    {"drop-byte", drop_byte, NULL, false, "loses the last byte of a read"},
    {"ignore-eof", ignore_eof, NULL, false, "does nothing in write_eof"},
    {"unseeded", unseeded, NULL, false, "keeps its randomness in a frozen process"},
    {"wrong-reason", wrong_reason, NULL, false, "names another reason"},
    {"leak", NULL, NULL, true, "has an object alive after reset"},
    {"html", html, NULL, false, "has markup in its errors and its name"},
};

/* The session ---------------------------------------------------------------------- */

struct liar {
    const struct lie *lie;
    unsigned long nth, ops; /* of N; counted */
    struct engine *engine;
    char *world;
};

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
    return l->lie->perform == html
               ? arena_printf(a, "ok proto=1.0 impl=liar/1.2.3 lib=%s%s", SCRIPT,
                              strchr(about + 1, ' '))
               : arena_printf(a, "ok proto=1.0 impl=liar/1.2.3%s", about);
}

static const char *perform_line(struct liar *l, struct arena *a, struct slice line)
{
    struct call call;
    struct answer answer;
    bool unknown;

    if (call_parse(a, line, &call, &unknown) != NULL) {
        return unknown ? "unsupported" : "bad";
    }
    if (call.op->kind != OP_CALL || l->engine == NULL) {
        return "bad";
    }
    (l->lie->perform == NULL ? honest : l->lie->perform)(l->engine, a, &call, &answer);
    return answer_format(a, &answer);
}

static void answer_line(struct liar *l, struct arena *a, struct slice line)
{
    struct slice rest = line, word;

    if (next_word(&rest, &word) && slice_is(word, "hello")) {
        say(hello(l, a, rest));
    } else if (slice_is(word, "reset")) {
        l->engine->reset(l->engine);
        say(l->lie->leaks ? "ok 1" : "ok 0");
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
