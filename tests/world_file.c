/* SPDX-License-Identifier: Apache-2.0
 *
 * world_file.c: files of the test certificates.
 */
#include "world_file.h"

#include <stdio.h>
#include <stdlib.h>

const char *world_dir(void)
{
    static _Thread_local char dir[1024];
    const char *world = getenv("MEMBIO_WORLD"), *top = getenv("top_srcdir");

    if (world != NULL) {
        snprintf(dir, sizeof dir, "%s", world);
    } else {
        snprintf(dir, sizeof dir, "%s/scenario/world", top == NULL ? "." : top);
    }
    return dir;
}

const char *world_file(const char *name)
{
    static _Thread_local char paths[8][1280];
    static _Thread_local unsigned next;
    char *path = paths[next++ % 8];

    snprintf(path, sizeof paths[0], "%s/%s", world_dir(), name);
    return path;
}
