/* SPDX-License-Identifier: Apache-2.0
 *
 * scn.h: what the files of scn share: the tool that turns scenarios into each other's forms.
 */
#ifndef FUZZ_SCN_H
#define FUZZ_SCN_H

#include "scenario/case.h"
#include "scenario/stage.h"

/* Exit statuses. */
enum { SCN_OK = 0, SCN_FOUND = 1, SCN_USAGE = 2, SCN_FAULT = 99 };

/* What stands on the command line. */
struct scn_options {
    const char *out, *into, *name, *id, *why, *with, *from;
    bool as_is, text;
    char **files; /* NULL at the end; there is at least one where a command takes any */
};

int scn_text(const struct scn_options *o);
int scn_bytes(const struct scn_options *o);
int scn_ops(const struct scn_options *o);
int scn_dict(const struct scn_options *o);
int scn_python(const struct scn_options *o);
int scn_sow_world(const struct scn_options *o);
int scn_run(const struct scn_options *o);
int scn_import(const struct scn_options *o);
int scn_import_foreign(const struct scn_options *o);

/* scn_file.c. scn_complain prints "scn: FILE:LINE: why", without the line if it is 0, and
 * returns false. scn_read gives a whole file, NUL-terminated; scn_write a new one, where
 * NULL is stdout. scn_load gives the cases of a *.case file, and of any other file what its
 * bytes mean, as a case without a header. */
bool scn_complain(const char *file, unsigned line, const char *why);
bool scn_read(struct arena *a, const char *file, struct slice *data);
bool scn_write(const char *file, const void *data, size_t len);
bool scn_load(struct arena *a, const char *file, struct cases *cases);
bool scn_is_case(const char *file);

/* scn_each calls `fn` for a file, or for all files below a folder, in the order of their
 * names; README.md and names that begin with a dot are none. It goes on when one is false. */
bool scn_each(const char *path, bool (*fn)(const char *file, void *arg), void *arg);

/* scn_play.c. scn_begin makes what plays; scn_finding plays a scenario, says what came of it,
 * or NULL, and fills the trace. */
void scn_begin(void);
const char *scn_world(void);
const char *scn_finding(struct arena *a, const struct tcase *tc, struct sweep *sweep,
                        struct trace *trace);

/* scn_judge.c: a scenario played by another process. scn_judge gives a line that findings
 * are told apart by, in the memory of `a`; "" when nothing is found. With a command, it is
 * `sh -c COMMAND` with the scenario as a case file as $1 that plays. */
const char *scn_judge(struct arena *a, const struct scenario *s, const char *command);

/* scn_shrink.c: the smallest scenario that leads to the same finding. */
void scn_shrink(struct arena *a, struct scenario *s, const char *finding,
                const char *command);

#endif
