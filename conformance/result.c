/* SPDX-License-Identifier: Apache-2.0
 *
 * result.c: counting results.
 */
#include "result.h"

#include <string.h>

#include "weathers.h"

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

void print_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        fputc(*text < ' ' || *text > '~' ? '?' : *text, out);
    }
}

void print_lines(FILE *out, const char *before, const char *text)
{
    bool starts = true;

    for (; *text != '\0'; text++) {
        if (starts) {
            fputs(before, out);
        }
        starts = *text == '\n';
        fputc((*text < ' ' && !starts) || *text > '~' ? '?' : *text, out);
    }
    if (!starts) {
        fputc('\n', out);
    }
}
