/* SPDX-License-Identifier: Apache-2.0
 *
 * stream.c: asking a stream.
 */
#include "stream.h"

#include <string.h>

#include "conformance/shell.h"

const struct stream_result *stream_result(const struct stream *s, size_t tc, size_t impl)
{
    return s->results[tc * s->impls_count + impl];
}

const struct stream_clause *stream_clause(const struct stream *s, const char *id)
{
    for (size_t i = 0; i < s->clauses_count; i++) {
        if (strcmp(s->clauses[i].id, id) == 0) {
            return &s->clauses[i];
        }
    }
    return NULL;
}

unsigned stream_count(const struct stream *s, int impl, enum verdict verdict)
{
    unsigned n = 0;

    for (size_t i = 0; i < s->cases_count * s->impls_count; i++) {
        bool counts = impl < 0 || i % s->impls_count == (size_t)impl;

        n += counts && s->results[i] != NULL && s->results[i]->verdict == verdict;
    }
    return n;
}

bool stream_unexpected(const struct stream_result *x)
{
    return x != NULL && (!verdict_expected(x->verdict) || x->flaky != NULL);
}

void stream_totals(const struct stream *s, unsigned *passed, unsigned *failed,
                   unsigned *skipped)
{
    *passed = *skipped = 0;
    *failed = (unsigned)s->stale_count;
    for (size_t i = 0; i < s->impls_count; i++) {
        *failed += (unsigned)s->impls[i].thin.count;
    }
    for (size_t i = 0; i < s->cases_count * s->impls_count; i++) {
        const struct stream_result *x = s->results[i];

        if (stream_unexpected(x)) {
            *failed += 1;
        } else if (x != NULL && verdict_skips(x->verdict)) {
            *skipped += 1;
        } else if (x != NULL) {
            *passed += 1;
        }
    }
}

/* Findings on adapters are no results. */
static bool is_believed(const struct stream *s)
{
    for (size_t i = 0; i < s->impls_count; i++) {
        if (s->impls[i].findings.count > 0) {
            return false;
        }
    }
    return true;
}

const char *stream_judgement(const struct stream *s)
{
    unsigned passed, failed, skipped;

    stream_totals(s, &passed, &failed, &skipped);
    return !is_believed(s) ? "NOT as expected: an adapter is not believed"
           : failed > 0    ? "NOT as expected"
           : passed == 0   ? "nothing applied"
                           : "all as expected";
}

bool stream_as_expected(const struct stream *s)
{
    unsigned passed, failed, skipped;

    stream_totals(s, &passed, &failed, &skipped);
    return is_believed(s) && failed == 0 && passed > 0;
}

unsigned stream_facts(const struct stream *s, size_t impl)
{
    unsigned facts = 0;

    for (size_t i = 0; i < s->cases_count; i++) {
        const struct stream_result *x = stream_result(s, i, impl);

        facts += x == NULL ? 0 : x->facts;
    }
    return facts;
}

const char *stream_path(const struct stream *s, const char *path)
{
    size_t len = strlen(s->directory);

    while (len > 0 && s->directory[len - 1] == '/') {
        len--;
    }
    return len > 0 && strncmp(path, s->directory, len) == 0 && path[len] == '/'
               ? path + len + strspn(path + len, "/")
               : path;
}

/* ---- The command that plays a case again. */

/* The option for the oracle; the oracle itself is judged by the case alone. */
static char *oracle_words(struct arena *a, const struct stream *s, size_t impl)
{
    bool alone = s->oracle == NULL || s->impls[impl].oracle;

    return arena_printf(a, " --oracle %s", alone ? "none" : shell_word(a, s->oracle));
}

/* The command without its options for weather and sweeps. */
static char *command_words(struct arena *a, const struct stream *s, const char *command)
{
    char *text = arena_printf(a, "membio-conform %s --suite %s", command,
                              shell_word(a, s->directory));

    if (s->frozen != NULL) {
        text = arena_printf(a, "%s --frozen %s", text, shell_word(a, s->frozen));
    } else if (strcmp(s->level, "contract") != 0) {
        text = arena_printf(a, "%s --level %s", text, s->level);
    }
    if (s->timeout > 0 && s->timeout != 2) {
        text = arena_printf(a, "%s --timeout %g", text, s->timeout);
    }
    return text;
}

/* A case is called by its id, or, where the suite does not have it, by its file. */
static const char *case_word(const struct stream *s, const struct stream_case *tc)
{
    size_t len = s->directory == NULL ? 0 : strlen(s->directory);
    bool inside =
        tc->line == 0 || tc->file == NULL ||
        (strncmp(tc->file, s->directory == NULL ? "" : s->directory, len) == 0 &&
         strncmp(tc->file + len, "/cases/", 7) == 0);

    return inside ? tc->id : tc->file;
}

static char *add_names(struct arena *a, const struct stream *s, char *text, size_t tc,
                       size_t impl)
{
    return arena_printf(a, "%s%s %s %s", text, oracle_words(a, s, impl),
                        s->impls[impl].spec, shell_word(a, case_word(s, &s->cases[tc])));
}

static char *add_sweep(struct arena *a, const struct stream *s, char *text)
{
    return s->sweep == NULL
               ? text
               : arena_printf(a, "%s --sweep %s%s", text, shell_word(a, s->sweep),
                              s->deep ? " --deep" : "");
}

char *stream_again(struct arena *a, const struct stream *s, size_t tc, size_t impl)
{
    const struct stream_result *x = stream_result(s, tc, impl);
    char *text = add_sweep(a, s, command_words(a, s, "run"));

    if (x != NULL && x->weather != NULL) {
        text = arena_printf(a, "%s --weather %s", text, shell_word(a, x->weather));
    }
    return add_names(a, s, text, tc, impl);
}

char *stream_again_any(struct arena *a, const struct stream *s)
{
    char *text = add_sweep(a, s, command_words(a, s, "run"));

    text = arena_printf(a, "%s --oracle %s", text,
                        s->oracle == NULL ? "none" : shell_word(a, s->oracle));
    for (size_t i = 0; i < s->impls_count; i++) {
        text =
            s->impls[i].oracle ? text : arena_printf(a, "%s %s", text, s->impls[i].spec);
    }
    return arena_printf(a, "%s ID", text);
}

char *stream_explain(struct arena *a, const struct stream *s, size_t tc, size_t impl)
{
    return s->cases[tc].line == 0
               ? NULL
               : add_names(a, s, command_words(a, s, "explain"), tc, impl);
}
