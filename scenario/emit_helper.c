/* SPDX-License-Identifier: Apache-2.0
 *
 * emit_helper.c: helpers and test certificates of programs, and templates.
 */
#include "emit_helper.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 65536

void program_add(struct program *p, const char *text)
{
    p->body = arena_printf(p->a, "%s%s", p->body, text);
}

static char *read_file(struct arena *a, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = file == NULL ? NULL : arena_alloc(a, TEXT_MAX + 1);

    if (file != NULL) {
        text[fread(text, 1, TEXT_MAX, file)] = '\0';
        fclose(file);
    }
    return text;
}

static bool has_word(const struct words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->word[i], word) == 0) {
            return true;
        }
    }
    return false;
}

static void add_word(struct program *p, struct words *words, const char *word)
{
    words->word = arena_grow(p->a, words->word, words->count, sizeof *words->word);
    words->word[words->count++] = word;
}

/* ---- Helpers. Each begins with a licence line and a line `needs: NAME...`. */

static const char *next_line(const char *text)
{
    const char *end = strchr(text, '\n');

    return end == NULL ? text + strlen(text) : end + 1;
}

static void use_one(struct program *p, const char *name)
{
    const char *path = arena_printf(p->a, "%s/../emit/%s/%s.%s.in", p->world,
                                    p->language->name, name, p->language->suffix);
    const char *text, *needs, *rest;

    if (has_word(&p->used, name)) {
        return;
    }
    add_word(p, &p->used, name);
    text = read_file(p->a, path);
    needs = text == NULL ? NULL : strstr(text, "needs:");
    if (needs == NULL) {
        p->why = arena_printf(p->a, "%s cannot be read", path);
        return;
    }
    rest = next_line(needs);
    needs += strlen("needs:");
    program_use(p, arena_text(p->a, needs, strcspn(needs, "\n*")));
    p->helpers = arena_printf(p->a, "%s%s\n%s", p->helpers,
                              strcmp(p->language->suffix, "py") == 0 ? "\n" : "", rest);
}

void program_use(struct program *p, const char *names)
{
    struct words w =
        parse_words(p->a, (struct slice){names, names == NULL ? 0 : strlen(names)});

    for (size_t i = 0; i < w.count; i++) {
        use_one(p, w.word[i]);
    }
}

bool program_uses(const struct program *p, const char *name)
{
    return has_word(&p->used, name);
}

/* ---- Certificates. */

const char *program_text(struct program *p, const char *name)
{
    return read_file(p->a, arena_printf(p->a, "%s/%s", p->world, name));
}

static void add_folder(struct program *p, const char *name)
{
    struct dirent **entries = NULL;
    const char *path = arena_printf(p->a, "%s/%s", p->world, name);
    int count = *name == '\0' ? 0 : scandir(path, &entries, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            program_file(p, arena_printf(p->a, "%s/%s", name, entries[i]->d_name), "");
        }
        free(entries[i]);
    }
    free(entries);
}

void program_file(struct program *p, const char *name, const char *suffix)
{
    const char *whole = arena_printf(p->a, "%s%s", name, suffix);

    if (!has_word(&p->files, whole) && program_text(p, whole) != NULL) {
        add_word(p, &p->files, whole);
    }
}

/* The first of NAME.1, or NAME. */
static const char *bare(struct program *p, const char *name)
{
    return arena_text(p->a, name, strcspn(name, "."));
}

static void add_list(struct program *p, const char *names)
{
    while (*names != '\0') {
        size_t len = strcspn(names, ",");

        program_file(p, bare(p, arena_text(p->a, names, len)), ".pem");
        names += len + (names[len] == ',');
    }
}

static const char *text_of(const struct call *call, int i)
{
    return call->arg[i].given ? (const char *)call->arg[i].data : "";
}

void program_files(struct program *p, const struct call *call)
{
    const char *key;

    switch (call->op->id) {
    case OP_CONTEXT_LOAD_CERT_CHAIN:
        key = *text_of(call, 1) == '\0' ? text_of(call, 0) : text_of(call, 1);
        program_file(p, text_of(call, 0), ".pem");
        program_file(p, key, ".key.pem");
        return;
    case OP_CONTEXT_LOAD_VERIFY_LOCATIONS:
    case OP_CONTEXT_LOAD_DH_PARAMS: program_file(p, text_of(call, 0), ".pem"); return;
    case OP_CONTEXT_LOAD_VERIFY_LOCATIONS_WITH:
        add_list(p, text_of(call, 0));
        add_folder(p, text_of(call, 1));
        add_list(p, text_of(call, 2));
        add_list(p, text_of(call, 3));
        return;
    default: return;
    }
}

void program_expect(struct program *p, const char *expect)
{
    struct words w =
        parse_words(p->a, (struct slice){expect, expect == NULL ? 0 : strlen(expect)});

    for (size_t i = 0; i < w.count; i++) {
        if (w.word[i][0] == '@') {
            program_file(p, bare(p, w.word[i] + 1), ".pem");
        }
    }
}

/* ---- Steps. */

enum endpoint program_end(const struct call *call)
{
    if (call->op->kind == OP_CALL) {
        return call->who;
    }
    return call->op->params[0].type == PARAM_WIRE && call->arg[0].num == SERVER ? CLIENT
                                                                                : SERVER;
}

/* A macro must end well, unless the case says otherwise. */
static void add_macro(struct program *p, const struct program_writer *writer,
                      const struct step *step, const char *expect)
{
    struct scenario ops = {NULL, 0};

    macro_expand(p->a, &ops, &step->call);
    writer->comment(p, step->text);
    for (size_t i = 0; i < ops.count; i++) {
        const char *its = i + 1 < ops.count ? NULL : expect == NULL ? "ok" : expect;

        writer->line(p, &ops.steps[i].call, ops.steps[i].text, its);
    }
}

void program_steps(struct program *p, const struct program_writer *writer)
{
    for (size_t i = 0; i < p->tc->scenario.count && p->why == NULL; i++) {
        const struct step *step = &p->tc->scenario.steps[i];
        const char *expect = step->expect == NULL ? NULL : expect_text(step->expect);

        switch (step->call.op->kind) {
        case OP_MACRO: add_macro(p, writer, step, expect); break;
        case OP_SWEEP: writer->each(p, &step->call, step->text); break;
        default: writer->line(p, &step->call, step->text, expect);
        }
    }
}

/* ---- Templates. */

char *template_number(struct program *p, const struct call *call, int i, const char *line)
{
    const char *variable =
        p->variable == NULL ? NULL : arena_printf(p->a, "$%s", p->variable);

    /* Parsed with 1 for the variable: one number of a line is it, at its place. */
    if (variable != NULL && strstr(line, variable) != NULL && call->arg[i].num == 1) {
        return arena_printf(p->a, "%s", p->variable);
    }
    return arena_printf(p->a, "%" PRId64, call->arg[i].num);
}

typedef char *param_fn(struct program *p, const struct call *call, int i,
                       const char *kind, const char *line);

/* All arguments that are given. */
static char *all_params(struct program *p, const struct call *call, const char *how,
                        const char *line, param_fn *param)
{
    bool named = how[1] == '*', follows = named && how[2] == ',';
    const struct param *params = call->op->params;
    char *text = arena_printf(p->a, "%s", "");

    for (int i = 0; params[i].type != PARAM_END; i++) {
        const char *name =
            named && params[i].form == PARAM_OPTIONAL ? params[i].name : NULL;

        if (!call->arg[i].given) {
            continue;
        }
        text =
            arena_printf(p->a, "%s%s%s%s%s%s", text,
                         *text == '\0' && !follows ? "" : ", ", name == NULL ? "" : name,
                         name != NULL && strcmp(name, "raise") == 0 ? "s" : "",
                         name == NULL ? "" : "=", param(p, call, i, "", line));
    }
    return text;
}

static char *one_param(struct program *p, const struct call *call, const char *name,
                       size_t len, const char *line, param_fn *param)
{
    size_t name_len = memchr(name, ':', len) == NULL ? len : strcspn(name, ":");
    const char *kind =
        name_len == len ? "" : arena_text(p->a, name + name_len + 1, len - name_len - 1);

    for (int i = 0; call->op->params[i].type != PARAM_END; i++) {
        const char *own = call->op->params[i].name;

        if (strlen(own) == name_len && memcmp(own, name, name_len) == 0) {
            return param(p, call, i, kind, line);
        }
    }
    return arena_printf(p->a, "%s", "");
}

char *template_fill(struct program *p, const char *text, const struct call *call,
                    const char *line, param_fn *param)
{
    char *out = arena_printf(p->a, "%s", "");

    while (*text != '\0') {
        size_t plain = strcspn(text, "{"), len = strcspn(text + plain, "}");
        const char *name = text + plain + 1, *value;

        if (text[plain] == '{' && len > 0) {
            len--;
            value = len == 1 && *name == 'e'
                        ? arena_printf(p->a, "%c", endpoint_letter(call->who))
                    : *name == '*' ? all_params(p, call, name, line, param)
                                   : one_param(p, call, name, len, line, param);
            out = arena_printf(p->a, "%s%.*s%s", out, (int)plain, text, value);
            text = name + len + 1;
        } else {
            out = arena_printf(p->a, "%s%s", out, text);
            break;
        }
    }
    return out;
}
