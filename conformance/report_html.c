/* SPDX-License-Identifier: Apache-2.0
 *
 * report_html.c: one page that needs nothing else.
 *
 *     head       what it is, who took part, how it went
 *     findings   unexpected verdicts, then known deviations
 *     matrix     cases x implementations; a cell leads to its case
 *     cases      why, clauses, text, traces, and how to run it again
 *     clauses    what the cases cite of the register
 */
#include "page.h"

void report_html(const struct report *r, FILE *out)
{
    struct page p = {r, out, 0};

    page_head(&p);
    page_findings(&p);
    page_matrix(&p);
    page_cases(&p);
    page_clauses(&p);
    fputs("</main><footer>Made by membio-conform; this page needs no network.</footer>\n"
          "<script>",
          out);
    page_script(out);
    fputs("</script></body></html>\n", out);
}
