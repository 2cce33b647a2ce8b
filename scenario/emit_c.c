/* SPDX-License-Identifier: Apache-2.0
 *
 * emit_c.c: a scenario as a C program on membio.h.
 *
 *     step(&c, "c do_handshake", mbio_ssl_do_handshake(c.ssl, &err), "want_read");
 *     step(&c, "c read 100", read_some(c.ssl, 100), "ok 68656c6c6f");
 */
#include "emit_helper.h"

#include <stdio.h>
#include <string.h>

#include "args.h"

#define CTX(call)       "mbio_ctx_" call "({e}.ctx, {*}, &err)"
#define SSL_CALL(call)  "mbio_ssl_" call "({e}.ssl, &err)"
#define NUMBER(get)     "number((long long)" get ")"
#define AFTER(set, get) "AFTER(mbio_ctx_set_" set ", " get ")"
#define NAMED(call)     "named(mbio_ssl_" call "({e}.ssl, &name, &err))"
#define IN_PYTHON       "its callback is written in Python only"
#define A_LIST          "its list is shown in Python only"
#define NO_KEYS         "the man in the middle who has the keys is in the harness only"

static const struct emit_row rows[] = {
    {OP_INCOMING_WRITE, "put({e}.incoming, {buf})", NULL, "bio_write", NULL},
    {OP_INCOMING_WRITE_EOF, "mbio_write_eof({e}.incoming, &err)", NULL, NULL, NULL},
    {OP_INCOMING_READ, "take({e}.incoming, -1)", "take({e}.incoming, {n})", "bio_read",
     NULL},
    {OP_INCOMING_PENDING, NUMBER("mbio_pending({e}.incoming)"), NULL, "number", NULL},
    {OP_INCOMING_EOF, NUMBER("mbio_eof({e}.incoming)"), NULL, "number", NULL},
    {OP_OUTGOING_WRITE, "put({e}.outgoing, {buf})", NULL, "bio_write", NULL},
    {OP_OUTGOING_WRITE_EOF, "mbio_write_eof({e}.outgoing, &err)", NULL, NULL, NULL},
    {OP_OUTGOING_READ, "take({e}.outgoing, -1)", "take({e}.outgoing, {n})", "bio_read",
     NULL},
    {OP_OUTGOING_PENDING, NUMBER("mbio_pending({e}.outgoing)"), NULL, "number", NULL},
    {OP_OUTGOING_EOF, NUMBER("mbio_eof({e}.outgoing)"), NULL, "number", NULL},
    {OP_INCOMING_DRIP, NULL, NULL, NULL, "it is a way to ask an adapter; `drip` says it"},

    {OP_CONTEXT, "new_context(&{e}, {protocol:protocol})", NULL, "context", NULL},
    {OP_CONTEXT_MINIMUM_VERSION, "version(mbio_ctx_get_minimum_version({e}.ctx))",
     AFTER("minimum_version({e}.ctx, {value:version}, &err)",
           "version(mbio_ctx_get_minimum_version({e}.ctx))"),
     "version after", NULL},
    {OP_CONTEXT_MAXIMUM_VERSION, "version(mbio_ctx_get_maximum_version({e}.ctx))",
     AFTER("maximum_version({e}.ctx, {value:version}, &err)",
           "version(mbio_ctx_get_maximum_version({e}.ctx))"),
     "version after", NULL},
    {OP_CONTEXT_VERIFY_MODE, "mode(mbio_ctx_get_verify_mode({e}.ctx))",
     AFTER("verify_mode({e}.ctx, {value:mode}, &err)",
           "mode(mbio_ctx_get_verify_mode({e}.ctx))"),
     "mode after", NULL},
    {OP_CONTEXT_CHECK_HOSTNAME, NUMBER("mbio_ctx_get_check_hostname({e}.ctx)"),
     AFTER("check_hostname({e}.ctx, {value}, &err)",
           NUMBER("mbio_ctx_get_check_hostname({e}.ctx)")),
     "number after", NULL},
    {OP_CONTEXT_SET_CIPHERS, CTX("set_ciphers"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_ALPN_PROTOCOLS, "set_alpn({e}.ctx, {*})", NULL, "alpn_set", NULL},
    {OP_CONTEXT_NUM_TICKETS, NUMBER("mbio_ctx_get_num_tickets({e}.ctx)"),
     "set_num_tickets({e}.ctx, {value})", "counts", NULL},
    {OP_CONTEXT_OPTIONS, NUMBER("mbio_ctx_get_options({e}.ctx)"),
     "set_options({e}.ctx, {value})", "options", NULL},
    {OP_CONTEXT_LOAD_CERT_CHAIN,
     "load_cert_chain({e}.ctx, {cert:pem}, {key:key}, {password})", NULL, "chain", NULL},
    {OP_CONTEXT_LOAD_VERIFY_LOCATIONS, "trust({e}.ctx, {ca:pem})", NULL, "trust", NULL},

    {OP_WRAP_BIO,
     "wrap_bio(&{e}, {server_side}, {server_hostname}, {outgoing:given}, {session})",
     NULL, "wrap", NULL},
    {OP_DO_HANDSHAKE, SSL_CALL("do_handshake"), NULL, NULL, NULL},
    {OP_READ, "read_some({e}.ssl, {len})", NULL, "read", NULL},
    {OP_WRITE, "write_some({e}.ssl, {data})", NULL, "write", NULL},
    {OP_UNWRAP, SSL_CALL("unwrap"), NULL, NULL, NULL},
    {OP_PENDING, NUMBER("mbio_ssl_pending({e}.ssl)"), NULL, "number", NULL},
    {OP_VERSION, "words(mbio_ssl_version({e}.ssl))", NULL, "words", NULL},
    {OP_CIPHER, "cipher({e}.ssl)", NULL, "cipher", NULL},
    {OP_SELECTED_ALPN_PROTOCOL, "selected_alpn({e}.ssl)", NULL, "alpn", NULL},
    {OP_GETPEERCERT, "getpeercert({e}.ssl)", NULL, "peercert", NULL},
    {OP_SERVER_SIDE, NUMBER("mbio_ssl_get_server_side({e}.ssl)"), NULL, "number", NULL},
    {OP_SERVER_HOSTNAME, "server_hostname({e}.ssl)", NULL, "hostname", NULL},
    {OP_PYTHON, NULL, NULL, NULL, "there is no Python"},
    {OP_SEED, NULL, NULL, NULL, "only a frozen process has randomness to begin anew"},

    {OP_SESSION, "session_of(&{e})", NULL, "session_get", NULL},
    {OP_SESSION_KEEP, "keep_session(&{e})", NULL, "session_keep", NULL},
    {OP_SESSION_SET, "mbio_ssl_set_session({e}.ssl, {e}.kept, &err)", NULL, NULL, NULL},
    {OP_SESSION_EQUAL, NULL, NULL, NULL, "it is shown in Python only"},
    {OP_SESSION_REUSED, NUMBER("mbio_ssl_session_reused({e}.ssl)"), NULL, "number", NULL},
    {OP_CONTEXT_SESSION_STATS, NULL, NULL, NULL, A_LIST},
    {OP_BIOS, "new_bios(&{e})", NULL, "bios", NULL},

    {OP_MOVE, "move({wire}, {n:size})", NULL, NULL, NULL},
    {OP_CUT, "cut({*})", NULL, "cut", NULL},
    {OP_FLIP, "flip({*})", NULL, "flip", NULL},
    {OP_DROP, "drop({*})", NULL, "drop", NULL},
    {OP_DUP, "dup({*})", NULL, "dup", NULL},
    {OP_SWAP, "swap({*})", NULL, "swap", NULL},
    {OP_INSERT, "insert({wire}, {bytes}, {at})", NULL, "insert", NULL},
    {OP_EOF, "eof({*})", NULL, "eof", NULL},
    {OP_DRIP, "", NULL, "drip", NULL},
    {OP_PUMP, "", NULL, "pump", NULL},
    {OP_SETUP, "", NULL, NULL, NULL}, /* their lines are written */
    {OP_PAIR, "", NULL, NULL, NULL},
    {OP_EACH, NULL, NULL, NULL,
     "a sweep is many plays; `reduce` finds the value that fails"},

    {OP_GET_CHANNEL_BINDING, NULL, NULL, NULL, "it is shown in Python only"},
    {OP_EXPORT_KEYING_MATERIAL, NULL, NULL, NULL, "it is nobody else's to compare with"},
    {OP_COMPRESSION, "words(mbio_ssl_compression({e}.ssl))", NULL, "words", NULL},
    {OP_SHARED_CIPHERS, NULL, NULL, NULL, A_LIST},
    {OP_CONTEXT_GET_CIPHERS, NULL, NULL, NULL, A_LIST},
    {OP_GET_VERIFIED_CHAIN, NULL, NULL, NULL, A_LIST},
    {OP_GET_UNVERIFIED_CHAIN, NULL, NULL, NULL, A_LIST},
    {OP_GROUP, NAMED("group"), NULL, "name", NULL},
    {OP_CLIENT_SIGALG, NAMED("client_sigalg"), NULL, "name", NULL},
    {OP_SERVER_SIGALG, NAMED("server_sigalg"), NULL, "name", NULL},

    {OP_CONTEXT_SNI_CALLBACK, NULL, NULL, NULL, IN_PYTHON},
    {OP_CONTEXT_KEEP, NULL, NULL, NULL, IN_PYTHON},
    {OP_OBJECT_CONTEXT, NULL, NULL, NULL, IN_PYTHON},
    {OP_SNI_CALLBACK_CALLS, NULL, NULL, NULL, IN_PYTHON},
    {OP_SNI_CALLBACK_INSIDE, NULL, NULL, NULL, IN_PYTHON},
    {OP_CONTEXT_SET_PSK_CLIENT_CALLBACK, NULL, NULL, NULL, IN_PYTHON},
    {OP_CONTEXT_SET_PSK_SERVER_CALLBACK, NULL, NULL, NULL, IN_PYTHON},
    {OP_PSK_CALLBACK_CALLS, NULL, NULL, NULL, IN_PYTHON},
    {OP_CONTEXT_KEYLOG_FILENAME, NULL, NULL, NULL, IN_PYTHON},
    {OP_KEYLOG_LABELS, NULL, NULL, NULL, IN_PYTHON},
    {OP_KEYLOG_LINES, NULL, NULL, NULL, IN_PYTHON},
    {OP_CONTEXT_MSG_CALLBACK, NULL, NULL, NULL, IN_PYTHON},
    {OP_MSG_CALLBACK_CALLS, NULL, NULL, NULL, IN_PYTHON},

    {OP_CONTEXT_SET_CIPHERSUITES, CTX("set_ciphersuites"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_GROUPS, CTX("set_groups"), NULL, NULL, NULL},
    {OP_CONTEXT_GET_GROUPS, NULL, NULL, NULL, A_LIST},
    {OP_CONTEXT_SET_ECDH_CURVE, CTX("set_ecdh_curve"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_CLIENT_SIGALGS, CTX("set_client_sigalgs"), NULL, NULL, NULL},
    {OP_CONTEXT_SET_SERVER_SIGALGS, CTX("set_server_sigalgs"), NULL, NULL, NULL},
    {OP_GET_SIGALGS, NULL, NULL, NULL, A_LIST},
    {OP_CONTEXT_LOAD_DH_PARAMS, NULL, NULL, NULL,
     "it takes a file, which C does not bring along"},
    {OP_CONTEXT_VERIFY_FLAGS, NUMBER("mbio_ctx_get_verify_flags({e}.ctx)"),
     AFTER("verify_flags({e}.ctx, (unsigned long){value}, &err)",
           NUMBER("mbio_ctx_get_verify_flags({e}.ctx)")),
     "number after", NULL},
    {OP_CONTEXT_HOSTNAME_CHECKS_COMMON_NAME,
     NUMBER("mbio_ctx_get_hostname_checks_common_name({e}.ctx)"),
     AFTER("hostname_checks_common_name({e}.ctx, {value}, &err)",
           NUMBER("mbio_ctx_get_hostname_checks_common_name({e}.ctx)")),
     "number after", NULL},
    {OP_CONTEXT_CERT_STORE_STATS, NULL, NULL, NULL, A_LIST},
    {OP_CONTEXT_GET_CA_CERTS, NULL, NULL, NULL, A_LIST},
    {OP_CONTEXT_LOAD_DEFAULT_CERTS, "mbio_ctx_load_default_certs({e}.ctx, &err)", NULL,
     NULL, NULL},
    {OP_CONTEXT_SET_DEFAULT_VERIFY_PATHS,
     "mbio_ctx_set_default_verify_paths({e}.ctx, &err)", NULL, NULL, NULL},
    {OP_CONTEXT_LOAD_VERIFY_LOCATIONS_WITH, NULL, NULL, NULL,
     "it takes files and folders, which C does not bring along"},
    {OP_CONTEXT_LOAD_MEMORY, NULL, NULL, NULL, "its bytes are loaded in Python only"},
    {OP_CONTEXT_LOAD_CRLS, NULL, NULL, NULL, "it is no call of CPython's"},
    {OP_CONTEXT_SECURITY_LEVEL, NUMBER("mbio_ctx_get_security_level({e}.ctx)"), NULL,
     "number", NULL},
    {OP_CONTEXT_PROTOCOL, NUMBER("mbio_ctx_get_protocol({e}.ctx)"), NULL, "number", NULL},
    {OP_HAS, NULL, NULL, NULL, "it asks for names of Python's module"},
    {OP_CONTEXT_POST_HANDSHAKE_AUTH, NUMBER("mbio_ctx_get_post_handshake_auth({e}.ctx)"),
     AFTER("post_handshake_auth({e}.ctx, {value}, &err)",
           NUMBER("mbio_ctx_get_post_handshake_auth({e}.ctx)")),
     "number after", NULL},
    {OP_VERIFY_CLIENT_POST_HANDSHAKE, SSL_CALL("verify_client_post_handshake"), NULL,
     NULL, NULL},
    {OP_KEY_UPDATE, "mbio_ssl_key_update({e}.ssl, {request}, &err)", NULL, NULL, NULL},
    {OP_SHUTDOWN_WRITE, SSL_CALL("shutdown_write"), NULL, NULL, NULL},
    {OP_DRAIN, "mbio_ssl_drain({e}.ssl, NULL, &err)", NULL, NULL, NULL},
    {OP_RENEGOTIATE, NULL, NULL, NULL, "libmembio begins no second handshake"},

    {OP_KEYED, NULL, NULL, NULL, NO_KEYS},
    {OP_KEYED_SEEN, NULL, NULL, NULL, NO_KEYS},
};

/* ---- Literals. */

/* Octal, so that no digit behind it is taken for part of it. */
static char *string_literal(struct arena *a, const uint8_t *data, size_t len)
{
    char *out = arena_alloc(a, 4 * len + 3), *p = out;

    *p++ = '"';
    for (size_t i = 0; i < len; i++) {
        if (data[i] < ' ' || data[i] > '~' || strchr("\"\\?", data[i]) != NULL) {
            p += sprintf(p, "\\%03o", data[i]);
        } else {
            *p++ = (char)data[i];
        }
    }
    *p = '"';
    return out;
}

/* Bytes and their number, two arguments. */
static char *bytes_literal(struct program *p, const struct arg *arg)
{
    bool same = arg->len > 256;

    for (size_t i = 1; i < arg->len && same; i++) {
        same = arg->data[i] == arg->data[0];
    }
    if (same) {
        program_use(p, "repeated");
        return arena_printf(p->a, "repeated(0x%02x, %zu), %zu", arg->data[0], arg->len,
                            arg->len);
    }
    if (arg->len > 4000) {
        p->why = "bytes that are too many for a literal";
    }
    return arena_printf(p->a, "%s, %zu", string_literal(p->a, arg->data, arg->len),
                        arg->len);
}

static const struct {
    const char *kind, *word, *name;
} names[] = {
    {"protocol", "client", "MBIO_PROTOCOL_TLS_CLIENT"},
    {"protocol", "server", "MBIO_PROTOCOL_TLS_SERVER"},
    {"protocol", "tls", "MBIO_PROTOCOL_TLS"},
    {"version", "TLSv1", "MBIO_TLSv1"},
    {"version", "TLSv1.1", "MBIO_TLSv1_1"},
    {"version", "TLSv1.2", "MBIO_TLSv1_2"},
    {"version", "TLSv1.3", "MBIO_TLSv1_3"},
    {"version", "min", "MBIO_TLS_MINIMUM_SUPPORTED"},
    {"version", "max", "MBIO_TLS_MAXIMUM_SUPPORTED"},
    {"mode", "CERT_NONE", "MBIO_CERT_NONE"},
    {"mode", "CERT_OPTIONAL", "MBIO_CERT_OPTIONAL"},
    {"mode", "CERT_REQUIRED", "MBIO_CERT_REQUIRED"},
};

static const char *const types[][2] = {{"protocol", "mbio_protocol"},
                                       {"version", "mbio_tls_version"},
                                       {"mode", "mbio_verify_mode"}};

/* A constant, or a number as its type. */
static char *named_literal(struct program *p, const struct arg *arg, const char *kind)
{
    const char *word = (const char *)arg->data, *type = "";

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].kind, kind) == 0 && strcmp(names[i].word, word) == 0) {
            return arena_printf(p->a, "%s", names[i].name);
        }
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        type = strcmp(types[i][0], kind) == 0 ? types[i][1] : type;
    }
    return arena_printf(p->a, "(%s)%s", type, word);
}

/* "ed25519.key.pem" is the variable ed25519_key_pem. */
static char *file_name(struct arena *a, const char *name)
{
    char *out = arena_printf(a, "%s", name);

    for (char *p = out; *p != '\0'; p++) {
        if (*p == '.' || *p == '-') {
            *p = '_';
        }
    }
    return out;
}

static char *pem_literal(struct program *p, const struct arg *arg, const char *suffix)
{
    const char *name = arena_printf(p->a, "%s%s", (const char *)arg->data, suffix);

    return program_text(p, name) == NULL ? arena_printf(p->a, "NULL")
                                         : file_name(p->a, name);
}

static char *size_literal(struct program *p, const struct call *call)
{
    struct move_args args;

    if (!args_move(call, &args) || args.what != MOVE_COUNT) {
        return arena_printf(p->a, "(size_t)-1");
    }
    return arena_printf(p->a, "%zu", args.count);
}

static char *literal(struct program *p, const struct call *call, int i, const char *kind,
                     const char *line)
{
    const struct arg *arg = &call->arg[i];
    enum param_type type = call->op->params[i].type;

    if (strcmp(kind, "size") == 0) {
        return size_literal(p, call);
    }
    if (strcmp(kind, "given") == 0) {
        return arena_printf(p->a, "%s", arg->given ? "true" : "false");
    }
    if (strcmp(kind, "key") == 0) {
        return pem_literal(p, arg->given ? arg : &call->arg[0], ".key.pem");
    }
    if (!arg->given) {
        return arena_printf(p->a, "%s",
                            type == PARAM_BOOL  ? "false"
                            : type == PARAM_INT ? "-1"
                                                : "NULL");
    }
    if (strcmp(kind, "pem") == 0) {
        return pem_literal(p, arg, ".pem");
    }
    if (*kind != '\0') {
        return named_literal(p, arg, kind);
    }
    switch (type) {
    case PARAM_INT: return template_number(p, call, i, line);
    case PARAM_BOOL: return arena_printf(p->a, "%s", arg->num == 1 ? "true" : "false");
    case PARAM_HEX: return bytes_literal(p, arg);
    case PARAM_WIRE:
        return arena_printf(p->a, "%s", arg->num == CLIENT ? "&c_to_s" : "&s_to_c");
    default: return string_literal(p->a, arg->data, arg->len);
    }
}

/* ---- Lines. */

/* What a row cannot say for some arguments. */
static const char *exception(const struct call *call)
{
    const struct arg *arg = call->arg;

    switch (call->op->id) {
    case OP_CONTEXT_LOAD_CERT_CHAIN: return arg[3].given ? IN_PYTHON : NULL;
    case OP_GETPEERCERT: return arg[0].given && arg[0].num == 0 ? A_LIST : NULL;
    case OP_WRAP_BIO:
        return arg[1].given && memchr(arg[1].data, '\0', arg[1].len) != NULL
                   ? "a NUL in a name cannot be in C's"
                   : NULL;
    case OP_INCOMING_READ:
    case OP_OUTGOING_READ: return arg[0].num < -1 ? "C has no such size" : NULL;
    default: return NULL;
    }
}

static char *line_call(struct program *p, const struct call *call, const char *line)
{
    const struct emit_row *row = emit_row(p->language, call->op->id);
    const char *why = row == NULL        ? "no such op here"
                      : row->say == NULL ? row->why
                                         : exception(call);
    struct move_args args;

    if (why != NULL) {
        p->why = arena_printf(p->a, "%s: %s", call->op->name, why);
        return arena_printf(p->a, "%s", "");
    }
    program_use(p, row->needs);
    program_files(p, call);
    if (call->op->id == OP_MOVE) {
        bool record = args_move(call, &args) && args.what == MOVE_RECORD;

        program_use(p, record ? "move_record" : "move");
        if (record) {
            return arena_printf(p->a, "move_record(%s)", literal(p, call, 0, "", line));
        }
    }
    return template_fill(
        p, row->say_set != NULL && call->arg[0].given ? row->say_set : row->say, call,
        line, literal);
}

/* Only what `fits` of the program understands. */
static const char *expected(struct program *p, const struct call *call,
                            const char *expect)
{
    if (expect == NULL) {
        return "NULL";
    }
    if (strpbrk(expect, "<>") != NULL && call->op->result != RESULT_INT) {
        p->why = "a relation on bytes is written in Python only";
    }
    if (strpbrk(expect, "$@") != NULL) {
        p->why = "an expectation with $ or @ is written in Python only";
    }
    return string_literal(p->a, (const uint8_t *)expect, strlen(expect));
}

/* The call inside is a function of its own, before main. */
static void add_drip(struct program *p, const struct call *call, const char *line,
                     const char *label, const char *expect)
{
    struct call inner;
    const char *code;

    args_drip(p->a, call, &inner);
    code = line_call(p, &inner, line);
    p->calls++;
    p->before =
        arena_printf(p->a, "%s\nstatic mbio_status call_%u(void)\n{\n    return %s;\n}\n",
                     p->before, p->calls, code);
    program_use(p, "drip");
    program_add(p,
                arena_printf(p->a, "    drip(%s, %s, %lld, call_%u, %s);\n", label,
                             literal(p, call, 0, "", line), (long long)call->arg[1].num,
                             p->calls, expected(p, call, expect)));
}

static void add_line(struct program *p, const struct call *call, const char *line,
                     const char *expect)
{
    char letter = endpoint_letter(program_end(call));
    const char *label = string_literal(p->a, (const uint8_t *)line, strlen(line));

    if (call->op->id == OP_PUMP) {
        program_use(p, "pump");
        program_add(p, arena_printf(p->a, "    pump(%s);\n", expected(p, call, expect)));
    } else if (call->op->id == OP_DRIP) {
        add_drip(p, call, line, label, expect);
    } else {
        program_add(p, arena_printf(p->a, "    step(&%c, %s, %s, %s);\n", letter, label,
                                    line_call(p, call, line), expected(p, call, expect)));
    }
}

static void add_comment(struct program *p, const char *text)
{
    program_add(p, arena_printf(p->a, "    /* %s */\n", text));
}

static void add_each(struct program *p, const struct call *call, const char *text)
{
    (void)text;
    p->why = emit_row(p->language, call->op->id)->why;
}

/* ---- The program. */

static const char head[] =
    "/* %s %s: %s\n%s%s *\n"
    " * A program of its own, on libmembio's public header:\n"
    " *     cc THIS.c $(pkg-config --cflags --libs libmembio) && ./a.out\n"
    " * Each line is a call, what it gave, and what the contract expects of it.\n"
    " * Exit status: 0 all is as expected, 1 it is not.\n"
    " */\n%s%s%s\nint main(void)\n{\n    begin(&c);\n    begin(&s);\n%s%s"
    "    finish(&c);\n    finish(&s);\n"
    "    puts(failed ? \"not as expected\" : \"all as expected\");\n"
    "    return failed ? EXIT_FAILURE : EXIT_SUCCESS;\n}\n";

/* Nothing in a comment ends it. */
static const char *comment(struct arena *a, const char *text)
{
    char *out = arena_printf(a, "%s", text == NULL ? "-" : text);

    for (char *p = out; (p = strstr(p, "*/")) != NULL;) {
        *p = '+';
    }
    return out;
}

static const char *files_text(struct program *p)
{
    const char *text = "";

    for (size_t i = 0; i < p->files.count; i++) {
        const char *pem = program_text(p, p->files.word[i]);

        text = arena_printf(p->a, "%s\nstatic const char %s[] =", text,
                            file_name(p->a, p->files.word[i]));
        while (*pem != '\0') {
            size_t len = strcspn(pem, "\n");

            text = arena_printf(p->a, "%s\n    \"%.*s\\n\"", text, (int)len, pem);
            pem += len + (pem[len] == '\n');
        }
        text = arena_printf(p->a, "%s;\n", text);
    }
    return text;
}

static char *write_c(struct arena *a, const struct tcase *tc, const char *world,
                     const char *note, const char **why)
{
    static const struct program_writer writer = {add_line, add_comment, add_each};
    struct program p = {.a = a, .language = &emit_c, .tc = tc, .world = world};
    const char *clauses = "";

    p.helpers = p.body = p.before = arena_printf(a, "%s", "");
    program_use(&p, "core fits");
    program_steps(&p, &writer);
    for (size_t i = 0; i < tc->clauses.count; i++) {
        clauses =
            arena_printf(a, "%s%s%s%s", clauses, i == 0 ? " * clauses: " : " ",
                         tc->clauses.word[i], i + 1 == tc->clauses.count ? "\n" : "");
    }
    *why = p.why;
    return p.why != NULL
               ? NULL
               : arena_printf(
                     a, head, tc->id, comment(a, tc->name), comment(a, tc->why), clauses,
                     note == NULL ? "" : arena_printf(a, " * %s\n", comment(a, note)),
                     p.helpers, files_text(&p), p.before, p.body,
                     program_uses(&p, "wire") ? "    free(c_to_s.data);\n"
                                                "    free(s_to_c.data);\n"
                                              : "");
}

const struct emit_language emit_c = {"c", "c", rows, sizeof rows / sizeof *rows, write_c};
