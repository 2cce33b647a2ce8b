/* SPDX-License-Identifier: Apache-2.0
 *
 * play.c: see play.h.
 */
#include "play.h"

#include <string.h>

void play_begin(struct play *p, const char *text)
{
    struct complaint c = {0, NULL};

    memset(p, 0, sizeof *p);
    for (int i = 0; i < ENDPOINTS; i++) {
        p->stage.engine[i] = p->engine[i] = engine_membio_new(world_dir());
    }
    ck_assert_msg(
        scenario_parse(&p->a, &p->scenario, (struct slice){text, strlen(text)}, 1, &c),
        "line %u: %s", c.line, c.text);
}

void play(struct play *p)
{
    stage_play(&p->stage, &p->a, &p->scenario, &p->sweep, &p->trace);
}

void play_end(struct play *p)
{
    engine_membio_free(p->engine[CLIENT]);
    engine_membio_free(p->engine[SERVER]);
    arena_free(&p->a);
}

const char *trace_text(struct play *p)
{
    const char *text = "";

    for (size_t i = 0; i < p->trace.count; i++) {
        const struct observation *o = &p->trace.list[i];
        const char *value = value_format(&p->a, &o->answer.value);

        text =
            arena_printf(&p->a, "%s%s%s: %s%s%s\n", text, o->last ? "! " : "", o->request,
                         status_name(o->answer.status), *value == '\0' ? "" : " ", value);
    }
    return text;
}

void check_trace(const char *scenario, const char *want)
{
    struct play p;

    play_begin(&p, scenario);
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_COMPLETE);
    ck_assert_str_eq(trace_text(&p), want);
    play_end(&p);
}
