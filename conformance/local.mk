# SPDX-License-Identifier: Apache-2.0
#
# conformance/: the runner, the adapter of libmembio, the suite's data.

# The data keep their tree below $(suitedir), so that conformance/ finds ../scenario/world
# there as it does here. {bin} of adapters is $(adapterdir), or where membio-conform is.
suitedir = $(datadir)/membio
adapterdir = $(libexecdir)/membio

# The runner reads and writes JSON by jansson.
if HAVE_JANSSON
runner = conformance/membio-conform
else
runner =
endif
bin_PROGRAMS += $(runner)
EXTRA_PROGRAMS = conformance/membio-conform
conformance_membio_conform_SOURCES = \
	conformance/check.h \
	conformance/deviation.c conformance/deviation.h \
	conformance/judge.c conformance/judge.h \
	conformance/judge_known.c \
	conformance/output.c conformance/output.h \
	conformance/records.c conformance/records.h \
	conformance/records_parse.c \
	conformance/result.c conformance/result.h \
	conformance/run.c conformance/run.h \
	conformance/screen.c conformance/screen.h \
	conformance/shell.c conformance/shell.h \
	conformance/signals.c conformance/signals.h \
	conformance/stale.c conformance/stale.h \
	conformance/suite.c conformance/suite.h \
	conformance/sweep.c conformance/sweep.h \
	conformance/sweep_cut.c \
	conformance/sweep_flip.c \
	conformance/verdict.c conformance/verdict.h \
	conformance/weathers.c conformance/weathers.h \
	conformance/clauses/coverage.c conformance/clauses/coverage.h \
	conformance/clauses/mutants.c conformance/clauses/mutants.h \
	conformance/clauses/snapshot.c conformance/clauses/snapshot.h \
	conformance/command/adapter_lint.c \
	conformance/command/clauses.c \
	conformance/command/command.h \
	conformance/command/compare.c \
	conformance/command/completion.c \
	conformance/command/diff.c \
	conformance/command/lint.c \
	conformance/command/main.c \
	conformance/command/open_run.c \
	conformance/command/options.c \
	conformance/command/pair.c \
	conformance/command/record.c \
	conformance/command/reduce.c \
	conformance/command/replay.c \
	conformance/command/report.c \
	conformance/command/reproduce.c \
	conformance/command/run.c \
	conformance/command/show.c \
	conformance/command/side.c conformance/command/side.h \
	conformance/command/timeline.c \
	conformance/command/triage.c \
	conformance/command/verify_golden.c \
	conformance/golden/golden.c conformance/golden/golden.h \
	conformance/golden/impl.c \
	conformance/golden/line.c conformance/golden/line.h \
	conformance/golden/observe.c \
	conformance/golden/play.c \
	conformance/golden/read.c \
	conformance/golden/trace.c \
	conformance/golden/word.c conformance/golden/word.h \
	conformance/golden/write.c \
	conformance/impl/impl.c conformance/impl/impl.h \
	conformance/impl/memory.c conformance/impl/memory.h \
	conformance/impl/oath.c conformance/impl/oath.h \
	conformance/impl/pair.c conformance/impl/pair.h \
	conformance/impl/pipe.c conformance/impl/pipe.h \
	conformance/impl/recorder.c conformance/impl/recorder.h \
	conformance/impl/replay.c conformance/impl/replay.h \
	conformance/impl/rules.c conformance/impl/rules.h \
	conformance/impl/spawn.c conformance/impl/spawn.h \
	conformance/impl/transcript.c conformance/impl/transcript.h \
	conformance/page/case.c \
	conformance/page/clauses.c \
	conformance/page/findings.c \
	conformance/page/head.c \
	conformance/page/html.c conformance/page/html.h \
	conformance/page/html_compare.c \
	conformance/page/html_trace.c conformance/page/html_trace.h \
	conformance/page/matrix.c \
	conformance/page/opening.c \
	conformance/page/oracles.c \
	conformance/page/page.c conformance/page/page.h \
	conformance/page/pairs.c \
	conformance/page/play.c \
	conformance/page/report.c \
	conformance/page/style.c \
	conformance/page/timeline.c \
	conformance/page/trace.c \
	conformance/reduce/draft.c conformance/reduce/draft.h \
	conformance/reduce/fingerprint.c conformance/reduce/fingerprint.h \
	conformance/reduce/reduce.c conformance/reduce/reduce.h \
	conformance/reduce/trial.c conformance/reduce/trial.h \
	conformance/reduce/words.c \
	conformance/report/badge.c \
	conformance/report/cause.c conformance/report/cause.h \
	conformance/report/difference.c conformance/report/difference.h \
	conformance/report/failure.c conformance/report/failure.h \
	conformance/report/flaw.c conformance/report/flaw.h \
	conformance/report/junit.c \
	conformance/report/markdown.c conformance/report/markdown.h \
	conformance/report/report.c conformance/report/report.h \
	conformance/report/tap.c \
	conformance/report/terminal.c conformance/report/terminal.h \
	conformance/report/terminal_known.c \
	conformance/report/terminal_summary.c \
	conformance/report/timeline.c conformance/report/timeline.h \
	conformance/stream/json.c conformance/stream/json.h \
	conformance/stream/read.c \
	conformance/stream/result.c \
	conformance/stream/row.c conformance/stream/row.h \
	conformance/stream/stream.c conformance/stream/stream.h \
	conformance/stream/take.c \
	conformance/stream/take_result.c \
	conformance/stream/timeline.c \
	conformance/stream/write.c conformance/stream/write.h
conformance_membio_conform_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) \
	-DMEMBIO_SUITE='"$(suitedir)/conformance"' \
	-DMEMBIO_LIBEXEC='"$(adapterdir)"'
conformance_membio_conform_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
conformance_membio_conform_LDFLAGS = $(AM_LDFLAGS) $(PTHREAD_CFLAGS)
conformance_membio_conform_LDADD = libkeyed.la libscenario.la $(JANSSON_LIBS) $(OPENSSL_LIBS)

adapterexecdir = $(adapterdir)
adapterexec_PROGRAMS = conformance/membio-adapter
conformance_membio_adapter_SOURCES = conformance/adapters/membio/main.c
conformance_membio_adapter_LDADD = $(engine_libs)

# The preload library of --frozen: conformance/.libs/membio-frozen.so. There is none with
# --disable-shared.
if HAVE_SHARED
noinst_LTLIBRARIES += conformance/membio-frozen.la
endif
conformance_membio_frozen_la_SOURCES = conformance/frozen.c scenario/world_clock.c scenario/world_clock.h \
	scenario/world_rand.c
conformance_membio_frozen_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared \
	-rpath $(abs_builddir)
conformance_membio_frozen_la_LIBADD = $(OPENSSL_LIBS)

# Files, and folders with all that is in them but sources of programs: a new case needs no line
# here, nor does a new adapter.
suite_data = \
	conformance/adapters \
	conformance/cases \
	conformance/clauses.tsv \
	conformance/deviations \
	conformance/goldens \
	conformance/matrix \
	conformance/probes \
	conformance/proofs \
	scenario/emit \
	scenario/world
EXTRA_DIST += $(suite_data) conformance/README.md
EXTRA_DIST += conformance/clauses.snapshot conformance/exhaust/explore.py \
	conformance/exhaust/known.dev conformance/issues.tsv

suite_files = cd '$(srcdir)' && \
	find $(suite_data) \( -name __pycache__ -o -name .deps -o -name .dirstamp \) -prune \
		-o -type f ! -name '*.[co]' -print

install-data-local:
	@echo ' installing $(suite_data) to $(DESTDIR)$(suitedir)'
	@list=`$(suite_files)` || exit 1; for file in $$list; do \
		dir='$(DESTDIR)$(suitedir)'/`dirname "$$file"`; \
		test -d "$$dir" || $(MKDIR_P) "$$dir" || exit 1; \
		if test -x '$(srcdir)'/$$file; \
		then $(INSTALL_SCRIPT) '$(srcdir)'/$$file "$$dir" || exit 1; \
		else $(INSTALL_DATA) '$(srcdir)'/$$file "$$dir" || exit 1; fi; \
	done

uninstall-local:
	@list=`$(suite_files)` || exit 1; for file in $$list; do \
		rm -f '$(DESTDIR)$(suitedir)'/$$file; \
	done
	-@test ! -d '$(DESTDIR)$(suitedir)' || \
		find '$(DESTDIR)$(suitedir)' -depth -type d -exec rmdir {} + 2>/dev/null

# make conformance, conformance-full ------------------------------------------------------

# Jobs of a run (64 at most); flags for membio-conform, in every run of the cases and in the
# full one, as in CONFORM_FLAGS='--html report.html'.
JOBS = `nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2`
CONFORM_FLAGS =
CONFORM_FULL_FLAGS =

# The oracle is python3, or without one what was recorded of it; the runner says so. Only a
# live one can be an end of a pair.
if HAVE_PYTHON
conform_pairs = --pair membio:cpython --pair cpython:membio
else
conform_pairs =
endif
if HAVE_JANSSON
conform_here = :
else
conform_here = echo 'conformance: no jansson, so no membio-conform' >&2; exit 1
endif

# $(call conform,TOTALS,FLAGS)
conform = $(conform_here); rm -f $(1); \
	jobs=$(JOBS); test $$jobs -le 64 || jobs=64; \
	./conformance/membio-conform run --suite $(srcdir)/conformance \
		--timeout 20 --jobs $$jobs --totals $(1) $(2)

# The quick profile plays each case in one weather besides calm, the full one in all of them,
# and the sweeps with every byte of the handshake. What one end can begin and CPython only
# answers needs a pair: the quick profile has those of that area, the full one all cases.
quick_totals = conformance/totals
pair_totals = $(if $(conform_pairs),conformance/totals-pair)
full_totals = conformance/totals-full
sweep_totals = conformance/totals-sweep
all_pair_totals = $(if $(conform_pairs),conformance/totals-pair-full)
CLEANFILES += $(quick_totals) $(full_totals) $(sweep_totals) conformance/totals-pair \
	conformance/totals-pair-full conformance/totals-exhaust

# $(call conform_pair,TOTALS,FLAGS): nothing without a CPython to be the other end.
conform_pair = $(if $(1),{ $(call conform,$(1),$(conform_pairs) $(2)); } || status=$$?;)
# All sequences of up to EXHAUST_LENGTH letters, held against a CPython whose errors are those of
# today; older ones would differ in most of them. Without one the rules that always hold are left.
EXHAUST_LENGTH = 3
exhaust_totals = $(if $(conform_pairs),conformance/totals-exhaust)
conform_exhaust = $(if $(conform_pairs),{ rm -f $(exhaust_totals); \
	$(PYTHON) $(srcdir)/conformance/exhaust/explore.py --length $(EXHAUST_LENGTH) \
		--jobs $$jobs ./conformance/membio-conform conformance/exhausted && \
	oracle=cpython@$(exhaust_oracle) && \
	if ! $(exhaust_oracle) -c 'import sys; sys.exit(sys.version_info < (3, 13))'; then \
		echo 'conformance: $(exhaust_oracle) is older than 3.13: sequences without an oracle'; \
		oracle=none; fi && \
	{ $(call conform,$(exhaust_totals),--suite conformance/exhausted/conformance \
		--impl membio --oracle $$oracle --weather calm); }; } || status=$$?;)
exhaust_oracle = $(PYTHON)

quick_t = -t $(quick_totals) $(pair_totals:%=-t %)

# What was asked for together with, and before, these goals.
with_check = $(filter check,$(TOP_GOALS))
with_quick = $(filter conformance,$(TOP_GOALS))
with_full = $(filter conformance-full,$(TOP_GOALS))
closing_check = $(if $(with_check),$(unit_results))

conformance: all $(with_check)
	@status=0; $(call conform,$(quick_totals),--impl membio $(CONFORM_FLAGS)) || status=$$?; \
	$(call conform_pair,$(pair_totals),post_handshake) \
	case $$status,$(with_full) in 0,?*) ;; \
		*) $(closing_line) $(quick_t) $(closing_check) ;; esac; \
	exit $$status

conformance-full: all $(with_check) $(with_quick)
	@status=0; $(call conform,$(full_totals),--impl membio --weather all \
		$(CONFORM_FULL_FLAGS) $(CONFORM_FLAGS)) || status=$$?; \
	$(call conform,$(sweep_totals),--impl membio --sweep all --deep) || status=$$?; \
	$(call conform_pair,$(all_pair_totals),) \
	$(call conform_exhaust) \
	$(closing_line) $(if $(with_quick),$(quick_t)) -t $(full_totals) \
		-t $(sweep_totals) $(all_pair_totals:%=-t %) $(exhaust_totals:%=-t %) $(closing_check); \
	exit $$status

.PHONY: conformance conformance-full
