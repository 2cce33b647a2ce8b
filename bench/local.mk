# SPDX-License-Identifier: Apache-2.0
#
# bench/: measurements side by side, as lines of stable keys. `make bench` runs them all;
# BENCH_FLAGS='--rounds 51 --goals' go to each.

bench_common = bench/bench.c bench/bench.h

check_PROGRAMS += bench/adapter
bench_adapter_SOURCES = \
	bench/adapter.c \
	$(bench_common) \
	conformance/check.h \
	conformance/impl/pipe.c conformance/impl/pipe.h \
	conformance/impl/recorder.c conformance/impl/recorder.h \
	conformance/impl/spawn.c conformance/impl/spawn.h
bench_adapter_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
bench_adapter_LDFLAGS = $(AM_LDFLAGS) $(PTHREAD_CFLAGS)
bench_adapter_LDADD = $(engine_libs)

check_PROGRAMS += bench/queue
bench_queue_SOURCES = bench/queue.c bench/peer.c bench/peer.h $(bench_common)
bench_queue_LDADD = libcore.la $(OPENSSL_LIBS) $(IDN_LIBS)
EXTRA_DIST += bench/cpython.py bench/instructions bench/instructions.tsv
# What an input costs fuzz targets; ci/fuzz-speed makes builds, a table, and calls it. The
# targets in loops are made only for it.
check_PROGRAMS += bench/fuzz
bench_fuzz_SOURCES = bench/fuzz.c bench/peer.c bench/peer.h $(bench_common)
bench_fuzz_LDADD = $(OPENSSL_LIBS)
EXTRA_PROGRAMS += bench/fuzz_loop_pair bench/fuzz_loop_policy bench/fuzz_loop_server \
	bench/fuzz_loop_server_rsa
bench_fuzz_loop_pair_SOURCES = bench/fuzz_loop.c fuzz/fuzz_pair.c
bench_fuzz_loop_pair_LDADD = $(fuzz_libs)
bench_fuzz_loop_server_SOURCES = bench/fuzz_loop.c fuzz/fuzz_server.c
bench_fuzz_loop_server_LDADD = $(fuzz_libs)
bench_fuzz_loop_server_rsa_SOURCES = bench/fuzz_loop.c fuzz/fuzz_server_rsa.c
bench_fuzz_loop_server_rsa_LDADD = $(fuzz_libs)
bench_fuzz_loop_policy_SOURCES = bench/fuzz_loop.c bench/fuzz_policy.c
bench_fuzz_loop_policy_CPPFLAGS = $(AM_CPPFLAGS) \
	-DMEMBIO_WORLD='"$(abs_top_srcdir)/scenario/world"'
bench_fuzz_loop_policy_LDADD = $(FUZZ_OPENSSL_LIBS) libuncounted.la
CLEANFILES += bench/fuzz_loop_pair bench/fuzz_loop_policy bench/fuzz_loop_server \
	bench/fuzz_loop_server_rsa

BENCH_FLAGS =
bench: all bench/adapter bench/queue
	@MEMBIO_COMMIT=`git -C '$(srcdir)' describe --always --dirty 2>/dev/null`; \
	export MEMBIO_COMMIT; \
	status=0; \
	./bench/adapter $(BENCH_FLAGS) '$(abs_top_srcdir)' ./conformance/membio-adapter || status=1; \
	./bench/queue $(BENCH_FLAGS) "$(PYTHON) '$(abs_top_srcdir)'/bench/cpython.py \
		'$(abs_top_srcdir)'/scenario/world" || status=1; \
	exit $$status
.PHONY: bench

dist_check_SCRIPTS += bench/bench.test
TESTS += bench/bench.test
