/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle_edit.c: O14. Whoever has no keys cannot change a protected record so that a call
 * succeeds with it: neither the input, which may edit the wire, nor this file, which flips one
 * bit of one record that was good before.
 */
#include "oracle_part.h"

#include <string.h>

#include "scenario/keyed.h"
#include "tap.h"

/* Where a man in the middle has the keys, all are his.
 *
 * Which protected record of what `who` was given is none that the other end made; its end.
 * Records that are not protected may come and go: what TLS thinks of that is its affair. */
static bool find_edited(const struct tap *tap, enum endpoint who, size_t *end)
{
    const struct stream *said = &tap->out[1 - who], *got = &tap->in[who];
    size_t start, said_start, said_end;

    for (size_t k = 0; tap_record(got, k, &start, end); k++) {
        if (!tap_record(said, k, &said_start, &said_end) ||
            said_end - said_start != *end - start ||
            memcmp(said->data + said_start, got->data + start, *end - start) != 0) {
            return true;
        }
    }
    return false;
}

static bool is_believed(struct inquiry *q, const struct tap *tap, enum endpoint who,
                        size_t end, const char *what)
{
    const char *line = tap->blind ? NULL : tap_believed(tap, who, end);

    if (line == NULL) {
        return false;
    }
    oracle_object(q, q->trace->count,
                  arena_printf(q->a, "%s: a record that ends with byte %zu was %s", line,
                               end, what));
    return true;
}

/* A record that was taken, and well; chosen by how many there are. */
static bool choose_record(const struct tap *tap, enum endpoint who, size_t *start,
                          size_t *end)
{
    size_t well = tap_well(tap, who), count = 0;

    while (tap_record(&tap->in[who], count, start, end) && *end <= well) {
        count++;
    }
    return count > 0 && tap_record(&tap->in[who], well % count, start, end);
}

/* Flips a bit of it. */
static bool resists(struct inquiry *q, const struct tap *calm, enum endpoint who)
{
    struct tap tap;
    struct trace trace;
    size_t start, end;

    if (!choose_record(calm, who, &start, &end)) {
        return true;
    }
    tap_begin(&tap, q->a, target_engine());
    tap.tampers = true;
    tap.victim = who;
    tap.at = end - 1 - end % (end - start - 5);
    target_run_tapped(q->a, q->scenario, &tap, &trace);
    return !is_believed(q, &tap, who, end, "changed by one bit");
}

bool oracle_refuses_edits(struct inquiry *q)
{
    struct tap tap;
    struct trace trace;
    size_t end;

    tap_begin(&tap, q->a, target_engine());
    target_run_tapped(q->a, q->scenario, &tap, &trace);
    if (tap.blind) {
        return true;
    }
    for (int i = 0; i < ENDPOINTS; i++) {
        enum endpoint who = (enum endpoint)i;

        if (target.ends == ENDS_BOTH && !keyed_is_asked(q->scenario) &&
            find_edited(&tap, who, &end) &&
            is_believed(q, &tap, who, end, "made by nobody who has the keys")) {
            return false;
        }
        if (!resists(q, &tap, who)) {
            return false;
        }
    }
    return true;
}
