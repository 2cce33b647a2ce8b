# SPDX-License-Identifier: Apache-2.0
#
# fuzz/: every target is linked twice: with replay.c, for `make check`, and with a fuzzing
# engine if there is one (m4/mbio_fuzzing.m4):
#
#     fuzz/fuzz_NAME FILE|FOLDER...        plays what is kept
#     fuzz/fuzz_NAME-fuzzer FOLDER...      looks for more
#
# A target is a file fuzz_NAME.c, a row of targets.tsv and a block below.

noinst_LTLIBRARIES += libfuzz.la
libfuzz_la_SOURCES = \
	fuzz/below.c fuzz/below.h \
	fuzz/figures.c fuzz/figures.h \
	fuzz/figures_cost.c \
	fuzz/figures_mutants.c \
	fuzz/narrow.c \
	fuzz/oracle.c fuzz/oracle.h fuzz/oracle_part.h \
	fuzz/oracle_again.c \
	fuzz/oracle_ask.c \
	fuzz/oracle_edit.c \
	fuzz/oracle_keyed.c \
	fuzz/oracle_trace.c \
	fuzz/profile.c fuzz/profile.h \
	fuzz/record.c \
	fuzz/seeds.c fuzz/seeds.h \
	fuzz/tap.c fuzz/tap.h \
	fuzz/target.c fuzz/target.h \
	scenario/world_clock.c scenario/world_clock.h

# The targets alone may have another OpenSSL (--with-openssl-static), which may be instrumented:
# then somebody must take what it counts.
noinst_LTLIBRARIES += libuncounted.la
libuncounted_la_SOURCES = fuzz/uncounted.c
libuncounted_la_CFLAGS = $(WARN_CFLAGS)
fuzz_engine_libs = libfuzz.la libmutate.la libengine.la libkeyed.la libscenario.la libcore.la $(FUZZ_OPENSSL_LIBS)
fuzz_libs = $(fuzz_engine_libs) libuncounted.la

DISTCLEANFILES = fuzz/world # configure makes it

# Mutation on ops: a source of each fuzzer, and a module for AFL++.
noinst_LTLIBRARIES += libmutate.la
libmutate_la_SOURCES = \
	fuzz/generate.c fuzz/generate.h \
	fuzz/mutate.c fuzz/mutate.h
# What a fuzzer consists of besides its target: AFL++ has a main of ours, and takes the module;
# others bring their own main, and take mutation by a name.
if HAVE_AFL_LOOP
mutator = fuzz/persistent.c
else
mutator = fuzz/mutate_libfuzzer.c
endif
if HAVE_SHARED
noinst_LTLIBRARIES += fuzz/membio-mutator.la
endif
fuzz_membio_mutator_la_SOURCES = fuzz/mutate_afl.c
fuzz_membio_mutator_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared \
	-rpath $(abs_builddir)
fuzz_membio_mutator_la_LIBADD = libmutate.la libscenario.la

# The engine comes after the library that it calls.
fuzzer_ldflags = $(AM_LDFLAGS) -Wl,-u,LLVMFuzzerTestOneInput
fuzzer_libs = $(fuzz_engine_libs) $(FUZZING_ENGINE)

dist_check_SCRIPTS += fuzz/campaign.test fuzz/replay.test fuzz/table.test
TESTS += fuzz/campaign.test fuzz/replay.test fuzz/table.test
EXTRA_DIST += fuzz/aflpp.denylist fuzz/targets.tsv
EXTRA_DIST += fuzz/planted.tsv
dist_check_SCRIPTS += fuzz/diff.test
TESTS += fuzz/diff.test

# fuzz/scn: scenarios from one form into another. Only here: it reads this tree's corpus.
noinst_PROGRAMS += fuzz/scn
fuzz_scn_SOURCES = \
	fuzz/below.c fuzz/below.h \
	fuzz/generate.c fuzz/generate.h \
	fuzz/scn.c fuzz/scn.h \
	fuzz/scn_dict.c \
	fuzz/scn_file.c \
	fuzz/scn_foreign.c \
	fuzz/scn_form.c \
	fuzz/scn_import.c \
	fuzz/scn_judge.c \
	fuzz/scn_play.c \
	fuzz/scn_python.c \
	fuzz/scn_shrink.c \
	fuzz/scn_world.c \
	scenario/world_clock.c
fuzz_scn_CPPFLAGS = $(AM_CPPFLAGS) # objects with names of their own
fuzz_scn_LDADD = $(engine_libs)

# Seeds: what the suite and the corpus say, as bytes. Sweeps stay behind.
corpus: fuzz/scn
	$(MKDIR_P) corpus/seeds
	fuzz/scn world --into corpus/seeds
	fuzz/scn bytes --into corpus/seeds $(srcdir)/conformance/cases $(srcdir)/corpus || \
		test $$? -eq 1
.PHONY: corpus

# fuzz_api
check_PROGRAMS += fuzz/fuzz_api
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_api-fuzzer
endif
fuzz_fuzz_api_SOURCES = fuzz/fuzz_api.c fuzz/replay.c
fuzz_fuzz_api_LDADD = $(fuzz_libs)
fuzz_fuzz_api_fuzzer_SOURCES = fuzz/fuzz_api.c $(mutator)
fuzz_fuzz_api_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_api_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_bio
check_PROGRAMS += fuzz/fuzz_bio
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_bio-fuzzer
endif
fuzz_fuzz_bio_SOURCES = fuzz/fuzz_bio.c fuzz/replay.c
fuzz_fuzz_bio_LDADD = $(fuzz_libs)
fuzz_fuzz_bio_fuzzer_SOURCES = fuzz/fuzz_bio.c $(mutator)
fuzz_fuzz_bio_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_bio_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_canary
check_PROGRAMS += fuzz/fuzz_canary
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_canary-fuzzer
endif
fuzz_fuzz_canary_SOURCES = fuzz/fuzz_canary.c fuzz/replay.c
fuzz_fuzz_canary_LDADD = $(fuzz_libs)
fuzz_fuzz_canary_fuzzer_SOURCES = fuzz/fuzz_canary.c $(mutator)
fuzz_fuzz_canary_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_canary_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_client
check_PROGRAMS += fuzz/fuzz_client
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_client-fuzzer
endif
fuzz_fuzz_client_SOURCES = fuzz/fuzz_client.c fuzz/replay.c
fuzz_fuzz_client_LDADD = $(fuzz_libs)
fuzz_fuzz_client_fuzzer_SOURCES = fuzz/fuzz_client.c $(mutator)
fuzz_fuzz_client_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_client_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_ctx
check_PROGRAMS += fuzz/fuzz_ctx
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_ctx-fuzzer
endif
fuzz_fuzz_ctx_SOURCES = fuzz/fuzz_ctx.c fuzz/replay.c
fuzz_fuzz_ctx_LDADD = $(fuzz_libs)
fuzz_fuzz_ctx_fuzzer_SOURCES = fuzz/fuzz_ctx.c $(mutator)
fuzz_fuzz_ctx_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_ctx_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_diff: only with a Python to embed. It is a library that others are linked with, as the
# modules of Python want its symbols.
if HAVE_PYTHON_EMBED
check_PROGRAMS += fuzz/fuzz_diff
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_diff-fuzzer
endif
endif
twin = fuzz/excuse.c fuzz/twin.c fuzz/twin.h
twin_libs = libcpython.la $(PYTHON_EMBED_LIBS)
fuzz_fuzz_diff_SOURCES = fuzz/fuzz_diff.c $(twin) fuzz/replay.c
fuzz_fuzz_diff_LDADD = $(twin_libs) $(fuzz_libs)
fuzz_fuzz_diff_fuzzer_SOURCES = fuzz/fuzz_diff.c $(twin) $(mutator)
fuzz_fuzz_diff_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_diff_fuzzer_LDADD = $(twin_libs) $(fuzzer_libs)

# fuzz_fault
check_PROGRAMS += fuzz/fuzz_fault
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_fault-fuzzer
endif
fuzz_fuzz_fault_SOURCES = fuzz/fuzz_fault.c fuzz/replay.c
fuzz_fuzz_fault_LDADD = $(fuzz_libs)
fuzz_fuzz_fault_fuzzer_SOURCES = fuzz/fuzz_fault.c $(mutator)
fuzz_fuzz_fault_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_fault_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_keyed
check_PROGRAMS += fuzz/fuzz_keyed
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_keyed-fuzzer
endif
fuzz_fuzz_keyed_SOURCES = fuzz/fuzz_keyed.c fuzz/replay.c
fuzz_fuzz_keyed_LDADD = $(fuzz_libs)
fuzz_fuzz_keyed_fuzzer_SOURCES = fuzz/fuzz_keyed.c $(mutator)
fuzz_fuzz_keyed_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_keyed_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_pair
check_PROGRAMS += fuzz/fuzz_pair
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_pair-fuzzer
endif
fuzz_fuzz_pair_SOURCES = fuzz/fuzz_pair.c fuzz/replay.c
fuzz_fuzz_pair_LDADD = $(fuzz_libs)
fuzz_fuzz_pair_fuzzer_SOURCES = fuzz/fuzz_pair.c $(mutator)
fuzz_fuzz_pair_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_pair_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_scn
check_PROGRAMS += fuzz/fuzz_scn
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_scn-fuzzer
endif
fuzz_fuzz_scn_SOURCES = fuzz/fuzz_scn.c fuzz/replay.c
fuzz_fuzz_scn_LDADD = $(fuzz_libs)
fuzz_fuzz_scn_fuzzer_SOURCES = fuzz/fuzz_scn.c $(mutator)
fuzz_fuzz_scn_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_scn_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_server
check_PROGRAMS += fuzz/fuzz_server
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_server-fuzzer
endif
fuzz_fuzz_server_SOURCES = fuzz/fuzz_server.c fuzz/replay.c
fuzz_fuzz_server_LDADD = $(fuzz_libs)
fuzz_fuzz_server_fuzzer_SOURCES = fuzz/fuzz_server.c $(mutator)
fuzz_fuzz_server_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_server_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_server_rsa
check_PROGRAMS += fuzz/fuzz_server_rsa
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_server_rsa-fuzzer
endif
fuzz_fuzz_server_rsa_SOURCES = fuzz/fuzz_server_rsa.c fuzz/replay.c
fuzz_fuzz_server_rsa_LDADD = $(fuzz_libs)
fuzz_fuzz_server_rsa_fuzzer_SOURCES = fuzz/fuzz_server_rsa.c $(mutator)
fuzz_fuzz_server_rsa_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_server_rsa_fuzzer_LDADD = $(fuzzer_libs)

# fuzz_slow
check_PROGRAMS += fuzz/fuzz_slow
if HAVE_FUZZING_ENGINE
noinst_PROGRAMS += fuzz/fuzz_slow-fuzzer
endif
fuzz_fuzz_slow_SOURCES = fuzz/fuzz_slow.c fuzz/replay.c
fuzz_fuzz_slow_LDADD = $(fuzz_libs)
fuzz_fuzz_slow_fuzzer_SOURCES = fuzz/fuzz_slow.c $(mutator)
fuzz_fuzz_slow_fuzzer_LDFLAGS = $(fuzzer_ldflags)
fuzz_fuzz_slow_fuzzer_LDADD = $(fuzzer_libs)

EXTRA_DIST += fuzz/README.md
