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
	PYTHON='$(PYTHON)'; export PYTHON;

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
	tests/test_ctx_trust \
	tests/test_error \
	tests/test_expect \
	tests/test_memory \
	tests/test_misuse \
	tests/test_peercert \
	tests/test_queue \
	tests/test_session \
	tests/test_ssl \
	tests/test_ssl_end \
	tests/test_ssl_info \
	tests/test_ssl_wrap \
	tests/test_stage \
	tests/test_sweep \
	tests/test_text \
	tests/test_wire
check_PROGRAMS += $(unit_tests)
check_LTLIBRARIES = libsupport.la
TESTS += $(unit_tests)
endif
libsupport_la_SOURCES = \
	tests/play.c tests/play.h \
	tests/support.c tests/support.h

# What every program is linked with that names nothing else: the Check programs.
LDADD = libsupport.la $(engine_libs) $(CHECK_LIBS)

# Shell tests, and the adapter that lies for them. Those of the runner are skipped where
# it is not built.
runner_tests = \
	tests/deviations.test \
	tests/frozen.test \
	tests/interrupt.test \
	tests/lint.test \
	tests/report.test \
	tests/runner.test \
	tests/stream.test \
	tests/usage.test
shell_tests = \
	tests/guard.test \
	tests/symbols.test
dist_check_SCRIPTS += $(shell_tests) $(runner_tests)
TESTS += $(shell_tests)
if HAVE_JANSSON
TESTS += $(runner_tests)
endif
EXTRA_DIST += tests/junit.xsd tests/schema.py
check_PROGRAMS += tests/threads tests/torture
TESTS += tests/threads tests/torture
tests_threads_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
tests_threads_LDADD = libcore.la $(OPENSSL_LIBS) $(PTHREAD_CFLAGS)
tests_torture_SOURCES = \
	tests/fault.c tests/fault.h \
	tests/torture.c tests/torture.h \
	tests/torture_call.c \
	tests/torture_ctx.c \
	tests/torture_play.c tests/torture_tell.c
tests_torture_LDADD = libcore.la $(OPENSSL_LIBS)
check_PROGRAMS += tests/liar
tests_liar_LDADD = $(engine_libs)
