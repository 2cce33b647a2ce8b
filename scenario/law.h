/* SPDX-License-Identifier: Apache-2.0
 *
 * law.h: what holds for the forms of scenarios and answers, whatever they are made of.
 */
#ifndef SCENARIO_LAW_H
#define SCENARIO_LAW_H

#include "scenario.h"

/* Each gives NULL, or what does not hold, in the memory of `a`.
 *
 * law_of_bytes: any bytes decode; what they mean can be encoded, and means the same again,
 * written in the same way; and what is left of them when the tail is cut means its first
 * steps, of which the last may have lost the end of its bytes.
 * law_of_scenario: what can be encoded decodes to the same, and its text reads as it is.
 * law_of_text: the cases and the lines in a text are such scenarios, or it is refused.
 * law_of_answer: an answer line, of each kind of value, reads back as it was understood. */
const char *law_of_bytes(struct arena *a, const uint8_t *data, size_t len);
const char *law_of_scenario(struct arena *a, const struct scenario *s);
const char *law_of_text(struct arena *a, struct slice text);
const char *law_of_answer(struct arena *a, struct slice line);

/* law_of_cut does so for one place to cut at, behind the header. */
const char *law_of_cut(struct arena *a, const struct scenario *whole, const uint8_t *data,
                       size_t cut);

#endif
