/* SPDX-License-Identifier: Apache-2.0
 *
 * figures_mutants.c: what becomes of inputs when they are mutated: of those that complete no
 * handshake much is refused at the door.
 */
#include "figures.h"

#include <stdio.h>
#include <string.h>

#include "mutate.h"
#include "oracle.h"
#include "scenario/bytes.h"

/* The longest input of an engine, in bytes: -max_len. */
#define MUTANT_MAX ((size_t)4096)

/* Seeds that have a byte form, as an engine has them. */
struct inputs {
    struct input {
        const uint8_t *data;
        size_t len;
    } * list;
    size_t count;
};

static void encode_all(struct arena *a, const struct seeds *seeds, struct inputs *inputs)
{
    for (size_t i = 0; i < seeds->count; i++) {
        struct complaint c;
        uint8_t *data;
        size_t len;

        if (bytes_encode(a, &seeds->list[i].whole, &data, &len, &c)) {
            inputs->list =
                arena_grow(a, inputs->list, inputs->count, sizeof *inputs->list);
            inputs->list[inputs->count++] =
                (struct input){data, len < MUTANT_MAX ? len : MUTANT_MAX};
        }
    }
}

/* Plays mutant number `seed` of an input; whether an end completed a handshake. */
static bool completes(const struct input *input, uint64_t seed)
{
    struct arena a = {NULL};
    uint8_t *data = arena_alloc(&a, MUTANT_MAX);
    struct scenario s, chosen;
    struct trace t;
    size_t len;
    bool complete = false;

    memcpy(data, input->data, input->len);
    len = mutate(data, input->len, MUTANT_MAX, seed, mutate_flips);
    bytes_decode(&a, &s, data, len);
    if (narrow(&a, &chosen, &s)) {
        target_run(&a, &chosen, NULL, false, &t);
        complete = oracle_completed(&t, CLIENT) || oracle_completed(&t, SERVER);
    }
    arena_free(&a);
    return complete;
}

bool figure_mutants(struct arena *a, const struct seeds *seeds, unsigned n)
{
    struct inputs inputs = {NULL, 0};
    unsigned complete = 0;

    encode_all(a, seeds, &inputs);
    for (unsigned i = 0; i < n && inputs.count > 0; i++) {
        complete += completes(&inputs.list[i % inputs.count], i + 1);
    }
    printf("fuzz_%s: mutants: %u of %zu seeds, %u complete a handshake (%.2f %%)\n",
           target.name, n, inputs.count, complete, n == 0 ? 0 : 100.0 * complete / n);
    return inputs.count > 0;
}
