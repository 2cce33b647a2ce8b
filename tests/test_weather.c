/* SPDX-License-Identifier: Apache-2.0
 *
 * test_weather.c: the pieces that weathers cut, and traces that they do not change.
 */
#include "play.h"

#include <string.h>

#include "scenario/compare.h"
#include "scenario/drip.h"

static struct weather weather_of(const char *name)
{
    struct weather w;

    ck_assert_msg(weather_parse((struct slice){name, strlen(name)}, &w), "%s", name);
    return w;
}

/* -------------------------------------------------------------------------- names */

static const char *const good_names[] = {"calm",     "chunk=1",  "chunk=1400", "record-1",
                                         "record+1", "random=7", "coalesce",   "late"};

START_TEST(test_good_name)
{
    struct arena a = {NULL};
    struct weather w = weather_of(good_names[_i]);

    ck_assert_str_eq(weather_name(&a, &w), good_names[_i]);
    arena_free(&a);
}
END_TEST

static const char *const bad_names[] = {
    "",       "chunk",    "chunk=",   "chunk=0", "chunk=-1", "chunk=x",  "record",
    "late=1", "record-2", "random=0", "storm",   "calm=1",   "chunk=1 ", "all"};

START_TEST(test_bad_name)
{
    struct weather w;

    ck_assert(!weather_parse((struct slice){bad_names[_i], strlen(bad_names[_i])}, &w));
}
END_TEST

START_TEST(test_random_alone)
{
    struct weather w = weather_of("random");

    ck_assert_int_eq(w.kind, WEATHER_RANDOM);
    ck_assert_int_eq(w.n, 1);
}
END_TEST

/* ------------------------------------------------------------------------- pieces */

/* Records of 7, 5 and 8 bytes, and three bytes of a header. */
static const uint8_t records[] = {22, 3, 3, 0, 2, 1, 2, 20, 3,  3, 0, 0,
                                  23, 3, 3, 0, 3, 1, 2, 3,  23, 3, 3};

static const struct {
    const char *weather;
    size_t pieces[24];
} cuts[] = {
    {"chunk=10", {10, 10, 3}},     {"chunk=23", {23}}, {"chunk=1400", {23}},
    {"record-1", {6, 5, 8, 3, 1}}, /* 7 - 1, then 1 + 5 - 1, then 1 + 8 - 1... */
    {"record+1", {8, 5, 8, 2}},    {"coalesce", {23}}, {"late", {4, 19}},
};

START_TEST(test_pieces)
{
    struct weather w = weather_of(cuts[_i].weather);
    struct wire bytes = {NULL, 0, 0};
    struct sky sky = {0, 0};
    size_t move = 4;

    wire_append(&bytes, records, sizeof records);
    for (const size_t *piece = cuts[_i].pieces; *piece > 0; piece++) {
        size_t len = weather_piece(&w, &sky, &bytes, move);

        ck_assert_uint_eq(len, *piece);
        wire_drop(&bytes, len);
        move = bytes.len;
    }
    ck_assert_uint_eq(bytes.len, 0);
    wire_free(&bytes);
}
END_TEST

/* Records that are cut off, empty, or no records at all: every piece has a byte or more, and no
 * more than there are. */
START_TEST(test_pieces_of_anything)
{
    struct weather w = weather_of(good_names[_i]);
    uint8_t data[64];

    for (unsigned seed = 0; seed < 2000; seed++) {
        struct wire bytes = {NULL, 0, 0};
        struct sky sky = {0, seed};
        uint64_t state = seed;

        for (size_t i = 0; i < sizeof data; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            data[i] = state >> 61 == 0 ? 0 : (uint8_t)(state >> 56 & 7);
        }
        wire_append(&bytes, data, 1 + seed % sizeof data);
        while (bytes.len > 0) {
            size_t len = weather_piece(&w, &sky, &bytes, bytes.len);

            ck_assert_uint_ge(len, 1);
            ck_assert_uint_le(len, bytes.len);
            wire_drop(&bytes, len);
        }
        wire_free(&bytes);
    }
}
END_TEST

/* The same seed cuts the same, another one does not. */
START_TEST(test_random_repeats)
{
    size_t cut[3][20];

    for (int run = 0; run < 3; run++) {
        struct weather w = weather_of("random");
        struct wire bytes = {NULL, 0, 0};
        struct sky sky = {0, run == 2 ? 8 : 7};
        uint8_t data[4096] = {0};

        wire_append(&bytes, data, sizeof data);
        for (int i = 0; i < 20; i++) {
            cut[run][i] = weather_piece(&w, &sky, &bytes, bytes.len);
        }
        wire_free(&bytes);
    }
    ck_assert(memcmp(cut[0], cut[1], sizeof cut[0]) == 0);
    ck_assert(memcmp(cut[0], cut[2], sizeof cut[0]) != 0);
}
END_TEST

/* --------------------------------------------------------------------- which cases */

static const struct {
    const char *text;
    enum weather_fit fit;
} fits[] = {
    {"c pending\n", WEATHER_IDLE},
    {"setup tls1.3\nc do_handshake\n", WEATHER_IDLE},
    {"pair tls1.3\n", WEATHER_FITS},
    {"setup tls1.3\npump\n", WEATHER_FITS},
    {"c do_handshake\nmove c>s\n", WEATHER_FITS},
    {"move c>s rest\nmove c>s flight\n", WEATHER_FITS},
    {"pair tls1.3\nmove c>s 5\n", WEATHER_OWN},
    {"pair tls1.3\nmove c>s record\n", WEATHER_OWN},
    {"pair tls1.3\ndrip c>s 1 read 1\n", WEATHER_OWN},
    {"pair tls1.3\neach n in 0..2\nc read $n\n", WEATHER_OWN},
};

START_TEST(test_fit)
{
    struct play p;

    play_begin(&p, fits[_i].text);
    ck_assert_int_eq(weather_fit(&p.scenario), fits[_i].fit);
    play_end(&p);
}
END_TEST

/* ------------------------------------------------------------------------- traces */

/* Everything that looks at what is on its way. */
static const char *const scenarios[] = {
    /* a handshake by hand, data, both closes */
    "setup tls1.2\nc do_handshake\nmove c>s\ns do_handshake\nmove s>c\nc do_handshake\n"
    "move c>s\ns do_handshake\nmove s>c\nc do_handshake\nc write 6869\nmove c>s\ns "
    "pending\n"
    "s read 1\ns pending\ns read 9\ns read 9\ns unwrap\nmove s>c\nc read 9\nc unwrap\n"
    "move c>s\ns unwrap\n",
    /* several flights before anybody looks; more than one record; the BIO itself */
    "pair tls1.3\ns write 6f6e65\nmove s>c\ns write 74776f\ns write 333333\nmove s>c\n"
    "c version\nc read 2\nc write 61\nc read 9\nc incoming.pending\nc read 9\nc read 9\n"
    "move s>c\nc read 9\n",
    "pair tls1.3\ns write 6f6e65\nmove s>c\nc incoming.read 4\nc read 9\n",
    "pair tls1.2\ns write 6f6e65\nmove s>c\nc incoming.write 00\nc read 9\nc read 9\n",
    /* an end behind data, and a move behind an end */
    "pair tls1.3\ns write 6f6e65\nmove s>c\neof s>c\nc pending\nc read 9\nc read 9\nc "
    "read 9\n",
    "pair tls1.3\ns write 6f6e65\nmove s>c\neof s>c\ns write 74776f\nmove s>c\nc read 9\n"
    "c read 9\n",
    "pair tls1.3\nc read 1\ns write 6f6e65\nmove s>c\nc incoming.write_eof\nc "
    "incoming.eof\n"
    "c read 9\nc incoming.eof\nc read 9\n",
    "pair tls1.3\nc read 1\neof s>c\nc incoming.eof\nc read 9\n",
    /* half a record, and faults */
    "pair tls1.2\ns write 6f6e65\ncut s>c 9\nmove s>c\nc read 9\neof s>c\nc read 9\n",
    "pair tls1.3\ns write 6f6e65\nflip s>c -1 3\nmove s>c\nc unwrap\nc read 9\nc read "
    "9\n",
    "pair tls1.3\ns write 6f6e65\nmove s>c\nc unwrap\nc read 9\nc unwrap\n",
    "setup tls1.3\nc outgoing.write 474554202f20485454502f312e310d0a0d0a\nmove c>s\n"
    "s do_handshake\ns incoming.pending\ns do_handshake\n",
    /* new BIOs for old, one BIO for both */
    "pair tls1.2\ns write 6f6e65\nmove s>c\nc bios\nc incoming.pending\nc outgoing.write "
    "00\n"
    "move c>s\nc wrap_bio server_hostname=localhost\nc do_handshake\n",
    "setup tls1.3\nc wrap_bio outgoing=incoming server_hostname=localhost\n"
    "s outgoing.write 16030300\nmove s>c\nc do_handshake\nc do_handshake\n",
    /* a sized move between unsized ones */
    "pair tls1.3\ns write 6f6e65\nmove s>c\ns write 74776f\nmove s>c 4\nc read 9\nc read "
    "9\n"
    "move s>c\nc read 9\n",
};

/* Fails with both traces, if they are not the same. */
static void check_same(struct play *p, const struct trace *calm, const char *how)
{
    struct comparison comparison = {
        &p->scenario, {LEVEL_CONTRACT, LEVEL_CONTRACT}, true, true};
    struct difference d;
    unsigned facts = 0;

    ck_assert_int_eq(p->trace.end, TRACE_COMPLETE);
    compare_traces(&p->a, &comparison, calm, &p->trace, &facts, &d);
    ck_assert_msg(!d.found, "%s: observation %zu: want %s, got %s\n%s", how, d.at, d.want,
                  d.got, trace_text(p));
    ck_assert_uint_gt(facts, 0);
}

START_TEST(test_same_trace)
{
    const char *text = scenarios[_i];
    struct play p;
    struct trace calm;

    play_begin(&p, text);
    play(&p);
    calm = p.trace;
    ck_assert_int_eq(calm.end, TRACE_COMPLETE);
    ck_assert_uint_eq(calm.retries, 0);
    for (size_t i = 0; i < sizeof good_names / sizeof *good_names; i++) {
        struct weather w = weather_of(good_names[i]);

        p.stage.weather = w.kind == WEATHER_CALM ? NULL : &w;
        play(&p);
        check_same(&p, &calm, good_names[i]);
    }
    play_end(&p);
}
END_TEST

/* How often a scenario's calls are made again. */
static unsigned retries_of(const char *text, const char *weather)
{
    struct weather w = weather_of(weather);
    struct play p;
    unsigned retries;

    play_begin(&p, text);
    p.stage.weather = &w;
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_COMPLETE);
    retries = p.trace.retries;
    play_end(&p);
    return retries;
}

#define PAIR "pair tls1.3 tickets=0\n"
#define DATA PAIR "s write 6869\nmove s>c\nc read 9\n" /* a record of 24 bytes */

START_TEST(test_retries)
{
    static const struct {
        const char *text, *weather;
        unsigned more;
    } rows[] = {
        {PAIR, "chunk=1", 0},
        {PAIR "c read 9\n", "chunk=1", 0},
        {DATA, "chunk=1", 23},
        {DATA, "chunk=10", 2},
        {DATA, "chunk=24", 0},
        {DATA, "record-1", 1},
        {DATA, "record+1", 0},
        {DATA, "late", 1},
        {DATA, "coalesce", 1},
        {DATA "s write 6869\ns write 68\nmove s>c\nc read 9\nc read 9\n", "record+1", 1},
        {PAIR "s write 68\nmove s>c\ns write 69\nmove s>c\nc read 9\nc read 9\n", "late",
         2},
        {PAIR "s write 68\nmove s>c\ns write 69\nmove s>c\nc read 9\nc read 9\n",
         "coalesce", 1},
        {PAIR "s write 6869\nmove s>c\nc incoming.pending\nc read 9\n", "chunk=1", 0},
        {PAIR "s write 6869\nmove s>c\neof s>c\nc read 9\nc read 9\n", "late", 2},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_msg(retries_of(rows[i].text, rows[i].weather) ==
                          retries_of(PAIR, rows[i].weather) + rows[i].more,
                      "%zu: %u", i, retries_of(rows[i].text, rows[i].weather));
    }
}
END_TEST

/* ------------------------------------------------------------------------ engines */

/* An engine around another one: it knows drip, and can be wrong about it. */
static struct wrapper {
    struct engine engine, *inner;
    unsigned requests;
    int64_t calls; /* that it says; 0: the truth */
    int64_t taken; /* that its incoming.write says; 0: the truth */
} wrapper;

static bool wrapped_perform(struct engine *engine, struct arena *a,
                            const struct call *call, struct answer *answer)
{
    struct wrapper *w = (struct wrapper *)engine;
    bool ok;

    w->requests++;
    if (call->op->id == OP_INCOMING_DRIP) {
        ok = drip_perform(w->inner, a, call, answer);
        answer->calls = w->calls != 0 ? w->calls : answer->calls;
        return ok;
    }
    ok = w->inner->perform(w->inner, a, call, answer);
    if (call->op->id == OP_INCOMING_WRITE && w->taken != 0) {
        answer->value.num = w->taken;
    }
    return ok;
}

static bool wrapped_reset(struct engine *engine)
{
    struct wrapper *w = (struct wrapper *)engine;

    return w->inner->reset(w->inner);
}

static void wrap(struct play *p)
{
    wrapper =
        (struct wrapper){{wrapped_perform, wrapped_reset}, p->engine[CLIENT], 0, 0, 0};
    p->stage.engine[CLIENT] = &wrapper.engine;
}

/* One request instead of many, and nothing else changes. */
START_TEST(test_drip_in_weather)
{
    struct weather w = weather_of("chunk=1");
    struct play p;
    struct trace single;
    unsigned requests;

    play_begin(&p, scenarios[_i]);
    wrap(&p);
    p.stage.weather = &w;
    play(&p);
    single = p.trace;
    requests = wrapper.requests;
    wrap(&p);
    p.stage.drips[CLIENT] = true;
    play(&p);
    check_same(&p, &single, "drip");
    ck_assert_uint_eq(p.trace.retries, single.retries);
    ck_assert_uint_le(wrapper.requests, requests);
    play_end(&p);
}
END_TEST

START_TEST(test_drip_saves)
{
    struct play p;
    unsigned requests;
    const char *text = PAIR "s write 6869\ns write 6869\ndrip s>c 1 read 10\n";

    play_begin(&p, text);
    wrap(&p);
    play(&p);
    requests = wrapper.requests;
    wrap(&p);
    p.stage.drips[CLIENT] = true;
    play(&p);
    ck_assert_str_eq(value_format(&p.a, &p.trace.list[p.trace.count - 1].answer.value),
                     "want_read*23 ok want_read*23 ok");
    ck_assert_uint_eq(requests - wrapper.requests, 2 * 48 - 2);
    play_end(&p);
}
END_TEST

/* A step that does not divide the bytes: the last piece is short, one by one or all at once. */
START_TEST(test_drip_short_piece)
{
    struct play p;
    struct trace single;

    play_begin(&p,
               PAIR "s write 6869\ns write 6869\ndrip s>c 13 read 9\nc incoming.read\n"
                    "c read 9\n");
    wrap(&p);
    play(&p);
    single = p.trace;
    ck_assert_int_eq(single.list[single.count - 1].answer.status, STATUS_WANT_READ);
    ck_assert_uint_eq(single.list[single.count - 2].answer.value.len, 0);
    wrap(&p);
    p.stage.drips[CLIENT] = true;
    play(&p);
    check_same(&p, &single, "a short piece");
    play_end(&p);
}
END_TEST

/* A number of calls that cannot be is no answer. */
START_TEST(test_drip_lies)
{
    static const int64_t lies[] = {-1, 25, INT64_MAX, INT64_MIN};
    struct weather w = weather_of("chunk=1");

    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        for (int by_weather = 0; by_weather < 2; by_weather++) {
            const char *last =
                by_weather ? "move s>c\nc read 9\n" : "drip s>c 1 read 9\n";
            struct arena a = {NULL};
            struct play p;

            play_begin(&p, arena_printf(&a, "%ss write 6869\n%s", PAIR, last));
            wrap(&p);
            wrapper.calls = lies[i];
            p.stage.drips[CLIENT] = true;
            p.stage.weather = by_weather ? &w : NULL;
            play(&p);
            ck_assert_int_eq(p.trace.end, TRACE_COMPLETE);
            ck_assert_int_eq(p.trace.list[p.trace.count - 1].answer.status, STATUS_BAD);
            play_end(&p);
            arena_free(&a);
        }
    }
}
END_TEST

/* A BIO that says it took another number of bytes is heard, and no more is given to it. */
START_TEST(test_lost_byte)
{
    struct weather w = weather_of("chunk=5");
    const struct observation *o;
    struct play p;

    play_begin(&p, "c outgoing.write 0102030405060708\nmove c>s\ns read 1\n");
    wrap(&p);
    p.stage.engine[CLIENT] = p.engine[CLIENT];
    p.stage.engine[SERVER] = &wrapper.engine;
    wrapper.inner = p.engine[SERVER];
    wrapper.taken = 4;
    p.stage.weather = &w;
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_COMPLETE);
    o = &p.trace.list[p.trace.count - 1];
    ck_assert_str_eq(o->request, "s read 1");
    ck_assert_int_eq(o->answer.value.num, 4);
    ck_assert_int_eq(o->bio[SERVER][INCOMING].pending, 5); /* nothing is on its way */
    play_end(&p);
}
END_TEST

/* The requests that drip refuses; and what it answers. */
START_TEST(test_drip_answers)
{
    static const struct {
        const char *request, *answer;
    } rows[] = {
        {"c incoming.drip 0a0b0c 2 incoming.pending",
         "ok 2 calls=1 incoming=2 outgoing=0"},
        {"c incoming.drip 0a0b0c 2 incoming.drip 00 1 read 1", "bad"},
        {"c incoming.drip - 2 incoming.pending", "bad"},
        {"c incoming.drip 00 0 incoming.pending", "bad"},
        {"c incoming.drip 00 1 read", "bad"},
        {"c incoming.drip 00 1 frobnicate", "unsupported"},
        {"c incoming.drip 00 1 read 1", "bad"}, /* there is no object */
    };
    struct arena a = {NULL};
    struct engine *engine = engine_membio_new(world_dir());

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct slice line = {rows[i].request, strlen(rows[i].request)};
        struct call call;
        struct answer answer;
        bool unknown;

        ck_assert(call_parse(&a, line, &call, &unknown) == NULL);
        ck_assert(engine->reset(engine));
        ck_assert(drip_perform(engine, &a, &call, &answer));
        ck_assert_str_eq(answer_format(&a, &answer), rows[i].answer);
    }
    engine_membio_free(engine);
    arena_free(&a);
}
END_TEST

#define ADD_ROWS(suite, test, list)                                                      \
    do {                                                                                 \
        TCase *rows = tcase_create(#test);                                               \
        tcase_add_loop_test(rows, test, 0, (int)(sizeof(list) / sizeof *(list)));        \
        suite_add_tcase(suite, rows);                                                    \
    } while (0)

int main(void)
{
    const TTest *const tests[] = {
        test_random_alone,     test_random_repeats, test_retries,   test_drip_saves,
        test_drip_short_piece, test_drip_lies,      test_lost_byte, test_drip_answers,
    };
    Suite *suite = suite_of("weather", tests, sizeof tests / sizeof *tests);

    ADD_ROWS(suite, test_good_name, good_names);
    ADD_ROWS(suite, test_bad_name, bad_names);
    ADD_ROWS(suite, test_pieces, cuts);
    ADD_ROWS(suite, test_pieces_of_anything, good_names);
    ADD_ROWS(suite, test_fit, fits);
    ADD_ROWS(suite, test_same_trace, scenarios);
    ADD_ROWS(suite, test_drip_in_weather, scenarios);
    return run_suite(suite);
}
