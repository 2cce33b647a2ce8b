/* SPDX-License-Identifier: Apache-2.0
 *
 * write.h: the lines of a run, as doc/report.md says. What is made here knows the run; whoever
 * takes the lines (stream.h) does not.
 */
#ifndef CONFORMANCE_STREAM_WRITE_H
#define CONFORMANCE_STREAM_WRITE_H

#include "conformance/result.h"
#include "stream.h"

/* stream_lines makes them; stream_lines_free gives them back. */
void stream_lines(struct arena *a, const struct report *r, struct stream_lines *lines);
void stream_lines_free(struct stream_lines *lines);

/* stream_label gives an implementation's label: its identity, and a number when that is
 * taken. */
const char *stream_label(struct arena *a, const struct report *r, size_t impl);

/* stream_result_line makes the line of one result; as in report_result. */
json_t *stream_result_line(const struct report *r, size_t tc, size_t impl);

/* stream_timeless removes what differs from run to run: times and native words. */
void stream_timeless(json_t *line);

/* timeline_lines makes a line of type `difference` for each case and pair of neighbours that
 * differ: oracles stand in the order of their libraries, then of their versions. `add` takes
 * the line over. */
void timeline_lines(const struct report *r, void (*add)(void *arg, json_t *line),
                    void *arg);

#endif
