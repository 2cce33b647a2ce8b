# SPDX-License-Identifier: Apache-2.0
#
# fuzz/: every target is linked twice: with replay.c, for `make check`, and with a fuzzing
# engine if there is one (m4/mbio_fuzzing.m4):
#
#     fuzz/fuzz_NAME FILE|FOLDER...        plays what is kept
#     fuzz/fuzz_NAME-fuzzer FOLDER...      looks for more
#
# A target is a file fuzz_NAME.c and a block below.

noinst_LTLIBRARIES += libfuzz.la
libfuzz_la_SOURCES = fuzz/target.c fuzz/target.h
libfuzz_la_CPPFLAGS = $(AM_CPPFLAGS) -DMEMBIO_WORLD='"$(abs_top_srcdir)/scenario/world"'
fuzz_libs = libfuzz.la $(engine_libs)

# The engine comes after the library that it calls.
fuzzer_ldflags = $(AM_LDFLAGS) -Wl,-u,LLVMFuzzerTestOneInput

dist_check_SCRIPTS += fuzz/replay.test
TESTS += fuzz/replay.test

# fuzz_bio
check_PROGRAMS += fuzz/fuzz_bio
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_bio-fuzzer
endif
fuzz_fuzz_bio_SOURCES = fuzz/fuzz_bio.c fuzz/replay.c
fuzz_fuzz_bio_LDADD = $(fuzz_libs)
fuzz_fuzz_bio_fuzzer_SOURCES = fuzz/fuzz_bio.c
fuzz_fuzz_bio_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_bio_fuzzer_LDADD = $(fuzz_libs) $(FUZZING_ENGINE)

# fuzz_server
check_PROGRAMS += fuzz/fuzz_server
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_server-fuzzer
endif
fuzz_fuzz_server_SOURCES = fuzz/fuzz_server.c fuzz/replay.c
fuzz_fuzz_server_LDADD = $(fuzz_libs)
fuzz_fuzz_server_fuzzer_SOURCES = fuzz/fuzz_server.c
fuzz_fuzz_server_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_server_fuzzer_LDADD = $(fuzz_libs) $(FUZZING_ENGINE)
