/* SPDX-License-Identifier: Apache-2.0
 *
 * test_emit.c: each op is said in each language, or it is said why not; and what is written for
 * it can be written.
 */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/emit.h"

static const char *const languages[] = {"python", "c"};

#define LANGUAGES (sizeof languages / sizeof *languages)

static const char *world(void)
{
    static char path[4096];
    const char *top = getenv("top_srcdir");

    snprintf(path, sizeof path, "%s/scenario/world", top == NULL ? "." : top);
    return path;
}

/* A row for each op, with a way to say it or a reason, not both. */
START_TEST(rows_are_those_of_the_table)
{
    const struct emit_language *language = emit_language(languages[_i]);
    size_t count;
    const struct op *all = op_all(&count);

    ck_assert_uint_eq(language->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct emit_row *row = emit_row(language, all[i].id);

        ck_assert_msg(row != NULL, "%s: no row for %s", language->name, all[i].name);
        ck_assert_msg((row->say == NULL) != (row->why == NULL), "%s: %s", language->name,
                      all[i].name);
        ck_assert_msg(row->why == NULL || strchr(row->why, '\n') == NULL, "%s", row->why);
    }
}
END_TEST

/* A line of an op with the simplest arguments. */
static const char *line_of(struct arena *a, const struct op *op)
{
    static const char *const words[] = {
        [PARAM_HEX] = "61", [PARAM_INT] = "1",    [PARAM_BOOL] = "1",
        [PARAM_TEXT] = "1", [PARAM_WIRE] = "s>c", [PARAM_REST] = "c read 1"};
    char *line = arena_printf(a, "%s%s", op->kind == OP_CALL ? "c " : "", op->name);
    bool drips = op->id == OP_INCOMING_DRIP || op->id == OP_DRIP;

    for (const struct param *p = op->params; p->type != PARAM_END; p++) {
        const char *word = drips && p->type == PARAM_REST ? "read 1" : words[p->type];

        if (p->form == PARAM_NEEDED) {
            line = arena_printf(a, "%s %s", line, word);
        }
    }
    return op->kind == OP_MACRO   ? arena_printf(a, "%s tls1.3", op->name)
           : op->id == OP_KEYED   ? "keyed s>c Finished drop"
           : op->kind == OP_SWEEP ? "each n in 0..2"
                                  : line;
}

/* Every helper that a row names is there, and every one of its own. */
START_TEST(each_op_is_written)
{
    const struct emit_language *language = emit_language(languages[_i]);
    struct arena a = {NULL};
    size_t count;
    const struct op *all = op_all(&count);

    for (size_t i = 0; i < count; i++) {
        const char *line = line_of(&a, &all[i]);
        const char *text = arena_printf(&a, "case: x\nid: X-1\n--\n%s\n", line), *why;
        struct cases cases = {NULL, 0};
        struct complaint c;
        char *program;

        ck_assert_msg(case_parse(&a, &cases, "x", (struct slice){text, strlen(text)}, &c),
                      "%s: %s", line, c.text);
        program = emit_case(&a, language, &cases.list[0], world(), NULL, &why);
        if (emit_row(language, all[i].id)->say == NULL) {
            ck_assert_msg(program == NULL && strlen(why) > 10, "%s: %s", line, program);
        } else {
            ck_assert_msg(program != NULL, "%s in %s: %s", line, language->name, why);
            ck_assert_msg(all[i].kind != OP_CALL || strstr(program, line) != NULL, "%s",
                          line);
            ck_assert_msg(strstr(program, "{e}") == NULL, "%s: %s", line, program);
        }
    }
    arena_free(&a);
}
END_TEST

START_TEST(no_other_language)
{
    ck_assert_ptr_null(emit_language("perl"));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {no_other_language};
    Suite *suite = suite_of("emit", tests, sizeof tests / sizeof *tests);
    TCase *each = tcase_create("languages");

    tcase_add_loop_test(each, rows_are_those_of_the_table, 0, LANGUAGES);
    tcase_add_loop_test(each, each_op_is_written, 0, LANGUAGES);
    suite_add_tcase(suite, each);
    return run_suite(suite);
}
