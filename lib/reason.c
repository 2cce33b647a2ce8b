/* SPDX-License-Identifier: Apache-2.0
 *
 * reason.c: names for OpenSSL's library and reason numbers, as CPython spells them.
 *
 * OpenSSL itself only has sentences for them. reason.inc is made by reason.sh and sorted
 * by (library, reason).
 */
#include "internal.h"

#include <stdlib.h>

struct library {
    int lib;
    const char *name;
};

struct reason {
    int lib, reason;
    const char *name;
};

static const struct library libraries[] = {
#define LIBRARY(lib, name) {lib, name},
#define REASON(lib, reason, name)
#include "reason.inc"
#undef LIBRARY
#undef REASON
};

static const struct reason reasons[] = {
#define LIBRARY(lib, name)
#define REASON(lib, reason, name) {lib, reason, name},
#include "reason.inc"
#undef LIBRARY
#undef REASON
};

static int by_number(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;

    if (x->lib != y->lib) {
        return x->lib < y->lib ? -1 : 1;
    }
    return (x->reason > y->reason) - (x->reason < y->reason);
}

const char *mbio_library_name(int lib)
{
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        if (libraries[i].lib == lib) {
            return libraries[i].name;
        }
    }
    return NULL;
}

const char *mbio_reason_name(int lib, int reason)
{
    struct reason key = {lib, reason, NULL};
    const struct reason *found = bsearch(&key, reasons, sizeof reasons / sizeof *reasons,
                                         sizeof *reasons, by_number);

    return found == NULL ? NULL : found->name;
}
