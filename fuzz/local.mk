# SPDX-License-Identifier: Apache-2.0
#
# fuzz/: one object set per target, linked twice: with replay.c, for `make check`, and with
# a fuzzing engine if there is one (m4/mbio_fuzzing.m4). A target is a name in the lists and
# one block below.

fuzz_target = fuzz/target.c fuzz/target.h
fuzz_cppflags = $(AM_CPPFLAGS) -DMEMBIO_WORLD='"$(abs_top_srcdir)/scenario/world"'

noinst_LTLIBRARIES += libfuzz_server.la libfuzz_bio.la
# fuzz/fuzz_server FILE|FOLDER... plays what is kept.
check_PROGRAMS += fuzz/fuzz_server fuzz/fuzz_bio
# fuzz/fuzz_server-fuzzer FOLDER... looks for more.
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_server-fuzzer fuzz/fuzz_bio-fuzzer
endif

# The engine comes after the library that it calls.
fuzzer_ldflags = $(AM_LDFLAGS) -Wl,-u,LLVMFuzzerTestOneInput

libfuzz_server_la_SOURCES = fuzz/fuzz_server.c $(fuzz_target)
libfuzz_server_la_CPPFLAGS = $(fuzz_cppflags)
fuzz_fuzz_server_SOURCES = fuzz/replay.c
fuzz_fuzz_server_LDADD = libfuzz_server.la $(engine_libs)
fuzz_fuzz_server_fuzzer_SOURCES =
fuzz_fuzz_server_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_server_fuzzer_LDADD = libfuzz_server.la $(engine_libs) $(FUZZING_ENGINE)

libfuzz_bio_la_SOURCES = fuzz/fuzz_bio.c $(fuzz_target)
libfuzz_bio_la_CPPFLAGS = $(fuzz_cppflags)
fuzz_fuzz_bio_SOURCES = fuzz/replay.c
fuzz_fuzz_bio_LDADD = libfuzz_bio.la $(engine_libs)
fuzz_fuzz_bio_fuzzer_SOURCES =
fuzz_fuzz_bio_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_bio_fuzzer_LDADD = libfuzz_bio.la $(engine_libs) $(FUZZING_ENGINE)

dist_check_SCRIPTS += fuzz/replay.test
TESTS += fuzz/replay.test
