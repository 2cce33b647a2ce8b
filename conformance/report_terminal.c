/* SPDX-License-Identifier: Apache-2.0
 *
 * report_terminal.c: for people at a terminal: quiet when all is well.
 *
 * Texts of adapters and of files made elsewhere are printed without what a terminal
 * obeys.
 */
#include <string.h>

#include "failure.h"
#include "timeline.h"

/* Failures that are told with their reasons; of the others a line and the command. */
#define TOLD_MAX 3
/* Characters of a text from outside. */
#define TEXT_MAX 200
#define SLOWEST  5

static void put_text(FILE *out, const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len && i < TEXT_MAX; i++) {
        fputc(text[i] < ' ' || text[i] > '~' ? '?' : text[i], out);
    }
    fputs(len > TEXT_MAX ? "..." : "", out);
}

static void put_in(FILE *out, const char *before, const char *text, const char *after)
{
    fputs(before, out);
    put_text(out, text);
    fputs(after, out);
}

static void put_why(const struct stream *s, const struct stream_case *tc, FILE *out)
{
    for (size_t i = 0; i < tc->clauses.count; i++) {
        const struct stream_clause *clause = stream_clause(s, tc->clauses.word[i]);

        put_in(out, "  clause: ", tc->clauses.word[i], " ");
        put_in(out, "", clause == NULL ? "(not in the register)" : clause->summary, "\n");
    }
    put_in(out, "  why: ", tc->why == NULL ? "-" : tc->why, "\n");
    if (tc->line > 0) {
        put_in(out, "  file: ", tc->file, "");
        fprintf(out, ":%u\n", tc->line);
    }
}

static void put_notes(const struct stream_result *x, FILE *out)
{
    if (x->verdict == VERDICT_XPASS || x->verdict == VERDICT_CHANGED) {
        put_in(out, "  known as: ", x->deviation->observed, " (");
        put_in(out, "", x->deviation->file, "");
        fprintf(out, ":%u)\n", x->deviation->line);
    }
    if (x->check != NULL) {
        put_in(out, "  check: ", x->check, "\n");
    }
    if (x->note != NULL) {
        print_lines(out, "  note: ", x->note);
    }
    if (x->flaky != NULL) {
        print_lines(out, "  flaky: ", x->flaky);
    }
    if (x->native != NULL) {
        print_lines(out, "  it said: ", x->native);
    }
}

/* What differs is one line; how to see it again another. */
static void put_failure(const struct stream *s, size_t i, bool told, FILE *out)
{
    const struct stream_result *x = s->results[i];
    const struct stream_case *tc = &s->cases[i / s->impls_count];
    struct arena a = {NULL};

    put_in(out, verdict_name(x->verdict), "", " ");
    put_in(out, "", tc->id, " ");
    put_in(out, "", tc->name, " [");
    put_in(out, "", s->impls[i % s->impls_count].label, "]");
    if (x->weather != NULL) {
        put_in(out, " in weather ", x->weather, "");
    }
    if (x->request != NULL) {
        if (x->line > 0) {
            fprintf(out, " line %u:", x->line);
        }
        put_in(out, " ", x->request, ": ");
        if (x->swept) {
            fprintf(out, "(n=%lld) ", (long long)x->value);
        }
        put_in(out, "", x->by, " wants ");
        put_in(out, "", x->want, ", got ");
        put_text(out, x->got);
    }
    fputc('\n', out);
    put_notes(x, out);
    if (told) {
        put_why(s, tc, out);
    }
    print_lines(out,
                "  again: ", stream_again(&a, s, i / s->impls_count, i % s->impls_count));
    arena_free(&a);
}

static void put_failures(const struct stream *s, FILE *out)
{
    unsigned count = 0;

    for (size_t i = 0; i < s->cases_count * s->impls_count; i++) {
        if (stream_unexpected(s->results[i])) {
            put_failure(s, i, count++ < TOLD_MAX, out);
        }
    }
}

/* ---- Known differences. */

/* Do two entries tell of one cause? */
static bool same_cause(const struct stream_deviation *a, const struct stream_deviation *b)
{
    return strcmp(a->reason, b->reason) == 0 && strcmp(a->link, b->link) == 0;
}

static const struct stream_deviation *deviation_at(const struct stream *s, size_t tc,
                                                   size_t impl)
{
    const struct stream_result *x = stream_result(s, tc, impl);

    return x != NULL && x->verdict == VERDICT_DEVIATION ? x->deviation : NULL;
}

static bool told_before(const struct stream *s, size_t tc, size_t impl)
{
    for (size_t i = 0; i < tc; i++) {
        const struct stream_deviation *d = deviation_at(s, i, impl);

        if (d != NULL && same_cause(d, deviation_at(s, tc, impl))) {
            return true;
        }
    }
    return false;
}

/* A known difference is a finding to show, once for each cause. */
static void put_deviation(const struct stream *s, size_t first, size_t impl, FILE *out)
{
    const struct stream_deviation *d = deviation_at(s, first, impl);
    unsigned count = 0;

    for (size_t i = first; i < s->cases_count; i++) {
        const struct stream_deviation *other = deviation_at(s, i, impl);

        count += other != NULL && same_cause(other, d);
    }
    fprintf(out, "  %-14.14s ", d->class);
    put_text(out, d->reason);
    fprintf(out, " (%u: ", count);
    put_in(out, "", s->cases[first].id, count > 1 ? ", ...)" : ")");
    put_in(out, "\n                 ", d->link, "\n");
}

static void put_deviations(const struct stream *s, FILE *out)
{
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        if (stream_count(s, (int)impl, VERDICT_DEVIATION) > 0) {
            put_in(out, "\n", s->impls[impl].label,
                   " differs from the contract, as known:\n");
        }
        for (size_t i = 0; i < s->cases_count; i++) {
            if (deviation_at(s, i, impl) != NULL && !told_before(s, i, impl)) {
                put_deviation(s, i, impl, out);
            }
        }
    }
}

/* ---- The summary. */

/* Did all implementations pass a case? Then they have put out the same bytes. */
static bool all_pass(const struct stream *s, size_t tc)
{
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        const struct stream_result *x = stream_result(s, tc, impl);

        if (x == NULL || x->verdict != VERDICT_PASS || x->sent_digest == NULL) {
            return false;
        }
    }
    return true;
}

/* What the cases have put onto the wire that all pass. */
static void put_sent(const struct stream *s, size_t impl, FILE *out)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325), bytes = 0;
    unsigned cases = 0;

    for (size_t i = 0; i < s->cases_count; i++) {
        const struct stream_result *x = stream_result(s, i, impl);

        if (!all_pass(s, i)) {
            continue;
        }
        cases++;
        bytes += x->sent;
        for (const char *p = x->sent_digest; *p != '\0'; p++) {
            digest = (digest ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
        }
    }
    fprintf(out,
            "    %llu bytes on the wire in the %u cases that all pass, digest %016llx\n",
            (unsigned long long)bytes, cases, (unsigned long long)digest);
}

/* What it has gone through besides the cases. */
static void put_trials(const struct stream_impl *it, FILE *out)
{
    if (it->weather != NULL) {
        put_in(out, "    in weather: ", it->weather, "\n");
    }
    for (size_t i = 0; i < it->thin.count; i++) {
        put_in(out, "    THIN in weather ", it->thin.word[i],
               ": nothing was tried again\n");
    }
    if (it->sweeps > 0) {
        fprintf(out, "    in sweeps: %u runs\n", it->sweeps);
    }
    for (size_t i = 0; i < it->findings.count; i++) {
        put_in(out, "    not believed: ", it->findings.word[i], "\n");
    }
}

static void put_impl(const struct stream *s, size_t impl, FILE *out)
{
    fputs("  ", out);
    put_text(out, s->impls[impl].label);
    for (size_t n = strlen(s->impls[impl].label); n < 36; n++) {
        fputc(' ', out);
    }
    for (int v = 0; v < VERDICTS; v++) {
        unsigned n = stream_count(s, (int)impl, (enum verdict)v);

        if (n > 0) {
            fprintf(out, " %s %u", verdict_name((enum verdict)v), n);
        }
    }
    fprintf(out, "; %u facts compared%s\n", stream_facts(s, impl),
            s->impls[impl].oracle ? " (the oracle)" : "");
    put_trials(&s->impls[impl], out);
    if (s->frozen != NULL) {
        put_sent(s, impl, out);
    }
}

/* The slowest cell that is not slower than the one told before. */
static size_t next_slowest(const struct stream *s, size_t before)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < s->cases_count * s->impls_count; i++) {
        const struct stream_result *x = s->results[i];
        const struct stream_result *told = before == SIZE_MAX ? NULL : s->results[before];

        if (x == NULL || x->seconds <= 0 || i == before ||
            (told != NULL && (x->seconds > told->seconds ||
                              (x->seconds >= told->seconds && i < before)))) {
            continue;
        }
        if (best == SIZE_MAX || x->seconds > s->results[best]->seconds) {
            best = i;
        }
    }
    return best;
}

static void put_slowest(const struct stream *s, FILE *out)
{
    size_t at = SIZE_MAX;

    for (int i = 0; i < SLOWEST; i++) {
        at = next_slowest(s, at);
        if (at == SIZE_MAX) {
            break;
        }
        fputs(i == 0 ? "  slowest: " : ", ", out);
        put_text(out, s->cases[at / s->impls_count].id);
        fprintf(out, " %.2f s", s->results[at]->seconds);
        put_in(out, " (", s->impls[at % s->impls_count].name, ")");
    }
    fputs(at == SIZE_MAX && s->cases_count == 0 ? "" : "\n", out);
}

void report_terminal(const struct stream *s, FILE *out)
{
    put_failures(s, out);
    put_deviations(s, out);
    fprintf(out, "\n%zu cases in %.1f s%s\n", s->cases_count, s->seconds,
            s->complete ? "" : ", stopped before the end");
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        put_impl(s, impl, out);
    }
    put_slowest(s, out);
    for (size_t i = 0; i < s->stale_count; i++) {
        put_in(out, "", s->stale[i], "\n");
    }
    for (size_t i = 0; i < s->reviews_count; i++) {
        put_in(out, "", s->reviews[i], "\n");
    }
    timeline_terminal(s, out);
    failure_print(s, out);
}
