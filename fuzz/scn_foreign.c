/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_foreign.c: `scn import-foreign`: inputs of other projects' TLS fuzzers as scenarios.
 *
 *     OpenSSL     what one end receives, all of it; of a server the last byte is an option:
 *                 its lowest bit asks for early data, which we do not read
 *     BoringSSL   tags of 16 bits, big-endian: 0 what follows is what one end receives; 1 a
 *                 session to resume, with 24 bits of length; 2 a client certificate is asked
 *                 for; 5 handshake hints, likewise with a length
 *
 * Their harnesses take every cipher and version; the contexts here do, too.
 */
#include "scn.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "scenario/bytes.h"

static const char server_opening[] = "s context server\n"
                                     "s context.minimum_version TLSv1\n"
                                     "s context.set_ciphers ALL:@SECLEVEL%3d0\n"
                                     "s context.load_cert_chain p256\n"
                                     "s context.load_cert_chain rsa2048\n";
static const char client_opening[] = "c context client\n"
                                     "c context.minimum_version TLSv1\n"
                                     "c context.check_hostname 0\n"
                                     "c context.verify_mode CERT_NONE\n"
                                     "c context.set_ciphers ALL:@SECLEVEL%3d0\n";
static const char asks_client[] = "s context.load_verify_locations ca-ed25519\n"
                                  "s context.verify_mode CERT_OPTIONAL\n";
static const char server_calls[] = "s do_handshake\ns read 1024\ns read 1024\n";
static const char client_calls[] = "c do_handshake\nc read 1024\nc read 1024\n";

/* What an input of theirs says. */
struct foreign {
    struct slice wire;
    bool asks; /* for a client certificate */
};

/* NULL, or why the input says nothing that we can. */
typedef const char *read_fn(struct slice data, struct foreign *f);

static const char *read_raw(struct slice data, struct foreign *f)
{
    f->wire = data;
    return NULL;
}

static const char *read_with_option(struct slice data, struct foreign *f)
{
    f->wire = (struct slice){data.p, data.len - 1};
    return NULL;
}

static size_t number(const char *p, int bytes)
{
    size_t n = 0;

    for (int i = 0; i < bytes; i++) {
        n = n << 8 | (uint8_t)p[i];
    }
    return n;
}

enum { TAG_WIRE = 0, TAG_SESSION = 1, TAG_ASK = 2, TAG_HINTS = 5 };

/* Cuts off what belongs to a tag with a length. */
static bool skip_sized(struct slice *data)
{
    size_t len = data->len < 3 ? data->len + 1 : 3 + number(data->p, 3);

    if (len > data->len) {
        return false;
    }
    *data = (struct slice){data->p + len, data->len - len};
    return true;
}

static const char *read_tagged(struct slice data, struct foreign *f)
{
    while (data.len >= 2) {
        size_t tag = number(data.p, 2);

        data = (struct slice){data.p + 2, data.len - 2};
        switch (tag) {
        case TAG_WIRE: f->wire = data; return NULL;
        case TAG_ASK: f->asks = true; break;
        case TAG_SESSION:
        case TAG_HINTS:
            if (!skip_sized(&data)) {
                return "a tag's data end early";
            }
            break;
        default: return "a tag of BoringSSL's own: split handshakes";
        }
    }
    return "no tag says what is received";
}

static const struct kind {
    const char *name, *folder;
    enum endpoint who;
    read_fn *read;
    const char *why_not; /* we have no op for it */
} kinds[] = {
    {"openssl-server", "openssl/server", SERVER, read_with_option, NULL},
    {"openssl-client", "openssl/client", CLIENT, read_raw, NULL},
    {"openssl-dtlsserver", "openssl/dtlsserver", SERVER, NULL, "DTLS has no memory BIO"},
    {"openssl-x509", "openssl/x509", SERVER, NULL, "no op takes a certificate's bytes"},
    {"boringssl-server", "fuzz/server_corpus", SERVER, read_tagged, NULL},
    {"boringssl-server-real", "fuzz/server_no_fuzzer_mode_corpus", SERVER, read_tagged,
     NULL},
    {"boringssl-client", "fuzz/client_corpus", CLIENT, read_tagged, NULL},
    {"boringssl-client-real", "fuzz/client_no_fuzzer_mode_corpus", CLIENT, read_tagged,
     NULL},
    {"boringssl-cert", "fuzz/cert_corpus", SERVER, NULL,
     "no op takes a certificate's bytes"},
    {"boringssl-session", "fuzz/session_corpus", SERVER, NULL,
     "no op takes a session's bytes"},
    {"boringssl-ctx", "fuzz/ssl_ctx_api_corpus", SERVER, NULL,
     "calls of BoringSSL's own API"},
};

#define KINDS (sizeof kinds / sizeof *kinds)

static const struct kind *kind_by_name(const char *name)
{
    for (size_t i = 0; i < KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

/* By the folder that the file is in. */
static const struct kind *kind_of(const char *file)
{
    const char *base = strrchr(file, '/');
    size_t len = base == NULL ? 0 : (size_t)(base - file);

    for (size_t i = 0; i < KINDS; i++) {
        size_t n = strlen(kinds[i].folder);

        if (len >= n && memcmp(file + len - n, kinds[i].folder, n) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

struct conversion {
    const struct scn_options *o;
    const struct kind *asked; /* NULL: the folder tells */
    unsigned written, passed_over;
};

static bool add_text(struct arena *a, struct scenario *s, const char *text)
{
    struct complaint c;

    return scenario_parse(a, s, (struct slice){text, strlen(text)}, 1, &c) ||
           scn_complain("an opening", c.line, c.text);
}

static bool make(struct arena *a, const struct kind *kind, const struct foreign *f,
                 struct scenario *s)
{
    bool server = kind->who == SERVER;
    struct call write = {.op = op_by_code(OP_INCOMING_WRITE), .who = kind->who};

    write.arg[0] = (struct arg){GIVEN, 0, (const uint8_t *)f->wire.p, f->wire.len};
    if (!add_text(a, s, server ? server_opening : client_opening) ||
        (server && f->asks && !add_text(a, s, asks_client)) ||
        !add_text(a, s, server ? "s wrap_bio 1\n" : "c wrap_bio\nc do_handshake\n")) {
        return false;
    }
    scenario_add(a, s, &write);
    return add_text(a, s, server ? server_calls : client_calls);
}

static bool write_scenario(struct arena *a, const struct conversion *v, const char *name,
                           const struct scenario *s, struct complaint *c)
{
    const char *path = arena_printf(a, "%s/%s", v->o->into, name);
    uint8_t *data;
    size_t len;

    if (!bytes_encode(a, s, &data, &len, c)) {
        return false;
    }
    if (v->o->text) {
        const char *text = arena_printf(a, "case: %s\nwhy: imported\n--\n%s", name,
                                        scenario_format(a, s));

        return scn_write(arena_printf(a, "%s.case", path), text, strlen(text));
    }
    return scn_write(path, data, len);
}

static bool pass_over(struct conversion *v, const char *file, const char *why)
{
    v->passed_over++;
    scn_complain(file, 0, why);
    return true;
}

static bool convert_data(struct arena *a, struct conversion *v, const char *file,
                         const struct kind *kind, struct slice data)
{
    const char *base = strrchr(file, '/'), *wrong;
    struct foreign f = {{NULL, 0}, false};
    struct scenario s = {NULL, 0};
    struct complaint c = {0, NULL};

    wrong = data.len == 0 ? "empty" : kind->read(data, &f);
    if (wrong != NULL) {
        return pass_over(v, file, wrong);
    }
    if (!make(a, kind, &f, &s)) {
        return false;
    }
    if (!write_scenario(
            a, v, arena_printf(a, "%s-%s", kind->name, base == NULL ? file : base + 1),
            &s, &c)) {
        return c.text != NULL && pass_over(v, file, c.text);
    }
    v->written++;
    return true;
}

static bool convert(const char *file, void *arg)
{
    struct conversion *v = arg;
    const struct kind *kind = v->asked == NULL ? kind_of(file) : v->asked;
    struct arena a = {NULL};
    struct slice data;
    bool ok;

    if (kind == NULL) {
        return scn_complain(file, 0, "nothing tells whose this is; --from does");
    }
    if (kind->why_not != NULL) {
        return pass_over(v, file, kind->why_not);
    }
    ok = scn_read(&a, file, &data) && convert_data(&a, v, file, kind, data);
    arena_free(&a);
    return ok;
}

int scn_import_foreign(const struct scn_options *o)
{
    struct conversion v = {o, o->from == NULL ? NULL : kind_by_name(o->from), 0, 0};
    struct stat st;
    bool ok = true;

    if (o->into == NULL || stat(o->into, &st) != 0 || !S_ISDIR(st.st_mode)) {
        scn_complain(o->into == NULL ? "import-foreign" : o->into, 0,
                     "--into names a folder that is there");
        return SCN_USAGE;
    }
    if (o->from != NULL && v.asked == NULL) {
        scn_complain(o->from, 0, "no such kind; see --help");
        return SCN_USAGE;
    }
    for (char **file = o->files; *file != NULL; file++) {
        ok = scn_each(*file, convert, &v) && ok;
    }
    printf("%u written, %u passed over\n", v.written, v.passed_over);
    return ok ? SCN_OK : SCN_USAGE;
}
