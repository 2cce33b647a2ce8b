/* SPDX-License-Identifier: Apache-2.0
 *
 * emit_python.c: a scenario as a script on Python's ssl module.
 *
 *     step(c, "c do_handshake", lambda: c.object.do_handshake(), "want_read")
 *     ask(c, "c read 100", lambda: c.object.read(100), "ok 68656c6c6f")
 */
#include "emit_helper.h"

#include <string.h>

#include "args.h"

#define CONTEXT(name) "{e}.context." name
#define OBJECT(name)  "{e}.object." name
#define SET(name)     "put({e}.context, \"" name "\", {value})"
#define NOT_CPYTHON   "CPython's ssl has no such call"
#define NO_KEYS       "the man in the middle who has the keys is in the harness only"

static const struct emit_row rows[] = {
    {OP_INCOMING_WRITE, "{e}.incoming.write({*})", NULL, NULL, NULL},
    {OP_INCOMING_WRITE_EOF, "{e}.incoming.write_eof()", NULL, NULL, NULL},
    {OP_INCOMING_READ, "{e}.incoming.read({*})", NULL, NULL, NULL},
    {OP_INCOMING_PENDING, "{e}.incoming.pending", NULL, NULL, NULL},
    {OP_INCOMING_EOF, "{e}.incoming.eof", NULL, NULL, NULL},
    {OP_OUTGOING_WRITE, "{e}.outgoing.write({*})", NULL, NULL, NULL},
    {OP_OUTGOING_WRITE_EOF, "{e}.outgoing.write_eof()", NULL, NULL, NULL},
    {OP_OUTGOING_READ, "{e}.outgoing.read({*})", NULL, NULL, NULL},
    {OP_OUTGOING_PENDING, "{e}.outgoing.pending", NULL, NULL, NULL},
    {OP_OUTGOING_EOF, "{e}.outgoing.eof", NULL, NULL, NULL},
    {OP_INCOMING_DRIP, "incoming_drip({e}, {buf}, {step}, {call:call})", NULL,
     "incoming_drip", NULL},

    {OP_CONTEXT, "new_context({e}, {protocol:protocol})", NULL, "context", NULL},
    {OP_CONTEXT_MINIMUM_VERSION, "named({e}.context.minimum_version)",
     "named(put({e}.context, \"minimum_version\", {value:version}))", "put named", NULL},
    {OP_CONTEXT_MAXIMUM_VERSION, "named({e}.context.maximum_version)",
     "named(put({e}.context, \"maximum_version\", {value:version}))", "put named", NULL},
    {OP_CONTEXT_VERIFY_MODE, "named({e}.context.verify_mode)",
     "named(put({e}.context, \"verify_mode\", {value:mode}))", "put named", NULL},
    {OP_CONTEXT_CHECK_HOSTNAME, CONTEXT("check_hostname"), SET("check_hostname"), "put",
     NULL},
    {OP_CONTEXT_SET_CIPHERS, CONTEXT("set_ciphers({*})"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_ALPN_PROTOCOLS, CONTEXT("set_alpn_protocols({protocols:list})"), NULL,
     NULL, NULL},
    {OP_CONTEXT_NUM_TICKETS, CONTEXT("num_tickets"), SET("num_tickets"), "put", NULL},
    {OP_CONTEXT_OPTIONS, CONTEXT("options"), SET("options"), "put", NULL},
    {OP_CONTEXT_LOAD_CERT_CHAIN, "load_cert_chain({e}, {**})", NULL, "load_cert_chain",
     NULL},
    {OP_CONTEXT_LOAD_VERIFY_LOCATIONS, CONTEXT("load_verify_locations(file({ca:pem}))"),
     NULL, "file", NULL},

    {OP_WRAP_BIO, "wrap_bio({e}{**,})", NULL, "wrap_bio", NULL},
    {OP_DO_HANDSHAKE, OBJECT("do_handshake()"), NULL, NULL, NULL},
    {OP_READ, OBJECT("read({*})"), NULL, NULL, NULL},
    {OP_WRITE, OBJECT("write({*})"), NULL, NULL, NULL},
    {OP_UNWRAP, OBJECT("unwrap()"), NULL, NULL, NULL},
    {OP_PENDING, OBJECT("pending()"), NULL, NULL, NULL},
    {OP_VERSION, OBJECT("version()"), NULL, NULL, NULL},
    {OP_CIPHER, OBJECT("cipher()"), NULL, NULL, NULL},
    {OP_SELECTED_ALPN_PROTOCOL, OBJECT("selected_alpn_protocol()"), NULL, NULL, NULL},
    {OP_GETPEERCERT, "getpeercert({e}{**,})", NULL, "getpeercert", NULL},
    {OP_SERVER_SIDE, OBJECT("server_side"), NULL, NULL, NULL},
    {OP_SERVER_HOSTNAME, OBJECT("server_hostname"), NULL, NULL, NULL},
    {OP_PYTHON, NULL, NULL, NULL, "what it evaluates is shown by an adapter only"},
    {OP_SEED, NULL, NULL, NULL, "only a frozen process has randomness to begin anew"},

    {OP_SESSION, "shown({e}.object.session)", NULL, "session", NULL},
    {OP_SESSION_KEEP, "keep_session({e})", NULL, "session", NULL},
    {OP_SESSION_SET, "put({e}.object, \"session\", {e}.kept)", NULL, "put session", NULL},
    {OP_SESSION_EQUAL, "{e}.object.session == {e}.kept", NULL, "session", NULL},
    {OP_SESSION_REUSED, OBJECT("session_reused"), NULL, NULL, NULL},
    {OP_CONTEXT_SESSION_STATS, "session_stats({e})", NULL, "session", NULL},
    {OP_BIOS, "new_bios({e})", NULL, "bios", NULL},

    {OP_MOVE, "move({*})", NULL, "move", NULL},
    {OP_CUT, "cut({*})", NULL, "edit", NULL},
    {OP_FLIP, "flip({*})", NULL, "edit", NULL},
    {OP_DROP, "drop({*})", NULL, "edit_record", NULL},
    {OP_DUP, "dup({*})", NULL, "edit_record", NULL},
    {OP_SWAP, "swap({*})", NULL, "edit_record", NULL},
    {OP_INSERT, "insert({*})", NULL, "edit", NULL},
    {OP_EOF, "eof({*})", NULL, "eof", NULL},
    {OP_DRIP, "drip({wire}, {step}, {call:call})", NULL, "drip", NULL},
    {OP_PUMP, "pump()", NULL, "pump", NULL},
    {OP_SETUP, "", NULL, NULL, NULL}, /* their lines are written, */
    {OP_PAIR, "", NULL, NULL, NULL},
    {OP_EACH, "", NULL, NULL, NULL}, /* and this by what is around them */

    {OP_GET_CHANNEL_BINDING, OBJECT("get_channel_binding({**})"), NULL, NULL, NULL},
    {OP_EXPORT_KEYING_MATERIAL, NULL, NULL, NULL, NOT_CPYTHON},
    {OP_COMPRESSION, OBJECT("compression()"), NULL, NULL, NULL},
    {OP_SHARED_CIPHERS, "ciphers({e}.object.shared_ciphers())", NULL, "ciphers", NULL},
    {OP_CONTEXT_GET_CIPHERS, "cipher_dicts({e}.context.get_ciphers())", NULL, "ciphers",
     NULL},
    {OP_GET_VERIFIED_CHAIN, "listed({e}.object.get_verified_chain())", NULL, "listed",
     NULL},
    {OP_GET_UNVERIFIED_CHAIN, "listed({e}.object.get_unverified_chain())", NULL, "listed",
     NULL},
    {OP_GROUP, OBJECT("group()"), NULL, NULL, NULL},
    {OP_CLIENT_SIGALG, OBJECT("client_sigalg()"), NULL, NULL, NULL},
    {OP_SERVER_SIGALG, OBJECT("server_sigalg()"), NULL, NULL, NULL},

    {OP_CONTEXT_SNI_CALLBACK, "sni_callback({e}, {**})", NULL, "sni_callback", NULL},
    {OP_CONTEXT_KEEP, "keep_context({e})", NULL, "slots", NULL},
    {OP_OBJECT_CONTEXT, "object_context({e}{**,})", NULL, "slots", NULL},
    {OP_SNI_CALLBACK_CALLS, "notes({e}, \"sni\")", NULL, "notes", NULL},
    {OP_SNI_CALLBACK_INSIDE, "inside({e})", NULL, "sni_callback", NULL},
    {OP_CONTEXT_SET_PSK_CLIENT_CALLBACK, "psk_client({e}{**,})", NULL, "psk", NULL},
    {OP_CONTEXT_SET_PSK_SERVER_CALLBACK, "psk_server({e}{**,})", NULL, "psk", NULL},
    {OP_PSK_CALLBACK_CALLS, "notes({e}, \"psk\")", NULL, "notes", NULL},
    {OP_CONTEXT_KEYLOG_FILENAME, "keylog_filename({e}{**,})", NULL, "keylog", NULL},
    {OP_KEYLOG_LABELS, "keylog_lines({e}, 1)", NULL, "keylog", NULL},
    {OP_KEYLOG_LINES, "keylog_lines({e})", NULL, "keylog", NULL},
    {OP_CONTEXT_MSG_CALLBACK, "msg_callback({e}, {*})", NULL, "messages", NULL},
    {OP_MSG_CALLBACK_CALLS, "notes({e}, \"messages\")", NULL, "notes", NULL},

    {OP_CONTEXT_SET_CIPHERSUITES, CONTEXT("set_ciphersuites({*})"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_GROUPS, CONTEXT("set_groups({*})"), NULL, NULL, NULL},
    {OP_CONTEXT_GET_GROUPS, "listed({e}.context.get_groups({**}))", NULL, "listed", NULL},
    {OP_CONTEXT_SET_ECDH_CURVE, CONTEXT("set_ecdh_curve({*})"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_CLIENT_SIGALGS, CONTEXT("set_client_sigalgs({*})"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_SERVER_SIGALGS, CONTEXT("set_server_sigalgs({*})"), NULL, NULL, NULL},
    {OP_GET_SIGALGS, "listed(ssl.get_sigalgs())", NULL, "listed", NULL},
    {OP_CONTEXT_LOAD_DH_PARAMS, CONTEXT("load_dh_params(file({name:pem}))"), NULL, "file",
     NULL},
    {OP_CONTEXT_VERIFY_FLAGS, "signed({e}.context.verify_flags)",
     "signed(put({e}.context, \"verify_flags\", {value}))", "stats put", NULL},
    {OP_CONTEXT_HOSTNAME_CHECKS_COMMON_NAME, CONTEXT("hostname_checks_common_name"),
     SET("hostname_checks_common_name"), "put", NULL},
    {OP_CONTEXT_CERT_STORE_STATS, "cert_store_stats({e})", NULL, "stats", NULL},
    {OP_CONTEXT_GET_CA_CERTS, "listed({e}.context.get_ca_certs(True))", NULL, "listed",
     NULL},
    {OP_CONTEXT_LOAD_DEFAULT_CERTS, CONTEXT("load_default_certs()"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_DEFAULT_VERIFY_PATHS, CONTEXT("set_default_verify_paths()"), NULL,
     NULL, NULL},
    {OP_CONTEXT_LOAD_VERIFY_LOCATIONS_WITH, "load_verify_locations({e}{**,})", NULL,
     "load_verify_locations", NULL},
    {OP_CONTEXT_LOAD_MEMORY, "load_memory({e}, {**})", NULL, "load_memory", NULL},
    {OP_CONTEXT_LOAD_CRLS, NULL, NULL, NULL, NOT_CPYTHON},
    {OP_CONTEXT_SECURITY_LEVEL, CONTEXT("security_level"), NULL, NULL, NULL},
    {OP_CONTEXT_PROTOCOL, CONTEXT("protocol"), NULL, NULL, NULL},
    {OP_HAS, "bool(getattr(ssl, {feature}, False))", NULL, NULL, NULL},
    {OP_CONTEXT_POST_HANDSHAKE_AUTH, CONTEXT("post_handshake_auth"),
     SET("post_handshake_auth"), "put", NULL},
    {OP_VERIFY_CLIENT_POST_HANDSHAKE, OBJECT("verify_client_post_handshake()"), NULL,
     NULL, NULL},
    {OP_KEY_UPDATE, NULL, NULL, NULL, NOT_CPYTHON},
    {OP_SHUTDOWN_WRITE, NULL, NULL, NULL, NOT_CPYTHON},
    {OP_DRAIN, NULL, NULL, NULL, NOT_CPYTHON},
    {OP_RENEGOTIATE, NULL, NULL, NULL, NOT_CPYTHON},

    {OP_KEYED, NULL, NULL, NULL, NO_KEYS},
    {OP_KEYED_SEEN, NULL, NULL, NULL, NO_KEYS},
};

/* ---- Literals. */

static bool all_same(const struct arg *arg)
{
    for (size_t i = 1; i < arg->len; i++) {
        if (arg->data[i] != arg->data[0]) {
            return false;
        }
    }
    return arg->len > 8;
}

static bool is_plain(const struct arg *arg)
{
    for (size_t i = 0; i < arg->len; i++) {
        if (arg->data[i] < ' ' || arg->data[i] > '~' || arg->data[i] == '"' ||
            arg->data[i] == '\\') {
            return false;
        }
    }
    return true;
}

static char *bytes_literal(struct arena *a, const struct arg *arg)
{
    struct arg one = {true, 0, arg->data, 1};

    if (all_same(arg)) {
        return arena_printf(a, "%s * %zu", bytes_literal(a, &one), arg->len);
    }
    return is_plain(arg)
               ? arena_printf(a, "b\"%.*s\"", (int)arg->len, (const char *)arg->data)
               : arena_printf(a, "bytes.fromhex(\"%s\")",
                              format_hex(a, arg->data, arg->len));
}

/* What is not UTF-8 is for ssl to refuse. */
static char *text_literal(struct arena *a, const struct arg *arg)
{
    if (is_plain(arg)) {
        return arena_printf(a, "\"%.*s\"", (int)arg->len, (const char *)arg->data);
    }
    return arena_printf(a, "bytes.fromhex(\"%s\").decode(\"utf-8\", \"surrogateescape\")",
                        format_hex(a, arg->data, arg->len));
}

/* Words of the language that are names of Python's; others are numbers. */
static const struct {
    const char *kind, *word, *name;
} names[] = {
    {"protocol", "client", "ssl.PROTOCOL_TLS_CLIENT"},
    {"protocol", "server", "ssl.PROTOCOL_TLS_SERVER"},
    {"protocol", "tls", "ssl.PROTOCOL_TLS"},
    {"version", "TLSv1", "ssl.TLSVersion.TLSv1"},
    {"version", "TLSv1.1", "ssl.TLSVersion.TLSv1_1"},
    {"version", "TLSv1.2", "ssl.TLSVersion.TLSv1_2"},
    {"version", "TLSv1.3", "ssl.TLSVersion.TLSv1_3"},
    {"version", "min", "ssl.TLSVersion.MINIMUM_SUPPORTED"},
    {"version", "max", "ssl.TLSVersion.MAXIMUM_SUPPORTED"},
    {"mode", "CERT_NONE", "ssl.CERT_NONE"},
    {"mode", "CERT_OPTIONAL", "ssl.CERT_OPTIONAL"},
    {"mode", "CERT_REQUIRED", "ssl.CERT_REQUIRED"},
};

static char *named_literal(struct arena *a, const struct arg *arg, const char *kind)
{
    const char *word = (const char *)arg->data;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].kind, kind) == 0 && strcmp(names[i].word, word) == 0) {
            return arena_printf(a, "%s", names[i].name);
        }
    }
    return arena_printf(a, "%s", word);
}

static char *list_literal(struct arena *a, const struct arg *arg)
{
    const char *p = (const char *)arg->data, *behind = p + arg->len;
    char *out = arena_printf(a, "%s", "");

    while (p < behind) {
        const char *comma = memchr(p, ',', (size_t)(behind - p));
        size_t len = (size_t)((comma == NULL ? behind : comma) - p);
        struct arg one = {true, 0, (const uint8_t *)p, len};

        out = arena_printf(a, "%s%s%s", out, *out == '\0' ? "" : ", ",
                           text_literal(a, &one));
        p += len + (comma != NULL);
        if (comma != NULL && p == behind) { /* a comma at the end: one more, empty */
            out = arena_printf(a, "%s, \"\"", out);
        }
    }
    return arena_printf(a, "[%s]", out);
}

static char *line_call(struct program *p, const struct call *call, const char *line);

/* The call inside a drip: of `incoming.drip` it is the endpoint's own. */
static char *inner_call(struct program *p, const struct call *call, const char *line)
{
    struct call inner;
    const char *text;
    bool unknown;

    if (call->op->id == OP_DRIP) {
        args_drip(p->a, call, &inner);
    } else {
        text = arena_printf(p->a, "%c %s", endpoint_letter(call->who),
                            (const char *)call->arg[2].data);
        call_parse(p->a, (struct slice){text, strlen(text)}, &inner, &unknown);
    }
    return arena_printf(p->a, "lambda: %s", line_call(p, &inner, line));
}

static char *literal(struct program *p, const struct call *call, int i, const char *kind,
                     const char *line)
{
    const struct arg *arg = &call->arg[i];

    if (strcmp(kind, "pem") == 0) {
        return arena_printf(p->a, "\"%s.pem\"", (const char *)arg->data);
    }
    if (strcmp(kind, "list") == 0) {
        return list_literal(p->a, arg);
    }
    if (strcmp(kind, "call") == 0) {
        return inner_call(p, call, line);
    }
    if (*kind != '\0') {
        return named_literal(p->a, arg, kind);
    }
    switch (call->op->params[i].type) {
    case PARAM_INT: return template_number(p, call, i, line);
    case PARAM_BOOL: return arena_printf(p->a, "%s", arg->num == 1 ? "True" : "False");
    case PARAM_HEX: return bytes_literal(p->a, arg);
    case PARAM_WIRE:
        return arena_printf(p->a, "\"%c>%c\"", endpoint_letter((enum endpoint)arg->num),
                            endpoint_letter(arg->num == CLIENT ? SERVER : CLIENT));
    default: return text_literal(p->a, arg);
    }
}

/* ---- Lines. */

/* `move` has words of its own. */
static char *move_call(struct program *p, const struct call *call, const char *line)
{
    struct move_args args;
    const char *way = literal(p, call, 0, "", line);

    if (!args_move(call, &args) || args.what == MOVE_ALL) {
        return arena_printf(p->a, "move(%s)", way);
    }
    if (args.what == MOVE_RECORD) {
        program_use(p, "move_record");
        return arena_printf(p->a, "move_record(%s)", way);
    }
    if (p->variable != NULL && strchr(line, '$') != NULL) {
        return arena_printf(p->a, "move(%s, %s)", way, p->variable);
    }
    return arena_printf(p->a, "move(%s, %zu)", way, args.count);
}

static char *line_call(struct program *p, const struct call *call, const char *line)
{
    const struct emit_row *row = emit_row(p->language, call->op->id);

    if (row == NULL || row->say == NULL) {
        p->why = arena_printf(p->a, "%s: %s", call->op->name,
                              row == NULL ? "no such op here" : row->why);
        return arena_printf(p->a, "%s", "");
    }
    program_use(p, row->needs);
    program_files(p, call);
    if (call->op->id == OP_MOVE) {
        return move_call(p, call, line);
    }
    return template_fill(
        p, row->say_set != NULL && call->arg[0].given ? row->say_set : row->say, call,
        line, literal);
}

static bool is_simple(const char *expect)
{
    return strpbrk(expect, "|!<>$@*") == NULL;
}

/* The expectation behind a call. */
static const char *expected(struct program *p, const char *expect)
{
    struct arg arg = {true, 0, (const uint8_t *)expect,
                      expect == NULL ? 0 : strlen(expect)};

    if (expect == NULL) {
        return "";
    }
    if (!is_simple(expect)) {
        program_use(p, strchr(expect, '@') == NULL ? "patterns" : "certificate patterns");
        program_expect(p, expect);
    }
    return arena_printf(p->a, ", %s", text_literal(p->a, &arg));
}

/* Helpers that make several calls: they say themselves what the last one gave. */
static bool answers(enum op_id op)
{
    return op == OP_PUMP || op == OP_DRIP || op == OP_INCOMING_DRIP;
}

static void add_line(struct program *p, const struct call *call, const char *line,
                     const char *expect)
{
    const char *indent = p->variable == NULL ? "" : "    ";
    char letter = endpoint_letter(program_end(call));
    struct arg label = {true, 0, (const uint8_t *)line, strlen(line)};
    const char *text = text_literal(p->a, &label), *code = line_call(p, call, line);

    if (p->variable != NULL && strchr(line, '$') != NULL) {
        text = arena_printf(p->a, "%s.replace(\"$%s\", str(%s))", text, p->variable,
                            p->variable);
    }
    if (answers(call->op->id)) {
        program_add(p, arena_printf(p->a, "%stell(%c, %s, %s%s)\n", indent, letter, text,
                                    code, expected(p, expect)));
        return;
    }
    program_add(p, arena_printf(p->a, "%s%s(%c, %s, lambda: %s%s)\n", indent,
                                call->op->result == RESULT_NONE ? "step" : "ask", letter,
                                text, code, expected(p, expect)));
}

static const char *bound_text(struct program *p, const struct bound *bound)
{
    return bound->is_len
               ? arena_printf(p->a, "len(collect(\"%c>%c\"))",
                              endpoint_letter(bound->sender),
                              endpoint_letter(bound->sender == CLIENT ? SERVER : CLIENT))
               : arena_printf(p->a, "%lld", (long long)bound->number);
}

/* The first play only finds the values. */
static void add_each(struct program *p, const struct call *call, const char *line)
{
    struct each_args args;

    if (args_each(p->a, call, &args)) {
        program_use(p, "wire");
        program_add(p, arena_printf(p->a,
                                    "    if %s is None:  # %s\n"
                                    "        return range(%s, %s, %lld)\n",
                                    args.name, line, bound_text(p, &args.from),
                                    bound_text(p, &args.end), (long long)args.step));
    }
}

static void add_comment(struct program *p, const char *text)
{
    program_add(p,
                arena_printf(p->a, "%s# %s\n", p->variable == NULL ? "" : "    ", text));
}

/* ---- The script. */

static const char head[] =
    "#!/usr/bin/env python3\n"
    "%s"
    "# A program of its own: it needs only Python's ssl module. Each line is a call, "
    "what it "
    "gave,\n"
    "# and what the contract expects of it.\n"
    "# Exit status: 0 all is as expected, 1 it is not, 77 this Python cannot do it.\n"
    "%simport warnings\n\n"
    "warnings.simplefilter(\"ignore\", DeprecationWarning)\n%s";

static const char tail[] =
    "print(f\"{failed} not as expected\" if failed else \"all as expected\")\n"
    "sys.exit(1 if failed else 0)\n";

static const char *title(struct program *p, const char *note)
{
    const struct tcase *tc = p->tc;
    const char *text = arena_printf(p->a, "# %s %s: %s\n", tc->id, tc->name,
                                    tc->why == NULL ? "-" : tc->why);

    for (size_t i = 0; i < tc->clauses.count; i++) {
        text = arena_printf(p->a, "%s%s%s%s", text, i == 0 ? "# clauses: " : " ",
                            tc->clauses.word[i], i + 1 == tc->clauses.count ? "\n" : "");
    }
    return note == NULL ? text : arena_printf(p->a, "%s# %s\n", text, note);
}

static const char *files_text(struct program *p)
{
    const char *text = p->files.count == 0 ? "" : "\nFILES = {\n";

    for (size_t i = 0; i < p->files.count; i++) {
        text = arena_printf(p->a, "%s    \"%s\": \"\"\"\\\n%s\"\"\",\n", text,
                            p->files.word[i], program_text(p, p->files.word[i]));
    }
    return p->files.count == 0 ? program_uses(p, "file") ? "\nFILES = {}\n" : ""
                               : arena_printf(p->a, "%s}\n", text);
}

static const struct step *find_each(const struct scenario *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->steps[i].call.op->kind == OP_SWEEP) {
            return &s->steps[i];
        }
    }
    return NULL;
}

static void begin(struct program *p)
{
    const struct step *each = find_each(&p->tc->scenario);
    struct each_args args;

    if (each == NULL || !args_each(p->a, &each->call, &args)) {
        program_add(p, "\nc, s = End(), End()\n\n");
        return;
    }
    p->variable = args.name;
    program_use(p, "sweep");
    program_add(p, arena_printf(p->a, "\n\ndef play(%s):\n    begin()\n", args.name));
}

static void end(struct program *p)
{
    program_add(p, p->variable == NULL ? "\n"
                                       : arena_printf(p->a,
                                                      "    return None\n\n\n"
                                                      "for %s in play(None):\n"
                                                      "    print(f\"%s = {%s}\")\n"
                                                      "    play(%s)\n\n",
                                                      p->variable, p->variable,
                                                      p->variable, p->variable));
}

/* Modules: those that helpers name. */
static const char *imports(struct program *p)
{
    static const char *const modules[] = {"operator", "os", "ssl", "sys", "tempfile"};
    const char *text = "";

    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (strstr(p->helpers, arena_printf(p->a, "%s.", modules[i])) != NULL) {
            text = arena_printf(p->a, "%simport %s\n", text, modules[i]);
        }
    }
    return text;
}

static char *write_python(struct arena *a, const struct tcase *tc, const char *world,
                          const char *note, const char **why)
{
    static const struct program_writer writer = {add_line, add_comment, add_each};
    struct program p = {.a = a, .language = &emit_python, .tc = tc, .world = world};

    p.helpers = p.body = arena_printf(a, "%s", "");
    program_use(&p, "core");
    begin(&p);
    program_steps(&p, &writer);
    end(&p);
    if (!program_uses(&p, "patterns")) {
        program_use(&p, "plain");
    }
    *why = p.why;
    return p.why != NULL ? NULL
                         : arena_printf(a, "%s%s%s%s",
                                        arena_printf(a, head, title(&p, note),
                                                     imports(&p), files_text(&p)),
                                        p.helpers, p.body, tail);
}

const struct emit_language emit_python = {"python", "py", rows,
                                          sizeof rows / sizeof *rows, write_python};
