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
	conformance/cause.c \
	conformance/cause.h \
	conformance/check.h \
	conformance/command.h \
	conformance/command_adapter_lint.c \
	conformance/command_clauses.c \
	conformance/command_compare.c \
	conformance/command_diff.c \
	conformance/command_lint.c \
	conformance/command_pair.c \
	conformance/command_reduce.c \
	conformance/command_record.c \
	conformance/command_replay.c \
	conformance/command_reproduce.c \
	conformance/command_report.c \
	conformance/command_run.c \
	conformance/command_show.c \
	conformance/command_timeline.c \
	conformance/command_triage.c \
	conformance/command_verify_golden.c \
	conformance/completion.c \
	conformance/coverage.c \
	conformance/coverage.h \
	conformance/deviation.c \
	conformance/deviation.h \
	conformance/difference.c \
	conformance/difference.h \
	conformance/draft.c \
	conformance/draft.h \
	conformance/failure.c \
	conformance/failure.h \
	conformance/fingerprint.c \
	conformance/fingerprint.h \
	conformance/flaw.c \
	conformance/flaw.h \
	conformance/golden.c \
	conformance/golden.h \
	conformance/golden_impl.c \
	conformance/golden_line.c \
	conformance/golden_line.h \
	conformance/golden_observe.c \
	conformance/golden_play.c \
	conformance/golden_read.c \
	conformance/golden_trace.c \
	conformance/golden_word.c \
	conformance/golden_word.h \
	conformance/golden_write.c \
	conformance/html.c \
	conformance/html.h \
	conformance/html_compare.c \
	conformance/html_trace.c \
	conformance/html_trace.h \
	conformance/impl.c \
	conformance/impl.h \
	conformance/judge.c \
	conformance/judge.h \
	conformance/main.c \
	conformance/memory.c \
	conformance/memory.h \
	conformance/mutants.c \
	conformance/mutants.h \
	conformance/oath.c \
	conformance/oath.h \
	conformance/open_run.c \
	conformance/options.c \
	conformance/output.c \
	conformance/output.h \
	conformance/page.c \
	conformance/page.h \
	conformance/page_case.c \
	conformance/page_clauses.c \
	conformance/page_findings.c \
	conformance/page_head.c \
	conformance/page_matrix.c \
	conformance/page_opening.c \
	conformance/page_oracles.c \
	conformance/page_pairs.c \
	conformance/page_play.c \
	conformance/page_style.c \
	conformance/page_timeline.c \
	conformance/page_trace.c \
	conformance/pair.c \
	conformance/pair.h \
	conformance/pipe.c \
	conformance/pipe.h \
	conformance/recorder.c \
	conformance/recorder.h \
	conformance/records.c \
	conformance/records.h \
	conformance/reduce.c \
	conformance/reduce.h \
	conformance/reduce_words.c \
	conformance/records_parse.c \
	conformance/replay.c \
	conformance/replay.h \
	conformance/report_badge.c \
	conformance/report_html.c \
	conformance/report_junit.c \
	conformance/report_markdown.c \
	conformance/report_tap.c \
	conformance/report_terminal.c \
	conformance/report_terminal.h \
	conformance/result.c \
	conformance/result.h \
	conformance/rules.c \
	conformance/rules.h \
	conformance/run.c \
	conformance/run.h \
	conformance/shell.c \
	conformance/shell.h \
	conformance/side.c \
	conformance/side.h \
	conformance/signals.c \
	conformance/signals.h \
	conformance/snapshot.c \
	conformance/snapshot.h \
	conformance/spawn.c \
	conformance/spawn.h \
	conformance/stale.c \
	conformance/stale.h \
	conformance/stream.c \
	conformance/stream.h \
	conformance/stream_json.c \
	conformance/stream_json.h \
	conformance/stream_read.c \
	conformance/stream_result.c \
	conformance/stream_row.c \
	conformance/stream_row.h \
	conformance/stream_take.c \
	conformance/stream_take_result.c \
	conformance/stream_write.c \
	conformance/suite.c \
	conformance/suite.h \
	conformance/sweep.c \
	conformance/sweep.h \
	conformance/sweep_cut.c \
	conformance/sweep_flip.c \
	conformance/terminal_known.c \
	conformance/terminal_summary.c \
	conformance/transcript.c \
	conformance/transcript.h \
	conformance/trial.c \
	conformance/trial.h \
	conformance/timeline.c \
	conformance/timeline.h \
	conformance/timeline_cause.c \
	conformance/weathers.c \
	conformance/weathers.h
conformance_membio_conform_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) \
	-DMEMBIO_SUITE='"$(suitedir)/conformance"' \
	-DMEMBIO_LIBEXEC='"$(adapterdir)"'
conformance_membio_conform_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
conformance_membio_conform_LDFLAGS = $(AM_LDFLAGS) $(PTHREAD_CFLAGS)
conformance_membio_conform_LDADD = libscenario.la $(JANSSON_LIBS)

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

# Files, and folders with all that is in them: a new case needs no line here.
suite_data = \
	conformance/adapters/cpython \
	conformance/adapters/mbap.py \
	conformance/adapters/membio/impl \
	conformance/cases \
	conformance/clauses.tsv \
	conformance/deviations \
	conformance/goldens \
	conformance/matrix \
	conformance/probes \
	conformance/proofs \
	scenario/emit \
	scenario/world
EXTRA_DIST += $(suite_data)
EXTRA_DIST += conformance/clauses.snapshot conformance/exhaust/explore.py \
	conformance/exhaust/known.dev conformance/issues.tsv

suite_files = cd '$(srcdir)' && \
	find $(suite_data) -name __pycache__ -prune -o -type f -print

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
