/* SPDX-License-Identifier: Apache-2.0
 *
 * write.c: from a run to the lines of doc/report.md: the first, the last, all.
 */
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "conformance/impl/pair.h"
#include "conformance/sweep.h"
#include "conformance/weathers.h"
#include "json.h"
#include "write.h"

const char *stream_label(struct arena *a, const struct report *r, size_t impl)
{
    unsigned same = 1;

    for (size_t i = 0; i < impl; i++) {
        same += strcmp(r->impls[i].identity, r->impls[impl].identity) == 0;
    }
    return same == 1 ? r->impls[impl].identity
                     : arena_printf(a, "%s #%u", r->impls[impl].identity, same);
}

/* What an oath has found; `end` is who took it, of a pair. */
static void add_findings(json_t *array, const struct impl *it, const char *end)
{
    struct arena a = {NULL};

    for (size_t i = 0; i < it->findings_count; i++) {
        json_t *one = js_check(json_object());
        const struct finding *f = &it->findings[i];

        js_put(one, "check", f->check);
        js_put(one, "text",
               end == NULL ? f->text : arena_printf(&a, "%s: %s", end, f->text));
        js_add(array, one);
    }
    arena_free(&a);
}

static json_t *findings(const struct impl *it)
{
    json_t *array = js_check(json_array());
    struct arena a = {NULL};

    add_findings(array, it, NULL);
    for (int who = 0; who < ENDPOINTS && it->end[who] != NULL; who++) {
        add_findings(array, it->end[who],
                     pair_end(&a, it, endpoint_letter((enum endpoint)who)));
    }
    arena_free(&a);
    return array;
}

/* How an end of a pair is called where it is a column of its own, too. */
static const char *end_label(struct arena *a, const struct report *r,
                             const struct impl *end)
{
    for (size_t i = 0; i < r->impls_count; i++) {
        if (&r->impls[i] == end) {
            return stream_label(a, r, i);
        }
    }
    return end == NULL ? NULL : end->identity;
}

static json_t *implementation(const struct report *r, size_t impl)
{
    const struct impl *it = &r->impls[impl];
    json_t *object = js_check(json_object()), *traits = js_check(json_object());
    struct arena a = {NULL};

    js_put(object, "label", stream_label(&a, r, impl));
    js_put(object, "name", it->traits_count == 0 ? it->name : it->traits[0].value);
    js_put(object, "lib", it->lib);
    js_put(object, "caps", it->caps);
    js_put(object, "spec", it->spec);
    js_put(object, "client", end_label(&a, r, it->end[CLIENT]));
    js_put(object, "server", end_label(&a, r, it->end[SERVER]));
    js_set(object, "oracle", json_boolean(it->oracle));
    js_set(object, "usable", json_boolean(it->usable));
    for (size_t i = 0; i < it->traits_count; i++) {
        js_put(traits, it->traits[i].name, it->traits[i].value);
    }
    js_set(object, "traits", traits);
    js_set(object, "findings", findings(it));
    arena_free(&a);
    return object;
}

static json_t *clauses(const struct suite *suite)
{
    json_t *array = js_check(json_array());

    for (size_t i = 0; i < suite->clauses_count; i++) {
        json_t *clause = js_check(json_array());

        js_add(clause, js_text(suite->clauses[i].id));
        js_add(clause, js_text(suite->clauses[i].class));
        js_add(clause, js_text(suite->clauses[i].summary));
        js_add(array, clause);
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
    js_put(object, name, text);
}

static void put_platform(json_t *object)
{
    struct utsname u;
    struct arena a = {NULL};

    if (uname(&u) == 0) {
        js_put(object, "platform", arena_printf(&a, "%s %s", u.sysname, u.machine));
    }
    arena_free(&a);
}

static json_t *head(const struct report *r)
{
    json_t *object = js_check(json_object()), *impls = js_check(json_array());

    js_put(object, "type", "run");
    js_set(object, "schema", json_integer(STREAM_SCHEMA));
    js_put(object, "version", PACKAGE_VERSION);
    js_put(object, "suite", SUITE_VERSION);
    js_put(object, "protocol", PROTOCOL_VERSION);
    js_put(object, "directory", r->suite->dir);
    js_put(object, "level", level_name(r->how.level));
    js_put(object, "frozen", r->how.frozen);
    js_put(object, "oracle", r->how.oracle);
    js_set(object, "timeout", json_real(r->how.timeout));
    js_set(object, "seed", json_integer((json_int_t)r->how.seed));
    js_put(object, "shard", r->how.shard);
    js_put(object, "weather", r->how.weather);
    js_put(object, "sweep", r->how.sweep);
    js_set(object, "deep", json_boolean(r->sweeps.deep));
    js_set(object, "cases", json_integer((json_int_t)r->suite->cases.count));
    put_time(object, "written");
    put_platform(object);
    for (size_t i = 0; i < r->impls_count; i++) {
        js_add(impls, implementation(r, i));
    }
    js_set(object, "implementations", impls);
    js_set(object, "clauses", clauses(r->suite));
    return object;
}

/* ---- The foot. */

/* The lines that begin so. */
static json_t *lines_with(const char *word, const char *text)
{
    json_t *array = js_check(json_array());
    struct arena a = {NULL};

    while (text != NULL && *text != '\0') {
        size_t n = strcspn(text, "\n");

        if (strncmp(text, word, strlen(word)) == 0) {
            js_add(array, js_text(arena_text(&a, text, n)));
        }
        text += n + (text[n] == '\n');
    }
    arena_free(&a);
    return array;
}

/* What else an implementation has gone through: sweeps, weather, what that has not shown. */
static json_t *trials(const struct report *r)
{
    json_t *array = js_check(json_array());
    struct arena a = {NULL};

    for (size_t i = 0; i < r->impls_count; i++) {
        const char *weather = weathers_text(&a, r, i);
        json_t *one = js_check(json_object()), *thin = js_check(json_array());

        js_put(one, "implementation", stream_label(&a, r, i));
        js_put(one, "weather", weather);
        js_set(one, "sweeps", json_integer(sweep_runs(r, i)));
        for (unsigned k = 0; k < weathers_thin(r, i); k++) {
            js_add(thin, js_text(weathers_thin_name(&a, r, i, k)));
        }
        js_set(one, "thin", thin);
        js_add(array, one);
    }
    arena_free(&a);
    return array;
}

static json_t *foot(const struct report *r)
{
    json_t *object = js_check(json_object());
    unsigned passed, failed, skipped, facts = 0;
    bool complete = true;

    report_totals(r, &passed, &failed, &skipped);
    for (size_t i = 0; i < r->suite->cases.count * r->impls_count; i++) {
        facts += r->results[i].facts;
        complete = complete && r->results[i].played;
    }
    js_put(object, "type", "end");
    js_set(object, "stale", lines_with("STALE", r->stale));
    js_set(object, "reviews", lines_with("REVIEW", r->stale));
    js_set(object, "trials", trials(r));
    js_set(object, "passed", json_integer(passed));
    js_set(object, "failed", json_integer(failed));
    js_set(object, "skipped", json_integer(skipped));
    js_set(object, "facts", json_integer(facts));
    js_set(object, "seconds", json_real(r->seconds));
    js_set(object, "complete", json_boolean(complete));
    return object;
}

static void keep(struct arena *a, struct stream_lines *lines, json_t *line)
{
    lines->line = arena_grow(a, lines->line, lines->count, sizeof *lines->line);
    lines->line[lines->count++] = line;
}

struct keeper {
    struct arena *a;
    struct stream_lines *lines;
};

static void keep_difference(void *arg, json_t *line)
{
    const struct keeper *k = arg;

    keep(k->a, k->lines, line);
}

void stream_lines(struct arena *a, const struct report *r, struct stream_lines *lines)
{
    struct keeper keeper = {a, lines};

    memset(lines, 0, sizeof *lines);
    keep(a, lines, head(r));
    for (size_t tc = 0; tc < r->suite->cases.count; tc++) {
        for (size_t impl = 0; impl < r->impls_count; impl++) {
            if (report_result(r, tc, impl)->played) {
                keep(a, lines, stream_result_line(r, tc, impl));
            }
        }
    }
    timeline_lines(r, keep_difference, &keeper);
    keep(a, lines, foot(r));
}

void stream_lines_free(struct stream_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        json_decref(lines->line[i]);
    }
    lines->count = 0;
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
