/* SPDX-License-Identifier: Apache-2.0
 *
 * test_stage.c: scenarios played on libmembio in this process: the trace says all that was
 * done, in order. Sweeps, drip, and what makes no sense: test_sweep.c.
 */
#include "play.h"

#include <string.h>

/* --------------------------------------------------------------------------- wire */

START_TEST(test_move)
{
    check_trace("c outgoing.write 0102030405\n"
                "move c>s 2\n"
                "s incoming.read\n"
                "c outgoing.write 06\n"
                "move c>s\n"
                "move c>s\n"
                "s incoming.read 3\n"
                "s incoming.pending\n"
                "eof c>s\n"
                "s incoming.eof\n"
                "s incoming.read\n"
                "s incoming.eof\n"
                "c incoming.eof\n",
                "! c outgoing.write 0102030405: ok 5\n"
                "! move c>s 2: ok 2\n"
                "! s incoming.read: ok 0102\n"
                "! c outgoing.write 06: ok 1\n"
                "! move c>s: ok 4\n"
                "! move c>s: ok 0\n"
                "! s incoming.read 3: ok 030405\n"
                "! s incoming.pending: ok 1\n"
                "! eof c>s: ok\n"
                "! s incoming.eof: ok 0\n"
                "! s incoming.read: ok 06\n"
                "! s incoming.eof: ok 1\n"
                "! c incoming.eof: ok 0\n");
}
END_TEST

START_TEST(test_edits)
{
    check_trace("s outgoing.write 160303000161\n"
                "insert s>c 15030300021122\n"
                "swap s>c 0\n"
                "dup s>c 1\n"
                "flip s>c -1 0\n"
                "drop s>c 0\n"
                "move s>c record\n"
                "cut s>c 4\n"
                "insert s>c ff at=0\n"
                "move s>c rest\n"
                "c incoming.read\n",
                "! s outgoing.write 160303000161: ok 6\n"
                "! insert s>c 15030300021122: ok 13\n"
                "! swap s>c 0: ok 13\n"
                "! dup s>c 1: ok 19\n"
                "! flip s>c -1 0: ok 19\n"
                "! drop s>c 0: ok 12\n"
                "! move s>c record: ok 6\n"
                "! cut s>c 4: ok 4\n"
                "! insert s>c ff at=0: ok 5\n"
                "! move s>c rest: ok 5\n"
                "! c incoming.read: ok 160303000161ff16030300\n");
}
END_TEST

START_TEST(test_edits_out_of_range)
{
    static const char *const edits[] = {"cut s>c 4",      "flip s>c 3 0", "flip s>c 0 8",
                                        "drop s>c 1",     "dup s>c -1",   "swap s>c 0",
                                        "insert s>c ff 4"};
    struct play p;

    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct arena a = {NULL};

        play_begin(&p, arena_printf(&a,
                                    "s outgoing.write 010203\n%s\nmove s>c\n"
                                    "c incoming.read\n",
                                    edits[i]));
        play(&p);
        ck_assert_uint_eq(p.trace.count, 4);
        ck_assert_int_eq(p.trace.list[1].answer.status, STATUS_BAD);
        ck_assert_mem_eq(p.trace.list[3].answer.value.data, "\1\2\3", 3);
        play_end(&p);
        arena_free(&a);
    }
}
END_TEST

/* ---------------------------------------------------------------------------- TLS */

START_TEST(test_pump)
{
    check_trace("setup tls1.3 tickets=0\npump\nc version\ns pending",
                "s context server: ok\n"
                "c context client: ok\n"
                "c context.minimum_version TLSv1.3: ok TLSv1.3\n"
                "s context.minimum_version TLSv1.3: ok TLSv1.3\n"
                "c context.maximum_version TLSv1.3: ok TLSv1.3\n"
                "s context.maximum_version TLSv1.3: ok TLSv1.3\n"
                "c context.set_ciphers ECDHE+AESGCM:ECDHE+CHACHA20: ok\n"
                "s context.set_ciphers ECDHE+AESGCM:ECDHE+CHACHA20: ok\n"
                "s context.load_cert_chain ed25519: ok\n"
                "c context.load_verify_locations ca-ed25519: ok\n"
                "s context.num_tickets 0: ok 0\n"
                "s wrap_bio 1: ok\n"
                "! c wrap_bio server_hostname=localhost: ok\n"
                "c do_handshake: want_read\n"
                "s do_handshake: want_read\n"
                "c do_handshake: ok\n"
                "s do_handshake: ok\n"
                "! pump: ok\n"
                "! c version: ok TLSv1.3\n"
                "! s pending: ok 0\n");
}
END_TEST

/* Each side on an engine of its own, and both on one: the same. */
START_TEST(test_one_engine_or_two)
{
    static const char text[] = "pair tls1.2 alpn=h2\ns write 6869\nmove s>c\nc read 10\n"
                               "c selected_alpn_protocol\nc unwrap\nmove c>s\ns unwrap\n";
    struct play one, two;
    const struct observation *read;

    play_begin(&one, text);
    one.stage.engine[SERVER] = one.stage.engine[CLIENT];
    play(&one);
    play_begin(&two, text);
    play(&two);
    ck_assert_int_eq(one.trace.end, TRACE_COMPLETE);
    ck_assert_str_eq(trace_text(&one), trace_text(&two));
    read = &one.trace.list[one.trace.count - 5];
    ck_assert_str_eq(read->request, "c read 10");
    ck_assert_uint_eq(read->answer.value.len, 2);
    ck_assert_mem_eq(read->answer.value.data, "hi", 2);
    ck_assert_int_eq(one.trace.list[one.trace.count - 1].answer.status, STATUS_OK);
    play_end(&one);
    play_end(&two);
}
END_TEST

START_TEST(test_observations)
{
    struct play p;
    const struct observation *o;

    play_begin(&p, "setup tls1.3\nc do_handshake\nmove c>s 9\neof c>s\n");
    play(&p);
    o = &p.trace.list[p.trace.count - 3];
    ck_assert_uint_eq(o->step, 1);
    ck_assert_int_eq(o->op->id, OP_DO_HANDSHAKE);
    ck_assert_int_eq(o->who, CLIENT);
    ck_assert(o->wrapped && o->last);
    ck_assert(!p.trace.list[0].wrapped && !p.trace.list[0].last);
    ck_assert_int_gt(o->bio[CLIENT][OUTGOING].pending, 0);
    ck_assert_str_eq(o->answer.field[FIELD_ERRNO], "2");
    o++; /* of a wire op the receiver counts; all four BIOs are seen */
    ck_assert_int_eq(o->who, SERVER);
    ck_assert_int_eq(o->bio[CLIENT][OUTGOING].pending, 0);
    ck_assert_int_eq(o->bio[SERVER][INCOMING].pending, 9);
    ck_assert(!o->bio[SERVER][INCOMING].eof);
    o++;
    ck_assert_int_eq(o->bio[SERVER][INCOMING].pending, 9);
    ck_assert(!o->bio[SERVER][INCOMING].eof); /* not before it is drained */
    play_end(&p);
}
END_TEST

START_TEST(test_setup_stops_at_failure)
{
    struct play p;

    play_begin(&p, "setup tls1.3 cert=nothing\nc pending\n");
    play(&p);
    ck_assert_int_eq(p.trace.end, TRACE_COMPLETE);
    ck_assert_uint_eq(p.trace.count, 10);
    ck_assert_str_eq(p.trace.list[8].request, "s context.load_cert_chain nothing");
    ck_assert_int_eq(p.trace.list[8].answer.status, STATUS_BAD);
    ck_assert(p.trace.list[8].last);
    ck_assert_int_eq(p.trace.list[9].answer.status, STATUS_BAD); /* no object */
    play_end(&p);
}
END_TEST

/* A next connection: nothing of the one before is left but the context and what was kept;
 * the other end's bytes stay on the wire. */
START_TEST(test_bios)
{
    check_trace("c context client\n"
                "c context.check_hostname 0\n"
                "c wrap_bio session=1\n"
                "c wrap_bio\n"
                "c session.keep\n"
                "c incoming.write 01\n"
                "c outgoing.write 0203\n"
                "s outgoing.write 0405\n"
                "move c>s 1\n"
                "move s>c 1\n"
                "c bios\n"
                "c pending\n"
                "move c>s\n"
                "move s>c\n"
                "c incoming.read\n"
                "c wrap_bio session=1\n"
                "c session.set\n",
                "! c context client: ok\n"
                "! c context.check_hostname 0: ok 0\n"
                "! c wrap_bio session=1: bad\n"
                "! c wrap_bio: ok\n"
                "! c session.keep: ok none\n"
                "! c incoming.write 01: ok 1\n"
                "! c outgoing.write 0203: ok 2\n"
                "! s outgoing.write 0405: ok 2\n"
                "! move c>s 1: ok 1\n"
                "! move s>c 1: ok 1\n"
                "! c bios: ok\n"
                "! c pending: bad\n"
                "! move c>s: ok 0\n"
                "! move s>c: ok 1\n"
                "! c incoming.read: ok 05\n"
                "! c wrap_bio session=1: ok\n"
                "! c session.set: api\n");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        test_move,
        test_edits,
        test_pump,
        test_edits_out_of_range,
        test_observations,
        test_one_engine_or_two,
        test_setup_stops_at_failure,
        test_bios,
    };

    return run_suite(suite_of("stage", tests, sizeof tests / sizeof *tests));
}
