/* SPDX-License-Identifier: Apache-2.0
 *
 * junit.c: JUnit XML, as tests/junit.xsd: a suite per area and implementation.
 */
#include <string.h>
#include <time.h>

#include "flaw.h"
#include "report.h"

/* Characters of a text from outside. */
#define TEXT_MAX ((size_t)4000)

/* The length of the UTF-8 sequence at `p` that XML 1.0 allows; 0 when it is none. */
static size_t xml_sequence(const unsigned char *p, size_t left)
{
    size_t len = p[0] < 0x80                    ? 1
                 : p[0] >= 0xc2 && p[0] <= 0xdf ? 2
                 : p[0] >= 0xe0 && p[0] <= 0xef ? 3
                 : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4
                                                : 0;
    uint32_t c = len == 1 ? p[0] : p[0] & (0x7fU >> len);

    if (len == 0 || len > left) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
        c = c << 6 | (p[i] & 0x3fU);
    }
    if (c < ' ') {
        return c == '\n' || c == '\t';
    }
    return (len == 3 && c < 0x800) || (len == 4 && c < 0x10000) || c == 0x7f ||
                   (c >= 0xd800 && c <= 0xdfff) || (c & 0xfffe) == 0xfffe || c > 0x10ffff
               ? 0
               : len;
}

static void put_char(FILE *out, unsigned char c)
{
    switch (c) {
    case '&': fputs("&amp;", out); break;
    case '<': fputs("&lt;", out); break;
    case '>': fputs("&gt;", out); break;
    case '"': fputs("&quot;", out); break;
    case '\n': fputs("&#10;", out); break;
    case '\t': fputs("&#9;", out); break;
    default: putc(c, out);
    }
}

static void put_text(FILE *out, const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t len = strlen(text);

    for (size_t i = 0; i < len && i < TEXT_MAX;) {
        size_t n = xml_sequence(p + i, len - i);

        if (n == 0) {
            fprintf(out, "\\x%02x", p[i]);
        } else if (n == 1) {
            put_char(out, p[i]);
        } else {
            fwrite(p + i, 1, n, out);
        }
        i += n == 0 ? 1 : n;
    }
    fputs(len > TEXT_MAX ? "..." : "", out);
}

static void put_attribute(FILE *out, const char *name, const char *text)
{
    fprintf(out, " %s=\"", name);
    put_text(out, text);
    putc('"', out);
}

static void put_property(FILE *out, const char *name, const char *value)
{
    if (value != NULL) {
        fputs("      <property", out);
        put_attribute(out, "name", name);
        put_attribute(out, "value", value);
        fputs("/>\n", out);
    }
}

/* ---- One case. */

static const char *element_of(const struct stream_result *x)
{
    if (!stream_unexpected(x)) {
        return verdict_right(x->verdict) ? NULL : "skipped";
    }
    return x->verdict == VERDICT_CRASH || x->verdict == VERDICT_HANG ||
                   x->verdict == VERDICT_GARBLED || x->verdict == VERDICT_ERROR
               ? "error"
               : "failure";
}

static char *info_of(struct arena *a, const struct stream_result *x)
{
    return arena_printf(a,
                        "differs at a level that it does not claim: line %u: %s: "
                        "%s wants %s, got %s",
                        x->line, x->request, x->by, x->want, x->got);
}

static char *message_of(struct arena *a, const struct stream_result *x)
{
    if (x->verdict == VERDICT_NA) {
        return arena_printf(a, "needs %s", x->needs == NULL ? "?" : x->needs);
    }
    if (x->verdict == VERDICT_DEVIATION && x->flaky == NULL) {
        return arena_printf(a, "%s: %s", x->deviation->reason, x->deviation->link);
    }
    if (x->request != NULL) {
        return arena_printf(
            a, "%s%s%sline %u: %s: %s wants %s, got %s",
            x->weather == NULL ? "" : "in weather ", x->weather == NULL ? "" : x->weather,
            x->weather == NULL ? "" : ": ", x->line, x->request, x->by, x->want, x->got);
    }
    return arena_printf(a, "%s",
                        x->flaky != NULL  ? x->flaky
                        : x->note != NULL ? x->note
                                          : verdict_name(x->verdict));
}

static void put_outcome(const struct stream *s, size_t i, FILE *out)
{
    const struct stream_result *x = s->results[i];
    const char *element = element_of(x);
    struct arena a = {NULL};

    fprintf(out, "      <%s", element);
    put_attribute(out, "message", message_of(&a, x));
    if (strcmp(element, "skipped") != 0) {
        put_attribute(out, "type", verdict_name(x->verdict));
        fputs("/>\n      <system-out>", out);
        put_text(out, stream_again(&a, s, i / s->impls_count, i % s->impls_count));
        fputs("</system-out>\n", out);
        if (x->native != NULL) {
            fputs("      <system-err>", out);
            put_text(out, x->native);
            fputs("</system-err>\n", out);
        }
    } else {
        fputs("/>\n", out);
    }
    arena_free(&a);
}

static void put_case(const struct stream *s, size_t i, FILE *out)
{
    const struct stream_result *x = s->results[i];
    const struct stream_case *tc = &s->cases[i / s->impls_count];
    const char *clause = tc->clauses.count == 0 ? "none" : tc->clauses.word[0];
    struct arena a = {NULL};

    fputs("    <testcase", out);
    put_attribute(out, "name", arena_printf(&a, "%s %s", tc->id, tc->name));
    put_attribute(
        out, "classname",
        arena_printf(&a, "%s.%.*s", tc->area, (int)strcspn(clause, "."), clause));
    fprintf(out, " time=\"%.6f\"", x->seconds);
    if (element_of(x) == NULL && (x->verdict != VERDICT_INFO || x->request == NULL)) {
        fputs("/>\n", out);
        arena_free(&a);
        return;
    }
    fputs(">\n", out);
    if (element_of(x) == NULL) { /* it counts as passed, and is told all the same */
        fputs("      <system-out>", out);
        put_text(out, info_of(&a, x));
        fputs("</system-out>\n", out);
    } else {
        put_outcome(s, i, out);
    }
    arena_free(&a);
    fputs("    </testcase>\n", out);
}

/* ---- A suite: the cases of one area on one implementation. */

struct counts {
    unsigned tests, failures, errors, skipped;
    double seconds;
};

static void count(struct counts *c, const struct stream_result *x)
{
    const char *element = x == NULL ? NULL : element_of(x);

    c->tests += x != NULL;
    c->seconds += x == NULL ? 0 : x->seconds;
    if (element != NULL) {
        c->failures += strcmp(element, "failure") == 0;
        c->errors += strcmp(element, "error") == 0;
        c->skipped += strcmp(element, "skipped") == 0;
    }
}

static void put_counts(FILE *out, const struct counts *c)
{
    fprintf(out,
            " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\" time=\"%.6f\"",
            c->tests, c->failures, c->errors, c->skipped, c->seconds);
}

static void put_properties(const struct stream *s, size_t impl, FILE *out)
{
    fputs("    <properties>\n", out);
    put_property(out, "implementation", s->impls[impl].label);
    put_property(out, "oracle", s->oracle);
    put_property(out, "level", s->level);
    put_property(out, "membio-conform", s->version);
    put_property(out, "suite", s->suite);
    put_property(out, "protocol", s->protocol);
    put_property(out, "platform", s->platform);
    fputs("    </properties>\n", out);
}

static void put_suite(const struct stream *s, size_t first, size_t end, size_t impl,
                      FILE *out)
{
    struct counts c = {0, 0, 0, 0, 0};
    struct arena a = {NULL};

    for (size_t i = first; i < end; i++) {
        count(&c, stream_result(s, i, impl));
    }
    if (c.tests > 0) {
        fputs("  <testsuite", out);
        put_attribute(
            out, "name",
            arena_printf(&a, "%s [%s]", s->cases[first].area, s->impls[impl].label));
        put_counts(out, &c);
        put_attribute(out, "timestamp", arena_printf(&a, "%.19s", s->started));
        fputs(" hostname=\"localhost\">\n", out);
        put_properties(s, impl, out);
        for (size_t i = first; i < end; i++) {
            if (stream_result(s, i, impl) != NULL) {
                put_case(s, i * s->impls_count + impl, out);
            }
        }
        fputs("  </testsuite>\n", out);
    }
    arena_free(&a);
}

/* What is wrong besides has a suite of its own. */
static void put_flaws(const struct flaws *f, FILE *out)
{
    struct counts c = {(unsigned)f->count, (unsigned)f->count, 0, 0, 0};
    struct arena a = {NULL};

    fputs("  <testsuite name=\"besides the cases\"", out);
    put_counts(out, &c);
    fputs(" hostname=\"localhost\">\n", out);
    for (size_t i = 0; i < f->count; i++) {
        const struct flaw *flaw = &f->list[i];

        fputs("    <testcase", out);
        put_attribute(out, "name", arena_printf(&a, "%s: %s", flaw->kind, flaw->who));
        fputs(" classname=\"besides\" time=\"0\">\n      <failure", out);
        put_attribute(out, "type", flaw->kind);
        put_attribute(out, "message", flaw->text);
        fputs("/>\n    </testcase>\n", out);
    }
    fputs("  </testsuite>\n", out);
    arena_free(&a);
}

static size_t area_end(const struct stream *s, size_t first)
{
    size_t end = first + 1;

    while (end < s->cases_count &&
           strcmp(s->cases[end].area, s->cases[first].area) == 0) {
        end++;
    }
    return end;
}

void report_junit(const struct stream *s, FILE *out)
{
    struct arena a = {NULL};
    struct counts c = {0, 0, 0, 0, 0};
    struct flaws flaws;

    flaws_of(&a, &flaws, s);
    c.tests = c.failures = (unsigned)flaws.count;
    for (size_t i = 0; i < s->cases_count * s->impls_count; i++) {
        count(&c, s->results[i]);
    }
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"membio\"", out);
    put_counts(out, &c);
    fputs(">\n", out);
    for (size_t first = 0, end; first < s->cases_count; first = end) {
        end = area_end(s, first);
        for (size_t impl = 0; impl < s->impls_count; impl++) {
            put_suite(s, first, end, impl, out);
        }
    }
    if (flaws.count > 0) {
        put_flaws(&flaws, out);
    }
    fputs("</testsuites>\n", out);
    arena_free(&a);
}
