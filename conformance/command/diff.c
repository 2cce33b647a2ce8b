/* SPDX-License-Identifier: Apache-2.0
 *
 * diff.c: membio-conform diff.
 */
#include <string.h>

#include "command.h"
#include "conformance/output.h"
#include "conformance/report/difference.h"
#include "conformance/screen.h"

static void put_result(FILE *out, const struct stream_result *x)
{
    char text[400];

    if (x == NULL) {
        fputs("not played", out);
        return;
    }
    fprintf(out, "%s%s", x->flaky != NULL ? "flaky " : "", verdict_name(x->verdict));
    if (x->request != NULL) {
        snprintf(text, sizeof text, " (line %u: %.150s = %.150s)", x->line, x->request,
                 x->got);
        print_text(out, text);
    }
}

/* One change in a line. */
static void put_change(FILE *out, const struct change_row *row)
{
    fprintf(out, "%-8s ", change_name(row->change));
    print_text(out, row->tc->id);
    fputc(' ', out);
    print_text(out, row->tc->name);
    fputs(" [", out);
    print_text(out, row->impl->label);
    fputs("]: ", out);
    put_result(out, row->before);
    fputs(" -> ", out);
    put_result(out, row->after);
    fputc('\n', out);
}

static void put_terminal(const struct changes *changes, FILE *out)
{
    for (size_t i = 0; i < changes->count; i++) {
        put_change(out, &changes->list[i]);
    }
    fprintf(out, "%zu of %zu results changed", changes->count,
            changes->count + changes->of[CHANGE_NONE]);
    for (int c = CHANGE_VERDICT; c < CHANGES; c++) {
        if (changes->of[c] > 0) {
            fprintf(out, ", %s %u", change_name((enum change)c), changes->of[c]);
        }
    }
    fputc('\n', out);
}

/* A run that was stopped cannot be compared. */
static bool read_complete(struct arena *a, struct stream *s, char *const *path)
{
    if (!stream_read(a, s, path, 1)) {
        return false;
    }
    if (!s->complete) {
        fprintf(stderr, "membio-conform: %s: the run was stopped before its end\n",
                *path);
    }
    return s->complete;
}

enum exit_status command_diff(struct arena *a, const struct options *o)
{
    struct stream before, after;
    struct changes changes;
    struct output out;

    if (o->wanted.patterns_count != 2) {
        fputs("membio-conform: diff needs two files\n", stderr);
        return EXIT_USAGE;
    }
    if (!read_complete(a, &before, &o->wanted.patterns[0]) ||
        !read_complete(a, &after, &o->wanted.patterns[1]) ||
        !output_open(a, &out, o->output)) {
        return EXIT_USAGE;
    }
    changes_find(a, &before, &after, &changes);
    if (strcmp(o->format, "markdown") == 0) {
        changes_markdown(&before, &after, &changes, o->output == NULL ? stdout : out.out);
    } else {
        put_terminal(&changes, o->output == NULL ? stdout : out.out);
    }
    if (!output_close(&out, true)) {
        return EXIT_USAGE;
    }
    return changes.count == 0 ? EXIT_AS_EXPECTED : EXIT_UNEXPECTED;
}
