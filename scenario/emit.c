/* SPDX-License-Identifier: Apache-2.0
 *
 * emit.c: the languages that scenarios can be written in.
 */
#include "emit.h"

#include <string.h>

const struct emit_language *emit_language(const char *name)
{
    static const struct emit_language *const all[] = {&emit_python, &emit_c};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(all[i]->name, name) == 0) {
            return all[i];
        }
    }
    return NULL;
}

const struct emit_row *emit_row(const struct emit_language *language, enum op_id op)
{
    for (size_t i = 0; i < language->count; i++) {
        if (language->rows[i].op == op) {
            return &language->rows[i];
        }
    }
    return NULL;
}

char *emit_case(struct arena *a, const struct emit_language *language,
                const struct tcase *tc, const char *world, const char *note,
                const char **why)
{
    *why = NULL;
    return language->write(a, tc, world, note, why);
}
