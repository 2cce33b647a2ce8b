/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate_afl.c: mutation on ops for AFL++: AFL_CUSTOM_MUTATOR_LIBRARY=.../membio-mutator.so
 *
 * The names are AFL++'s (docs/custom_mutators.md there).
 */
#include "mutate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What the last call returned lives here. */
struct afl_mutator {
    uint64_t calls;
    uint8_t *out;
    size_t room;
};

void *afl_custom_init(void *afl, unsigned seed);
size_t afl_custom_fuzz(void *data, uint8_t *buf, size_t len, uint8_t **out,
                       uint8_t *add_buf, size_t add_len, size_t max_size);
uint8_t afl_custom_havoc_mutation_probability(void *data);
size_t afl_custom_havoc_mutation(void *data, uint8_t *buf, size_t len, uint8_t **out,
                                 size_t max_size);
void afl_custom_deinit(void *data);

void *afl_custom_init(void *afl, unsigned seed)
{
    struct afl_mutator *m = calloc(1, sizeof *m);

    (void)afl;
    if (m != NULL) {
        m->calls = (uint64_t)seed << 32;
    }
    return m;
}

static bool make_room(struct afl_mutator *m, size_t size)
{
    uint8_t *more = m->room >= size ? m->out : realloc(m->out, size);

    if (more == NULL) {
        return false;
    }
    m->out = more;
    m->room = m->room > size ? m->room : size;
    return true;
}

size_t afl_custom_havoc_mutation(void *data, uint8_t *buf, size_t len, uint8_t **out,
                                 size_t max_size)
{
    struct afl_mutator *m = data;

    if (!make_room(m, max_size > len ? max_size : len)) {
        *out = NULL;
        return 0;
    }
    memcpy(m->out, buf, len);
    *out = m->out;
    return mutate(m->out, len, max_size, m->calls++, mutate_flips);
}

/* One of four is a crossing with the input that AFL++ offers. */
size_t afl_custom_fuzz(void *data, uint8_t *buf, size_t len, uint8_t **out,
                       uint8_t *add_buf, size_t add_len, size_t max_size)
{
    struct afl_mutator *m = data;
    size_t made = 0;

    if (add_buf != NULL && m->calls % 4 == 0 && make_room(m, max_size)) {
        *out = m->out;
        made = mutate_cross(buf, len, add_buf, add_len, m->out, max_size, m->calls++);
    }
    return made > 0 ? made : afl_custom_havoc_mutation(data, buf, len, out, max_size);
}

/* In percent: the rest of havoc is AFL++'s own, on bytes. */
uint8_t afl_custom_havoc_mutation_probability(void *data)
{
    (void)data;
    return 50;
}

void afl_custom_deinit(void *data)
{
    struct afl_mutator *m = data;

    free(m->out);
    free(m);
}
