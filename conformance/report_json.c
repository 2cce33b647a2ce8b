/* SPDX-License-Identifier: Apache-2.0
 *
 * report_json.c: JSON lines: a header, a line per case and implementation, a footer.
 *
 * A report without its footer was interrupted.
 */
#include "result.h"

/* Writes a text as a JSON string; what is not printable ASCII is escaped. */
static void print_string(FILE *out, const char *text)
{
    if (text == NULL) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\') {
            fprintf(out, "\\%c", *p);
        } else if (*p < ' ' || *p > '~') {
            fprintf(out, "\\u%04x", *p);
        } else {
            fputc(*p, out);
        }
    }
    fputc('"', out);
}

static void print_member(FILE *out, const char *name, const char *text)
{
    fprintf(out, ",\"%s\":", name);
    print_string(out, text);
}

/* What the oath of an adapter has found. */
static void print_findings(const struct impl *impl, FILE *out)
{
    fputs(",\"findings\":[", out);
    for (size_t i = 0; i < impl->findings_count; i++) {
        fprintf(out, "%s{\"check\":\"%s\"", i == 0 ? "" : ",", impl->findings[i].check);
        print_member(out, "text", impl->findings[i].text);
        fputc('}', out);
    }
    fputc(']', out);
}

static void print_header(const struct report *r, FILE *out)
{
    fprintf(out,
            "{\"run\":1,\"version\":\"" PACKAGE_VERSION "\",\"suite\":\"" SUITE_VERSION
            "\",\"protocol\":\"" PROTOCOL_VERSION
            "\",\"cases\":%zu,\"implementations\":[",
            r->suite->cases.count);
    for (size_t i = 0; i < r->impls_count; i++) {
        fprintf(out, "%s{\"oracle\":%s", i == 0 ? "" : ",",
                r->impls[i].oracle ? "true" : "false");
        print_member(out, "name", r->impls[i].name);
        print_member(out, "identity", r->impls[i].identity);
        print_findings(&r->impls[i], out);
        fputc('}', out);
    }
    fputs("]}\n", out);
}

static void print_result(const struct result *x, FILE *out)
{
    fputs("{\"case\":", out);
    print_string(out, x->tc->id);
    print_member(out, "name", x->tc->name);
    print_member(out, "implementation", x->impl->identity);
    print_member(out, "verdict", verdict_name(x->verdict));
    fprintf(out, ",\"facts\":%u,\"seconds\":%.6f", x->facts, x->seconds);
    if (x->request != NULL) {
        fprintf(out, ",\"line\":%u", x->line);
        print_member(out, "request", x->request);
        print_member(out, "want", x->want);
        print_member(out, "got", x->got);
        print_member(out, "by", x->by);
        if (x->weather != NULL) {
            print_member(out, "weather", x->weather);
        }
    }
    if (x->check != NULL) {
        print_member(out, "check", x->check);
    }
    if (x->request != NULL && x->play.swept) {
        fprintf(out, ",\"value\":%lld", (long long)x->play.values[x->run]);
    }
    if (x->note != NULL) {
        print_member(out, "note", x->note);
    }
    if (x->deviation != NULL) {
        print_member(out, "class", x->deviation->class);
        print_member(out, "reason", x->deviation->reason);
        print_member(out, "link", x->deviation->link);
    }
    fputs("}\n", out);
}

void report_json(const struct report *r, FILE *out)
{
    unsigned passed, failed, skipped;

    print_header(r, out);
    for (size_t i = 0; i < r->suite->cases.count * r->impls_count; i++) {
        print_result(&r->results[i], out);
    }
    report_totals(r, &passed, &failed, &skipped);
    fputs("{\"stale\":", out);
    print_string(out, r->stale);
    fprintf(out,
            ",\"passed\":%u,\"failed\":%u,\"skipped\":%u,\"seconds\":%.3f,"
            "\"complete\":"
            "true}\n",
            passed, failed, skipped, r->seconds);
}
