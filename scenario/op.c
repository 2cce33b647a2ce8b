/* SPDX-License-Identifier: Apache-2.0
 *
 * op.c: looking things up in the op table.
 */
#include "op.h"

#include <stdio.h>
#include <string.h>

static const struct op table[] = {
#define OP(id, code, name, kind, result, capability, help, ...)                          \
    {OP_##id, name, kind, result, capability, help, {__VA_ARGS__}},
#include "op.def"
#undef OP
};

#define TABLE_LEN (sizeof table / sizeof *table)

const struct op *op_by_name(const char *name, size_t len)
{
    for (size_t i = 0; i < TABLE_LEN; i++) {
        if (strlen(table[i].name) == len && memcmp(table[i].name, name, len) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

const struct op *op_by_code(uint8_t code)
{
    for (size_t i = 0; i < TABLE_LEN; i++) {
        if ((uint8_t)table[i].id == code) {
            return &table[i];
        }
    }
    return NULL;
}

const struct op *op_all(size_t *count)
{
    *count = TABLE_LEN;
    return table;
}

bool op_reads_incoming(const struct op *op)
{
    switch (op->id) {
    case OP_DO_HANDSHAKE:
    case OP_READ:
    case OP_WRITE:
    case OP_UNWRAP:
    case OP_DRAIN: return true;
    default: return false;
    }
}

void op_usage(const struct op *op, char *out, size_t size)
{
    static const char *const types[] = {
        [PARAM_END] = "",       [PARAM_HEX] = "hex",   [PARAM_INT] = "int",
        [PARAM_BOOL] = "0|1",   [PARAM_TEXT] = "text", [PARAM_WIRE] = "c>s|s>c",
        [PARAM_REST] = "words",
    };
    int used =
        snprintf(out, size, "%s%s", op->kind == OP_CALL ? "ENDPOINT " : "", op->name);

    for (const struct param *p = op->params; p->type != PARAM_END; p++) {

        if (used < 0 || (size_t)used >= size) {
            return;
        }
        used += p->form == PARAM_OPTIONAL ? snprintf(out + used, size - (size_t)used,
                                                     " [%s:%s]", p->name, types[p->type])
                                          : snprintf(out + used, size - (size_t)used,
                                                     " %s:%s", p->name, types[p->type]);
    }
}
