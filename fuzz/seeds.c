/* SPDX-License-Identifier: Apache-2.0
 *
 * seeds.c: from the child who walks the corpus to the parent: as text, since a scenario is its
 * text (O15).
 *
 *     NAME \n STATED \n WHY \n NARROWED LINES... \001 ALL LINES... \0
 */
#include "seeds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenario/case.h"
#include "scenario/compare.h"
#include "scenario/stage.h"

struct seed_file {
    FILE *out;
    size_t number;
    unsigned every;
};

/* How a trace ends for one endpoint. */
struct ending {
    bool complete;
    uint64_t read;    /* bytes, in all */
    enum status last; /* of the last call that takes what has come */
    const char *reason;
};

static struct ending ending_of(const struct trace *t, enum endpoint who)
{
    struct ending e = {.last = STATUS_COUNT};

    for (size_t i = 0; i < t->count; i++) {
        const struct observation *o = &t->list[i];

        if (o->op->kind != OP_CALL && !o->last) {
            continue;
        }
        if (o->who != who || !op_reads_incoming(o->op)) {
            continue;
        }
        e.complete |= o->op->id == OP_DO_HANDSHAKE && o->answer.status == STATUS_OK;
        e.read += o->op->id == OP_READ ? o->answer.value.len : 0;
        e.last = o->answer.status;
        e.reason = o->answer.field[FIELD_REASON];
    }
    return e;
}

static const char *ending_text(struct arena *a, const struct ending *e)
{
    return arena_printf(a, "%s, %llu bytes read, last %s %s",
                        e->complete ? "complete" : "not complete",
                        (unsigned long long)e->read,
                        e->last == STATUS_COUNT ? "nothing" : status_name(e->last),
                        e->reason == NULL ? "" : e->reason);
}

static bool states_anything(const struct scenario *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->steps[i].expect != NULL &&
            expect_facts(s->steps[i].expect, &s->steps[i].call, LEVEL_CONTRACT) > 0) {
            return true;
        }
    }
    return false;
}

static bool is_unsupported(const struct trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        if (trace->list[i].answer.status == STATUS_UNSUPPORTED) {
            return true;
        }
    }
    return false;
}

/* As the case stands: what it states must hold. NULL when it does. */
static const char *unmet(struct arena *a, const struct tcase *tc,
                         const struct trace *trace)
{
    struct bindings bindings = {target_world(), NULL, 0};
    struct difference d = {.found = false};
    unsigned facts = 0;

    if (trace->end != TRACE_COMPLETE) {
        return trace->why;
    }
    check_expectations(a, &tc->scenario, trace, &bindings, &facts, &d);
    return d.found ? arena_printf(a, "expected %s, got %s", d.want, d.got) : NULL;
}

/* And on the target its ends must end as they did. */
static enum stated judge(struct arena *a, const struct tcase *tc,
                         const struct scenario *chosen, bool whole, const char **why)
{
    struct trace as_is, here;

    if (tc == NULL || !states_anything(&tc->scenario)) {
        return STATED_NOT;
    }
    target_run_case(a, &tc->scenario, &as_is);
    if (is_unsupported(&as_is) || !whole) {
        return STATED_PARTLY;
    }
    *why = unmet(a, tc, &as_is);
    if (*why != NULL) {
        return STATED_MISSED;
    }
    target_run(a, chosen, NULL, false, &here);
    for (int i = 0; i < ENDPOINTS; i++) {
        struct ending was = ending_of(&as_is, (enum endpoint)i);
        struct ending is = ending_of(&here, (enum endpoint)i);
        const char *text = ending_text(a, &was);

        if ((target.ends == ENDS_BOTH || (int)target.ends == i) &&
            strcmp(text, ending_text(a, &is)) != 0) {
            *why = arena_printf(a, "%s; here: %s", text, ending_text(a, &is));
            return STATED_MISSED;
        }
    }
    return STATED_REACHED;
}

void seeds_put(struct seed_file *out, const char *name, const struct tcase *tc,
               const struct scenario *played)
{
    struct arena a = {NULL};
    struct scenario chosen;
    enum stated stated;
    const char *why = "";
    bool whole;

    if (out->number++ % out->every == 0 && narrow_told(&a, &chosen, played, &whole)) {
        stated = judge(&a, tc, &chosen, whole, &why);
        fprintf(out->out, "%s\n%d\n%s\n%s\001%s", name, (int)stated, why,
                scenario_format(&a, &chosen), scenario_format(&a, played));
        fputc('\0', out->out);
    }
    arena_free(&a);
}

static char *take_line(char **text)
{
    char *line = *text, *end = strchr(line, '\n');

    if (end == NULL) {
        return NULL;
    }
    *end = '\0';
    *text = end + 1;
    return line;
}

static bool parse(struct arena *a, const char *text, struct scenario *s)
{
    struct complaint c;

    return scenario_parse(a, s, (struct slice){text, strlen(text)}, 1, &c);
}

static bool take_seed(struct arena *a, char *text, struct seed *seed)
{
    char *number, *rest = strchr(text, '\001');

    memset(seed, 0, sizeof *seed);
    seed->name = take_line(&text);
    number = take_line(&text);
    if (number == NULL || rest == NULL) {
        return false;
    }
    *rest = '\0';
    seed->stated = (enum stated)strtol(number, NULL, 10);
    seed->why = take_line(&text);
    return seed->why != NULL && parse(a, text, &seed->scenario) &&
           parse(a, rest + 1, &seed->whole);
}

static bool read_back(struct arena *a, FILE *in, struct seeds *seeds)
{
    char *text = NULL;
    size_t size = 0;

    rewind(in);
    while (getdelim(&text, &size, '\0', in) > 0) {
        struct seed seed;

        if (!take_seed(a, arena_text(a, text, strlen(text)), &seed)) {
            fprintf(stderr, "fuzz_%s: a seed is not its text:\n%s\n", target.name, text);
            free(text);
            return false;
        }
        seeds->list = arena_grow(a, seeds->list, seeds->count, sizeof *seeds->list);
        seeds->list[seeds->count++] = seed;
    }
    free(text);
    return true;
}

bool seeds_collect(struct arena *a, struct seeds *seeds, unsigned every,
                   bool (*walk)(struct seed_file *out, void *arg), void *arg)
{
    struct seed_file file = {tmpfile(), 0, every};
    int status = 1;
    pid_t child;

    *seeds = (struct seeds){NULL, 0};
    if (file.out == NULL) {
        perror("tmpfile");
        return false;
    }
    child = fork();
    if (child == 0) {
        bool ok = walk(&file, arg);

        _exit(fflush(file.out) == 0 && ok ? 0 : 1);
    }
    if (child > 0) {
        waitpid(child, &status, 0);
    }
    status = status == 0 && read_back(a, file.out, seeds) ? 0 : 1;
    fclose(file.out);
    return status == 0;
}
