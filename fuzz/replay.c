/* SPDX-License-Identifier: Apache-2.0
 *
 * replay.c: a fuzz target without a fuzzer: plays what is kept, for `make check`.
 *
 *     fuzz_server [--some|--bytes DIR|--text] FILE|FOLDER...
 *     fuzz_server [--every N] FIGURE... FILE|FOLDER...
 *
 * Files named *.case hold cases, others the bytes of one input. With --bytes each case is
 * written to DIR in its byte form, as a seed, and not played. With figures the oracles are not
 * asked: a figure is (figures.h).
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "scenario/bytes.h"
#include "scenario/case.h"
#include "scenario/version.h"
#include "figures.h"
#include "oracle.h"
#include "target.h"

/* The largest input, in bytes. */
#define INPUT_MAX ((size_t)1 << 20)

static const char *seeds_dir;
static struct seed_file *collector; /* NULL: play */
static bool as_text;
static struct tally tally;
static unsigned unwritten;

static bool complain(const char *path, unsigned line, const char *why)
{
    if (line == 0) {
        fprintf(stderr, "fuzz_%s: %s: %s\n", target.name, path, why);
    } else {
        fprintf(stderr, "fuzz_%s: %s:%u: %s\n", target.name, path, line, why);
    }
    return false;
}

static bool write_seed(struct arena *a, const char *id, const struct scenario *scenario)
{
    uint8_t *data;
    size_t len;
    struct complaint c;
    char *path = arena_printf(a, "%s/%s", seeds_dir, id);
    FILE *out;
    bool ok;

    if (!bytes_encode(a, scenario, &data, &len, &c)) {
        unwritten++;
        return true;
    }
    out = fopen(path, "wb");
    ok = out != NULL && fwrite(data, 1, len, out) == len;
    ok = (out == NULL || fclose(out) == 0) && ok;
    return ok || complain(path, 0, strerror(errno));
}

/* What would be played, with the target's own lines, as a case. */
static void print_text(struct arena *a, const struct tcase *tc,
                       const struct scenario *scenario)
{
    struct scenario narrowed;

    if (narrow(a, &narrowed, scenario)) {
        printf("case: %s\nid: %s\nwhy: %s\n--\n%s", tc->name, tc->id, tc->why,
               scenario_format(a, &narrowed));
    }
}

/* A case of two ends is for a target with one what that end lived of it. */
static bool replay_case(const char *path, const struct tcase *tc)
{
    struct arena a = {NULL};
    const struct scenario *scenario;
    const char *why;
    bool ok = record(&a, &tc->scenario, &scenario, &why) ||
              complain(path, 0, arena_printf(&a, "%s: %s", tc->id, why));

    if (ok && collector != NULL) {
        seeds_put(collector, tc->id == NULL ? path : tc->id, tc, scenario);
    } else if (ok && as_text) {
        print_text(&a, tc, scenario);
    } else if (ok && seeds_dir == NULL) {
        target_play(&a, scenario, &tally);
    } else if (ok) {
        ok = write_seed(&a, tc->id, scenario);
    }
    arena_free(&a);
    return ok;
}

static bool replay_cases(const char *path)
{
    struct arena a = {NULL};
    struct cases cases = {NULL, 0};
    struct complaint c;
    bool ok = case_read_file(&a, &cases, path, &c) || complain(path, c.line, c.text);

    for (size_t i = 0; ok && i < cases.count; i++) {
        ok = replay_case(path, &cases.list[i]);
    }
    arena_free(&a);
    return ok;
}

static void play_bytes(struct arena *a, const struct scenario *scenario,
                       const uint8_t *data, size_t len)
{
    if (target.check_input != NULL) {
        target.check_input(a, data, len);
    }
    target_play(a, scenario, &tally);
}

static bool replay_bytes(const char *path)
{
    static const struct tcase unnamed = {
        .name = "input", .id = "FUZZ-0000", .why = "an input of a fuzzer"};
    struct arena a = {NULL};
    uint8_t *data = arena_alloc(&a, INPUT_MAX);
    FILE *in = fopen(path, "rb");
    struct scenario scenario;
    size_t len = 0;
    bool ok = in != NULL;

    if (ok) {
        len = fread(data, 1, INPUT_MAX, in);
        bytes_decode(&a, &scenario, data, len);
        ok = !ferror(in);
        fclose(in);
    }
    if (ok && collector != NULL) {
        seeds_put(collector, path, NULL, &scenario);
    } else if (ok && as_text) {
        print_text(&a, &unnamed, &scenario);
    } else if (ok) {
        play_bytes(&a, &scenario, data, len);
    }
    arena_free(&a);
    return ok || complain(path, 0, strerror(errno));
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);

    return n > m && strcmp(name + n - m, suffix) == 0;
}

static bool replay(const char *path);

static bool replay_folder(const char *path)
{
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    bool ok = n >= 0 || complain(path, 0, strerror(errno));

    for (int i = 0; i < n; i++) {
        struct arena a = {NULL};

        if (ok && entries[i]->d_name[0] != '.' && !ends_with(entries[i]->d_name, ".md")) {
            ok = replay(arena_printf(&a, "%s/%s", path, entries[i]->d_name));
        }
        arena_free(&a);
        free(entries[i]);
    }
    if (n >= 0) {
        free(entries);
    }
    return ok;
}

static bool replay(const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0) {
        return complain(path, 0, strerror(errno));
    }
    if (S_ISDIR(st.st_mode)) {
        return replay_folder(path);
    }
    return ends_with(path, ".case") ? replay_cases(path) : replay_bytes(path);
}

static const char usage[] =
    "usage: %s [--some|--bytes DIR|--text] FILE|FOLDER...\n"
    "       %s [--every N] FIGURE... FILE|FOLDER...\n"
    "       %s --oracles\n"
    "Plays cases (*.case) and fuzzer inputs; aborts where a fuzzer would find "
    "something.\n"
    "Every oracle looks at everything; with --some the dear ones at some, as in a "
    "fuzzer.\n"
    "--bytes DIR writes each case to DIR in its byte form, as a seed, and plays none.\n"
    "--text prints what would be played, with the target's own lines, and plays none.\n"
    "--oracles lists what every input is held against.\n"
    "Figures, of every Nth seed; they look at what is worth something, and ask no "
    "oracle:\n";
static const char statuses[] =
    "Exit status: 0 played, 1 a figure is not what it has to be, 2 usage, a signal for a "
    "finding.\n";

static int refuse(const char *why, const char *what)
{
    fprintf(stderr, "fuzz_%s: %s%s; see --help\n", target.name, why, what);
    return 2;
}

static int replay_all(char **paths, bool all)
{
    target_start(all);
    for (; *paths != NULL; paths++) {
        if (!replay(*paths)) {
            return 2;
        }
    }
    if (as_text) {
        return 0;
    }
    printf("fuzz_%s: %u played, %u complete, %u delivered, %u not for this target",
           target.name, tally.played, tally.complete, tally.delivered, tally.passed_over);
    if (seeds_dir != NULL) {
        printf(", %u without a byte form", unwritten);
    }
    putchar('\n');
    return 0;
}

/* What the command line asks for. */
struct wishes {
    const struct figure *figure[8];
    unsigned number[8], count, every;
};

static bool walk(struct seed_file *out, void *arg)
{
    bool ok = true;

    collector = out;
    for (char **path = arg; ok && *path != NULL; path++) {
        ok = replay(*path);
    }
    return ok;
}

static int tell_figures(char **paths, const struct wishes *w)
{
    struct arena a = {NULL};
    struct seeds seeds;
    int status = 0;

    target_start(false);
    if (!seeds_collect(&a, &seeds, w->every, walk, paths)) {
        status = 2;
    }
    for (unsigned i = 0; status != 2 && i < w->count; i++) {
        if (!w->figure[i]->tell(&a, &seeds, w->number[i])) {
            status = 1;
        }
        fflush(stdout);
    }
    arena_free(&a);
    return status;
}

static const struct figure *figure_by_option(const char *option)
{
    for (const struct figure *f = figures; f->option != NULL; f++) {
        if (strcmp(f->option, option) == 0) {
            return f;
        }
    }
    return NULL;
}

static bool parse_number(const char *text, unsigned *n)
{
    char *end;
    unsigned long value = text == NULL ? 0 : strtoul(text, &end, 10);

    *n = (unsigned)value;
    return value > 0 && value <= 100000000 && *end == '\0';
}

/* Takes the figures off the command line; false after a complaint. */
static bool parse_wishes(char ***arg, struct wishes *w)
{
    for (; **arg != NULL; ++*arg) {
        const struct figure *f = figure_by_option(**arg);
        bool every = strcmp(**arg, "--every") == 0;
        unsigned n = 0;

        if (f == NULL && !every) {
            return true;
        }
        if ((every || f->takes_number) && !parse_number(*++*arg, &n)) {
            refuse("a number is wanted behind ", (*arg)[-1]);
            return false;
        }
        if (every) {
            w->every = n;
        } else if (w->count < sizeof w->figure / sizeof *w->figure) {
            w->figure[w->count] = f;
            w->number[w->count++] = n;
        }
    }
    return true;
}

static void print_help(const char *program)
{
    printf(usage, program, program, program);
    for (const struct figure *f = figures; f->option != NULL; f++) {
        printf("  %s%s\t%s\n", f->option, f->takes_number ? " N" : "", f->help);
    }
    fputs(statuses, stdout);
}

/* Options that say something of the program; false when it is another one. */
static bool tells_of_itself(const char *program, const char *option)
{
    if (strcmp(option, "--help") == 0) {
        print_help(program);
    } else if (strcmp(option, "--oracles") == 0) {
        oracle_list();
    } else if (strcmp(option, "--version") == 0) {
        printf("fuzz_%s " VERSIONS " %s\n", target.name, engine_membio_hello());
    } else {
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    char **arg = argv + 1;
    struct wishes wishes = {.every = 1};
    bool some = false;

    if (argc == 2 && tells_of_itself(argv[0], *arg)) {
        return 0;
    }
    if (!parse_wishes(&arg, &wishes)) {
        return 2;
    }
    if (*arg == NULL) {
        return refuse("nothing to play", "");
    }
    if (argc > 2 && strcmp(*arg, "--some") == 0) {
        some = true;
        arg++;
    } else if (argc > 2 && strcmp(*arg, "--bytes") == 0) {
        some = true;
        seeds_dir = arg[1];
        arg += 2;
    } else if (argc > 2 && strcmp(*arg, "--text") == 0) {
        as_text = true;
        arg++;
    }
    if (*arg == NULL) {
        return refuse("nothing to play", "");
    }
    if (**arg == '-') {
        return refuse("unknown option: ", *arg);
    }
    return wishes.count > 0 ? tell_figures(arg, &wishes) : replay_all(arg, !some);
}
