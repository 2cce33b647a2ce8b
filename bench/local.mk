# SPDX-License-Identifier: Apache-2.0
#
# bench/: measurements side by side, as lines of stable keys. `make bench` runs them all;
# BENCH_FLAGS='--rounds 51 --goals' go to each.

check_PROGRAMS += bench/adapter
bench_adapter_SOURCES = \
	bench/adapter.c \
	bench/bench.c bench/bench.h \
	conformance/check.h \
	conformance/impl/pipe.c conformance/impl/pipe.h \
	conformance/impl/recorder.c conformance/impl/recorder.h \
	conformance/impl/spawn.c conformance/impl/spawn.h
bench_adapter_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
bench_adapter_LDFLAGS = $(AM_LDFLAGS) $(PTHREAD_CFLAGS)
bench_adapter_LDADD = $(engine_libs)

BENCH_FLAGS =
bench: all bench/adapter
	@MEMBIO_COMMIT=`git -C '$(srcdir)' describe --always --dirty 2>/dev/null`; \
	export MEMBIO_COMMIT; \
	./bench/adapter $(BENCH_FLAGS) '$(abs_top_srcdir)' ./conformance/membio-adapter
.PHONY: bench

dist_check_SCRIPTS += bench/bench.test
TESTS += bench/bench.test
