/* SPDX-License-Identifier: Apache-2.0
 *
 * torture.h: what the scenarios of torture.c are made of: calls that may fail.
 *
 * A scenario is a function that makes calls by CALL and frees what it made. A call that
 * does not give what the scenario wants is judged: while allocations fail it must be
 * NO_MEMORY, or in the table of torture_call.c with a reason. It is then made again, with
 * memory; when that helps, the scenario goes on.
 */
#ifndef TESTS_TORTURE_H
#define TESTS_TORTURE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "membio.h"
#include "reach.h"
#include "world_file.h"

/* One run of one scenario. */
struct torture {
    const char *scenario;
    size_t n, every; /* the plan, for messages */
    mbio_error err;  /* of the last call */
    mbio *watched[4];
    struct torture_held {
        size_t len;
        unsigned char *bytes;
    } held[4];   /* what the watched BIOs held before the call */
    bool broken; /* a check failed: said already */
};

/* What all runs saw, in memory that the processes share. */
#define EXCUSES_MAX 128
struct torture_counts {
    atomic_size_t injected;  /* allocations that failed */
    atomic_size_t no_memory; /* calls that said so */
    atomic_size_t excused;   /* calls that said something else, by the table */
    atomic_size_t repeated;  /* calls that went well when made again */
    atomic_size_t final;     /* I/O calls that did not */
    atomic_size_t excuses[EXCUSES_MAX];
};
extern struct torture_counts *torture_counts;

/* CALL makes a call and is true when its status is in the set `want`, at once or when
 * made again with memory. The last argument, the error, is added. */
#define CALL(t, want, function, ...)                                                     \
    (torture_before(t),                                                                  \
     torture_after((t), #function, (want), REACH(function)(__VA_ARGS__, &(t)->err)) ||   \
         (torture_again(t) &&                                                            \
          torture_repeated((t), #function, (want), function(__VA_ARGS__, &(t)->err))))

/* Sets of statuses. */
#define BIT(status) (1u << (status))
#define WANT_OK     BIT(MBIO_OK)
#define WANT_IO     (BIT(MBIO_OK) | BIT(MBIO_WANT_READ))
#define WANT_TOLD   (BIT(MBIO_OK) | BIT(MBIO_SSL)) /* an older OpenSSL cannot tell */

void torture_before(struct torture *t);
bool torture_after(struct torture *t, const char *function, unsigned want,
                   mbio_status status);
bool torture_again(struct torture *t);
bool torture_repeated(struct torture *t, const char *function, unsigned want,
                      mbio_status status);

/* torture_check says and remembers that something does not hold. */
bool torture_check(struct torture *t, bool holds, const char *what);

/* torture_start begins the faults of a scenario that is late. */
void torture_start(const struct torture *t);

/* torture_watch lets every CALL look after the bytes of a BIO; slot 0 to 3. */
void torture_watch(struct torture *t, int slot, mbio *bio);

/* torture_excused counts a call that has an excuse for another status than NO_MEMORY;
 * torture_excuses prints what was excused, and is false when an excuse was not needed that
 * a whole run needs, of all scenarios, or a full one. */
bool torture_excused(const char *function, const mbio_error *err);
bool torture_excuses(bool whole, bool full);

/* The scenarios; a scenario returns true when it went to its end. */
struct torture_scenario {
    const char *name;
    bool (*play)(struct torture *t);
    bool late; /* allocations count from torture_start on, not from the beginning */
};
extern const struct torture_scenario torture_scenarios[];
extern const size_t torture_scenarios_count;

/* torture_proof.c: scenarios in which something is wrong, of another kind in each. */
extern const struct torture_scenario torture_proofs[];
extern const size_t torture_proofs_count;

/* torture_run.c: which n are played, and how. */
struct torture_plan {
    bool full;        /* each n; else a sample */
    bool forks;       /* a process for each n, forked off just before it */
    size_t jobs;      /* so many at a time */
    size_t from, to;  /* no other n */
    unsigned seconds; /* that a process may take */
};
struct torture_tally {
    size_t runs, allocations;
};

/* torture_run plays a scenario with faults of a kind and adds to the tally; false when a
 * run was bad, which is said. */
bool torture_run(const struct torture_scenario *s, size_t every,
                 const struct torture_plan *plan, struct torture_tally *tally);

/* torture_measure counts the allocations of a play without faults, and gives the
 * microseconds that it takes. */
size_t torture_measure(const struct torture_scenario *s, long *microseconds);

/* torture_tell.c: everything that an open connection tells and takes memory to say. */
bool torture_tell(struct torture *t, mbio_ctx *ctx, mbio_ssl *client, mbio_ssl *server);
bool torture_decode(struct torture *t);

/* torture_callback.c: sets callbacks that look around; the SNI callback switches to
 * `other`. */
bool torture_callbacks(struct torture *t, mbio_ctx *client, mbio_ctx *server,
                       mbio_ctx *other);
bool torture_psk(struct torture *t, mbio_ctx *client, mbio_ctx *server);

/* torture_ctx.c */
bool torture_bio(struct torture *t);
bool torture_settings(struct torture *t);
bool torture_loading(struct torture *t);
bool torture_refusals(struct torture *t);
bool torture_foreign(struct torture *t);
bool torture_asking(struct torture *t);
bool torture_trust(struct torture *t);

/* torture_load loads a certificate, its key and a trusted certificate from files. */
bool torture_load(struct torture *t, mbio_ctx *ctx, const char *cert, const char *key,
                  const char *ca);

/* torture_slurp gives a file of the test certificates, to be freed; torture_der its first
 * certificate in DER, to be freed with OPENSSL_free. */
char *torture_slurp(const char *name, size_t *len);
unsigned char *torture_der(const char *name, size_t *len);

#endif
