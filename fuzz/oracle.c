/* SPDX-License-Identifier: Apache-2.0
 *
 * oracle.c: the table of oracles, and which of them are asked.
 */
#include "oracle_part.h"

#include <stdio.h>
#include <string.h>

bool oracle_object(struct inquiry *q, size_t at, const char *detail)
{
    q->at = at;
    q->detail = detail;
    return false;
}

/* What an oracle needs of a target, and whether it plays the scenario again. */
enum {
    ENDS = 1,   /* both ends */
    MODEL = 2,  /* a model of the engine */
    MEMORY = 4, /* memory that does not end */
    AGAIN = 8,  /* plays again, and takes for granted that the same comes of it: O3 */
    PLAYS = 16, /* inputs are played by this file's caller */
    TWIN = 32   /* another implementation in this process */
};

static bool agrees_with_twin(struct inquiry *q)
{
    return target.agrees(q);
}

/* An id never changes its meaning. An oracle may have several rows, each with a clause of the
 * contract; `-` where it is the harness that is guarded. Those without a function are asked by
 * somebody else, who is named instead. */
static const struct oracle {
    const char *id, *clause, *rule;
    unsigned needs;
    unsigned
        every; /* looks at one input of so many; not where memory may end, if it is dear */
    bool (*holds)(struct inquiry *q);
    const char *by;
} oracles[] = {
    {"O1", "-", "nothing is read or written where it must not", 0, 1, NULL,
     "the sanitizers"},
    {"O12", "LIB-09.b", "a run comes to an end", PLAYS, 1, oracle_comes_to_an_end, NULL},
    {"O8", "LIB-01", "the error queue is empty after every call", PLAYS, 1,
     oracle_queue_is_empty, NULL},
    {"O6", "BIO-EOF-01", "pending and eof say what is in a BIO", PLAYS, 1,
     oracle_obeys_rules, NULL},
    {"O7", "OBJ-READ-05", "a status says what is the case", PLAYS, 1, oracle_obeys_rules,
     NULL},
    {"O9", "OBJ-HS-05", "a failure is final", PLAYS, 1, oracle_obeys_rules, NULL},
    {"O11", "OBJ-HS-04", "after a fatal alert nothing is put out", PLAYS, 1,
     oracle_obeys_rules, NULL},
    {"O5", "OBJ-READ-01", "a read gives what the peer wrote", PLAYS | ENDS, 1,
     oracle_conserves, NULL},
    {"O6", "BIO-READ-05", "a BIO is a queue of bytes", PLAYS | MODEL, 1,
     oracle_agrees_with_model, NULL},
    {"O3", "LIB-05.c", "the same input gives the same trace", PLAYS | MEMORY, 64,
     oracle_repeats, NULL},
    {"O2", "LIB-07", "no memory is kept", PLAYS | MEMORY, 64, oracle_keeps_no_memory,
     NULL},
    {"O4", "BIO-USE-02", "how bytes are cut makes no difference", PLAYS | MEMORY | AGAIN,
     16, oracle_survives_weather, NULL},
    {"O8", "LIB-01", "what others left in the error queue makes no difference",
     PLAYS | MEMORY | AGAIN, 16, oracle_heeds_no_stale_error, NULL},
    {"O10", "OBJ-VER-01.b", "an end tells the same always, and the same as the other",
     PLAYS | MEMORY | AGAIN, 16, oracle_ends_agree, NULL},
    {"O14", "OBJ-READ-08.i", "no call succeeds with a record that was changed on its way",
     PLAYS | MEMORY | AGAIN, 16, oracle_refuses_edits, NULL},
    {"O14", "OBJ-READ-08.i", "no end believes in a signature or Finished that is wrong",
     PLAYS | ENDS, 1, oracle_refuses_forgeries, NULL},
    {"O13", "LIB-06", "CPython gives the same, byte for byte", PLAYS | TWIN, 1,
     agrees_with_twin, NULL},
    {"O15", "-", "a scenario is its text", PLAYS, 64, oracle_survives_text, NULL},
};

/* The choice depends on the input alone. */
static uint64_t digest(struct inquiry *q)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < q->scenario->count; i++) {
        const struct call *call = &q->scenario->steps[i].call;

        h = (h ^ (uint64_t)call->op->id) * 0x100000001b3u;
        h = (h ^ (uint64_t)call->arg[0].len ^ (uint64_t)call->arg[0].num) *
            0x100000001b3u;
    }
    return h ^ h >> 32;
}

/* Is this target one for it? */
static bool applies(const struct oracle *o)
{
    return o->holds != NULL &&
           ((o->needs & PLAYS) == 0 || target.check_input == NULL || target.faulty) &&
           ((o->needs & ENDS) == 0 || target.ends == ENDS_BOTH) &&
           ((o->needs & MODEL) == 0 || target.model != NULL) &&
           ((o->needs & TWIN) == 0 || target.agrees != NULL) &&
           ((o->needs & MEMORY) == 0 || !target.faulty) &&
           (o->every == 1 ||
            target.agrees == NULL); /* a twin's inputs are dear as it is */
}

static bool ask(struct inquiry *q, const struct oracle *o)
{
    q->oracle = o->id;
    q->clause = o->clause;
    q->rule = o->rule;
    return o->holds(q);
}

/* What is not the same twice fails whoever plays it again; say what it is. Runs that take
 * turns are seen by two. */
static bool name_the_cause(struct inquiry *q)
{
    struct inquiry other = *q;

    for (size_t i = 0; i < 2; i++) {
        if (!oracle_repeats(&other)) {
            q->oracle = "O3";
            q->clause = "LIB-05.c";
            q->rule = "the same input gives the same trace";
            return oracle_object(q, other.at, other.detail);
        }
    }
    return false;
}

bool oracles_hold(struct inquiry *q, bool all)
{
    uint64_t number = digest(q);

    for (size_t i = 0; i < sizeof oracles / sizeof *oracles; i++) {
        const struct oracle *o = &oracles[i];

        if (applies(o) && (all || (number + i) % o->every == 0) && !ask(q, o)) {
            return (o->needs & AGAIN) != 0 ? name_the_cause(q) : false;
        }
    }
    return true;
}

void oracle_list(void)
{
    for (size_t i = 0; i < sizeof oracles / sizeof *oracles; i++) {
        const struct oracle *o = &oracles[i];

        printf("%-4s %-12s 1/%-3u %-5s %s%s%s\n", o->id, o->clause, o->every,
               applies(o) ? "here" : "-", o->rule, o->by == NULL ? "" : ": ",
               o->by == NULL ? "" : o->by);
    }
}
