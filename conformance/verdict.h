/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict.h: what is said of a case on an implementation.
 */
#ifndef CONFORMANCE_VERDICT_H
#define CONFORMANCE_VERDICT_H

#include <stdbool.h>

enum verdict {
    VERDICT_PASS,
    VERDICT_FAIL,      /* a call is not as the case or the oracle says */
    VERDICT_CRASH,     /* the adapter ended */
    VERDICT_HANG,      /* it did not answer in time */
    VERDICT_GARBLED,   /* it answered nonsense, or twice */
    VERDICT_ISOLATION, /* another result when run alone in a fresh process */
    VERDICT_DEVIATION, /* differs, as its deviation file says */
    VERDICT_CHANGED,   /* differs in another way than its deviation file says */
    VERDICT_XPASS,     /* passes although its deviation file says otherwise */
    VERDICT_NA,        /* needs a capability, or a level, that it does not claim */
    VERDICT_INFO,      /* right, but differs at a level that it does not claim */
    VERDICT_THIN,      /* passes, but less was compared than of the oracle */
    VERDICT_ERROR,     /* the case itself makes no sense */
    VERDICTS
};

const char *verdict_name(enum verdict verdict);
bool verdict_by_name(const char *name, enum verdict *verdict);

/* verdict_expected says whether a verdict is as it should be: it then counts as passed,
 * or as skipped when verdict_skips says so of it, of NA. verdict_right: PASS, or INFO, which is
 * all that the implementation claims. */
bool verdict_expected(enum verdict verdict);
bool verdict_skips(enum verdict verdict);
bool verdict_right(enum verdict verdict);

#endif
