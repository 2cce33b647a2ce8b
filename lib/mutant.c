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
    static const char *const names[] = {
#define MUTANT(name, clause, wrong)          #name,
#define UNTESTABLE(name, clause, wrong, why) #name,
#include "mutant.def"
#undef MUTANT
#undef UNTESTABLE
    };
    const char *name = getenv("MEMBIO_MUTANT");

    if (name == NULL || *name == '\0') {
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) {
            selected = (int)i;
            return;
        }
    }
    fprintf(stderr, "libmembio: MEMBIO_MUTANT=%s: no such mutant\n", name);
    abort();
}

/* Makes a file and nothing else: no memory, no errno, in whatever call this is. */
static void tell_reached(void)
{
    const char *path = getenv("MEMBIO_MUTANT_REACHED");
    int saved = errno;
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

    if (fd >= 0) {
        close(fd);
    }
    errno = saved;
}

bool mbio_mutant_is(enum mutant mutant)
{
    static atomic_flag told = ATOMIC_FLAG_INIT;

    if ((int)mutant != selected) {
        return false;
    }
    if (!atomic_flag_test_and_set(&told)) {
        tell_reached();
    }
    return true;
}

#endif
