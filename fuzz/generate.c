/* SPDX-License-Identifier: Apache-2.0
 *
 * generate.c: ops out of nothing, as the op table allows them.
 */
#include "generate.h"

#include <string.h>

#include "scenario/flight.h"

/* splitmix64 */
uint64_t dice_next(struct dice *dice)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint32_t dice_below(struct dice *dice, uint32_t n)
{
    return n == 0 ? 0 : (uint32_t)(dice_next(dice) % n);
}

static const int64_t numbers[] = {
    0,     1,     2,     3,   4,          5,           6,     7,     16,
    21,    22,    64,    100, 255,        256,         1024,  1400,  16383,
    -1,    16384, 16385, -2,  -5,         65535,       65536, 70000, 32768,
    16401, 16406, 2,     128, 2147483647, 2147483648L, 771,   772,   512,
};

/* The most words of a list. */
#define WORDS_MAX 16u

/* Words that ops know, by the op's name and the parameter's, up to where they stand here; a
 * word for none is worth trying, too. */
static const struct {
    const char *op;
    const char *words[WORDS_MAX];
} lists[] = {
    {"context.minimum_version", {"min", "TLSv1.2", "TLSv1.3", "TLSv1", "TLSv1.1", "max"}},
    {"context.maximum_version", {"max", "TLSv1.2", "TLSv1.3", "TLSv1", "TLSv1.1", "min"}},
    {"context.verify_mode", {"CERT_NONE", "CERT_OPTIONAL", "CERT_REQUIRED", "3", "-1"}},
    {"context.set_ciphers",
     {"ECDHE+AESGCM", "ECDHE+CHACHA20", "DEFAULT", "ALL:@SECLEVEL=0", "DHE+AESGCM", "PSK",
      "nothing"}},
    {"context.set_alpn_protocols", {"h2", "h2,http/1.1", "http/1.1", "x", ",", "h2,h2"}},
    {"context.load_cert_chain",
     {"ed25519", "rsa2048", "p256", "client-ed25519", "expired", "selfsigned", "rich",
      "no-san", "wrong-name", "wrong-purpose", "encrypted", "revoked", "lax", "missing"}},
    {"context.load_verify_locations",
     {"ca-ed25519", "ca-rsa2048", "ca-p256", "ca-other", "ca-rich", "ca-revocation",
      "crl-revocation", "ed25519", "junk", "missing"}},
    {"context.load_memory", {"ca", "ca-der", "cert"}},
    {"context.set_ciphersuites",
     {"TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384",
      "nothing"}},
    {"context.set_groups",
     {"X25519", "P-256", "P-384", "X448", "ffdhe2048", "P-256:X25519"}},
    {"context.set_ecdh_curve", {"prime256v1", "secp384r1", "X25519", "nothing"}},
    {"context.set_client_sigalgs", {"ed25519", "rsa_pss_rsae_sha256", "nothing"}},
    {"context.set_server_sigalgs", {"ed25519", "rsa_pss_rsae_sha256", "nothing"}},
    {"context.load_dh_params", {"dh-ffdhe2048", "ed25519", "missing"}},
    {"context.sni_callback",
     {"none", "ok", "alert", "wrong", "raise", "switch", "do_handshake", "read", "write",
      "unwrap"}},
    {"context.keylog_filename", {"none", "missing", "full"}},
    {"context", {"client", "server", "tls", "0", "5"}},
    {"wrap_bio",
     {"localhost", "other.test", "127.0.0.1", "::1", ".x", "x.", "m\xc3\xbcsli.test",
      "LOCALHOST"}},
    {"get_channel_binding", {"tls-unique", "tls-exporter", "tls-server-end-point", "x"}},
    {"export_keying_material", {"membio", "EXPORTER-x", "client finished"}},
    {"object.context", {"own", "kept"}},
    {"move", {"record", "flight", "rest", "1", "5", "6", "100"}},
    {"drip", {"do_handshake", "read 100", "read 1", "unwrap"}},
    {"keyed message",
     {"ClientHello", "ServerHello", "EncryptedExtensions", "Certificate",
      "CertificateVerify", "Finished", "NewSessionTicket", "KeyUpdate",
      "CertificateRequest", "HelloRetryRequest", "ApplicationData", "Alert", "any",
      "ChangeCipherSpec"}},
    {"keyed edit",
     {"flip", "set", "insert", "delete", "cut", "body", "extension", "remove-extension",
      "repeat-extension", "drop", "dup", "swap", "after", "split", "type", "keep"}},
    {"has", {"SNI", "ALPN", "TLSv1_3", "PSK", "x"}},
    {"", {"x", "-", "membio", "secret", "callback", "error", "client", "server"}},
};

static const char *const *words_of(const char *op)
{
    size_t i = 0;

    while (strncmp(op, lists[i].op, strlen(lists[i].op)) != 0) {
        i++;
    }
    return lists[i].words;
}

const char *const *generate_words(const struct op *op)
{
    return words_of(op->name);
}

uint32_t generate_words_count(const char *const *words)
{
    uint32_t count = 0;

    while (count < WORDS_MAX && words[count] != NULL) {
        count++;
    }
    return count;
}

static void make_text(struct arena *a, struct dice *dice, const struct op *op, int i,
                      struct arg *arg)
{
    const char *name = arena_printf(a, "%s %s", op->name, op->params[i].name);
    const char *const *words = words_of(dice_below(dice, 16) == 0 ? "" : name);

    arg->data = (const uint8_t *)words[dice_below(dice, generate_words_count(words))];
    arg->len = strlen((const char *)arg->data);
}

/* Offsets in a message, and types of extensions, are below this. */
#define KEYED_PLACES 128u

/* A bit or a few bytes, or a whole message of the handshake. */
static void shape_edit(struct dice *dice, uint8_t *data, struct arg *arg)
{
    static const uint8_t types[] = {1, 2, 4, 5, 8, 11, 13, 15, 20, 24};

    switch (dice_below(dice, 4)) {
    case 0:
        data[0] = (uint8_t)(1u << dice_below(dice, 8));
        arg->len = 1;
        break;
    case 1: arg->len = arg->len < 4 ? arg->len : 4; break;
    case 2:
        if (arg->len >= 4) {
            data[0] = types[dice_below(dice, sizeof types)];
            data[1] = data[2] = 0;
            data[3] = (uint8_t)(arg->len - 4);
        }
        break;
    default: break;
    }
}

/* The head of a TLS record, any bytes, or the name of bytes. */
static void make_bytes(struct arena *a, struct dice *dice, const struct op *op,
                       struct arg *arg)
{
    static const uint8_t types[] = {20, 21, 22, 23, 24};
    size_t len = dice_below(dice, 48);
    uint8_t *data = arena_alloc(a, len + 8);

    for (size_t i = 0; i < len; i++) {
        data[i] = (uint8_t)dice_next(dice);
    }
    *arg = (struct arg){GIVEN, 0, data, len};
    if (op->id == OP_KEYED) {
        shape_edit(dice, data, arg);
    }
    if (op->id != OP_INCOMING_WRITE && op->id != OP_INSERT) {
        return;
    }
    switch (dice_below(dice, 4)) {
    case 0: *arg = (struct arg){GIVEN_PEER, (int64_t)dice_below(dice, 8), NULL, 0}; break;
    case 1:
        arg->num = (int64_t)dice_below(dice, FLIGHTS_MAX);
        if (flight_is((unsigned)arg->num)) {
            *arg = (struct arg){GIVEN_FLIGHT, arg->num, NULL, 0};
        }
        break;
    case 2:
        if (len > 5) {
            data[0] = types[dice_below(dice, sizeof types)];
            data[1] = data[2] = 3;
            data[3] = 0;
            data[4] = (uint8_t)(len - 5);
        }
        break;
    default: break;
    }
}

void generate_argument(struct arena *a, struct dice *dice, const struct op *op, int i,
                       struct arg *arg)
{
    const struct param *p = &op->params[i];

    *arg = (struct arg){GIVEN, 0, NULL, 0};
    if (p->form == PARAM_OPTIONAL && dice_below(dice, 3) == 0) {
        arg->given = NOT_GIVEN;
        return;
    }
    switch (p->type) {
    case PARAM_INT:
        arg->num = numbers[dice_below(dice, sizeof numbers / sizeof *numbers)];
        if (op->id == OP_KEYED && dice_below(dice, 2) == 0) {
            arg->num = (int64_t)dice_below(dice, KEYED_PLACES);
        }
        break;
    case PARAM_BOOL:
    case PARAM_WIRE: arg->num = dice_below(dice, 2); break;
    case PARAM_HEX: make_bytes(a, dice, op, arg); break;
    case PARAM_TEXT:
    case PARAM_REST: make_text(a, dice, op, i, arg); break;
    case PARAM_END: break;
    }
}

/* A macro is the header's, a sweep is for people. */
static const struct op *any_op(struct dice *dice)
{
    size_t count;
    const struct op *all = op_all(&count), *op;

    do {
        op = &all[dice_below(dice, (uint32_t)count)];
    } while (op->kind == OP_MACRO || op->kind == OP_SWEEP);
    return op;
}

void generate_call(struct arena *a, struct dice *dice, struct call *call)
{
    /* What moves a connection on, as often as all the rest together. */
    static const enum op_id often[] = {
        OP_DO_HANDSHAKE, OP_READ, OP_WRITE,          OP_UNWRAP,       OP_MOVE,
        OP_MOVE,         OP_PUMP, OP_INCOMING_WRITE, OP_DO_HANDSHAKE, OP_KEYED};
    const struct op *op =
        dice_below(dice, 2) == 0
            ? op_by_code((uint8_t)often[dice_below(dice, sizeof often / sizeof *often)])
            : any_op(dice);

    *call = (struct call){.op = op, .who = (enum endpoint)dice_below(dice, ENDPOINTS)};
    for (int i = 0; op->params[i].type != PARAM_END; i++) {
        generate_argument(a, dice, op, i, &call->arg[i]);
    }
}
