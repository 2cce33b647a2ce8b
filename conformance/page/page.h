/* SPDX-License-Identifier: Apache-2.0
 *
 * page.h: the page being written, its parts, and what they share.
 *
 *     report.c -> page_head, _findings, _matrix, _case (-> _play, _trace), _pairs, _oracles,
 *                 _timeline, _clauses: a file each, which is called so
 *              -> page.c, style.c -> html.c, html_trace.c, html_compare.c
 *
 * Markup leaves out closing tags where HTML does.
 */
#ifndef CONFORMANCE_PAGE_H
#define CONFORMANCE_PAGE_H

#include "conformance/stream/stream.h"
#include "html.h"

/* Characters of a text from outside in a tooltip, in a finding. */
#define TOOLTIP_MAX 120
#define FINDING_MAX 600

struct opening; /* opening.c */

struct page {
    const struct stream *s;
    FILE *out;
    struct arena *a;
    unsigned comparisons;     /* of traces, up to now */
    struct opening *openings; /* what lines of cases did in many calls */
    size_t openings_count;
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

/* page_play writes the lines of a case, and beside them what its base gave; `mark` is the row
 * to point at, SIZE_MAX for none; with `words` its own words, too. */
void page_play(struct page *p, const struct stream_case *tc, size_t mark, bool words);

/* The rows that one line has given, from `first` on: page_opening_rows counts them. When
 * several cases have the same, they are told once: page_openings_count looks for those,
 * page_opening_link leads there, or is false, page_openings writes them. */
size_t page_opening_rows(const struct stream_trace *t, size_t first);
void page_openings_count(struct page *p);
bool page_opening_link(const struct page *p, const struct stream_trace *t, size_t first,
                       size_t count);
void page_openings(const struct page *p);

/* page_style writes the text of the style element, page_script that of the script. */
void page_style(FILE *out);
void page_script(FILE *out);

/* page_tag writes a verdict, page_case_link a link to a case. */
void page_tag(FILE *out, enum verdict v);
void page_case_link(FILE *out, const struct stream_case *tc);

/* page_link writes a link to what has this id: a case, a clause. */
void page_link(FILE *out, const char *id);

/* page_details writes what is wrong with a result, or known of it; else nothing. */
void page_details(const struct page *p, const struct stream_result *x);

/* page_area_size counts the cases from `first` on that are of one area. */
size_t page_area_size(const struct page *p, size_t first);

#endif
