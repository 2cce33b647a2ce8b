/* SPDX-License-Identifier: Apache-2.0
 *
 * play.h: what the Check programs of the stage share: a scenario, played.
 */
#ifndef TESTS_PLAY_H
#define TESTS_PLAY_H

#include "scenario/stage.h"
#include "support.h"

/* A scenario and what came of it. */
struct play {
    struct arena a;
    struct engine *engine[ENDPOINTS];
    struct stage stage;
    struct scenario scenario;
    struct sweep sweep;
    struct trace trace;
};

/* play_begin parses a scenario and makes an engine of libmembio for each endpoint; play
 * plays it once; play_end frees all of it. */
void play_begin(struct play *p, const char *text);
void play(struct play *p);
void play_end(struct play *p);

/* trace_text gives "request: status value", a line for each observation; "! " stands
 * before those that are judged. */
const char *trace_text(struct play *p);

/* check_trace plays a scenario to its end and compares that text. */
void check_trace(const char *scenario, const char *want);

#endif
