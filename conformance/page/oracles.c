/* SPDX-License-Identifier: Apache-2.0
 *
 * oracles.c: where versions of the oracle differ, by cause.
 */
#include <string.h>

#include "conformance/report/timeline.h"
#include "page.h"

static const struct stream_case *find_case(const struct stream *s, const char *id)
{
    for (size_t i = 0; i < s->cases_count; i++) {
        if (strcmp(s->cases[i].id, id) == 0) {
            return &s->cases[i];
        }
    }
    return NULL;
}

static void put_cases(const struct page *p, const struct cause *c)
{
    fprintf(p->out, "<td>%zu: <small>", c->count);
    for (size_t i = 0; i < c->count; i++) {
        const struct stream_case *tc = find_case(p->s, c->list[i]->id);

        if (tc != NULL) {
            putc(' ', p->out);
            page_case_link(p->out, tc);
        }
    }
    fputs("</small>\n", p->out);
}

static void put_cell(const struct page *p, const char *text)
{
    fputs("<td class=mono>", p->out);
    html_cut(p->out, text, TOOLTIP_MAX);
}

void page_oracles(const struct page *p)
{
    struct arena a = {NULL};
    struct causes all = timeline_causes(&a, p->s);

    if (all.count > 0) {
        fputs("<h2 id=oracles>Versions of the oracle</h2>\n<p>The first call of a case "
              "that "
              "two neighbours do not answer alike.\n<div class=wide><table class=\"plain "
              "time\"><tr><th>From<th>To<th>Call<th>Before<th>After<th>Cases\n",
              p->out);
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct cause *c = &all.list[i];

        html_in(p->out, "<tr><td>", timeline_version(c->from), "");
        html_in(p->out, "<td>", timeline_version(c->to), "");
        put_cell(p, c->call);
        put_cell(p, c->before);
        put_cell(p, c->after);
        put_cases(p, c);
    }
    fputs(all.count > 0 ? "</table></div>\n" : "", p->out);
    arena_free(&a);
}
