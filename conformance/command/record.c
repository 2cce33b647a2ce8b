/* SPDX-License-Identifier: Apache-2.0
 *
 * record.c: membio-conform record: a golden of what oracles answer.
 *
 * A record has to say what the play did: each is played back before it is written, and judged
 * as the play was.
 */
#include "command.h"

#include <string.h>
#include <unistd.h>

#include "conformance/golden/golden.h"
#include "conformance/judge.h"
#include "conformance/output.h"
#include "conformance/signals.h"

static bool refuse(const struct result *r, const char *why)
{
    fprintf(stderr, "membio-conform: %s on %s cannot be recorded: %s\n", r->tc->id,
            r->impl->identity, why);
    return false;
}

/* Is what was recorded the same to a judge? */
static bool check_record(const struct golden *g, size_t oracle, const struct result *r,
                         const struct suite *suite)
{
    static const enum level both[ENDPOINTS] = {LEVEL_CONTRACT, LEVEL_CONTRACT};
    struct arena a = {NULL};
    struct result again = {.tc = r->tc, .impl = r->impl};
    const char *wrong = golden_play(&a, g, oracle, r->tc, &again.play);
    bool ok = wrong == NULL || refuse(r, wrong);

    if (ok) {
        struct golden copy = *g;
        struct golden_variant v = golden_rows(&a, &copy, r->tc, &again.play);

        judge(&a, &again, NULL, both, LEVEL_CONTRACT, suite->world);
        if (again.verdict != r->verdict || again.facts != r->facts) {
            ok = refuse(r, arena_printf(&a, "played %s, recorded %s",
                                        verdict_name(r->verdict),
                                        verdict_name(again.verdict)));
        } else if (!golden_same(
                       &v, golden_variant_of(golden_case_of(g, r->tc->id), oracle))) {
            ok = refuse(r, "the record does not give itself again");
        }
    }
    arena_free(&a);
    return ok;
}

static bool record_one(struct arena *a, struct golden *g, const struct report *report,
                       size_t impl)
{
    size_t oracle = golden_add_oracle(a, g, &report->impls[impl]);
    bool ok = oracle != SIZE_MAX;

    for (size_t i = 0; ok && i < report->suite->cases.count; i++) {
        const struct result *r = report_result(report, i, impl);

        if (r->verdict == VERDICT_NA) {
            continue;
        }
        if (r->play.count == 0 || r->play.fate != PIPE_ALIVE ||
            r->verdict == VERDICT_ISOLATION) {
            ok = refuse(r, verdict_name(r->verdict));
        } else {
            golden_add(a, g, oracle, r->tc, &r->play);
            ok = check_record(g, oracle, r, report->suite);
        }
    }
    return ok;
}

/* Cases of the whole suite, in its order. */
static bool order(struct arena *a, struct golden *g, const char *dir)
{
    struct suite whole;

    if (!suite_load(a, &whole, dir)) {
        return false;
    }
    golden_keep(a, g, &whole.cases);
    return true;
}

static void tell(const struct golden *g, const struct report *report)
{
    for (size_t i = 0; i < report->impls_count; i++) {
        unsigned recorded = 0;

        for (size_t k = 0; k < report->suite->cases.count; k++) {
            recorded += report_result(report, k, i)->verdict != VERDICT_NA;
        }
        fprintf(stderr, "recorded %u cases of %s; %zu are not applicable\n", recorded,
                report->impls[i].identity, report->suite->cases.count - recorded);
    }
    if (g->oracles_count > report->impls_count) {
        fprintf(stderr, "the golden has %zu oracles\n", g->oracles_count);
    }
}

static bool record_all(struct arena *a, const struct options *o, struct golden *g,
                       const struct report *report)
{
    memset(g, 0, sizeof *g);
    g->path = "the golden";
    if (o->output != NULL && access(o->output, F_OK) == 0 &&
        !golden_read(a, g, o->output)) {
        return false;
    }
    for (size_t i = 0; i < report->impls_count; i++) {
        if (!record_one(a, g, report, i)) {
            return false;
        }
    }
    return order(a, g, o->suite);
}

enum exit_status command_record(struct arena *a, const struct options *o)
{
    struct suite suite;
    struct report report;
    struct run_options run = how_to_run(o);
    struct golden g;
    struct output out = {NULL, NULL, NULL};
    enum exit_status status;
    bool ok;

    signals_watch();
    status = open_oracles(a, o, &suite, &report);
    if (status != EXIT_AS_EXPECTED) {
        return status;
    }
    run_cases(a, &report, &run);
    if (!record_all(a, o, &g, &report)) {
        return EXIT_USAGE;
    }
    ok = output_open(a, &out, o->output);
    if (ok) {
        golden_write(&g, o->output == NULL ? stdout : out.out);
        ok = output_close(&out, true);
    }
    tell(&g, &report);
    return ok ? EXIT_AS_EXPECTED : EXIT_USAGE;
}
