/* SPDX-License-Identifier: Apache-2.0
 *
 * pair.c: --pair: who plays with whom.
 *
 * An implementation that is both a column of its own and an end of pairs is met once.
 */
#include "command.h"

#include <string.h>

const char *pairs_word(struct arena *a, const char *pair, enum endpoint who)
{
    size_t at = strcspn(pair, ":");

    if (at == 0 || pair[at] == '\0' || pair[at + 1] == '\0') {
        return NULL;
    }
    return who == CLIENT ? arena_text(a, pair, at) : pair + at + 1;
}

/* The one that is known by this word already: of the columns but the oracle's, or of pairs. */
static struct impl *find_known(const struct report *r, const char *word)
{
    for (size_t i = 0; i < r->impls_count; i++) {
        if (!r->impls[i].oracle && strcmp(r->impls[i].word, word) == 0) {
            return &r->impls[i];
        }
    }
    for (size_t i = 0; i < r->pairs_count * ENDPOINTS; i++) {
        struct impl *end = r->pairs[i / ENDPOINTS].end[i % ENDPOINTS];

        if (end != NULL && strcmp(end->word, word) == 0) {
            return end;
        }
    }
    return NULL;
}

static struct impl *name_end(struct arena *a, const struct options *o,
                             const struct report *report, const char *word)
{
    struct impl *impl = find_known(report, word);

    if (impl != NULL) {
        return impl;
    }
    impl = arena_alloc(a, sizeof *impl);
    if (!impl_word(a, impl, report->suite, o->program, word)) {
        return NULL;
    }
    impl->timeout = o->timeout;
    return impl;
}

static struct ends *add_ends(struct arena *a, struct report *r)
{
    r->pairs = arena_grow(a, r->pairs, r->pairs_count, sizeof *r->pairs);
    return memset(&r->pairs[r->pairs_count++], 0, sizeof *r->pairs);
}

/* Every client with every server. One with itself is its own column. */
static void name_all(struct arena *a, struct report *r)
{
    size_t count = r->impls_count;

    for (size_t i = 0; i < count * count; i++) {
        struct impl *client = &r->impls[i / count], *server = &r->impls[i % count];

        if (client != server && !client->oracle && !server->oracle) {
            *add_ends(a, r) = (struct ends){{client, server}};
        }
    }
}

bool pairs_name(struct arena *a, const struct options *o, struct report *report)
{
    for (size_t i = 0; i < o->pairs_count; i++) {
        struct ends *ends = add_ends(a, report);

        for (int who = 0; who < ENDPOINTS; who++) {
            const char *word = pairs_word(a, o->pairs[i], (enum endpoint)who);

            ends->end[who] = name_end(a, o, report, word);
            if (ends->end[who] == NULL) {
                return false;
            }
        }
    }
    if (o->all_pairs) {
        name_all(a, report);
    }
    return true;
}

bool pairs_meet(struct arena *a, const struct options *o, struct report *report)
{
    for (size_t i = 0; i < report->pairs_count; i++) {
        struct impl *const *end = report->pairs[i].end;

        for (int who = 0; who < ENDPOINTS; who++) {
            if (end[who]->identity == NULL && !meet_impl(a, o, end[who], report->suite)) {
                return false;
            }
        }
        report->impls[report->impls_count++] = pair_impl(a, end[CLIENT], end[SERVER]);
    }
    return true;
}
