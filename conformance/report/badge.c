/* SPDX-License-Identifier: Apache-2.0
 *
 * badge.c: a badge for each implementation and level, in the form that
 * https://shields.io/badges/endpoint-badge takes; one object a line.
 *
 * Never a percentage over levels: how many of the cases of one level pass, and how many
 * known differences there are.
 */
#include <string.h>

#include "conformance/stream/json.h"
#include "report.h"

struct tally {
    unsigned passed, applicable, known, unexpected;
};

/* A name of our own stream; one that is not known stands above all. */
static enum level level_of(const char *name)
{
    enum level level = LEVEL_WIRE;

    level_by_name((struct slice){name, strlen(name)}, &level);
    return level;
}

/* Of the cases that say something at a level or below. What is INFO is not right at the level of
 * the run. */
static struct tally tally(const struct stream *s, size_t impl, enum level level)
{
    struct tally t = {0, 0, 0, 0};

    for (size_t i = 0; i < s->cases_count; i++) {
        const struct stream_result *x = stream_result(s, i, impl);

        if (x == NULL || verdict_skips(x->verdict) ||
            level_of(s->cases[i].level) > level) {
            continue;
        }
        t.applicable++;
        t.passed += (level < level_of(s->level) ? verdict_right(x->verdict)
                                                : x->verdict == VERDICT_PASS) &&
                    !stream_unexpected(x);
        t.known += x->verdict == VERDICT_DEVIATION && !stream_unexpected(x);
        t.unexpected += stream_unexpected(x);
    }
    return t;
}

static char *message(struct arena *a, const struct tally *t)
{
    char *text = arena_printf(a, "%u/%u", t->passed, t->applicable);

    if (t->known > 0) {
        text = arena_printf(a, "%s, %u deviation%s", text, t->known,
                            t->known == 1 ? "" : "s");
    }
    return t->unexpected == 0 ? text
                              : arena_printf(a, "%s, %u unexpected", text, t->unexpected);
}

static void put_badge(const struct stream *s, size_t impl, enum level level, FILE *out)
{
    struct tally t = tally(s, impl, level);
    struct arena a = {NULL};
    json_t *badge;

    if (t.applicable == 0) {
        return;
    }
    badge = json_pack(
        "{s:i, s:o, s:s, s:s}", "schemaVersion", 1, "label",
        js_text(arena_printf(&a, "%s %s", s->impls[impl].label, level_name(level))),
        "message", message(&a, &t), "color",
        t.unexpected > 0 ? "red"
        : t.known > 0    ? "yellow"
                         : "brightgreen");
    js_print(out, badge);
    json_decref(badge);
    arena_free(&a);
}

void report_badge(const struct stream *s, FILE *out)
{
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        for (int level = 0; level <= (int)level_of(s->level); level++) {
            put_badge(s, impl, (enum level)level, out);
        }
    }
}
