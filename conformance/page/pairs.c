/* SPDX-License-Identifier: Apache-2.0
 *
 * pairs.c: clients x servers, when the run has pairs of implementations.
 */
#include "page.h"

#include <string.h>

bool page_has_pairs(const struct stream *s)
{
    for (size_t i = 0; i < s->impls_count; i++) {
        if (s->impls[i].client != NULL && s->impls[i].server != NULL) {
            return true;
        }
    }
    return false;
}

/* One that is both ends is a pair of itself. */
static const char *client_of(const struct stream_impl *it)
{
    return it->client == NULL ? it->label : it->client;
}

static const char *server_of(const struct stream_impl *it)
{
    return it->server == NULL ? it->label : it->server;
}

typedef const char *end_fn(const struct stream_impl *it);

/* Does it meet another one? An oracle, say, that meets nobody would be an empty row. */
static bool is_paired(const struct stream *s, const char *label)
{
    for (size_t i = 0; i < s->impls_count; i++) {
        const struct stream_impl *it = &s->impls[i];

        if (it->client != NULL && it->server != NULL &&
            (strcmp(it->client, label) == 0 || strcmp(it->server, label) == 0)) {
            return true;
        }
    }
    return false;
}

/* Is this the first implementation with that end? */
static bool is_first(const struct stream *s, size_t i, end_fn *end)
{
    for (size_t k = 0; k < i; k++) {
        if (strcmp(end(&s->impls[k]), end(&s->impls[i])) == 0) {
            return false;
        }
    }
    return is_paired(s, end(&s->impls[i]));
}

static size_t find_pair(const struct stream *s, const char *client, const char *server)
{
    for (size_t i = 0; i < s->impls_count; i++) {
        if (strcmp(client_of(&s->impls[i]), client) == 0 &&
            strcmp(server_of(&s->impls[i]), server) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void put_cell(const struct page *p, size_t impl)
{
    unsigned passed = 0, applicable = 0, unexpected = 0;

    for (size_t i = 0; impl != SIZE_MAX && i < p->s->cases_count; i++) {
        const struct stream_result *x = stream_result(p->s, i, impl);

        passed += x != NULL && verdict_right(x->verdict);
        applicable += x != NULL && !verdict_skips(x->verdict);
        unexpected += stream_unexpected(x);
    }
    fputs("<td>", p->out);
    if (impl != SIZE_MAX) {
        fprintf(p->out, "<span class=\"tag %s\">%u/%u</span>",
                unexpected > 0 ? "bad" : "pass", passed, applicable);
    }
}

void page_pairs(const struct page *p)
{
    const struct stream *s = p->s;

    if (!page_has_pairs(s)) {
        return;
    }
    fputs("<h2 id=pairs>Client x server</h2>\n<p>Cases that pass, of those that apply.\n"
          "<div class=wide><table class=plain><tr><th>Client \\ server",
          p->out);
    for (size_t i = 0; i < s->impls_count; i++) {
        if (is_first(s, i, server_of)) {
            fputs("<th>", p->out);
            html_cut(p->out, server_of(&s->impls[i]), TOOLTIP_MAX);
        }
    }
    for (size_t i = 0; i < s->impls_count; i++) {
        if (!is_first(s, i, client_of)) {
            continue;
        }
        fputs("\n<tr><th>", p->out);
        html_cut(p->out, client_of(&s->impls[i]), TOOLTIP_MAX);
        for (size_t k = 0; k < s->impls_count; k++) {
            if (is_first(s, k, server_of)) {
                put_cell(p,
                         find_pair(s, client_of(&s->impls[i]), server_of(&s->impls[k])));
            }
        }
    }
    fputs("\n</table></div>\n", p->out);
}
