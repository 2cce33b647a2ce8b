/* SPDX-License-Identifier: Apache-2.0
 *
 * side.c: traces side by side.
 *
 *       12 c do_handshake         want_read incoming=0 outgoing=517
 *     > 14 c read 100             ok -                     eof errno=8 lib=SSL
 *          the call               the first implementation the second
 *
 * What all give stands once over the whole width. More than COLUMNS_MAX implementations stand
 * below each other.
 */
#include "side.h"

#include <string.h>

#include "conformance/judge.h"
#include "conformance/screen.h"

#define COLUMNS_MAX 3u
/* Width of the mark and the line number, and of the call. */
#define NUMBER_WIDTH 6u
static const unsigned call_width[] = {26, 26, 22, 17};
/* The most lines of one cell; what is longer ends in dots. */
#define CELL_LINES 4u

/* Cells ---------------------------------------------------------------------------- */

/* Writes one line of a text, and goes on to the next. The last line says that there is more. */
static void print_cell(const char **text, unsigned width, bool last, bool pad)
{
    size_t len = screen_line(*text, width);
    bool more = (*text)[len] != '\0';
    size_t shown = last && more && len > width - 3 ? width - 3 : len;

    for (size_t i = 0; i < shown; i++) {
        putchar((*text)[i] < ' ' || (*text)[i] > '~' ? '?' : (*text)[i]);
    }
    if (last && more) {
        fputs("...", stdout);
        shown += 3;
    }
    if (pad) {
        printf("%*s", (int)(width - shown), "");
    }
    *text += len;
    *text += strspn(*text, " ");
}

static bool any_left(const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (*cells[i] != '\0') {
            return true;
        }
    }
    return false;
}

/* One row: a number, and cells of these widths. */
static void print_row(bool marked, unsigned line, const char **cells,
                      const unsigned *widths, size_t count)
{
    for (unsigned k = 0; k < CELL_LINES && (k == 0 || any_left(cells, count)); k++) {
        if (k == 0) {
            printf("%c%4u ", marked ? '>' : ' ', line);
        } else {
            printf("%*s", (int)NUMBER_WIDTH, "");
        }
        for (size_t i = 0; i < count && (i == 0 || any_left(cells + i, count - i)); i++) {
            if (i > 0) {
                putchar(' ');
            }
            print_cell(&cells[i], widths[i], k + 1 == CELL_LINES,
                       any_left(cells + i + 1, count - i - 1));
        }
        putchar('\n');
    }
}

/* Rows ----------------------------------------------------------------------------- */

/* The run that is shown: the one where somebody differs first. */
static size_t run_of(const struct report *r, size_t tc)
{
    for (size_t i = 0; i < r->impls_count; i++) {
        if (report_result(r, tc, i)->request != NULL) {
            return report_result(r, tc, i)->run;
        }
    }
    return 0;
}

static const struct trace *trace_of(const struct report *r, size_t tc, size_t impl,
                                    size_t run)
{
    const struct play *play = &report_result(r, tc, impl)->play;

    return run < play->count ? &play->traces[run] : NULL;
}

static const struct observation *observation_of(const struct report *r, size_t tc,
                                                size_t impl, size_t run, size_t at)
{
    const struct trace *t = trace_of(r, tc, impl, run);

    return t != NULL && at < t->count ? &t->list[at] : NULL;
}

static bool alike(struct arena *a, const struct result *x, const struct result *y,
                  const struct observation *first, const struct observation *other)
{
    struct observation list[2];
    struct trace want = {.list = &list[0], .count = 1},
                 got = {.list = &list[1], .count = 1};
    static const enum level all[ENDPOINTS] = {LEVEL_CONTRACT, LEVEL_CONTRACT};
    struct comparison how = comparison_of(y, x, all);
    struct difference d;
    unsigned facts = 0;

    if (first == NULL || other == NULL) {
        return first == other;
    }
    list[0] = *first;
    list[1] = *other;
    compare_traces(a, &how, &want, &got, &facts, &d);
    return !d.found;
}

/* Is call `at` the same on all that have played the case? */
static bool all_alike(struct arena *a, const struct report *r, size_t tc, size_t run,
                      size_t at)
{
    size_t first = r->impls_count;

    for (size_t i = 0; i < r->impls_count; i++) {
        if (trace_of(r, tc, i, run) == NULL) {
            continue;
        }
        if (first == r->impls_count) {
            first = i;
        } else if (!alike(a, report_result(r, tc, first), report_result(r, tc, i),
                          observation_of(r, tc, first, run, at),
                          observation_of(r, tc, i, run, at))) {
            return false;
        }
    }
    return true;
}

/* The number of calls of the longest trace. */
static size_t calls_of(const struct report *r, size_t tc, size_t run)
{
    size_t n = 0;

    for (size_t i = 0; i < r->impls_count; i++) {
        const struct trace *t = trace_of(r, tc, i, run);

        n = t != NULL && t->count > n ? t->count : n;
    }
    return n;
}

/* The answer; with the request where it is another one. */
static const char *cell_text(struct arena *a, const struct observation *o,
                             const char *request)
{
    struct answer shown;
    const char *text;

    if (o == NULL) {
        return "(no call)";
    }
    shown = o->answer;
    shown.field[FIELD_NATIVE] = NULL; /* compared with nobody's */
    text = answer_format(a, &shown);
    return strcmp(o->request, request) == 0
               ? text
               : arena_printf(a, "%.60s = %s", o->request, text);
}

static void print_alike(struct arena *a, const struct report *r,
                        const struct observation *o, const struct step *step, bool marked)
{
    unsigned count = (unsigned)r->impls_count;
    unsigned call = call_width[count <= COLUMNS_MAX ? count : 0];
    unsigned widths[] = {call, SCREEN - NUMBER_WIDTH - call - 1};
    bool macro = step->call.op != NULL && step->call.op->kind == OP_MACRO;
    const char *cells[] = {macro ? step->text : o->request, cell_text(a, o, o->request)};

    if (!macro || o->last) { /* of what went well in a macro only the end */
        print_row(marked, step->line, cells, widths, 2);
    }
}

static void print_beside(const struct report *r, const char **cells, unsigned line)
{
    unsigned widths[COLUMNS_MAX + 1];
    unsigned count = (unsigned)r->impls_count, call = call_width[count];

    widths[0] = call;
    for (unsigned i = 1; i <= count; i++) {
        widths[i] = (SCREEN - NUMBER_WIDTH - call) / count - 1;
    }
    print_row(true, line, cells, widths, count + 1);
}

static void print_below(struct arena *a, const struct report *r, const char **cells,
                        unsigned line)
{
    const char *call[] = {cells[0]};
    unsigned whole[] = {SCREEN - NUMBER_WIDTH};

    print_row(true, line, call, whole, 1);
    for (size_t i = 0; i < r->impls_count; i++) {
        wrap_print(arena_printf(a, "      %3zu: ", i + 1), cells[i + 1]);
    }
}

static void print_differing(struct arena *a, const struct report *r, size_t tc,
                            size_t run, size_t at, const struct observation *some,
                            unsigned line)
{
    const char **cells = arena_alloc(a, (r->impls_count + 1) * sizeof *cells);

    cells[0] = some->request;
    for (size_t i = 0; i < r->impls_count; i++) {
        cells[i + 1] =
            trace_of(r, tc, i, run) == NULL
                ? "(not played)"
                : cell_text(a, observation_of(r, tc, i, run, at), some->request);
    }
    if (r->impls_count <= COLUMNS_MAX) {
        print_beside(r, cells, line);
    } else {
        print_below(a, r, cells, line);
    }
}

/* Does a result say that this is the call that is not as it should be? */
static bool is_marked(const struct report *r, size_t tc, size_t run, size_t at)
{
    for (size_t i = 0; i < r->impls_count; i++) {
        const struct result *x = report_result(r, tc, i);

        if (x->request != NULL && x->run == run && x->observation == at) {
            return true;
        }
    }
    return false;
}

unsigned side_differences(struct arena *a, const struct report *r, size_t tc)
{
    size_t run = run_of(r, tc), calls = calls_of(r, tc, run);
    unsigned n = 0;

    for (size_t at = 0; at < calls; at++) {
        n += !all_alike(a, r, tc, run, at);
    }
    for (size_t i = 1; i < r->impls_count && n == 0; i++) {
        n += report_result(r, tc, i)->verdict != report_result(r, tc, 0)->verdict;
    }
    return n;
}

void side_print(struct arena *a, const struct report *r, size_t tc, unsigned limit)
{
    size_t run = run_of(r, tc), calls = calls_of(r, tc, run);
    unsigned shown = 0;

    for (size_t at = 0; at < calls; at++) {
        const struct observation *some = NULL;
        const struct step *step;

        for (size_t i = 0; some == NULL; i++) {
            some = observation_of(r, tc, i, run, at);
        }
        step = &r->suite->cases.list[tc].scenario.steps[some->step];
        if (all_alike(a, r, tc, run, at)) {
            if (limit == 0) {
                print_alike(a, r, some, step, is_marked(r, tc, run, at));
            }
        } else if (limit == 0 || shown < limit) {
            print_differing(a, r, tc, run, at, some, step->line);
            shown++;
        }
    }
}
