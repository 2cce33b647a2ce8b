/* SPDX-License-Identifier: Apache-2.0
 *
 * result.c: the line of a result.
 *
 *     base    the trace of the oracle, or of the first that has one: whole, once per case
 *     PASS    no trace, but a digest of it
 *     others  the rows that are not as the base's; a number is so many rows alike
 */
#include <inttypes.h>
#include <string.h>

#include "conformance/judge.h"
#include "json.h"
#include "row.h"
#include "write.h"

/* Characters of `want` and `got`. */
#define TEXT_MAX ((size_t)2000)

/* ---- Traces. */

static json_t *row(const struct row *x, const struct row *before)
{
    json_t *object = js_check(json_object());

    if (before == NULL || before->line != x->line) {
        js_set(object, "line", json_integer(x->line));
    }
    js_put(object, "request", x->request);
    js_put(object, "answer", x->answer);
    js_put(object, "native", x->native);
    js_put(object, "wire", x->wire);
    if (before == NULL || strcmp(before->bios, x->bios) != 0) {
        js_put(object, "bios", x->bios);
    }
    return object;
}

static bool is_alike(const struct rows *base, const struct rows *rows, size_t i)
{
    return i < base->count && i < rows->count &&
           strcmp(base->list[i].request, rows->list[i].request) == 0 &&
           strcmp(base->list[i].alike, rows->list[i].alike) == 0;
}

/* The rows, but those that are as the base's; `mark` is told anyway. */
static json_t *rows_beside(const struct rows *rows, const struct rows *base, size_t mark)
{
    json_t *array = js_check(json_array());
    json_int_t alike = 0;
    bool follows = false; /* upon a row that is told */

    for (size_t i = 0; i < rows->count; i++) {
        if (base != NULL && i != mark && is_alike(base, rows, i)) {
            alike++;
            follows = false;
            continue;
        }
        if (alike > 0) {
            js_add(array, json_integer(alike));
        }
        alike = 0;
        js_add(array, row(&rows->list[i], follows ? &rows->list[i - 1] : NULL));
        follows = true;
    }
    if (alike > 0) {
        js_add(array, json_integer(alike));
    }
    return array;
}

static void put_stopped(json_t *object, const char *name, const struct trace *t)
{
    struct arena a = {NULL};

    if (t->end != TRACE_COMPLETE && t->why != NULL) {
        js_put(object, name,
               t->end == TRACE_LOST && t->request != NULL
                   ? arena_printf(&a, "%s at %s", t->why, row_line(&a, t->request))
                   : t->why);
    }
    arena_free(&a);
}

/* The result whose trace the others of the case are told by; NULL when there is none. */
static const struct result *find_base(const struct report *r, size_t tc)
{
    for (size_t impl = 0; impl < r->impls_count; impl++) {
        const struct result *x = report_result(r, tc, impl);

        if (x->played && x->play.count > 0) {
            return x;
        }
    }
    return NULL;
}

static size_t mark_of(const struct result *x)
{
    return x->request == NULL ? SIZE_MAX : x->observation;
}

static void put_trace(json_t *object, const struct report *r, const struct result *x,
                      const struct result *base)
{
    struct arena a = {NULL};
    bool frozen = r->how.frozen != NULL;
    bool passes = x->verdict == VERDICT_PASS || x->verdict == VERDICT_THIN;
    struct rows own, other;

    if (x->play.count == 0 || (x != base && passes)) {
        return;
    }
    own = rows_of(&a, x, x->run, frozen);
    if (x == base) {
        js_set(object, "trace", rows_beside(&own, NULL, SIZE_MAX));
    } else if (x->run < base->play.count) {
        other = rows_of(&a, base, x->run, frozen);
        if (x->run != base->run) {
            js_set(object, "beside", rows_beside(&other, NULL, SIZE_MAX));
        }
        js_set(object, "trace", rows_beside(&own, &other, mark_of(x)));
    } else {
        js_set(object, "beside", json_array());
        js_set(object, "trace", rows_beside(&own, NULL, SIZE_MAX));
    }
    put_stopped(object, "stopped", &x->play.traces[x->run]);
    arena_free(&a);
}

static void put_digest(json_t *object, const struct report *r, const struct result *x)
{
    uint64_t digest = ROWS_DIGEST_START;
    char text[17];

    if (x->play.count == 0) {
        return;
    }
    for (size_t run = 0; run < x->play.count; run++) {
        struct arena a = {NULL};
        struct rows rows = rows_of(&a, x, run, r->how.frozen != NULL);

        digest = rows_digest(digest, &rows, &x->play.traces[run]);
        arena_free(&a);
    }
    snprintf(text, sizeof text, "%016" PRIx64, digest);
    js_put(object, "digest", text);
}

/* What a frozen run has put onto the wire, over all values of the sweep. */
static void put_sent(json_t *object, const struct result *x)
{
    struct sent all = {0, ROWS_DIGEST_START};
    char text[17];

    for (size_t run = 0; run < x->play.count; run++) {
        for (int who = 0; who < ENDPOINTS; who++) {
            const struct sent *sent = &x->play.traces[run].sent[who];

            all.bytes += sent->bytes;
            all.digest = (all.digest ^ sent->digest) * UINT64_C(0x100000001b3);
        }
    }
    snprintf(text, sizeof text, "%016" PRIx64, all.digest);
    js_set(object, "sent", json_integer((json_int_t)all.bytes));
    js_put(object, "sent_digest", text);
}

/* ---- Results. */

static void put_cut(json_t *object, const char *name, const char *text)
{
    struct arena a = {NULL};
    size_t len = text == NULL ? 0 : strlen(text);

    js_put(object, name,
           len <= TEXT_MAX
               ? text
               : arena_printf(&a, "%.*s... (%zu characters)", (int)TEXT_MAX, text, len));
    arena_free(&a);
}

static json_t *words(const struct words *w)
{
    json_t *array = js_check(json_array());

    for (size_t i = 0; i < w->count; i++) {
        js_add(array, js_text(w->word[i]));
    }
    return array;
}

static json_t *about(const struct report *r, size_t tc)
{
    const struct tcase *it = &r->suite->cases.list[tc];
    json_t *object = js_check(json_object());
    struct arena a = {NULL};

    js_set(object, "at", json_integer((json_int_t)it->at));
    js_put(object, "name", it->name);
    js_put(object, "area", suite_area(&a, it));
    js_put(object, "level", level_name(it->level));
    js_put(object, "why", it->why);
    js_set(object, "clauses", words(&it->clauses));
    js_put(object, "file", it->file);
    js_set(object, "line", json_integer(it->line));
    js_set(object, "text_line", json_integer(it->body_line));
    js_put(object, "text", arena_text(&a, it->body.p, it->body.len));
    arena_free(&a);
    return object;
}

/* Bytes that TLS made are random: so many bytes, in place of themselves. */
static const char *harmless(struct arena *a, const struct report *r,
                            const struct result *x, const char *text)
{
    const struct trace *t = x->run < x->play.count ? &x->play.traces[x->run] : NULL;
    bool opaque =
        t != NULL && x->observation < t->count && row_is_opaque(&t->list[x->observation]);

    return text == NULL || !opaque || r->how.frozen != NULL
               ? text
               : row_blind(a, text, !case_sizes_vary(x->tc));
}

static void put_difference(json_t *object, const struct report *r, const struct result *x)
{
    struct arena a = {NULL};

    js_set(object, "line", json_integer(x->line));
    js_put(object, "request", row_line(&a, x->request));
    put_cut(object, "want", harmless(&a, r, x, x->want));
    put_cut(object, "got", harmless(&a, r, x, x->got));
    js_put(object, "by", x->by);
    js_put(object, "end", x->end);
    js_set(object, "at", json_integer((json_int_t)x->observation));
    arena_free(&a);
}

static void put_deviation(json_t *object, const struct deviation *d)
{
    json_t *inner = js_check(json_object());

    js_put(inner, "class", d->class);
    js_put(inner, "reason", d->reason);
    js_put(inner, "link", d->link);
    js_put(inner, "since", d->since);
    js_put(inner, "observed", d->observed);
    js_put(inner, "file", d->file);
    js_set(inner, "line", json_integer(d->line));
    js_set(object, "deviation", inner);
}

static void put_notes(json_t *object, const struct result *x)
{
    if (x->verdict == VERDICT_NA) {
        js_put(object, "needs", x->note);
    } else if (x->note != NULL && *x->note != '\0') {
        js_put(object, x->note == x->play.evidence ? "native" : "note", x->note);
    }
    js_put(object, "check", x->check);
    js_put(object, "weather", x->weather);
}

json_t *stream_result_line(const struct report *r, size_t tc, size_t impl)
{
    const struct result *x = report_result(r, tc, impl), *base = find_base(r, tc);
    json_t *object = js_check(json_object());
    struct arena a = {NULL};

    js_put(object, "type", "result");
    js_put(object, "case", x->tc->id);
    js_put(object, "implementation", stream_label(&a, r, impl));
    js_put(object, "verdict", verdict_name(x->verdict));
    js_set(object, "facts", json_integer(x->facts));
    js_set(object, "seconds", json_real(x->seconds));
    put_digest(object, r, x);
    if (r->how.frozen != NULL) {
        put_sent(object, x);
    }
    if (x->play.swept) {
        js_set(object, "value", json_integer(x->play.values[x->run]));
        js_set(object, "runs", json_integer((json_int_t)x->play.count));
    }
    if (x->request != NULL) {
        put_difference(object, r, x);
    }
    put_notes(object, x);
    js_put(object, "flaky", x->flaky);
    if (x->deviation != NULL) {
        put_deviation(object, x->deviation);
    }
    if (impl == 0) {
        js_set(object, "about", about(r, tc));
    }
    put_trace(object, r, x, base);
    arena_free(&a);
    return object;
}
