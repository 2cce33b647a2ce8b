/* SPDX-License-Identifier: Apache-2.0
 *
 * result.c: counting results.
 */
#include "result.h"

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

bool verdict_expected(enum verdict verdict)
{
    return verdicts[verdict].expected;
}

const struct result *report_result(const struct report *r, size_t tc, size_t impl)
{
    return &r->results[tc * r->impls_count + impl];
}

unsigned report_count(const struct report *r, int impl, enum verdict verdict)
{
    unsigned n = 0;

    for (size_t i = 0; i < r->suite->cases.count * r->impls_count; i++) {
        bool counts = impl < 0 || i % r->impls_count == (size_t)impl;

        n += counts && r->results[i].verdict == verdict;
    }
    return n;
}

void report_totals(const struct report *r, unsigned *passed, unsigned *failed,
                   unsigned *skipped)
{
    *passed = *skipped = 0;
    *failed = r->stale_count;
    for (size_t i = 0; i < r->impls_count; i++) {
        *failed += weathers_thin(r, i);
    }
    for (int v = 0; v < VERDICTS; v++) {
        unsigned n = report_count(r, -1, (enum verdict)v);

        if (v == VERDICT_NA || v == VERDICT_INFO) {
            *skipped += n;
        } else if (verdict_expected((enum verdict)v)) {
            *passed += n;
        } else {
            *failed += n;
        }
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
