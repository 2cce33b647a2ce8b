/* SPDX-License-Identifier: Apache-2.0
 *
 * bytes_header.c: the first bytes of the byte form: the configuration, in fixed places.
 *
 *     0 format, 1 opening, 2..8 the fields below, 9 seed, 10 and 11 not used
 *
 * A field is some bits of a byte; its value is an index of its list, and one beyond the list is
 * 0. So a list can grow to the size of its field, and a change of one field changes no other.
 * Places and lists are frozen.
 */
#include "bytes_form.h"

#include <string.h>

enum { AT_FORMAT = 0, AT_OPENING = 1, AT_SEED = 9 };
enum opening { OPENING_NONE, OPENING_SETUP, OPENING_PAIR };

static const char *const versions[] = {"tls1.2", "tls1.3", NULL};
static const char *const certs[] = {
    "",           "ed25519",       "rsa2048",    "p256",   "expired", "notyet",
    "wrong-name", "wrong-purpose", "selfsigned", "no-san", "other",   "rich",
    "revoked",    "unrevoked",     "lax",        NULL};
static const char *const cas[] = {"",      "ed25519",    "rsa2048", "p256",
                                  "other", "revocation", "rich",    NULL};
static const char *const ciphers[] = {"",
                                      "ECDHE+CHACHA20",
                                      "ECDHE+AES128",
                                      "ECDHE+AESGCM:DHE+AESGCM",
                                      "ECDHE+AESGCM",
                                      "DHE-RSA-AES128-GCM-SHA256",
                                      NULL};
static const char *const protocols[] = {"", "h2", "http/1.1", "h2,http/1.1", NULL};
static const char *const chains[] = {"", "ed25519", "rsa2048", "p256", NULL};
static const char *const modes[] = {"", "CERT_NONE", "CERT_OPTIONAL", "CERT_REQUIRED",
                                    NULL};
static const char *const switches[] = {"", "0", "1", NULL};
static const char *const numbers[] = {"", "0", "1", "2", NULL};
/* The number that the suite sets. */
static const char *const options[] = {"", "10776346704", NULL};
static const char *const hostnames[] = {"",           "none",      "127.0.0.1",  "::1",
                                        "localhost.", "LocalHost", "other.test", NULL};

/* In the order of the words of a macro. */
static const struct place {
    const char *name; /* "NAME=" */
    uint8_t at, shift, mask;
    const char *const *values; /* "" for an option that is not given */
} fields[] = {
    {"", 2, 0, 3, versions},
    {"cert=", 3, 0, 31, certs},
    {"ciphers=", 4, 0, 15, ciphers},
    {"ca=", 4, 4, 15, cas},
    {"alpn=", 5, 0, 15, protocols},
    {"client_cert=", 6, 0, 3, chains},
    {"client_ca=", 6, 2, 3, chains},
    {"client_verify=", 6, 4, 3, modes},
    {"pha=", 7, 0, 3, switches},
    {"tickets=", 5, 4, 3, numbers},
    {"server_options=", 7, 2, 3, options},
    {"check_hostname=", 7, 4, 3, switches},
    {"verify=", 6, 6, 3, modes},
    {"hostname=", 8, 0, 15, hostnames},
};

#define FIELDS (sizeof fields / sizeof *fields)

static const char *value_of(const struct place *f, const uint8_t *header)
{
    unsigned wanted = header[f->at] >> f->shift & f->mask, i = 0;

    while (i < wanted && f->values[i] != NULL) {
        i++;
    }
    return f->values[i] == NULL ? f->values[0] : f->values[i];
}

/* The words of the macro that a header stands for. */
static char *header_words(struct arena *a, const uint8_t *header)
{
    char *words = arena_text(a, "", 0);

    for (size_t i = 0; i < FIELDS; i++) {
        const char *value = value_of(&fields[i], header);

        if (*value != '\0') {
            words = arena_printf(a, "%s%s%s%s", words, *words == '\0' ? "" : " ",
                                 fields[i].name, value);
        }
    }
    return words;
}

static void add_seed(struct arena *a, struct scenario *scenario, uint8_t seed)
{
    struct call call = {.op = op_by_code(OP_SEED), .who = CLIENT};

    call.arg[0] = (struct arg){GIVEN, seed, NULL, 0};
    scenario_add(a, scenario, &call);
}

static void add_macro(struct arena *a, struct scenario *scenario, const uint8_t *header)
{
    enum opening opening = (enum opening)(header[AT_OPENING] & 3);
    struct call call = {.op = op_by_code(opening == OPENING_PAIR ? OP_PAIR : OP_SETUP)};
    const char *words = header_words(a, header);

    if (opening != OPENING_NONE) {
        call.arg[0] = (struct arg){GIVEN, 0, (const uint8_t *)words, strlen(words)};
        scenario_add(a, scenario, &call);
    }
}

void take_header(struct arena *a, struct reader *r, struct scenario *scenario)
{
    uint8_t header[BYTES_HEADER_LEN];

    for (size_t i = 0; i < sizeof header; i++) {
        header[i] = take_byte(r);
    }
    if (header[AT_SEED] != 0) {
        add_seed(a, scenario, header[AT_SEED]);
    }
    add_macro(a, scenario, header);
}

/* Sets the field that a word is for; false when no field has it. */
static bool set_field(struct slice word, uint8_t *header)
{
    for (size_t i = 0; i < FIELDS; i++) {
        const struct place *f = &fields[i];
        size_t len = strlen(f->name);
        struct slice value = {word.p + len, word.len - len};

        for (uint8_t k = 0; word.len > len && f->values[k] != NULL; k++) {
            if (memcmp(word.p, f->name, len) == 0 && slice_is(value, f->values[k])) {
                header[f->at] |= (uint8_t)(k << f->shift);
                return true;
            }
        }
    }
    return false;
}

/* False when the macro says something that a header cannot, or in words that the header
 * would not give back: it is a step then. */
static bool set_macro(struct arena *a, const struct step *step, uint8_t *header)
{
    struct slice rest = {(const char *)step->call.arg[0].data, step->call.arg[0].len},
                 word;

    if (step->has_variable || step->call.op->kind != OP_MACRO) {
        return false;
    }
    header[AT_OPENING] = step->call.op->id == OP_PAIR ? OPENING_PAIR : OPENING_SETUP;
    while (next_word(&rest, &word)) {
        if (!set_field(word, header)) {
            return false;
        }
    }
    return strcmp(header_words(a, header), (const char *)step->call.arg[0].data) == 0;
}

static bool set_seed(const struct step *step, uint8_t *header)
{
    int64_t n = step->call.arg[0].num;

    if (step->has_variable || step->call.op->id != OP_SEED || step->call.who != CLIENT ||
        n < 1 || n > UINT8_MAX) {
        return false;
    }
    header[AT_SEED] = (uint8_t)n;
    return true;
}

size_t put_header(struct arena *a, struct writer *w, const struct scenario *scenario)
{
    uint8_t header[BYTES_HEADER_LEN] = {BYTES_FORMAT}, with[BYTES_HEADER_LEN];
    size_t said = scenario->count > 0 && set_seed(&scenario->steps[0], header);

    memcpy(with, header, sizeof with);
    if (said < scenario->count && set_macro(a, &scenario->steps[said], with)) {
        memcpy(header, with, sizeof header);
        said++;
    }
    for (size_t i = 0; i < sizeof header; i++) {
        put_byte(w, header[i]);
    }
    return said;
}
