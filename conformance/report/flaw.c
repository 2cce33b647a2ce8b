/* SPDX-License-Identifier: Apache-2.0
 *
 * flaw.c: what is wrong with a run besides the verdicts of cases.
 */
#include "flaw.h"

static void add(struct arena *a, struct flaws *f, const char *kind, const char *who,
                const char *text)
{
    f->list = arena_grow(a, f->list, f->count, sizeof *f->list);
    f->list[f->count++] = (struct flaw){kind, who, text};
}

void flaws_of(struct arena *a, struct flaws *f, const struct stream *s)
{
    *f = (struct flaws){NULL, 0};
    for (size_t i = 0; i < s->impls_count; i++) {
        const struct stream_impl *it = &s->impls[i];

        for (size_t k = 0; k < it->findings.count; k++) {
            add(a, f, "not believed", it->label, it->findings.word[k]);
        }
        for (size_t k = 0; k < it->thin.count; k++) {
            add(a, f, "THIN", it->label,
                arena_printf(a, "in weather %s nothing was tried again",
                             it->thin.word[k]));
        }
    }
    for (size_t i = 0; i < s->stale_count; i++) {
        add(a, f, "STALE", "deviations", s->stale[i]);
    }
}
