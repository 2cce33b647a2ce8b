/* SPDX-License-Identifier: Apache-2.0
 *
 * head.c: what the page is, who took part, how it went.
 */
#include "page.h"

static void put_totals(const struct page *p, size_t impl)
{
    fputs("<td>", p->out);
    for (int v = 0; v < VERDICTS; v++) {
        unsigned n = stream_count(p->s, (int)impl, (enum verdict)v);

        if (n > 0) {
            fprintf(p->out, "<span class=\"tag %s\">%s %u</span> ", page_looks[v].tone,
                    page_looks[v].word, n);
        }
    }
    fputs("<td><div class=bar>", p->out);
    for (int v = 0; v < VERDICTS; v++) {
        unsigned n = stream_count(p->s, (int)impl, (enum verdict)v);

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
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        const struct stream_impl *it = &p->s->impls[impl];
        double seconds = 0;

        for (size_t i = 0; i < p->s->cases_count; i++) {
            const struct stream_result *x = stream_result(p->s, i, impl);

            seconds += x == NULL ? 0 : x->seconds;
        }
        fputs("<tr><td><b>", p->out);
        html_cut(p->out, it->label, FINDING_MAX);
        html_in(p->out, it->oracle ? "</b> (the oracle)" : "</b>", NULL, "<br><small>");
        html_cut(p->out, it->spec, FINDING_MAX);
        fputs("</small>", p->out);
        put_totals(p, impl);
        fprintf(p->out, "<td class=num>%u<td class=num>%.2f\n", stream_facts(p->s, impl),
                seconds);
    }
    fputs("</table></div>\n", p->out);
}

static bool has_oracle(const struct stream *s)
{
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        if (s->impls[impl].oracle) {
            return true;
        }
    }
    return false;
}

/* The first that is read: whether all is as it should be. */
static void put_verdict(const struct page *p)
{
    unsigned passed, failed, skipped, facts = 0;

    stream_totals(p->s, &passed, &failed, &skipped);
    for (size_t impl = 0; impl < p->s->impls_count; impl++) {
        facts += stream_facts(p->s, impl);
    }
    fprintf(
        p->out,
        "<p class=\"verdict %s\">%u passed, %u failed, %u skipped; %u comparisons: %s\n",
        stream_as_expected(p->s) ? "pass" : "bad", passed, failed, skipped, facts,
        stream_judgement(p->s));
}

static void put_versions(const struct page *p)
{
    html_in(p->out, "<p class=soft>membio-conform ", p->s->version, ", suite ");
    html_in(p->out, "", p->s->suite, ", adapter protocol ");
    html_in(p->out, "", p->s->protocol, "");
    fprintf(p->out, ". %zu cases in %.1f seconds, written ", p->s->cases_count,
            p->s->seconds);
    html_in(p->out, "", p->s->started, ".\n");
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
            "</style></head>\n<body%s><header><h1>Memory-BIO TLS conformance</h1>\n",
            p->s->impls_count > 4 ? " class=many" : "");
    put_verdict(p);
    fprintf(p->out,
            "<p>Every case makes calls on two TLS endpoints that share nothing but bytes "
            "in memory. What each call gives is compared with what the case states%s.\n",
            has_oracle(p->s) ? " and with what the oracle gave"
                             : "; this run had no oracle");
    put_versions(p);
    put_implementations(p);
    fputs("</header><nav><div><a href=\"#findings\">Findings</a>"
          "<a href=\"#matrix\">Matrix</a>",
          p->out);
    fputs(page_has_pairs(p->s) ? "<a href=\"#pairs\">Client x server</a>" : "", p->out);
    fputs(p->s->differences_count > 0 ? "<a href=\"#oracles\">Oracles</a>" : "", p->out);
    fputs(page_has_timeline(p->s) ? "<a href=\"#timeline\">Timeline</a>" : "", p->out);
    fputs("<a href=\"#cases\">Cases</a><a href=\"#clauses\">Clauses</a></div></nav>\n"
          "<main>\n",
          p->out);
}
