/* SPDX-License-Identifier: Apache-2.0
 *
 * timeline.c: where the versions of one implementation do not give the same.
 *
 * Versions stand in their order; a cell spans those that gave the same outcome.
 */
#include <string.h>

#include "page.h"

/* Versions of one implementation in a page. */
#define VERSIONS_MAX 64

/* The implementations of one name, by version. */
struct line {
    size_t impl[VERSIONS_MAX];
    size_t count;
};

/* "3.13.0" of "cpython/3.13.0 OpenSSL_3.0.19" */
static const char *version_of(const struct stream_impl *it)
{
    const char *slash = strchr(it->label, '/');

    return slash == NULL ? "" : slash + 1;
}

static bool is_before(const struct stream *s, size_t a, size_t b)
{
    return strverscmp(version_of(&s->impls[a]), version_of(&s->impls[b])) < 0;
}

static void gather(const struct stream *s, const char *name, struct line *line)
{
    line->count = 0;
    for (size_t i = 0; i < s->impls_count && line->count < VERSIONS_MAX; i++) {
        size_t at = line->count;

        if (strcmp(s->impls[i].name, name) != 0 || s->impls[i].client != NULL ||
            !s->impls[i].usable) {
            continue;
        }
        while (at > 0 && is_before(s, i, line->impl[at - 1])) {
            line->impl[at] = line->impl[at - 1];
            at--;
        }
        line->impl[at] = i;
        line->count++;
    }
}

static bool is_first(const struct stream *s, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (strcmp(s->impls[k].name, s->impls[i].name) == 0) {
            return false;
        }
    }
    return true;
}

bool page_has_timeline(const struct stream *s)
{
    struct line line;

    for (size_t i = 0; i < s->impls_count; i++) {
        gather(s, s->impls[i].name, &line);
        if (line.count > 1) {
            return true;
        }
    }
    return false;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_outcome(const struct stream_result *a, const struct stream_result *b)
{
    if (a == NULL || b == NULL) {
        return a == b;
    }
    return a->verdict == b->verdict && same_text(a->request, b->request) &&
           same_text(a->got, b->got);
}

static bool changes(const struct stream *s, size_t tc, const struct line *line)
{
    for (size_t i = 1; i < line->count; i++) {
        if (!same_outcome(stream_result(s, tc, line->impl[i - 1]),
                          stream_result(s, tc, line->impl[i]))) {
            return true;
        }
    }
    return false;
}

static void put_outcome(const struct page *p, const struct stream_result *x, size_t span)
{
    fprintf(p->out, "<td colspan=%zu>", span);
    if (x == NULL) {
        return;
    }
    page_tag(p->out, x->verdict);
    if (x->request != NULL) {
        fputs(" <small>", p->out);
        html_cut(p->out, x->got, TOOLTIP_MAX);
        fputs("</small>", p->out);
    }
}

static void put_row(const struct page *p, size_t tc, const struct line *line)
{
    size_t span;

    fputs("<tr><td>", p->out);
    page_case_link(p->out, &p->s->cases[tc]);
    html_in(p->out, " ", p->s->cases[tc].name, "");
    for (size_t i = 0; i < line->count; i += span) {
        const struct stream_result *x = stream_result(p->s, tc, line->impl[i]);

        span = 1;
        while (i + span < line->count &&
               same_outcome(x, stream_result(p->s, tc, line->impl[i + span]))) {
            span++;
        }
        put_outcome(p, x, span);
    }
    putc('\n', p->out);
}

static void put_line(const struct page *p, const char *name, const struct line *line)
{
    unsigned count = 0;

    html_in(p->out, "<h3>", name,
            "</h3>\n<div class=wide><table class=\"plain time\"><tr><th>Case");
    for (size_t i = 0; i < line->count; i++) {
        fputs("<th>", p->out);
        html_cut(p->out, version_of(&p->s->impls[line->impl[i]]), TOOLTIP_MAX);
    }
    putc('\n', p->out);
    for (size_t tc = 0; tc < p->s->cases_count; tc++) {
        if (changes(p->s, tc, line)) {
            put_row(p, tc, line);
            count++;
        }
    }
    fprintf(p->out,
            "</table></div>\n<p>%u of %zu cases are not the same in all versions.\n",
            count, p->s->cases_count);
}

void page_timeline(const struct page *p)
{
    struct line line;

    if (!page_has_timeline(p->s)) {
        return;
    }
    fputs("<h2 id=timeline>Timeline</h2>\n<p>Where versions of one implementation do not "
          "give the same.\n",
          p->out);
    for (size_t i = 0; i < p->s->impls_count; i++) {
        gather(p->s, p->s->impls[i].name, &line);
        if (is_first(p->s, i) && line.count > 1) {
            put_line(p, p->s->impls[i].name, &line);
        }
    }
}
