/* SPDX-License-Identifier: Apache-2.0
 *
 * rules.c: the rules of the adapter protocol, one function each.
 *
 * Every rule has a process of its own, so that one that is broken breaks no other. Only the
 * memory BIOs are used, and objects that never see a byte: what TLS does is for the cases.
 */
#include "rules.h"

#include <string.h>

#include "oath.h"

/* How much data a long line carries, in bytes. */
#define LONG_DATA ((size_t)1024 * 1024)
/* How long an adapter must keep silent, in seconds. */
#define SILENCE 0.25

static void breaks(struct trial *t, const char *request, const char *answered,
                   const char *wanted)
{
    if (!t->broken) {
        t->broken = true;
        t->asked = request;
        t->answered = answered;
        t->wanted = wanted;
    }
}

/* The line that answers a request; NULL when there is none. */
static const char *ask(struct trial *t, const char *request, const char *wanted)
{
    struct slice line;

    if (t->broken) {
        return NULL;
    }
    if (!pipe_ask(t->pipe, t->a, request, &line)) {
        breaks(t, request, pipe_why(t->pipe, t->a), wanted);
        return NULL;
    }
    return line.p;
}

static bool begins(const char *line, const char *words)
{
    size_t n = strlen(words);

    return line != NULL && strncmp(line, words, n) == 0 &&
           (line[n] == '\0' || line[n] == ' ');
}

/* The answer must begin with these words. */
static const char *want(struct trial *t, const char *request, const char *words)
{
    const char *line = ask(t, request, words);

    if (line != NULL && !begins(line, words)) {
        breaks(t, request, line, words);
    }
    return line;
}

/* The value of a field; NULL when it is not there. */
static const char *field(struct trial *t, const char *line, const char *name)
{
    const char *at = strstr(line, arena_printf(t->a, " %s=", name));

    return at == NULL ? NULL
                      : arena_text(t->a, at + strlen(name) + 2,
                                   strcspn(at + strlen(name) + 2, " "));
}

static const char *hello_line(struct trial *t)
{
    return arena_printf(t->a, "hello 1 world=%s",
                        format_text(t->a, t->world, strlen(t->world)));
}

static bool claims(const struct trial *t, const struct op *op)
{
    return op->kind == OP_CALL &&
           (op->capability == NULL || list_has(t->caps, op->capability));
}

/* Hello ---------------------------------------------------------------------------- */

static void try_hello(struct trial *t)
{
    want(t, hello_line(t), "ok proto=1.0");
}

static bool has_part(const char *value, char mark)
{
    const char *at = value == NULL ? NULL : strchr(value, mark);

    return at != NULL && at > value && at[1] != '\0';
}

static void try_names(struct trial *t)
{
    const char *line = want(t, hello_line(t), "ok");

    if (line != NULL &&
        (!has_part(field(t, line, "impl"), '/') ||
         !has_part(field(t, line, "lib"), '_') || strstr(line, " caps=") == NULL)) {
        breaks(t, hello_line(t), line, "impl=NAME/VERSION lib=NAME_VERSION caps=A,B,C");
    }
}

static void try_future(struct trial *t)
{
    want(t, arena_printf(t->a, "%s %s=1", hello_line(t), oath_random_name(t->a)),
         "ok proto=1.0");
}

static void try_major(struct trial *t)
{
    want(t, "hello 2", "bad");
}

/* What is refused ------------------------------------------------------------------ */

static void try_unknown_op(struct trial *t)
{
    want(t, arena_printf(t->a, "c %s", oath_random_name(t->a)), "unsupported");
    want(t, arena_printf(t->a, "s %s 1", oath_random_name(t->a)), "unsupported");
}

static void try_unknown_verb(struct trial *t)
{
    want(t, oath_random_name(t->a), "unsupported");
}

static void try_unclaimed(struct trial *t)
{
    size_t count;
    const struct op *all = op_all(&count);

    for (size_t i = 0; i < count; i++) {
        if (all[i].kind == OP_CALL && !claims(t, &all[i])) {
            want(t, oath_request(t->a, &all[i]), "unsupported");
        }
    }
}

static void try_no_op(struct trial *t)
{
    want(t, "c", "bad");
}

/* An op that is not there yet is for the last rule to tell. */
static void want_bad(struct trial *t, const struct op *op, const char *request)
{
    const char *line = ask(t, request, "bad");
    bool missing = op->capability == NULL && begins(line, "unsupported");

    if (line != NULL && !begins(line, "bad") && !missing) {
        breaks(t, request, line, "bad");
    }
}

static void try_too_few(struct trial *t)
{
    size_t count;
    const struct op *all = op_all(&count);

    for (size_t i = 0; i < count; i++) {
        if (claims(t, &all[i]) && oath_too_few(t->a, &all[i]) != NULL) {
            want_bad(t, &all[i], oath_too_few(t->a, &all[i]));
        }
    }
}

static void try_too_many(struct trial *t)
{
    size_t count;
    const struct op *all = op_all(&count);

    for (size_t i = 0; i < count; i++) {
        if (claims(t, &all[i]) && oath_too_many(t->a, &all[i]) != NULL) {
            want_bad(t, &all[i], oath_too_many(t->a, &all[i]));
        }
    }
    want(t, "reset 1", "bad");
}

static void try_types(struct trial *t)
{
    static const char *const requests[] = {"c incoming.write zz", "c incoming.write 0",
                                           "c incoming.write AB", "c incoming.read x",
                                           "c incoming.read 1x",  "c incoming.read 0x1",
                                           "c incoming.read +1"};

    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        want(t, requests[i], "bad");
    }
    want_bad(t, op_by_code(OP_CONTEXT), "c context sideways");
}

static void try_nothing_made(struct trial *t)
{
    static const uint8_t ops[] = {OP_DO_HANDSHAKE, OP_READ,     OP_WRITE,
                                  OP_UNWRAP,       OP_WRAP_BIO, OP_CONTEXT_VERIFY_MODE};

    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        const struct op *op = op_by_code(ops[i]);

        want_bad(t, op, oath_request(t->a, op));
    }
}

static void try_world(struct trial *t)
{
    want(t, "c context client", "ok");
    want(t, "c context.load_verify_locations no-such-name", "bad");
    want(t, "c context.load_verify_locations ../world/ca-ed25519", "bad");
}

/* The memory BIOs ------------------------------------------------------------------ */

/* Both BIOs are as stated, or the adapter tells of none. */
static void want_state(struct trial *t, const char *request, const char *words,
                       const char *incoming, const char *outgoing)
{
    const char *line = want(t, request, words), *in, *out;

    if (line == NULL || t->broken) {
        return;
    }
    in = field(t, line, "incoming");
    out = field(t, line, "outgoing");
    if ((in != NULL || out != NULL) && (in == NULL || strcmp(in, incoming) != 0 ||
                                        out == NULL || strcmp(out, outgoing) != 0)) {
        breaks(
            t, request, line,
            arena_printf(t->a, "%s incoming=%s outgoing=%s", words, incoming, outgoing));
    }
}

static void try_endpoints(struct trial *t)
{
    want_state(t, "c incoming.pending", "ok 0", "0", "0");
    want_state(t, "s outgoing.pending", "ok 0", "0", "0");
    want(t, "c outgoing.write 616263", "ok 3");
    want(t, "s outgoing.pending", "ok 0");
    want(t, "c incoming.pending", "ok 0");
    want(t, "c outgoing.pending", "ok 3");
}

static void try_bytes(struct trial *t)
{
    want(t, "s incoming.read", "ok -");
    want(t, "s incoming.write 00ff61", "ok 3");
    want(t, "s incoming.write -", "ok 0");
    want(t, "s incoming.write 6263", "ok 2");
    want(t, "s incoming.pending", "ok 5");
    want(t, "s incoming.read 2", "ok 00ff");
    want(t, "s incoming.read 0", "ok -");
    want(t, "s incoming.read -1", "ok 616263");
}

static void try_state(struct trial *t)
{
    want_state(t, "c incoming.write 616263", "ok 3", "3", "0");
    want_state(t, "c outgoing.write 61", "ok 1", "3", "1");
    want_state(t, "s incoming.pending", "ok 0", "0", "0");
    want_state(t, "c incoming.read 2", "ok 6162", "1", "1");
}

static void try_eof(struct trial *t)
{
    want(t, "c incoming.eof", "ok 0");
    want(t, "c incoming.write 61", "ok 1");
    want_state(t, "c incoming.write_eof", "ok", "1", "0");
    want(t, "c incoming.eof", "ok 0");
    want_state(t, "c incoming.read", "ok 61", "0,eof", "0");
    want(t, "c incoming.eof", "ok 1");
}

/* Any status of the table that tells of an error. */
static void want_error(struct trial *t, const char *request)
{
    const char *line = ask(t, request, "ssl, or api");
    struct answer answer;
    const char *wrong;

    if (line == NULL) {
        return;
    }
    wrong = answer_parse(t->a, (struct slice){line, strlen(line)}, RESULT_INT, &answer);
    if (wrong != NULL || answer.status == STATUS_OK || answer.status == STATUS_BAD ||
        answer.status == STATUS_UNSUPPORTED) {
        breaks(t, request, line, "a status that tells of the error: ssl, or api");
    }
}

static void try_error(struct trial *t)
{
    want(t, "c incoming.write_eof", "ok");
    want_error(t, "c incoming.write 61");
    want(t, "c incoming.pending", "ok 0");
}

static void try_long(struct trial *t)
{
    uint8_t *data = arena_alloc(t->a, LONG_DATA);
    const char *hex, *line;

    memset(data, 'a', LONG_DATA);
    hex = format_hex(t->a, data, LONG_DATA);
    line = ask(t, arena_printf(t->a, "c incoming.write %s", hex), "ok 1048576");
    if (line != NULL && !begins(line, "ok 1048576")) {
        breaks(t, "c incoming.write 6161... (2 MiB of hex)", line, "ok 1048576");
    }
    line = ask(t, "c incoming.read", "ok 6161...");
    if (line != NULL && !begins(line, arena_printf(t->a, "ok %s", hex))) {
        breaks(t, "c incoming.read", arena_printf(t->a, "%.60s", line),
               "ok 6161... (2 MiB of hex)");
    }
    if (t->broken && strlen(t->asked) > 100) {
        t->asked = "c incoming.write 6161... (2 MiB of hex)";
    }
}

/* The session ---------------------------------------------------------------------- */

static void try_reset(struct trial *t)
{
    ask(t, "c context client", "ok");
    want(t, "s incoming.write 61", "ok 1");
    want(t, "c incoming.write_eof", "ok");
    want(t, "reset", "ok 0");
    want(t, "s incoming.pending", "ok 0");
    want(t, "c incoming.eof", "ok 0");
    want_bad(t, op_by_code(OP_WRAP_BIO), "c wrap_bio");
}

static void try_one_answer(struct trial *t)
{
    want(t, "c incoming.write 61", "ok 1");
    want(t, "c incoming.pending", "ok 1");
    if (!t->broken && !pipe_silent(t->pipe, SILENCE)) {
        breaks(t, "nothing", pipe_why(t->pipe, t->a), "silence until the next request");
    }
}

static void try_bye(struct trial *t)
{
    want(t, "bye", "ok");
    if (!t->broken && !pipe_left(t->pipe)) {
        breaks(t, "bye", "ok, but it did not leave with exit status 0 within a second",
               "ok, and exit status 0");
    }
}

static void try_end(struct trial *t)
{
    if (!t->broken && !pipe_left(t->pipe)) {
        breaks(t, "(end of file)", "it did not leave with exit status 0 within a second",
               "exit status 0");
    }
}

/* All that is missing is told at once: it is a list of what to do next. */
static void try_core(struct trial *t)
{
    size_t count;
    const struct op *all = op_all(&count);
    const char *missing = "";

    for (size_t i = 0; i < count && !t->broken; i++) {
        if (all[i].kind == OP_CALL && all[i].capability == NULL &&
            begins(ask(t, oath_request(t->a, &all[i]), "anything else"), "unsupported")) {
            missing = arena_printf(t->a, "%s%s%s", missing, *missing == '\0' ? "" : ", ",
                                   all[i].name);
        }
    }
    if (*missing != '\0') {
        breaks(t, "the ops without a capability",
               arena_printf(t->a, "unsupported: %s", missing), "anything else");
    }
}

/* The table. The first rules say hello themselves. */
#define HELLO_RULES 4
static const struct rule rules[] = {
    {"`hello 1` is answered by one line that begins `ok proto=1.0`",
     "is stdout flushed after every line? is anything printed before the answer?",
     try_hello},
    {"`hello` names `impl=NAME/VERSION`, `lib=NAME_VERSION` and `caps=`",
     "caps= may be empty", try_names},
    {"words `k=v` of `hello` that are not known are ignored",
     "later versions of the protocol will add some", try_future},
    {"another major version in `hello` is answered `bad`",
     "compare the second word with 1", try_major},
    {"an unknown op is answered `unsupported`",
     "look the op up before its arguments; no answer is worse than this one",
     try_unknown_op},
    {"an unknown verb is answered `unsupported`",
     "verbs are hello, reset, bye, and the endpoints c and s", try_unknown_verb},
    {"an op of a capability that is not claimed is answered `unsupported`",
     "membio-conform ops names the capability of each op", try_unclaimed},
    {"an endpoint without an op is answered `bad`", "count the words first", try_no_op},
    {"an op with too few words is answered `bad`, and not done",
     "membio-conform ops shows the arguments of each op", try_too_few},
    {"an op with too many words is answered `bad`, and not done",
     "an adapter that ignores words tests something else than was asked", try_too_many},
    {"a word that is not of its type is answered `bad`",
     "hex is lower-case and of even length; numbers are plain decimals", try_types},
    {"an op on an object that was never made is answered `bad`",
     "context makes the context, wrap_bio the object", try_nothing_made},
    {"a name that is not in the world is answered `bad`",
     "certificates are WORLD/NAME.pem; hello says where the world is", try_world},
    {"both endpoints, c and s, have two memory BIOs of their own from the start",
     "four BIOs in all; none is shared", try_endpoints},
    {"bytes come out of a BIO as they went in, and `-` stands for none",
     "read without n, or with a negative n, takes everything", try_bytes},
    {"an answer tells the state of its endpoint's two BIOs after the op",
     "incoming=N outgoing=N of this endpoint; both are left out where there are none",
     try_state},
    {"the end of a BIO is told as `,eof`, once it is drained",
     "incoming=0,eof when MemoryBIO.eof is true", try_eof},
    {"an error is a status of the table, and the adapter lives on",
     "catch what a call raises; here: a write after write_eof", try_error},
    {"a line may be several MiB long", "read whole lines, however long", try_long},
    {"`reset` is answered `ok 0`, and everything is new after it",
     "0 objects are alive: drop contexts, objects, BIOs and kept sessions", try_reset},
    {"nothing but one answer for each request is on stdout", "print debugging to stderr",
     try_one_answer},
    {"`bye` is answered `ok`; then the adapter leaves with exit status 0",
     "answer, flush, leave", try_bye},
    {"at end of file the adapter leaves with exit status 0", "as on bye", try_end},
    {"the ops that need no capability are there", "these are still to do", try_core},
};

const struct rule *rules_all(size_t *count)
{
    *count = sizeof rules / sizeof *rules;
    return rules;
}

void rule_try(const struct rule *rule, struct trial *t)
{
    const char *line = NULL, *caps;

    t->broken = false;
    t->pipe = pipe_start(t->command, t->timeout);
    if (rule >= &rules[HELLO_RULES]) {
        line = want(t, hello_line(t), "ok");
    }
    caps = line == NULL ? NULL : field(t, line, "caps");
    t->caps = caps == NULL ? "" : caps;
    rule->try(t);
}
