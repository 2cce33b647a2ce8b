/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle_part.h: the oracles themselves, for the table in oracle.c. True: nothing to object.
 */
#ifndef FUZZ_ORACLE_PART_H
#define FUZZ_ORACLE_PART_H

#include "oracle.h"

/* oracle_object fills in an objection; false, so that it can be returned. */
bool oracle_object(struct inquiry *q, size_t at, const char *detail);

/* oracle_trace.c: look at what there is. */
bool oracle_queue_is_empty(struct inquiry *q);
bool oracle_obeys_rules(
    struct inquiry *q); /* those with q->oracle of scenario/invariant.c */
bool oracle_conserves(struct inquiry *q);
bool oracle_comes_to_an_end(struct inquiry *q);
bool oracle_agrees_with_model(struct inquiry *q);
bool oracle_survives_text(struct inquiry *q);

/* oracle_again.c: play it again. */
bool oracle_keeps_no_memory(struct inquiry *q);
bool oracle_repeats(struct inquiry *q);
bool oracle_survives_weather(struct inquiry *q);
bool oracle_heeds_no_stale_error(struct inquiry *q);
bool oracle_is_same(struct inquiry *q, const struct trace *other);

/* oracle_ask.c: play it with questions in between. */
bool oracle_ends_agree(struct inquiry *q);

/* oracle_edit.c: play it with bytes changed on their way. */
bool oracle_refuses_edits(struct inquiry *q);

/* oracle_keyed.c: what a man in the middle knows of both ends. */
bool oracle_refuses_forgeries(struct inquiry *q);

#endif
