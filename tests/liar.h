/* SPDX-License-Identifier: Apache-2.0
 *
 * liar.h: lies that make an answer: instead of the engine's, or out of it.
 */
#ifndef TESTS_LIAR_H
#define TESTS_LIAR_H

#include "scenario/engine.h"

/* Words that mean something to a browser, and in TAP. */
#define SCRIPT "<script>alert(1)</script>#SKIP"

typedef bool perform_fn(struct engine *engine, struct arena *a, const struct call *call,
                        struct answer *answer);

/* The engine's own answer. */
perform_fn lie_honest;

/* What each does stands beside its name in liar.c. */
perform_fn lie_swap_eof;
perform_fn lie_unseeded;
perform_fn lie_always_ok;
perform_fn lie_always_want_read;
perform_fn lie_off_by_one;
perform_fn lie_drop_byte;
perform_fn lie_ignore_eof;
perform_fn lie_wrong_reason;
perform_fn lie_hide_bios;
perform_fn lie_no_alpn;
perform_fn lie_plaintext;
perform_fn lie_repeat;
perform_fn lie_careless;
perform_fn lie_html;
perform_fn lie_no_lists;
perform_fn lie_fragile;
perform_fn lie_stuck;

/* liar_coarse.c */
perform_fn lie_no_fields;
perform_fn lie_reads_on;
perform_fn lie_reads_on_badly;

/* liar_weather.c */
perform_fn lie_lose_split;
perform_fn lie_early_eof;
perform_fn lie_late_data;
perform_fn lie_forge;

#endif
