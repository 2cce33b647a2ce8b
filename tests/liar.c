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
#include "scenario/wire.h"

#define ALARM_SECONDS 60u
/* What `no-newline-long` says before it hangs, in bytes. */
#define LONG_ANSWER ((size_t)4 * 1024 * 1024)
/* How much later `late-twice` says it again. */
#define LATE_NANOSECONDS 30000000L
/* Words that mean something to a browser, and in TAP. */
#define SCRIPT "<script>alert(1)</script>#SKIP"

typedef bool perform_fn(struct engine *engine, struct arena *a, const struct call *call,
                        struct answer *answer);

/* How a session is wrong. */
enum {
    LEAKS = 1,      /* an object is alive after reset */
    PILES_UP = 2,   /* bytes are, and `mem` tells */
    KEEPS = 4,      /* reset does nothing */
    AGREES = 8,     /* what it does not know is ok */
    LENIENT = 16,   /* it does not look at the words of a request */
    CLAIMS_ALL = 32 /* it claims what it does not have */
};

struct lie {
    const char *name;
    perform_fn *perform;           /* NULL: the engine's */
    void (*act)(const char *line); /* NULL: the line is said as it is */
    unsigned ways;                 /* in which the session itself is wrong */
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

/* Leaves the BIOs out, as if the implementation had none. */
static bool hide_bios(struct engine *engine, struct arena *a, const struct call *call,
                      struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);

    answer->bio[INCOMING].pending = -1;
    answer->bio[OUTGOING].pending = -1;
    return ok;
}

static bool no_alpn(struct engine *engine, struct arena *a, const struct call *call,
                    struct answer *answer)
{
    struct call pending = *call;
    bool ok;

    if (call->op->id != OP_CONTEXT_SET_ALPN_PROTOCOLS) {
        return honest(engine, a, call, answer);
    }
    pending.op = op_by_code(OP_INCOMING_PENDING);
    ok = honest(engine, a, &pending, answer);
    answer->value.kind = VALUE_ABSENT;
    return ok;
}

/* Puts what is written in front of what goes out. */
static bool plaintext(struct engine *engine, struct arena *a, const struct call *call,
                      struct answer *answer)
{
    static uint8_t text[64];
    static size_t len;
    bool ok;

    if (call->op->id == OP_WRITE && len == 0 && call->arg[0].len <= sizeof text) {
        len = call->arg[0].len;
        memcpy(text, call->arg[0].data, len);
    }
    ok = honest(engine, a, call, answer);
    if (call->op->id == OP_OUTGOING_READ && answer->value.len > 0 && len > 0) {
        uint8_t *both = arena_alloc(a, len + answer->value.len);

        memcpy(both, text, len);
        memcpy(both + len, answer->value.data, answer->value.len);
        answer->value.data = both;
        answer->value.len += len;
        len = 0;
    }
    return ok;
}

/* Reads give twice what was sent. */
static bool repeat(struct engine *engine, struct arena *a, const struct call *call,
                   struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);
    size_t len = answer->value.len;

    if (call->op->id == OP_READ && len > 0) {
        uint8_t *both = arena_alloc(a, 2 * len);

        memcpy(both, answer->value.data, len);
        memcpy(both + len, answer->value.data, len);
        answer->value.data = both;
        answer->value.len = 2 * len;
    }
    return ok;
}

/* Hands out data although it has refused the certificate. */
static bool careless(struct engine *engine, struct arena *a, const struct call *call,
                     struct answer *answer)
{
    static bool refused[ENDPOINTS];
    bool ok = honest(engine, a, call, answer);

    if (call->op->id == OP_CONTEXT) {
        refused[call->who] = false;
    }
    refused[call->who] |= answer->status == STATUS_CERT_VERIFY;
    if (call->op->id == OP_READ && refused[call->who]) {
        struct bio_state bio[BIOS] = {answer->bio[INCOMING], answer->bio[OUTGOING]};

        answer_init(answer, STATUS_OK);
        answer->value = (struct value){VALUE_BYTES, 0, (const uint8_t *)"hi", 2};
        memcpy(answer->bio, bio, sizeof bio);
    }
    return ok;
}

static bool html(struct engine *engine, struct arena *a, const struct call *call,
                 struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);

    if (answer->status != STATUS_OK) {
        answer->field[FIELD_REASON] = SCRIPT;
        answer->field[FIELD_NATIVE] = SCRIPT;
    }
    return ok;
}

/* What is wrong only when a record comes in pieces. A record is known by its header, which is
 * never encrypted; a new object begins a new stream. */
static struct stream {
    struct wire bytes; /* of the last record, as far as it is there */
    bool in_pieces;    /* it was not whole when a call came, or is not now */
    struct answer held;
    bool holds;
} streams[ENDPOINTS];

static void take_piece(struct stream *s, const struct arg *piece)
{
    size_t start, len;

    wire_append(&s->bytes, piece->data, piece->len);
    while (s->bytes.len >= 5 && wire_record(&s->bytes, 0, &start, &len) &&
           len == 5 + (size_t)(s->bytes.data[3] << 8 | s->bytes.data[4])) {
        wire_drop(&s->bytes, len);
    }
    s->in_pieces = s->in_pieces || s->bytes.len > 0;
}

/* Performs honestly, and follows the stream. */
static struct stream *follow(struct engine *engine, struct arena *a,
                             const struct call *call, struct answer *answer, bool *ok)
{
    struct stream *s = &streams[call->who];

    *ok = honest(engine, a, call, answer);
    if (call->op->id == OP_WRAP_BIO) {
        wire_free(&s->bytes);
        *s = (struct stream){.in_pieces = false};
    }
    if (call->op->id == OP_INCOMING_WRITE) {
        take_piece(s, &call->arg[0]);
    }
    return s;
}

static bool is_data(const struct call *call, const struct answer *answer)
{
    return call->op->id == OP_READ && answer->status == STATUS_OK &&
           answer->value.len > 0;
}

static bool lose_split(struct engine *engine, struct arena *a, const struct call *call,
                       struct answer *answer)
{
    bool ok;
    struct stream *s = follow(engine, a, call, answer, &ok);

    if (is_data(call, answer)) {
        answer->value.len -= s->in_pieces;
        s->in_pieces = s->bytes.len > 0;
    }
    return ok;
}

static bool early_eof(struct engine *engine, struct arena *a, const struct call *call,
                      struct answer *answer)
{
    bool ok;
    const struct stream *s = follow(engine, a, call, answer, &ok);

    if (call->op->id == OP_READ && answer->status == STATUS_WANT_READ &&
        s->bytes.len > 0) {
        answer->status = STATUS_EOF;
    }
    return ok;
}

/* Gives data a call later than it could. */
static bool late_data(struct engine *engine, struct arena *a, const struct call *call,
                      struct answer *answer)
{
    struct stream *s = &streams[call->who];
    bool ok;

    if (call->op->id == OP_READ && s->holds) {
        *answer = s->held;
        s->holds = false;
        return true;
    }
    s = follow(engine, a, call, answer, &ok);
    if (is_data(call, answer) && s->in_pieces) {
        static uint8_t data[16384];

        memcpy(data, answer->value.data, answer->value.len);
        s->held = *answer;
        s->held.value.data = data;
        s->holds = true;
        s->in_pieces = s->bytes.len > 0;
        answer->status = STATUS_WANT_READ;
        answer->value.kind = VALUE_ABSENT;
    }
    return ok;
}

/* Delivers what it could not decrypt. */
static bool forge(struct engine *engine, struct arena *a, const struct call *call,
                  struct answer *answer)
{
    bool ok = honest(engine, a, call, answer);

    if (call->op->id == OP_READ && answer->status == STATUS_SSL) {
        answer->status = STATUS_OK;
        answer->value = (struct value){VALUE_BYTES, 0, (const uint8_t *)"?", 1};
        memset(answer->field, 0, sizeof answer->field);
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
    {"swap-eof", swap_eof, NULL, 0, "takes eof for zero_return, and back"},
    {"always-ok", always_ok, NULL, 0, "does nothing and says ok"},
    {"always-want-read", always_want_read, NULL, 0, "wants to read for ever"},
    {"off-by-one", off_by_one, NULL, 0, "counts one pending byte too many"},
    {"drop-byte", drop_byte, NULL, 0, "loses the last byte of a read"},
    {"ignore-eof", ignore_eof, NULL, 0, "does nothing in write_eof"},
    {"unseeded", unseeded, NULL, 0, "keeps its randomness in a frozen process"},
    {"wrong-reason", wrong_reason, NULL, 0, "names another reason"},
    {"lose-split", lose_split, NULL, 0, "loses a byte of a record that came in pieces"},
    {"early-eof", early_eof, NULL, 0, "takes half a record for the end"},
    {"late-data", late_data, NULL, 0, "wants to read when data from pieces is there"},
    {"forge", forge, NULL, 0, "delivers what it could not decrypt"},
    {"leak", NULL, NULL, LEAKS, "has an object alive after reset"},
    {"html", html, NULL, 0, "has markup in its errors and its name"},
    {"hide-bios", hide_bios, NULL, 0, "does not tell the state of its BIOs"},
    {"no-alpn", no_alpn, NULL, 0, "claims alpn and does nothing in set_alpn_protocols"},
    {"plaintext", plaintext, NULL, 0, "puts what is written onto the wire as it stands"},
    {"repeat", repeat, NULL, 0, "delivers everything twice"},
    {"careless", careless, NULL, 0, "delivers data after it refused a certificate"},
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
                        l->lie->perform == html ? " lib=" SCRIPT : "",
                        l->lie->perform == html ? strchr(about + 1, ' ') : about,
                        claims(l->lie));
}

/* Is an op's capability among those that hello named? */
static bool is_claimed(const struct liar *l, const struct op *op)
{
    return op->capability == NULL ||
           (l->caps != NULL && list_has(l->caps, op->capability));
}

/* All that the client's incoming BIO holds. */
static unsigned long long pending_bytes(struct liar *l, struct arena *a)
{
    struct call call = {op_by_code(OP_INCOMING_PENDING), CLIENT, {{false, 0, NULL, 0}}};
    struct answer answer;

    honest(l->engine, a, &call, &answer);
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
    (l->lie->perform == NULL ? honest : l->lie->perform)(l->engine, a, &call, &answer);
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
