/* SPDX-License-Identifier: Apache-2.0
 *
 * terminal_known.c: what differs, and is no surprise.
 */
#include <string.h>

#include "cause.h"
#include "terminal.h"

/* Causes that are told; characters of a reason. */
#define CAUSES_MAX 8
#define REASON_MAX 90

static void put_reason(const char *reason, FILE *out)
{
    struct arena a = {NULL};
    size_t len = strlen(reason), cut = REASON_MAX;

    while (len > REASON_MAX && cut > 0 && reason[cut] != ' ') {
        cut--;
    }
    terminal_text(
        out, len <= REASON_MAX ? reason : arena_printf(&a, "%.*s ...", (int)cut, reason));
    arena_free(&a);
}

static void put_cause(const struct stream *s, const struct cause *cause, FILE *out)
{
    fprintf(out, "  %4u  ", cause->cases);
    terminal_in(out, "", cause->deviation->class, "  ");
    put_reason(cause->deviation->reason, out);
    terminal_in(out, cause->cases == 1 ? " (" : " (first ", s->cases[cause->first].id,
                "");
    fprintf(out, cause->impls > 1 ? ", in %u versions)\n" : ")\n", cause->impls);
}

/* How many implementations have this name. */
static unsigned versions(const struct stream *s, const char *name)
{
    unsigned n = 0;

    for (size_t i = 0; i < s->impls_count; i++) {
        n += strcmp(s->impls[i].name, name) == 0;
    }
    return n;
}

static void put_causes(const struct stream *s, const struct stream_impl *it, FILE *out)
{
    struct arena a = {NULL};
    struct causes causes;

    causes_of(&a, &causes, s, it->name);
    if (causes.count > 0) {
        bool several = versions(s, it->name) > 1;

        terminal_in(out, "\n", several ? it->name : it->label,
                    " differs from the contract, as known (cases, class, reason):\n");
    }
    for (size_t i = 0; i < causes.count && i < CAUSES_MAX; i++) {
        put_cause(s, &causes.list[i], out);
    }
    if (causes.count > CAUSES_MAX) {
        fprintf(out,
                "  ... and %zu causes more; all with their links: --html FILE, or "
                "membio-conform report --format html\n",
                causes.count - CAUSES_MAX);
    }
    arena_free(&a);
}

static bool is_first(const struct stream *s, size_t impl)
{
    for (size_t i = 0; i < impl; i++) {
        if (strcmp(s->impls[i].name, s->impls[impl].name) == 0) {
            return false;
        }
    }
    return true;
}

void terminal_known(const struct stream *s, FILE *out)
{
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        if (is_first(s, impl)) {
            put_causes(s, &s->impls[impl], out);
        }
    }
}
