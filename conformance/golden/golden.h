/* SPDX-License-Identifier: Apache-2.0
 *
 * golden.h: what oracles answered when they were recorded: one file for all versions of one.
 *
 *     golden 1
 *     oracle 3.13.0/3.0.19 cpython/3.13.0 OpenSSL_3.0.19
 *     caps alpn,keylog,...
 *     traits truncation=eof ...
 *     bytes 91b4a1c3f0e2d576 61*16384
 *     block 5d0c51a7 pair tls1.3
 *       s context server = ok incoming=0 outgoing=0
 *       ...
 *     case MB-0401 c81e728d9d4c2f63 read-half-record
 *     on 3.8.18/3.0.19..3.12.1/3.0.19 3.13.5/3.5.7
 *       pair tls1.3 @5d0c51a7
 *       s write 68656c6c6f = ok 5 incoming=0 outgoing=27
 *       move s>c 9 = ok 9 incoming=9 outgoing=0 [9 0 0 0] {3.3 application_data 22 (4 of it)}
 *     on 3.13.0/3.0.19
 *       ... 2
 *       move s>c 9 = ok 9 incoming=9 outgoing=0 [9 0 0 0] {3.3 application_data 26 (4 of it)}
 *     end 1
 *
 * The lines of a trace are requests with answers (doc/protocol.md), line.h. What a macro
 * gave is a block, since most cases begin alike; a long word stands once, too. Equal traces of
 * several oracles are one; `... 2` are two rows as in the first trace of the case. The number behind a case is a digest of its text: a case that has
 * changed since is not compared with what was asked before.
 */
#ifndef CONFORMANCE_GOLDEN_H
#define CONFORMANCE_GOLDEN_H

#include "conformance/result.h"

/* Oracles of one file. */
#define GOLDEN_ORACLES_MAX 64

struct golden_oracle {
    const char *key; /* "3.13.0/3.0.19": its version, that of its library */
    const char *impl, *lib, *caps;
    struct trait *traits; /* of probes */
    size_t traits_count;
};

/* What a macro gave, line by line. */
struct golden_block {
    const char *macro; /* "pair tls1.3" */
    const char **line;
    size_t count;
    char name[9]; /* a digest of all that */
};

/* One line of a trace: a text, or a block. */
struct golden_row {
    const char *text;
    const struct golden_block *block;
};

/* A trace that some oracles gave. */
struct golden_variant {
    uint64_t oracles; /* bits: indexes of golden.oracles */
    struct golden_row *row;
    size_t count;
};

struct golden_case {
    const char *id, *name;
    char digest[17];
    unsigned line; /* of the file */
    struct golden_variant *variant;
    size_t count;
};

struct golden {
    const char *path;
    struct golden_oracle *oracles; /* by library, then by version */
    size_t oracles_count;
    struct golden_case *cases;
    size_t cases_count;
    struct golden_block **blocks; /* by name */
    size_t blocks_count;
};

/* golden_read reads a file. False after one line on stderr: file, line, reason. */
bool golden_read(struct arena *a, struct golden *g, const char *path);

/* golden_write writes it, the same bytes for the same content. */
void golden_write(const struct golden *g, FILE *out);

/* golden_path gives the suite's own file of a name: SUITE/goldens/cpython.golden. */
const char *golden_path(struct arena *a, const struct suite *suite, const char *name);

/* golden_find_oracle finds an oracle by what its hello said; golden_case_of a case by its id.
 * SIZE_MAX, NULL: not there. */
size_t golden_find_oracle(const struct golden *g, const char *impl, const char *lib);
struct golden_case *golden_case_of(const struct golden *g, const char *id);

/* golden_variant_of gives what an oracle answered; NULL when that was not recorded. */
const struct golden_variant *golden_variant_of(const struct golden_case *c,
                                               size_t oracle);

/* golden_add_oracle adds one, in its place, and gives its index: those behind it move. SIZE_MAX
 * when there are too many. */
size_t golden_add_oracle(struct arena *a, struct golden *g, const struct impl *impl);

/* golden_add puts what an oracle gave in place of what it gave before; what others gave of
 * another text of the case is dropped. */
void golden_add(struct arena *a, struct golden *g, size_t oracle, const struct tcase *tc,
                const struct play *play);

/* golden_keep drops cases that a suite does not have, and brings the others into its order. */
void golden_keep(struct arena *a, struct golden *g, const struct cases *cases);

/* golden_same_row says whether two rows are the same, golden_same whether traces are. */
bool golden_same_row(const struct golden_row *a, const struct golden_row *b);
bool golden_same(const struct golden_variant *a, const struct golden_variant *b);

/* golden_block finds or makes a block. */
const struct golden_block *golden_block(struct arena *a, struct golden *g,
                                        const char *macro, const char **line,
                                        size_t count);

/* golden_digest names the text of a case: 16 digits. */
void golden_digest(const struct tcase *tc, char digest[17]);

/* golden_ask gives the text of a step and its call, as it is asked for in a run: `value` is that of
 * the sweep. */
const char *golden_ask(struct arena *a, const struct scenario *s, size_t step,
                       int64_t value, struct call *call);

/* golden_rows puts a play into lines. */
struct golden_variant golden_rows(struct arena *a, struct golden *g,
                                  const struct tcase *tc, const struct play *play);

/* golden_play takes a play from what was recorded of an oracle. NULL, or why it cannot be. */
const char *golden_play(struct arena *a, const struct golden *g, size_t oracle,
                        const struct tcase *tc, struct play *play);

/* golden_choose finds the oracle that a text asks for: a version or the beginning of one, "3.13",
 * and perhaps its library's, "3.13.0/3.6". Of several, and with "" of all, it takes the newest of
 * those over the library `lib`, or else the newest. SIZE_MAX when there is none. */
size_t golden_choose(const struct golden *g, const char *version, const char *lib);

#endif
