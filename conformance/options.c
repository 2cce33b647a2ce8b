/* SPDX-License-Identifier: Apache-2.0
 *
 * options.c: the command line.
 */
#include "command.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define JOBS_MAX 64

enum option_id {
    OPT_IMPL = 256,
    OPT_ADAPTER,
    OPT_ORACLE,
    OPT_LEVEL,
    OPT_SUITE,
    OPT_JOBS,
    OPT_TIMEOUT,
    OPT_FORMAT,
    OPT_HTML,
    OPT_TOTALS,
    OPT_FROZEN,
    OPT_WEATHER,
    OPT_SWEEP,
    OPT_DEEP,
    OPT_CLAUSE,
    OPT_STOP
};

static const struct option long_options[] = {
    {"impl", required_argument, NULL, OPT_IMPL},
    {"adapter", required_argument, NULL, OPT_ADAPTER},
    {"oracle", required_argument, NULL, OPT_ORACLE},
    {"level", required_argument, NULL, OPT_LEVEL},
    {"suite", required_argument, NULL, OPT_SUITE},
    {"jobs", required_argument, NULL, OPT_JOBS},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"html", required_argument, NULL, OPT_HTML},
    {"totals", required_argument, NULL, OPT_TOTALS},
    {"frozen", required_argument, NULL, OPT_FROZEN},
    {"weather", required_argument, NULL, OPT_WEATHER},
    {"sweep", required_argument, NULL, OPT_SWEEP},
    {"deep", no_argument, NULL, OPT_DEEP},
    {"clause", required_argument, NULL, OPT_CLAUSE},
    {"stop", no_argument, NULL, OPT_STOP},
    {NULL, 0, NULL, 0},
};

static bool refuse(const char *option, const char *value, const char *why)
{
    fprintf(stderr, "membio-conform: %s %s: %s\n", option, value, why);
    return false;
}

static void add_impl(struct arena *a, struct options *o, const char *text,
                     bool is_command)
{
    o->impls = arena_grow(a, o->impls, o->impls_count, sizeof *o->impls);
    o->impls[o->impls_count++] = (struct impl_spec){text, is_command};
}

static void add_clause(struct arena *a, struct selection *s, const char *glob)
{
    s->clauses = arena_grow(a, s->clauses, s->clauses_count, sizeof *s->clauses);
    s->clauses[s->clauses_count++] = glob;
}

static bool set_level(struct options *o, const char *text)
{
    struct slice name = {text, strlen(text)};

    if (!level_by_name(name, &o->level) || o->level == LEVEL_ALIVE ||
        o->level == LEVEL_WIRE) {
        return refuse("--level", text, "not stream, signal or contract");
    }
    return true;
}

static bool set_jobs(struct options *o, const char *text)
{
    struct slice word = {text, strlen(text)};
    int64_t n;

    if (!parse_int(word, &n) || n < 1 || n > JOBS_MAX) {
        return refuse("--jobs", text, "not a number from 1 to 64");
    }
    o->jobs = (unsigned)n;
    return true;
}

static bool set_timeout(struct options *o, const char *text)
{
    char *end;
    double seconds = strtod(text, &end);

    if (end == text || *end != '\0' || !(seconds >= 0.1 && seconds <= 3600)) {
        return refuse("--timeout", text, "not a number of seconds from 0.1 to 3600");
    }
    o->timeout = seconds;
    return true;
}

static bool set_format(struct options *o, const char *text)
{
    if (strcmp(text, "terminal") != 0 && strcmp(text, "tap") != 0 &&
        strcmp(text, "json") != 0) {
        return refuse("--format", text, "not terminal, tap or json");
    }
    o->format = text;
    return true;
}

static bool set_weather(struct arena *a, struct options *o, const char *text)
{
    o->weather = text;
    return weathers_parse(a, &o->weathers, text) ||
           refuse("--weather", text,
                  "not some, all or calm, chunk=N, record-1, record+1, random[=SEED], "
                  "coalesce, late");
}

static bool set_sweep(struct options *o, const char *text)
{
    o->sweep = text;
    o->sweeps.kinds = sweep_kinds(text);
    return o->sweeps.kinds != 0 || refuse("--sweep", text, "not cut, flip or all");
}

/* The preload library, by its whole path: adapters start anywhere. */
static bool set_frozen(struct arena *a, struct options *o, const char *path)
{
    char *whole = realpath(path, NULL);

    if (whole == NULL) {
        return refuse("--frozen", path, "no such library");
    }
    o->frozen = arena_printf(a, "%s", whole);
    o->level = LEVEL_WIRE;
    free(whole);
    return true;
}

static bool set_option(struct arena *a, struct options *o, int id, const char *value)
{
    switch (id) {
    case OPT_IMPL: add_impl(a, o, value, false); return true;
    case OPT_ADAPTER: add_impl(a, o, value, true); return true;
    case OPT_ORACLE: o->oracle = value; return true;
    case OPT_LEVEL: return set_level(o, value);
    case OPT_SUITE: o->suite = value; return true;
    case OPT_JOBS: return set_jobs(o, value);
    case OPT_TIMEOUT: return set_timeout(o, value);
    case OPT_FORMAT: return set_format(o, value);
    case OPT_HTML: o->html = value; return true;
    case OPT_FROZEN: return set_frozen(a, o, value);
    case OPT_WEATHER: return set_weather(a, o, value);
    case OPT_SWEEP: return set_sweep(o, value);
    case OPT_DEEP: o->sweeps.deep = true; return true;
    case OPT_TOTALS: o->totals = value; return true;
    case OPT_CLAUSE: add_clause(a, &o->wanted, value); return true;
    case OPT_STOP: o->stop = true; return true;
    default: return false; /* getopt has said what is wrong */
    }
}

/* What depends on other options. */
static bool set_together(struct arena *a, struct options *o)
{
    bool calm = o->frozen != NULL || o->sweeps.kinds != 0;

    if (o->sweeps.deep && (o->sweeps.kinds & SWEEP_FLIP) == 0) {
        return refuse("--deep", "", "only together with --sweep flip");
    }
    if (o->frozen != NULL && o->sweeps.kinds != 0) {
        return refuse("--sweep", o->sweep, "not together with --frozen");
    }
    if (o->weather == NULL) {
        return set_weather(a, o, calm ? "calm" : "some");
    }
    return !calm || o->weathers.count == 0 ||
           refuse("--weather", o->weather, "not together with --frozen or --sweep");
}

bool options_parse(struct arena *a, struct options *o, int argc, char **argv)
{
    int id;

    memset(o, 0, sizeof *o);
    o->program = argv[0];
    o->format = "terminal";
    o->level = LEVEL_CONTRACT;
    o->jobs = 2;
    o->timeout = 2;
    argv[1] = (char[]){"membio-conform"}; /* for getopt's messages */
    while ((id = getopt_long(argc - 1, argv + 1, "", long_options, NULL)) != -1) {
        if (!set_option(a, o, id, optarg)) {
            return false;
        }
    }
    if (!set_together(a, o)) {
        return false;
    }
    o->wanted.patterns = argv + 1 + optind;
    o->wanted.patterns_count = (size_t)(argc - 1 - optind);
    if (o->suite == NULL) {
        o->suite = suite_dir(a, o->program);
    }
    return true;
}
