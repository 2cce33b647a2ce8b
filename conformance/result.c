/* SPDX-License-Identifier: Apache-2.0
 *
 * result.c: counting results.
 */
#include "result.h"

#include "weathers.h"

const struct result *report_result(const struct report *r, size_t tc, size_t impl)
{
    return &r->results[tc * r->impls_count + impl];
}

void report_totals(const struct report *r, unsigned *passed, unsigned *failed,
                   unsigned *skipped)
{
    *passed = *skipped = 0;
    *failed = r->stale_count;
    for (size_t i = 0; i < r->impls_count; i++) {
        *failed += weathers_thin(r, i);
    }
    for (size_t i = 0; i < r->suite->cases.count * r->impls_count; i++) {
        const struct result *x = &r->results[i];

        if (!x->played) {
            continue;
        }
        if (x->flaky != NULL || !verdict_expected(x->verdict)) {
            *failed += 1;
        } else if (verdict_skips(x->verdict)) {
            *skipped += 1;
        } else {
            *passed += 1;
        }
    }
}
