/* SPDX-License-Identifier: Apache-2.0
 *
 * page.h: the page being written, its parts, and what they share.
 *
 *     report_html.c -> page_head, _findings, _matrix, _case (-> _trace), _pairs, _oracles, _timeline,
 *                      _clauses -> page.c, page_style.c -> html.c, html_trace.c,
 *                      html_compare.c
 *
 * Markup leaves out closing tags where HTML does.
 */
#ifndef CONFORMANCE_PAGE_H
#define CONFORMANCE_PAGE_H

#include "html.h"
#include "stream.h"

/* Characters of a text from outside in a tooltip, in a finding. */
#define TOOLTIP_MAX 120
#define FINDING_MAX 600

struct page {
    const struct stream *s;
    FILE *out;
    unsigned comparisons; /* of traces, up to now */
};

/* How a verdict looks: a word, and a tone that is a class of the style. */
struct page_look {
    const char *word, *tone, *meaning;
};
extern const struct page_look page_looks[VERDICTS];

/* The parts, in their order. page_pairs writes nothing without pairs, page_oracles without
 * several oracles, page_timeline without several versions of one implementation; page_has_pairs and page_has_timeline tell. */
void page_head(const struct page *p);
void page_findings(const struct page *p);
void page_matrix(const struct page *p);
void page_pairs(const struct page *p);
void page_oracles(const struct page *p);
void page_timeline(const struct page *p);
void page_cases(struct page *p);
void page_clauses(const struct page *p);
bool page_has_pairs(const struct stream *s);
bool page_has_timeline(const struct stream *s);

/* page_traces writes what each implementation gave in a case. */
void page_traces(struct page *p, size_t tc);

/* page_style writes the text of the style element, page_script that of the script. */
void page_style(FILE *out);
void page_script(FILE *out);

/* page_tag writes a verdict, page_case_link a link to a case. */
void page_tag(FILE *out, enum verdict v);
void page_case_link(FILE *out, const struct stream_case *tc);

/* page_details writes what is wrong with a result, or known of it; else nothing. */
void page_details(FILE *out, const struct stream_result *x);

/* page_area_size counts the cases from `first` on that are of one area. */
bool page_same_area(const struct page *p, size_t i, size_t k);
size_t page_area_size(const struct page *p, size_t first);

#endif
