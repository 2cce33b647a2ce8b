#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
#
# run_tests.sh: after build.sh, in the same builder: every scenario that is kept through every
# target and every oracle, and the tool for scenarios.
: "${WORK:?} ${CXX:?} ${CXXFLAGS?}"
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export MEMBIO_QUICK=1
make -C "$WORK/libmembio" -j "$(nproc)" CCLD="$CXX $CXXFLAGS" check \
    TESTS='fuzz/replay.test tests/scn.test'
