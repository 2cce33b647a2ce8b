/* SPDX-License-Identifier: Apache-2.0
 *
 * terminal_summary.c: what each implementation went through, the slowest, totals.
 */
#include <string.h>

#include "terminal.h"

#define SLOWEST 5

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
        terminal_in(out, "    in weather: ", it->weather, "\n");
    }
    for (size_t i = 0; i < it->thin.count; i++) {
        terminal_in(out, "    THIN in weather ", it->thin.word[i],
                    ": nothing was tried again\n");
    }
    if (it->sweeps > 0) {
        fprintf(out, "    in sweeps: %u runs\n", it->sweeps);
    }
    for (size_t i = 0; i < it->findings.count; i++) {
        terminal_in(out, "    not believed: ", it->findings.word[i], "\n");
    }
}

/* Where it differs at a level that it does not claim: how many cases of which areas. */
static void put_unclaimed(const struct stream *s, size_t impl, FILE *out)
{
    unsigned all = stream_count(s, (int)impl, VERDICT_INFO), n = 0;

    if (all == 0) {
        return;
    }
    fprintf(out, "    INFO: %u differ, at a level that it does not claim:", all);
    for (size_t i = 0; i < s->cases_count; i++) {
        const struct stream_result *x = stream_result(s, i, impl);
        const char *area = s->cases[i].area;

        n += x != NULL && x->verdict == VERDICT_INFO;
        if (n > 0 &&
            (i + 1 == s->cases_count || strcmp(area, s->cases[i + 1].area) != 0)) {
            terminal_in(out, " ", area, "");
            fprintf(out, " %u", n);
            n = 0;
        }
    }
    fputc('\n', out);
}

static void put_impl(const struct stream *s, size_t impl, FILE *out)
{
    fputs("  ", out);
    terminal_text(out, s->impls[impl].label);
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
    put_unclaimed(s, impl, out);
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
        terminal_text(out, s->cases[at / s->impls_count].id);
        fprintf(out, " %.2f s", s->results[at]->seconds);
        terminal_in(out, " (", s->impls[at % s->impls_count].name, ")");
    }
    fputs(at == SIZE_MAX && s->cases_count == 0 ? "" : "\n", out);
}

void terminal_summary(const struct stream *s, FILE *out)
{
    fprintf(out, "\n%zu cases in %.1f s%s\n", s->cases_count, s->seconds,
            s->complete ? "" : ", stopped before the end");
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        put_impl(s, impl, out);
    }
    put_slowest(s, out);
    for (size_t i = 0; i < s->stale_count; i++) {
        terminal_in(out, "", s->stale[i], "\n");
    }
    for (size_t i = 0; i < s->reviews_count; i++) {
        terminal_in(out, "", s->reviews[i], "\n");
    }
}

void terminal_totals(const struct stream *s, FILE *out)
{
    unsigned passed, failed, skipped, facts = 0;

    stream_totals(s, &passed, &failed, &skipped);
    for (size_t impl = 0; impl < s->impls_count; impl++) {
        facts += stream_facts(s, impl);
    }
    fprintf(out, "\n%u passed, %u failed, %u skipped; %u comparisons: %s\n", passed,
            failed, skipped, facts, stream_judgement(s));
}
