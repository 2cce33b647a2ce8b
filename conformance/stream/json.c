/* SPDX-License-Identifier: Apache-2.0
 *
 * json.c: making and taking objects of JSON.
 */
#include "json.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *js_check(json_t *value)
{
    if (value == NULL) {
        fputs("membio-conform: out of memory\n", stderr);
        exit(99);
    }
    return value;
}

void js_set(json_t *object, const char *name, json_t *value)
{
    if (json_object_set_new(object, name, js_check(value)) != 0) {
        js_check(NULL);
    }
}

void js_add(json_t *array, json_t *value)
{
    if (json_array_append_new(array, js_check(value)) != 0) {
        js_check(NULL);
    }
}

json_t *js_text(const char *text)
{
    struct arena a = {NULL};
    json_t *made;

    if (text == NULL) {
        return json_null();
    }
    made = json_string(text);
    if (made == NULL) { /* no UTF-8 */
        char *ascii = arena_alloc(&a, 4 * strlen(text) + 1), *q = ascii;

        for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
            q += sprintf(q, *p < 0x80 ? "%c" : "\\x%02x", *p);
        }
        made = json_string(ascii);
        arena_free(&a);
    }
    return js_check(made);
}

void js_put(json_t *object, const char *name, const char *text)
{
    if (text != NULL) {
        js_set(object, name, js_text(text));
    }
}

const char *js_copy(struct arena *a, const json_t *text)
{
    const char *p = json_string_value(text);

    return p == NULL ? NULL : arena_text(a, p, strlen(p));
}

static const char *take_member(struct arena *a, const json_t *object,
                               const struct js_member *m)
{
    const json_t *value = json_object_get(object, m->name);
    json_int_t n = json_integer_value(value);

    if (value == NULL || json_is_null(value)) {
        return m->kind == TEXT ? NULL : arena_printf(a, "no %s", m->name);
    }
    if (m->kind == NUMBER) {
        if (!json_is_integer(value) || n < 0 || n > UINT32_MAX) {
            return arena_printf(a, "%s is no count", m->name);
        }
        *(unsigned *)m->place = (unsigned)n;
    } else {
        if (!json_is_string(value)) {
            return arena_printf(a, "%s is no text", m->name);
        }
        *(const char **)m->place = js_copy(a, value);
    }
    return NULL;
}

const char *js_take(struct arena *a, const json_t *object, const struct js_member *m,
                    size_t count)
{
    const char *wrong = json_is_object(object) ? NULL : "an object is missing";

    for (size_t i = 0; i < count && wrong == NULL; i++) {
        wrong = take_member(a, object, &m[i]);
    }
    return wrong;
}

void js_print(FILE *out, const json_t *object)
{
    json_dumpf(object, out, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(6));
    fputc('\n', out);
}
