# SPDX-License-Identifier: Apache-2.0
#
# ci/: the scripts that people and machines run.

EXTRA_DIST += ci/abi ci/apt.sh ci/check ci/clauses ci/common.sh ci/coverage ci/coverage.py ci/cppcheck.suppressions \
	ci/fuzz ci/fuzz-aflpp.sh ci/fuzz-build.sh ci/fuzz-check ci/fuzz-corpus.sh ci/fuzz-plot.py ci/fuzz-run.sh \
	ci/fuzz-table.sh ci/fuzz-triage.sh ci/instrumented-openssl ci/lint ci/matrix ci/matrix-run \
	ci/matrix-suite ci/mutants ci/mutants-facts ci/mutants-judge ci/mutants.facts ci/mutants.known ci/verify

# For fuzzing services, as they want it.
EXTRA_DIST += ci/oss-fuzz ci/oss-fuzz-check .clusterfuzzlite .github

# Does the suite notice? MUTANTS='NAME...' judges these alone.
MUTANTS =
mutants:
	MEMBIO_BUILD='$(abs_builddir)' $(SHELL) $(srcdir)/ci/mutants $(MUTANTS)

# What ci/mutants plays, in its own build. The list keeps out programs that an
# older tree has left in the build.
mutants-programs: conformance/membio-conform conformance/membio-adapter $(unit_tests) \
	tests/torture
	@echo $(unit_tests) >tests/mutants-list

CLEANFILES += tests/mutants-list

.PHONY: mutants mutants-programs
