/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz_scn: what reads scenarios, cases and answers takes anything, and loses nothing (O15).
 */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>

#include "scenario/law.h"

static void hold(const char *wrong)
{
    if (wrong != NULL) {
        fprintf(stderr, "MEMBIO-FUZZ O15 clause=- target=scn rule=\"%.40s\"\n%s\n", wrong,
                wrong);
        abort();
    }
}

static void check_input(struct arena *a, const uint8_t *data, size_t len)
{
    struct slice text = {(const char *)data, len};

    hold(law_of_bytes(a, data, len));
    hold(law_of_text(a, text));
    hold(law_of_answer(a, text));
}

static void check_case(struct arena *a, const struct scenario *s)
{
    hold(law_of_scenario(a, s));
}

const struct target target = {
    .name = "scn",
    .ends = ENDS_BOTH,
    .check_input = check_input,
    .check_case = check_case,
};
