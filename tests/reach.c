/* SPDX-License-Identifier: Apache-2.0
 *
 * reach.c: see reach.h.
 */
#include "reach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than there are public functions. */
#define FUNCTIONS_MAX 256

static const char *reached[FUNCTIONS_MAX];
static size_t reached_count;

static bool is_reached(const char *function)
{
    for (size_t i = 0; i < reached_count; i++) {
        if (strcmp(reached[i], function) == 0) {
            return true;
        }
    }
    return false;
}

void reach_note(const char *function)
{
    if (!is_reached(function) && reached_count < FUNCTIONS_MAX) {
        reached[reached_count++] = function;
    }
}

bool reached_all(void)
{
    const char *top = getenv("top_srcdir");
    char path[1100], line[256], name[128];
    FILE *map;
    size_t count = 0;
    bool all;

    snprintf(path, sizeof path, "%s/lib/libmembio.map", top == NULL ? "." : top);
    map = fopen(path, "r");
    all = map != NULL;
    while (map != NULL && fgets(line, sizeof line, map) != NULL) {
        if (sscanf(line, " %127[a-z0-9_];", name) == 1 &&
            strncmp(name, "mbio_", 5) == 0) {
            count++;
            if (!is_reached(name)) {
                printf("# not reached: %s\n", name);
                all = false;
            }
        }
    }
    if (map != NULL) {
        fclose(map);
    }
    printf("# %zu functions reached, %zu in the symbol map\n", reached_count, count);
    return all && count == reached_count;
}
