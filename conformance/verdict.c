/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict.c: the table of verdicts.
 */
#include "verdict.h"

#include <string.h>

static const struct {
    const char *name;
    bool expected;
} verdicts[VERDICTS] = {
    [VERDICT_PASS] = {"PASS", true},           [VERDICT_FAIL] = {"FAIL", false},
    [VERDICT_CRASH] = {"CRASH", false},        [VERDICT_HANG] = {"HANG", false},
    [VERDICT_GARBLED] = {"GARBLED", false},    [VERDICT_ISOLATION] = {"ISOLATION", false},
    [VERDICT_DEVIATION] = {"DEVIATION", true}, [VERDICT_CHANGED] = {"CHANGED", false},
    [VERDICT_XPASS] = {"XPASS", false},        [VERDICT_NA] = {"NA", true},
    [VERDICT_INFO] = {"INFO", true},           [VERDICT_THIN] = {"THIN", false},
    [VERDICT_ERROR] = {"ERROR", false},
};

const char *verdict_name(enum verdict verdict)
{
    return verdicts[verdict].name;
}

bool verdict_by_name(const char *name, enum verdict *verdict)
{
    for (int v = 0; v < VERDICTS; v++) {
        if (strcmp(verdicts[v].name, name) == 0) {
            *verdict = (enum verdict)v;
            return true;
        }
    }
    return false;
}

bool verdict_expected(enum verdict verdict)
{
    return verdicts[verdict].expected;
}

bool verdict_skips(enum verdict verdict)
{
    return verdict == VERDICT_NA;
}

bool verdict_right(enum verdict verdict)
{
    return verdict == VERDICT_PASS || verdict == VERDICT_INFO;
}
