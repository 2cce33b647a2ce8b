/* SPDX-License-Identifier: Apache-2.0
 *
 * judge_known.c: the last word, that of what is known: DEVIATION, CHANGED, XPASS.
 */
#include "judge.h"

#include <string.h>

/* Looks for the entry of one implementation, about itself or about what its peer sees. True when
 * there is one that fits; else r->deviation is one that names the case, if there is one. */
static bool is_known(struct result *r, const struct impl *impl, bool of_peer,
                     const char *fingerprint)
{
    for (size_t i = 0; i < impl->deviations.count; i++) {
        const struct deviation *d = &impl->deviations.list[i];

        if (d->applies && deviation_of_peer(d) == of_peer &&
            deviation_names(d, r->tc->id)) {
            r->deviation = d;
            if (r->request != NULL && deviation_fits(d, fingerprint)) {
                r->verdict = VERDICT_DEVIATION;
                return true;
            }
        }
    }
    return false;
}

/* Does a difference show at this end, or at none of the two alone? */
static bool shows_at(const struct result *r, enum endpoint who)
{
    return r->end == NULL || (strncmp(r->end, "the client", 10) == 0) == (who == CLIENT);
}

/* Of a pair the entries of that end count where the difference shows, and of the other those
 * about what a peer sees. That a pair has no difference is no news: an entry tells of an
 * implementation that plays both ends. */
static void judge_known_pair(struct result *r, const char *fingerprint)
{
    if (r->request == NULL) {
        return;
    }
    for (int who = 0; who < ENDPOINTS; who++) {
        enum endpoint end = (enum endpoint)who;

        if (is_known(r, impl_end(r->impl, end), !shows_at(r, end), fingerprint)) {
            return;
        }
    }
    r->verdict = r->deviation == NULL ? r->verdict : VERDICT_CHANGED;
}

void judge_known(struct arena *a, struct result *r)
{
    const char *fingerprint = arena_printf(a, "%s = %s", r->request, r->got);

    r->deviation = NULL;
    if (r->impl->end[CLIENT] != NULL) {
        judge_known_pair(r, fingerprint);
    } else if (!is_known(r, r->impl, false, fingerprint) && r->deviation != NULL) {
        r->verdict = r->request == NULL ? VERDICT_XPASS : VERDICT_CHANGED;
    }
}
