/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: one page that needs nothing else.
 *
 *     head       what it is, who took part, how it went
 *     findings   unexpected verdicts, then known deviations
 *     matrix     cases x implementations; a cell leads to its case
 *     pairs      clients x servers
 *     timeline   what changed between versions of one implementation
 *     cases      why, clauses, text, traces, and how to run it again
 *     openings   what many cases do alike
 *     clauses    the register: cited, exercised, proved
 */
#include "conformance/report/report.h"
#include "page.h"

void report_html(const struct stream *s, FILE *out)
{
    struct arena a = {NULL};
    struct page p = {.s = s, .out = out, .a = &a};

    page_openings_count(&p);
    page_head(&p);
    page_findings(&p);
    page_matrix(&p);
    page_pairs(&p);
    page_oracles(&p);
    page_timeline(&p);
    page_cases(&p);
    page_openings(&p);
    page_clauses(&p);
    fputs("</main><footer>Made by membio-conform; this page needs no network.</footer>\n"
          "<script>",
          out);
    page_script(out);
    fputs("</script></body></html>\n", out);
    arena_free(&a);
}
