/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_canary: must be found to crash, or the net has a hole. Its bug is three bytes deep, so
 * that an engine without feedback from the code does not find it either.
 */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>

static void check_input(struct arena *a, const uint8_t *data, size_t len)
{
    (void)a;
    if (len > 2 && data[0] == 'B' && data[1] == 'I' && data[2] == 'O') {
        fputs("MEMBIO-FUZZ O0 clause=- target=canary rule=\"the canary\"\n", stderr);
        abort();
    }
}

static void check_case(struct arena *a, const struct scenario *s)
{
    (void)a;
    (void)s;
}

const struct target target = {
    .name = "canary",
    .ends = ENDS_BOTH,
    .check_input = check_input,
    .check_case = check_case,
};
