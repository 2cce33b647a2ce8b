/* SPDX-License-Identifier: Apache-2.0
 *
 * fingerprint.c: how a result differs, without what depends on operands.
 */
#include "fingerprint.h"

#include <string.h>

#include "conformance/check.h"

/* Fields whose values are part of how a call fails. Of others, `incoming=5`, it counts only
 * that they differ. */
static bool names_the_fault(struct slice name)
{
    static const char *const names[] = {"errno", "lib", "reason", "class", "verify_code"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (slice_is(name, names[i])) {
            return true;
        }
    }
    return false;
}

/* "ok 68656c incoming=5" is "ok incoming"; "ssl reason=X" stays. */
static const char *shape(struct arena *a, const char *text)
{
    struct slice rest = {text, strlen(text)}, word;
    const char *out = "";

    for (bool first = true; next_word(&rest, &word); first = false) {
        const char *sign = memchr(word.p, '=', word.len);
        struct slice name = {word.p, sign == NULL ? 0 : (size_t)(sign - word.p)};

        if (first || (name.len > 0 && names_the_fault(name))) {
            out =
                arena_printf(a, "%s%s%.*s", out, first ? "" : " ", (int)word.len, word.p);
        } else if (name.len > 0) {
            out = arena_printf(a, "%s %.*s", out, (int)name.len, name.p);
        }
    }
    return out;
}

/* "c read 100" is "c read", "move s>c 9" is "move s>c". */
static const char *call_of(struct arena *a, const char *request)
{
    struct slice rest = {request, strlen(request)}, word;

    next_word(&rest, &word);
    next_word(&rest, &word);
    return arena_text(a, request, (size_t)(word.p + word.len - request));
}

/* The same status, another value: which, only an oracle knows once the case is another. */
static bool is_of_value(struct arena *a, const struct result *r)
{
    return strcmp(r->check, CHECK_EXPECTATION) == 0 &&
           strcmp(shape(a, r->want), shape(a, r->got)) == 0;
}

const char *fingerprint(struct arena *a, const struct result *r, bool judged)
{
    const char *check = r->check == NULL ? "-" : r->check;

    if (r->request == NULL || r->got == NULL) {
        return NULL;
    }
    switch (r->verdict) {
    case VERDICT_FAIL:
    case VERDICT_INFO:
        if (strcmp(check, CHECK_ALIVE) == 0) { /* what came are bytes */
            return arena_printf(a, "FAIL alive %s: %s", call_of(a, r->request), r->want);
        }
        if (!judged && is_of_value(a, r)) {
            return arena_printf(a, "%s %s %s: %s, got %s", verdict_name(r->verdict),
                                check, call_of(a, r->request), r->want, r->got);
        }
        return arena_printf(a, "%s %s %s: %s, got %s", verdict_name(r->verdict), check,
                            call_of(a, r->request), shape(a, r->want), shape(a, r->got));
    case VERDICT_CRASH: /* how it ended: by which signal */
        return arena_printf(a, "CRASH at %s: %s", call_of(a, r->request), r->got);
    case VERDICT_HANG:
    case VERDICT_GARBLED:
        return arena_printf(a, "%s %s at %s", verdict_name(r->verdict), check,
                            call_of(a, r->request));
    default: return NULL;
    }
}
