/* SPDX-License-Identifier: Apache-2.0
 *
 * page_head.c: what the page is, who took part, how it went.
 */
#include "page.h"

#include <time.h>

static void put_totals(const struct page *p, size_t impl)
{
    fputs("<td>", p->out);
    for (int v = 0; v < VERDICTS; v++) {
        unsigned n = report_count(p->r, (int)impl, (enum verdict)v);

        if (n > 0) {
            fprintf(p->out, "<span class=\"tag %s\">%s %u</span> ", page_looks[v].tone,
                    page_looks[v].word, n);
        }
    }
    fputs("<td><div class=bar>", p->out);
    for (int v = 0; v < VERDICTS; v++) {
        unsigned n = report_count(p->r, (int)impl, (enum verdict)v);

        if (n > 0) {
            fprintf(p->out, "<i class=%s style=\"flex:%u\"></i>", page_looks[v].tone, n);
        }
    }
    fputs("</div>", p->out);
}

static void put_implementations(const struct page *p)
{
    fputs("<div class=wide><table class=plain><tr><th>Implementation<th>Verdicts<th>"
          "<th class=num>Facts compared<th class=num>Seconds\n",
          p->out);
    for (size_t impl = 0; impl < p->r->impls_count; impl++) {
        const struct impl *it = &p->r->impls[impl];
        unsigned facts = 0;
        double seconds = 0;

        for (size_t i = 0; i < p->r->suite->cases.count; i++) {
            facts += report_result(p->r, i, impl)->facts;
            seconds += report_result(p->r, i, impl)->seconds;
        }
        fputs("<tr><td><b>", p->out);
        html_cut(p->out, it->identity, FINDING_MAX);
        html_in(p->out, it->oracle ? "</b> (the oracle)" : "</b>", NULL, "<br><small>");
        html_cut(p->out, it->spec, FINDING_MAX);
        fputs("</small>", p->out);
        put_totals(p, impl);
        fprintf(p->out, "<td class=num>%u<td class=num>%.2f\n", facts, seconds);
    }
    fputs("</table></div>\n", p->out);
}

static void put_date(FILE *out)
{
    char text[32] = "";
    time_t now = time(NULL);
    struct tm tm;

    if (gmtime_r(&now, &tm) != NULL) {
        strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &tm);
    }
    fputs(text, out);
}

void page_head(const struct page *p)
{
    fputs("<!doctype html>\n<html lang=en><head><meta charset=utf-8>\n"
          "<meta name=viewport content=\"width=device-width,initial-scale=1\">\n"
          "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; "
          "form-action 'none'\">\n<title>membio conformance</title>\n<style>",
          p->out);
    page_style(p->out);
    fprintf(p->out,
            "</style></head>\n<body%s><header><h1>Memory-BIO TLS conformance</h1>\n"
            "<p>Every case makes calls on two TLS endpoints that share nothing but bytes "
            "in memory. What each call gives is compared with what the case states%s. "
            "<p class=soft>membio-conform " PACKAGE_VERSION ", suite " SUITE_VERSION
            ", adapter protocol " PROTOCOL_VERSION
            ". %zu cases in %.1f seconds, written ",
            p->r->impls_count > 4 ? " class=many" : "",
            p->r->impls[0].oracle ? " and with what the oracle gave"
                                  : "; this run had no oracle",
            p->r->suite->cases.count, p->r->seconds);
    put_date(p->out);
    fputs(".\n", p->out);
    put_implementations(p);
    fputs("</header><nav><div><a href=\"#findings\">Findings</a>"
          "<a href=\"#matrix\">Matrix</a><a href=\"#cases\">Cases</a>"
          "<a href=\"#clauses\">Clauses</a></div></nav>\n<main>\n",
          p->out);
}
