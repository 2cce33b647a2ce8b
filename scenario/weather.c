/* SPDX-License-Identifier: Apache-2.0
 *
 * weather.c: names of weathers, and the pieces that they cut.
 */
#include "weather.h"

#include <inttypes.h>
#include <string.h>

#include "args.h"

/* A piece of random size has 1 to 2^0 ... 2^RANDOM_BITS bytes. */
#define RANDOM_BITS 11u

static const struct name {
    const char *text;
    struct weather weather;
    bool takes_number;
} names[] = {
    {"calm", {WEATHER_CALM, 0}, false},        {"chunk", {WEATHER_CHUNK, 1}, true},
    {"record-1", {WEATHER_RECORD, -1}, false}, {"record+1", {WEATHER_RECORD, 1}, false},
    {"random", {WEATHER_RANDOM, 1}, true},     {"coalesce", {WEATHER_COALESCE, 0}, false},
    {"late", {WEATHER_LATE, 0}, false},
};

#define NAMES (sizeof names / sizeof *names)

bool weather_parse(struct slice word, struct weather *w)
{
    const char *eq = memchr(word.p, '=', word.len);
    struct slice name = {word.p, eq == NULL ? word.len : (size_t)(eq - word.p)};

    for (size_t i = 0; i < NAMES; i++) {
        if (!slice_is(name, names[i].text)) {
            continue;
        }
        *w = names[i].weather;
        if (eq == NULL) {
            return w->kind != WEATHER_CHUNK;
        }
        return names[i].takes_number &&
               parse_int((struct slice){eq + 1, word.len - name.len - 1}, &w->n) &&
               w->n > 0;
    }
    return false;
}

char *weather_name(struct arena *a, const struct weather *w)
{
    for (size_t i = 0; i < NAMES; i++) {
        const struct name *name = &names[i];

        if (name->weather.kind != w->kind) {
            continue;
        }
        if (name->takes_number) {
            return arena_printf(a, "%s=%" PRId64, name->text, w->n);
        }
        if (name->weather.n == w->n) {
            return arena_printf(a, "%s", name->text);
        }
    }
    return NULL;
}

bool weather_waits(const struct weather *w)
{
    return w->kind == WEATHER_COALESCE || w->kind == WEATHER_LATE;
}

/* splitmix64. */
static uint64_t draw(struct sky *sky)
{
    uint64_t z = sky->random += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t random_size(struct sky *sky)
{
    uint64_t bits = draw(sky) % (RANDOM_BITS + 1);

    return (size_t)(1 + draw(sky) % ((uint64_t)1 << bits));
}

/* The end of the first record that ends behind `at`: from the bytes' start. */
static size_t record_end(const struct sky *sky, const struct wire *bytes, size_t at)
{
    size_t end = sky->lead, start, len;

    while (end <= at && end < bytes->len) {
        struct wire rest = {bytes->data + end, bytes->len - end, 0};

        if (!wire_record(&rest, 0, &start, &len)) {
            break;
        }
        end += len;
    }
    return end;
}

/* A piece that ends `off` bytes behind the end of a record, and is not empty. */
static size_t record_size(const struct sky *sky, const struct wire *bytes, int64_t off)
{
    size_t end = record_end(sky, bytes, 0);

    if (off < 0 && end <= (size_t)-off) {
        end = record_end(sky, bytes, end);
    }
    return off < 0 ? end - (size_t)-off : end + (size_t)off;
}

static size_t size_of(const struct weather *w, struct sky *sky, const struct wire *bytes,
                      size_t move)
{
    switch (w->kind) {
    case WEATHER_CALM:
    case WEATHER_COALESCE: break;
    case WEATHER_CHUNK: return (size_t)w->n;
    case WEATHER_RECORD: return record_size(sky, bytes, w->n);
    case WEATHER_RANDOM: return random_size(sky);
    case WEATHER_LATE: return move;
    }
    return bytes->len;
}

size_t weather_piece(const struct weather *w, struct sky *sky, const struct wire *bytes,
                     size_t move)
{
    size_t size = size_of(w, sky, bytes, move);

    size = size == 0 || size > bytes->len ? bytes->len : size;
    sky->lead = record_end(sky, bytes, size - 1) - size;
    return size;
}

static bool is_sized(const struct call *move)
{
    struct move_args args;

    return !args_move(move, &args) || args.what != MOVE_ALL;
}

enum weather_fit weather_fit(const struct scenario *scenario)
{
    enum weather_fit fit = WEATHER_IDLE;

    for (size_t i = 0; i < scenario->count; i++) {
        const struct call *call = &scenario->steps[i].call;

        switch (call->op->id) {
        case OP_EACH:
        case OP_DRIP: return WEATHER_OWN;
        case OP_MOVE:
            if (is_sized(call)) {
                return WEATHER_OWN;
            }
            fit = WEATHER_FITS;
            break;
        case OP_PUMP:
        case OP_PAIR: fit = WEATHER_FITS; break;
        default: break;
        }
    }
    return fit;
}
