/* SPDX-License-Identifier: Apache-2.0
 *
 * weathers.h: the weathers of a run: which case is played in which, and what came of it.
 */
#ifndef CONFORMANCE_WEATHERS_H
#define CONFORMANCE_WEATHERS_H

#include "conformance/impl/pair.h"
#include "result.h"

enum weathers_how {
    WEATHERS_SOME, /* each case in one of them, chosen by its id */
    WEATHERS_ALL,  /* each case in all of them */
    WEATHERS_NAMED /* likewise, and each was asked for by its name */
};

struct weathers {
    struct weather *list;
    size_t count;
    enum weathers_how how;
};

/* weathers_parse reads `some`, `all`, or names (scenario/weather.h) joined by commas. False when
 * there is no such weather. */
bool weathers_parse(struct arena *a, struct weathers *w, const char *text);

/* weathers_play plays the case of a judged result in its weathers. The first trace that is not
 * that of the calm one takes the result's place. */
void weathers_play(struct arena *a, struct result *r, struct pair *pair,
                   const struct weathers *w, const enum level *level);

/* How often one weather, or all of them (-1), has been played on an implementation. */
struct weather_tally {
    unsigned plays;
    uint64_t retries; /* of the cases whose records have the same lengths every time */
};

struct weather_tally weathers_tally(const struct report *r, size_t impl, int weather);

/* weathers_thin counts the weathers of an implementation that were played and in which nothing
 * was ever tried again: they have shown nothing. */
unsigned weathers_thin(const struct report *r, size_t impl);

/* weathers_thin_name names one of those, from 0; all of them together are "any". */
const char *weathers_thin_name(struct arena *a, const struct report *r, size_t impl,
                               unsigned number);

/* weathers_text says what was played in weather, and what was not; NULL when it was calm. */
const char *weathers_text(struct arena *a, const struct report *r, size_t impl);

#endif
