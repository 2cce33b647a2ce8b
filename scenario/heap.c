/* SPDX-License-Identifier: Apache-2.0
 *
 * heap.c: live bytes, as the C library counts them. A sanitizer has an allocator of its
 * own: then the count stands still, and is not believed.
 */
#include "heap.h"

#include <stdlib.h>

/* How many bytes tell whether the count moves. */
#define TRIAL ((size_t)64 * 1024)

#if defined __GLIBC__ && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
#include <malloc.h>

static int64_t count(void)
{
    struct mallinfo2 info = mallinfo2();

    return (int64_t)(info.uordblks + info.hblkhd);
}
#else
static int64_t count(void)
{
    return 0;
}
#endif

int64_t heap_bytes(void)
{
    int64_t before = count();
    char *volatile trial = malloc(TRIAL);
    int64_t with = count();

    free(trial);
    return with - before >= (int64_t)TRIAL ? before : -1;
}
