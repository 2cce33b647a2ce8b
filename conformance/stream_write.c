/* SPDX-License-Identifier: Apache-2.0
 *
 * stream_write.c: from a run to the lines of doc/report.md.
 *
 *     base    the trace of the oracle, or of the first that has one: whole, once per case
 *     PASS    no trace, but a digest of it
 *     others  the rows that are not as the base's; a number is so many rows alike
 */
#include <inttypes.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "judge.h"
#include "stream.h"
#include "stream_row.h"

/* Characters of `want` and `got`. */
#define TEXT_MAX ((size_t)2000)

static json_t *check(json_t *value)
{
    if (value == NULL) {
        fputs("membio-conform: out of memory\n", stderr);
        exit(99);
    }
    return value;
}

/* Sets a member; takes `value` over. */
static void set(json_t *object, const char *name, json_t *value)
{
    if (json_object_set_new(object, name, check(value)) != 0) {
        check(NULL);
    }
}

static void add(json_t *array, json_t *value)
{
    if (json_array_append_new(array, check(value)) != 0) {
        check(NULL);
    }
}

json_t *stream_text(const char *text)
{
    struct arena a = {NULL};
    json_t *made;

    if (text == NULL) {
        return json_null();
    }
    made = json_string(text);
    if (made == NULL) { /* no UTF-8 */
        char *ascii = arena_alloc(&a, 4 * strlen(text) + 1), *q = ascii;

        for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
            q += sprintf(q, *p < 0x80 ? "%c" : "\\x%02x", *p);
        }
        made = json_string(ascii);
        arena_free(&a);
    }
    return check(made);
}

/* Sets a text when there is one. */
static void put(json_t *object, const char *name, const char *text)
{
    if (text != NULL) {
        set(object, name, stream_text(text));
    }
}

static void put_cut(json_t *object, const char *name, const char *text)
{
    struct arena a = {NULL};
    size_t len = text == NULL ? 0 : strlen(text);

    put(object, name,
        len <= TEXT_MAX
            ? text
            : arena_printf(&a, "%.*s... (%zu characters)", (int)TEXT_MAX, text, len));
    arena_free(&a);
}

static json_t *words(const struct words *w)
{
    json_t *array = check(json_array());

    for (size_t i = 0; i < w->count; i++) {
        add(array, stream_text(w->word[i]));
    }
    return array;
}

/* ---- The head. */

static const char *label_of(struct arena *a, const struct report *r, size_t impl)
{
    unsigned same = 1;

    for (size_t i = 0; i < impl; i++) {
        same += strcmp(r->impls[i].identity, r->impls[impl].identity) == 0;
    }
    return same == 1 ? r->impls[impl].identity
                     : arena_printf(a, "%s #%u", r->impls[impl].identity, same);
}

static json_t *implementation(const struct report *r, size_t impl)
{
    const struct impl *it = &r->impls[impl];
    json_t *object = check(json_object()), *traits = check(json_object());
    struct arena a = {NULL};

    put(object, "label", label_of(&a, r, impl));
    put(object, "name", it->traits_count == 0 ? it->name : it->traits[0].value);
    put(object, "lib", it->lib);
    put(object, "caps", it->caps);
    put(object, "spec", it->spec);
    set(object, "oracle", json_boolean(it->oracle));
    set(object, "usable", json_boolean(it->usable));
    for (size_t i = 0; i < it->traits_count; i++) {
        put(traits, it->traits[i].name, it->traits[i].value);
    }
    set(object, "traits", traits);
    arena_free(&a);
    return object;
}

static json_t *clauses(const struct suite *suite)
{
    json_t *array = check(json_array());

    for (size_t i = 0; i < suite->clauses_count; i++) {
        json_t *clause = check(json_array());

        add(clause, stream_text(suite->clauses[i].id));
        add(clause, stream_text(suite->clauses[i].class));
        add(clause, stream_text(suite->clauses[i].summary));
        add(array, clause);
    }
    return array;
}

static void put_time(json_t *object, const char *name)
{
    char text[32] = "";
    time_t now = time(NULL);
    struct tm tm;

    if (gmtime_r(&now, &tm) != NULL) {
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    }
    put(object, name, text);
}

static void put_platform(json_t *object)
{
    struct utsname u;
    struct arena a = {NULL};

    if (uname(&u) == 0) {
        put(object, "platform", arena_printf(&a, "%s %s", u.sysname, u.machine));
    }
    arena_free(&a);
}

static json_t *head(const struct report *r)
{
    json_t *object = check(json_object()), *impls = check(json_array());

    put(object, "type", "run");
    set(object, "schema", json_integer(STREAM_SCHEMA));
    put(object, "version", PACKAGE_VERSION);
    put(object, "suite", SUITE_VERSION);
    put(object, "protocol", PROTOCOL_VERSION);
    put(object, "directory", r->suite->dir);
    put(object, "level", level_name(r->how.level));
    put(object, "frozen", r->how.frozen);
    put(object, "oracle", r->how.oracle);
    set(object, "timeout", json_real(r->how.timeout));
    set(object, "seed", json_integer((json_int_t)r->how.seed));
    put(object, "shard", r->how.shard);
    set(object, "cases", json_integer((json_int_t)r->suite->cases.count));
    put_time(object, "written");
    put_platform(object);
    for (size_t i = 0; i < r->impls_count; i++) {
        add(impls, implementation(r, i));
    }
    set(object, "implementations", impls);
    set(object, "clauses", clauses(r->suite));
    return object;
}

/* ---- Traces. */

static json_t *row(const struct row *x, const struct row *before)
{
    json_t *object = check(json_object());

    if (before == NULL || before->line != x->line) {
        set(object, "line", json_integer(x->line));
    }
    put(object, "request", x->request);
    put(object, "answer", x->answer);
    put(object, "native", x->native);
    put(object, "wire", x->wire);
    if (before == NULL || strcmp(before->bios, x->bios) != 0) {
        put(object, "bios", x->bios);
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
    json_t *array = check(json_array());
    json_int_t alike = 0;
    bool follows = false; /* upon a row that is told */

    for (size_t i = 0; i < rows->count; i++) {
        if (base != NULL && i != mark && is_alike(base, rows, i)) {
            alike++;
            follows = false;
            continue;
        }
        if (alike > 0) {
            add(array, json_integer(alike));
        }
        alike = 0;
        add(array, row(&rows->list[i], follows ? &rows->list[i - 1] : NULL));
        follows = true;
    }
    if (alike > 0) {
        add(array, json_integer(alike));
    }
    return array;
}

static void put_stopped(json_t *object, const char *name, const struct trace *t)
{
    struct arena a = {NULL};

    if (t->end != TRACE_COMPLETE && t->why != NULL) {
        put(object, name,
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
        set(object, "trace", rows_beside(&own, NULL, SIZE_MAX));
    } else if (x->run < base->play.count) {
        other = rows_of(&a, base, x->run, frozen);
        if (x->run != base->run) {
            set(object, "beside", rows_beside(&other, NULL, SIZE_MAX));
        }
        set(object, "trace", rows_beside(&own, &other, mark_of(x)));
    } else {
        set(object, "beside", json_array());
        set(object, "trace", rows_beside(&own, NULL, SIZE_MAX));
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
    put(object, "digest", text);
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
    set(object, "sent", json_integer((json_int_t)all.bytes));
    put(object, "sent_digest", text);
}

/* ---- Results. */

static json_t *about(const struct report *r, size_t tc)
{
    const struct tcase *it = &r->suite->cases.list[tc];
    json_t *object = check(json_object());
    struct arena a = {NULL};

    set(object, "at", json_integer((json_int_t)it->at));
    put(object, "name", it->name);
    put(object, "area", suite_area(&a, it));
    put(object, "level", level_name(it->level));
    put(object, "why", it->why);
    set(object, "clauses", words(&it->clauses));
    put(object, "file", it->file);
    set(object, "line", json_integer(it->line));
    set(object, "text_line", json_integer(it->body_line));
    put(object, "text", arena_text(&a, it->body.p, it->body.len));
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

    set(object, "line", json_integer(x->line));
    put(object, "request", row_line(&a, x->request));
    put_cut(object, "want", harmless(&a, r, x, x->want));
    put_cut(object, "got", harmless(&a, r, x, x->got));
    put(object, "by", x->by);
    set(object, "at", json_integer((json_int_t)x->observation));
    arena_free(&a);
}

static void put_deviation(json_t *object, const struct deviation *d)
{
    json_t *inner = check(json_object());

    put(inner, "class", d->class);
    put(inner, "reason", d->reason);
    put(inner, "link", d->link);
    put(inner, "since", d->since);
    put(inner, "observed", d->observed);
    put(inner, "file", d->file);
    set(inner, "line", json_integer(d->line));
    set(object, "deviation", inner);
}

static void put_notes(json_t *object, const struct result *x)
{
    if (x->verdict == VERDICT_NA) {
        put(object, "needs", x->note);
    } else if (x->note != NULL && *x->note != '\0') {
        put(object, x->note == x->play.evidence ? "native" : "note", x->note);
    }
}

json_t *stream_result_line(const struct report *r, size_t tc, size_t impl)
{
    const struct result *x = report_result(r, tc, impl), *base = find_base(r, tc);
    json_t *object = check(json_object());
    struct arena a = {NULL};

    put(object, "type", "result");
    put(object, "case", x->tc->id);
    put(object, "implementation", label_of(&a, r, impl));
    put(object, "verdict", verdict_name(x->verdict));
    set(object, "facts", json_integer(x->facts));
    set(object, "seconds", json_real(x->seconds));
    put_digest(object, r, x);
    if (r->how.frozen != NULL) {
        put_sent(object, x);
    }
    if (x->play.swept) {
        set(object, "value", json_integer(x->play.values[x->run]));
        set(object, "runs", json_integer((json_int_t)x->play.count));
    }
    if (x->request != NULL) {
        put_difference(object, r, x);
    }
    put_notes(object, x);
    put(object, "flaky", x->flaky);
    if (x->deviation != NULL) {
        put_deviation(object, x->deviation);
    }
    if (impl == 0) {
        set(object, "about", about(r, tc));
    }
    put_trace(object, r, x, base);
    arena_free(&a);
    return object;
}

/* ---- The foot. */

static json_t *stale(const char *text)
{
    json_t *array = check(json_array());
    struct arena a = {NULL};

    while (text != NULL && *text != '\0') {
        size_t n = strcspn(text, "\n");

        add(array, stream_text(arena_text(&a, text, n)));
        text += n + (text[n] == '\n');
    }
    arena_free(&a);
    return array;
}

static json_t *foot(const struct report *r)
{
    json_t *object = check(json_object());
    unsigned passed, failed, skipped, facts = 0;
    bool complete = true;

    report_totals(r, &passed, &failed, &skipped);
    for (size_t i = 0; i < r->suite->cases.count * r->impls_count; i++) {
        facts += r->results[i].facts;
        complete = complete && r->results[i].played;
    }
    put(object, "type", "end");
    set(object, "stale", stale(r->stale));
    set(object, "passed", json_integer(passed));
    set(object, "failed", json_integer(failed));
    set(object, "skipped", json_integer(skipped));
    set(object, "facts", json_integer(facts));
    set(object, "seconds", json_real(r->seconds));
    set(object, "complete", json_boolean(complete));
    return object;
}

static void keep(struct arena *a, struct stream_lines *lines, json_t *line)
{
    lines->line = arena_grow(a, lines->line, lines->count, sizeof *lines->line);
    lines->line[lines->count++] = line;
}

void stream_lines(struct arena *a, const struct report *r, struct stream_lines *lines)
{
    memset(lines, 0, sizeof *lines);
    keep(a, lines, head(r));
    for (size_t tc = 0; tc < r->suite->cases.count; tc++) {
        for (size_t impl = 0; impl < r->impls_count; impl++) {
            if (report_result(r, tc, impl)->played) {
                keep(a, lines, stream_result_line(r, tc, impl));
            }
        }
    }
    keep(a, lines, foot(r));
}

void stream_lines_free(struct stream_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        json_decref(lines->line[i]);
    }
    lines->count = 0;
}

void stream_print(FILE *out, const json_t *line)
{
    json_dumpf(line, out, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(6));
    fputc('\n', out);
}

static void strip_rows(json_t *rows)
{
    size_t i;
    json_t *one;

    json_array_foreach(rows, i, one)
    {
        json_object_del(one, "native");
    }
}

void stream_timeless(json_t *line)
{
    json_object_del(line, "seconds");
    json_object_del(line, "written");
    json_object_del(line, "native");
    strip_rows(json_object_get(line, "trace"));
    strip_rows(json_object_get(line, "beside"));
}
