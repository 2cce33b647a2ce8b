# SPDX-License-Identifier: Apache-2.0
#
# tests/: Check programs for lib and scenario, shell tests for programs. All speak TAP.

TEST_EXTENSIONS = .test
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
TEST_LOG_DRIVER = $(tap_driver)
TEST_LOG_COMPILER = $(SHELL)

# Every test may use these. CK_FORK: Check's forks hide leaks from the sanitizers.
if HAVE_SANITIZERS
test_fork = no
else
test_fork = yes
endif
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	CK_FORK="$${CK_FORK-$(test_fork)}"; export CK_FORK; \
	PYTHON='$(PYTHON)'; export PYTHON; \
	MANDOC='$(MANDOC)'; export MANDOC; \
	CC='$(CC)'; export CC; CXX='$(CXX)'; export CXX; \
	MODE_CFLAGS='$(MODE_CFLAGS)'; export MODE_CFLAGS; \
	MODE_LDFLAGS='$(MODE_LDFLAGS)'; export MODE_LDFLAGS; \
	PKG_CONFIG='$(PKG_CONFIG)'; export PKG_CONFIG;

# The longest first: the others fill the time beside them.
slow_tests = tests/torture tests/wrong_name tests/threads
TESTS += $(slow_tests)

# Check programs, one file each. They reach hidden functions too.
if HAVE_CHECK
unit_tests = \
	tests/test_bio \
	tests/test_bio_model \
	tests/test_bytes \
	tests/test_case \
	tests/test_channel \
	tests/test_compare \
	tests/test_ctx \
	tests/test_ctx_alpn \
	tests/test_ctx_cert \
	tests/test_ctx_foreign \
	tests/test_ctx_group \
	tests/test_ctx_trust \
	tests/test_emit \
	tests/test_error \
	tests/test_flow \
	tests/test_expect \
	tests/test_expect_level \
	tests/test_independence \
	tests/test_keylog \
	tests/test_keyed \
	tests/test_memory \
	tests/test_message \
	tests/test_misuse \
	tests/test_operand \
	tests/test_password \
	tests/test_peercert \
	tests/test_post_handshake \
	tests/test_psk \
	tests/test_queue \
	tests/test_reentry \
	tests/test_secrets \
	tests/test_session \
	tests/test_sni \
	tests/test_ssl \
	tests/test_ssl_end \
	tests/test_ssl_info \
	tests/test_ssl_wrap \
	tests/test_stage \
	tests/test_sweep \
	tests/test_text \
	tests/test_weather \
	tests/test_wire
check_PROGRAMS += $(unit_tests)
check_LTLIBRARIES = libsupport.la
TESTS += $(unit_tests)
endif
libsupport_la_SOURCES = \
	tests/everything.c tests/everything.h tests/everything_ctx.c \
	tests/everything_say.h \
	tests/play.c tests/play.h \
	tests/reach.c tests/reach.h \
	tests/scan.c tests/scan.h \
	tests/support.c tests/support.h \
	tests/world_file.c tests/world_file.h

# What every program is linked with that names nothing else: the Check programs.
LDADD = libsupport.la $(engine_libs) $(CHECK_LIBS)

# Shell tests, and the adapter that lies for them. Those of the runner are skipped where
# it is not built.
runner_tests = \
	tests/adapter_lint.test \
	tests/clauses.test \
	tests/compare.test \
	tests/deviations.test \
	tests/exhaust.test \
	tests/exits.test \
	tests/failing.test \
	tests/findings.test \
	tests/frozen.test \
	tests/golden.test \
	tests/install.test \
	tests/interrupt.test \
	tests/levels.test \
	tests/liars.test \
	tests/lint.test \
	tests/pair.test \
	tests/planted.test \
	tests/reduce.test \
	tests/page.test \
	tests/replay.test \
	tests/reproduce.test \
	tests/report.test \
	tests/runner.test \
	tests/stream.test \
	tests/usage.test \
	tests/verdicts.test
shell_tests = \
	tests/abi.test \
	tests/examples.test \
	tests/fuzz_depth.test \
	tests/guard.test \
	tests/fuzzing.test \
	tests/header.test \
	tests/house.test \
	tests/lint_tools.test \
	tests/manual.test \
	tests/oss_fuzz.test \
	tests/scn.test \
	tests/symbols.test \
	tests/words.test
dist_check_SCRIPTS += $(shell_tests) $(runner_tests)
dist_noinst_SCRIPTS += tests/check-house
EXTRA_DIST += tests/README.md tests/long-files.tsv
TESTS += $(shell_tests)
if HAVE_JANSSON
TESTS += $(runner_tests)
endif
EXTRA_DIST += tests/examples.py tests/junit.xsd tests/page.py tests/reproduce.py tests/schema.py
check_PROGRAMS += $(slow_tests)
tests_threads_SOURCES = tests/threads.c tests/threads.h tests/threads_callback.c tests/world_file.c \
	tests/world_file.h
tests_threads_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
tests_threads_LDADD = libcore.la $(OPENSSL_LIBS) $(PTHREAD_CFLAGS)
tests_torture_SOURCES = \
	scenario/world_rand.c scenario/world_rand.h \
	tests/fault.c tests/fault.h \
	tests/reach.c tests/reach.h \
	tests/torture.c tests/torture.h \
	tests/torture_call.c \
	tests/torture_callback.c \
	tests/torture_ctx.c \
	tests/torture_excuse.c \
	tests/torture_play.c \
	tests/torture_proof.c \
	tests/torture_run.c \
	tests/torture_tell.c \
	tests/world_file.c tests/world_file.h
tests_torture_CFLAGS = $(AM_CFLAGS) # its own objects: reach.c is also in libsupport
tests_torture_LDADD = libcore.la $(OPENSSL_LIBS)
tests_wrong_name_SOURCES = \
	tests/fault.c tests/fault.h \
	tests/world_file.c tests/world_file.h \
	tests/wrong_name.c
tests_wrong_name_CFLAGS = $(AM_CFLAGS) # its own objects: world_file.c is also in libsupport
tests_wrong_name_LDADD = libcore.la $(OPENSSL_LIBS)
# Too large for every check: a row of .ci/run.
check_PROGRAMS += tests/large
tests_large_SOURCES = tests/large.c tests/world_file.c tests/world_file.h
tests_large_CFLAGS = $(AM_CFLAGS)
tests_large_LDADD = libcore.la $(OPENSSL_LIBS)
check_PROGRAMS += tests/liar
tests_liar_SOURCES = tests/liar.c tests/liar.h tests/liar_answer.c tests/liar_coarse.c tests/liar_weather.c
tests_liar_LDADD = $(engine_libs)

# What ci/coverage plays: the programs that are linked with lib/, and the list it reads. In
# one process each: one that torture forks off leaves no counts.
check-coverage: all
	CK_FORK=no $(MAKE) check TESTS='$(slow_tests) $(unit_tests)'
.PHONY: check-coverage
EXTRA_DIST += tests/uncovered.tsv
