/* SPDX-License-Identifier: Apache-2.0
 *
 * flight.c: the names of flights.
 *
 * A number is that of the row, the sender and the flight in one byte: rrrrrsnn.
 */
#include "flight.h"

#include <string.h>

static const struct row {
    unsigned number;
    const char *name, *words;
} rows[] = {
#define FLIGHT(number, name, words) {number, name, words},
#include "flight.def"
#undef FLIGHT
};

static const char senders[] = "cs";

static const struct row *row_of(unsigned number)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].number == number >> 3) {
            return &rows[i];
        }
    }
    return NULL;
}

bool flight_is(unsigned number)
{
    return number < FLIGHTS_MAX && row_of(number) != NULL;
}

char *flight_name(struct arena *a, unsigned number)
{
    return arena_printf(a, "%s.%c%u", row_of(number)->name, senders[number >> 2 & 1],
                        number % FLIGHTS_PER_SENDER);
}

const char *flight_words(unsigned number)
{
    return row_of(number)->words;
}

bool flight_by_name(struct slice name, int64_t *number)
{
    struct arena a = {NULL};
    bool found = false;

    for (unsigned n = 0; !found && n < FLIGHTS_MAX; n++) {
        if (flight_is(n) && slice_is(name, flight_name(&a, n))) {
            *number = n;
            found = true;
        }
    }
    arena_free(&a);
    return found;
}
