/* SPDX-License-Identifier: Apache-2.0
 *
 * json.h: making and taking objects of JSON.
 *
 * What is made is there: without memory the program ends (exit 99).
 */
#ifndef CONFORMANCE_STREAM_JSON_H
#define CONFORMANCE_STREAM_JSON_H

#include <stdio.h>

#include <jansson.h>

#include "scenario/arena.h"

/* js_check ends the program when there is no value. */
json_t *js_check(json_t *value);

/* js_set and js_add take `value` over. js_put sets a text when there is one. */
void js_set(json_t *object, const char *name, json_t *value);
void js_add(json_t *array, json_t *value);
void js_put(json_t *object, const char *name, const char *text);

/* js_text makes a string; bytes that are no UTF-8 become \xff. */
json_t *js_text(const char *text);

/* js_copy gives the text of a value; NULL when it is none. */
const char *js_copy(struct arena *a, const json_t *text);

/* js_print writes one object as a line. */
void js_print(FILE *out, const json_t *object);

/* Members are taken into a struct by tables. */
struct js_member {
    const char *name;
    enum js_kind { TEXT, NEEDED, NUMBER } kind; /* a text, one that must be, a count */
    void *place;                                /* const char **, unsigned * */
};

/* js_take returns NULL, or what is wrong with the object. */
const char *js_take(struct arena *a, const json_t *object,
                    const struct js_member *members, size_t count);

#define JS_TAKE(a, object, members)                                                      \
    js_take(a, object, members, sizeof(members) / sizeof *(members))

#endif
