/* SPDX-License-Identifier: Apache-2.0
 *
 * macro.c: `setup` and `pair`: the ops that most scenarios begin with.
 *
 *     pair tls1.3 cert=rsa2048 alpn=h2
 *
 * Every option is a row below: the lines it stands for. A row without a value in the
 * macro uses its default; NULL means that it adds nothing. `%s` is the value.
 */
#include "scenario.h"

#include <string.h>

/* Set on both ends, so that what goes over the wire does not depend on anybody's default.
 */
#define STANDARD_CIPHERS "ECDHE+AESGCM:ECDHE+CHACHA20"

struct option {
    const char *name;
    const char *standard;
    const char *lines[3];
};

/* In the order in which the lines are played. */
enum {
    VERSION,
    CIPHERS,
    CERT,
    CA,
    CLIENT_CERT,
    CLIENT_CA,
    CHECK_HOSTNAME,
    VERIFY,
    CLIENT_VERIFY,
    ALPN,
    TICKETS,
    PHA,
    SERVER_OPTIONS,
    OPTIONS
};

static const struct option options[OPTIONS] = {
    [VERSION] = {"version",
                 NULL,
                 {"%c context.minimum_version %s", "%c context.maximum_version %s"}},
    [CIPHERS] = {"ciphers",
                 STANDARD_CIPHERS,
                 {"c context.set_ciphers %s", "s context.set_ciphers %s"}},
    [CERT] = {"cert", "ed25519", {"s context.load_cert_chain %s"}},
    [CA] = {"ca", "ed25519", {"c context.load_verify_locations ca-%s"}},
    [CLIENT_CERT] = {"client_cert", NULL, {"c context.load_cert_chain client-%s"}},
    [CLIENT_CA] = {"client_ca", NULL, {"s context.load_verify_locations ca-%s"}},
    [CHECK_HOSTNAME] = {"check_hostname", NULL, {"c context.check_hostname %s"}},
    [VERIFY] = {"verify", NULL, {"c context.verify_mode %s"}},
    [CLIENT_VERIFY] = {"client_verify", NULL, {"s context.verify_mode %s"}},
    [ALPN] = {"alpn",
              NULL,
              {"c context.set_alpn_protocols %s", "s context.set_alpn_protocols %s"}},
    [TICKETS] = {"tickets", NULL, {"s context.num_tickets %s"}},
    [PHA] = {"pha",
             NULL,
             {"c context.post_handshake_auth %s", "s context.post_handshake_auth %s"}},
    [SERVER_OPTIONS] = {"server_options", NULL, {"s context.options %s"}},
};

static const struct {
    const char *word, *version;
} versions[] = {{"tls1.2", "TLSv1.2"}, {"tls1.3", "TLSv1.3"}};

static const char *version_of(struct slice word)
{
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        if (slice_is(word, versions[i].word)) {
            return versions[i].version;
        }
    }
    return NULL;
}

static const char *read_option(struct arena *a, struct slice word, const char **values)
{
    const char *eq = memchr(word.p, '=', word.len);
    struct slice name = {word.p, eq == NULL ? word.len : (size_t)(eq - word.p)};

    for (size_t i = CIPHERS; eq != NULL && i < OPTIONS; i++) {
        if (slice_is(name, options[i].name)) {
            values[i] = arena_text(a, eq + 1, word.len - name.len - 1);
            return NULL;
        }
    }
    return arena_printf(a, "no such option of setup: %.*s", (int)word.len, word.p);
}

static const char *add_line(struct arena *a, struct scenario *out, const char *line)
{
    struct slice text = {line, strlen(line)};
    struct complaint c;

    return scenario_parse(a, out, text, 0, &c) ? NULL : c.text;
}

/* Puts the endpoint for `%c` and the value for `%s`. */
static char *fill(struct arena *a, const char *line, char endpoint, const char *value)
{
    if (strncmp(line, "%c", 2) == 0) {
        line = arena_printf(a, "%c%s", endpoint, line + 2);
    }
    return arena_printf(a, "%.*s%s", (int)strcspn(line, "%"), line, value);
}

static const char *add_option(struct arena *a, struct scenario *out,
                              const struct option *o, const char *value)
{
    const char *wrong = NULL;

    for (const char *const *line = o->lines; wrong == NULL && *line != NULL; line++) {
        wrong = add_line(a, out, fill(a, *line, 'c', value));
        if (wrong == NULL && strncmp(*line, "%c", 2) == 0) {
            wrong = add_line(a, out, fill(a, *line, 's', value));
        }
    }
    return wrong;
}

static const char *add_all(struct arena *a, struct scenario *out,
                           const char *const *values)
{
    const char *wrong = NULL;

    for (size_t i = 0; wrong == NULL && i < OPTIONS; i++) {
        const char *value = values[i] == NULL ? options[i].standard : values[i];

        if (value != NULL) {
            wrong = add_option(a, out, &options[i], value);
        }
    }
    return wrong;
}

/* A server certificate brings its own root, unless `ca` names another. */
static void choose_ca(const char **values)
{
    static const char *const own_root[] = {"rsa2048", "p256"};

    for (size_t i = 0; i < sizeof own_root / sizeof *own_root; i++) {
        if (values[3] == NULL && values[2] != NULL &&
            strcmp(values[2], own_root[i]) == 0) {
            values[CA] = own_root[i];
        }
    }
}

/* Reads the words of a macro: the options, and the name that the client expects, "none" for none.
 * NULL, or what is wrong. */
static const char *read_words(struct arena *a, const struct call *macro,
                              const char **values, const char **hostname)
{
    static const char host_option[] = "hostname=";
    const size_t len = sizeof host_option - 1;
    struct slice rest = {(const char *)macro->arg[0].data, macro->arg[0].len}, word;
    const char *wrong = NULL;

    next_word(&rest, &word);
    values[VERSION] = version_of(word);
    if (values[VERSION] == NULL) {
        return "setup begins with tls1.2 or tls1.3";
    }
    while (wrong == NULL && next_word(&rest, &word)) {
        if (word.len > len && memcmp(word.p, host_option, len) == 0) {
            *hostname = arena_text(a, word.p + len, word.len - len);
        } else {
            wrong = read_option(a, word, values);
        }
    }
    return wrong;
}

const char *macro_expand(struct arena *a, struct scenario *out, const struct call *macro)
{
    const char *values[OPTIONS] = {NULL};
    const char *hostname = "localhost";
    const char *wrong = read_words(a, macro, values, &hostname);

    if (wrong != NULL) {
        return wrong;
    }
    choose_ca(values);
    add_line(a, out, "s context server");
    add_line(a, out, "c context client");
    wrong = add_all(a, out, values);
    if (wrong != NULL) {
        return wrong;
    }
    add_line(a, out, "s wrap_bio 1");
    add_line(a, out,
             strcmp(hostname, "none") == 0
                 ? "c wrap_bio"
                 : arena_printf(a, "c wrap_bio server_hostname=%s", hostname));
    if (macro->op->id == OP_PAIR) {
        add_line(a, out, "pump");
    }
    return NULL;
}
