/* SPDX-License-Identifier: Apache-2.0
 *
 * scn_dict.c: `scn dict`: a dictionary for fuzzers, from the op table: the bytes of each op
 * with each word that it knows, and the numbers of TLS. libFuzzer's and AFL++'s syntax.
 */
#include "scn.h"

#include <string.h>

#include "generate.h"
#include "scenario/bytes.h"

/* The longest entry, in bytes: libFuzzer takes no longer ones. */
#define ENTRY_MAX ((size_t)64)

/* In hex, as on the wire; a blank between entries. */
static const struct {
    const char *what, *entries;
} numbers[] = {
    {"versions", "0300 0301 0302 0303 0304 7f1c fefd"},
    {"record heads",
     "140303000101 1503030002 1603010200 1603030100 1703030020 1803030003"},
    {"handshake messages",
     "00000000 01000000 02000000 04000000 05000000 08000002 0b000003 0c000000 0d000000 "
     "0e000000 0f000000 10000000 14000020 1400000c 18000001 fe000000"},
    {"alerts",
     "0100 0200 020a 0214 0216 0228 022a 022b 022c 022d 022e 022f 0230 0232 0233 "
     "0246 0247 0250 0256 015a 0164 026d 0270 0273 0274 0278"},
    {"suites",
     "1301 1302 1303 1304 c02b c02c c02f c030 cca8 cca9 ccaa 009c 009d 009e 009f 002f "
     "0035 c013 c014 00ff 5600 008d"},
    {"extensions",
     "0000 0001 0005 000a 000b 000d 000f 0010 0012 0015 0016 0017 0023 0029 002a 002b "
     "002c 002d 002f 0031 0032 0033 ff01"},
    {"groups", "0017 0018 0019 001d 001e 0100 0101 001f"},
    {"signatures", "0401 0403 0501 0503 0601 0603 0804 0805 0806 0807 0808 0201 0203"},
    {"ALPN", "026832 08687474702f312e31"},
    {"HelloRetryRequest's random",
     "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"},
    {"marks of a downgrade", "444f574e47524400 444f574e47524401"},
};

static char *add_bytes(struct arena *a, char *text, const uint8_t *data, size_t len)
{
    if (len == 0 || len > ENTRY_MAX) {
        return text;
    }
    text = arena_printf(a, "%s\"", text);
    for (size_t i = 0; i < len; i++) {
        text = arena_printf(a, "%s\\x%02x", text, data[i]);
    }
    return arena_printf(a, "%s\"\n", text);
}

static char *add_numbers(struct arena *a, char *text)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *p = numbers[i].entries;

        text = arena_printf(a, "%s\n# %s\n\"", text, numbers[i].what);
        for (; *p != '\0'; p += *p == ' ' ? 1 : 2) {
            text = *p == ' ' ? arena_printf(a, "%s\"\n\"", text)
                             : arena_printf(a, "%s\\x%.2s", text, p);
        }
        text = arena_printf(a, "%s\"\n", text);
    }
    return text;
}

/* The bytes of one step; what makes no sense in one alone is left out. */
static char *add_call(struct arena *a, char *text, const struct call *call)
{
    struct scenario s = {NULL, 0};
    struct complaint c;
    uint8_t *data;
    size_t len;

    scenario_add(a, &s, call);
    if (!bytes_encode(a, &s, &data, &len, &c) || len < BYTES_HEADER_LEN) {
        return text;
    }
    return add_bytes(a, text, data + BYTES_HEADER_LEN, len - BYTES_HEADER_LEN);
}

static bool has_text(const struct op *op)
{
    for (const struct param *p = op->params; p->type != PARAM_END; p++) {
        if (p->type == PARAM_TEXT || p->type == PARAM_REST) {
            return true;
        }
    }
    return false;
}

/* Every needed argument is given, and every text, as this word. */
static void fill(struct call *call, const char *word)
{
    const struct param *p = call->op->params;

    for (int i = 0; p[i].type != PARAM_END; i++) {
        bool text = p[i].type == PARAM_TEXT || p[i].type == PARAM_REST;

        call->arg[i] =
            (struct arg){.given = text || p[i].form == PARAM_NEEDED ? GIVEN : NOT_GIVEN,
                         .num = p[i].type == PARAM_INT,
                         .data = (const uint8_t *)(text ? word : ""),
                         .len = text ? strlen(word) : 0};
    }
}

static char *add_op(struct arena *a, char *text, const struct op *op)
{
    const char *const *words = generate_words(op);
    size_t count = generate_words_count(words);

    for (size_t i = 0; i == 0 || (has_text(op) && i < count); i++) {
        struct call call = {.op = op, .who = (enum endpoint)(op->id % ENDPOINTS)};

        fill(&call, words[i]);
        text = add_call(a, text, &call);
    }
    return text;
}

int scn_dict(const struct scn_options *o)
{
    struct arena a = {NULL};
    char *text = arena_printf(&a, "# Made by `scn dict`.\n\n# ops\n");
    size_t count;
    const struct op *all = op_all(&count);
    bool ok;

    for (size_t i = 0; i < count; i++) {
        if (all[i].kind == OP_CALL || all[i].kind == OP_WIRE) {
            text = add_op(&a, text, &all[i]);
        }
    }
    text = add_numbers(&a, text);
    ok = scn_write(o->out, text, strlen(text));
    arena_free(&a);
    return ok ? SCN_OK : SCN_USAGE;
}
