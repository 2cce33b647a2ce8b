/* SPDX-License-Identifier: Apache-2.0
 *
 * options.c: the command line. One table is the parser's, --help's and the shells'.
 */
#include "command.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define JOBS_MAX   64
#define REPEAT_MAX 10000
#define BUDGET_MAX 1000000
#define OPTIONS    (sizeof table / sizeof *table)

enum option_id {
    OPT_IMPL = 256,
    OPT_ADAPTER,
    OPT_PAIR,
    OPT_ORACLE,
    OPT_GOLDEN,
    OPT_LEVEL,
    OPT_FROZEN,
    OPT_SUITE,
    OPT_KNOWN,
    OPT_CLAUSE,
    OPT_WEATHER,
    OPT_SWEEP,
    OPT_DEEP,
    OPT_JOBS,
    OPT_TIMEOUT,
    OPT_SHUFFLE,
    OPT_SEED,
    OPT_REPEAT,
    OPT_SHARD,
    OPT_FAIL_FAST,
    OPT_TRANSCRIPTS,
    OPT_FORMAT,
    OPT_REPORT_FORMAT,
    OPT_DIFF_FORMAT,
    OPT_HTML,
    OPT_JSON,
    OPT_TOTALS,
    OPT_OUTPUT,
    OPT_MUTANTS,
    OPT_SNAPSHOT,
    OPT_LIST,
    OPT_BUDGET,
    OPT_LANGUAGE,
    OPT_HELP,
    OPT_VERSION
};

/* `value`: how it is called in --help; NULL for a flag. `complete`: see options_words. `help`:
 * NULL for one that the row before tells of. */
static const struct row {
    const char *name, *value;
    enum option_id id;
    unsigned commands;
    const char *complete, *help;
} table[] = {
    {"impl", "NAME[@PROGRAM]", OPT_IMPL, FOR_ADAPTERS, "words membio cpython",
     "of the suite; started with another PROGRAM; membio"},
    {"adapter", "COMMAND", OPT_ADAPTER, FOR_ADAPTERS, "file",
     "any adapter, started by the shell"},
    {"pair", "CLIENT:SERVER", OPT_PAIR, FOR_PAIRS | FOR_REPLAY, "",
     "one for each end, names or commands; or all of these"},
    {"oracle", "NAME|none", OPT_ORACLE, FOR_PLAYING | FOR_REDUCE,
     "words cpython membio golden:cpython none",
     "to compare with, live or golden:WHAT; repeatable"},
    {"oracle", "NAME", OPT_ORACLE, FOR_ORACLES, "words cpython golden:cpython",
     "cpython@PROGRAM, or golden:WHAT; repeatable"},
    {"golden", "FILE", OPT_GOLDEN, FOR_VERIFY_GOLDEN, "file",
     "in place of the suite's goldens/NAME.golden"},
    {"level", "LEVEL", OPT_LEVEL, FOR_PLAYING | FOR_REDUCE,
     "words stream signal contract", "how much is compared: stream, signal, contract"},
    {"frozen", "LIBRARY", OPT_FROZEN, FOR_PLAYING, "file",
     "compare bytes, too: adapters preload membio-frozen.so"},
    {"suite", "DIR", OPT_SUITE, FOR_SUITE, "dir",
     "where cases, clauses and adapters are"},
    {"known", "FILE", OPT_KNOWN, FOR_PLAYING, "file",
     "known differences beside the suite's; repeatable"},
    {"clause", "GLOB", OPT_CLAUSE, FOR_PLAYING | FOR_TIMELINE | FOR_LIST, "",
     "only cases that cite such a clause; repeatable"},
    {"weather", "WEATHER", OPT_WEATHER, FOR_RUN | FOR_REDUCE,
     "words some all calm chunk=1 record-1 record+1 random coalesce late",
     "how the wire carries bytes: some, all, calm, late..."},
    {"sweep", "KIND", OPT_SWEEP, FOR_RUN, "words cut flip all",
     "damage at every offset, not the cases: cut, flip, all"},
    {"deep", NULL, OPT_DEEP, FOR_RUN, "", "--sweep flip: every byte of the handshake"},
    {"jobs", "N", OPT_JOBS, FOR_PLAYING | FOR_ORACLES, "",
     "so many cases at a time, 1 to 64; 2"},
    {"timeout", "SECONDS", OPT_TIMEOUT, FOR_ADAPTERS | FOR_ORACLES, "",
     "for one request, 0.1 to 3600; 2"},
    {"shuffle", NULL, OPT_SHUFFLE, FOR_RUN, "", "play in an order that --seed gives"},
    {"seed", "N", OPT_SEED, FOR_RUN, "", "of what is random in a run; 1"},
    {"repeat", "N", OPT_REPEAT, FOR_RUN, "", "so many times; all have to be the same"},
    {"shard", "I/N", OPT_SHARD, FOR_RUN, "", "only the Ith of N parts of the cases"},
    {"fail-fast", NULL, OPT_FAIL_FAST, FOR_RUN, "",
     "stop at the first unexpected verdict"},
    {"save-transcripts", "DIR", OPT_TRANSCRIPTS, FOR_RUN, "dir",
     "requests and answers of every case, as files"},
    {"format", "FORMAT", OPT_FORMAT, FOR_RUN,
     "words terminal tap junit json html markdown badge",
     "on stdout: terminal tap junit json html markdown badge"},
    {"format", "FORMAT", OPT_REPORT_FORMAT, FOR_REPORT,
     "words terminal tap junit html markdown badge",
     "terminal, tap, junit, html, markdown or badge"},
    {"format", "FORMAT", OPT_DIFF_FORMAT, FOR_DIFF | FOR_TIMELINE,
     "words terminal markdown", "terminal or markdown"},
    {"html", "FILE", OPT_HTML, FOR_RUN, "file", "a page that needs nothing else"},
    {"json", "FILE", OPT_JSON, FOR_RUN, "file", "lines for `report` and `diff`"},
    {"totals", "FILE", OPT_TOTALS, FOR_RUN, "file",
     "three numbers: passed, failed, skipped"},
    {"output", "FILE", OPT_OUTPUT,
     FOR_REPORT | FOR_DIFF | FOR_TIMELINE | FOR_REDUCE | FOR_REPRODUCE, "file",
     "in place of stdout; also -o"},
    {"output", "FILE", OPT_OUTPUT, FOR_CLAUSES, "file", "write a snapshot; also -o"},
    {"output", "FILE", OPT_OUTPUT, FOR_RECORD, "file",
     "not stdout; what FILE has of others is kept"},
    {"budget", "N", OPT_BUDGET, FOR_REDUCE, "",
     "at most so many plays, 1 to 1000000; 1000"},
    {"language", "LANGUAGE", OPT_LANGUAGE, FOR_REPRODUCE, "words python c",
     "python, on ssl.MemoryBIO, or c, on membio.h"},
    {"mutants", "FILE", OPT_MUTANTS, FOR_REPORT | FOR_CLAUSES, "file",
     "results of ci/mutants: which clauses are proved"},
    {"snapshot", "FILE", OPT_SNAPSHOT, FOR_CLAUSES, "file",
     "compare with it; it also says what no file here does"},
    {"list", NULL, OPT_LIST, FOR_CLAUSES, "", "name the facts that lack something"},
    {"help", NULL, OPT_HELP, FOR_ALL, "", "this text; --version: versions"},
    {"version", NULL, OPT_VERSION, FOR_ALL, "", NULL},
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

static void add_oracle(struct arena *a, struct options *o, const char *name)
{
    bool none = strcmp(name, "none") == 0;

    /* `none` takes back those before it, and another takes back `none`. */
    if (none || o->oracles_count == 0) {
        o->oracle = name;
        o->oracles_count = 0;
    }
    if (none) {
        return;
    }
    o->oracles = arena_grow(a, o->oracles, o->oracles_count, sizeof *o->oracles);
    o->oracles[o->oracles_count++] = name;
}

static void add_known(struct arena *a, struct options *o, const char *path)
{
    o->known = arena_grow(a, o->known, o->known_count, sizeof *o->known);
    o->known[o->known_count++] = path;
}

static bool add_pair(struct arena *a, struct options *o, const char *text)
{
    if (strcmp(text, "all") == 0) {
        o->all_pairs = true;
        return true;
    }
    if (pairs_word(a, text, CLIENT) == NULL) {
        return refuse("--pair", text, "not CLIENT:SERVER, nor all");
    }
    o->pairs = arena_grow(a, o->pairs, o->pairs_count, sizeof *o->pairs);
    o->pairs[o->pairs_count++] = text;
    return true;
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

static bool parse_count(struct slice word, int64_t max, unsigned *count)
{
    int64_t n;

    if (!parse_int(word, &n) || n < 1 || n > max) {
        return false;
    }
    *count = (unsigned)n;
    return true;
}

static bool set_count(const char *option, const char *text, int64_t max, unsigned *count)
{
    struct arena a = {NULL};
    bool ok = parse_count((struct slice){text, strlen(text)}, max, count);

    if (!ok) {
        refuse(option, text,
               arena_printf(&a, "not a number from 1 to %lld", (long long)max));
    }
    arena_free(&a);
    return ok;
}

static bool set_seed(struct options *o, const char *text)
{
    struct slice word = {text, strlen(text)};
    int64_t n;

    if (!parse_int(word, &n) || n < 0) {
        return refuse("--seed", text, "not a number from 0 to 9223372036854775807");
    }
    o->seed = (uint64_t)n;
    return true;
}

static bool set_shard(struct options *o, const char *text)
{
    size_t at = strcspn(text, "/");

    o->shard = text;
    if (text[at] != '/' ||
        !parse_count((struct slice){text, at}, REPEAT_MAX, &o->shard_at) ||
        !parse_count((struct slice){text + at + 1, strlen(text + at + 1)}, REPEAT_MAX,
                     &o->shard_of) ||
        o->shard_at > o->shard_of) {
        return refuse("--shard", text, "not I/N, from 1/N to N/N");
    }
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

/* One of the words that the shells complete, too. */
static bool set_format(struct options *o, enum option_id id, const char *text)
{
    struct slice words = {NULL, 0}, word;
    const char *help = "";

    for (size_t i = 0; i < OPTIONS; i++) {
        if (table[i].id == id) {
            words = (struct slice){table[i].complete, strlen(table[i].complete)};
            help = table[i].help;
        }
    }
    next_word(&words, &word); /* "words" */
    while (next_word(&words, &word)) {
        if (slice_is(word, text)) {
            o->format = text;
            return true;
        }
    }
    fprintf(stderr, "membio-conform: --format %s: not one of: %s\n", text, help);
    return false;
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

static bool set_language(struct options *o, const char *text)
{
    o->language = text;
    return strcmp(text, "python") == 0 || strcmp(text, "c") == 0 ||
           refuse("--language", text, "not python or c");
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

static bool set_option(struct arena *a, struct options *o, enum option_id id,
                       const char *value)
{
    switch (id) {
    case OPT_IMPL: add_impl(a, o, value, false); return true;
    case OPT_ADAPTER: add_impl(a, o, value, true); return true;
    case OPT_PAIR: return add_pair(a, o, value);
    case OPT_ORACLE: add_oracle(a, o, value); return true;
    case OPT_GOLDEN: o->golden = value; return true;
    case OPT_LEVEL: return set_level(o, value);
    case OPT_FROZEN: return set_frozen(a, o, value);
    case OPT_SUITE: o->suite = value; return true;
    case OPT_KNOWN: add_known(a, o, value); return true;
    case OPT_CLAUSE: add_clause(a, &o->wanted, value); return true;
    case OPT_WEATHER: return set_weather(a, o, value);
    case OPT_SWEEP: return set_sweep(o, value);
    case OPT_DEEP: o->sweeps.deep = true; return true;
    case OPT_JOBS: return set_count("--jobs", value, JOBS_MAX, &o->jobs);
    case OPT_TIMEOUT: return set_timeout(o, value);
    case OPT_SHUFFLE: o->shuffle = true; return true;
    case OPT_SEED: return set_seed(o, value);
    case OPT_REPEAT: return set_count("--repeat", value, REPEAT_MAX, &o->repeat);
    case OPT_SHARD: return set_shard(o, value);
    case OPT_FAIL_FAST: o->fail_fast = true; return true;
    case OPT_TRANSCRIPTS: o->transcripts = value; return true;
    case OPT_FORMAT:
    case OPT_REPORT_FORMAT:
    case OPT_DIFF_FORMAT: return set_format(o, id, value);
    case OPT_HTML: o->html = value; return true;
    case OPT_JSON: o->json = value; return true;
    case OPT_TOTALS: o->totals = value; return true;
    case OPT_OUTPUT: o->output = value; return true;
    case OPT_MUTANTS: o->mutants = value; return true;
    case OPT_SNAPSHOT: o->snapshot = value; return true;
    case OPT_LIST: o->list = true; return true;
    case OPT_BUDGET: return set_count("--budget", value, BUDGET_MAX, &o->budget);
    case OPT_LANGUAGE: return set_language(o, value);
    case OPT_HELP:
    case OPT_VERSION: break; /* main has seen to them */
    }
    return true;
}

/* What depends on other options. */
static bool set_together(struct arena *a, struct options *o)
{
    bool calm = o->frozen != NULL || o->sweeps.kinds != 0;

    if (o->all_pairs && o->impls_count < 2) {
        return refuse("--pair", "all", "only together with two of --impl or --adapter");
    }
    if (o->sweeps.deep && (o->sweeps.kinds & SWEEP_FLIP) == 0) {
        return refuse("--deep", "", "only together with --sweep flip");
    }
    if (o->frozen != NULL && o->sweeps.kinds != 0) {
        return refuse("--sweep", o->sweep, "not together with --frozen");
    }
    for (size_t i = 0; i < o->oracles_count; i++) {
        if (calm && impl_is_golden(o->oracles[i])) {
            return refuse("--oracle", o->oracles[i],
                          "recorded: not together with --frozen or --sweep");
        }
    }
    if (o->weather == NULL) {
        return set_weather(a, o, calm ? "calm" : "some");
    }
    return !calm || o->weathers.count == 0 ||
           refuse("--weather", o->weather, "not together with --frozen or --sweep");
}

/* The rows of a subcommand, for getopt. */
static struct option *long_options(struct arena *a, unsigned bit)
{
    struct option *list = arena_alloc(a, (OPTIONS + 1) * sizeof *list), *next = list;

    for (size_t i = 0; i < OPTIONS; i++) {
        if (table[i].commands & bit) {
            *next++ = (struct option){
                table[i].name, table[i].value == NULL ? no_argument : required_argument,
                NULL, (int)table[i].id};
        }
    }
    return list;
}

/* -o where there is --output. */
static const char *short_options(const struct subcommand *command)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        if (table[i].id == OPT_OUTPUT && (table[i].commands & command->bit)) {
            return "o:";
        }
    }
    return "";
}

bool options_parse(struct arena *a, struct options *o, const struct subcommand *command,
                   int argc, char **argv)
{
    const struct option *options = long_options(a, command->bit);
    int id;

    *o = (struct options){.program = argv[0],
                          .format = "terminal",
                          .level = LEVEL_CONTRACT,
                          .jobs = 2,
                          .repeat = 1,
                          .budget = 1000,
                          .language = "python",
                          .seed = 1,
                          .timeout = 2};
    /* for getopt's messages */
    argv[1] = arena_printf(a, "membio-conform %s", command->name);
    while ((id = getopt_long(argc - 1, argv + 1, short_options(command), options,
                             NULL)) != -1) {
        /* for '?' getopt has said what is wrong */
        id = id == 'o' ? OPT_OUTPUT : id;
        if (id == '?' || !set_option(a, o, (enum option_id)id, optarg)) {
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

void options_help(const struct subcommand *command, FILE *out)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        if ((table[i].commands & command->bit) != 0 && table[i].help != NULL) {
            int width = fprintf(out, "  --%s %s", table[i].name,
                                table[i].value == NULL ? "" : table[i].value);

            fprintf(out, "%*s%s\n", width < 25 ? 25 - width : 1, "", table[i].help);
        }
    }
}

void options_words(const struct subcommand *command, FILE *out)
{
    for (size_t i = 0; i < OPTIONS; i++) {
        if (table[i].commands & command->bit) {
            fprintf(out, "--%s\t%s\n", table[i].name,
                    table[i].value == NULL       ? "flag"
                    : *table[i].complete == '\0' ? "value"
                                                 : table[i].complete);
        }
    }
}
