/* SPDX-License-Identifier: Apache-2.0
 *
 * mutant.c: which mutant this process is. Empty without --enable-mutants.
 */
#include "mutant.h"

#ifdef MBIO_MUTANTS

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int selected = -1;

__attribute__((constructor)) static void select_mutant(void)
{
#define MUTANT_NAME(name, ...) #name,
    static const char *const names[] = {MUTANTS_ALL(MUTANT_NAME)};
    const char *name = getenv("MEMBIO_MUTANT");

    if (name == NULL || *name == '\0') {
        return;
    }
    for (size_t i = 0; i < MUTANTS_COUNT; i++) {
        if (strcmp(names[i], name) == 0) {
            selected = (int)i;
            return;
        }
    }
    fprintf(stderr, "libmembio: MEMBIO_MUTANT=%s: no such mutant\n", name);
    abort();
}

/* Makes a file and nothing else: no memory, no errno, in whatever call this is. */
static void make_file(void)
{
    const char *path = getenv("MEMBIO_MUTANT_REACHED");
    int saved = errno;
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

    if (fd >= 0) {
        close(fd);
    }
    errno = saved;
}

bool mbio_mutant_selected(enum mutant mutant)
{
    return (int)mutant == selected;
}

bool mbio_mutant_reached(void)
{
    static atomic_flag told = ATOMIC_FLAG_INIT;

    if (!atomic_flag_test_and_set(&told)) {
        make_file();
    }
    return true;
}

#endif
