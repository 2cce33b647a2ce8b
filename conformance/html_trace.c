/* SPDX-License-Identifier: Apache-2.0
 *
 * html_trace.c: answers, the state of BIOs, one trace.
 */
#include "html_trace.h"

#include <inttypes.h>
#include <string.h>

/* The words of the implementation itself, percent-encoded on the way here. */
static void put_native(FILE *out, const char *word)
{
    struct arena a = {NULL};
    uint8_t *text;
    size_t len;

    fputs(" <small>", out);
    if (parse_text(&a, (struct slice){word, strlen(word)}, &text, &len)) {
        html_slice(out, (const char *)text,
                   len < HTML_TEXT_SHOWN ? len : HTML_TEXT_SHOWN);
    } else {
        html_cut(out, word, HTML_TEXT_SHOWN);
    }
    fputs("</small>", out);
    arena_free(&a);
}

static void put_answer(FILE *out, const struct answer *answer)
{
    const struct value *v = &answer->value;

    fputs(status_name(answer->status), out);
    switch (v->kind) {
    case VALUE_ABSENT: break;
    case VALUE_NONE: fputs(" none", out); break;
    case VALUE_INT: fprintf(out, " %" PRId64, v->num); break;
    case VALUE_BYTES:
        putc(' ', out);
        html_bytes(out, v->data, v->len);
        break;
    case VALUE_WORDS:
        putc(' ', out);
        html_cut(out, (const char *)v->data, HTML_TEXT_SHOWN);
        break;
    }
    for (int i = 0; i < FIELD_NATIVE; i++) {
        if (answer->field[i] != NULL) {
            fprintf(out, " %s=", field_name((enum field)i));
            html_cut(out, answer->field[i], HTML_TEXT_SHOWN);
        }
    }
    if (answer->field[FIELD_NATIVE] != NULL) {
        put_native(out, answer->field[FIELD_NATIVE]);
    }
}

void html_answer(FILE *out, const struct observation *o)
{
    put_answer(out, &o->answer);
    if (o->carried_len > 0) {
        putc(' ', out);
        html_bytes(out, o->carried, o->carried_len);
    }
}

void html_request(FILE *out, const char *request)
{
    html_line(out, (struct slice){request, strlen(request)});
}

void html_line_number(FILE *out, const struct tcase *tc, const struct trace *t, size_t i)
{
    const struct observation *o = &t->list[i];

    if (i == 0 || o->step != t->list[i - 1].step) {
        fprintf(out, "%u", tc->scenario.steps[o->step].line);
    }
}

void html_bio(FILE *out, const struct bio_state *bio)
{
    if (bio->pending < 0) {
        putc('?', out);
    } else {
        fprintf(out, "%" PRId64 "%s", bio->pending, bio->eof ? " eof" : "");
    }
}

bool html_same_bio(const struct bio_state *a, const struct bio_state *b)
{
    return a->pending == b->pending && a->eof == b->eof;
}

/* The four BIOs, where they are not as one observation before. */
static void put_bios(FILE *out, const struct trace *t, size_t i)
{
    for (int who = 0; who < ENDPOINTS; who++) {
        for (int k = 0; k < BIOS; k++) {
            const struct bio_state *bio = &t->list[i].bio[who][k];

            fputs("<td>", out);
            if (i == 0 || !html_same_bio(bio, &t->list[i - 1].bio[who][k])) {
                html_bio(out, bio);
            }
        }
    }
}

void html_end(FILE *out, const struct trace *t, int columns)
{
    if (t->end != TRACE_COMPLETE && t->why != NULL) {
        fprintf(out, "<tr class=bad><td><td colspan=%d>stopped: ", columns);
        html_cut(out, t->why, HTML_TEXT_SHOWN);
        if (t->end == TRACE_LOST && t->request != NULL) {
            fputs(" at ", out);
            html_request(out, t->request);
        }
    }
}

void html_trace(FILE *out, const struct tcase *tc, const struct trace *t, size_t mark)
{
    fputs("<div class=wide><table class=trace><tr><th>line<th>request<th>answer"
          "<th>c in<th>c out<th>s in<th>s out\n",
          out);
    for (size_t i = 0; i < t->count && i < HTML_ROWS_MAX; i++) {
        fputs(i == mark ? "<tr class=bad><td>" : "<tr><td>", out);
        html_line_number(out, tc, t, i);
        fputs("<td>", out);
        html_request(out, t->list[i].request);
        fputs("<td>", out);
        html_answer(out, &t->list[i]);
        put_bios(out, t, i);
        putc('\n', out);
    }
    if (t->count > HTML_ROWS_MAX) {
        fprintf(out, "<tr class=fold><td><td colspan=6>%zu calls more\n",
                t->count - HTML_ROWS_MAX);
    }
    html_end(out, t, 6);
    fputs("</table></div>\n", out);
}
