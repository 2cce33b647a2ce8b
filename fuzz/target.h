/* SPDX-License-Identifier: Apache-2.0
 *
 * target.h: a fuzz target is a choice: which endpoints it plays, which calls it lets
 * through, what comes before them, and what a trace is held against. The rest is the same
 * for all:
 *
 *     bytes or case -> record.c -> narrow.c -> target.c (plays) -> oracle.c (judges)
 */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include "scenario/engine.h"
#include "scenario/scenario.h"
#include "scenario/trace.h"

/* Which endpoints libmembio plays. The other end of one is whoever wrote the bytes. */
enum ends { ENDS_CLIENT = CLIENT, ENDS_SERVER = SERVER, ENDS_BOTH };

struct target {
    const char *name;
    enum ends ends;
    /* Lines that are played before an input that makes no object, or before any; NULL for
     * none. */
    const char *opening;
    bool always_opens;
    /* Lines that are played after each call of an input; NULL for none. */
    const char *after;
    unsigned leaves_out; /* kinds of profile.h */
    bool keyed;          /* a man in the middle has the keys: scenario/keyed.h */
    /* What an input may ask for; it may also change a call. NULL: everything. */
    bool (*admits)(struct call *call);
    /* Another engine that must give the same trace; NULL: only the oracles hold. */
    struct engine *(*model)(void);
    /* Memory may end: what such a run gives is no other's, and only the plain oracles look. */
    bool faulty;
    /* Instead of playing: what is checked of an input, and of a case. NULL: it is played. */
    void (*check_input)(struct arena *a, const uint8_t *data, size_t len);
    void (*check_case)(struct arena *a, const struct scenario *s);
};

/* Defined by each target. */
extern const struct target target;

/* The engines' entry points. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What came of inputs. */
struct tally {
    unsigned played, passed_over; /* passed over: nothing in it was for this target */
    unsigned complete;            /* a handshake was completed */
    unsigned delivered;           /* and a read gave data */
};

/* target_start installs what makes runs repeatable. With `all` every oracle looks at every
 * input; else the dear ones look at some, chosen by the input itself. */
void target_start(bool all);

/* target_play plays one scenario as an input would, counts what came of it, and ends the
 * program with a message when an oracle objects. */
void target_play(struct arena *a, const struct scenario *scenario, struct tally *tally);

/* target_play_narrow does so for a target that looks at inputs itself. */
void target_play_narrow(struct arena *a, const struct scenario *scenario,
                        struct tally *tally);

/* target_run plays what is already narrow, and nothing else. `stale` leaves an error in
 * OpenSSL's queue before every call. */
struct weather;
void target_run(struct arena *a, const struct scenario *s, const struct weather *weather,
                bool stale, struct trace *trace);
/* target_run_tapped does so in calm weather, with an engine of the caller's before ours. */
struct tap;
void target_run_tapped(struct arena *a, const struct scenario *s, struct tap *tap,
                       struct trace *trace);
/* The engine, and the most calls of one run: no input may hang. */
#define TARGET_CALLS_MAX 4096
struct engine *target_engine(void);
struct keyed_crypto *target_crypto(void);

/* target_run_case plays a case as it is written, with both ends and its first value of a sweep. */
void target_run_case(struct arena *a, const struct scenario *s, struct trace *trace);

/* target_world gives the folder of the test certificates. */
const char *target_world(void);

/* target_reset frees the endpoints of the last run. */
void target_reset(void);

void target_run_model(struct arena *a, const struct scenario *s, struct trace *trace);

/* narrow.c: what of a scenario is for this target, with its macros spelled out. False when
 * nothing is. */
bool narrow(struct arena *a, struct scenario *out, const struct scenario *in);

/* narrow_told also says whether it is the same scenario still: *whole. */
bool narrow_told(struct arena *a, struct scenario *out, const struct scenario *in,
                 bool *whole);

/* record.c: a scenario of two ends becomes one of the target's end, with the peer's bytes
 * written out. The recording must give what the original gave: false with what differs in
 * *why. A target with both ends, and a scenario that moves nothing, is left as it is. */
bool record(struct arena *a, const struct scenario *in, const struct scenario **out,
            const char **why);

#endif
