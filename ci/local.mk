# SPDX-License-Identifier: Apache-2.0
#
# ci/: the scripts that people and machines run.

EXTRA_DIST += ci/abi ci/check ci/common.sh ci/coverage ci/coverage.py ci/matrix \
	ci/matrix-run ci/matrix-suite ci/verify
