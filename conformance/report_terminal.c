/* SPDX-License-Identifier: Apache-2.0
 *
 * report_terminal.c: for people at a terminal: quiet when all is well.
 */
#include <string.h>

#include "sweep.h"
#include "weathers.h"

/* A failure is one line, what it means another, and how to see it again a third. */
static void print_failure(const struct report *r, const struct result *x, FILE *out)
{
    fprintf(out, "%s %s %s [%s]", verdict_name(x->verdict), x->tc->id, x->tc->name,
            x->impl->identity);
    if (x->weather != NULL) {
        fprintf(out, " in weather %s", x->weather);
    }
    if (x->request != NULL) {
        if (x->line > 0) {
            fprintf(out, " line %u:", x->line);
        }
        fprintf(out, " %s: ", x->request);
        if (x->play.swept) {
            fprintf(out, "(n=%lld) ", (long long)x->play.values[x->run]);
        }
        fprintf(out, "%s wants %.200s, got %.200s", x->by, x->want, x->got);
    }
    fputc('\n', out);
    if (x->verdict == VERDICT_XPASS || x->verdict == VERDICT_CHANGED) {
        fprintf(out, "  known as: %s (%s:%u)\n", x->deviation->observed,
                x->deviation->file, x->deviation->line);
    }
    if (x->note != NULL && *x->note != '\0') {
        print_lines(out, "  note: ", x->note);
    }
    fprintf(out, "  why: %s\n", x->tc->why == NULL ? "-" : x->tc->why);
    if (x->tc->line > 0) {
        fprintf(out, "  file: %s:%u\n", x->tc->file, x->tc->line);
    }
    fprintf(out, "  again: membio-conform run --suite %s %s%s%s%s %s\n", r->suite->dir,
            x->impl->spec, r->how, x->weather == NULL ? "" : " --weather ",
            x->weather == NULL ? "" : x->weather, x->tc->id);
}

static void print_failures(const struct report *r, FILE *out)
{
    for (size_t i = 0; i < r->suite->cases.count * r->impls_count; i++) {
        if (!verdict_expected(r->results[i].verdict)) {
            print_failure(r, &r->results[i], out);
        }
    }
}

/* Do two entries tell of one cause? */
static bool same_cause(const struct deviation *a, const struct deviation *b)
{
    return strcmp(a->reason, b->reason) == 0 && strcmp(a->link, b->link) == 0;
}

static bool told_before(const struct deviations *all, size_t entry)
{
    for (size_t i = 0; i < entry; i++) {
        if (same_cause(&all->list[i], &all->list[entry])) {
            return true;
        }
    }
    return false;
}

/* A known difference is a finding to show, once for each cause. */
static void print_deviation(const struct report *r, size_t impl,
                            const struct deviation *d, FILE *out)
{
    const char *first = NULL;
    unsigned count = 0;

    for (size_t i = 0; i < r->suite->cases.count; i++) {
        const struct result *x = report_result(r, i, impl);

        if (x->verdict == VERDICT_DEVIATION && same_cause(x->deviation, d)) {
            first = first == NULL ? x->tc->id : first;
            count++;
        }
    }
    if (count > 0) {
        fprintf(out, "  %-14s %s (%u: %s%s)\n                 %s\n", d->class, d->reason,
                count, first, count > 1 ? ", ..." : "", d->link);
    }
}

static void print_deviations(const struct report *r, FILE *out)
{
    for (size_t impl = 0; impl < r->impls_count; impl++) {
        if (report_count(r, (int)impl, VERDICT_DEVIATION) == 0) {
            continue;
        }
        fprintf(out, "\n%s differs from the contract, as known:\n",
                r->impls[impl].identity);
        for (size_t i = 0; i < r->impls[impl].deviations.count; i++) {
            if (!told_before(&r->impls[impl].deviations, i)) {
                print_deviation(r, impl, &r->impls[impl].deviations.list[i], out);
            }
        }
    }
}

static unsigned facts_of(const struct report *r, size_t impl)
{
    unsigned facts = 0;

    for (size_t i = 0; i < r->suite->cases.count; i++) {
        facts += report_result(r, i, impl)->facts;
    }
    return facts;
}

/* Did all implementations pass a case? Then they have put out the same bytes. */
static bool all_pass(const struct report *r, size_t tc)
{
    for (size_t impl = 0; impl < r->impls_count; impl++) {
        if (report_result(r, tc, impl)->verdict != VERDICT_PASS) {
            return false;
        }
    }
    return true;
}

/* What the cases have put onto the wire that all pass, over all values of their sweeps. */
static void print_sent(const struct report *r, size_t impl, FILE *out)
{
    struct sent all = {0, 0};
    unsigned cases = 0;

    for (size_t i = 0; i < r->suite->cases.count; i++) {
        const struct play *play = &report_result(r, i, impl)->play;

        cases += all_pass(r, i);
        for (size_t k = 0; all_pass(r, i) && k < play->count; k++) {
            for (int who = 0; who < ENDPOINTS; who++) {
                const struct sent *sent = &play->traces[k].sent[who];

                all.bytes += sent->bytes;
                all.digest = (all.digest ^ sent->digest) * 0x100000001b3u;
            }
        }
    }
    fprintf(out,
            "    %llu bytes on the wire in the %u cases that all pass, digest %016llx\n",
            (unsigned long long)all.bytes, cases, (unsigned long long)all.digest);
}

static void print_summary(const struct report *r, FILE *out)
{
    fprintf(out, "\n%zu cases in %.1f s\n", r->suite->cases.count, r->seconds);
    for (size_t impl = 0; impl < r->impls_count; impl++) {
        fprintf(out, "  %-36s", r->impls[impl].identity);
        for (int v = 0; v < VERDICTS; v++) {
            unsigned n = report_count(r, (int)impl, (enum verdict)v);

            if (n > 0) {
                fprintf(out, " %s %u", verdict_name((enum verdict)v), n);
            }
        }
        fprintf(out, "; %u facts compared%s\n", facts_of(r, impl),
                r->impls[impl].oracle ? " (the oracle)" : "");
        report_weathers(r, impl, out);
        report_sweeps(r, impl, out);
        if (r->frozen) {
            print_sent(r, impl, out);
        }
    }
}

void report_terminal(const struct report *r, FILE *out)
{
    print_failures(r, out);
    print_deviations(r, out);
    print_summary(r, out);
    if (r->stale != NULL) {
        fprintf(out, "%s", r->stale);
    }
}
